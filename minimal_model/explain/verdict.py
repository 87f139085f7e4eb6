"""Whether a curve compresses, by a stated rule."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.checks import refuse

VerdictName = Literal["compresses", "constant", "grows"]
VERDICTS: tuple[VerdictName, ...] = ("compresses", "constant", "grows")


@dataclass(frozen=True)
class Verdict:
    """What a curve of mutual information does as the weight grows.

    Attributes
    ----------
    name : {"compresses", "constant", "grows"}
        The verdict.
    fall : float
        How far the curve ends below its highest value, in bits.
    rise : float
        How far it ends above its lowest value, in bits.
    """

    name: VerdictName
    fall: float
    rise: float


def verdict(curve: npt.ArrayLike, threshold: float = 0.1) -> Verdict:
    """Say whether a curve compresses, stays constant or grows.

    It compresses if it ends more than `threshold` below its highest value, whatever it did before; the information
    bottleneck's claim is about the late phase. It grows if it does not compress and ends more than `threshold` above
    its lowest value. Otherwise it counts as constant. (A convention of this package: no paper fixes one.)

    Parameters
    ----------
    curve : array_like, shape (weights,)
        Mutual information in bits over growing weights, as `mi_curve` returns it.
    threshold : float
        Smallest change that counts, in bits; zero or above.

    Returns
    -------
    Verdict

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    values = checks.finite_vector("curve", curve)
    threshold = checks.finite_number("threshold", threshold)
    if threshold < 0:
        raise refuse("threshold", threshold, "zero or above")
    last = float(values[-1])
    return judged(float(np.max(values)) - last, last - float(np.min(values)), threshold)


def judged(fall: float, rise: float, threshold: float) -> Verdict:
    """Return the verdict on a curve that ends so far below its highest value and above its lowest one, in bits."""
    name: VerdictName = "compresses" if fall > threshold else "grows" if rise > threshold else "constant"
    return Verdict(name, fall, rise)
