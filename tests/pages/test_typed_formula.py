"""A formula that is typed: what the server says of it, and what stays where it cannot be drawn."""

from typing import Any

import numpy as np
import pytest
from scipy import special

from minimal_model import ACTIVATIONS, BINNINGS, INPUTS, Parameters, mi_curve, sample_input
from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.pages.explorer.draw import Drawn, draw
from minimal_model.dashboard.pages.explorer.formula_box import EXAMPLES
from minimal_model.dashboard.pages.explorer.menus import (
    GROUPS,
    HEADINGS,
    OWN_FORMULA,
    activation_options,
    density_picture,
    input_options,
)

# The names of the notebook's functions, in its order.
OF_THE_NOTEBOOK = (
    "sigmoid", "tanh", "relu", "softsign", "softplus", "hard_sigmoid", "selu", "relu6", "elu", "leaky_relu", "linear",
)  # fmt: skip
# At w = 19.9 the smallest net input of the 1,000 samples of seed 0 is below -60.
SMALLEST = 19.9 * float(sample_input(1000).min())


def typed(text: object, kept: object = "", **others: Any) -> Drawn:
    return draw({"parameters": Parameters(**others).to_dict() | {"formula": text}, "kept": kept, "sequence": 1})


def test_a_formula_that_cannot_be_read_leaves_the_one_before_it() -> None:
    drawn = typed("2z", "abs(z)")
    assert drawn.answer["parameters"]["formula"] == "abs(z)"
    assert drawn.answer["refused"] == {
        "text": "2z",
        "flaw": "Column 2: a sign is missing before z, such as *. Still drawn: abs(z).",
        "always": True,
    }
    assert drawn.notice == ""
    assert drawn.readout.startswith("By per-weight bins abs(z) ")


def test_a_formula_without_a_number_at_a_sample_leaves_the_one_before_it_in_this_state() -> None:
    text = f"log(z + {-SMALLEST - 0.1:.3f})"
    drawn = typed(text, "z*z")
    assert drawn.answer["parameters"]["formula"] == "z*z"
    refused = drawn.answer["refused"]
    assert not refused["always"]
    assert f"at z = −{-SMALLEST:.4f} it is not a number. Still drawn: z*z." in refused["flaw"]
    assert typed(text, "z*z", weight_max=10).answer["refused"] is None


def test_without_a_formula_before_it_the_named_activation_stays() -> None:
    drawn = typed("sigm(z)", activation="relu")
    assert drawn.answer["parameters"] == Parameters(activation="relu").to_dict()
    assert drawn.answer["refused"]["flaw"].endswith("Still drawn: relu.")


def test_a_formula_that_another_control_makes_impossible_is_left_out_and_told() -> None:
    text = f"log(z + {-SMALLEST + 1:.3f})"
    assert typed(text, text).answer["refused"] is None
    drawn = typed(text, text, bias=-5.0)
    assert drawn.answer["parameters"]["formula"] == ""
    assert drawn.answer["refused"]["text"] == text
    assert "was left out: it must be a number" in drawn.notice


@pytest.mark.parametrize("kept", [None, 7, [], {}, "2z", "z" * 10_000, "log(z)"])
def test_whatever_is_said_to_be_kept_a_flaw_is_told(kept: object) -> None:
    drawn = typed("1 +", kept)
    assert drawn.answer["parameters"]["formula"] == ""
    assert drawn.answer["refused"]["flaw"].startswith("Column ")


@pytest.mark.parametrize("text", [None, 7, [], {}, "", "z"])
def test_no_flaw_no_refusal(text: object) -> None:
    assert typed(text).answer["refused"] is None


def test_the_sketch_is_the_function() -> None:
    told = typed("z * sigmoid(1.702 * z)").answer["formula"]
    z = np.linspace(-4, 4, len(told["heights"]))
    heights = told["low"] + np.array(told["heights"]) * (told["high"] - told["low"])
    assert heights == pytest.approx(z * special.expit(1.702 * z), abs=0.01)
    assert told["said"] == "Folds once, at z = −0.751."


def test_the_sketch_of_a_pole_shows_the_rest_and_has_a_gap_where_there_is_no_value() -> None:
    told = typed("1/z").answer["formula"]
    assert -10 < told["low"] < -0.5
    assert 0.5 < told["high"] < 10
    heights = typed("sin(z)/z").answer["formula"]["heights"]
    assert [height is None for height in heights] == [k == 80 for k in range(161)]


def test_a_named_activation_has_no_sketch() -> None:
    assert typed("").answer["formula"] is None


def test_a_single_place_without_a_value_is_no_stretch() -> None:
    assert typed("sin(z)/z", weight=9).answer["formula"]["said"].endswith("not a number at z = 0.")


