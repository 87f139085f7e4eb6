"""The binning modes against brute force: every sample labelled by hand, in random states of the neuron."""

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import ACTIVATIONS, BINNINGS, WEIGHTS, bin_activations, mi_curve

FEW = settings(max_examples=120, deadline=None, derandomize=True)
NAMES = st.sampled_from(oracle.NOTEBOOK)
SIZES = st.one_of(st.integers(10, 400), st.integers(10, 400), st.integers(10, 20_000))
BINS = st.integers(2, 256)
BIASES = st.one_of(st.floats(-12, 12), st.integers(-12, 12).map(float))
CHOSEN = st.sampled_from(WEIGHTS.tolist())
SEEDS = st.integers(0, 2**32 - 1)


def sample(size: int, seed: int) -> oracle.Array:
    return np.random.default_rng(seed).standard_normal(size)


def extreme_net_inputs(x: oracle.Array, bias: float) -> oracle.Array:
    return np.outer(WEIGHTS, [x.min(), x.max()]) + bias


def test_names_and_order_of_the_modes() -> None:
    assert BINNINGS == ("global", "per-weight", "function-limits", "fixed-width", "net-input", "equal-frequency")


@FEW
@given(name=NAMES, size=SIZES, bins=BINS, bias=BIASES, seed=SEEDS, weight=CHOSEN)
def test_function_limits(name: str, size: int, bins: int, bias: float, seed: int, weight: float) -> None:
    x, function = sample(size, seed), ACTIVATIONS[name]
    edges = oracle.limit_edges(name, function(extreme_net_inputs(x, bias)), bins)
    result = bin_activations(x, name, weight, bias=bias, bins=bins, binning="function-limits")
    np.testing.assert_array_equal(result.edges, edges)
    np.testing.assert_array_equal(result.counts, np.histogram(function(weight * x + bias), edges)[0])


@FEW
@given(name=NAMES, size=SIZES, width=st.floats(0.01, 10), bias=BIASES, seed=SEEDS, weight=CHOSEN)
def test_fixed_width(name: str, size: int, width: float, bias: float, seed: int, weight: float) -> None:
    x = sample(size, seed)
    labels = oracle.width_labels(name, ACTIVATIONS[name](weight * x + bias), width)
    occupied, counts = np.unique(labels, return_counts=True)
    result = bin_activations(x, name, weight, bias=bias, binning="fixed-width", width=width)
    filled = result.counts > 0
    np.testing.assert_array_equal(result.counts[filled], counts)
    np.testing.assert_array_equal(result.edges[:-1][filled], occupied * width)


@FEW
@given(name=NAMES, size=st.integers(10, 300), exponent=st.floats(-5, 1), bias=BIASES, seed=SEEDS)
def test_fixed_width_curves_with_fewer_and_with_more_bins_than_samples(
    name: str, size: int, exponent: float, bias: float, seed: int
) -> None:
    x, width, weights = sample(size, seed), 10.0**exponent, np.array([0.1, 1.3, 6.0])
    curve = mi_curve(x, name, bias=bias, binning="fixed-width", width=width, weights=weights)
    for weight, bits in zip(weights, curve, strict=True):
        labels = oracle.width_labels(name, ACTIVATIONS[name](weight * x + bias), width)
        assert bits == pytest.approx(oracle.entropy(np.unique(labels, return_counts=True)[1]), abs=1e-12)


@FEW
@given(name=NAMES, size=SIZES, bins=BINS, bias=BIASES, seed=SEEDS, weight=CHOSEN)
def test_net_input(name: str, size: int, bins: int, bias: float, seed: int, weight: float) -> None:
    x = sample(size, seed)
    z = extreme_net_inputs(x, bias)
    edges = np.linspace(z.min(), z.max(), bins + 1)
    result = bin_activations(x, name, weight, bias=bias, bins=bins, binning="net-input")
    np.testing.assert_array_equal(result.counts, oracle.net_input_counts(name, weight * x + bias, edges))
    np.testing.assert_array_equal(result.edges, ACTIVATIONS[name](edges))


