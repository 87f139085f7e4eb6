"""What the explanations rest on: the distance from equally full bins, the plug-in bias, the cache of sorted samples."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from minimal_model import INPUTS, Activation, population_curve, seed_band
from minimal_model.entropy import divergence_from_uniform, plug_in_bias
from minimal_model.inputs import samples as inputs
from minimal_model.kept import Kept

FEW = settings(max_examples=100, deadline=None, derandomize=True)
COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=256).filter(any)
PHI = Activation("Phi", "Φ(z)", special.ndtr, special.ndtri, (0.0, 1.0))


@FEW
@given(COUNTS)
def test_divergence_from_equally_full_bins_is_scipys(counts: list[int]) -> None:
    expected = stats.entropy(counts, np.ones(len(counts)), base=2)
    assert divergence_from_uniform(np.array([counts]))[0] == pytest.approx(expected, abs=1e-12)


@FEW
@given(COUNTS)
def test_what_the_entropy_lacks_of_its_ceiling_is_the_divergence(counts: list[int]) -> None:
    lacking = divergence_from_uniform(np.array([counts]))[0]
    assert np.log2(len(counts)) - lacking == pytest.approx(stats.entropy(counts, base=2), abs=1e-12)


@pytest.mark.parametrize("bins", [1, 2, 3, 49, 256])
def test_equally_full_bins_lack_nothing(bins: int) -> None:
    assert divergence_from_uniform(np.full((1, bins), 17))[0] == pytest.approx(0.0, abs=1e-14)


@pytest.mark.parametrize("bins", [2, 3, 50, 256])
def test_a_single_full_bin_lacks_the_whole_ceiling(bins: int) -> None:
    counts = np.eye(bins, dtype=int) * 9
    np.testing.assert_allclose(divergence_from_uniform(counts), np.log2(bins), rtol=1e-15)


def test_divergence_is_taken_along_the_last_axis_of_any_shape() -> None:
    counts = np.random.default_rng(5).integers(0, 30, size=(3, 4, 6)) + np.eye(6, dtype=int)[0]
    expected = stats.entropy(counts, np.ones_like(counts), base=2, axis=-1)
    np.testing.assert_allclose(divergence_from_uniform(counts), expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(divergence_from_uniform(counts[0, 0]), expected[0, 0], rtol=0, atol=1e-12)


def exact_plug_in_mean(masses: oracle.Array, samples: int) -> float:
    """E[-sum (k/n) log2(k/n)], over the binomial distribution of every bin's count."""
    counts = np.arange(1, samples + 1)
    terms = -counts / samples * np.log2(counts / samples)
    return float(sum(stats.binom.pmf(counts, samples, mass) @ terms for mass in masses))


@pytest.mark.parametrize(("bins", "samples", "rel"), [(2, 1000, 0.001), (16, 2000, 0.01), (50, 20_000, 0.01)])
def test_plug_in_bias_is_the_exact_one_where_bins_are_full(bins: int, samples: int, rel: float) -> None:
    exact = exact_plug_in_mean(np.full(bins, 1 / bins), samples) - np.log2(bins)
    assert plug_in_bias(bins, samples) == pytest.approx(exact, rel=rel)


def test_plug_in_bias_is_the_exact_one_of_unequal_bins_too() -> None:
    masses = np.array([0.4, 0.3, 0.15, 0.1, 0.05])
    exact = exact_plug_in_mean(masses, 2000) - oracle.entropy(masses)
    assert plug_in_bias(5, 2000) == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("samples", [1, 10, 1_000_000])
def test_a_single_bin_has_no_bias(samples: int) -> None:
    assert plug_in_bias(1, samples) == 0.0


def test_half_a_bin_per_sample_in_nats() -> None:
    assert plug_in_bias(51, 1000) == pytest.approx(-0.025 * np.log2(np.e), rel=1e-14)


@pytest.mark.parametrize(("activation", "weight"), [("tanh", 0.87), ("sigmoid", 1.7), (PHI, 1.0)])
def test_the_mean_error_over_many_seeds_is_the_plug_in_bias(activation: str | Activation, weight: float) -> None:
    """Bins at the limits of f are the same for every seed, so the samples alone make the error."""
    arguments = {"bins": 16, "binning": "function-limits", "weights": [weight]}
    errors = seed_band(activation, size=1000, seeds=600, **arguments).curves[:, 0]
    errors = errors - population_curve([0.0], activation, **arguments)[0]
    standard_error = errors.std() / np.sqrt(errors.size)
    assert standard_error < 0.05 * abs(plug_in_bias(16, 1000))
    assert errors.mean() == pytest.approx(plug_in_bias(16, 1000), abs=4 * standard_error)


