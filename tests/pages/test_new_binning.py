"""A new binning is a file of its own and its place in the list: the proof, on a copy of the package."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minimal_model import ACTIVATIONS, BINNINGS
from minimal_model.dashboard.page.numbers import in_words

ROOT = Path(__file__).parents[2]
NAME = "equal-width-in-rank-log"
RULERS = len(BINNINGS) + 1

FILE = '''"""Bins that are equally wide in the logarithm of the rank."""

import numpy as np

from minimal_model.activations import Activation
from minimal_model.binnings.binning import Binning, on_activation
from minimal_model.binnings.edges import BinEdges
from minimal_model.binnings.snippet import COUNTS, Neuron
from minimal_model.sweep import Sweep


class RankLog(Binning):
    """Ever fuller bins: the edges are samples of ranks that grow by the same factor."""

    name = label = "equal-width-in-rank-log"
    bins = "Bins that are equally wide in the logarithm of the rank."
    question = "What is left where only the low tail is resolved?"
    failure = "The last bin holds a large part of the samples."
    one_for_all = False
    invariant = True

    def edges(self, sweep: Sweep, bins: int, _width: float) -> BinEdges:
        """Return a row of edges for each weight."""
        ranks = (sweep.x.size ** (np.arange(bins + 1) / bins) - 1).astype(int)
        return on_activation(sweep, sweep.activation(sweep.weights * sweep.x[ranks] + sweep.bias))

    def meaning(self, _activation: Activation, bins: int, _width: float) -> str:
        """Return it in words."""
        return f"{bins} bins by the logarithm of the rank"

    def follows_extremes(self, _activation: Activation) -> bool:
        """Say no."""
        return False

    def snippet(self, _neuron: Neuron) -> list[str]:
        """Return the lines of NumPy."""
        return [
            "ranks = (n ** (np.arange(m + 1) / m) - 1).astype(int)",
            "edges = np.sort(y)[ranks]",
            COUNTS,
        ]
'''

PROGRAM = """
import json
from pathlib import Path
import numpy as np
from minimal_model import ACTIVATIONS, BINNINGS, Parameters, bin_activations, sample_input
from minimal_model.dashboard import create_app
from minimal_model.state.parameters import SPECIFICATIONS
from minimal_model.state.snippets import numpy_snippet, api_snippet

name = "equal-width-in-rank-log"
client = create_app(Path("assets"), patient=False).server.test_client()

def draw(page, search):
    callbacks = client.get(f"{page}_dash-dependencies").get_json()
    output = next(c["output"] for c in callbacks if "answer.data" in c["output"])
    places = [place.rsplit(".", 1) for place in output.strip(".").split("...")]
    body = {
        "output": output, "outputs": [{"id": i, "property": p} for i, p in places],
        "inputs": [{"id": "request", "property": "data", "value": {"sequence": 1, "search": search, "whole": True}}],
        "changedPropIds": ["request.data"], "state": [],
    }
    answer = client.post(f"{page}_dash-update-component", json=body)
    assert answer.status_code == 200, answer.get_data()
    return answer.get_json()["response"]

state = Parameters("elu", name, bias=0.5, population=True, band=True, why=True)
explorer = draw("/", state.search)
questions = draw("/questions/", "?activation=elu&binning=" + name)
layouts = {page: client.get(f"{page}_dash-layout").get_data(as_text=True) for page in ("/", "/questions/")}
p = Parameters("elu", name, bias=0.5)
x = sample_input(p.samples)
print(json.dumps({
    "binnings": BINNINGS,
    "allowed": name in SPECIFICATIONS["binning"].allowed,
    "menu": name in layouts["/"],
    "rules": client.get("/").get_data(as_text=True).count(name),
    "texts": "What is left where only the low tail is resolved?" in layouts["/questions/"],
    "headings": layouts["/questions/"],
    "description": client.get("/").get_data(as_text=True),
    "readout": explorer["readout"]["children"],
    "explanations": explorer["explanations"]["children"],
    "notice": explorer["notice"]["children"],
    "rulers": explorer["answer"]["data"]["rulers"],
    "verdict": explorer["answer"]["data"]["verdict"]["text"],
    "cells": len(questions["answer"]["data"]["cells"]),
    "plots": list(questions["answer"]["data"]["plots"]),
    "summary": questions["map-summary"]["children"],
    "entropy": bin_activations(x, "elu", p.chosen_weight, bias=0.5, binning=name).entropy,
    "counts": bin_activations(x, "elu", p.chosen_weight, bias=0.5, binning=name).counts.tolist(),
    "scripts": [numpy_snippet(p), api_snippet(p)],
}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one more binning: one new file, and one more name where the others are named."""
    place = tmp_path_factory.mktemp("copy")
    for folder in ("minimal_model", "assets"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    binnings = place / "minimal_model" / "binnings"
    (binnings / "rank_log.py").write_text(FILE)
    listed = (binnings / "__init__.py").read_text()
    assert listed.count("    EqualFrequency(),\n") == 1
    listed = listed.replace("    EqualFrequency(),\n", "    EqualFrequency(),\n    RankLog(),\n")
    imported = "from minimal_model.binnings.per_weight import PerWeight\n"
    listed = listed.replace(imported, imported + "from minimal_model.binnings.rank_log import RankLog\n")
    (binnings / "__init__.py").write_text(listed)
    return place


@pytest.fixture(scope="module")
def seen(copy: Path) -> dict[str, Any]:
    """What the copy's pages, tables and scripts show."""
    told: dict[str, Any] = json.loads(printed(PROGRAM, copy))
    return told


def printed(program: str, place: Path) -> str:
    run = subprocess.run([sys.executable, "-c", program], cwd=place, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_it_is_offered_wherever_binnings_are(seen: dict[str, Any]) -> None:
    assert seen["binnings"][-1] == NAME
    assert len(seen["binnings"]) == RULERS
    assert seen["allowed"]
    assert seen["menu"]
    assert seen["rules"] >= 1


def test_it_is_drawn_and_spoken_of(seen: dict[str, Any]) -> None:
    assert "elu, w = " in seen["readout"]
    assert len(seen["explanations"].splitlines()) == 3
    assert seen["notice"] == ""


def test_it_stands_in_the_row_of_rulers(seen: dict[str, Any]) -> None:
    assert [ruler["name"] for ruler in seen["rulers"]] == [*seen["binnings"], "noise"]
    assert seen["rulers"][-2]["meaning"] == "50 bins by the logarithm of the rank"
    assert f"of {RULERS} rulers" in seen["verdict"]


def test_it_has_its_answer_and_its_column_among_the_questions(seen: dict[str, Any]) -> None:
    assert seen["texts"]
    assert f"with {in_words(RULERS)} answers" in seen["headings"]
    assert f"under {in_words(RULERS)} ways of binning" in seen["description"]
    assert NAME in seen["plots"]
    assert seen["cells"] == RULERS * len(ACTIVATIONS)
    assert seen["summary"].startswith(f"Of {RULERS * 11} verdicts")  # on the notebook's functions
    assert f"by all {in_words(RULERS)} binnings" in seen["summary"]


def test_it_counts_as_its_own_script_does(seen: dict[str, Any], copy: Path) -> None:
    assert sum(seen["counts"]) == 1000
    for script in seen["scripts"]:
        assert printed(script, copy) == f"I(X;T) = {seen['entropy']:.4f} bits\n"
