"""The rule of the verdict, on curves drawn by hand and on the notebook's."""

from typing import Any

import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import ACTIVATIONS, VERDICTS, WEIGHTS, Verdict, sample_input, verdict

FEW = settings(max_examples=100, deadline=None, derandomize=True)
# Eighths have exact differences.
EIGHTHS = st.lists(st.integers(0, 64).map(lambda k: k / 8), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("curve", "name", "fall", "rise"),
    [
        ([3.0, 2.0, 1.0], "compresses", 2.0, 0.0),
        ([1.0, 2.0, 3.0], "grows", 0.0, 2.0),
        ([2.0, 2.0, 2.0], "constant", 0.0, 0.0),
        ([2.5], "constant", 0.0, 0.0),
        ([1.0, 4.0, 2.0], "compresses", 2.0, 1.0),  # it also ends above its start
        ([4.0, 1.0, 4.0], "grows", 0.0, 3.0),  # it fell on the way, and came back
        ([4.0, 1.0, 3.0], "compresses", 1.0, 2.0),
        ([0.0, 5.0, 5.0], "grows", 0.0, 5.0),
        ([0.0, -3.0], "compresses", 3.0, 0.0),
    ],
)
def test_curves_drawn_by_hand(curve: list[float], name: Any, fall: float, rise: float) -> None:
    assert verdict(curve) == Verdict(name, fall, rise)


@pytest.mark.parametrize(
    ("threshold", "name"),
    [(0.0, "compresses"), (0.4999, "compresses"), (0.5, "grows"), (1.4999, "grows"), (1.5, "constant")],
)
def test_a_change_counts_above_the_threshold_and_not_at_it(threshold: float, name: Any) -> None:
    """The curve ends 0.5 below its highest value and 1.5 above its lowest."""
    assert verdict([0.0, 2.0, 1.5], threshold) == Verdict(name, 0.5, 1.5)


def test_the_threshold_is_a_tenth_of_a_bit_if_not_given() -> None:
    assert [verdict([1.0, 1.0 - fall]).name for fall in (0.09375, 0.125)] == ["constant", "compresses"]
    assert [verdict([1.0, 1.0 + rise]).name for rise in (0.09375, 0.125)] == ["constant", "grows"]


def test_a_threshold_of_zero_leaves_only_flat_curves_constant() -> None:
    assert verdict([1.0, 1.0, 1.0], 0).name == "constant"
    assert verdict([1.0, 1.0, np.nextafter(1.0, 0.0)], 0).name == "compresses"
    assert verdict([1.0, 1.0, np.nextafter(1.0, 2.0)], 0).name == "grows"


@FEW
@given(curve=EIGHTHS, threshold=st.integers(0, 16).map(lambda k: k / 8))
def test_the_rule_by_comparing_the_end_with_every_value(curve: list[float], threshold: float) -> None:
    falls = any(value - curve[-1] > threshold for value in curve)
    rises = any(curve[-1] - value > threshold for value in curve)
    result = verdict(curve, threshold)
    assert result.name == ("compresses" if falls else "grows" if rises else "constant")
    assert result.fall == sorted(curve)[-1] - curve[-1]
    assert result.rise == curve[-1] - sorted(curve)[0]


@FEW
@given(EIGHTHS)
def test_only_the_changes_of_a_curve_matter(curve: list[float]) -> None:
    assert verdict([value + 3.0 for value in curve]) == verdict(curve)


@FEW
@given(EIGHTHS)
def test_a_curve_upside_down_swaps_fall_and_rise(curve: list[float]) -> None:
    upright, turned = verdict(curve), verdict([-value for value in curve])
    assert (turned.fall, turned.rise) == (upright.rise, upright.fall)


@pytest.mark.parametrize(
    "curve", [(3, 1), [3, 1], np.array([3, 1], dtype=np.uint8), np.array([3, 1], dtype=np.float32)]
)
def test_whole_numbers_and_other_types_are_curves_too(curve: Any) -> None:
    result = verdict(curve)
    assert result == Verdict("compresses", 2.0, 0.0)
    assert (type(result.fall), type(result.rise)) == (float, float)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("tanh", "compresses"), ("sigmoid", "compresses"), ("relu", "constant"), ("linear", "constant")],
)
def test_of_the_notebooks_curves_with_bins_for_each_weight_the_saturating_ones_compress(
    name: str, expected: str
) -> None:
    curve = oracle.notebook_curve(sample_input(1000), ACTIVATIONS[name], WEIGHTS, 0.0, 50)
    assert verdict(curve).name == expected


def test_under_bins_over_all_weights_the_notebooks_linear_neuron_grows() -> None:
    curve = oracle.notebook_global_curve(sample_input(1000), ACTIVATIONS["linear"], WEIGHTS, 50)
    assert verdict(curve).name == "grows"


def test_the_names_are_listed() -> None:
    assert VERDICTS == ("compresses", "constant", "grows")
    assert {verdict(curve).name for curve in ([1, 0], [1, 1], [0, 1])} == set(VERDICTS)


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        ([], ["[]", "one-dimensional and not empty"]),
        ([[1.0, 2.0]], ["[[1.0, 2.0]]", "one-dimensional and not empty"]),
        (3.0, ["3.0", "one-dimensional and not empty"]),
        ([1.0, np.nan], ["nan", "finite"]),
        ([np.inf, 1.0], ["inf", "finite"]),
        (["high", "low"], ["'high'", "a one-dimensional array of real numbers"]),
        ([True, False], ["True", "a one-dimensional array of real numbers"]),
        (None, ["None", "a one-dimensional array of real numbers"]),
    ],
)
def test_what_is_no_curve_is_refused(curve: Any, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^curve is .*must be") as caught:
        verdict(curve)
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (-0.5, ["-0.5", "zero or above"]),
        (np.nan, ["nan", "a finite number"]),
        (np.inf, ["inf", "a finite number"]),
        ("0.1", ["'0.1'", "a finite number"]),
        (None, ["None", "a finite number"]),
        (True, ["True", "a finite number"]),
    ],
)
def test_what_is_no_threshold_is_refused(threshold: Any, words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"^threshold is .*must be") as caught:
        verdict([1.0, 2.0], threshold)
    assert [word for word in words if word not in str(caught.value)] == []
