"""The shape of a curve: sketches drawn by hand, its symmetries, and what the notebook's curves are."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import ACTIVATIONS, WEIGHTS, sample_input
from minimal_model.explain.shape import SHAPES, curve_shape

FEW = settings(max_examples=300, deadline=None, derandomize=True)
# Eighths have exact sums and differences.
EIGHTHS = st.lists(st.integers(0, 64).map(lambda k: k / 8), min_size=1, max_size=12)
THRESHOLDS = st.integers(0, 16).map(lambda k: k / 8)
TURNED = {"rises": "falls", "falls": "rises", "flat": "flat", "hump": "hump", "dip": "dip"}
UPSIDE_DOWN = {"rises": "falls", "falls": "rises", "flat": "flat", "hump": "dip", "dip": "hump"}


@pytest.mark.parametrize(
    ("curve", "shape"),
    [
        ([0.0, 1.0, 2.0], "rises"),
        ([0.0, 5.0, 5.0, 5.0], "rises"),
        ([1.0, 0.9, 3.0, 2.9], "rises"),  # small turns at both ends
        ([2.0, 1.0, 0.0], "falls"),
        ([5.0, 5.2, 3.0], "falls"),  # elu's way
        ([1.0, 1.0, 1.0], "flat"),
        ([2.5], "flat"),
        ([1.0, 1.05, 0.98, 1.0], "flat"),
        ([0.0, 5.0, 0.0], "hump"),
        ([0.0, 5.0, 3.0], "hump"),
        ([3.0, 5.0, 0.0], "hump"),
        ([5.0, 0.0, 5.0], "dip"),
        ([5.0, 0.0, 3.0], "dip"),
        ([3.0, 0.0, 5.0], "dip"),
        ([2.0, 8.0, 0.0, 2.0], "hump"),  # the ends lie low
        ([6.0, 8.0, 0.0, 6.0], "dip"),  # the ends lie high
        ([4.0, 8.0, 0.0, 4.0], "hump"),  # the ends lie in the middle
        ([-1.0, -3.0], "falls"),
    ],
)
def test_curves_drawn_by_hand(curve: list[float], shape: str) -> None:
    assert curve_shape(curve) == shape
    assert curve_shape(np.repeat(curve, 7)) == shape


@pytest.mark.parametrize(("threshold", "shape"), [(0.0, "rises"), (1.4999, "rises"), (1.5, "flat"), (9, "flat")])
def test_a_curve_is_flat_up_to_the_threshold(threshold: float, shape: str) -> None:
    assert curve_shape([1.0, 2.0, 2.5], threshold) == shape


def test_the_threshold_is_a_tenth_of_a_bit_if_not_given() -> None:
    assert [curve_shape([1.0, 1.0 + rise]) for rise in (0.09375, 0.125)] == ["flat", "rises"]
    assert [curve_shape([1.0, 1.0 - fall]) for fall in (0.09375, 0.125)] == ["flat", "falls"]


def test_without_a_threshold_the_smallest_change_counts() -> None:
    assert curve_shape([1.0, 1.0], 0) == "flat"
    assert curve_shape([1.0, np.nextafter(1.0, 2.0)], 0) == "rises"
    assert curve_shape([1.0, np.nextafter(1.0, 0.0)], 0) == "falls"


@pytest.mark.parametrize(("last", "shape"), [(4.125, "rises"), (4.0, "hump"), (1.0, "hump")])
def test_a_fall_counts_from_a_fifth_of_the_range_on(last: float, shape: str) -> None:
    """The curve climbs by 5; a fifth of that is 1."""
    assert curve_shape([0.0, 5.0, last]) == shape
    assert curve_shape([5.0, 0.0, 5.0 - last]) == UPSIDE_DOWN[shape]


def test_the_fifth_is_one_of_the_curves_own_range() -> None:
    """A small change is a hump or none, however small it is beside the height."""
    assert curve_shape(np.array([0.0, 5.0, 3.0]) / 16 + 100) == "hump"
    assert curve_shape(np.array([0.0, 5.0, 4.5]) * 1000) == "rises"


@FEW
@given(curve=EIGHTHS, threshold=THRESHOLDS, constant=st.integers(-800, 800).map(lambda k: k / 8))
def test_a_constant_changes_nothing(curve: list[float], threshold: float, constant: float) -> None:
    assert curve_shape([value + constant for value in curve], threshold) == curve_shape(curve, threshold)


@FEW
@given(curve=EIGHTHS, threshold=THRESHOLDS)
def test_read_from_the_right_a_rise_is_a_fall(curve: list[float], threshold: float) -> None:
    assert curve_shape(curve[::-1], threshold) == TURNED[curve_shape(curve, threshold)]


@FEW
@given(curve=EIGHTHS, threshold=THRESHOLDS)
def test_upside_down_a_hump_is_a_dip(curve: list[float], threshold: float) -> None:
    shapes = curve_shape(curve, threshold), curve_shape([-value for value in curve], threshold)
    # Both ways round, with ends in the middle, it is called a hump.
    middle = curve[0] + curve[-1] == min(curve) + max(curve) and shapes[0] == "hump"
    assert shapes == ("hump", "hump") if middle and shapes[1] == "hump" else shapes[1] == UPSIDE_DOWN[shapes[0]]


@FEW
@given(curve=EIGHTHS, threshold=THRESHOLDS, factor=st.sampled_from([0.25, 2.0, 16.0]))
def test_scaled_with_its_threshold_it_is_the_same(curve: list[float], threshold: float, factor: float) -> None:
    assert curve_shape([value * factor for value in curve], threshold * factor) == curve_shape(curve, threshold)


@FEW
@given(curve=EIGHTHS, threshold=THRESHOLDS)
def test_each_word_keeps_what_it_promises(curve: list[float], threshold: float) -> None:
    shape, spread = curve_shape(curve, threshold), max(curve) - min(curve)
    assert shape in SHAPES
    assert (shape == "flat") == (spread <= threshold)
    if shape == "rises":
        assert curve[-1] - curve[0] > 0.6 * spread
    if shape == "falls":
        assert curve[0] - curve[-1] > 0.6 * spread
    if shape == "hump":
        assert max(curve) > max(curve[0], curve[-1])
    if shape == "dip":
        assert min(curve) < min(curve[0], curve[-1])


def test_only_the_order_and_the_heights_count() -> None:
    """More weights between two weights of the same height change nothing; no curve is changed."""
    curve = np.array([0.0, 5.0, 3.0])
    assert curve_shape(np.insert(curve, 1, np.zeros(500))) == "hump"
    np.testing.assert_array_equal(curve, [0.0, 5.0, 3.0])
    curve.setflags(write=False)
    assert curve_shape(curve) == curve_shape(curve.tolist()) == curve_shape(tuple(curve)) == "hump"
    assert curve_shape([0, 5, 3], 1) == "hump"


@pytest.mark.parametrize("curve", [[], [[1.0, 2.0]], [1.0, np.nan], [np.inf, 1.0], "rises", None, 3.0, [1j, 2]])
def test_what_is_no_curve_is_refused_by_name(curve: Any) -> None:
    with pytest.raises(ValueError, match=r"^curve is "):
        curve_shape(curve)


@pytest.mark.parametrize("threshold", [-0.1, np.nan, np.inf, "0.1", None, [0.1]])
def test_a_threshold_below_zero_or_not_finite_is_refused_by_name(threshold: Any) -> None:
    with pytest.raises(ValueError, match=r"^threshold is "):
        curve_shape([1.0, 2.0], threshold)


def entropies(name: str, binning: str) -> list[float]:
    """The notebook's loop: 49 bins between the extremes of all weights, or 50 between those of each."""
    y = ACTIVATIONS[name](np.outer(WEIGHTS, sample_input(1000)))
    bins: Any = np.linspace(y.min(), y.max(), 50) if binning == "global" else 50
    masses = [np.histogram(row, bins=bins)[0] / 1000 for row in y]
    return [float(-(p[p > 0] * np.log2(p[p > 0])).sum()) for p in masses]


@pytest.mark.parametrize(
    ("name", "binning", "shape"),
    [
        ("linear", "per-weight", "flat"), ("relu", "per-weight", "flat"), ("leaky_relu", "per-weight", "flat"),
        ("tanh", "per-weight", "falls"), ("sigmoid", "per-weight", "falls"), ("elu", "per-weight", "falls"),
        ("linear", "global", "rises"), ("relu", "global", "rises"), ("elu", "global", "rises"),
        ("tanh", "global", "hump"), ("softsign", "global", "hump"),
    ],
)  # fmt: skip
def test_the_notebooks_curves(name: str, binning: str, shape: str) -> None:
    assert curve_shape(entropies(name, binning)) == shape
