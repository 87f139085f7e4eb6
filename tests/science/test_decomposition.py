"""H(T) = I(bin X; T) + H(T | bin X), against two-dimensional histograms of the samples themselves."""

import tracemalloc
from typing import Any

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import ACTIVATIONS, BINNINGS, ESTIMATORS, WEIGHTS, decompose_entropy, joint_table, sample_input

X = sample_input(500)
SWEEP = np.array([0.1, 1.0, 7.3, 19.9])
BIAS, BINS, WIDTH = 0.3, 32, 0.23

FEW = settings(max_examples=80, deadline=None, derandomize=True)
STATES = {
    "name": st.sampled_from(oracle.NOTEBOOK),
    "size": st.integers(1, 3000),
    "bins": st.integers(1, 256),
    "bias": st.floats(-12, 12),
    "seed": st.integers(0, 2**32 - 1),
}


def values_and_edges(
    name: str, binning: str, weight: float, *, bias: float = BIAS, bins: int = BINS, width: float = WIDTH
) -> tuple[oracle.Array, oracle.Array]:
    """Values and edges with which np.histogram counts the bins of T; `bins` must be a power of two."""
    function = ACTIVATIONS[name]
    z, ends = weight * X + bias, np.outer(SWEEP, [X.min(), X.max()]) + bias
    y, extremes = function(z), function(ends)
    low, high = oracle.RISES.get(name, (-np.inf, np.inf))
    if binning == "global":
        return y, np.linspace(*oracle.widened(extremes.min(), extremes.max()), bins + 1)
    if binning == "per-weight":
        return y, np.linspace(*oracle.widened(y.min(), y.max()), bins + 1)
    if binning == "function-limits":
        return y, oracle.limit_edges(name, extremes, bins)
    if binning == "fixed-width":
        numbers = oracle.width_labels(name, extremes, width)
        return oracle.width_labels(name, y, width), np.arange(numbers.min(), numbers.max() + 2)
    if binning == "net-input":  # a flat piece is a single net input, as far as the activation tells
        return np.clip(z, low, high), np.clip(np.linspace(ends.min(), ends.max(), bins + 1), low, high)
    return y, np.quantile(y, np.arange(bins + 1) / bins, method="higher")


def input_values_and_edges(
    binning: str, *, bins: int = BINS, width: float = WIDTH
) -> tuple[oracle.Array, oracle.Array]:
    if binning != "fixed-width":
        return X, np.linspace(X.min(), X.max(), bins + 1)
    numbers = np.floor(X / width)
    return numbers, np.arange(numbers.min(), numbers.max() + 2)


def joint_counts(
    of_x: tuple[oracle.Array, oracle.Array], of_t: tuple[oracle.Array, oracle.Array]
) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.histogram2d(of_x[0], of_t[0], bins=[of_x[1], of_t[1]])[0]


def label_counts(x_labels: oracle.Array, t_labels: oracle.Array) -> oracle.Array:
    """The joint counts of labels, for as many rows and columns as there are different ones."""
    places = [np.unique(labels, return_inverse=True)[1] for labels in (x_labels, t_labels)]
    return np.histogram2d(*places, bins=[np.arange(place.max() + 2) - 0.5 for place in places])[0]


def entropy(counts: oracle.Array, estimator: str) -> float:
    correction = (np.count_nonzero(counts) - 1) / (2 * counts.sum() * np.log(2))
    return oracle.entropy(counts.ravel()) + (correction if estimator == "miller-madow" else 0.0)


def mutual_information(table: oracle.Array) -> float:
    """Sum p log2(p / (p_x p_t)), cell by cell."""
    p = table / table.sum()
    independent = np.outer(p.sum(axis=1), p.sum(axis=0))
    return float(sum(a * np.log2(a / b) for a, b in zip(p.flat, independent.flat, strict=True) if a > 0))


