"""Curves against the notebook, closed forms and brute force."""

import tracemalloc

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from minimal_model import ACTIVATIONS, BINNINGS, WEIGHTS, bin_activations, binned_entropy, mi_curve, sample_input

X = sample_input(1000)


def test_weights_are_the_notebooks() -> None:
    np.testing.assert_array_equal(WEIGHTS, np.arange(0.1, 20, 0.1))


@pytest.mark.parametrize(("draw", "bins", "printed"), [(0, 50, "5.11"), (1, 50, "4.98"), (1, 5, "1.76")])
def test_the_notebooks_printed_numbers(draw: int, bins: int, printed: str) -> None:
    assert f"{binned_entropy(sample_input(1000, 0, draw), bins):.2f}" == printed


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_per_weight_curves_are_the_notebooks(name: str) -> None:
    expected = oracle.notebook_curve(X, ACTIVATIONS[name], WEIGHTS, 0.0, 50)
    np.testing.assert_allclose(mi_curve(X, name), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_global_curves_are_the_notebooks_with_its_49_bins(name: str) -> None:
    expected = oracle.notebook_global_curve(X, ACTIVATIONS[name], WEIGHTS, 50)
    np.testing.assert_allclose(mi_curve(X, name, bins=49, binning="global"), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["tanh", "relu"])
@pytest.mark.parametrize("bias", [0, 1, 2, 3, 4, 5])
def test_bias_curves_are_the_notebooks(name: str, bias: int) -> None:
    x = sample_input(1000, 0, 1)
    expected = oracle.notebook_curve(x, ACTIVATIONS[name], WEIGHTS, bias, 5)
    np.testing.assert_allclose(mi_curve(x, name, bias=bias, bins=5), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["linear", "relu", "leaky_relu"])
def test_homogeneous_functions_have_constant_per_weight_curves(name: str) -> None:
    weights = 2.0 ** np.arange(-3, 5)  # products with powers of two are exact
    curve = mi_curve(X, name, weights=weights)
    np.testing.assert_array_equal(curve, curve[0])


def test_linear_neuron_gains_one_bit_per_doubling_under_global_bins() -> None:
    x = sample_input(1_000_000)
    curve = mi_curve(x, "linear", bins=256, binning="global", weights=[2.5, 5.0, 10.0, 20.0])
    np.testing.assert_allclose(np.diff(curve), 1.0, atol=0.02)


def test_net_input_bins_treat_all_strictly_increasing_functions_alike() -> None:
    linear = mi_curve(X, "linear", binning="global", bias=0.4)
    for name in oracle.STRICT:
        np.testing.assert_array_equal(mi_curve(X, name, binning="net-input", bias=0.4), linear)


def test_net_input_bins_merge_where_the_function_is_flat() -> None:
    z = 3.0 * X
    edges = np.linspace(z.min(), z.max(), 51)
    counts, _ = np.histogram(z, edges)
    flat = int((edges[1:] <= 0).sum())
    merged = np.concatenate([[counts[: flat + 1].sum()], counts[flat + 1 :]])
    assert mi_curve(X, "relu", binning="net-input", weights=[3.0])[0] == pytest.approx(
        oracle.entropy(merged), abs=1e-12
    )


@pytest.mark.parametrize("name", oracle.STRICT)
def test_equal_frequency_bins_are_equally_full_without_ties(name: str) -> None:
    curve = mi_curve(X, name, binning="equal-frequency", bins=50, weights=[0.5, 1.0])
    np.testing.assert_allclose(curve, np.log2(50), atol=1e-12)


def test_equal_frequency_bins_merge_ties() -> None:
    counts = bin_activations(X, "relu", 1.0, binning="equal-frequency", bins=10).counts
    below = int((X <= 0).sum())
    assert counts.max() == pytest.approx(below, abs=100)
    assert counts.sum() == 1000


@pytest.mark.parametrize(("name", "low", "high"), [("tanh", -1, 1), ("sigmoid", 0, 1), ("relu6", 0, 6)])
def test_function_limits_span_the_range_of_the_function(name: str, low: float, high: float) -> None:
    result = bin_activations(X, name, 2.0, bins=30, binning="function-limits")
    np.testing.assert_array_equal(result.edges, np.linspace(low, high, 31))
    np.testing.assert_array_equal(result.counts, np.histogram(ACTIVATIONS[name](2.0 * X), result.edges)[0])


def test_function_limits_close_an_unbounded_side_at_the_global_maximum() -> None:
    result = bin_activations(X, "elu", 2.0, bins=30, binning="function-limits")
    assert result.edges[0] == -1
    assert result.edges[-1] == WEIGHTS[-1] * X.max()


@pytest.mark.parametrize(("bins", "bits"), [(30, 1.0), (31, 0.0)])
def test_parity_trap_of_bins_at_the_functions_limits(bins: int, bits: float) -> None:
    x = sample_input(100_000)
    assert mi_curve(x, "tanh", bins=bins, binning="function-limits", weights=[0.001])[0] == pytest.approx(
        bits, abs=1e-4
    )


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
@pytest.mark.parametrize("width", [0.1, 0.37, 3e-4])
def test_fixed_width_counts_multiples_of_the_width(name: str, width: float) -> None:
    """With 0.37 there are fewer bins than samples, with 0.0003 more: both ways must agree with floor."""
    function, weights = ACTIVATIONS[name], np.array([0.1, 1.0, 7.3, 19.9])
    for w, bits in zip(weights, mi_curve(X, name, binning="fixed-width", width=width, weights=weights), strict=True):
        y = function(w * X)
        if name in ("tanh", "sigmoid", "softsign"):
            y = np.minimum(y, np.nextafter(1.0, 0.0))  # never quite 1
        _, counts = np.unique(np.floor(y / width), return_counts=True)
        assert bits == pytest.approx(oracle.entropy(counts), abs=1e-12)


def test_miller_madow_adds_its_correction() -> None:
    plain, corrected = (mi_curve(X, "tanh", estimator=name, weights=[5.0])[0] for name in ("plug-in", "miller-madow"))
    occupied = np.count_nonzero(np.histogram(np.tanh(5.0 * X), 50)[0])
    assert corrected - plain == pytest.approx((occupied - 1) / (2 * 1000 * np.log(2)), abs=1e-12)


@pytest.mark.parametrize("binning", BINNINGS)
def test_single_weight_agrees_with_the_curve(binning: str) -> None:
    curve = mi_curve(X, "selu", bias=0.5, binning=binning)
    for index in (0, 77, 198):
        single = bin_activations(X, "selu", WEIGHTS[index], bias=0.5, binning=binning)
        assert single.entropy == pytest.approx(curve[index], abs=1e-12)
        assert single.entropy == pytest.approx(oracle.entropy(single.counts), abs=1e-12)


def test_input_edges_are_the_preimages() -> None:
    result = bin_activations(X, "sigmoid", 0.8, bias=-0.3, bins=20)
    expected = (np.log(result.edges / (1 - result.edges)) + 0.3) / 0.8
    np.testing.assert_allclose(result.input_edges, expected, atol=1e-9)


def test_binned_entropy_of_anything() -> None:
    values = np.random.default_rng(0).exponential(size=777)
    assert binned_entropy(values, 13) == pytest.approx(oracle.entropy(np.histogram(values, 13)[0]), abs=1e-12)


def test_no_array_of_weights_times_samples() -> None:
    x = np.sort(sample_input(200_000))
    tracemalloc.start()
    try:
        mi_curve(x, "tanh")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 199 * 200_000 * 8 / 50


def test_an_activation_of_ones_own() -> None:
    from minimal_model import Activation

    cube = Activation("cube", "z³", lambda z: z**3, np.cbrt, (-np.inf, np.inf))
    expected = [oracle.entropy(np.histogram((w * X) ** 3, 50)[0]) for w in (0.5, 2.0)]
    np.testing.assert_allclose(mi_curve(X, cube, weights=[0.5, 2.0]), expected, atol=1e-12)


def test_scipy_is_the_reference_for_the_entropy_of_two_bins() -> None:
    assert binned_entropy([0.0, 0.0, 1.0], 2) == pytest.approx(stats.bernoulli(1 / 3).entropy() / np.log(2))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(oracle.NOTEBOOK),
    size=st.integers(10, 3000),
    bins=st.integers(2, 256),
    bias=st.floats(-6, 6),
    seed=st.integers(0, 2**32 - 1),
)
def test_curves_are_the_notebooks_in_random_states(name: str, size: int, bins: int, bias: float, seed: int) -> None:
    x, weights = np.random.default_rng(seed).standard_normal(size), WEIGHTS[::25]
    activations = ACTIVATIONS[name](np.outer(weights, x) + bias)
    # Where np.histogram finds the range too narrow, the oracle gives it the same edges itself.
    expected = [oracle.entropy(oracle.equal_width_counts(row, bins)) for row in activations]
    np.testing.assert_allclose(mi_curve(x, name, bias=bias, bins=bins, weights=weights), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["elu", "selu", "softplus"])
def test_per_weight_curves_of_functions_that_become_a_relu_approach_its_value(name: str) -> None:
    """f(wx)/w tends to relu(x): these curves fall without saturating on both sides."""
    relu = oracle.notebook_curve(X, lambda z: np.maximum(z, 0.0), np.array([1.0]), 0.0, 50)[0]
    start, late = mi_curve(X, name, weights=[1.0, 2000.0])
    assert late == pytest.approx(relu, abs=0.05)
    assert start > relu + 0.5


@pytest.mark.parametrize(("name", "bound"), [("sigmoid", 1.7), ("tanh", 0.87)])
def test_a_neuron_shaped_like_the_normal_distribution_function_nearly_fills_its_bins(name: str, bound: float) -> None:
    x = sample_input(1_000_000)
    curve = mi_curve(x, name, binning="function-limits", weights=[bound / 3, bound, bound * 3])
    assert np.log2(50) - 0.05 < curve[1] < np.log2(50)
    assert curve.argmax() == 1
    assert curve[1] > oracle.entropy(np.histogram(x, 50)[0])  # more than the binned input itself
