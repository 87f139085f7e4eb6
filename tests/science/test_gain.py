"""The two steps from the bins of X to those of T, against cuts found by bisection and samples labelled one by one."""

import math
from typing import Any

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special, stats

from minimal_model import ACTIVATIONS, BINNINGS, ESTIMATORS, Activation, entropy_gain, sample_input

X = sample_input(1000)
SWEEP = np.array([0.4, 2.0, 9.0])
BIAS, BINS, WIDTH = -0.4, 20, 0.23
PIECEWISE_LINEAR = ("relu", "hard_sigmoid", "relu6")

FEW = settings(max_examples=60, deadline=None, derandomize=True)
PHI = Activation("Phi", "Φ(z)", special.ndtr, special.ndtri, (0.0, 1.0))


def activation_edges(name: str, binning: str, weight: float) -> oracle.Array:
    y, extremes = (ACTIVATIONS[name](z) for z in (weight * X + BIAS, np.outer(SWEEP, [X.min(), X.max()]) + BIAS))
    if binning == "global":
        return np.linspace(extremes.min(), extremes.max(), BINS + 1)
    if binning == "per-weight":
        return np.linspace(y.min(), y.max(), BINS + 1)
    if binning == "function-limits":
        return oracle.limit_edges(name, extremes, BINS)
    return np.arange(np.floor(extremes.min() / WIDTH), np.floor(extremes.max() / WIDTH) + 2) * WIDTH


def cuts(name: str, edges: oracle.Array, weight: float, x: oracle.Array, bias: float = BIAS) -> oracle.Array:
    """Where the inner edges that the samples reach cut the input: roots of the formula, found without an inverse."""
    formula = oracle.FORMULAS[name]

    def height(at: float, edge: float) -> float:
        return formula(weight * at + bias) - edge

    ends = (float(x.min()), float(x.max()))
    reached = [edge for edge in edges[1:-1].tolist() if height(ends[0], edge) < 0 <= height(ends[1], edge)]
    return np.array([optimize.bisect(height, *ends, args=(edge,), xtol=1e-13) for edge in reached])


def even(inner: oracle.Array) -> oracle.Array:
    """As many cuts, at equal distances between the outermost two."""
    return np.array([inner[0] + k * (inner[-1] - inner[0]) / max(inner.size - 1, 1) for k in range(inner.size)])


def entropy(counts: Any, estimator: str) -> float:
    correction = (np.count_nonzero(counts) - 1) / (2 * np.sum(counts) * math.log(2))
    return oracle.entropy(counts) + (correction if estimator == "miller-madow" else 0.0)


def standard_error(masses: oracle.Array, samples: int) -> float:
    """Of the plug-in entropy of that many samples: the spread of log2 p over the root of their number."""
    masses = masses[masses > 0]
    surprise = -np.log2(masses)
    return float(np.sqrt((masses @ surprise**2 - (masses @ surprise) ** 2) / samples))


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("binning", ["global", "per-weight", "function-limits", "fixed-width"])
@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_the_steps_are_those_of_labelled_samples(name: str, binning: str, estimator: str) -> None:
    for weight in SWEEP.tolist():
        edges = activation_edges(name, binning, weight)
        inner = cuts(name, edges, weight, X)
        gain = entropy_gain(
            X, name, weight, bias=BIAS, bins=BINS, binning=binning, width=WIDTH, weights=SWEEP, estimator=estimator
        )
        of_x = np.histogram(X, BINS)[0]
        if binning == "fixed-width":
            of_x = np.unique(np.floor(X / WIDTH), return_counts=True)[1]
        of_t = np.histogram(ACTIVATIONS[name](weight * X + BIAS), edges)[0]
        assert gain.reached == inner.size + 1
        assert gain.input_entropy == pytest.approx(entropy(of_x, estimator), abs=1e-12)
        assert gain.clipped_entropy == pytest.approx(
            entropy(oracle.labels_counts(X, even(inner)), estimator), abs=1e-12
        )
        assert gain.entropy == pytest.approx(entropy(of_t, estimator), abs=1e-12)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_the_steps_sum_to_what_separates_the_two_histograms(name: str, estimator: str) -> None:
    for weight in (0.1, 1.3, 19.9):
        gain = entropy_gain(X, name, weight, bias=0.6, estimator=estimator)
        of_t = np.histogram(ACTIVATIONS[name](weight * X + 0.6), 50)[0]
        difference = entropy(of_t, estimator) - entropy(np.histogram(X, 50)[0], estimator)
        assert gain.number + gain.clipping + gain.equalisation == pytest.approx(difference, abs=1e-12)


