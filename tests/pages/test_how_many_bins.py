"""How many bins? What the page says beside the bins, against NumPy's rules and histograms."""

import json
import re
from typing import Any

import numpy as np
import pytest

from app import server
from minimal_model import Column, Parameters, sample_input
from minimal_model.dashboard.pages.explorer.how_many_bins import advice
from minimal_model.state.own_data import hold

NAMES = {"√n": "sqrt", "Sturges": "sturges", "Freedman–Diaconis": "fd", "Doane": "doane"}


def filled(counts: np.ndarray) -> str:
    occupied = int((counts > 0).sum())
    each = counts.sum() / occupied
    return f"{occupied:,} occupied, {each:,.0f} in each" if each >= 10 else f"{occupied:,} occupied, {each:.1f}".rstrip(
        "0").rstrip(".") + " in each"  # fmt: skip


@pytest.mark.parametrize(("activation", "function", "weight", "samples"), [
    ("tanh", np.tanh, 49, 1000), ("linear", lambda z: z, 9, 200), ("relu", lambda z: np.maximum(z, 0), 198, 5000),
    ("square", lambda z: z * z, 20, 1000),
])  # fmt: skip
def test_each_rule_is_numpys_and_says_what_it_would_fill(
    activation: str, function: Any, weight: int, samples: int
) -> None:
    p = Parameters(activation=activation, weight=weight, samples=samples)
    y = function(p.weights[weight] * sample_input(samples))
    found = advice(p)
    assert (
        found["now"]
        == f"At w = {p.weights[weight]:g}, 50 bins: {filled(np.histogram(y, 50)[0])}, of {samples:,} samples."
    )
    rules: Any = found["rules"]
    assert [rule["label"] for rule in rules] == list(NAMES)
    for rule in rules:
        asked = np.histogram_bin_edges(y, NAMES[rule["label"]]).size - 1
        assert rule["bins"] == min(max(asked, 2), 256)
        assert rule["text"] == filled(np.histogram(y, rule["bins"])[0])
        outside = not 2 <= asked <= 256
        assert (f"{rule['label']} ({asked:,})" in str(found["note"])) == outside
    assert "not for measuring an entropy" in str(found["note"])


def test_a_rule_beyond_the_bounds_of_the_page_is_bounded_and_told() -> None:
    found = advice(Parameters("linear", samples=100_000, weight=9))
    asked = np.histogram_bin_edges(0.1 * 10 * sample_input(100_000), "sqrt").size - 1
    assert asked > 256
    assert f"There may be 2 to 256 here; of what √n ({asked:,})" in str(found["note"])
    flat = advice(Parameters("hard_sigmoid", bias=5.0, weight=0))
    assert [rule["bins"] for rule in flat["rules"]] == [2] * 4  # type: ignore[attr-defined]
    assert "√n (1), Sturges (1), Freedman–Diaconis (1), Doane (1) asks the nearest is taken" in str(flat["note"])


@pytest.mark.parametrize("more", [
    "", "binning=global", "binning=fixed-width&width=0.01", "formula=exp(z)**9", "input=lognormal&activation=gelu",
    "samples=10&bins=2", "estimator=miller-madow", "noise=0.1",
])  # fmt: skip
def test_the_address_answers_for_every_kind_of_state(more: str) -> None:
    answer = server.test_client().get(f"/bins.json?weight=3&pins=bins:7&{more}")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found = json.loads(answer.data)
    assert re.fullmatch(
        r"At w = 0\.4, [\d,]+ bins: [\d,]+ occupied, [\d,.]+ in each, of [\d,]+ samples\.", found["now"]
    )
    assert all(2 <= rule["bins"] <= 256 for rule in found["rules"])
    assert server.test_client().get("/bins.json?bins=x&weight=-1").status_code == 200


def test_own_data_are_counted_as_they_are() -> None:
    values = np.random.RandomState(3).gamma(2, size=700)
    recorded = f"recorded:{Column(values).digest}"
    hold(Column(values))
    answer = server.test_client().get(f"/bins.json?input=column&column={recorded}&binning=per-weight")
    found = json.loads(answer.data)
    assert found["now"] == f"50 bins: {filled(np.histogram(values, 50)[0])}, of 700 samples."
    for rule in found["rules"]:
        assert rule["bins"] == np.histogram_bin_edges(values, NAMES[rule["label"]]).size - 1
    unknown = server.test_client().get(f"/bins.json?input=column&column=column:{'0' * 64}")
    assert unknown.status_code == 409  # the page sends the numbers then
