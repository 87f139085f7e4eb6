"""What does folding lose? The page's answer against closed forms, and against histograms that NumPy counts."""

from typing import Any

import numpy as np
import oracle
import pytest
from decoding import numbers
from scipy import stats

from app import server
from minimal_model import Parameters, sample_input
from minimal_model.dashboard.pages.questions.draw import draw
from minimal_model.dashboard.pages.questions.further import folding
from minimal_model.dashboard.pages.questions.state import State, corrected
from minimal_model.dashboard.plots.theme import THEMES
from minimal_model.dashboard.results.folds import FOLDING

X = sample_input(1000)
WEIGHTS = np.arange(0.1, 20, 0.1)
GELU = "z * sigmoid(1.702 * z)"


def answer(**parameters: Any) -> dict[str, Any]:
    state, remarks = corrected(parameters)
    assert remarks == []
    return folding(state, THEMES["light"])


def rows(**parameters: Any) -> dict[str, list[str]]:
    return {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in answer(**parameters)["rows"]}


def per_weight(y: np.ndarray) -> np.ndarray:
    return np.array([stats.entropy(np.histogram(row, 50)[0], base=2) for row in y])


def lines(plot: dict[str, Any]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    return {trace["name"]: (numbers(trace["x"]), numbers(trace["y"])) for trace in plot["figure"]["data"]}


def test_sin_loses_bits_that_the_rulers_hardly_see() -> None:
    # With many half-waves the phase is uniform, and Y tells all of it: h(X) + log2(w / pi) is left.
    lost = 0.5 * np.log2(2 * np.pi * np.e) + np.log2(19.9 / np.pi)
    curve = per_weight(np.sin(np.outer(WEIGHTS, X)))
    fall = curve.max() - curve[-1]
    assert (round(lost, 2), round(fall, 2)) == (4.71, 0.24)
    table = rows(weight=198)
    assert list(table) == ["tanh", *oracle.FOLDING[:4], "sin", "gaussian", "abs", "square"]
    assert table["sin"][:2] == [f"{lost:.2f}"] * 2
    assert table["sin"][3] == f"{fall:.2f}"
    assert f"sin at w = 19.9 loses {lost:.2f} bits by folding" in answer()["sentence"]
    assert f"{fall:.2f} (per-weight)" in answer()["sentence"]


def test_even_functions_lose_the_sign_of_a_symmetric_input() -> None:
    found = answer()
    lost = lines(found["plots"]["folding"])
    (together,) = (name for name in lost if "abs" in name)
    assert set(together.split(", ")) == {"abs", "gaussian", "square"}
    np.testing.assert_allclose(lost[together][1], 1.0, atol=1e-6)
    assert "gaussian, abs and square lose the same" in found["note"]
    assert {name for names in lost for name in names.split(", ")} == set(FOLDING) == set(oracle.FOLDING)
    # All inputs are above -1 of an exponential one, and those above 1 have no partner there.
    share = float(stats.expon(-1).cdf(1))
    posterior = 1 / (1 + np.exp(-2 * (x := np.linspace(0, 1, 20_001))))  # of the lower one: e^x / (e^x + e^-x)
    bits = -posterior * np.log2(posterior) - (1 - posterior) * np.log2(1 - posterior)
    expected = np.trapezoid(bits * (np.exp(-(x + 1)) + np.exp(x - 1)), x)
    assert 0 < expected < share
    table = rows(input="exponential")
    assert table["abs"][0] == table["square"][1] == f"{expected:.2f}"


@pytest.mark.parametrize(("name", "function"), [("tanh", np.tanh), ("sin", np.sin), ("abs", np.abs)])
def test_what_a_ruler_shows_is_how_far_the_curve_lies_below_its_highest_so_far(name: str, function: Any) -> None:
    curve = per_weight(function(np.outer(WEIGHTS, X)))
    plot = answer(activation=name, weight=60)["plots"]["seen"]
    drawn = lines(plot)
    np.testing.assert_allclose(drawn["per-weight"][1], np.maximum.accumulate(curve) - curve, atol=1e-6)
    measured = {"global", "per-weight", "function-limits", "fixed-width"}
    assert set(drawn) - {"lost by folding"} == (
        measured | {"net-input", "equal-frequency"} if name == "tanh" else measured
    )
    np.testing.assert_allclose(drawn["lost by folding"][1][-1], {"tanh": 0, "abs": 1}.get(name, 4.71), atol=0.005)
    assert plot["figure"]["layout"]["shapes"][-1]["x0"] == pytest.approx(6.1)


def test_a_function_that_does_not_fold_loses_nothing_though_its_curve_falls() -> None:
    curve = per_weight(np.tanh(np.outer(WEIGHTS, X)))
    found = answer()
    assert found["sentence"].startswith("tanh does not fold, and loses 0 bits by it; yet its H(T) falls by up to ")
    assert rows()["tanh"][:2] == ["0.00", "0.00"]
    assert rows()["tanh"][3] == f"{curve.max() - curve[-1]:.2f}"
    assert answer(activation="linear")["sentence"].startswith("linear does not fold, and loses 0 bits by it. sin")


def test_what_a_formula_loses_is_not_known_and_the_page_says_so() -> None:
    found = answer(formula=GELU)
    assert "its branches are not known, and so neither is what it loses by folding" in found["sentence"]
    own, *others = found["rows"]
    assert [cell["text"] for cell in own[:3]] == [GELU, "–", "–"]
    assert own[5] == {"text": "–", "label": "no curve"}  # function-limits has no limits to go by
    z = np.outer(WEIGHTS, X)
    curve = per_weight(z / (1 + np.exp(-1.702 * z)))
    assert own[4]["text"] == f"{curve.max() - curve[-1]:.2f}"
    assert len(others) == len(FOLDING)
    assert "lost by folding" not in lines(found["plots"]["seen"])
    assert "not known" in found["plots"]["seen"]["title"]


def test_the_page_counts_a_formula_and_says_which_of_its_answers_need_more() -> None:
    found = draw({"parameters": {"formula": GELU, "weight": 20}})
    assert found.notice == ""
    z = np.outer(WEIGHTS, X)
    curve = per_weight(z / (1 + np.exp(-1.702 * z)))
    plots = found.answer["plots"]
    assert plots["per-weight"]["title"].startswith(f"per-weight: {curve[20]:.2f} bits at w = 2.1")
    for name in ("function-limits", "net-input", "equal-frequency"):
        assert plots[name]["title"] == f"{name}: –"
        assert "not for a formula" in plots[name]["remark"]
    assert f"T carries {curve[20]:.2f} bits" in found.mechanism
    assert "is not told of a formula" in found.mechanism
    assert plots["equalisation"]["title"].startswith("A formula may fold")
    assert found.answer["neuron"] == f"Here f(z) = {GELU}, in place of the activation."
    own = found.answer["own"]
    assert [cell["verdict"] for cell in own] == ["grows", "compresses", "refused", "grows", "refused", "refused"]
    assert own[1]["text"] == f"↓ −{curve.max() - curve[-1]:.2f}"
    # The map of the named functions is that without it, and each of its cells opens its own function.
    plain = draw({"parameters": {"weight": 20}}).answer
    assert (plain["own"], plain["neuron"]) == ([], "")
    assert found.answer["cells"] == plain["cells"]


def test_a_formula_of_many_samples_or_without_a_number_is_corrected_as_on_the_explorer() -> None:
    assert corrected({"formula": "log(z)"})[0] == State(Parameters(), 0.1)
    assert "formula “log(z)” was left out" in corrected({"formula": "log(z)"})[1][0]
    state, remarks = corrected({"formula": "z", "binning": "net-input", "input": "lognormal"})
    assert (state.parameters.formula, state.parameters.binning) == ("z", "per-weight")
    assert len(remarks) == 1
    assert "X ~ exp N(0, 1), standardised" in draw({"parameters": {"formula": "z", "input": "lognormal"}}).mechanism


@pytest.mark.parametrize("kind", ["folding", "inputs"])
def test_the_answers_have_addresses_that_correct_what_they_are_asked(kind: str) -> None:
    client = server.test_client()
    plain = client.get(f"/questions/{kind}.json")
    assert (plain.status_code, plain.mimetype) == (200, "application/json")
    assert client.get(f"/questions/{kind}.json?bins=fifty&x=1&theme=none").data == plain.data
    assert client.get(f"/questions/{kind}.json?bins=7").data != plain.data
    assert client.get("/questions/holding.json").status_code == 404
