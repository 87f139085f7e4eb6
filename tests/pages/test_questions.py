"""The page of questions without a browser: six answers, the map of verdicts, the split of the entropy."""

import re
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import oracle
import pytest
from dash.exceptions import PreventUpdate
from decoding import numbers
from scipy import stats

from app import server
from minimal_model import ACTIVATIONS, BINNINGS, Parameters, sample_input
from minimal_model.binnings import BY_NAME
from minimal_model.dashboard.pages.questions.draw import Drawn, draw
from minimal_model.dashboard.pages.questions.results import compute_answers
from minimal_model.dashboard.pages.questions.state import PAGE_SPECIFICATIONS, State, corrected
from minimal_model.dashboard.pages.questions.wording import cell, map_summary, mechanism
from minimal_model.dashboard.results.parts import MOST_CELLS
from minimal_model.explain.verdict import Verdict

X = sample_input(1000)
WEIGHTS = np.arange(0.1, 20, 0.1)


def drawn(**parameters: Any) -> Drawn:
    return draw({"sequence": 1, "theme": "dark", "parameters": parameters})


def words(threshold: float = 0.1, **parameters: Any) -> str:
    return mechanism(compute_answers(State(Parameters(**parameters), threshold)))


def tanh_counts(weight: float, bins: int = 50) -> np.ndarray:
    return np.histogram(np.tanh(weight * X), bins)[0]


def test_six_binnings_stand_on_one_scale_with_the_weight_marked_in_each() -> None:
    plots = drawn(weight=40).answer["plots"]
    layouts = [plots[binning]["figure"]["layout"] for binning in BINNINGS]
    assert len({tuple(layout["yaxis"]["range"]) for layout in layouts}) == 1
    for layout in layouts:
        assert layout["shapes"][-1]["x0"] == pytest.approx(4.1)


def test_each_answer_is_the_curve_of_its_binning() -> None:
    plots = drawn(weight=40).answer["plots"]
    y = np.tanh(np.outer(WEIGHTS, X))
    expected = {
        "per-weight": [stats.entropy(np.histogram(row, 50)[0], base=2) for row in y],
        "global": [stats.entropy(np.histogram(row, np.linspace(y.min(), y.max(), 51))[0], base=2) for row in y],
        "function-limits": [stats.entropy(np.histogram(row, np.linspace(-1, 1, 51))[0], base=2) for row in y],
    }
    for binning, curve in expected.items():
        np.testing.assert_allclose(numbers(plots[binning]["figure"]["data"][0]["y"]), curve, atol=1e-6)
        assert plots[binning]["title"].startswith(f"{binning}: {curve[40]:.2f} bits at w = 4.1")


def test_every_binning_says_what_it_answers_and_where_it_fails() -> None:
    for binning in BY_NAME.values():
        assert binning.bins.endswith(".")
        assert binning.question.endswith("?")
        assert binning.failure.endswith(".")


def test_the_map_has_a_link_for_every_pair_that_opens_its_state() -> None:
    cells = drawn(bias=1.5, bins=20, seed=4).answer["cells"]
    pairs = [(a, b) for a in ACTIVATIONS for b in BINNINGS]
    for pair, cell_ in zip(pairs, cells, strict=True):
        if oracle.refused(*pair):
            assert (cell_["verdict"], cell_["text"]) == ("refused", "")
            assert f"{pair[0]} folds: " in cell_["label"]
        else:
            state, _ = Parameters.corrected(dict(parse_qsl(cell_["search"].removeprefix("?"))))
            assert state == Parameters(*pair, bias=1.5, bins=20, seed=4)


def test_the_map_judges_as_its_rule_says() -> None:
    cells = dict(zip([(a, b) for a in ACTIVATIONS for b in BINNINGS], drawn().answer["cells"], strict=True))
    curve = np.array([stats.entropy(tanh_counts(w), base=2) for w in WEIGHTS])
    assert cells["tanh", "per-weight"]["verdict"] == "compresses"
    assert cells["tanh", "per-weight"]["text"] == f"↓ −{curve.max() - curve[-1]:.2f}"
    assert cells["linear", "per-weight"] | {"search": ""} == {
        "verdict": "constant", "text": "=", "search": "",
        "label": "=: linear, per-weight constant; it ends near its highest and its lowest value. Open in the explorer.",
    }  # fmt: skip
    assert cells["linear", "global"]["verdict"] == "grows"
    assert cells["elu", "per-weight"]["verdict"] == "compresses"  # it does not saturate on both sides
    assert cells["tanh", "net-input"]["verdict"] == "grows"  # though it does


def test_of_very_many_samples_later_functions_are_counted_of_the_first() -> None:
    """The notebook's own functions and the chosen one are counted of all."""
    state = State(Parameters(activation="abs", samples=20_001, weight_max=5), 0.1)
    answers = compute_answers(state)
    weights = state.parameters.weights
    for name, size in (("tanh", 20_001), ("abs", 20_001), ("square", 20_000)):
        y = ACTIVATIONS[name](weights[-1] * sample_input(size))
        counts = np.histogram(y, 50)[0]
        assert answers.curves[name, "per-weight"][-1] == pytest.approx(stats.entropy(counts, base=2), abs=1e-12)
        assert answers.counted(name) == size
    assert "They are counted of the first 20,000 samples." in map_summary(answers)
    assert "first 20,000" not in words(samples=20_000)


