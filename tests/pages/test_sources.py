"""The page of figures without a browser: its answers, its numbers, its links."""

import json
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from dash.exceptions import PreventUpdate
from decoding import numbers
from scipy import stats

from app import server
from minimal_model import Parameters, sample_input
from minimal_model.dashboard.pages.figures.draw import draw
from minimal_model.dashboard.pages.figures.state import KEYS, changed, corrected
from minimal_model.state.presets import PRESETS, SOURCE_FIGURES

NOTHING: dict[str, None] = dict.fromkeys(KEYS)
X = sample_input(1000)


def answer(**parameters: Any) -> dict[str, Any]:
    return draw({"sequence": 3, "theme": "light", "parameters": NOTHING | parameters}).answer["figures"]


def drawn_plots(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: plot for figure in figures.values() for name, plot in figure["plots"].items()}


AS_IN_THE_SOURCE = answer()


def test_every_preset_has_a_link_that_opens_exactly_its_state() -> None:
    searches = [s for plot in drawn_plots(AS_IN_THE_SOURCE).values() for s in plot["searches"]]
    states = [Parameters.corrected(dict(parse_qsl(search.removeprefix("?"))))[0] for search in searches]
    assert states == [preset.parameters for preset in PRESETS]


def test_small_multiples_draw_the_notebooks_curves_on_one_scale() -> None:
    for group, bins in (("per-weight", 50), ("global", 49)):
        plots = AS_IN_THE_SOURCE[group]["plots"]
        assert len(plots) == 11
        assert len({tuple(plot["figure"]["layout"]["yaxis"]["range"]) for plot in plots.values()}) == 1
        y = np.tanh(np.outer(np.arange(0.1, 20, 0.1), X))
        edges: Any = np.linspace(y.min(), y.max(), bins + 1) if group == "global" else bins
        expected = [stats.entropy(np.histogram(row, edges)[0], base=2) for row in y]
        plot = plots[f"{group}-tanh"]
        np.testing.assert_allclose(numbers(plot["figure"]["data"][0]["y"]), expected, atol=1e-6)
        best = int(np.argmax(expected))
        assert plot["title"] == f"tanh; max H = {max(expected):.2f} at w = {0.1 * (best + 1):.1f}"


def test_the_bias_figure_gives_both_largest_entropies() -> None:
    x = sample_input(1000, 0, 1)
    weights = np.arange(0.1, 20, 0.1)
    curves = [[stats.entropy(np.histogram(np.tanh(w * x + b), 5)[0], base=2) for w in weights] for b in range(6)]
    plot = AS_IN_THE_SOURCE["biases"]["plots"]["bias-tanh"]
    assert f"last bias = {max(curves[5]):.2f}" in plot["title"]
    assert f"of all = {np.max(curves):.2f}" in plot["title"]
    for trace, curve in zip(plot["figure"]["data"], curves, strict=True):
        np.testing.assert_allclose(numbers(trace["y"]), curve, atol=1e-6)


def test_a_bias_of_ones_own_joins_the_sources() -> None:
    data = answer(bias=2.5)["biases"]["plots"]["bias-tanh"]["figure"]["data"]
    assert [trace["name"] for trace in data] == [f"b = {b}" for b in range(6)] + ["yours: b = 2.5"]


def test_printed_numbers_agree_and_the_check_is_computed() -> None:
    lines = AS_IN_THE_SOURCE["input"]["checks"] + AS_IN_THE_SOURCE["second-input"]["checks"]
    for line, text in zip(lines, ("5.11", "4.98", "1.76"), strict=True):
        assert line.startswith(f"The source prints {text} bits")
        assert line.endswith("which agrees. ✓")
        assert f"computed: {text}" in line or f"computed: {float(text) - 0.01:.2f}" in line


def test_a_check_that_fails_says_so() -> None:
    from minimal_model.dashboard.pages.figures import wording
    from minimal_model.state.presets import Printed, SourceFigure

    figure = SOURCE_FIGURES[0]
    wrong = SourceFigure(**{**figure.__dict__, "printed": (Printed("5.12", 50),)})
    assert wording.checks(wrong, dict(NOTHING))[0].endswith("which does not agree. ✗")


def test_with_changes_the_printed_number_is_compared_no_more() -> None:
    (line,) = answer(seed=7)["input"]["checks"]
    counts, _ = np.histogram(sample_input(1000, 7), 50)
    assert f"computed: {stats.entropy(counts, base=2):.4f} bits for 50 bins, with your changes." in line
    assert "agree" not in line