@pytest.mark.parametrize("text", EXAMPLES)
def test_each_example_is_drawn(text: str) -> None:
    drawn = typed(text)
    assert drawn.answer["refused"] is None
    assert drawn.notice == ""
    assert drawn.answer["parameters"]["formula"] == text


def test_the_lead_names_the_input() -> None:
    assert typed("").answer["input"] == "N(0, 1)"
    assert typed("", input="uniform").answer["input"] == "uniform on −√3 … √3"


def test_the_menu_of_activations_has_the_notebooks_and_the_others_and_an_own_one() -> None:
    options = activation_options()
    headings = [option["value"] for option in options if option.get("disabled")]
    assert headings == list(HEADINGS)
    start = [option["value"] for option in options].index(headings[1])
    assert tuple(option["value"] for option in options[1:start]) == OF_THE_NOTEBOOK == GROUPS["The notebook’s"]
    assert {option["value"] for option in options[start + 1 : -1]} == set(ACTIVATIONS) - set(OF_THE_NOTEBOOK)
    assert options[-1]["value"] == OWN_FORMULA
    assert list(HEADINGS.values()) == [OF_THE_NOTEBOOK[0], "gelu"]


def test_each_input_is_drawn_and_described_in_its_menu() -> None:
    options = input_options()
    assert [option["value"] for option in options] == list(INPUTS)
    assert all(option["title"] for option in options)
    assert len({density_picture(given) for given in INPUTS.values()}) == len(INPUTS)


FOLDING = [name for name, function in ACTIVATIONS.items() if function.folds]
BY_INPUT = ("net-input", "equal-frequency")


@pytest.mark.parametrize("binning", BY_INPUT)
@pytest.mark.parametrize("name", FOLDING)
def test_what_folds_leaves_a_ruler_that_is_spaced_by_the_input(name: str, binning: str) -> None:
    """In the address, from the controls, and in a pin alike."""
    said = f"{binning} became per-weight, since {name} folds: several inputs become one activation"
    values = Parameters(binning=binning).to_dict() | {"activation": name}
    for drawn in (draw({"search": f"?activation={name}&binning={binning}"}), draw({"parameters": values})):
        assert drawn.answer["parameters"] == Parameters(activation=name).to_dict()
        assert said in drawn.notice
    pinned = draw({"search": f"?pins=activation:{name},binning:{binning}"})
    assert [pin["text"] for pin in pinned.answer["pins"]] == [f"activation:{name}"]
    assert f"in a pin, {said}" in pinned.notice


STEPS = [
    (lesson, number)
    for lesson in lessons().values()
    for number, step in enumerate(lesson.steps, 1)
    if step.parameters.binning in BY_INPUT
]


@pytest.mark.parametrize(("lesson", "number"), STEPS, ids=lambda value: getattr(value, "name", value))
def test_what_folds_leaves_the_ruler_of_a_lesson(lesson: Any, number: int) -> None:
    binning = lesson.steps[number - 1].parameters.binning
    drawn = draw({"search": f"?lesson={lesson.name}&step={number}&activation=gelu"})
    assert drawn.answer["parameters"]["binning"] == "per-weight"
    assert f"{binning} became per-weight, since gelu folds" in drawn.notice
    assert drawn.answer["presentation"]["step"] == number


def test_there_are_lessons_with_such_rulers() -> None:
    assert STEPS


@pytest.mark.parametrize("name", ["tanh", "gelu"])
def test_a_ruler_without_a_curve_says_why(name: str) -> None:
    rulers = draw({"search": f"?activation={name}"}).answer["rulers"]
    assert [ruler["name"] for ruler in rulers] == [*BINNINGS, "noise"]
    whys = {ruler["name"]: ruler["why"] for ruler in rulers if ruler["curve"] is None}
    assert whys == (dict.fromkeys(BY_INPUT, "gelu folds") if name == "gelu" else {})
    own = typed("z").answer["rulers"]
    assert {ruler["name"] for ruler in own if ruler["why"] == "not for a formula"} == {
        *BY_INPUT, "function-limits", "noise",
    }  # fmt: skip


def test_bins_that_would_be_too_many_become_wider() -> None:
    """The largest square of w x is above 10,000, so bins of 0.001 would be more than two million."""
    drawn = draw({"search": "?activation=square&binning=fixed-width&width=0.001&weight_max=100"})
    width = drawn.answer["parameters"]["width"]
    largest = (99.5 * np.abs(sample_input(1000)).max()) ** 2
    assert largest / 0.001 > 2_000_000 > largest / width > 1_800_000
    weights = Parameters(weight_max=100).weights
    expected = mi_curve(sample_input(1000), "square", binning="fixed-width", width=width, weights=weights)
    assert f"{expected[Parameters().weight]:.4f} bits" in drawn.readout
