"""Entropies are scipy's, in bits, and keep to what is known of them."""

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from minimal_model import BINNINGS, ESTIMATORS, bin_activations, binned_entropy
from minimal_model.entropy import count_entropy, mass_entropy

FEW = settings(max_examples=100, deadline=None, derandomize=True)
COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=256).filter(any)


@FEW
@given(COUNTS)
def test_plug_in_entropy_is_scipys(counts: list[int]) -> None:
    assert count_entropy(np.array([counts]))[0] == pytest.approx(stats.entropy(counts, base=2), abs=1e-12)


@FEW
@given(COUNTS)
def test_miller_madow_adds_half_an_occupied_bin_per_sample_in_nats(counts: list[int]) -> None:
    occupied = sum(count > 0 for count in counts)
    nats = stats.entropy(counts) + (occupied - 1) / (2 * sum(counts))
    assert count_entropy(np.array([counts]), "miller-madow")[0] == pytest.approx(nats / np.log(2), abs=1e-12)


@FEW
@given(st.integers(1, 256), st.integers(0, 2**32 - 1))
def test_entropy_of_masses_is_scipys(bins: int, seed: int) -> None:
    masses = np.random.default_rng(seed).dirichlet(np.full(bins, 0.3), size=3)
    expected = stats.entropy(masses, base=2, axis=1)
    np.testing.assert_allclose(mass_entropy(masses), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("bins", [1, 2, 3, 50, 256])
def test_equally_full_bins_hold_the_logarithm_of_their_number(bins: int) -> None:
    assert count_entropy(np.full((1, bins), 17))[0] == pytest.approx(np.log2(bins), abs=1e-12)


def test_a_single_full_bin_holds_nothing_and_no_negative_zero() -> None:
    for estimator in ESTIMATORS:
        bits = count_entropy(np.array([[0, 9, 0]]), estimator)[0]
        assert bits == 0.0
        assert not np.signbit(bits)


@FEW
@given(
    name=st.sampled_from(oracle.NOTEBOOK),
    binning=st.sampled_from(BINNINGS),
    size=st.integers(10, 2000),
    bins=st.integers(2, 256),
    bias=st.floats(-12, 12),
    seed=st.integers(0, 2**32 - 1),
)
def test_entropy_of_binned_activations_is_that_of_their_counts(
    name: str, binning: str, size: int, bins: int, bias: float, seed: int
) -> None:
    x = np.random.default_rng(seed).standard_normal(size)
    result = bin_activations(x, name, 3.1, bias=bias, bins=bins, binning=binning)
    assert result.counts.sum() == size
    assert result.entropy == pytest.approx(oracle.entropy(result.counts), abs=1e-12)


@FEW
@given(st.lists(st.integers(-1000, 1000) | st.floats(-1e6, 1e6), min_size=1, max_size=300), st.integers(1, 256))
def test_binned_entropy_is_that_of_a_histogram(values: list[float], bins: int) -> None:
    expected = oracle.entropy(oracle.equal_width_counts(np.array(values, dtype=float), bins))
    assert binned_entropy(values, bins) == pytest.approx(expected, abs=1e-12)
