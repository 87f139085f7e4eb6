"""The callbacks as plain functions, and their wiring as the browser sees it."""

import json
import re
from typing import Any

import numpy as np
import oracle
import pytest
from dash.exceptions import PreventUpdate
from posting import post

from app import app, server
from minimal_model import (
    BINNINGS,
    Parameters,
    sample_input,
)
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.pages.explorer.draw import draw
from minimal_model.dashboard.pages.explorer.layout import page
from minimal_model.dashboard.pages.explorer.plots import GRAPHS
from minimal_model.dashboard.pages.figures.draw import draw as figures_draw
from minimal_model.dashboard.pages.questions.draw import draw as questions_draw
from minimal_model.dashboard.results.view import compute_view
from minimal_model.state.parameters import SPECIFICATIONS

ON = {"population": True, "band": True, "why": True}


def test_address_is_opened_exactly() -> None:
    drawn = draw({"search": "?activation=relu&bins=7&bias=-1.5&samples=1234&weight_max=50&seed=4294967295"})
    assert drawn.answer["parameters"] == {
        "activation": "relu", "binning": "per-weight", "bias": -1.5, "bins": 7, "samples": 1234, "weight": 49,
        "weight_max": 50, "seed": 4294967295, "draw": 0, "estimator": "plug-in", "width": 0.1,
        "input": "normal", "formula": "", "noise": 0.0, "population": "off", "band": "off", "why": "off",
    }  # fmt: skip
    assert drawn.notice == ""


def test_markup_in_the_address_is_corrected_and_told() -> None:
    drawn = draw({"search": "?activation=<script>alert(1)</script>"})
    assert drawn.answer["parameters"]["activation"] == "tanh"
    assert "activation" in drawn.notice


@pytest.mark.parametrize("request_", [None, 3, "x", []])
def test_a_request_that_is_none_draws_nothing(request_: Any) -> None:
    with pytest.raises(PreventUpdate):
        draw(request_)


@pytest.mark.parametrize("parameters", [
    {"samples": 1e12, "bins": -5, "bias": "nan"}, {"weight": None, "seed": [1]}, {"width": {"a": 1}}, "text", None,
    {"seed": 10**400}, {"activation": 5, "binning": True}, {"bins": "9" * 5000},
])  # fmt: skip
def test_forged_values_are_corrected_on_the_server(parameters: Any) -> None:
    answer = post({"parameters": parameters, "sequence": 1, "theme": ["x"]})
    assert answer.status_code == 200
    state = answer.get_json()["response"][ids.ANSWER]["data"]["parameters"]
    for key, value in state.items():
        specification = SPECIFICATIONS[key]
        if specification.is_switch:
            assert value in ("on", "off")
        elif specification.read:
            assert value == ""
        else:
            off = specification.off and value == 0
            assert off or value in specification.choices or specification.low <= value <= specification.high


@pytest.mark.parametrize("state", [Parameters(), Parameters(binning="fixed-width", **ON)])
def test_a_change_costs_less_than_60_kb_and_sends_no_whole_figure(state: Parameters) -> None:
    answer = post({"parameters": state.to_dict(), "sequence": 5, "theme": "light"})
    assert len(answer.data) < 60_000
    response = answer.get_json()["response"]
    for graph_id in GRAPHS:
        locations = [operation["location"] for operation in response[graph_id]["figure"]["operations"]]
        assert ["data"] not in locations
        assert ["layout"] not in locations


def test_explanations_are_one_line_for_each_switch() -> None:
    assert draw({"parameters": {}}).explanations == ""
    lines = draw({"search": "?population=on&band=on&why=on"}).explanations.split("\n")
    assert [line.split(":")[0] for line in lines] == ["Population curve", "Other samples", "Why this value"]


@pytest.mark.parametrize("activation", oracle.NOTEBOOK)
@pytest.mark.parametrize("binning", BINNINGS)
def test_every_state_is_explained(activation: str, binning: str) -> None:
    ends: list[dict[str, Any]] = [
        {"weight": 198, "weight_max": 100, "bias": -5.0, "samples": 10, "width": 0.01},
        {"weight": 0, "weight_max": 5, "bias": 5.0, "bins": 256, "width": 10.0, "estimator": "miller-madow"},
        {"weight": 198, "weight_max": 100, "bins": 2, "samples": 20_001, "width": 0.001},
    ]
    # In turn, so that each function and each ruler is at each end of what is allowed.
    more = ends[(oracle.NOTEBOOK.index(activation) + BINNINGS.index(binning)) % 3]
    drawn = draw({"parameters": {"activation": activation, "binning": binning} | more | ON})
    assert drawn.explanations.count("\n") == 2
    assert "nan" not in drawn.explanations
    assert "inf" not in drawn.explanations


