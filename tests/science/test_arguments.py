"""Wrong input raises a ValueError that names the argument, the value and what is allowed."""

from typing import Any

import numpy as np
import pytest

import minimal_model as mm

X = mm.sample_input(20)


@pytest.mark.parametrize("x", [[], [1.0, np.nan], [1.0, np.inf], [[1.0, 2.0]], 3.0, ["a"], None, [1j], [True, False]])
@pytest.mark.parametrize("function", [mm.mi_curve, mm.population_curve])
def test_x(function: Any, x: Any) -> None:
    with pytest.raises(ValueError, match=r"^x is .*must be"):
        function(x, "tanh")


@pytest.mark.parametrize("values", [[], [np.nan], [[1.0]]])
def test_values(values: Any) -> None:
    with pytest.raises(ValueError, match=r"^values is .*must be"):
        mm.binned_entropy(values)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("weights", [0.0]), ("weights", [-1.0]), ("weights", []), ("weights", [np.nan]), ("weights", [1e200]),
        ("bins", 0), ("bins", -1), ("bins", 2.0), ("bins", True), ("bins", "5"), ("bins", 10**9), ("bins", None),
        ("bias", np.nan), ("bias", np.inf), ("bias", "0"), ("bias", None), ("bias", True), ("bias", 10**400),
        ("width", 0), ("width", -0.1), ("width", np.nan), ("width", "x"),
        ("binning", "Global"), ("binning", None), ("binning", 3),
        ("estimator", "mm"), ("estimator", []),
        ("activation", "Tanh"), ("activation", None), ("activation", ["tanh"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("function", [mm.mi_curve, mm.population_curve])
def test_shared_arguments(function: Any, argument: str, value: Any) -> None:
    arguments: dict[str, Any] = {"activation": "tanh"} | {argument: value}
    with pytest.raises(ValueError, match=rf"^{argument} is .*must be"):
        function(X, **arguments)


@pytest.mark.parametrize("weight", [0, -1.0, np.nan, np.inf, "1", None])
def test_weight(weight: Any) -> None:
    with pytest.raises(ValueError, match=r"^weight is .*must be"):
        mm.bin_activations(X, "tanh", weight)


@pytest.mark.parametrize(
    ("argument", "value"),
    [("size", 0), ("size", 1.5), ("size", 10**12), ("seed", -1), ("seed", 2**32), ("draw", -1), ("draw", None)],
)
def test_sample(argument: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"^{argument} is .*must be a whole number"):
        mm.sample_input(**{argument: value})


def test_a_width_that_needs_too_many_edges() -> None:
    with pytest.raises(ValueError, match=r"^width is 1e-12"):
        mm.bin_activations(X, "linear", 1.0, binning="fixed-width", width=1e-12)


def test_long_values_are_cut_in_the_message() -> None:
    with pytest.raises(ValueError, match="activation") as caught:
        mm.mi_curve(X, "x" * 10_000)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("bins", 0), ("bins", 2.5), ("bins", True), ("bias", np.inf), ("bias", "0"), ("width", -1.0),
        ("binning", "kernel"), ("estimator", "exact"), ("activation", "swish"), ("weight", -2.0), ("weight", True),
        ("weights", [1.0, -1.0]), ("x", [0.0, np.nan]), ("x", [[0.0]]),
    ],
)  # fmt: skip
def test_a_single_weight_is_checked_like_a_curve(argument: str, value: Any) -> None:
    arguments: dict[str, Any] = {"x": X, "activation": "tanh", "weight": 1.0} | {argument: value}
    with pytest.raises(ValueError, match=rf"^{argument} is .*must be"):
        mm.bin_activations(**arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"bins": 0}, ["bins is 0", "whole number from 1 to"]),
        ({"bins": 2.5}, ["bins", "2.5", "whole number"]),
        ({"bias": np.inf}, ["bias", "inf", "finite"]),
        ({"binning": "kernel"}, ["binning", "'kernel'", *mm.BINNINGS]),
        ({"estimator": "exact"}, ["estimator", "'exact'", *mm.ESTIMATORS]),
        ({"activation": "swish"}, ["activation", "'swish'", *mm.ACTIVATIONS]),
        ({"weights": [0.5, -3.0]}, ["weights", "[0.5, -3.0]", "above zero"]),
        ({"width": -0.25}, ["width", "-0.25", "above zero"]),
    ],
)  # fmt: skip
def test_the_message_tells_argument_value_and_what_is_allowed(arguments: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(ValueError, match="must be") as caught:
        mm.mi_curve(**({"x": X, "activation": "tanh"} | arguments))
    assert [word for word in words if word not in str(caught.value)] == []