def mean_row_entropy(table: oracle.Array) -> float:
    """Sum p(x) H(T | bin X = x), row by row."""
    return float(sum(row.sum() * oracle.entropy(row) for row in table if row.any()) / table.sum())


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_the_parts_are_those_of_a_two_dimensional_histogram(name: str, binning: str, estimator: str) -> None:
    parts = decompose_entropy(
        X, name, bias=BIAS, bins=BINS, binning=binning, width=WIDTH, weights=SWEEP, estimator=estimator
    )
    for k, weight in enumerate(SWEEP):
        table = joint_counts(input_values_and_edges(binning), values_and_edges(name, binning, weight))
        assert table.sum() == X.size
        of_x, of_t, of_both = (entropy(part, estimator) for part in (table.sum(axis=1), table.sum(axis=0), table))
        assert parts.entropy[k] == pytest.approx(of_t, abs=1e-12)
        assert parts.input_entropy == pytest.approx(of_x, abs=1e-12)
        assert parts.shared[k] == pytest.approx(of_t + of_x - of_both, abs=1e-12)
        assert parts.conditional[k] == pytest.approx(of_both - of_x, abs=1e-12)
        assert parts.shared[k] + parts.conditional[k] == pytest.approx(of_t, abs=1e-12)


@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_shared_is_the_mutual_information_and_conditional_the_mean_entropy_within_a_bin_of_x(
    name: str, binning: str
) -> None:
    parts = decompose_entropy(X, name, bias=BIAS, bins=BINS, binning=binning, width=WIDTH, weights=SWEEP)
    for k, weight in enumerate(SWEEP):
        table = joint_counts(input_values_and_edges(binning), values_and_edges(name, binning, weight))
        assert parts.shared[k] == pytest.approx(mutual_information(table), abs=1e-12)
        assert parts.conditional[k] == pytest.approx(mean_row_entropy(table), abs=1e-12)


@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize("width", [0.05, 0.03, 3e-4])
@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_fixed_widths_cut_the_input_into_bins_of_the_same_width(name: str, width: float, estimator: str) -> None:
    """Few bins are ranked, many walked: 0.05 ranks those of X, 0.03 walks them, and each does both to those of T."""
    parts = decompose_entropy(X, name, binning="fixed-width", width=width, weights=SWEEP, estimator=estimator)
    for k, weight in enumerate(SWEEP):
        table = label_counts(np.floor(X / width), oracle.width_labels(name, ACTIVATIONS[name](weight * X), width))
        of_x, of_t, of_both = (entropy(part, estimator) for part in (table.sum(axis=1), table.sum(axis=0), table))
        assert parts.input_entropy == pytest.approx(of_x, abs=1e-12)
        assert parts.entropy[k] == pytest.approx(of_t, abs=1e-12)
        assert parts.shared[k] == pytest.approx(of_t + of_x - of_both, abs=1e-12)
        assert parts.conditional[k] == pytest.approx(of_both - of_x, abs=1e-12)


@pytest.mark.parametrize("binning", BINNINGS)
def test_a_number_of_input_bins_divides_the_range_of_x_whatever_the_binning(binning: str) -> None:
    parts = decompose_entropy(X, "elu", bias=BIAS, bins=BINS, binning=binning, width=WIDTH, weights=SWEEP, input_bins=7)
    for k, weight in enumerate(SWEEP):
        table = joint_counts((X, np.linspace(X.min(), X.max(), 8)), values_and_edges("elu", binning, weight))
        assert parts.input_entropy == pytest.approx(oracle.entropy(np.histogram(X, 7)[0]), abs=1e-12)
        assert parts.shared[k] == pytest.approx(mutual_information(table), abs=1e-12)
        assert parts.conditional[k] == pytest.approx(mean_row_entropy(table), abs=1e-12)


def test_more_bins_than_fit_into_one_group_of_weights_are_kept_apart_by_weight() -> None:
    weights = np.linspace(0.3, 6.0, 7)
    parts = decompose_entropy(X, "tanh", bins=10_000, weights=weights, input_bins=7)
    for k, weight in enumerate(weights):
        table = np.histogram2d(X, np.tanh(weight * X), bins=[7, 10_000])[0]
        assert parts.shared[k] == pytest.approx(mutual_information(table), abs=1e-12)
        assert parts.conditional[k] == pytest.approx(mean_row_entropy(table), abs=1e-12)