def test_too_many_bins_are_not_computed_but_told() -> None:
    state = Parameters("linear", "fixed-width", width=0.001, weight_max=100, **ON)
    view = compute_view(state)
    bins = np.floor(99.5 * sample_input(1000).max() / 0.001) - np.floor(99.5 * sample_input(1000).min() / 0.001) + 1
    assert view.overlays.population is None
    assert view.overlays.approximation is None
    assert view.overlays.band is not None
    assert draw({"parameters": state.to_dict()}).explanations.count(f"not computed, since {bins:,.0f} bins at") == 2


def test_dragging_the_weight_computes_no_overlay_again() -> None:
    first, second = (compute_view(Parameters(samples=777, weight=weight, **ON)).overlays for weight in (3, 150))
    assert first.population is second.population
    assert first.band is second.band


def test_the_populations_entropy_in_bins_of_fixed_width_is_computed_once() -> None:
    overlays = compute_view(Parameters(binning="fixed-width", **ON)).overlays
    assert overlays.approximation is not None
    assert overlays.population is overlays.approximation.entropy


def test_a_body_beyond_the_limit_is_refused() -> None:
    assert post({"search": "x" * 100_000}).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"5", b"null", b'{"output": "x"}', b'{"output": ["x"]}', b"[" * 5000,
        b'{"output": "answer.data"}', b'{"output": "answer.data", "outputs": 3, "inputs": [], "state": []}',
        b'{"output": "answer.data", "outputs": {"id": "answer", "property": "data"}, "inputs": [null]}',
    ],
)  # fmt: skip
def test_malformed_requests_are_answered_by_400(body: bytes) -> None:
    answer = server.test_client().post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 400


def test_every_parameter_has_control_label_value_and_help() -> None:
    tree = json.dumps(
        page("/").to_plotly_json(), default=lambda component: component.to_plotly_json(), ensure_ascii=False
    )
    for key, specification in SPECIFICATIONS.items():
        for part in (ids.control(key), ids.label(key), ids.shown_value(key), ids.help_text(key)):
            assert f'"{part}"' in tree
        assert json.dumps(specification.help, ensure_ascii=False) in tree


def test_every_output_has_one_writer_and_every_id_exists() -> None:
    client = server.test_client()
    dependencies = client.get("/_dash-dependencies").get_json()
    layout = client.get("/_dash-layout").get_data(as_text=True)
    written: list[str] = []
    for dependency in dependencies:
        written += [part for part in dependency["output"].strip(".").split("...") if "@" not in part and part]
        for place in [*dependency["inputs"], *dependency["state"]]:
            assert f'"{place["id"]}"' in layout
    assert len(written) == len(set(written))


def test_health_check_answers() -> None:
    assert server.test_client().get("/healthz").status_code == 200


def test_page_loads_nothing_from_elsewhere() -> None:
    html = server.test_client().get("/").get_data(as_text=True)
    assert '<html lang="en">' in html
    assert not re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//", html)


def test_app_title() -> None:
    assert app.title == "Minimal Model Explorer"


@pytest.mark.parametrize("page", [draw, figures_draw, questions_draw])
@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("?bins=7&bins=9", "“bins” was given 2 times, and the last counts"),
        ("?bins=7&bins=7&bins=9", "“bins” was given 3 times"),
        (f"?bins=9&seed={'0' * 4000}1", "an address is read up to its character 4,000"),
    ],
)
def test_what_of_an_address_is_not_taken_is_told(page: Any, search: str, told: str) -> None:
    drawn = page({"search": search})
    assert drawn.answer["parameters"]["bins"] == 9
    assert told in drawn.notice


@pytest.mark.parametrize(
    ("pins", "told"),
    [
        ("bins:7,bins:9", "in the pin “bins:7,bins:9”, a key stands several times, and its last value counts"),
        ("bins:9;" + "seed:1;" * 1000, "pins are read up to their character 4,000"),
    ],
)
def test_what_of_the_pins_is_not_taken_is_told(pins: str, told: str) -> None:
    drawn = draw({"parameters": {}, "pins": pins})
    assert drawn.answer["pins"][0]["text"] == "bins:9"
    assert told in drawn.notice
