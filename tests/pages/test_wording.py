"""The sentences say what the numbers say."""

import numpy as np
import pytest
from scipy import stats

from minimal_model import Parameters, sample_input
from minimal_model.dashboard.page import corrections, numbers
from minimal_model.dashboard.pages.explorer.explanations import band, explanations, population, why
from minimal_model.dashboard.results.view import compute_view

WEIGHTS = np.arange(0.1, 20, 0.1)


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(-0.5, 1, "−0.5"), (1.1000000000000001, 3, "1.1"), (10.0, 3, "10"), (-0.001, 2, "0")]
)
def test_numbers_are_written_as_people_do(value: float, digits: int, text: str) -> None:
    assert numbers.number(value, digits) == text


def test_notice_is_empty_without_corrections_and_one_line_with_them() -> None:
    assert corrections.notice([]) == ""
    _, remarks = Parameters.corrected({"bins": "1e9", "bias": "nan", "weight": "9999", "nonsense": "1"})
    line = corrections.notice(remarks)
    assert "\n" not in line
    for part in ("bins “1e9” became 256", "bias “nan” became 0", "weight “9999” became 198", "“nonsense”"):
        assert part in line


@pytest.mark.parametrize(
    ("value", "text"),
    [(-1.23456, "−1.235"), (0.0349, "0.035"), (0.00995, "0.010"), (-0.00035, "−0.00035"), (3.55e-5, "0.000036"),
     (-1e-9, "0.000"), (0.0, "0.000"), (12.0, "12.000")],
)  # fmt: skip
def test_bits_show_small_effects(value: float, text: str) -> None:
    assert numbers.bits(value) == text


def test_nothing_is_explained_without_switches() -> None:
    assert explanations(compute_view(Parameters())) == []


def sample_against_population(x: np.ndarray, bins: int) -> np.ndarray:
    """The sample's entropy less that of N(0, 1) in the same tanh bins, for every weight."""
    differences = []
    for w in WEIGHTS:
        counts, edges = np.histogram(np.tanh(w * x), bins)
        masses = np.diff(stats.norm.cdf(np.arctanh(edges[1:-1]) / w), prepend=0, append=1)
        differences.append(stats.entropy(counts, base=2) - stats.entropy(masses, base=2))
    return np.array(differences)


def test_population_sentence_tells_difference_mean_and_prediction() -> None:
    difference = sample_against_population(sample_input(1000), 50)
    assert max(difference[10], difference.mean()) < 0
    text = population(compute_view(Parameters(weight=10, population=True)))
    assert f"at w = 1.1 the sample lies {-difference[10]:.3f} bits below N(0, 1) itself in the same bins" in text
    assert f"on average over all weights {-difference.mean():.3f} bits below it" in text
    assert f"−(m − 1) / (2 n ln 2) = −{49 / (2000 * np.log(2)):.3f} bits is predicted for m = 50 (bins)" in text
    y = np.tanh(WEIGHTS[10] * sample_input(1000))
    counts, edges = np.histogram(y, 50)
    surprises = -np.log2(counts[np.clip(np.searchsorted(edges, y, "right") - 1, 0, 49)] / 1000)
    assert f"± {surprises.std() / np.sqrt(1000):.3f} by chance" in text


def test_population_sentence_says_which_bins_are_nearly_empty() -> None:
    counts, _ = np.histogram(np.tanh(WEIGHTS[150] * sample_input(1000)), 50)
    text = population(compute_view(Parameters(weight=150, population=True)))
    assert f"need not hold here, where fewer than 5 samples lie in {(counts < 5).sum()} of 50 bins" in text


def test_population_sentence_does_not_count_empty_bins_of_fixed_width() -> None:
    counts = np.unique(np.floor(np.maximum(WEIGHTS[10] * sample_input(1000), 0) / 0.1), return_counts=True)[1]
    text = population(compute_view(Parameters("relu", "fixed-width", weight=10, population=True)))
    assert f"where fewer than 5 samples lie in {(counts < 5).sum()} of {counts.size} bins." in text


@pytest.mark.parametrize(
    ("state", "doubt"),
    [
        ({"binning": "function-limits"}, "by chance."),
        ({"binning": "per-weight"}, "only roughly here, where the sample's own extremes bound the bins."),
        ({"binning": "function-limits", "activation": "linear", "weight": 198}, "only roughly here"),
        ({"binning": "fixed-width", "width": 0.3}, "m = 8 (occupied bins) and n = 20,000 (samples)"),
        ({"binning": "equal-frequency"}, "No prediction: these bins are cut so that this very sample fills them"),
    ],
)
def test_population_sentence_doubts_only_what_is_doubtful(state: dict[str, str], doubt: str) -> None:
    text = population(compute_view(Parameters(samples=20_000, bins=4, population=True, **({"weight": 10} | state))))
    assert doubt in text
    assert "need not hold" not in text


