"""What holds without any ruler: the sentence against the normal distribution and against many samples."""

import re

import numpy as np
import oracle
import pytest
from scipy import stats

from minimal_model import Parameters
from minimal_model.dashboard.pages.explorer.draw import draw
from minimal_model.dashboard.pages.explorer.holds import holds
from minimal_model.dashboard.results.view import compute_view


def said(falls: bool = True, **parameters: object) -> str:
    return holds(compute_view(Parameters(**parameters)), falls)  # type: ignore[arg-type]


@pytest.mark.parametrize("activation", oracle.NOTEBOOK)
def test_what_rises_everywhere_loses_nothing_and_what_is_flat_something(activation: str) -> None:
    text = draw({"parameters": {"activation": activation}}).answer["holds"]
    assert text.startswith("Without any ruler, ")
    assert text.count(".") - text.count("0.") == 1  # one sentence
    assert "infinite" in text
    assert ("nothing is lost" in text) == (activation in oracle.STRICT)
    assert ("are lost" in text) == (activation in oracle.RISES)


def test_what_falls_is_named_only_where_something_falls() -> None:
    falling, rising = (draw({"parameters": {"activation": name}}).answer["holds"] for name in ("tanh", "linear"))
    assert falling.endswith("what falls is only what a ruler sees.")
    assert rising.endswith("what changes is only what a ruler sees.")


def test_relu_without_a_bias_loses_half_at_every_weight() -> None:
    for weight in (0, 49, 198):
        text = said(activation="relu", weight=weight)
        assert "half of the inputs are lost at every weight, where relu is 0 whatever they are;" in text


@pytest.mark.parametrize(
    ("activation", "bias", "weight"),
    [("relu", 2.0, 49), ("relu6", 0.0, 49), ("hard_sigmoid", 0.0, 30), ("hard_sigmoid", -2.0, 80), ("relu6", 2.0, 19)],
)
def test_the_share_is_that_of_the_normal_distribution(activation: str, bias: float, weight: int) -> None:
    w = np.arange(0.1, 20, 0.1)[weight]
    low, high = oracle.RISES[activation]
    lost = stats.norm.cdf((low - bias) / w) + stats.norm.sf((high - bias) / w)
    text = said(activation=activation, bias=bias, weight=weight)
    values = " or ".join(f"{limit:.0f}" for limit in oracle.LIMITS[activation] if np.isfinite(limit))
    where = f"where {activation} is {values} whatever they are;"
    assert f"{100 * lost:.0f} % of the inputs are lost at w = {w:.3g}, {where}" in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"activation": "hard_sigmoid", "weight": 0}, "next to nothing is lost at w = 0.1"),
        ({"activation": "relu", "bias": -5.0, "weight": 0}, "practically all inputs are lost at w = 0.1"),
        ({"activation": "relu", "bias": -5.0, "weight": 17}, "more than 99 % of the inputs are lost at w = 1.8"),
        ({"activation": "relu", "bias": 5.0, "weight": 11}, "fewer than 0.01 % of the inputs are lost at w = 1.2"),
        ({"activation": "relu", "bias": 5.0, "weight": 19}, "0.62 % of the inputs are lost at w = 2"),
    ],
)
def test_shares_near_none_and_all_are_neither(state: dict[str, object], words: str) -> None:
    assert stats.norm.cdf(-5 / 1.2) < 1e-4 < stats.norm.cdf(-5 / 2) == pytest.approx(0.0062, abs=5e-5)
    assert words in said(**state)


@pytest.mark.parametrize("activation", oracle.RISES)
def test_no_percent_is_none_or_all(activation: str) -> None:
    for bias in (-5.0, 0.0, 5.0):
        for weight in range(0, 199, 9):
            for percent in re.findall(r"([\d.]+) % of", said(activation=activation, bias=bias, weight=weight)):
                assert 0 < float(percent) < 100
