"""Seeded samples of an input: for the normal one the notebook's stream, for the others the same ranks."""

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.checks import one_of, refuse, whole_number
from minimal_model.inputs.column import Column
from minimal_model.inputs.distributions import INPUTS, NORMAL
from minimal_model.inputs.input import Input
from minimal_model.kept import Kept

MAX_SEED = 2**32 - 1
# 800 MB of samples: beyond it a typing error is likelier than a wish.
MAX_SIZE = 10**8

AnyInput = Input | Column


def chosen_input(value: object) -> AnyInput:
    """Return the input that an argument `input` stands for: a name in `INPUTS`, an `Input` or a `Column`."""
    if isinstance(value, Input | Column):
        return value
    if not isinstance(value, str) or value not in INPUTS:
        raise refuse("input", value, f"one of {', '.join(INPUTS)}, an Input or a Column")
    return INPUTS[one_of("input", value, INPUTS)]


def with_density(given: AnyInput) -> Input:
    """Return an input if it is a distribution; a column of data has no density, and is refused."""
    if isinstance(given, Column):
        raise refuse("input", given, "a distribution: a column of data has no density, which is needed here")
    return given


def sample_input(size: int = 1000, seed: int = 0, draw: int = 0, input: str | AnyInput = "normal") -> FloatArray:
    """Draw inputs: of the normal input the stream of ``np.random.seed(seed); stats.norm().rvs(...)``.

    Parameters
    ----------
    size : int
        Number of samples.
    seed : int
        Seed of the Mersenne Twister, 0 to 2**32 - 1. The global random state is not touched.
    draw : int
        Which block of the stream: 0 for its first `size` values, 1 for the next `size` values, ...
        (The notebook draws 1,000 values twice; its second part works on ``draw=1``.)
    input : str, Input or Column
        A name in `INPUTS`, a distribution of your own, or own data. A distribution's samples are F⁻¹(Φ(x)) of the
        normal ones, so that all inputs share their ranks. Of a column they are a seeded part without replacement, which
        the next draw goes on from.

    Returns
    -------
    numpy.ndarray, shape (size,)
        Values ``[draw * size, (draw + 1) * size)`` of the stream, in the order they were drawn.

    Raises
    ------
    ValueError
        If an argument is not a whole number or out of range, or if a column has not so many numbers.
    """
    size = whole_number("size", size, 1, MAX_SIZE)
    seed = whole_number("seed", seed, 0, MAX_SEED)
    draw = whole_number("draw", draw, 0, MAX_SIZE)
    drawn = chosen_input(input)
    if isinstance(drawn, Column):
        return drawn.sample(size, seed, draw)
    stream = np.random.RandomState(seed)
    for _ in range(draw):
        stream.standard_normal(size)
    return drawn.of_normal(stream.standard_normal(size))


CACHE_BYTES = 64 * 2**20
_samples: Kept[FloatArray] = Kept(CACHE_BYTES)


def sorted_sample(
    size: int = 1000, seed: int = 0, draw: int = 0, input: AnyInput = NORMAL, keep: bool = True
) -> FloatArray:
    """Return `sample_input` in ascending order, read-only and cached, so that a moving slider never sorts twice.

    The cache holds the samples used last, 64 MiB at most. With `keep` off a sample that is not there is not put there.
    """
    key = (
        whole_number("size", size, 1, MAX_SIZE),
        whole_number("seed", seed, 0, MAX_SEED),
        whole_number("draw", draw, 0, MAX_SIZE),
        # A column is known by its numbers: the cache need not hold on to them.
        input.digest if isinstance(input, Column) else input,
    )
    known = _samples.get(key)
    if known is not None:
        return known
    x = sample_input(*key[:3], input=input)
    x.sort()
    x.setflags(write=False)
    if keep:
        _samples.put(key, x, x.nbytes)
    return x
