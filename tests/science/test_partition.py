"""Pulling bin edges back to the input line: where they land, and that every count survives the rounding."""

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import ACTIVATIONS, WEIGHTS, bin_activations
from minimal_model.binnings import BY_NAME
from minimal_model.partition import preimages, rank_differences, ranks
from minimal_model.sweep import Sweep

FEW = settings(max_examples=60, deadline=None, derandomize=True)


def sweep_of(x: oracle.Array, name: str, bias: float, weights: oracle.Array) -> Sweep:
    return Sweep(np.sort(x), ACTIVATIONS[name], weights[:, None], bias, weights)


@FEW
@given(
    name=st.sampled_from(oracle.NOTEBOOK),
    size=st.integers(10, 3000),
    bins=st.integers(2, 256),
    bias=st.floats(-12, 12),
    seed=st.integers(0, 2**32 - 1),
)
def test_counts_of_a_whole_sweep_are_those_of_a_histogram_for_each_weight(
    name: str, size: int, bins: int, bias: float, seed: int
) -> None:
    x, weights = np.random.default_rng(seed).standard_normal(size), WEIGHTS[::20]
    sweep = sweep_of(x, name, bias, weights)
    edges = BY_NAME["per-weight"].edges(sweep, bins, 0.1)
    actual = rank_differences(ranks(sweep, edges, preimages(sweep, edges)), size)
    for weight, row in zip(weights, actual, strict=True):
        np.testing.assert_array_equal(row, oracle.equal_width_counts(ACTIVATIONS[name](weight * x + bias), bins))


@FEW
@given(
    name=st.sampled_from(oracle.NOTEBOOK),
    bias=st.floats(-12, 12),
    values=st.lists(st.floats(-50, 50) | st.integers(-4, 4).map(float) | st.floats(-1e-300, 1e-300), min_size=2),
    bins=st.integers(2, 60),
)
def test_counts_of_ties_outliers_and_subnormal_samples(name: str, bias: float, values: list[float], bins: int) -> None:
    x = np.array(values)
    expected = oracle.equal_width_counts(ACTIVATIONS[name](1.7 * x + bias), bins)
    np.testing.assert_array_equal(bin_activations(x, name, 1.7, bias=bias, bins=bins).counts, expected)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
@pytest.mark.parametrize("wrong", ["left", "right", "shuffled"])
def test_ranks_are_right_however_wrong_the_proposed_positions(name: str, wrong: str) -> None:
    """The preimages only propose: the ranks are decided by forward evaluations."""
    rng = np.random.default_rng(7)
    x, weights = rng.standard_normal(2000), np.array([0.2, 3.0, 19.0])
    sweep = sweep_of(x, name, 0.7, weights)
    edges = BY_NAME["per-weight"].edges(sweep, 40, 0.1)
    proposed = {
        "left": np.full((3, 41), -np.inf),
        "right": np.full((3, 41), np.inf),
        "shuffled": rng.standard_normal((3, 41)),
    }[wrong]
    actual = rank_differences(ranks(sweep, edges, proposed), x.size)
    for weight, row in zip(weights, actual, strict=True):
        np.testing.assert_array_equal(row, oracle.equal_width_counts(ACTIVATIONS[name](weight * x + 0.7), 40))


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "softsign"])
def test_ranks_survive_flat_stretches_longer_than_a_thousand_samples(name: str) -> None:
    x = np.random.default_rng(3).standard_normal(100_000)
    y = ACTIVATIONS[name](19.9 * x + 12.0)
    assert np.unique(y).size < y.size or name == "softsign"
    result = bin_activations(x, name, 19.9, bias=12.0, bins=256)
    np.testing.assert_array_equal(result.counts, np.histogram(y, 256)[0])


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
@pytest.mark.parametrize(("weight", "bias"), [(0.4, 0.0), (1.0, -0.6), (2.0, 0.9)])
def test_input_edges_solve_for_the_input(name: str, weight: float, bias: float) -> None:
    x = np.random.default_rng(11).standard_normal(1000)
    result = bin_activations(x, name, weight, bias=bias, bins=30)
    expected = (ACTIVATIONS[name].inverse(result.edges) - bias) / weight
    np.testing.assert_allclose(result.input_edges, expected, rtol=1e-9, atol=1e-9)
    # And forward, through a formula that knows nothing of the inverse.
    back = [oracle.FORMULAS[name](weight * edge + bias) for edge in result.input_edges[1:-1].tolist()]
    np.testing.assert_allclose(back, result.edges[1:-1], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
@pytest.mark.parametrize("binning", ["per-weight", "function-limits", "fixed-width", "net-input", "equal-frequency"])
def test_input_edges_ascend(name: str, binning: str) -> None:
    x = np.random.default_rng(13).standard_normal(500)
    edges = bin_activations(x, name, 15.0, bias=2.0, bins=64, binning=binning).input_edges
    assert (edges[:-1] <= edges[1:]).all()
    assert not np.isnan(edges).any()


def test_edges_beyond_the_range_have_infinite_preimages() -> None:
    sweep = sweep_of(np.array([-1.0, 0.0, 1.0]), "tanh", 0.5, np.array([2.0]))
    positions = preimages(sweep, BY_NAME["function-limits"].edges(sweep, 2, 0.1))
    np.testing.assert_array_equal(positions, [[-np.inf, -0.25, np.inf]])


@pytest.mark.parametrize("bins", [3, 7, 50])
def test_a_range_of_a_few_subnormal_numbers_is_divided_as_linspace_does(bins: int) -> None:
    x = np.arange(4) * 5e-324
    expected = np.histogram(x, np.linspace(x[0], x[-1], bins + 1))[0]
    np.testing.assert_array_equal(bin_activations(x, "linear", 1.0, bins=bins).counts, expected)


@pytest.mark.parametrize("name", ["sigmoid", "leaky_relu", "selu", "softplus", "elu", "hard_sigmoid", "arctan"])
@pytest.mark.parametrize("binning", ["equal-frequency", "net-input"])
def test_the_cuts_ascend_where_samples_tie_at_the_ends(name: str, binning: str) -> None:
    generator = np.random.default_rng(6)
    for _ in range(25):
        x = np.round(generator.standard_normal(60), 1)
        weight, bias = float(10 ** generator.uniform(-2, 1)), float(np.round(generator.uniform(-10, 10), 1))
        edges = bin_activations(x, name, weight, bias=bias, bins=256, binning=binning).input_edges
        assert (edges[1:] >= edges[:-1]).all()
