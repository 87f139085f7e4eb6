"""The input: the notebook's stream, and the normal distribution's masses."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats

from minimal_model import sample_input
from minimal_model.inputs import normal_masses, sorted_sample


@pytest.mark.parametrize(("size", "seed"), [(1000, 0), (7, 3), (1, 2**32 - 1)])
def test_draws_are_blocks_of_the_notebooks_stream(size: int, seed: int) -> None:
    state = np.random.get_state()
    try:
        np.random.seed(seed)
        blocks = [stats.norm().rvs(size) for _ in range(3)]
    finally:
        np.random.set_state(state)
    for draw, block in enumerate(blocks):
        np.testing.assert_array_equal(sample_input(size, seed, draw), block)


def test_global_random_state_is_untouched() -> None:
    before = np.random.get_state()
    sample_input(10, 5, 2)
    after = np.random.get_state()
    assert (before[1] == after[1]).all()
    assert before[2:] == after[2:]


def test_cached_sample_is_the_sorted_one_and_cannot_be_changed() -> None:
    x = sorted_sample(100, 1, 0)
    np.testing.assert_array_equal(x, sorted(sample_input(100, 1, 0)))
    with pytest.raises(ValueError, match="read-only"):
        x[0] = 0.0


def test_masses_are_integrals_of_the_density() -> None:
    edges = np.array([-np.inf, -1.3, 0.0, 0.2, 9.0, 9.5, np.inf])
    expected = [integrate.quad(stats.norm.pdf, low, high, epsabs=0)[0] for low, high in pairwise(edges)]
    np.testing.assert_allclose(normal_masses(edges), expected, rtol=1e-7)