def test_the_threshold_decides() -> None:
    loose, strict = (drawn(threshold=value).answer["cells"] for value in (1.0, 0.01))
    assert sum(c["verdict"] == "constant" for c in loose) > sum(c["verdict"] == "constant" for c in strict)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (Verdict("compresses", 1.234, 0.5), "↓ −1.23"),
        (Verdict("grows", 0.0, 2.0), "↑ +2.00"),
        (Verdict("constant", 0.01, 0.02), "="),
    ],
)
def test_a_cell_tells_direction_and_bits(given: Verdict, text: str) -> None:
    assert cell(given) == text


def test_the_summary_counts_the_cells() -> None:
    result = drawn()
    every = [c["verdict"] for c in result.answer["cells"]]
    found, later = every[:66], every[66:]
    assert result.summary.startswith(f"Of 66 verdicts {found.count('compresses')} say “compresses”")
    rows = np.reshape(found, (11, 6))
    alike = [name for name, row in zip(oracle.NOTEBOOK, rows, strict=True) if len(set(row)) == 1]
    assert alike
    judged, _, rounded = result.summary.partition(" Under equal-frequency ")
    assert set(re.findall(r"\w+", judged)) & set(ACTIVATIONS) == set(alike)
    assert f"Of the {60 - later.count('refused')} on later functions" in result.summary
    assert f"{later.count('compresses')} say “compresses”" in result.summary.partition("later functions")[2]
    # The only strictly increasing function whose samples tie: tanh(x) is 1.0 from x = 19.1 on.
    assert rounded.startswith("tanh falls only because doubles round saturated values")


def test_summary_where_none_or_one_is_judged_alike() -> None:
    answers = compute_answers(State(Parameters(), 0.1))
    verdicts = {
        (a, b): Verdict("grows" if k % 2 else "constant", 0, 1)
        for a in ACTIVATIONS
        for k, b in enumerate(BINNINGS)
        if not oracle.refused(a, b)
    }
    none = map_summary(answers.__class__(**{**answers.__dict__, "verdicts": verdicts}))
    assert "Not one function is judged alike" in none
    one = verdicts | {("elu", b): Verdict("grows", 0, 1) for b in BINNINGS}
    assert "Only elu is judged alike" in map_summary(answers.__class__(**{**answers.__dict__, "verdicts": one}))


def test_the_split_adds_up_and_is_numpys() -> None:
    plot = drawn(weight=10).answer["plots"]["split"]
    data = {trace["name"]: numbers(trace["y"]) for trace in plot["figure"]["data"]}
    joint, _, _ = np.histogram2d(X, np.tanh(WEIGHTS[10] * X), 50)
    total, of_x, both = (stats.entropy(c.ravel(), base=2) for c in (joint.sum(axis=0), joint.sum(axis=1), joint))
    shared = next(values for name, values in data.items() if name.startswith("I(bin X; T)"))
    assert data["H(T)"][10] == pytest.approx(total, abs=1e-6)
    assert shared[10] == pytest.approx(total + of_x - both, abs=1e-6)
    # Rounded so that they add up on the page.
    parts = [float(number) for number in re.findall(r"\d\.\d\d", plot["title"])]
    assert parts[:3] == pytest.approx([total, total + of_x - both, both - of_x], abs=0.011)
    assert round(parts[1] + parts[2], 2) == parts[0]


def test_the_heat_map_holds_every_sample() -> None:
    figure = drawn(bins=20, weight=60).answer["plots"]["joint"]["figure"]
    expected, _, _ = np.histogram2d(X, np.tanh(WEIGHTS[60] * X), 20)
    np.testing.assert_array_equal(numbers(figure["data"][0]["z"]), expected.T)


def test_a_table_too_fine_to_be_drawn_is_left_out_in_words() -> None:
    answers = compute_answers(State(Parameters("linear", "fixed-width", width=0.01, weight=198, samples=20_000), 0.1))
    assert answers.table is None
    plots = drawn(activation="linear", binning="fixed-width", width=0.01, weight=198, samples=20_000).answer["plots"]
    assert plots["joint"]["title"].startswith("Joint table: too many bins")
    largest = compute_answers(State(Parameters(bins=256), 0.1)).table
    assert largest is not None
    assert largest.counts.size <= MOST_CELLS


def test_rescaled_activation_runs_along_phi_where_it_has_its_shape() -> None:
    plots = {w: drawn(weight=w, binning="function-limits").answer["plots"]["equalisation"] for w in (7, 100)}
    gaps = {w: float(plot["title"].rsplit(" ", 1)[1]) for w, plot in plots.items()}
    for w, plot in plots.items():
        phi, f = (numbers(trace["y"]) for trace in plot["figure"]["data"])
        grid, x = (numbers(trace["x"]) for trace in plot["figure"]["data"])
        np.testing.assert_allclose(phi, stats.norm.cdf(grid), atol=1e-6)
        np.testing.assert_allclose(f, (np.tanh(WEIGHTS[w] * x) + 1) / 2, atol=1e-5)
        assert gaps[w] == pytest.approx(np.abs(f - stats.norm.cdf(x)).max(), abs=0.005)
    assert gaps[7] < 0.05 < gaps[100]


