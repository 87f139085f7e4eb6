"""Formulas are counted as np.histogram counts, and as the named activations that they equal."""

from typing import Any

import numpy as np
import numpy.typing as npt
import oracle
import pytest

import minimal_model as mm
from minimal_model.binnings.edges import equal_width, equal_width_numbers

X = mm.sample_input(400, seed=2)
WEIGHTS = np.array([0.1, 0.9, 3.3, 7.0, 19.9])
BIAS = -0.4
# What it may be: folding, folding often, with jumps, flat, falling, constant, steep, with a pole.
TEXTS = ["z * sigmoid(1.702 * z)", "sin(3 * z)", "z - floor(z)", "sign(z)", "min(max(z, 0), 6)", "-tanh(z)", "3",
"exp(z)",
         "1/z", "abs(z)**0.3", "1e-300*z", "1e290*z"]  # fmt: skip


def values(text: str) -> npt.NDArray[np.float64]:
    return mm.formula(text)(WEIGHTS[:, None] * X + BIAS)


def edges_of(text: str, binning: str, bins: int) -> list[npt.NDArray[np.float64]]:
    y = values(text)
    rows = y if binning == "per-weight" else [y.ravel()] * WEIGHTS.size
    return [np.linspace(*oracle.widened(row.min(), row.max()), bins + 1) for row in rows]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("binning", ["global", "per-weight"])
@pytest.mark.parametrize("bins", [1, 7, 50, 3000])
def test_counts_are_those_of_np_histogram(text: str, binning: str, bins: int) -> None:
    f, arguments = mm.formula(text), {"bias": BIAS, "bins": bins, "binning": binning, "weights": WEIGHTS}
    curve = mm.mi_curve(X, f, **arguments)
    for y, edges, w, bits in zip(values(text), edges_of(text, binning, bins), WEIGHTS, curve, strict=True):
        expected = np.histogram(y, edges)[0]
        found = mm.bin_activations(X, f, w, **arguments)
        np.testing.assert_array_equal(found.edges, edges)
        np.testing.assert_array_equal(found.counts, expected)
        np.testing.assert_array_equal(found.activations, y)
        assert bits == pytest.approx(oracle.entropy(expected), abs=1e-12)
        assert found.entropy == pytest.approx(bits, abs=1e-12)


@pytest.mark.parametrize("text", [text for text in TEXTS if text not in ("exp(z)", "1/z", "1e290*z")])
@pytest.mark.parametrize("width", [0.3, 1e-4])
def test_fixed_width_counts_are_those_of_floor(text: str, width: float) -> None:
    f, arguments = mm.formula(text), {"bias": BIAS, "binning": "fixed-width", "width": width, "weights": WEIGHTS}
    curve = mm.mi_curve(X, f, estimator="miller-madow", **arguments)
    for y, w, bits in zip(values(text), WEIGHTS, curve, strict=True):
        expected = np.unique(np.floor(y / width), return_counts=True)[1]
        found = mm.bin_activations(X, f, w, **arguments)
        np.testing.assert_array_equal(found.counts[found.counts > 0], expected)
        correction = (expected.size - 1) / (2 * X.size * np.log(2))
        assert bits == pytest.approx(oracle.entropy(expected) + correction, abs=1e-12)


@pytest.mark.parametrize("text", ["exp(z)", "1/z"])
def test_bins_without_number_are_counted_though_no_table_holds_them(text: str) -> None:
    f, arguments = mm.formula(text), {"bias": BIAS, "binning": "fixed-width", "width": 1e-6, "weights": WEIGHTS}
    for y, bits in zip(values(text), mm.mi_curve(X, f, **arguments), strict=True):
        expected = np.unique(np.floor(y / 1e-6), return_counts=True)[1]
        assert bits == pytest.approx(oracle.entropy(expected), abs=1e-12)
    with pytest.raises(ValueError, match=r"^width is 1e-06; it must be wide enough"):
        mm.bin_activations(X, f, 19.9, **arguments)
    with pytest.raises(ValueError, match=r"^width is 1e-100; it must be wide enough"):
        mm.mi_curve(X, mm.formula("1e290*z"), **arguments | {"width": 1e-100})