def test_miller_madow_leaves_no_bias_to_predict() -> None:
    text = population(compute_view(Parameters(estimator="miller-madow", weight=150, population=True)))
    occupied = np.count_nonzero(np.histogram(np.tanh(WEIGHTS[150] * sample_input(1000)), 50)[0])
    assert f"adds (occupied bins − 1) / (2 n ln 2) = {(occupied - 1) / (2000 * np.log(2)):.3f} bits, so 0" in text


def test_band_sentence_tells_the_percentiles() -> None:
    text = band(compute_view(Parameters(weight=10, band=True)))
    histograms = [np.histogram(np.tanh(WEIGHTS[10] * sample_input(1000, seed)), 50)[0] for seed in range(1, 33)]
    lower, upper = np.percentile([stats.entropy(counts, base=2) for counts in histograms], [5, 95])
    assert f"at w = 1.1 from {lower:.3f} to {upper:.3f} bits." in text


@pytest.mark.parametrize(
    ("binning", "activation", "size"),
    [("fixed-width", "linear", "shrinks like 1/√n"), ("function-limits", "tanh", "shrinks like 1/√n"),
     ("function-limits", "elu", "still be wider"), ("per-weight", "linear", "still be wider"),
     ("global", "linear", "still be wider"), ("net-input", "tanh", "still be wider"),
     ("equal-frequency", "relu", "still be wider")],
)  # fmt: skip
def test_above_its_limit_the_band_is_left_out_and_its_size_foretold(binning: str, activation: str, size: str) -> None:
    view = compute_view(Parameters(activation, binning, samples=20_001, band=True))
    assert view.overlays.band is None
    assert "no band above 20,000 samples" in band(view)
    assert size in band(view)


def test_the_band_shrinks_in_bins_that_stay_where_they_are_and_only_there() -> None:
    def height(samples: int, activation: str, binning: str) -> float:
        spread = compute_view(Parameters(activation, binning, samples=samples, band=True)).overlays.band
        assert spread is not None
        return float(np.median(spread.upper - spread.lower))

    # Sixteen times the samples: a quarter, but for the noise of 32 seeds.
    assert height(20_000, "tanh", "function-limits") / height(1250, "tanh", "function-limits") < 0.4
    assert height(20_000, "tanh", "fixed-width") / height(1250, "tanh", "fixed-width") < 0.4
    assert height(20_000, "linear", "per-weight") / height(1250, "linear", "per-weight") > 0.6


def test_why_tells_ceiling_and_divergence() -> None:
    counts, _ = np.histogram(np.tanh(WEIGHTS[10] * sample_input(1000)), 50)
    divergence = stats.entropy(counts, np.ones(50), base=2)
    text = why(compute_view(Parameters(weight=10, why=True)))
    assert f"H(T) = log₂ m − D(p‖uniform) = {np.log2(50):.3f} − {divergence:.3f} bits." in text


def test_why_tells_the_correction_of_miller_madow() -> None:
    counts, _ = np.histogram(np.tanh(WEIGHTS[150] * sample_input(1000)), 50)
    divergence = stats.entropy(counts, np.ones(50), base=2)
    correction = (np.count_nonzero(counts) - 1) / (2000 * np.log(2))
    text = why(compute_view(Parameters(weight=150, estimator="miller-madow", why=True)))
    assert f"+ correction = {np.log2(50):.3f} − {divergence:.3f} + {correction:.3f} bits." in text


def test_why_of_fixed_width_tells_the_formula() -> None:
    text = why(compute_view(Parameters("linear", "fixed-width", weight=99, why=True)))
    spread = stats.norm(scale=10).entropy() / np.log(2)
    assert f"here {spread:.3f} + {np.log2(10):.3f} = {spread + np.log2(10):.3f} bits" in text
    assert "Broken" not in text


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"activation": "relu"}, "f is flat on 50 % of the inputs, so that Y has no density there and h(Y) = −∞."),
        ({"activation": "relu6", "bias": 2.0, "weight": 4}, "f is flat on inputs of probability 3e-05"),
        ({"activation": "hard_sigmoid", "weight": 49}, f"flat on {200 * stats.norm.cdf(-0.5):.0f} % of the inputs"),
        ({"activation": "tanh", "weight": 60}, "Y's density changes within a single bin"),
        ({"activation": "linear", "weight": 0, "width": 10.0}, "− 3.322 = −4.597 bits, 5.597 bits below N(0, 1)"),
        ({"activation": "linear", "weight": 198, "samples": 10}, "10 samples reach so little of N(0, 1)"),
    ],
)
def test_why_of_fixed_width_tells_what_breaks_the_formula(state: dict[str, str], reason: str) -> None:
    text = why(compute_view(Parameters(binning="fixed-width", why=True, **state)))
    assert "Broken here: " in text
    assert reason in text
