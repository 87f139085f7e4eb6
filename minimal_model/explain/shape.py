"""What a curve does from its first weight to its last, in one word that a reader can draw."""

from typing import Literal

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.checks import refuse

Shape = Literal["rises", "falls", "flat", "hump", "dip"]
SHAPES: tuple[Shape, ...] = ("rises", "falls", "flat", "hump", "dip")
# A change on the way counts beside the whole range of the curve from this share of it on.
SHARE = 0.2


def curve_shape(curve: npt.ArrayLike, threshold: float = 0.1) -> Shape:
    """Name the shape of a curve as one would sketch it.

    A curve that nowhere changes by more than `threshold` is flat. Any other is a hump if it both climbs to its highest
    value and falls from there by at least a fifth of its range, and a dip if it does so the other way round; if both
    hold, the ends decide: it is a hump if they lie nearer to the lowest value. The rest rises or falls, whichever its
    ends say. (A convention of this package for drawing and predicting; for the question whether a curve compresses see
    `minimal_model.explain.verdict.verdict`.)

    Parameters
    ----------
    curve : array_like, shape (weights,)
        Mutual information in bits over growing weights, as `mi_curve` returns it.
    threshold : float
        Smallest range that is not flat, in bits; zero or above.

    Returns
    -------
    {"rises", "falls", "flat", "hump", "dip"}

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    values = checks.finite_vector("curve", curve)
    threshold = checks.finite_number("threshold", threshold)
    if threshold < 0:
        raise refuse("threshold", threshold, "zero or above")
    first, last = float(values[0]), float(values[-1])
    low, high = float(np.min(values)), float(np.max(values))
    if high - low <= threshold:
        return "flat"
    enough = SHARE * (high - low)
    hump = min(high - first, high - last) >= enough
    dip = min(first - low, last - low) >= enough
    if hump and dip:
        return "hump" if first + last <= low + high else "dip"
    if hump or dip:
        return "hump" if hump else "dip"
    return "rises" if last > first else "falls"