def test_the_mean_curve_over_many_seeds_is_the_exact_mean_where_bins_are_nearly_empty() -> None:
    """Five samples for each bin: the leading term is no longer enough, the binomial sum is."""
    edges = np.arctanh(np.linspace(-1, 1, 41)[1:-1]) / 2.0
    masses = np.diff(stats.norm.cdf([-np.inf, *edges, np.inf]))
    curves = seed_band("tanh", size=200, seeds=600, bins=40, binning="function-limits", weights=[2.0]).curves[:, 0]
    standard_error = curves.std() / np.sqrt(curves.size)
    assert curves.mean() == pytest.approx(exact_plug_in_mean(masses, 200), abs=4 * standard_error)


Cache = Kept[oracle.Array]
LIMIT = 64 * 2**20


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> Cache:
    """An empty cache for one test."""
    return emptied(monkeypatch, inputs.CACHE_BYTES)


def emptied(monkeypatch: pytest.MonkeyPatch, most_bytes: int) -> Cache:
    empty: Cache = Kept(most_bytes)
    monkeypatch.setattr(inputs, "_samples", empty)
    return empty


def held(cache: Cache) -> list[int]:
    """The seeds of the samples in it."""
    return [
        seed for seed in range(10) for size in (100, 2**21) if cache.get((size, seed, 0, INPUTS["normal"])) is not None
    ]


def ascending(size: int, seed: int, draw: int = 0) -> list[float]:
    stream = np.random.RandomState(seed).standard_normal(size * (draw + 1))
    return sorted(stream[size * draw :].tolist())


def test_the_cache_never_holds_more_than_64_mebibytes(cache: Cache) -> None:
    for seed in range(6):
        sample = inputs.sorted_sample(2**21, seed)  # 16 MiB each: four fit exactly
        assert sample.nbytes == 2**24
        assert cache.bytes <= LIMIT
    assert cache.bytes == LIMIT
    assert held(cache) == [2, 3, 4, 5]


def test_a_sample_larger_than_the_cache_is_returned_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = emptied(monkeypatch, 8 * 99)
    assert inputs.sorted_sample(100, 4).tolist() == ascending(100, 4)
    assert cache.bytes == 0
    inputs.sorted_sample(99, 4)
    assert cache.bytes == 8 * 99


def test_the_samples_used_last_are_the_ones_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = emptied(monkeypatch, 3 * 800)
    for seed in (1, 2, 3, 1, 4):  # using 1 again makes 2 the oldest
        inputs.sorted_sample(100, seed)
    assert held(cache) == [1, 3, 4]


@pytest.mark.parametrize("draw", [0, 2])
def test_a_sample_is_the_same_before_and_after_it_was_dropped(monkeypatch: pytest.MonkeyPatch, draw: int) -> None:
    emptied(monkeypatch, 800)
    first = inputs.sorted_sample(100, 1, draw)
    assert inputs.sorted_sample(100, 1, draw) is first
    inputs.sorted_sample(100, 2, draw)
    again = inputs.sorted_sample(100, 1, draw)
    assert again is not first
    assert first.tolist() == again.tolist() == ascending(100, 1, draw)


def test_size_seed_and_draw_tell_samples_apart(cache: Cache) -> None:
    keys = [(size, seed, draw) for size in (10, 11) for seed in (0, 1) for draw in (0, 1)]
    for _ in range(2):  # computed, then from the cache
        assert [inputs.sorted_sample(*key).tolist() for key in keys] == [ascending(*key) for key in keys]
    assert len(cache) == len(keys)


def test_threads_share_the_cache_and_get_the_same_values(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = emptied(monkeypatch, 5 * 8000)
    seeds = [seed % 9 for seed in range(180)]
    with ThreadPoolExecutor(8) as pool:
        samples = list(pool.map(lambda seed: inputs.sorted_sample(1000, seed), seeds))
    expected = [ascending(1000, seed) for seed in range(9)]
    assert all(sample.tolist() == expected[seed] for seed, sample in zip(seeds, samples, strict=True))
    assert cache.bytes == 5 * 8000


@pytest.mark.parametrize(("size", "seed", "draw"), [(1000.0, 0, 0), (1000, 0, False), ([5], 0, 0), (1000, 0, [1])])
def test_arguments_are_checked_even_when_an_equal_key_is_cached(size: Any, seed: Any, draw: Any) -> None:
    inputs.sorted_sample(1000, 0, 0)
    with pytest.raises(ValueError, match=r"^(size|draw) is .* whole number"):
        inputs.sorted_sample(size, seed, draw)


def test_a_sample_larger_than_the_cache_pushes_nothing_out() -> None:
    small = inputs.sorted_sample(1000, 77)
    inputs.sorted_sample(inputs.CACHE_BYTES // 8 + 1, 5)
    assert inputs.sorted_sample(1000, 77) is small


def test_a_band_of_large_samples_leaves_the_cache_alone() -> None:
    small = inputs.sorted_sample(1000, 78)
    seed_band("linear", size=1_000_000, seeds=9, weights=[1.0])
    assert inputs.sorted_sample(1000, 78) is small
