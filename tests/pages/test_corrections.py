"""Every page says what it changed of what was asked, however small the change."""

import pytest

from minimal_model.dashboard.address.pins import corrected_pins
from minimal_model.dashboard.address.presentation import opened
from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.pages.figures import state as figures
from minimal_model.dashboard.pages.questions import state as questions


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seed:4294967296", "seed “4294967296” became 4294967295"),
        ("bins:49.9999999999", "bins “49.9999999999” became 50"),
        ("samples:1000.4", "samples “1000.4” became 1000"),
        ("bias:0.1000001", "bias “0.1000001” became 0.1"),
        ("weight_max:20.0000001", "weight_max “20.0000001” became 20"),
        ("width:10.0000000001,binning:fixed-width", "width “10.0000000001” became 10.0"),
    ],
)
def test_pins(text: str, said: str) -> None:
    assert corrected_pins(f"activation:relu,{text}")[1] == [f"in a pin, {said}"]


@pytest.mark.parametrize(
    "text", ["seed:4294967295", "bins:0049", "bias:0.30000000000000004", "seed: 7 ", "samples:1e3"]
)
def test_pins_that_are_what_was_asked(text: str) -> None:
    assert corrected_pins(f"activation:relu,{text}")[1] == []


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        ("0.1000001", 0.1, True), ("0.100000000001", 0.1, True), ("1.0000000001", 1.0, True),
        ("0.00999999", 0.01, True),
        (0.29000000000000004, 0.29, False), ("0.29", 0.29, False), ("1", 1.0, False), (0.1 + 0.2, 0.3, False),
    ],
)  # fmt: skip
def test_the_threshold_of_the_questions(raw: str | float, value: float, said: bool) -> None:
    state, remarks = questions.corrected({"threshold": raw})
    assert state.threshold == value
    assert remarks == ([f"threshold “{raw}” became {value}"] if said else [])


def test_the_tighter_bounds_of_the_questions() -> None:
    raw = {"samples": "100000.00001", "width": "0.00999999999", "seed": "4294967296"}
    assert questions.corrected(raw)[1] == [
        "samples “100000.00001” became 100000",
        "width “0.00999999999” became 0.01",
        "seed “4294967296” became 4294967295",
    ]


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("seed", "4294967296", 4294967295), ("samples", 1000.4, 1000), ("bins", "50.0000001", 50),
        ("bias", "0.1000001", 0.1),
    ],
)  # fmt: skip
def test_the_changes_of_the_figures(key: str, raw: str | float, value: float) -> None:
    changes, remarks = figures.corrected({key: raw})
    assert changes[key] == value
    assert remarks == [f"{key} “{raw}” became {value}"]


@pytest.mark.parametrize(("raw", "number"), [("2.0000000001", 2), ("0.9999999999", 1), ("1.5", 2), ("99", 5)])
def test_the_step_of_a_lesson(raw: str, number: int) -> None:
    _, presentation, remarks = opened({"lesson": "saturation", "step": raw}, lessons())
    assert presentation.step == number
    assert remarks == [f"step “{raw}” became {number}"]
    assert opened({"lesson": "saturation", "step": f"00{number}.0"}, lessons())[2] == []