@FEW
@given(
    name=NAMES,
    size=SIZES,
    bins=st.sampled_from([2, 4, 8, 16, 32, 64, 128, 256]),
    bias=BIASES,
    seed=SEEDS,
    weight=CHOSEN,
)
def test_equal_frequency(name: str, size: int, bins: int, bias: float, seed: int, weight: float) -> None:
    """With a power of two for the number of bins, np.quantile's own rounding cannot choose another sample."""
    x = sample(size, seed)
    y = ACTIVATIONS[name](weight * x + bias)
    edges = np.quantile(y, np.arange(bins + 1) / bins, method="higher")
    result = bin_activations(x, name, weight, bias=bias, bins=bins, binning="equal-frequency")
    np.testing.assert_array_equal(result.edges, edges)
    np.testing.assert_array_equal(result.counts, oracle.labels_counts(y, edges[1:-1]))


@pytest.mark.parametrize("name", oracle.STRICT)
@pytest.mark.parametrize(("size", "bins"), [(1000, 50), (1000, 7), (4096, 256), (101, 100)])
def test_equal_frequency_bins_differ_by_one_sample_at_most_but_for_the_closed_end(
    name: str, size: int, bins: int
) -> None:
    counts = bin_activations(sample(size, 5), name, 1.0, bins=bins, binning="equal-frequency").counts
    # The largest sample is the last edge, and belongs to the last bin.
    counts = counts - np.eye(bins, dtype=int)[-1]
    assert counts.max() - counts.min() <= 1


def test_a_limit_that_is_only_tended_to_gets_no_fixed_width_bin_of_its_own() -> None:
    x = np.array([-3.0, 1.0, 2.0])
    assert np.tanh(19.9 * 2.0) == 1.0  # in floating point
    tanh = bin_activations(x, "tanh", 19.9, binning="fixed-width", width=0.5)
    relu6 = bin_activations(x, "relu6", 19.9, binning="fixed-width", width=0.5)
    np.testing.assert_array_equal(tanh.edges, [-1.0, -0.5, 0.0, 0.5, 1.0])
    assert relu6.edges[-1] == 6.5  # relu6 does reach 6
    assert relu6.counts[-1] == 2


def test_a_weight_outside_the_sweep_is_covered_by_the_bins_over_all_weights() -> None:
    x = sample(500, 8)
    result = bin_activations(x, "linear", 100.0, bins=10, binning="global", weights=[1.0, 2.0])
    np.testing.assert_array_equal(result.edges, np.linspace((100.0 * x).min(), (100.0 * x).max(), 11))


@pytest.mark.parametrize("binning", BINNINGS)
def test_one_bin_holds_no_information(binning: str) -> None:
    curve = mi_curve(sample(300, 4), "sigmoid", bins=1, binning=binning, width=1e6)
    np.testing.assert_array_equal(curve, 0.0)


@pytest.mark.parametrize("width", [0.1, 0.07, 0.3, 0.37, 1 / 3, 0.001, 1.1])
def test_fixed_width_agrees_with_floor_at_and_beside_the_edges(width: float) -> None:
    """The quotient y / width rounds; multiples of the width and their neighbours are where that shows."""
    multiples = np.arange(-300, 301) * width
    x = np.concatenate([multiples, np.nextafter(multiples, -np.inf), np.nextafter(multiples, np.inf)])
    labels = np.floor(x / width)
    result = bin_activations(x, "linear", 1.0, weights=[1.0], binning="fixed-width", width=width)
    expected = np.bincount((labels - labels.min()).astype(int))
    np.testing.assert_array_equal(result.counts, expected)


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
@pytest.mark.parametrize("size", [40, 40_000])
def test_fixed_width_keeps_rounded_activations_below_the_limit_with_few_and_with_many_samples(
    name: str, size: int
) -> None:
    """The width divides the limit, so that a rounded 1.0 would fill one more bin than there is."""
    x, width, weight = sample(size, 9), 1 / 1024, 19.9
    y = ACTIVATIONS[name](weight * x + 12.0)
    assert (y == 1.0).any()
    _, counts = np.unique(oracle.width_labels(name, y, width), return_counts=True)
    _, unclipped = np.unique(np.floor(y / width), return_counts=True)
    assert counts.size < unclipped.size
    curve = mi_curve(x, name, bias=12.0, binning="fixed-width", width=width, weights=[weight])
    assert curve[0] == pytest.approx(oracle.entropy(counts), abs=1e-12)