def test_by_default_the_entropy_is_the_notebooks_curve() -> None:
    parts = decompose_entropy(X, "tanh")
    expected = oracle.notebook_curve(X, np.tanh, WEIGHTS, 0.0, 50)
    np.testing.assert_allclose(parts.entropy, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(parts.shared + parts.conditional, expected, rtol=0, atol=1e-12)
    assert parts.input_entropy == pytest.approx(oracle.entropy(np.histogram(X, 50)[0]), abs=1e-12)


def test_four_samples_by_hand() -> None:
    """bin X is {-3, -1}, {1, 3}; T is {-3, -1, 1}, {3}."""
    parts = decompose_entropy([1.0, -3.0, 3.0, -1.0], "relu", bins=2, weights=[1.0])
    quarter = 0.75 * np.log2(4 / 3) + 0.25 * 2
    assert parts.input_entropy == 1.0
    assert parts.entropy[0] == pytest.approx(quarter, abs=1e-15)
    assert parts.conditional[0] == pytest.approx(0.5, abs=1e-15)
    assert parts.shared[0] == pytest.approx(quarter - 0.5, abs=1e-15)


@pytest.mark.parametrize("name", ["linear", "relu", "leaky_relu"])
def test_homogeneous_functions_have_constant_parts_without_a_bias(name: str) -> None:
    exact = decompose_entropy(X, name, weights=2.0 ** np.arange(-3, 5))  # products with powers of two are exact
    whole = decompose_entropy(X, name)
    for part in ("entropy", "shared", "conditional"):
        np.testing.assert_array_equal(getattr(exact, part), getattr(exact, part)[0])
        np.testing.assert_allclose(getattr(whole, part), getattr(exact, part)[0], rtol=0, atol=1e-12)
    table = np.histogram2d(X, ACTIVATIONS[name](X), bins=50)[0]
    assert exact.shared[0] == pytest.approx(mutual_information(table), abs=1e-12)


@pytest.mark.parametrize("bias", [-2.5, 0.0, 1.1])
def test_a_linear_neuron_tells_nothing_apart_within_the_bins_of_x(bias: float) -> None:
    parts = decompose_entropy(X, "linear", bias=bias)
    np.testing.assert_allclose(parts.conditional, 0.0, atol=1e-12)
    np.testing.assert_allclose(parts.shared, oracle.entropy(np.histogram(X, 50)[0]), rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", oracle.STRICT)
def test_net_input_bins_share_alike_for_all_strictly_increasing_functions(name: str) -> None:
    parts = decompose_entropy(X, name, bias=BIAS, binning="net-input", weights=SWEEP)
    edges = np.linspace((SWEEP[-1] * X).min() + BIAS, (SWEEP[-1] * X).max() + BIAS, 51)
    tables = [
        np.histogram2d(X, weight * X + BIAS, bins=[np.linspace(X.min(), X.max(), 51), edges])[0] for weight in SWEEP
    ]
    np.testing.assert_allclose(parts.shared, [mutual_information(table) for table in tables], rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_a_single_bin_of_x_shares_nothing(name: str) -> None:
    parts = decompose_entropy(X, name, weights=SWEEP, input_bins=1)
    expected = oracle.notebook_curve(X, ACTIVATIONS[name], SWEEP, 0.0, 50)
    assert parts.input_entropy == 0.0
    np.testing.assert_allclose(parts.shared, 0.0, atol=1e-12)
    np.testing.assert_allclose(parts.conditional, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_input_bins_that_hold_one_sample_each_share_everything(name: str) -> None:
    x = np.arange(40) + np.random.default_rng(2).uniform(0.0, 0.1, 40)
    parts = decompose_entropy(x - 20.0, name, weights=SWEEP, input_bins=1000)
    assert parts.input_entropy == pytest.approx(np.log2(40), abs=1e-12)
    np.testing.assert_allclose(parts.conditional, 0.0, atol=1e-12)
    np.testing.assert_allclose(
        parts.shared, oracle.notebook_curve(x - 20.0, ACTIVATIONS[name], SWEEP, 0.0, 50), rtol=0, atol=1e-12
    )


@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("x", [[0.3], [1.25] * 9], ids=["one sample", "equal samples"])
def test_samples_without_spread_hold_nothing(x: list[float], binning: str) -> None:
    parts = decompose_entropy(x, "tanh", binning=binning, weights=SWEEP)
    assert parts.input_entropy == 0.0
    for part in (parts.entropy, parts.shared, parts.conditional):
        np.testing.assert_array_equal(part, np.zeros(4))


def test_the_order_of_samples_does_not_matter() -> None:
    shuffled, ascending = (decompose_entropy(x, "selu", bias=-0.7, weights=SWEEP) for x in (X, np.sort(X)))
    assert (np.diff(X) < 0).any()
    np.testing.assert_array_equal(shuffled.shared, ascending.shared)
    np.testing.assert_array_equal(shuffled.conditional, ascending.conditional)


@FEW
@given(
    **STATES, binning=st.sampled_from(BINNINGS), width=st.floats(0.01, 3.0), input_bins=st.integers(1, 300) | st.none()
)
def test_no_more_is_shared_than_there_is_on_either_side(
    name: str, size: int, bins: int, bias: float, seed: int, binning: str, width: float, input_bins: int | None
) -> None:
    x = np.random.default_rng(seed).standard_normal(size)
    parts = decompose_entropy(
        x, name, bias=bias, bins=bins, binning=binning, width=width, weights=SWEEP, input_bins=input_bins
    )
    assert (parts.shared <= np.minimum(parts.entropy, parts.input_entropy) + 1e-12).all()
    assert (parts.shared >= -1e-12).all()
    assert (parts.conditional >= -1e-12).all()
    np.testing.assert_allclose(parts.shared + parts.conditional, parts.entropy, rtol=0, atol=1e-12)


@FEW
@given(**STATES, input_bins=st.integers(1, 64))
def test_parts_of_random_states(name: str, size: int, bins: int, bias: float, seed: int, input_bins: int) -> None:
    x = np.random.default_rng(seed).standard_normal(size)
    parts = decompose_entropy(x, name, bias=bias, bins=bins, weights=[0.7, 11.0], input_bins=input_bins)
    x_edges = np.linspace(*oracle.widened(x.min(), x.max()), input_bins + 1)
    for k, weight in enumerate((0.7, 11.0)):
        y = ACTIVATIONS[name](weight * x + bias)
        y_edges = np.linspace(*oracle.widened(y.min(), y.max()), bins + 1)
        table = np.histogram2d(x, y, bins=[x_edges, y_edges])[0]
        assert parts.conditional[k] == pytest.approx(mean_row_entropy(table), abs=1e-12)


def test_no_array_of_weights_times_samples() -> None:
    x = np.sort(sample_input(200_000))
    tracemalloc.start()
    try:
        decompose_entropy(x, "tanh")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 199 * 200_000 * 8 / 50


@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_joint_table_is_a_two_dimensional_histogram(name: str, binning: str) -> None:
    for weight in SWEEP:
        of_x, of_t = input_values_and_edges(binning), values_and_edges(name, binning, weight)
        result = joint_table(X, name, weight, bias=BIAS, bins=BINS, binning=binning, width=WIDTH, weights=SWEEP)
        np.testing.assert_array_equal(result.counts, joint_counts(of_x, of_t))
        assert result.counts.sum() == X.size
        assert result.input_edges.size == result.counts.shape[0] + 1
        assert result.edges.size == result.counts.shape[1] + 1


@pytest.mark.parametrize("binning", ["global", "per-weight", "function-limits", "equal-frequency"])
@pytest.mark.parametrize("name", oracle.NOTEBOOK)
def test_joint_table_tells_the_edges_it_counts_between(name: str, binning: str) -> None:
    result = joint_table(X, name, 7.3, bias=BIAS, bins=BINS, binning=binning, weights=SWEEP)
    np.testing.assert_array_equal(result.edges, values_and_edges(name, binning, 7.3)[1])
    np.testing.assert_array_equal(result.input_edges, np.linspace(X.min(), X.max(), BINS + 1))


def test_joint_table_of_fixed_widths_has_multiples_of_the_width_on_both_axes() -> None:
    result = joint_table(X, "linear", 2.0, binning="fixed-width", width=0.25, weights=[2.0])
    np.testing.assert_array_equal(result.edges, np.arange(np.floor(8 * X.min()), np.floor(8 * X.max()) + 2) / 4)
    np.testing.assert_array_equal(result.input_edges, np.arange(np.floor(4 * X.min()), np.floor(4 * X.max()) + 2) / 4)
    expected = np.histogram2d(X, 2.0 * X, bins=[result.input_edges, result.edges])[0]
    np.testing.assert_array_equal(result.counts, expected)


def test_joint_table_by_hand() -> None:
    result = joint_table([1.0, -3.0, 3.0, -1.0], "relu", 2.0, bins=3, input_bins=2)
    assert result.counts.tolist() == [[2, 0, 0], [0, 1, 1]]
    assert result.edges.tolist() == [0.0, 2.0, 4.0, 6.0]
    assert result.input_edges.tolist() == [-3.0, 0.0, 3.0]


@FEW
@given(**STATES, weight=st.floats(0.01, 50.0), input_bins=st.integers(1, 100))
def test_joint_table_of_random_states(
    name: str, size: int, bins: int, bias: float, seed: int, weight: float, input_bins: int
) -> None:
    x = np.random.default_rng(seed).standard_normal(size)
    y = ACTIVATIONS[name](weight * x + bias)
    edges = [np.linspace(*oracle.widened(v.min(), v.max()), m + 1) for v, m in ((x, input_bins), (y, bins))]
    result = joint_table(x, name, weight, bias=bias, bins=bins, input_bins=input_bins)
    np.testing.assert_array_equal(result.counts, np.histogram2d(x, y, bins=edges)[0])


def test_sums_of_the_joint_table_are_the_histograms_of_input_and_activation() -> None:
    result = joint_table(X, "softsign", 3.0, bins=20, input_bins=9)
    np.testing.assert_array_equal(result.counts.sum(axis=1), np.histogram(X, 9)[0])
    np.testing.assert_array_equal(result.counts.sum(axis=0), np.histogram(ACTIVATIONS["softsign"](3.0 * X), 20)[0])


def test_equal_samples_fill_the_middle_cell() -> None:
    assert joint_table([2.0] * 5, "tanh", 1.0, bins=3).counts.tolist() == [[0, 0, 0], [0, 5, 0], [0, 0, 0]]


def test_a_weight_outside_the_sweep_is_covered_by_the_joint_table() -> None:
    result = joint_table(X, "linear", 100.0, bins=10, binning="global", weights=[1.0, 2.0])
    np.testing.assert_array_equal(result.edges, np.linspace((100.0 * X).min(), (100.0 * X).max(), 11))
    assert result.counts.sum() == X.size


@pytest.mark.parametrize(
    ("arguments", "size"), [({"bins": 3163}, "3163 x 3163"), ({"bins": 10**7, "input_bins": 2}, "2 x 10000000")]
)
def test_a_joint_table_of_too_many_cells_is_refused(arguments: dict[str, Any], size: str) -> None:
    with pytest.raises(ValueError, match="must be") as caught:
        joint_table(X, "tanh", 1.0, **arguments)
    assert [word for word in ("bins", size, "at most 10000000 cells") if word not in str(caught.value)] == []


def test_a_joint_table_of_as_many_cells_as_allowed_is_counted() -> None:
    result = joint_table(X, "tanh", 1.0, bins=2_000_000, input_bins=5)
    assert result.counts.shape == (5, 2_000_000)
    np.testing.assert_array_equal(result.counts.sum(axis=1), np.histogram(X, 5)[0])


WRONG: list[tuple[str, Any, list[str]]] = [
    ("x", [], ["one-dimensional and not empty"]),
    ("x", [0.0, np.nan], ["nan", "finite"]),
    ("activation", "swish", ["'swish'", *ACTIVATIONS]),
    ("bias", np.inf, ["inf", "a finite number"]),
    ("bins", 0, ["0", "a whole number from 1 to 10000000"]),
    ("bins", 2.5, ["2.5", "a whole number from 1 to 10000000"]),
    ("binning", "kernel", ["'kernel'", *BINNINGS]),
    ("width", -0.25, ["-0.25", "a finite number above zero"]),
    ("weights", [0.5, -3.0], ["[0.5, -3.0]", "above zero"]),
    ("weights", [1e200], ["1e+200", "stays below 1e+150"]),
    ("input_bins", 0, ["0", "a whole number from 1 to 10000000"]),
    ("input_bins", 2.0, ["2.0", "a whole number from 1 to 10000000"]),
    ("input_bins", True, ["True", "a whole number from 1 to 10000000"]),
]


@pytest.mark.parametrize(("argument", "value", "words"), [*WRONG, ("estimator", "exact", ["'exact'", *ESTIMATORS])])
def test_decompose_entropy_refuses(argument: str, value: Any, words: list[str]) -> None:
    arguments: dict[str, Any] = {"x": X, "activation": "tanh"} | {argument: value}
    with pytest.raises(ValueError, match=rf"^{argument} is .*must be") as caught:
        decompose_entropy(**arguments)
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("argument", "value", "words"),
    [*WRONG, ("weight", 0.0, ["0.0", "above zero"]), ("weight", "1", ["'1'", "a finite number"])],
)
def test_joint_table_refuses(argument: str, value: Any, words: list[str]) -> None:
    arguments: dict[str, Any] = {"x": X, "activation": "tanh", "weight": 1.0} | {argument: value}
    with pytest.raises(ValueError, match=rf"^{argument} is .*must be") as caught:
        joint_table(**arguments)
    assert [word for word in words if word not in str(caught.value)] == []
