"""What the address says beside the state: pinned curves, lessons, locks, and figures for a projector."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import counting
import numpy as np
import oracle
import orjson
import pytest
from decoding import numbers
from hypothesis import given, settings
from hypothesis import strategies as st

from minimal_model import BINNINGS, ESTIMATORS, Parameters, mi_curve, sample_input
from minimal_model.dashboard.address.pins import corrected_pins, pin_label, pin_text, pinned, pins_text
from minimal_model.dashboard.address.presentation import Presentation
from minimal_model.dashboard.address.presentation import opened as opened_with
from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.pages.explorer.draw import draw
from minimal_model.dashboard.pages.explorer.updates import draw_update
from minimal_model.dashboard.plots.theme import THEMES

ROOT = Path(__file__).parents[2]
SOME = settings(max_examples=60, deadline=None, derandomize=True)
# States that controls can be set to and that may be pinned, each with some weight and some switches.
STATES = st.builds(
    Parameters,
    activation=st.sampled_from(oracle.NOTEBOOK),
    binning=st.sampled_from(BINNINGS),
    bias=st.integers(-50, 50).map(lambda k: k / 10),
    bins=st.integers(2, 256),
    samples=st.integers(10, 1_000_000),
    weight=st.integers(0, 198),
    weight_max=st.sampled_from([5, 10, 20, 50, 100]),
    seed=st.integers(0, 2**32 - 1),
    draw=st.integers(0, 9),
    estimator=st.sampled_from(ESTIMATORS),
    width=st.floats(0.02, 10),
    population=st.booleans(),
    band=st.booleans(),
    why=st.booleans(),
)
HOSTILE: list[Any] = [
    None, True, False, 0, -1, 2.5, 10**400, float("nan"), float("inf"), [], ["activation:relu"], {}, {"a": 1}, (), b"x",
    object(), "", " ", ";", ",", ":", ";;;;", ",,,", ":::", "a" * 100_000, ";" * 100_000, "bins:7;" * 20_000,
    "default," * 9000, ":" * 9000, "activation:" + "relu:" * 3000, "[" * 5000 + "]" * 5000, '{"a":' * 3000,
    "\0", "\ud800", "bins:\ud800", "bins:" + "9" * 5000, "bins:nan", "bins:1e999", "width:-inf",
    "<script>alert(1)</script>", "__proto__:1", "samples:1000000;" * 9, "💥:💥;💥",
]  # fmt: skip


# --- Pins as text ----------------------------------------------------------------------------------------------------


@SOME
@given(st.lists(STATES, max_size=6, unique_by=pin_text))
def test_pins_go_through_a_text_and_back(states: list[Parameters]) -> None:
    text = pins_text(tuple(states))
    pins, remarks = corrected_pins(text)
    assert remarks == []
    for pin, state in zip(pins, states, strict=True):
        own = {key: value for key, value in vars(state).items() if key not in ("weight", "population", "band", "why")}
        assert own.items() <= vars(pin).items()
        assert (pin.weight, pin.population, pin.band, pin.why) == (49, False, False, False)
    assert pins_text(pins) == text
    # Six of them fit into what the server reads of an address.
    assert len(urlencode({"pins": text})) < 2500


@pytest.mark.parametrize(
    ("text", "pins"),
    [
        ("default", [{}]),
        ("activation:relu,bins:49;default", [{"activation": "relu", "bins": 49}, {}]),
        ("bias:-1.5,weight_max:100,estimator:miller-madow", [
            {"bias": -1.5, "weight_max": 100, "estimator": "miller-madow"}]),
        ("bins:7;bins:7;bins:8;bins:7", [{"bins": 7}, {"bins": 8}]),
        ("bins:7,weight:3;bins:7,why:on", [{"bins": 7}]),
        ("binning:fixed-width,width:0.02", [{"binning": "fixed-width", "width": 0.02}]),
        ("width:0.001", [{"width": 0.001}]),  # which no bin has
        ("", []),
    ],
)  # fmt: skip
def test_texts_and_their_pins(text: str, pins: list[dict[str, Any]]) -> None:
    assert corrected_pins(text) == (tuple(Parameters(**values) for values in pins), [])


def test_a_pin_is_written_with_what_differs_and_matters() -> None:
    assert pin_text(Parameters()) == pin_text(Parameters(weight=3, population=True, band=True, why=True)) == "default"
    assert pin_text(Parameters("relu", bias=-1.5, weight=3)) == "activation:relu,bias:-1.5"
    assert pins_text((Parameters(), Parameters(bins=7))) == "default;bins:7"
    assert pins_text(()) == ""
    assert pinned(Parameters("elu", bins=9, weight=3, why=True)) == Parameters("elu", bins=9)


@pytest.mark.parametrize(
    ("text", "pins", "remark"),
    [
        ("activation:rulu", [{}], "in a pin, activation “rulu” became tanh"),
        ("bins:1000;bins:7", [{"bins": 256}, {"bins": 7}], "in a pin, bins “1000” became 256"),
        ("colour:red,bins:7", [{"bins": 7}], "in a pin, “colour” is no parameter"),
        ("bins", [{}], "in a pin, bins “bins” became 50"),
        ("bias:0.33", [{"bias": 0.3}], "in a pin, bias “0.33” became 0.3"),
        ("binning:fixed-width,width:0.0199;bins:7", [{"bins": 7}], "narrower than 0.02 cannot be pinned"),
        ("binning:fixed-width,width:0.001", [], "narrower than 0.02 cannot be pinned"),
    ],
)
def test_a_pin_is_corrected_and_told(text: str, pins: list[dict[str, Any]], remark: str) -> None:
    corrected, remarks = corrected_pins(text)
    assert corrected == tuple(Parameters(**values) for values in pins)
    assert len(remarks) == 1
    assert remark in remarks[0]


def test_the_seventh_pin_is_left_out_and_told_and_a_double_is_none() -> None:
    six = [f"bins:{bins}" for bins in range(2, 8)]
    for texts, told in ((six, 0), ([*six, "bins:4"], 0), ([*six, "bins:8"], 1), ([*six, *six, "bins:8", "bins:9"], 1)):
        pins, remarks = corrected_pins(";".join(texts))
        assert [pin.bins for pin in pins] == [2, 3, 4, 5, 6, 7]
        assert remarks == ["at most 6 curves can be pinned"] * told


NARROW = "binning:fixed-width,width:0.02,weight_max:100,samples:1000000"
LONG = "a curve that takes long was not pinned beside the others"


@pytest.mark.parametrize(
    ("one", "many", "remarks"),
    [
        (f"activation:linear,{NARROW}", 6, []),
        (f"activation:linear,input:lognormal,{NARROW}", 1, [LONG] * 5),
        # What was left out was evaluated: at w = 20 the argument is below zero for some samples.
        ("formula:log(z%2B30),weight_max:20", 0, ["after 6 pins that were left out no more are read"]),
    ],
)
def test_pins_take_no_longer_than_six_of_a_linear_neuron(one: str, many: int, remarks: list[str]) -> None:
    pins, told = corrected_pins(";".join(f"{one},seed:{seed}" for seed in range(7 if not many else 6)))
    assert len(pins) == many
    assert [remark for remark in told if "left out:" not in remark] == remarks


@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: repr(raw)[:20] if len(repr(raw)) < 10**4 else "long")
def test_whatever_the_pins_are_they_are_few_and_permitted(raw: Any) -> None:
    pins, remarks = corrected_pins(raw)
    assert len(pins) <= 6
    assert len(set(pins)) == len(pins)
    assert all(isinstance(pin, Parameters) for pin in pins)
    assert all(isinstance(remark, str) and len(remark) < 200 for remark in remarks)
    if not isinstance(raw, str):
        assert (pins, remarks) == ((), [])


@SOME
@given(st.text() | st.lists(st.sampled_from(["bins", "width", "default", ":", ",", ";", "7", "-1", "relu", "\n"]),
                            max_size=30).map("".join))  # fmt: skip
def test_any_text_names_pins_that_are_their_own_correction(text: str) -> None:
    pins, _ = corrected_pins(text)
    assert corrected_pins(pins_text(pins)) == (pins, [])


def test_a_label_says_what_tells_a_pin_from_the_default() -> None:
    assert pin_label(Parameters()) == "tanh, per-weight, 50 bins"
    label = pin_label(Parameters("relu", "fixed-width", bias=-1.5, samples=20_000, weight_max=5, seed=3, draw=1,
                                 estimator="miller-madow", width=0.25))  # fmt: skip
    assert label == (
        "relu, fixed-width, width 0.25, b = −1.5, 20,000 samples, w < 5, seed 3, draw 1, miller-madow"
    )  # fmt: skip


# --- What an address opens -------------------------------------------------------------------------------------------


def opened(raw: dict[str, object]) -> tuple[Parameters, Presentation, list[str]]:
    return opened_with(raw, lessons())


def test_an_empty_address_opens_the_default_and_no_presentation() -> None:
    assert opened({}) == (Parameters(), Presentation(), [])
    assert Presentation().to_dict() == {"lesson": "", "step": 0, "pins": "", "on": [], "lock": [], "hide": []}


def test_a_step_sets_its_state_and_its_pins() -> None:
    for name, lesson in lessons().items():
        for number, step in enumerate(lesson.steps, 1):
            state, presentation, remarks = opened({"lesson": name, "step": str(number)})
            assert (state, presentation.pins) == (step.parameters, step.pins)
            assert (presentation.lesson, presentation.step) == (name, number)
            assert remarks == []


def test_a_lesson_without_a_step_begins_with_its_first() -> None:
    assert opened({"lesson": "equalisation"}) == opened({"lesson": "equalisation", "step": "1"})


def test_what_is_given_beside_a_step_overrides_it() -> None:
    """The second step of this lesson pins one curve and sets sigmoid at the seventeenth weight."""
    place = {"lesson": "equalisation", "step": "2"}
    step, pins = Parameters("sigmoid", weight=16), (Parameters(),)
    assert opened(place)[:2] == (step, Presentation("equalisation", 2, pins=pins))
    assert opened(place | {"bins": "7"})[0] == Parameters("sigmoid", weight=16, bins=7)
    assert opened(place | {"activation": "tanh"})[0] == Parameters(weight=16)
    assert opened(place | {"pins": ""})[1].pins == ()
    assert opened(place | {"pins": "bins:9"})[1].pins == (Parameters(bins=9),)
    state, presentation, remarks = opened(place | {"bins": "1e9"})
    assert (state.bins, presentation.pins, remarks) == (256, pins, ["bins “1e9” became 256"])


@pytest.mark.parametrize(
    ("raw", "lesson", "step", "remark"),
    [
        ({"lesson": "nothing"}, "", 0, "there is no lesson “nothing”"),
        ({"lesson": "nothing", "step": "2"}, "", 0, "there is no lesson “nothing”"),
        ({"lesson": "../samples"}, "", 0, "there is no lesson “../samples”"),
        ({"step": "2"}, "", 0, "there is no step without a lesson"),
        ({"lesson": "samples", "step": "99"}, "samples", 5, "step “99” became 5"),
        ({"lesson": "samples", "step": "0"}, "samples", 1, "step “0” became 1"),
        ({"lesson": "samples", "step": "-1e999"}, "samples", 1, "step “-1e999” became 1"),
        ({"lesson": "samples", "step": "two"}, "samples", 1, "step “two” became 1"),
        ({"lesson": "samples", "step": ""}, "samples", 1, "step “” became 1"),
        ({"lesson": ["samples"]}, "", 0, "there is no lesson"),
        ({"lesson": 5}, "", 0, "there is no lesson"),
        ({"lesson": "x" * 5000}, "", 0, "there is no lesson"),
    ],
)
def test_a_wrong_lesson_or_step_is_corrected_and_told(raw: dict[str, Any], lesson: str, step: int, remark: str) -> None:
    _, presentation, remarks = opened(raw)
    assert (presentation.lesson, presentation.step) == (lesson, step)
    assert len(remarks) == 1
    assert remark in remarks[0]
    assert len(remarks[0]) < 200


def test_switches_are_on_at_1() -> None:
    _, presentation, remarks = opened({"notes": "1", "projector": "0", "embed": "1", "quiz": "yes"})
    assert set(presentation.on) == {"notes", "embed"}
    assert remarks == ["quiz “yes” became 0"]


def test_locks_and_hidden_controls_are_parameters_in_the_order_of_the_page() -> None:
    _, presentation, remarks = opened({"lock": "bins,bias,bins,,nothing", "hide": "why"})
    assert (presentation.lock, presentation.hide) == (("bias", "bins"), ("why",))
    assert remarks == ["lock “nothing” is no parameter"]
    _, presentation, remarks = opened({"hide": "Bins,<b>"})
    assert presentation.hide == ()
    assert sorted(remarks) == ["hide “<b>” is no parameter", "hide “Bins” is no parameter"]
    assert opened({"lock": "", "hide": ""}) == opened({})


@pytest.mark.parametrize("key", ["lesson", "step", "pins", "notes", "quiz", "lock", "hide", "bins", "nothing"])
def test_whatever_the_values_are_something_permitted_opens(key: str) -> None:
    for value in HOSTILE:
        for more in ({}, {"lesson": "samples"}):
            state, presentation, remarks = opened(more | {key: value})
            assert isinstance(state, Parameters)
            assert presentation.lesson in ("", *lessons())
            assert 0 <= presentation.step <= 6
            assert all(isinstance(remark, str) for remark in remarks)
            json.dumps(presentation.to_dict(), allow_nan=False)


# --- What is drawn ---------------------------------------------------------------------------------------------------

PINS = "activation:relu,bins:49;bias:1.5,weight_max:5;binning:global,samples:200,seed:7"
PIN_STATES = (Parameters("relu", bins=49), Parameters(bias=1.5, weight_max=5), Parameters(binning="global", samples=200,
                                                                                       seed=7))  # fmt: skip


def whole(part: Any) -> dict[str, Any]:
    """The figure that a patch sets as a whole."""
    text = part if isinstance(part, bytes) else orjson.dumps(part)
    return {operation["location"][0]: operation["params"]["value"] for operation in json.loads(text)["operations"]}


def drawn_behind(traces: list[Any]) -> list[Any]:
    """What lies behind the live curve; the place of the curve before is empty without a choice."""
    return [trace for trace in traces if trace.get("zorder", 0) < 0 and numbers(trace["x"]).size]


def test_pins_are_drawn_behind_the_curve_and_named_in_the_answer() -> None:
    drawn = draw({"parameters": {"bins": 9}, "pins": PINS, "theme": "light", "whole": True})
    traces = whole(drawn.mi_curve)["data"]
    behind = drawn_behind(traces)
    assert behind == traces[-3:]
    assert {trace["zorder"] for trace in behind} == {-2}
    for trace, p in zip(behind, PIN_STATES, strict=True):
        np.testing.assert_allclose(numbers(trace["x"]), counting.sweep(p), rtol=1e-6)
        np.testing.assert_allclose(numbers(trace["y"]), counting.curve(p), atol=5e-3)
        own = mi_curve(sample_input(p.samples, p.seed), **p.curve_arguments)
        np.testing.assert_allclose(numbers(trace["y"]), own, atol=1e-6)
    assert len({(trace["line"]["color"], trace["line"]["dash"]) for trace in behind}) == 3
    assert [trace["line"]["color"] for trace in behind] == list(THEMES["light"].pins[:3])
    assert drawn.answer["pins"] == [
        {"text": "activation:relu,bins:49", "label": "relu, per-weight, 49 bins"},
        {"text": "bias:1.5,weight_max:5", "label": "tanh, per-weight, 50 bins, b = 1.5, w < 5"},
        {"text": "binning:global,samples:200,seed:7", "label": "tanh, global, 50 bins, 200 samples, seed 7"},
    ]
    assert drawn.notice == ""


def test_the_axis_has_room_for_the_highest_pin() -> None:
    drawn = draw({"parameters": {"bins": 2}, "pins": "bins:256", "whole": True})
    top = counting.curve(Parameters(bins=256)).max()
    assert whole(drawn.mi_curve)["layout"]["yaxis"]["range"][1] > top > 7


def test_without_pins_nothing_is_behind() -> None:
    drawn = draw({"parameters": {}, "whole": True})
    assert drawn_behind(whole(drawn.mi_curve)["data"]) == []
    assert drawn.answer["pins"] == []
    assert drawn.answer["picks"] == {"shape": "hump"}  # half a bit up before it falls can be seen
    assert "presentation" not in drawn.answer


def test_the_right_choices_come_with_the_curve() -> None:
    """relu lies at 3.27 bits and linear at 5.11; the comparison is with the first pin."""
    for activation, pins, compare in (
        ("linear", "activation:relu;activation:linear", "higher"),
        ("linear", "activation:linear;activation:relu", "same"),
        ("relu", "activation:linear;activation:relu", "lower"),
        ("relu", "activation:relu,weight_max:5", "same"),
    ):
        asked = {"parameters": {"activation": activation}, "pins": pins}
        assert draw(asked).answer["picks"] == {"shape": "flat", "compare": compare}


def test_an_address_says_how_it_is_shown() -> None:
    drawn = draw({"search": "?lesson=equalisation&step=2&notes=1&hide=seed&bins=49", "whole": True})
    switches = {"population": "off", "band": "off", "why": "off"}
    assert drawn.answer["parameters"] == vars(Parameters("sigmoid", bins=49, weight=16)) | switches
    assert drawn.answer["presentation"] == {
        "lesson": "equalisation", "step": 2, "pins": "default", "on": ["notes"], "lock": [], "hide": ["seed"]
    }  # fmt: skip
    assert drawn.answer["picks"]["compare"] == "higher"
    assert drawn.notice == ""
    assert "no lesson" in draw({"search": "?lesson=nothing"}).notice


@pytest.mark.parametrize("pins", HOSTILE, ids=lambda raw: repr(raw)[:20] if len(repr(raw)) < 10**4 else "long")
def test_forged_pins_draw_something(pins: Any) -> None:
    if isinstance(pins, str) and "1000000" in pins:
        pins = pins.replace("1000000", "2000")
    drawn = draw({"parameters": {"samples": 10}, "pins": pins, "whole": True})
    assert len(drawn.answer["pins"]) <= 6
    drawn.notice.encode()
    json.dumps(drawn.answer, allow_nan=False)


# --- Colours and letters ---------------------------------------------------------------------------------------------


def sizes(part: Any, inside: str = "") -> Iterator[float]:
    """Every size of letters in a figure."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "size" and "font" in inside:
                yield value
            yield from sizes(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from sizes(value, inside)


@pytest.mark.parametrize("screen", ["light", "dark"])
@pytest.mark.parametrize("state", [Parameters(), Parameters("elu", "fixed-width", bias=1.0, samples=300,
                                                            population=True, band=True, why=True)])  # fmt: skip
def test_for_a_projector_letters_are_large_and_data_the_same(screen: str, state: Parameters) -> None:
    small, large = (draw_update(state, THEMES[name], True, PIN_STATES) for name in (screen, f"{screen}-projector"))
    for usual, enlarged in zip(small.figures, large.figures, strict=True):
        before, after = whole(usual), whole(enlarged)
        assert len(list(sizes(after))) == len(list(sizes(before))) >= 4
        assert min(sizes(after)) >= 20
        assert min(sizes(before)) < 16
        assert len(before["data"]) == len(after["data"])
        for one, other in zip(before["data"], after["data"], strict=True):
            for key in ("x", "y", "base", "width"):
                assert one.get(key) == other.get(key)
        for name in ("xaxis", "yaxis"):
            assert before["layout"][name].get("range") == after["layout"][name].get("range")
        assert after["layout"]["margin"]["l"] > before["layout"]["margin"]["l"]
    assert (small.readout, small.explanations, small.answer) == (large.readout, large.explanations, large.answer)


def stylesheet_colours(selector: str) -> list[str]:
    """The pins' colours that a rule of the style sheet sets, in their order."""
    sheet = (ROOT / "assets" / "explorer" / "pins.css").read_text()
    rule = re.search(rf"^{re.escape(selector)} \{{([^}}]*--pin-1[^}}]*)\}}", sheet, re.M)
    assert rule is not None
    return [colour for _, colour in sorted(re.findall(r"--pin-(\d): *(#[0-9a-f]{6})", rule[1]))]


@pytest.mark.parametrize(("screen", "selector"), [("light", ":root"), ("dark", ':root[data-theme="dark"]')])
def test_the_list_of_pins_has_the_colours_of_the_figure(screen: str, selector: str) -> None:
    for theme in (screen, f"{screen}-projector"):
        assert list(THEMES[theme].pins) == stylesheet_colours(selector)
    assert len(set(THEMES[screen].pins)) == 6


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
def test_pins_stand_out_from_the_surface(theme: str) -> None:
    for colour in THEMES[theme].pins:
        low, high = sorted([luminance(colour), luminance(THEMES[theme].surface)])
        assert (high + 0.05) / (low + 0.05) >= 3