@pytest.mark.parametrize("text", ["tanh(z)", "max(z, 0)", "z", "sigmoid(z)", "max(0, min(6, z))"])
@pytest.mark.parametrize("binning", ["global", "per-weight"])
def test_a_named_activation_typed_as_a_formula_has_the_same_curve(text: str, binning: str) -> None:
    name = {"tanh(z)": "tanh", "max(z, 0)": "relu", "z": "linear", "sigmoid(z)": "sigmoid"}.get(text, "relu6")
    found = mm.mi_curve(X, mm.formula(text), binning=binning, bias=0.3)
    np.testing.assert_allclose(found, mm.mi_curve(X, name, binning=binning, bias=0.3), rtol=0, atol=1e-12)


@pytest.mark.parametrize("text", TEXTS)
def test_the_pieces_hold_the_samples_of_their_bins(text: str) -> None:
    x = np.sort(X)
    found = mm.bin_activations(X, mm.formula(text), 3.3, bias=BIAS)
    assert found.input_edges.size == found.input_bins.size + 1
    assert (np.diff(found.input_edges) > 0).all()
    inside = np.diff(np.concatenate(([0], np.searchsorted(x, found.input_edges[1:-1]), [x.size])))
    assert (inside > 0).all()
    held = np.bincount(found.input_bins, inside, minlength=found.counts.size)
    np.testing.assert_array_equal(held, found.counts)
    assert (np.diff(found.input_bins) != 0).all()


def test_cuts_lie_halfway_between_neighbouring_samples() -> None:
    neighbours = [0.5, float(np.nextafter(0.5, 1.0))]
    found = mm.bin_activations([-1.0, 0.0, 3.0, 4.0], mm.formula("abs(z)"), 1.0, bins=2)
    assert found.input_edges.tolist() == [-1.0, 1.5, 4.0]
    assert found.input_bins.tolist() == [0, 1]
    found = mm.bin_activations([*neighbours, 1.0], mm.formula("sign(z - 0.5)"), 1.0, bins=2)
    assert found.input_edges.tolist() == [0.5, neighbours[1], 1.0]  # no double lies between them


def test_monotone_activations_have_a_piece_for_each_bin() -> None:
    found = mm.bin_activations(X, "relu", 3.3, bins=20)
    assert found.input_bins.tolist() == list(range(20))


def label(y: npt.NDArray[np.float64], bins: int) -> npt.NDArray[np.int64]:
    return np.searchsorted(np.linspace(y.min(), y.max(), bins + 1)[1:-1], y, side="right")


@pytest.mark.parametrize("text", ["sin(3 * z)", "z - floor(z)", "z * sigmoid(z)"])
def test_decomposition_and_joint_table_count_pairs(text: str) -> None:
    f = mm.formula(text)
    split = mm.decompose_entropy(X, f, bias=BIAS, bins=20, weights=WEIGHTS, input_bins=9)
    of_input = label(X, 9)
    for y, w, entropy, conditional in zip(values(text), WEIGHTS, split.entropy, split.conditional, strict=True):
        pairs = np.zeros((9, 20), dtype=int)
        np.add.at(pairs, (of_input, label(y, 20)), 1)
        table = mm.joint_table(X, f, w, bias=BIAS, bins=20, weights=WEIGHTS, input_bins=9)
        np.testing.assert_array_equal(table.counts, pairs)
        assert entropy == pytest.approx(oracle.entropy(pairs.sum(axis=0)), abs=1e-12)
        joint = oracle.entropy(pairs.ravel())
        assert conditional == pytest.approx(joint - oracle.entropy(pairs.sum(axis=1)), abs=1e-12)
    assert split.input_entropy == pytest.approx(oracle.entropy(np.histogram(X, 9)[0]), abs=1e-12)


