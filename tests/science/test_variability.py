"""The band over seeds, against the notebook's loop over samples of its own stream."""

from typing import Any

import numpy as np
import oracle
import pytest
from scipy import stats

from minimal_model import ACTIVATIONS, BINNINGS, ESTIMATORS, WEIGHTS, seed_band

SWEEP = np.array([0.2, 1.0, 5.0, 19.9])


def samples(size: int, seeds: list[int], draw: int = 0) -> list[oracle.Array]:
    """Block `draw` of the stream of each seed, as the notebook draws it."""
    return [np.random.RandomState(seed).standard_normal((draw + 1) * size)[draw * size :] for seed in seeds]


def notebook_curves(name: str, inputs: list[oracle.Array], weights: oracle.Array, bins: int = 50) -> oracle.Array:
    return np.array([oracle.notebook_curve(x, ACTIVATIONS[name], weights, 0.0, bins) for x in inputs])


def test_by_default_the_band_holds_nine_tenths_of_32_curves_of_a_thousand_samples() -> None:
    band = seed_band("tanh")
    curves = notebook_curves("tanh", samples(1000, list(range(1, 33))), WEIGHTS)
    lower, upper = np.percentile(curves, [5, 95], axis=0)
    np.testing.assert_allclose(band.curves, curves, rtol=0, atol=1e-12)
    np.testing.assert_allclose(band.lower, lower, rtol=0, atol=1e-12)
    np.testing.assert_allclose(band.upper, upper, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
@pytest.mark.parametrize(("seed", "draw"), [(0, 0), (41, 0), (7, 3)])
def test_curves_are_those_of_the_seeds_that_follow(name: str, seed: int, draw: int) -> None:
    band = seed_band(name, size=200, seed=seed, draw=draw, seeds=6, percentiles=(20, 70), bins=12, weights=SWEEP)
    curves = notebook_curves(name, samples(200, list(range(seed + 1, seed + 7)), draw), SWEEP, 12)
    np.testing.assert_allclose(band.curves, curves, rtol=0, atol=1e-12)
    np.testing.assert_allclose(band.lower, np.percentile(curves, 20, axis=0), rtol=0, atol=1e-12)
    np.testing.assert_allclose(band.upper, np.percentile(curves, 70, axis=0), rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("seed", "following"),
    [(2**32 - 1, [0, 1, 2]), (2**32 - 2, [2**32 - 1, 0, 1]), (2**32 - 4, [2**32 - 3, 2**32 - 2, 2**32 - 1])],
)
def test_seeds_wrap_around_at_the_largest(seed: int, following: list[int]) -> None:
    band = seed_band("sigmoid", size=100, seed=seed, seeds=3, weights=SWEEP)
    expected = notebook_curves("sigmoid", samples(100, following), SWEEP)
    np.testing.assert_allclose(band.curves, expected, rtol=0, atol=1e-12)


def test_percentiles_are_interpolated_between_the_curves() -> None:
    """Of five curves the 10th percentile lies 0.4 of the way from the lowest to the second, the 50th is the third."""
    band = seed_band("relu", size=50, seeds=5, percentiles=(10, 50), weights=SWEEP)
    ascending = np.sort(notebook_curves("relu", samples(50, [1, 2, 3, 4, 5]), SWEEP), axis=0)
    np.testing.assert_allclose(band.lower, 0.6 * ascending[0] + 0.4 * ascending[1], rtol=0, atol=1e-12)
    np.testing.assert_allclose(band.upper, ascending[2], rtol=0, atol=1e-12)


def test_percentiles_0_and_100_are_the_lowest_and_the_highest_curve() -> None:
    band = seed_band("tanh", size=80, seeds=7, percentiles=(0, 100), weights=SWEEP)
    curves = notebook_curves("tanh", samples(80, list(range(1, 8))), SWEEP)
    np.testing.assert_allclose(band.lower, curves.min(axis=0), rtol=0, atol=1e-12)
    np.testing.assert_allclose(band.upper, curves.max(axis=0), rtol=0, atol=1e-12)
    assert (band.upper > band.lower).any()


def test_a_single_seed_is_a_band_without_breadth() -> None:
    band = seed_band("elu", size=60, seed=9, seeds=1, weights=SWEEP)
    (curve,) = notebook_curves("elu", samples(60, [10]), SWEEP)
    assert band.curves.shape == (1, 4)
    for edge in (band.lower, band.upper):
        np.testing.assert_allclose(edge, curve, rtol=0, atol=1e-12)


def test_each_sample_sets_its_own_bins() -> None:
    """Bins over all weights reach as far as the sample does, and samples differ in that."""
    band = seed_band("linear", size=100, seeds=4, bins=30, binning="global", weights=SWEEP)
    inputs = samples(100, [1, 2, 3, 4])
    expected = [oracle.notebook_global_curve(x, ACTIVATIONS["linear"], SWEEP, 31) for x in inputs]
    np.testing.assert_allclose(band.curves, expected, rtol=0, atol=1e-12)


def test_bias_width_and_estimator_reach_every_curve() -> None:
    band = seed_band(
        "tanh",
        size=150,
        seeds=3,
        bias=0.9,
        binning="fixed-width",
        width=0.17,
        weights=SWEEP,
        estimator="miller-madow",
    )
    for x, curve in zip(samples(150, [1, 2, 3]), band.curves, strict=True):
        for weight, bits in zip(SWEEP, curve, strict=True):
            labels = oracle.width_labels("tanh", np.tanh(weight * x + 0.9), 0.17)
            counts = np.unique(labels, return_counts=True)[1]
            assert bits == pytest.approx(oracle.entropy(counts) + (counts.size - 1) / (300 * np.log(2)), abs=1e-12)


def test_the_band_holds_its_share_of_the_curves_of_other_seeds() -> None:
    band = seed_band("tanh", size=100, seeds=400, weights=SWEEP)
    others = notebook_curves("tanh", samples(100, list(range(10_000, 10_400))), SWEEP)
    inside = ((band.lower <= others) & (others <= band.upper)).mean(axis=0)
    # 400 further curves in a band of 400: the standard error of the share is about 0.02.
    np.testing.assert_allclose(inside, 0.9, atol=0.06)


def test_more_samples_narrow_the_band_like_the_root_of_their_number() -> None:
    narrow, wide = (
        seed_band("tanh", size=size, seeds=300, bins=8, binning="function-limits", weights=[0.3])
        for size in (3200, 200)
    )
    ratio = (wide.upper - wide.lower) / (narrow.upper - narrow.lower)
    assert ratio[0] == pytest.approx(4.0, rel=0.2)
    spread = stats.norm.ppf(0.95) * 2 * narrow.curves.std()
    assert narrow.upper[0] - narrow.lower[0] == pytest.approx(spread, rel=0.2)


def test_the_global_random_state_is_untouched() -> None:
    before = np.random.get_state()
    seed_band("tanh", size=10, seed=123, seeds=2, weights=SWEEP)
    after = np.random.get_state()
    assert (before[1] == after[1]).all()
    assert before[2:] == after[2:]


@pytest.mark.parametrize(
    ("argument", "value", "words"),
    [
        ("seeds", 0, ["0", "a whole number from 1 to 10000"]),
        ("seeds", 10_001, ["10001", "a whole number from 1 to 10000"]),
        ("seeds", 3.0, ["3.0", "a whole number from 1 to 10000"]),
        ("seeds", True, ["True", "a whole number from 1 to 10000"]),
        ("seeds", None, ["None", "a whole number from 1 to 10000"]),
        ("seed", -1, ["-1", "a whole number from 0 to 4294967295"]),
        ("seed", 2**32, ["4294967296", "a whole number from 0 to 4294967295"]),
        ("seed", "0", ["'0'", "a whole number from 0 to 4294967295"]),
        ("size", 0, ["0", "a whole number from 1 to 100000000"]),
        ("size", 99.5, ["99.5", "a whole number from 1 to 100000000"]),
        ("size", 10**9, ["1000000000", "a whole number from 1 to 100000000"]),
        ("draw", -1, ["-1", "a whole number from 0 to 100000000"]),
        ("draw", None, ["None", "a whole number from 0 to 100000000"]),
        ("activation", "swish", ["'swish'", *ACTIVATIONS]),
        ("bias", np.inf, ["inf", "a finite number"]),
        ("bins", 0, ["0", "a whole number from 1 to 10000000"]),
        ("binning", "kernel", ["'kernel'", *BINNINGS]),
        ("width", -0.25, ["-0.25", "a finite number above zero"]),
        ("weights", [0.5, -3.0], ["[0.5, -3.0]", "above zero"]),
        ("estimator", "exact", ["'exact'", *ESTIMATORS]),
    ],
)
def test_seed_band_refuses(argument: str, value: Any, words: list[str]) -> None:
    arguments: dict[str, Any] = {"activation": "tanh", "size": 20, "seeds": 2} | {argument: value}
    with pytest.raises(ValueError, match=rf"^{argument} is .*must be") as caught:
        seed_band(**arguments)
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    "percentiles", [5, None, "ab", (5,), (5, 50, 95), (95, 5), (-1, 5), (5, 100.5), (np.nan, 5), (True, 5), ("5", "95")]
)
def test_percentiles_that_are_no_ascending_pair_from_0_to_100_are_refused(percentiles: Any) -> None:
    with pytest.raises(ValueError, match=r"^percentiles is .*must be two numbers from 0 to 100") as caught:
        seed_band("tanh", size=20, seeds=2, percentiles=percentiles)
    assert repr(percentiles) in str(caught.value)
