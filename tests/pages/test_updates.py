"""An update is cheap: its form, what is kept of it, and what it must not be thrown off by."""

import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import oracle
import pytest
from dash import Patch
from dash.exceptions import PreventUpdate
from plotly.io.json import to_json_plotly
from posting import post

from minimal_model import ACTIVATIONS, BINNINGS, Parameters
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.pages import figures as sources
from minimal_model.dashboard.pages import questions
from minimal_model.dashboard.pages.explorer import draw, updates
from minimal_model.dashboard.pages.explorer.plots import GRAPHS
from minimal_model.dashboard.plots.theme import THEMES
from minimal_model.dashboard.results import kept as results_kept
from minimal_model.dashboard.results.view import compute_view
from minimal_model.kept import Kept, bytes_of

LIGHT, DARK = THEMES["light"], THEMES["dark"]


@pytest.fixture
def empty() -> Kept[Any]:
    """Nothing is kept yet."""
    results_kept.kept.clear()
    return results_kept.kept


@pytest.mark.parametrize("graph_id", GRAPHS)
def test_a_patch_is_what_dash_would_send(graph_id: str) -> None:
    make, live = GRAPHS[graph_id]
    figure = make(compute_view(Parameters()), LIGHT)
    for paths in (live, updates.WHOLE):
        expected = Patch()
        for path in paths:
            value: Any = figure
            target: Any = expected
            for key in path[:-1]:
                value, target = value[key], target[key]
            target[path[-1]] = value[path[-1]]
        assert json.loads(updates.figure_patch(figure, paths)) == json.loads(to_json_plotly(expected, engine="json"))


def test_a_state_that_was_drawn_is_looked_up(empty: Kept[Any]) -> None:
    first = updates.kept_update(Parameters(seed=987), LIGHT, False, ())
    assert updates.kept_update(Parameters(seed=987), LIGHT, False, ()) is first
    assert empty.bytes > sum(len(part) for part in first.figures)


@pytest.mark.parametrize("binning", BINNINGS)
def test_what_is_kept_is_what_would_be_drawn(empty: Kept[Any], binning: str) -> None:
    keys = [
        (Parameters(binning=binning, weight=weight, bias=bias), theme, whole, ())
        for weight in (0, 150)
        for bias in (0.0, 0.1)
        for theme in (LIGHT, DARK)
        for whole in (False, True)
    ]
    for _ in range(2):  # drawn, then looked up
        for key in keys:
            assert updates.kept_update(*key) == updates.draw_update(*key)


def test_two_drags_fit_into_what_is_kept() -> None:
    """Every weight and every bias, of the most bins and with everything switched on."""
    largest = 0
    binnings = [name for name in BINNINGS if name != "fixed-width"]
    # Each function with a ruler, in turn, and each ruler with those two of which there is most to draw.
    pairs = set(zip(ACTIVATIONS, itertools.cycle(binnings))) | set(itertools.product(("tanh", "linear"), binnings))
    for activation, binning in pairs:
        if oracle.refused(activation, binning):
            continue
        # What sin folds takes seconds with most samples, and the band is of as many numbers with fewer.
        samples = 1000 if activation in oracle.FOLDING else 20_000
        state = Parameters(activation, binning, -5.0, 256, samples, population=True, band=True, why=True)
        for weight in (0, 198):
            update = updates.draw_update(replace(state, weight=weight), LIGHT, whole=False)
            largest = max(largest, bytes_of(update))
    assert (199 + 101) * largest < results_kept.MOST_BYTES


def test_no_more_is_kept_than_fits_and_the_oldest_goes_first() -> None:
    some: Kept[str] = Kept(100)
    for key in "abca":
        some.put(key, key.upper(), 30)
    assert some.bytes == 90
    assert some.get("b") == "B"
    some.put("d", "D", 40)  # c was not used for longest
    assert [some.get(key) for key in "abcd"] == ["A", "B", None, "D"]
    some.put("e", "E", 101)  # no room can be made for it, and none is
    assert (some.get("e"), some.get("d"), some.bytes) == (None, "D", 100)


def test_threads_share_what_is_kept() -> None:
    some: Kept[int] = Kept(50)

    def use(number: int) -> int:
        if (value := some.get(number % 9)) is None:
            some.put(number % 9, number % 9, 10)
            return number % 9
        return value

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(use, range(900))) == [number % 9 for number in range(900)]
    assert some.bytes == 50


@pytest.mark.parametrize("sequence", [2**53 + 1, -(10**400), "1", "\ud800", [1], {}, 0.5])
@pytest.mark.parametrize("page", [draw, sources.draw, questions.draw])
def test_a_number_that_no_browser_counts_to_is_no_request(page: Any, sequence: Any) -> None:
    with pytest.raises(PreventUpdate):
        page.draw({"sequence": sequence, "parameters": {}})


@pytest.mark.parametrize("request_", [
    {"parameters": {"seed": "\ud800", "\udfff": 1, "bins": ["\ud800"]}}, {"search": "?seed=\ud83d"},
    {"sequence": 2**53, "parameters": {"seed": 10**400}},
])  # fmt: skip
def test_text_that_cannot_be_sent_is_replaced(request_: Any) -> None:
    answer = post(request_)
    assert answer.status_code == 200
    assert answer.get_json()["response"][ids.NOTICE]["children"].startswith("Corrected to what is allowed: ")