@pytest.mark.parametrize("bias", [0.0, 1.7])
@pytest.mark.parametrize("weight", [0.1, 1.0, 7.7, 19.9])
def test_a_linear_neuron_neither_clips_nor_equalises(weight: float, bias: float) -> None:
    gain = entropy_gain(X, "linear", weight, bias=bias)
    assert gain.reached == 50
    assert gain.clipping == pytest.approx(0.0, abs=1e-12)
    assert gain.equalisation == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("binning", ["global", "per-weight", "function-limits", "fixed-width"])
@pytest.mark.parametrize("bias", [-1.0, 0.0, 0.8])
@pytest.mark.parametrize("name", PIECEWISE_LINEAR)
def test_one_straight_piece_clips_and_never_equalises(name: str, bias: float, binning: str) -> None:
    for weight in (1.5, 3.0, 15.0):
        gain = entropy_gain(X, name, weight, bias=bias, binning=binning)
        assert gain.equalisation == pytest.approx(0.0, abs=1e-12)
        assert gain.clipping != pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize("name", oracle.STRICT)
def test_bins_on_the_net_input_never_equalise(name: str) -> None:
    for weight in (0.7, 3.0, 15.0):
        gain = entropy_gain(X, name, weight, bias=BIAS, binning="net-input")
        assert gain.equalisation == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("name", oracle.STRICT)
def test_equal_frequency_bins_are_equal_between_the_outermost_quantiles(name: str) -> None:
    quantiles = np.quantile(X, np.arange(1, 16) / 16, method="higher")
    gain = entropy_gain(X, name, 1.0, bins=16, binning="equal-frequency")
    assert gain.reached == 16
    assert gain.clipped_entropy == pytest.approx(oracle.entropy(oracle.labels_counts(X, even(quantiles))), abs=1e-12)
    assert gain.entropy == pytest.approx(oracle.entropy(oracle.labels_counts(X, quantiles)), abs=1e-12)


@pytest.mark.parametrize("name", PIECEWISE_LINEAR)
def test_net_input_bins_on_a_flat_piece_are_a_single_one(name: str) -> None:
    """All edges to the right of the rise cut where it ends, those to its left nowhere."""
    ends = np.outer(SWEEP, [X.min(), X.max()]) + BIAS
    edges = np.linspace(ends.min(), ends.max(), BINS + 1)[1:-1]
    low, high = oracle.RISES[name]
    for weight in SWEEP.tolist():
        gain = entropy_gain(X, name, weight, bias=BIAS, bins=BINS, binning="net-input", weights=SWEEP)
        inner = (np.unique(np.minimum(edges[edges > low], high)) - BIAS) / weight
        inner = inner[(inner > X.min()) & (inner <= X.max())]
        assert gain.reached == inner.size + 1
        assert gain.clipped_entropy == pytest.approx(oracle.entropy(oracle.labels_counts(X, even(inner))), abs=1e-12)
        assert gain.entropy == pytest.approx(oracle.entropy(oracle.labels_counts(X, inner)), abs=1e-12)


def test_tied_quantiles_are_a_single_cut() -> None:
    """The cuts are 1, 2, 5 and 9, evenly spaced 1, 11/3, 19/3 and 9."""
    gain = entropy_gain([0.0, 1.0, 1.0, 1.0, 1.0, 2.0, 5.0, 9.0], "linear", 1.0, bins=8, binning="equal-frequency")
    assert gain.reached == 5
    assert gain.entropy == pytest.approx(oracle.entropy([1, 4, 1, 1, 1]), abs=1e-12)
    assert gain.clipped_entropy == pytest.approx(oracle.entropy([1, 5, 1, 0, 1]), abs=1e-12)