@pytest.mark.parametrize("changes", [{"bins": 12}, {"seed": 5}, {"samples": 200}, {"bias": 1.5}])
def test_every_figure_follows_the_bar(changes: dict[str, Any]) -> None:
    """Functions follow neither sample nor bins, and a width sets its own bins. Of the curves, those of bins that move
    with the net input cannot tell a bias: a linear neuron's, and all strictly increasing ones' on net-input bins."""
    moved = answer(**changes)
    before, after = drawn_plots(AS_IN_THE_SOURCE), drawn_plots(moved)
    still = {name for name in before if before[name]["figure"] == after[name]["figure"]}
    shapes = {name for name in before if name.startswith(("shape-", "overlaid"))}
    expected: dict[str, set[str]] = {
        "bins": shapes | {"saxe-2d"},
        "seed": shapes | {"saxe-2b"},
        "samples": shapes | {"saxe-2b"},
        "bias": {"input", "second-input", "per-weight-linear", "global-linear", "saxe-13"},
    }
    assert still == expected[next(iter(changes))]


def test_histogram_counts_are_numpys() -> None:
    data = AS_IN_THE_SOURCE["input"]["plots"]["input"]["figure"]["data"]
    counts, edges = np.histogram(X, 30)
    assert numbers(data[0]["y"]).tolist() == counts.tolist()
    np.testing.assert_allclose(numbers(data[0]["width"]), np.diff(edges), rtol=1e-5)


def test_strips_name_the_entropy_of_the_notebooks_function() -> None:
    x = sample_input(1000, 0, 1)
    z = np.arange(0.1, 20, 0.1)[15] * x + 2
    counts, _ = np.histogram(np.maximum(z, 0), 50)
    title = AS_IN_THE_SOURCE["strips"]["plots"]["strip-28"]["title"]
    assert title == f"relu, w = 1.6, b = 2; H = {stats.entropy(counts, base=2):.4f} bits"


def test_an_address_may_change_some_and_leave_the_rest() -> None:
    drawn = draw({"search": "?bins=1e9&bias=0.5&nonsense=1"})
    assert drawn.answer["parameters"] == {"samples": None, "seed": None, "bins": 256, "bias": 0.5}
    assert "bins" in drawn.notice
    assert "nonsense" in drawn.notice


@pytest.mark.parametrize("request_", [None, 3, "x", []])
def test_a_request_that_is_none_draws_nothing(request_: Any) -> None:
    with pytest.raises(PreventUpdate):
        draw(request_)


@pytest.mark.parametrize("parameters", [{"samples": 1e12, "bias": "nan"}, {"bins": [1]}, "text", {"seed": 10**400}])
def test_forged_changes_are_corrected_on_the_server(parameters: Any) -> None:
    body = {
        "output": "..notice.children...answer.data..",
        "outputs": [{"id": "notice", "property": "children"}, {"id": "answer", "property": "data"}],
        "inputs": [{"id": "request", "property": "data", "value": {"parameters": parameters}}],
        "changedPropIds": ["request.data"],
        "state": [],
    }
    reply = server.test_client().post("/figures/_dash-update-component", json=body)
    assert reply.status_code == 200
    # The same request is none of the explorer's.
    assert server.test_client().post("/_dash-update-component", json=body).status_code == 400


def test_what_if_changes_only_what_it_names() -> None:
    changes, remarks = corrected({"bins": "7", "samples": None})
    assert remarks == []
    assert changed(Parameters("relu", bias=2.0, draw=1), changes) == Parameters("relu", bias=2.0, draw=1, bins=7)


def test_an_answer_is_small_enough_for_a_phone() -> None:
    assert len(json.dumps(AS_IN_THE_SOURCE, separators=(",", ":"))) < 250_000


@pytest.mark.parametrize("path", ["/figures", "/figures/", "/questions", "/questions/"])
def test_pages_take_their_files_from_the_root(path: str) -> None:
    html = server.test_client().get(path).get_data(as_text=True)
    assert '<html lang="en">' in html
    assert 'src="/_dash-component-suites/plotly/package_data/plotly.min.js?m=' in html
    assert f'src="{path.rstrip("/")}/_dash' not in html
    assert f'href="/assets/{path.strip("/")}.bundle.css?m=' in html
    assert "/assets/explorer" not in html
