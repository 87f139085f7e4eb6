"""The input X ~ N(0, 1): seeded samples equal to the notebook's, and the exact masses of the normal distribution."""

import numpy as np
from scipy.special import ndtr

from minimal_model.arrays import FloatArray
from minimal_model.checks import whole_number
from minimal_model.kept import Kept

MAX_SEED = 2**32 - 1
# 800 MB of samples: beyond it a typing error is likelier than a wish.
MAX_SIZE = 10**8
# Beyond ten standard deviations lies less than 1e-22 of the input.
REACH = 10.0
# h(X) of the standard normal distribution: (1/2) log2(2 π e), 2.047 bits.
INPUT_DIFFERENTIAL_ENTROPY = 0.5 * float(np.log2(2 * np.pi * np.e))


def sample_input(size: int = 1000, seed: int = 0, draw: int = 0) -> FloatArray:
    """Draw standard-normal inputs: the stream of ``np.random.seed(seed); stats.norm().rvs(...)``.

    Parameters
    ----------
    size : int
        Number of samples.
    seed : int
        Seed of the Mersenne Twister, 0 to 2**32 - 1. The global random state is not touched.
    draw : int
        Which block of the stream: 0 for its first `size` values, 1 for the next `size` values, ...
        (The notebook draws 1,000 values twice; its second part works on ``draw=1``.)

    Returns
    -------
    numpy.ndarray, shape (size,)
        Values ``[draw * size, (draw + 1) * size)`` of the stream, in the order they were drawn.

    Raises
    ------
    ValueError
        If an argument is not a whole number or out of range.
    """
    size = whole_number("size", size, 1, MAX_SIZE)
    stream = np.random.RandomState(whole_number("seed", seed, 0, MAX_SEED))
    for _ in range(whole_number("draw", draw, 0, MAX_SIZE)):
        stream.standard_normal(size)
    return stream.standard_normal(size)


CACHE_BYTES = 64 * 2**20
_samples: Kept[FloatArray] = Kept(CACHE_BYTES)


def sorted_sample(size: int = 1000, seed: int = 0, draw: int = 0, keep: bool = True) -> FloatArray:
    """Return `sample_input` in ascending order, read-only and cached, so that a moving slider never sorts twice.

    The cache holds the samples used last, 64 MiB at most. With `keep` off a sample that is not there is not put there.
    """
    key = (
        whole_number("size", size, 1, MAX_SIZE),
        whole_number("seed", seed, 0, MAX_SEED),
        whole_number("draw", draw, 0, MAX_SIZE),
    )
    known = _samples.get(key)
    if known is not None:
        return known
    x = sample_input(*key)
    x.sort()
    x.setflags(write=False)
    if keep:
        _samples.put(key, x, x.nbytes)
    return x


def normal_density(x: FloatArray) -> FloatArray:
    """Return the density of N(0, 1)."""
    height: FloatArray = np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)
    return height


def log_density(x: FloatArray) -> FloatArray:
    """Return ln of the density of N(0, 1)."""
    with np.errstate(over="ignore"):  # far out it is minus infinity, as the density is zero
        logarithm: FloatArray = -0.5 * x * x - 0.5 * np.log(2 * np.pi)
    return logarithm


def normal_masses(partition: FloatArray) -> FloatArray:
    """Return the probability N(0, 1) gives to each cell between neighbouring edges.

    Parameters
    ----------
    partition : numpy.ndarray, shape (..., bins + 1)
        Ascending edges on the input line; infinities are allowed.

    Returns
    -------
    numpy.ndarray, shape (..., bins)
        Differences of the normal distribution function. In the right half they are taken between upper tails,
        where the function itself has no digits left.
    """
    left, right = partition[..., :-1], partition[..., 1:]
    upper = left > 0
    masses: FloatArray = ndtr(np.where(upper, -left, right)) - ndtr(np.where(upper, -right, left))
    return masses
