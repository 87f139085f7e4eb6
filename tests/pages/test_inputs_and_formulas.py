"""Other inputs and formulas, from the address to the figures, the pins, the scripts and the file."""

import contextlib
import csv
import io
from base64 import b64decode
from itertools import pairwise
from typing import Any
from urllib.parse import quote_plus

import numpy as np
import oracle
import pytest
from scipy import stats

from minimal_model import INPUTS, Parameters, formula, sample_input
from minimal_model.dashboard.address.pins import corrected_pins, pin_label, pins_text
from minimal_model.dashboard.exports.asked import read
from minimal_model.dashboard.pages.explorer.draw import draw
from minimal_model.dashboard.pages.explorer.exports import tables
from minimal_model.dashboard.pages.explorer.plots import CAPTIONS, GRAPHS
from minimal_model.dashboard.pages.questions.state import corrected
from minimal_model.dashboard.plots.theme import THEMES
from minimal_model.dashboard.results.view import compute_view
from minimal_model.state.snippets import api_snippet, numpy_snippet

GELU = "z * sigmoid(1.702 * z)"
# Folding, with more pieces than pixels, with jumps, flat, with a pole, constant, of wide range, with commas.
TEXTS = [GELU, "sin(40 * z)", "z - floor(z)", "sign(z)", "1/z", "3", "exp(z / 4)", "max(z, 0, 1 - z)",
         "erf(z) + pi - e", "softplus(z)**3"]  # fmt: skip


def printed(script: str) -> str:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    return output.getvalue()


@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("others", [{}, {"draw": 2, "seed": 5, "samples": 77, "binning": "global"}])
def test_scripts_print_the_number_of_another_input(name: str, others: dict[str, Any]) -> None:
    p = Parameters(input=name, **others)
    y = np.tanh(p.chosen_weight * sample_input(p.samples, p.seed, p.draw, name))
    ends = np.tanh(p.weights.max() * sample_input(p.samples, p.seed, p.draw, name))
    range_ = (ends.min(), ends.max()) if p.binning == "global" else (y.min(), y.max())
    expected = f"I(X;T) = {oracle.entropy(np.histogram(y, p.bins, range_)[0]):.4f} bits\n"
    assert printed(api_snippet(p)) == printed(numpy_snippet(p)) == expected
    assert f"{compute_view(p).binned.entropy:.4f}" in expected


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("binning", ["global", "per-weight", "fixed-width"])
def test_scripts_print_the_number_of_a_formula(text: str, binning: str) -> None:
    p = Parameters(formula=text, binning=binning, bias=0.3, samples=200, width=0.5, weight=60)
    entropy = compute_view(p).binned.entropy
    assert printed(api_snippet(p)) == printed(numpy_snippet(p)) == f"I(X;T) = {entropy:.4f} bits\n"


@pytest.mark.parametrize("graph_id", GRAPHS)
@pytest.mark.parametrize("name", INPUTS)
def test_a_patch_holds_all_that_another_input_changes(graph_id: str, name: str) -> None:
    make, live = GRAPHS[graph_id]
    states = [Parameters(input=each, population=True) for each in ("normal", name)]
    patched, whole = (make(compute_view(state), THEMES["light"]) for state in states)
    for *way, last in live:
        into, value = patched, whole
        for key in way:
            into, value = into[key], value[key]
        into[last] = value[last]
    assert patched == whole


@pytest.mark.parametrize("name", INPUTS)
def test_the_partition_is_drawn_under_the_density(name: str) -> None:
    figure = GRAPHS["graph-partition"][0](compute_view(Parameters(input=name)), THEMES["light"])
    low, high = figure["layout"]["yaxis"]["range"]
    peak = {"normal": stats.norm.pdf(0), "uniform": 1 / np.sqrt(12), "laplace": np.sqrt(0.5),
            "student-t3": 2 / np.pi, "exponential": 1.0}.get(name)  # fmt: skip
    assert low < 0
    if peak is not None:
        assert peak < high < 1.1 * peak


@pytest.mark.parametrize("name", ["uniform", "exponential"])
def test_a_density_that_begins_at_once_is_drawn_upright(name: str) -> None:
    figure = GRAPHS["graph-partition"][0](compute_view(Parameters(input=name)), THEMES["light"])
    x, y = (np.frombuffer(b64decode(figure["data"][2][axis]["bdata"]), np.float32) for axis in "xy")
    start = {"uniform": -np.sqrt(3), "exponential": -1.0}[name]
    rise = int(np.flatnonzero(y)[0])
    assert x[rise - 1] == x[rise] == np.float32(start)
    assert y[rise] == pytest.approx({"uniform": 1 / np.sqrt(12), "exponential": 1.0}[name])


