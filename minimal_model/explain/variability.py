"""How much of a curve is the luck of its sample: the same curve over further seeds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.checks import refuse
from minimal_model.curve import sample_curve
from minimal_model.inputs import CACHE_BYTES, MAX_SEED, MAX_SIZE, AnyInput, sorted_sample
from minimal_model.setup import WEIGHTS, Setup

MAX_SEEDS = 10_000


@dataclass(frozen=True)
class SeedBand:
    """The spread of a curve over seeds, in bits.

    Attributes
    ----------
    lower, upper : numpy.ndarray, shape (weights,)
        The two percentiles at every weight.
    curves : numpy.ndarray, shape (seeds, weights)
        The curve of each seed.
    """

    lower: FloatArray
    upper: FloatArray
    curves: FloatArray


def seed_band(
    activation: str | Activation,
    *,
    size: int = 1000,
    seed: int = 0,
    draw: int = 0,
    seeds: int = 32,
    percentiles: tuple[float, float] = (5.0, 95.0),
    bias: float = 0.0,
    bins: int = 50,
    binning: str = "per-weight",
    width: float | None = None,
    weights: npt.ArrayLike = WEIGHTS,
    estimator: str = "plug-in",
    input: str | AnyInput = "normal",
) -> SeedBand:
    """Return percentiles of `mi_curve` over samples of further seeds.

    Parameters
    ----------
    activation, bias, bins, binning, width, weights, estimator
        As in `mi_curve`. Bins that depend on the sample are set by each sample anew.
    size, seed, draw : int
        As in `sample_input`. The seeds used are seed + 1, …, seed + seeds, modulo 2**32.
    seeds : int
        How many, 1 to 10,000.
    input : str, Input or Column
        What X is drawn from, as in `sample_input`. Of a column each seed takes another part.
    percentiles : tuple of float
        The lower and the upper percentile, 0 to 100; interpolated linearly between the curves, as np.percentile does.

    Returns
    -------
    SeedBand

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    setup = Setup.checked(
        activation,
        bias=bias,
        bins=bins,
        binning=binning,
        width=width,
        weights=weights,
        estimator=estimator,
        input=input,
    )
    seeds = checks.whole_number("seeds", seeds, 1, MAX_SEEDS)
    start = checks.whole_number("seed", seed, 0, MAX_SEED)
    low, high = _two_percentiles(percentiles)
    # Samples that would push each other out of the cache would only push out everybody else's.
    keep = checks.whole_number("size", size, 1, MAX_SIZE) * seeds * 8 <= CACHE_BYTES // 2
    samples = (sorted_sample(size, (start + k) % (MAX_SEED + 1), draw, setup.input, keep) for k in range(1, seeds + 1))
    curves = np.array([sample_curve(x, setup) for x in samples])
    lower, upper = np.percentile(curves, [low, high], axis=0)
    return SeedBand(lower, upper, curves)


def _two_percentiles(percentiles: npt.ArrayLike) -> tuple[float, float]:
    allowed = "two numbers from 0 to 100 in ascending order"
    given = checks.real_array("percentiles", percentiles, allowed)
    if given.shape != (2,) or not 0 <= given[0] <= given[1] <= 100:
        raise refuse("percentiles", percentiles, allowed)
    return float(given[0]), float(given[1])
