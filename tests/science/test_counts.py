"""Counts are np.histogram's to the last sample, although nothing is binned."""

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import ACTIVATIONS, WEIGHTS, bin_activations, mi_curve

settings.register_profile("counts", max_examples=150, deadline=None, derandomize=True)
settings.load_profile("counts")

SIZES = st.one_of(st.integers(10, 300), st.integers(10, 100_000))
STATES = {
    "name": st.sampled_from(oracle.NOTEBOOK),
    "size": SIZES,
    "bins": st.integers(2, 256),
    "bias": st.floats(-12, 12),
    "seed": st.integers(0, 2**32 - 1),
    "weight": st.sampled_from(WEIGHTS.tolist()),
}


def sample(size: int, seed: int) -> oracle.Array:
    return np.random.default_rng(seed).standard_normal(size)


@given(**STATES)
def test_per_weight_counts(name: str, size: int, bins: int, bias: float, seed: int, weight: float) -> None:
    x = sample(size, seed)
    result = bin_activations(x, name, weight, bias=bias, bins=bins)
    y = ACTIVATIONS[name](weight * x + bias)
    expected = oracle.equal_width_counts(y, bins)
    np.testing.assert_array_equal(result.counts, expected)
    np.testing.assert_array_equal(result.activations, y)
    assert result.entropy == pytest.approx(oracle.entropy(expected), abs=1e-12)


@given(**STATES)
def test_global_counts(name: str, size: int, bins: int, bias: float, seed: int, weight: float) -> None:
    x = sample(size, seed)
    function = ACTIVATIONS[name]
    extremes = function(np.outer(WEIGHTS, [x.min(), x.max()]) + bias)
    low, high = oracle.widened(extremes.min(), extremes.max())
    expected, edges = np.histogram(function(weight * x + bias), np.linspace(low, high, bins + 1))
    result = bin_activations(x, name, weight, bias=bias, bins=bins, binning="global")
    np.testing.assert_array_equal(result.counts, expected)
    np.testing.assert_array_equal(result.edges, edges)


@given(**STATES, binning=st.sampled_from(["global", "per-weight", "function-limits", "net-input", "equal-frequency"]))
def test_partition_divides_the_samples_as_the_counts_say(
    name: str, size: int, bins: int, bias: float, seed: int, weight: float, binning: str
) -> None:
    x = sample(size, seed)
    result = bin_activations(x, name, weight, bias=bias, bins=bins, binning=binning)
    below = np.searchsorted(np.sort(x), result.input_edges[1:-1])
    np.testing.assert_array_equal(np.diff(below, prepend=0, append=size), result.counts)
    assert result.edges.shape == result.input_edges.shape == (bins + 1,)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
@pytest.mark.parametrize(("bias", "weight"), [(-12.0, 0.1), (12.0, 0.1), (12.0, 19.9), (40.0, 0.001)])
def test_saturated_and_constant_activations(name: str, bias: float, weight: float) -> None:
    x = sample(5000, 1)
    result = bin_activations(x, name, weight, bias=bias, bins=50)
    y = ACTIVATIONS[name](weight * x + bias)
    np.testing.assert_array_equal(result.counts, oracle.equal_width_counts(y, 50))


def test_constant_activation_has_no_entropy() -> None:
    result = bin_activations([-1.0, -2.0, -3.0], "relu", 1.0, bins=7)
    assert result.entropy == 0.0
    assert result.counts.tolist() == [0, 0, 0, 3, 0, 0, 0]


def test_a_range_too_narrow_for_the_bins_stays_finite() -> None:
    x = 1.0 + np.arange(4) * np.spacing(1.0)
    with pytest.raises(ValueError, match="Too many bins"):
        np.histogram(x, 50)
    result = bin_activations(x, "linear", 1.0, bins=50)
    np.testing.assert_array_equal(result.counts, np.histogram(x, np.linspace(x[0], x[-1], 51))[0])


def test_samples_need_no_order() -> None:
    x = sample(1000, 2)
    np.testing.assert_array_equal(mi_curve(x, "elu"), mi_curve(np.sort(x), "elu"))
    result = bin_activations(x, "elu", 2.0)
    np.testing.assert_array_equal(result.activations, ACTIVATIONS["elu"](2.0 * x))
