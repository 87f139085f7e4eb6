"""The curve in detail: what scripts find in it, the curve before, and labels that nothing runs through."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import oracle
import pytest
from decoding import numbers, take_over

from minimal_model import BINNINGS, Parameters, mi_curve, sample_input
from minimal_model.dashboard.pages.explorer.plots import CAPTIONS, GRAPHS
from minimal_model.dashboard.pages.explorer.rules import page_rules
from minimal_model.dashboard.plots.style import enlarged
from minimal_model.dashboard.plots.theme import THEMES
from minimal_model.dashboard.results.view import PinnedCurve, View, compute_view

LIGHT = THEMES["light"]
MAKE, LIVE = GRAPHS["graph-mi-curve"]
STATES = [(activation, binning) for activation in oracle.NOTEBOOK for binning in BINNINGS]
PINS = (Parameters(), Parameters("relu"), Parameters("linear", "global", bins=30), Parameters(weight_max=50))
WORDS = ("binned input", "ceiling")


def with_before(state: Parameters, before: Parameters, pins: tuple[Parameters, ...] = ()) -> View:
    curve = mi_curve(sample_input(before.samples), before.activation, bins=before.bins, binning=before.binning)
    return replace(compute_view(state, pins), before=PinnedCurve(before, curve))


def labels(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [label for label in figure["layout"]["annotations"] if any(word in label["text"] for word in WORDS)]


def test_scripts_are_told_where_the_marked_weight_is_drawn() -> None:
    where = page_rules()["curve"]
    for state in (Parameters(weight=49), Parameters(binning="fixed-width", weight=49, band=True, why=True)):
        figure = MAKE(compute_view(state, PINS), LIGHT)
        marker, line = figure["data"][where["marker"]], figure["layout"]["shapes"][where["line"]]
        assert (marker["mode"], marker["x"]) == ("markers", [5.0])
        assert (line["x0"], line["x1"], line["y0"], line["y1"], line["yref"]) == (5.0, 5.0, 0, 1, "paper")


def test_the_marker_has_no_halo_that_cuts_the_curve() -> None:
    marker = MAKE(compute_view(Parameters()), LIGHT)["data"][page_rules()["curve"]["marker"]]
    assert marker["marker"]["line"]["width"] == 0


@pytest.mark.parametrize("graph_id", ["graph-mi-curve", "graph-activation"])
def test_curves_are_drawn_through_all_their_points(graph_id: str) -> None:
    state = Parameters("relu", "fixed-width", weight=198, population=True, band=True, why=True)
    figure = GRAPHS[graph_id][0](with_before(state, Parameters(), PINS), LIGHT)
    lines = [trace for trace in figure["data"] if trace.get("mode") == "lines" and not trace.get("fill")]
    assert len(lines) >= 2
    assert all(trace["line"]["simplify"] is False for trace in lines)


def test_the_corners_of_a_function_are_drawn_at_any_weight() -> None:
    for weight in (0, 49, 198):
        figure = GRAPHS["graph-activation"][0](compute_view(Parameters("relu6", weight=weight)), LIGHT)
        x, y = (numbers(figure["data"][2][key]) for key in ("x", "y"))
        ends = [k for k in (0.0, 6.0) if x[0] < k < x[-1]]
        for corner in ends:
            assert corner in x
        np.testing.assert_allclose(y, np.clip(x, 0, 6), rtol=1e-6)
        sample = np.arange(0.1, 20, 0.1)[weight] * sample_input(1000)
        assert (x[0], x[-1]) == pytest.approx((sample.min(), sample.max()))


def test_the_curve_before_is_a_thin_ghost_between_live_curve_and_pins() -> None:
    figure = MAKE(with_before(Parameters("relu"), Parameters(), PINS), LIGHT)
    ghost, pins = figure["data"][6], figure["data"][7:]
    np.testing.assert_allclose(numbers(ghost["x"]), np.arange(0.1, 20, 0.1), rtol=1e-6)
    np.testing.assert_allclose(numbers(ghost["y"]), mi_curve(sample_input(1000), "tanh"), rtol=1e-6)
    assert (ghost["line"]["color"], ghost["line"]["width"]) == (LIGHT.muted, 1.25)
    assert figure["data"][0].get("zorder", 0) > ghost["zorder"] > max(pin["zorder"] for pin in pins)
    assert len(pins) == len(PINS)


def test_a_ghost_comes_and_goes_with_the_live_paths() -> None:
    without, ghostly = compute_view(Parameters("relu")), with_before(Parameters("relu"), Parameters("linear"))
    for before, after in ((without, ghostly), (ghostly, without)):
        start, goal = MAKE(before, LIGHT), MAKE(after, LIGHT)
        assert numbers(goal["data"][6]["y"]).size == (199 if after is ghostly else 0)
        take_over(LIVE, goal, start)
        assert start == goal


def test_a_ghost_above_all_else_is_not_cut_off() -> None:
    figure = MAKE(with_before(Parameters(bins=2), Parameters(bins=250, binning="equal-frequency")), LIGHT)
    assert figure["layout"]["yaxis"]["range"][1] > numbers(figure["data"][6]["y"]).max() > 7


def box(label: dict[str, Any], high: float, width: int, height: int) -> tuple[float, float, float, float]:
    """Where a label's letters lie, in shares of the width and in bits, in a plot of so many pixels.

    Twelve pixels high, they are some 9 pixels from the foot of a letter to its head, and 5.5 wide.
    """
    across = 5.5 * len(label["text"]) / width
    left = label["x"] - {"left": 0.0, "center": 0.5, "right": 1.0}[label["xanchor"]] * across
    foot = label["yshift"] + (3 if label["yanchor"] == "bottom" else -13)
    return left, left + across, label["y"] + foot * high / height, label["y"] + (foot + 9) * high / height


def struck(label: dict[str, Any], figure: dict[str, Any], width: int, height: int) -> bool:
    """Whether a curve passes behind a label, looked for at a thousand places of each."""
    high = figure["layout"]["yaxis"]["range"][1]
    left, right, low, top = box(label, high, width, height)
    weights = figure["layout"]["xaxis"]["range"][1] * np.linspace(left, right, 1000)
    for trace in figure["data"]:
        x, y = numbers(trace["x"]), numbers(trace["y"])
        if trace["mode"] == "lines" and x.size:
            at = np.interp(weights, x, y, left=np.nan, right=np.nan)
            if ((at > low) & (at < top)).any():
                return True
    levels = [shape["y0"] for shape in figure["layout"]["shapes"] if shape["y0"] == shape["y1"]]
    return any(low < level < top for level in levels)


def figures(pins: tuple[Parameters, ...], before: Parameters | None) -> list[dict[str, Any]]:
    views = [compute_view(Parameters(activation, binning), pins) for activation, binning in STATES]
    if before is not None:
        ghost = PinnedCurve(before, mi_curve(sample_input(1000), before.activation, binning=before.binning))
        views = [replace(view, before=ghost) for view in views]
    return [MAKE(view, LIGHT) for view in views]


@pytest.mark.parametrize(("width", "height"), [(200, 105), (360, 190), (900, 400)])
@pytest.mark.parametrize(
    ("pins", "before"), [((), None), (PINS[:1], None), (PINS, Parameters("tanh", "equal-frequency"))]
)
def test_no_curve_strikes_a_label_through(
    pins: tuple[Parameters, ...], before: Parameters | None, width: int, height: int
) -> None:
    """Over all activations and binnings, in small figures and in large ones."""
    for (activation, binning), figure in zip(STATES, figures(pins, before), strict=True):
        found = labels(figure)
        assert len(found) == (1 if binning == "fixed-width" else 2)
        for label in found:
            assert not struck(label, figure, width, height), (activation, binning, label["text"])
            assert label["bgcolor"].startswith(LIGHT.surface)
        boxes = sorted(box(label, figure["layout"]["yaxis"]["range"][1], width, height) for label in found)
        for one, other in pairwise(boxes):
            assert one[1] <= other[0] or one[3] <= other[2] or other[3] <= one[2]


def test_a_label_away_from_its_line_shows_how_the_line_is_dashed() -> None:
    """Under net-input the curve of tanh runs into the line of the binned input."""
    figure = MAKE(compute_view(Parameters(binning="net-input")), LIGHT)
    away = [
        label for label in labels(figure) if label["y"] not in {shape["y0"] for shape in figure["layout"]["shapes"]}
    ]
    assert [label["text"][:3] for label in away] == ["– –"]
    for label in labels(MAKE(compute_view(Parameters()), LIGHT)):
        assert re.match("binned|ceiling", label["text"])


def test_labels_stay_where_they_are_while_the_weight_moves() -> None:
    places = [labels(MAKE(compute_view(Parameters(weight=weight)), LIGHT)) for weight in (0, 49, 198)]
    assert places[0] == places[1] == places[2]


@pytest.mark.parametrize("graph_id", GRAPHS)
@pytest.mark.parametrize(("theme", "width", "height"), [("light", 260, 150), ("light-projector", 400, 230)])
def test_a_small_figure_leaves_room_for_its_plot(graph_id: str, theme: str, width: int, height: int) -> None:
    layout = enlarged(GRAPHS[graph_id][0](compute_view(Parameters()), THEMES[theme]), THEMES[theme].scale)["layout"]
    margin = layout["margin"]
    assert "title" not in layout
    assert (width - margin["l"] - margin["r"]) / width > 0.7
    assert (height - margin["t"] - margin["b"]) / height > 0.65
    assert margin["t"] <= 10 * THEMES[theme].scale


@pytest.mark.parametrize("graph_id", GRAPHS)
def test_captions_are_plain_short_text(graph_id: str) -> None:
    title, subtitle = CAPTIONS[graph_id]
    for activation, binning in STATES:
        view = compute_view(Parameters(activation, binning, weight=49))
        assert 0 < len(title(view)) <= 60
        assert 0 < len(subtitle(view)) <= 120
        assert not re.search("[<>&]|nan", title(view) + subtitle(view))


def test_the_title_of_the_strip_gives_the_entropy() -> None:
    assert CAPTIONS["graph-strip"][0](compute_view(Parameters(weight=49))) == "Activations, w = 5: H(T) = 3.1725 bits"