def test_a_table_that_is_too_large_names_its_longer_side() -> None:
    with pytest.raises(ValueError, match=r"^bins is 4000; .* [(]it would have 3000 x 4000"):
        mm.joint_table(X, mm.formula("sin(z)"), 1.0, bins=4000, input_bins=3000)


def test_a_band_over_seeds() -> None:
    f = mm.formula("sin(z)")
    band = mm.seed_band(f, size=50, seeds=2, weights=[2.0])
    expected = [mm.mi_curve(mm.sample_input(50, seed), f, weights=[2.0]) for seed in (1, 2)]
    np.testing.assert_array_equal(band.curves, expected)


@pytest.mark.parametrize("binning", ["function-limits", "net-input", "equal-frequency"])
@pytest.mark.parametrize("call", [mm.mi_curve, mm.population_curve, mm.decompose_entropy])
def test_other_binnings_are_refused(call: Any, binning: str) -> None:
    with pytest.raises(
        ValueError, match=rf"^binning is '{binning}'; it must be one of global, per-weight, fixed-width"
    ):
        call(X, mm.formula("z"), binning=binning)


@pytest.mark.parametrize(
    "call",
    [
        lambda f: mm.population_curve(X, f),
        lambda f: mm.fixed_width_approximation(X, f),
        lambda f: mm.entropy_gain(X, f, 1.0),
        lambda f: f.inverse([0.0]),
    ],
)
def test_what_needs_more_than_values_refuses_a_formula(call: Any) -> None:
    with pytest.raises(
        ValueError, match=r"^(activation|y) is .*; it must be .* (formula can only be counted|no known inv)"
    ):
        call(mm.formula("z"))


@pytest.mark.parametrize(
    ("text", "z", "found"),
    [
        ("log(z)", -4, "not a number"), ("sqrt(z - 1)", -4, "not a number"), ("log(z + 4)", -4,
        "more than a double can be"),
        ("exp(z**4 * 4)", -4, "more than a double can be"), ("1/(z - 6)", 6, "more than a double can be"),
    ],
)  # fmt: skip
def test_a_sample_without_a_number_is_named(text: str, z: float, found: str) -> None:
    for call in (mm.mi_curve, mm.decompose_entropy):
        with pytest.raises(ValueError, match=rf"^activation is .*; it must be a number .* at z = {z} it is {found}"):
            call([-2.0, 0.5, 3.0], mm.formula(text), weights=[2.0], binning="global")


def test_narrow_and_wide_ranges_hold_their_bins_against_the_edges() -> None:
    """Ranges of a few doubles, where edges coincide, and of nearly all of them."""
    generator = np.random.default_rng(8)
    for low in (0.0, 1.0, -1e-310, 1e200, -3.7):
        spread = np.spacing(low) * generator.choice([1, 3, 40, 2.0**45], size=(30, 1))
        y = low + spread * generator.random((30, 60))
        for bins in (2, 9, 257):
            ends = y.min(axis=1, keepdims=True), y.max(axis=1, keepdims=True)
            numbers = equal_width_numbers(y, *ends, bins)
            for row, edges, found in zip(y, equal_width(*ends, bins), numbers, strict=True):
                expected = np.searchsorted(edges[1:-1], row, side="right")
                np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(("text", "width"), [("1e160*z", 1e-150), ("1e300*z", 1e-10), ("exp(150*z)", 1e-150)])
def test_quotients_beyond_doubles_are_too_many_bins(text: str, width: float) -> None:
    for call in (mm.mi_curve, mm.bin_activations):
        further = (1.0,) if call is mm.bin_activations else ()
        with pytest.raises(ValueError, match=r"^width is .*wide enough"):
            call(X, mm.formula(text), *further, weights=[1.0], binning="fixed-width", width=width)