def test_the_mechanism_is_told_from_the_numbers() -> None:
    total = stats.entropy(tanh_counts(WEIGHTS[10]), base=2)
    of_x = stats.entropy(np.histogram(X, 50)[0], base=2)
    text = words(weight=10)
    assert f"T carries {total:.2f} bits, {total - of_x:.2f} more than the {of_x:.2f} of the binned input" in text
    assert "Clipped tails: +" in text
    assert "Equalisation: +" in text
    steps = [float(part.split(" bits")[0]) for part in text.replace("−", "-").split(": ")[2:4]]
    assert sum(steps) == pytest.approx(total - of_x, abs=0.011)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"activation": "linear"}, "as much as the 5.11 of the binned input"),
        ({"activation": "linear"}, "Clipped tails: 0.00 bits"),
        (
            {"activation": "hard_sigmoid"},
            "Equalisation: 0.00 bits; as f spaces them, the inner bins are as equally full",
        ),
        ({"weight": 150}, "hold 47 % and 43 % of the samples"),
        ({"activation": "linear", "binning": "global", "weight": 3}, "2 bins of Y and 50 of X cover the samples"),
        ({"activation": "leaky_relu"}, "the inner bins are less equally full than evenly spaced ones"),
        (
            {"activation": "linear", "binning": "equal-frequency"},
            "as this binning spaces them, the inner bins are more equally full",
        ),
    ],
)
def test_each_case_has_its_sentence(parameters: dict[str, Any], said: str) -> None:
    assert said in words(**parameters)


def test_the_state_is_the_explorers_with_a_threshold() -> None:
    state, remarks = corrected({"activation": "elu", "threshold": "0.5", "population": "on", "seed": "4"})
    assert remarks == []
    assert state == State(Parameters("elu", seed=4), 0.5)
    assert list(state.to_dict()) == list(PAGE_SPECIFICATIONS)


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [("samples", "1000000", 100_000), ("width", "0.001", 0.01), ("threshold", "9", 1.0), ("threshold", "x", 0.1)],
)
def test_the_pages_own_bounds_are_kept_and_told(key: str, raw: str, value: float) -> None:
    result = draw({"search": f"?{key}={raw}"})
    assert result.answer["parameters"][key] == value
    assert key in result.notice


@pytest.mark.parametrize("request_", [None, 3, "x", []])
def test_a_request_that_is_none_draws_nothing(request_: Any) -> None:
    with pytest.raises(PreventUpdate):
        draw(request_)


@pytest.mark.parametrize("binning", BINNINGS)
@pytest.mark.parametrize("activation", oracle.NOTEBOOK)
def test_every_state_is_drawn_without_warnings(activation: str, binning: str) -> None:
    ends: list[dict[str, Any]] = [
        {"weight": 198, "weight_max": 100, "bias": -5.0, "samples": 10, "bins": 2, "estimator": "miller-madow"},
        {"weight": 0, "bias": 5.0, "bins": 256, "width": 10.0},
    ]
    # In turn, so that each function and each ruler is at both ends of what is allowed.
    more = ends[(oracle.NOTEBOOK.index(activation) + BINNINGS.index(binning)) % 2]
    result = drawn(activation=activation, binning=binning, **more)
    assert "nan" not in str([plot["title"] for plot in result.answer["plots"].values()]) + result.mechanism


def test_each_page_takes_only_its_own_requests() -> None:
    body = {
        "output": "..notice.children...map-summary.children...mechanism.children...answer.data..",
        "outputs": [{"id": i, "property": p} for i, p in (("notice", "children"), ("map-summary", "children"),
                                                          ("mechanism", "children"), ("answer", "data"))],
        "inputs": [{"id": "request", "property": "data", "value": {"parameters": {"bins": -4, "bias": []}}}],
        "changedPropIds": ["request.data"],
        "state": [],
    }  # fmt: skip
    client = server.test_client()
    assert client.post("/questions/_dash-update-component", json=body).status_code == 200
    assert client.post("/figures/_dash-update-component", json=body).status_code == 400
    assert client.post("/nowhere/_dash-update-component", json=body).status_code in (400, 405)


@pytest.mark.parametrize("binning", BINNINGS)
def test_the_dashed_line_is_the_entropy_of_the_histogram_whatever_the_chosen_binning(binning: str) -> None:
    expected = stats.entropy(np.histogram(X, 30)[0], base=2)
    plots = drawn(bins=30, binning=binning).answer["plots"]
    for name in BINNINGS:
        levels = [shape["y0"] for shape in plots[name]["figure"]["layout"]["shapes"] if shape["y0"] == shape["y1"]]
        assert levels == ([] if name == "fixed-width" else pytest.approx([expected, np.log2(30)]))
