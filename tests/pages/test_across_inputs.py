"""Does the verdict depend on the input? The page's tables against curves counted by NumPy from SciPy's quantiles."""

import re
from typing import Any

import counting
import numpy as np
import oracle
import pytest
from scipy import stats

from minimal_model import BINNINGS, INPUTS
from minimal_model.dashboard.pages.questions.further import WITHOUT, inputs
from minimal_model.dashboard.pages.questions.state import corrected
from minimal_model.dashboard.plots.theme import THEMES

SIGNS = {"compresses": "↓", "constant": "=", "grows": "↑"}
WEIGHTS = np.arange(0.1, 20, 0.1)


def answer(**parameters: Any) -> dict[str, Any]:
    state, remarks = corrected(parameters)
    assert remarks == []
    return inputs(state, THEMES["light"])


def cells(found: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (row[0]["text"], binning): cell
        for row in found["pairs"]
        for binning, cell in zip(BINNINGS, row[1:], strict=True)
    }


def verdict(curve: np.ndarray, threshold: float = 0.1) -> str:
    if curve.max() - curve[-1] > threshold:
        return "compresses"
    return "grows" if curve[-1] - curve.min() > threshold else "constant"


def test_of_66_verdicts_63_are_the_same_for_all_inputs() -> None:
    found = answer()
    assert list(cells(found)) == [(name, binning) for name in oracle.NOTEBOOK for binning in BINNINGS]
    assert [row[0]["text"] for row in found["inputs"]] == list(INPUTS)
    # As they were counted once by the notebook's own loop.
    compress = {"normal": 29, "uniform": 29, "logistic": 29, "laplace": 28, "student-t3": 29, "exponential": 31,
                "lognormal": 30, "two-bumps": 29}  # fmt: skip
    assert {row[0]["text"]: int(row[1]["text"]) for row in found["inputs"]} == compress
    assert all(sum(int(cell["text"]) for cell in row[1:4]) == 66 for row in found["inputs"])
    assert found["sentence"].startswith(
        "Hardly: 63 of 66 verdicts are the same for all eight inputs; “compresses” is said 28 times (laplace) to 31 "
        "times (exponential). Only softplus under fixed-width, relu6 under net-input and elu under fixed-width"
    )


@pytest.mark.parametrize("given", ["normal", *counting.INPUTS])
def test_the_verdicts_are_those_of_counted_curves(given: str) -> None:
    x = counting.sample(1000, 0, 0, given)
    z = np.outer(WEIGHTS, x)
    elu = np.where(z > 0, z, np.expm1(np.minimum(z, 0)))
    curves = {
        ("tanh", "per-weight"): [np.histogram(row, 50)[0] for row in np.tanh(z)],
        ("relu", "global"): [np.histogram(row, 50, (0, z.max()))[0] for row in np.maximum(z, 0)],
        ("linear", "per-weight"): [np.histogram(row, 50)[0] for row in z],
        ("elu", "fixed-width"): [np.unique(np.floor(row / 0.1), return_counts=True)[1] for row in elu],
    }
    found, place = answer(), list(INPUTS).index(given)
    for pair, counts in curves.items():
        expected = verdict(np.array([stats.entropy(row, base=2) for row in counts]))
        marks = cells(found)[pair]["marks"]
        assert marks[place if len(marks) > 1 else 0] == [SIGNS[expected], expected]
    entropy = stats.entropy(np.histogram(x, 50)[0], base=2)
    assert found["inputs"][place][5]["text"] == f"{entropy:.2f}"


def test_a_cell_has_one_sign_where_all_agree_and_says_who_does_not() -> None:
    found = cells(answer())
    alike = [cell for cell in found.values() if len(cell["marks"]) == 1]
    assert len(alike) == 63
    assert all(re.fullmatch(r"\S+, \S+: \w+ for all eight inputs", cell["label"]) for cell in alike)
    elu = found["elu", "fixed-width"]
    assert len(elu["marks"]) == len(INPUTS)
    assert elu["label"] == (
        "elu, fixed-width: grows for five inputs; compresses for student-t3, exponential and lognormal"
    )


def test_threshold_and_bins_count_and_the_chosen_neuron_does_not() -> None:
    plain = answer()
    loose = answer(threshold=1.0)
    assert sum(int(row[2]["text"]) for row in loose["inputs"]) > sum(int(row[2]["text"]) for row in plain["inputs"])
    assert answer(bins=7) != plain
    assert answer(activation="gelu", weight=3, binning="global") == plain
    assert answer(formula="z**2") == plain
    assert set(WITHOUT["inputs"]) == {"activation", "weight", "binning", "formula", "noise"}
    assert answer(noise=0.5) == plain
    chosen = answer(input="lognormal")
    assert [row[0]["text"] for row in chosen["inputs"] if row[0]["class"] == "chosen"] == ["lognormal"]
    assert chosen["sentence"] == plain["sentence"]


@pytest.mark.parametrize("parameters", [{"samples": 10, "bins": 2, "threshold": 1.0}, {"bias": 2.0, "bins": 9}])
def test_the_sentence_counts_the_cells(parameters: dict[str, Any]) -> None:
    found = answer(**parameters)
    differing = sum(len(cell["marks"]) > 1 for cell in cells(found).values())
    told = re.search(r"(\d+) of 66|all (66)", found["sentence"])
    assert told
    assert 66 - differing == int(told[1] or told[2])


def test_of_very_many_samples_the_first_are_counted_and_the_page_says_so() -> None:
    many, few = answer(samples=100_000, bins=9), answer(samples=30_000, bins=9)
    assert many["sentence"] == few["sentence"] + " Counted of 30,000 of the 100,000 samples."
    assert many["pairs"] == few["pairs"]