def test_a_cut_at_the_largest_sample_counts_and_one_at_the_smallest_does_not() -> None:
    gain = entropy_gain([0.0, 0.25, 0.5, 1.0], "linear", 1.0, binning="fixed-width", width=0.5, weights=[1.0])
    assert gain.reached == 3
    assert (gain.entropy, gain.clipped_entropy, gain.input_entropy) == (1.5, 1.5, 1.5)
    reach = entropy_gain([0.0, 0.25, 0.5, 1.0], "linear", 1.0, bins=4, binning="global", weights=[2.0])
    assert reach.reached == 3  # edges 0, 0.5, 1, 1.5 and 2


def test_the_normal_distribution_function_fills_its_bins_evenly() -> None:
    """Laughlin's neuron: at weight 1 its bins at the limits are the quantiles of X."""
    x, m = sample_input(200_000, seed=3), 32
    gain = entropy_gain(x, PHI, 1.0, bins=m, binning="function-limits")
    quantiles = stats.norm.ppf(np.arange(1, m) / m)
    bias = (m - 1) / (2 * x.size * math.log(2))
    assert gain.entropy == pytest.approx(math.log2(m) - bias, abs=2 * bias)
    assert gain.entropy == pytest.approx(oracle.entropy(oracle.labels_counts(x, quantiles)), abs=1e-12)
    clipped = np.diff(stats.norm.cdf([-np.inf, *np.linspace(quantiles[0], quantiles[-1], m - 1), np.inf]))
    assert gain.clipped_entropy == pytest.approx(oracle.entropy(clipped), abs=4 * standard_error(clipped, x.size))
    assert gain.reached == m
    assert gain.clipping > 0.1
    assert gain.equalisation > 0.1


@pytest.mark.parametrize("weight", [0.2, 5.0])
def test_a_normal_distribution_function_of_another_weight_holds_less(weight: float) -> None:
    x = sample_input(200_000, seed=3)
    gain = entropy_gain(x, PHI, weight, bins=32, binning="function-limits")
    quantiles = stats.norm.ppf(np.arange(33) / 32)
    exact = np.diff(stats.norm.cdf(quantiles / weight))
    counts = oracle.labels_counts(weight * x, quantiles[1:-1])
    assert gain.entropy == pytest.approx(oracle.entropy(counts), abs=1e-12)
    assert gain.entropy == pytest.approx(oracle.entropy(exact), abs=4 * standard_error(exact, x.size))
    assert gain.entropy < 4.5


def test_a_dead_neuron_reaches_one_bin() -> None:
    gain = entropy_gain(X, "relu", 0.1, bias=-12.0)
    assert gain.reached == 1
    assert (gain.clipped_entropy, gain.entropy, gain.clipping, gain.equalisation) == (0.0, 0.0, 0.0, 0.0)
    assert gain.number == pytest.approx(-oracle.entropy(np.histogram(X, 50)[0]), abs=1e-12)


def test_a_single_cut_has_nothing_to_space() -> None:
    """tanh in two bins at its limits cuts z at 0, that is X at 0.25."""
    gain = entropy_gain(X, "tanh", 2.0, bias=-0.5, bins=2, binning="function-limits")
    assert gain.reached == 2
    assert gain.equalisation == 0.0
    assert gain.clipped_entropy == pytest.approx(oracle.entropy([(X < 0.25).sum(), (X >= 0.25).sum()]), abs=1e-12)


@pytest.mark.parametrize("binning", BINNINGS)
def test_one_bin_neither_clips_nor_equalises(binning: str) -> None:
    gain = entropy_gain(X, "sigmoid", 2.0, bins=1, binning=binning, width=1e6, input_bins=1)
    assert gain.reached == 1
    assert (gain.input_entropy, gain.clipping, gain.equalisation) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("x", [[0.3], [1.25] * 9], ids=["one sample", "equal samples"])
def test_samples_without_spread_neither_clip_nor_equalise(x: list[float], binning: str) -> None:
    gain = entropy_gain(x, "tanh", 2.0, binning=binning)
    assert gain.reached == 1
    assert (gain.input_entropy, gain.clipping, gain.equalisation) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("binning", ["per-weight", "fixed-width"])
def test_a_number_of_input_bins_changes_neither_the_clipped_cuts_nor_the_sum(binning: str) -> None:
    gain, default = (entropy_gain(X, "elu", 3.0, binning=binning, input_bins=bins) for bins in (7, None))
    assert gain.input_entropy == pytest.approx(oracle.entropy(np.histogram(X, 7)[0]), abs=1e-12)
    assert default.input_entropy - gain.input_entropy > 1.0
    assert gain.clipped_entropy == default.clipped_entropy
    for split in (gain, default):
        parts = split.number + split.clipping + split.equalisation
        assert parts == pytest.approx(split.entropy - split.input_entropy, abs=1e-12)


