"""A grid of bins that is moved over its own width, against np.histogram and against uniform noise by another sum."""

import numpy as np
import pytest
from scipy import stats

from minimal_model import ACTIVATIONS, INPUTS, formula
from minimal_model.noise.curve import width_of
from minimal_model.noise.grid import moved_grid
from minimal_model.setup import Setup


def spread(name: str, source: str, weight: float, bias: float) -> tuple[np.ndarray, np.ndarray]:
    """Activations at many places of the input in ascending order, and the probability of each."""
    scores = np.linspace(-8, 8, 200_001)
    masses = stats.norm.pdf(scores)
    y = ACTIVATIONS[name](weight * INPUTS[source].of_normal(scores) + bias)
    order = np.argsort(y)
    return y[order], masses[order] / masses.sum()


CASES = [("tanh", "normal", 5.0, 0.0), ("relu", "normal", 1.3, 0.5), ("gelu", "uniform", 2.0, -0.4),
         ("sin", "normal", 4.0, 0.2),
         ("hard_sigmoid", "laplace", 3.0, 0.0), ("abs", "two-bumps", 2.0, 0.3)]  # fmt: skip


@pytest.mark.parametrize(("name", "source", "weight", "bias"), CASES)
def test_each_place_has_the_entropy_of_a_histogram_there(name: str, source: str, weight: float, bias: float) -> None:
    width = 0.41
    grid = moved_grid(Setup.checked(name, bias=bias, input=source), weight, width, 12)
    y, masses = spread(name, source, weight, bias)
    np.testing.assert_allclose(grid.places, (np.arange(12) + 0.5) / 12)
    for place, entropy in zip(grid.places, grid.entropies, strict=True):
        bins = np.floor(y / width - place).astype(int)
        shares = np.bincount(bins - bins.min(), masses)
        assert entropy == pytest.approx(stats.entropy(shares, base=2), abs=1e-3)


@pytest.mark.parametrize(("name", "source", "weight", "bias"), CASES)
def test_its_mean_over_all_places_is_what_uniform_noise_leaves(
    name: str, source: str, weight: float, bias: float
) -> None:
    width = width_of(0.1)
    grid = moved_grid(Setup.checked(name, bias=bias, input=source), weight, width, 768)
    y, masses = spread(name, source, weight, bias)
    # The density of Y + U at t is the probability of Y within half a width of t, divided by the width.
    below, t = np.append(0.0, masses.cumsum()), np.linspace(y[0] - width, y[-1] + width, 100_001)
    near = np.searchsorted(y, [t + width / 2, t - width / 2])
    density = (below[near[0]] - below[near[1]]) / width
    density = density[density > 0]
    uniform = -(density @ np.log2(density)) * (t[1] - t[0]) - np.log2(width)
    assert grid.entropies.mean() == pytest.approx(uniform, abs=1e-3)
    assert grid.means[-1] == pytest.approx(grid.entropies.mean(), abs=1e-12)


def test_a_width_of_noise_has_its_entropy() -> None:
    # h(N) = ½ log2(2πe s²) of normal noise, log2 Δ of uniform noise.
    assert np.log2(width_of(0.3)) == pytest.approx(stats.norm(scale=0.3).entropy() / np.log(2), abs=1e-12)


def test_what_cannot_be_moved_is_refused() -> None:
    with pytest.raises(ValueError, match="width is 1e-08"):
        moved_grid(Setup.checked("linear"), 20.0, 1e-8, 48)
    # Of a long tail some 4,000 periods are in reach, each with all edges.
    with pytest.raises(ValueError, match="at most 8000000 edges on all periods"):
        moved_grid(Setup.checked("sin", input="student-t3"), 19.9, 0.124, 192)
    with pytest.raises(ValueError, match="a formula can only be counted"):
        moved_grid(Setup.checked(formula("z")), 1.0, 0.1, 48)
