"""An update is cheap: its form, what is kept of it, and what it must not be thrown off by."""

import json
from dataclasses import replace
from typing import Any

import orjson
import pytest
from dash import Patch
from dash.exceptions import PreventUpdate
from plotly.io.json import to_json_plotly
from test_callbacks import post

from minimal_model import ACTIVATIONS, BINNINGS, Parameters
from minimal_model.dashboard import ids, questions, sources
from minimal_model.dashboard.explorer.draw import MOST_KEPT, WHOLE, draw, draw_views, figure_patch, kept_views
from minimal_model.dashboard.figures import FIGURES
from minimal_model.dashboard.theme import THEMES
from minimal_model.dashboard.view import compute_view

LIGHT, DARK = THEMES["light"], THEMES["dark"]


def decoded(part: Any) -> Any:
    return json.loads(orjson.dumps(part))


@pytest.mark.parametrize("graph_id", FIGURES)
def test_a_patch_is_what_dash_would_send(graph_id: str) -> None:
    make, live = FIGURES[graph_id]
    figure = make(compute_view(Parameters()), LIGHT)
    for paths in (live, WHOLE):
        expected = Patch()
        for path in paths:
            value: Any = figure
            target: Any = expected
            for key in path[:-1]:
                value, target = value[key], target[key]
            target[path[-1]] = value[path[-1]]
        assert decoded(figure_patch(figure, paths)) == json.loads(to_json_plotly(expected, engine="json"))


def test_a_state_that_was_drawn_is_looked_up() -> None:
    state = {"parameters": {"seed": 987, "weight": 55}}
    assert draw(state).strip is draw(state).strip


def test_weight_bias_theme_and_whole_figures_are_told_apart() -> None:
    first = kept_views(Parameters(), LIGHT, False)
    for key in (
        (Parameters(weight=11), LIGHT, False),
        (Parameters(bias=0.1), LIGHT, False),
        (Parameters(), DARK, False),
        (Parameters(), LIGHT, True),
    ):
        kept, drawn = kept_views(*key), draw_views(*key)
        assert decoded(kept.strip) != decoded(first.strip)
        assert [decoded(part) for part in kept] == [decoded(part) for part in drawn]


def test_what_is_kept_stays_below_45_megabytes() -> None:
    """The largest answers: the most bins, the most points, everything switched on, whole figures."""
    largest = 0
    for binning in (name for name in BINNINGS if name != "fixed-width"):
        for activation in ACTIVATIONS:
            state = Parameters(activation, binning, -5.0, 256, 20_000, population="on", band="on", why="on")
            for weight in (0, 198):
                views = draw_views(replace(state, weight=weight), LIGHT, True)
                largest = max(largest, sum(len(orjson.dumps(part)) for part in views))
    assert 60e3 < largest < 45e6 / MOST_KEPT


def test_bins_of_fixed_width_are_not_kept() -> None:
    before = kept_views.cache_info()
    draw({"parameters": {"binning": "fixed-width", "activation": "linear", "width": 0.001}})
    assert kept_views.cache_info() == before


@pytest.mark.parametrize("sequence", [2**53 + 1, -(10**400), "1", [1], {}, 0.5])
@pytest.mark.parametrize("page", [draw, sources.draw.draw, questions.draw.draw])
def test_a_number_that_no_browser_counts_to_is_no_request(page: Any, sequence: Any) -> None:
    with pytest.raises(PreventUpdate):
        page({"sequence": sequence, "parameters": {}})


@pytest.mark.parametrize("request_", [
    {"parameters": {"seed": "\ud800", "\udfff": 1, "bins": ["\ud800"]}}, {"search": "?seed=\ud83d"},
    {"sequence": 2**53, "parameters": {"seed": 10**400}},
])  # fmt: skip
def test_text_that_cannot_be_sent_is_replaced(request_: Any) -> None:
    answer = post(request_)
    assert answer.status_code == 200
    assert answer.get_json()["response"][ids.NOTICE]["children"].startswith("Corrected to what is allowed: ")