def test_the_two_orders_are_averaged() -> None:
    """tanh cuts in both orders, from np.linspace and labels: first clipped or first spaced."""
    inner = np.arctanh(np.linspace(*np.tanh(1.1 * X)[[X.argmin(), X.argmax()]], 51)[1:-1]) / 1.1
    of_x = np.linspace(X.min(), X.max(), 51)[1:-1]
    spaced = np.interp(inner, inner[[0, -1]], of_x[[0, -1]])
    steps = [oracle.entropy(oracle.labels_counts(X, cuts)) for cuts in (of_x, even(inner), spaced, inner)]
    gain = entropy_gain(X, "tanh", 1.1)
    assert gain.number == pytest.approx(0.0, abs=1e-12)
    assert gain.clipping == pytest.approx((steps[1] - steps[0] + steps[3] - steps[2]) / 2, abs=1e-12)
    assert gain.equalisation == pytest.approx((steps[2] - steps[0] + steps[3] - steps[1]) / 2, abs=1e-12)


def test_the_order_of_samples_does_not_matter() -> None:
    assert (np.diff(X) < 0).any()
    assert entropy_gain(X, "selu", 3.0, bias=-0.7) == entropy_gain(np.sort(X), "selu", 3.0, bias=-0.7)


@FEW
@given(
    name=st.sampled_from(oracle.NOTEBOOK),
    size=st.integers(2, 3000),
    bins=st.integers(2, 128),
    bias=st.floats(-3, 3),
    weight=st.floats(0.1, 10.0),
    seed=st.integers(0, 2**32 - 1),
)
def test_steps_of_random_states(name: str, size: int, bins: int, bias: float, weight: float, seed: int) -> None:
    x = np.random.default_rng(seed).standard_normal(size)
    y = np.array([oracle.FORMULAS[name](z) for z in (weight * x + bias).tolist()])
    edges = np.linspace(*oracle.widened(y.min(), y.max()), bins + 1)
    inner = cuts(name, edges, weight, x, bias)
    gain = entropy_gain(x, name, weight, bias=bias, bins=bins)
    assert gain.reached == inner.size + 1
    assert gain.clipped_entropy == pytest.approx(oracle.entropy(oracle.labels_counts(x, even(inner))), abs=1e-12)


@pytest.mark.parametrize(
    ("argument", "value", "words"),
    [
        ("x", [], ["one-dimensional and not empty"]),
        ("x", [0.0, np.nan], ["nan", "finite"]),
        ("activation", "swish", ["'swish'", *ACTIVATIONS]),
        ("weight", 0.0, ["0.0", "above zero"]),
        ("weight", "1", ["'1'", "a finite number"]),
        ("weight", 1e200, ["stays below 1e+150"]),
        ("bias", np.inf, ["inf", "a finite number"]),
        ("bins", 0, ["0", "a whole number from 1 to 10000000"]),
        ("bins", 2.5, ["2.5", "a whole number from 1 to 10000000"]),
        ("binning", "kernel", ["'kernel'", *BINNINGS]),
        ("width", -0.25, ["-0.25", "a finite number above zero"]),
        ("weights", [0.5, -3.0], ["[0.5, -3.0]", "above zero"]),
        ("estimator", "exact", ["'exact'", *ESTIMATORS]),
        ("input_bins", 0, ["0", "a whole number from 1 to 10000000"]),
        ("input_bins", True, ["True", "a whole number from 1 to 10000000"]),
    ],
)
def test_entropy_gain_refuses(argument: str, value: Any, words: list[str]) -> None:
    arguments: dict[str, Any] = {"x": X, "activation": "tanh", "weight": 1.0} | {argument: value}
    with pytest.raises(ValueError, match=rf"^{argument}s? is .*must be") as caught:
        entropy_gain(**arguments)
    assert [word for word in words if word not in str(caught.value)] == []


def test_a_width_that_needs_too_many_edges_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^width is 1e-09; it must be wide enough"):
        entropy_gain(X, "linear", 1.0, binning="fixed-width", width=1e-9)
