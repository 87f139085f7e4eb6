"""Functions that fold: two rulers refuse them, and every page says so; the others measure them."""

import csv
import io
from typing import Any

import numpy as np
import oracle
import pytest
from decoding import numbers

from minimal_model import ACTIVATIONS, BINNINGS, Parameters, bin_activations, folding, sample_input
from minimal_model.dashboard.address.pins import corrected_pins
from minimal_model.dashboard.address.presentation import opened
from minimal_model.dashboard.exports.asked import read
from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.pages.explorer.draw import draw
from minimal_model.dashboard.pages.explorer.exports import tables
from minimal_model.dashboard.pages.explorer.holds import holds
from minimal_model.dashboard.pages.explorer.rulers import row_of_rulers
from minimal_model.dashboard.pages.questions.draw import draw as draw_questions
from minimal_model.dashboard.plots.activation import activation_figure
from minimal_model.dashboard.plots.cells import LEVELS
from minimal_model.dashboard.plots.partition import partition_figure
from minimal_model.dashboard.plots.theme import THEMES
from minimal_model.dashboard.results.noise import noise_ruler
from minimal_model.dashboard.results.rulers import rulers
from minimal_model.dashboard.results.view import compute_view

LIGHT = THEMES["light"]
SAID = "net-input became per-weight, since gelu folds: several inputs become one activation"


def answered(**values: Any) -> Any:
    return draw({"sequence": 1, "parameters": Parameters().to_dict() | values, "theme": "light"})


@pytest.mark.parametrize("binning", oracle.BY_INPUT)
def test_a_state_that_the_ruler_refuses_cannot_be_built(binning: str) -> None:
    with pytest.raises(ValueError, match=f"^binning is '{binning}'; it must be another one for sin, because sin folds"):
        Parameters("sin", binning)


def test_choosing_gelu_under_the_net_input_goes_to_per_weight_and_says_so() -> None:
    raw = {"activation": "gelu", "binning": "net-input"}
    expected = Parameters("gelu", "per-weight")
    assert Parameters.corrected(raw) == (expected, [SAID])
    assert opened(raw, lessons())[0] == expected
    assert SAID in opened(raw, lessons())[2]
    assert corrected_pins("activation:gelu,binning:net-input") == ((expected,), [f"in a pin, {SAID}"])
    result = answered(**raw)
    assert result.answer["parameters"] == expected.to_dict()
    assert SAID in result.notice
    assert SAID in draw_questions({"parameters": raw}).notice


def test_a_lesson_that_sets_a_ruler_is_left_for_one_that_measures_the_function() -> None:
    taught = lessons()
    places = [
        (name, number)
        for name, lesson in taught.items()
        for number, step in enumerate(lesson.steps, 1)
        if step.parameters.binning in oracle.BY_INPUT
    ]
    assert places
    for name, number in places:
        state, _, remarks = opened({"lesson": name, "step": str(number), "activation": "abs"}, taught)
        assert (state.activation, state.binning) == ("abs", "per-weight")
        assert any("since abs folds" in remark for remark in remarks)


def test_refused_rulers_stay_in_the_row_and_the_verdict_counts_the_others() -> None:
    p = Parameters("silu")
    row = row_of_rulers(p, rulers(p), noise_ruler(p))
    assert [ruler["name"] for ruler in row["rulers"]] == [*BINNINGS, "noise"]
    for ruler in row["rulers"][:-1]:
        refused = ruler["name"] in oracle.BY_INPUT
        assert ruler["refused"] == refused
        assert (ruler["curve"] is None, ruler["sign"] == "–") == (refused, refused)
        assert ("silu folds: several net inputs become one activation" in ruler["remark"]) == refused
    assert "of 4 rulers" in row["verdict"]["text"]
    other = Parameters("arctan")
    assert "of 6 rulers" in row_of_rulers(other, rulers(other), noise_ruler(other))["verdict"]["text"]


@pytest.mark.parametrize("name", oracle.FOLDING)
def test_all_pieces_of_a_bin_have_its_colour(name: str) -> None:
    view = compute_view(Parameters(name, weight=20, bins=12, bias=0.5))
    result = bin_activations(sample_input(1000), name, view.weight, bias=0.5, bins=12)
    for figure in (partition_figure(view, LIGHT), activation_figure(view, LIGHT)):
        cells = figure["data"][0]
        told = numbers(cells["customdata"]).reshape(-1, 3)
        levels = numbers(cells["z"]).ravel()
        bins = told[:, 0].astype(int) - 1
        assert set(bins) <= set(result.input_bins.tolist())
        for number in set(bins):
            assert len(set(levels[bins == number])) == 1
            assert told[bins == number, 1] == pytest.approx(100 * result.counts[number] / 1000, abs=1e-4)
        assert ((levels > 0) == (result.counts[bins] > 0)).all()
        assert levels.max() == LEVELS
        assert (np.diff(numbers(cells["x"])) > 0).all()


def test_a_sine_that_folds_hundreds_of_times_is_drawn_by_columns() -> None:
    view = compute_view(Parameters("sin", weight=198, weight_max=100, samples=2000))
    cells = partition_figure(view, LIGHT)["data"][0]
    assert 100 < numbers(cells["z"]).size <= 600
    line = numbers(activation_figure(view, LIGHT)["data"][1]["y"])
    assert line.min() < -0.99
    assert line.max() > 0.99


def test_the_file_lists_the_pieces_of_the_bins() -> None:
    view = compute_view(Parameters("gelu", weight=30, bins=10))
    made, _ = tables(read("activation=gelu&weight=30&bins=10"))
    found = {table.name: list(csv.DictReader(io.StringIO(table.csv()))) for table in made.tables}
    assert list(found) == ["curve", "rulers", "bins", "pieces", "activations"]
    pieces = found["pieces"]
    assert [int(row["bin"]) for row in pieces] == view.binned.input_bins.tolist()
    assert [float(row["input_lower"]) for row in pieces] == view.binned.input_edges[:-1].tolist()
    assert [float(row["input_upper"]) for row in pieces] == view.binned.input_edges[1:].tolist()
    assert [int(row["count"]) for row in found["bins"]] == view.binned.counts.tolist()
    assert "input_lower" not in found["bins"][0]


def test_what_holds_without_any_ruler_is_the_loss_of_the_branch() -> None:
    view = compute_view(Parameters("sin", weight=198))
    bits = folding("sin", weights=[view.weight])[0]
    said = holds(view, True)
    assert f"{bits:.3g} bits are lost at w = 19.9" in said
    assert "I(X;Y) is still infinite" in said
    assert "are lost" in holds(compute_view(Parameters("hard_swish")), True)
    assert "nothing is lost" in holds(compute_view(Parameters("arctan")), True)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name not in oracle.NOTEBOOK])
def test_every_later_function_is_drawn_by_both_pages(name: str) -> None:
    for more in ({"why": "on", "population": "on"}, {"binning": "fixed-width", "weight": 198, "bias": -5.0}):
        result = answered(activation=name, **more)
        assert "nan" not in str(result.readout)
        assert result.answer["parameters"]["activation"] == name
    result = draw_questions({"parameters": {"activation": name}})
    assert ("Folding: " in result.mechanism) == (name in oracle.FOLDING)
    titles = {key: plot["title"] for key, plot in result.answer["plots"].items()}
    assert all((titles[binning] == f"{binning}: –") == oracle.refused(name, binning) for binning in BINNINGS)