@pytest.mark.parametrize("text", TEXTS)
def test_a_formula_is_drawn(text: str) -> None:
    drawn = draw({"search": f"?formula={quote_plus(text)}&why=on&population=on&samples=500"})
    assert drawn.notice == ""
    assert drawn.answer["parameters"]["formula"] == text
    assert drawn.readout.startswith(f"By per-weight bins {text} ")
    rulers = {ruler["name"]: ruler for ruler in drawn.answer["rulers"]}
    refused = {name for name, ruler in rulers.items() if ruler["curve"] is None}
    assert refused == {"function-limits", "net-input", "equal-frequency", "noise"}
    assert all(
        "for a formula: its limits and its inverse are not known" in rulers[name]["remark"]
        for name in refused - {"noise"}
    )
    assert "of 3 rulers" in drawn.answer["verdict"]["text"] or "All 3 rulers" in drawn.answer["verdict"]["text"]
    assert drawn.answer["holds"].startswith("Your formula: ")


def test_what_a_formula_is_stands_in_one_line() -> None:
    drawn = draw({"search": f"?formula={quote_plus(GELU)}&weight=9"})
    assert drawn.answer["holds"] == "Your formula: folds once, at z = −0.751."


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?formula=log(z)", "formula “log(z)” was left out: it must be a number at all net inputs w x + b"),
        ("?formula=2z", "formula “2z” was left out: column 2"),
        ("?formula=exp(z)&binning=fixed-width&weight_max=100", "binning “fixed-width” became per-weight, since exp(z)"),
        ("?formula=z**3&binning=fixed-width&weight_max=100&width=0.001", "since z**3 would reach more than 2,000,000"),
        ("?activation=square&binning=fixed-width&width=0.001&weight_max=100", "width 0.001 became 0.0"),
        ("?activation=sin&samples=30001", "samples “30001” became 30000, since they lie on many waves of sin"),
        (
            "?activation=hard_swish&binning=fixed-width&width=0.001&weight_max=100&samples=1000000",
            "samples 1000000 became 500000, since hard_swish is counted sample by sample",
        ),
        ("?formula=z&binning=equal-frequency", "binning “equal-frequency” became per-weight"),
        ("?pins=formula:log(z)", "in a pin, formula “log(z)” was left out"),
        ("?input=column", "own data is not part of an address"),
        ("?input=Normal", "input “Normal” became normal"),
        (f"?formula={'z' * 201}", "was left out: column 201: it goes on"),
    ],
)
def test_what_cannot_be_measured_is_left_out_and_told(search: str, said: str) -> None:
    assert said in draw({"search": search}).notice


@pytest.mark.parametrize("text", [*TEXTS, "log(z)"])
def test_pins_hold_formulas(text: str) -> None:
    allowed = text in TEXTS
    pins, remarks = corrected_pins(f"activation:relu;formula:{quote_plus(text)}".replace("+", "%20"))
    assert (len(pins), bool(remarks)) == (1 + allowed, not allowed)
    if allowed:
        assert pins[1].formula == text
        assert pin_label(pins[1]).startswith(text)
        assert corrected_pins(pins_text(pins)) == (pins, [])


def test_other_samples_without_a_number_take_the_band_away() -> None:
    """At w = 19.9 the smallest of 1,000 inputs of seed 0 is -3.046, and other seeds have smaller ones."""
    drawn = draw({"search": f"?formula={quote_plus('log(z + 61)')}&band=on"})
    assert drawn.notice == ""
    assert "no band, since the formula has no number at some of them" in drawn.explanations


@pytest.mark.parametrize(("text", "most"), [("z", 5000), ("+".join(["erf(z)"] * 20), 350)])
def test_the_band_of_a_formula_ends_before_it_takes_long(text: str, most: int) -> None:
    for samples in (most, most + 1):
        drawn = draw({"search": f"?formula={quote_plus(text)}&band=on&samples={samples}&weight_max=5"})
        assert (f"no band above {most:,} samples" in drawn.explanations) == (samples > most)


def test_a_formula_without_a_number_does_not_break_the_file() -> None:
    made, remarks = tables(read("formula=log(z)&bins=x"))
    assert "activation = tanh" in made.about
    assert not any(line.startswith("formula") for line in made.about)
    assert any(remark.startswith("formula “log(z)” was left out: it must be a number") for remark in remarks)


def test_the_file_lists_the_pieces_of_the_input_line() -> None:
    made, _ = tables(read("formula=abs(z)&input=uniform&bins=4"))
    assert {"input = uniform", "formula = abs(z)"} <= set(made.about)
    assert not any(line.startswith("activation") for line in made.about)
    found = {table.name: list(csv.DictReader(io.StringIO(table.csv()))) for table in made.tables}
    pieces = found["pieces"]
    assert [int(row["bin"]) for row in pieces] == [3, 2, 1, 0, 1, 2, 3]
    for row, after in pairwise(pieces):
        assert row["input_upper"] == after["input_lower"]
    assert "input_lower" not in found["bins"][0]


def test_the_page_of_questions_has_other_inputs_and_formulas() -> None:
    state, remarks = corrected({"input": "lognormal", "formula": "z"})
    assert state.parameters == Parameters(input="lognormal", formula="z")
    assert remarks == []


@pytest.mark.parametrize("graph_id", CAPTIONS)
def test_captions_name_the_formula_and_not_the_activation(graph_id: str) -> None:
    view = compute_view(Parameters(activation="relu6", formula=GELU))
    assert all("relu6" not in say(view) for say in CAPTIONS[graph_id])
    assert formula(GELU) is view.activation
