"""The page of all choices at once: its file, its sentences, its figures, and the way to each curve in the explorer."""

import base64
import csv
import io
import zipfile
from typing import Any

import flask
import numpy as np
import pytest
from dash.exceptions import PreventUpdate

import minimal_model as mm
from app import server
from minimal_model.dashboard.pages.robustness.default import FILE, default_study, packed
from minimal_model.dashboard.pages.robustness.draw import draw
from minimal_model.dashboard.pages.robustness.results import DRAWN, compute_answers
from minimal_model.dashboard.pages.robustness.state import State
from minimal_model.dashboard.pages.robustness.wording import summary


def drawn(body: Any) -> Any:
    with server.app_context():
        assert flask.current_app
        return draw(body)


def decoded(array: dict[str, str]) -> np.ndarray:
    kinds = {"f4": np.float32, "u1": np.uint8}
    return np.frombuffer(base64.b64decode(array["bdata"]), kinds[array["dtype"]])


# --- The default study -----------------------------------------------------------------------------------------------


def test_the_file_is_the_factorial_that_the_page_speaks_of() -> None:
    chosen = default_study().specifications
    assert chosen.shape == (11, 6, 6, 3, 10, 4, 3, 1, 1)
    assert list(chosen.activation) == list(mm.ACTIVATIONS)[:11]
    assert list(chosen.binning) == list(mm.BINNINGS)
    assert FILE.stat().st_size < 2e6
    assert packed(default_study()) == FILE.read_bytes()


def test_a_random_thousand_of_its_rows_are_what_the_core_says() -> None:
    study = default_study()
    # Those of small samples are quick; of each further size a few.
    everywhere = np.random.default_rng(2026).permutation(len(study))
    by_size = [everywhere[study["samples"][everywhere] == size] for size in (100, 1000, 10_000)]
    for k in np.concatenate([rows[:many] for rows, many in zip(by_size, (600, 330, 70), strict=True)]):
        row = study.specifications.row(k)
        step = row["weight_max"] / 200
        curve = mm.mi_curve(
            mm.sample_input(row["samples"], row["seed"]), row["activation"], bias=row["bias"], bins=row["bins"],
            binning=row["binning"], width=2 / row["bins"], weights=np.arange(step, row["weight_max"], step)[:199],
        )  # fmt: skip
        expected = [curve[0], curve[-1], curve.max(), curve.min()]
        np.testing.assert_allclose(study.results[k], expected, atol=1e-6, err_msg=str(row))


# --- What it says ----------------------------------------------------------------------------------------------------


def test_the_first_sentence_says_the_result() -> None:
    assert drawn({"parameters": {}}).summary == (
        "At 0.1 bit, 50.6 % of 142,560 curves compress; the neuron (activation) explains 51 % of the verdict, "
        "the ruler (binning) 35 %, all else 14 %."
    )


def test_its_shares_are_counted() -> None:
    study = default_study()
    falls = study["highest"] - study["last"] > 0.3
    table = drawn({"parameters": {"threshold": 0.3}}).answer["table"]
    assert [row["name"] for row in table["rows"]] == list(study.specifications.activation)
    for row, column in ((1, 4), (8, 3)):
        own = study["activation"] == study.specifications.activation[row]
        own &= study["binning"] == study.specifications.binning[column]
        assert table["rows"][row]["shares"][column] == pytest.approx(falls[own].mean())


def test_what_decides_within_one_neuron() -> None:
    answer = drawn({"parameters": {"activation": "tanh"}}).answer
    assert answer["plots"]["within"]["title"] == "Within tanh: the ruler (binning) explains 84 %"
    relu = drawn({"parameters": {"activation": "relu"}}).answer["plots"]["within"]["figure"]["data"][0]
    assert dict(zip(relu["y"], relu["text"], strict=True)) == {
        "ruler (binning)": "49 %", "bias": "37 %", "number of bins": "6 %", "number of samples": "5 %",
        "largest weight": "2 %", "seed": "1 %",
    }  # fmt: skip


def test_the_curve_is_drawn_in_order_and_its_extremes_are_kept() -> None:
    study, answer = default_study(), drawn({"parameters": {"threshold": 0.2}}).answer
    fall, rise = study["highest"] - study["last"], study["last"] - study["lowest"]
    change = np.where(fall > 0.2, -fall, rise)
    numbers = answer["numbers"]
    assert len(numbers) == len(set(numbers)) == DRAWN
    shown = decoded(answer["plots"]["curve"]["figure"]["data"][0]["y"])
    np.testing.assert_allclose(shown, change[numbers], atol=1e-6)
    assert (np.diff(shown) >= 0).all()
    assert (shown[0], shown[-1]) == pytest.approx((change.min(), change.max()))
    # A mark for each value that was chosen: one in each group, in the colour of the verdict.
    marks = decoded(answer["plots"]["curve"]["figure"]["data"][1]["z"]).reshape(-1, DRAWN)
    labels = answer["plots"]["curve"]["figure"]["layout"]["yaxis2"]["ticktext"]
    verdict = np.where(fall > 0.2, 1, np.where(rise > 0.2, 3, 2))
    for k in (0, 700, 1999):
        row = study.specifications.row(numbers[k])
        marked = [labels[at] for at in np.flatnonzero(marks[:, k])]
        assert marked == [
            row["activation"], row["binning"], f"bins {row['bins']}", f"n {row['samples']:,}", f"seed {row['seed']}",
            f"w max {row['weight_max']:g}", f"b {row['bias']:g}",
        ]  # fmt: skip
        assert set(marks[:, k]) == {0, verdict[numbers[k]]}


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({}, "At 0.1 bit, 100.0 % of 1 curve compresses: the verdict is the same whatever is chosen."),
        ({"activations": ["tanh", "linear"]},
         "At 0.1 bit, 50.0 % of 2 curves compress; the neuron (activation) explains 100 % of the verdict."),
        ({"activations": ["tanh", "linear"], "seeds": [0, 1]},
         "At 0.1 bit, 50.0 % of 4 curves compress; the neuron (activation) explains 100 % of the verdict, "
         "the seed 0 %."),
    ],
)  # fmt: skip
def test_a_small_study_has_its_sentence_too(chosen: dict[str, Any], sentence: str) -> None:
    assert summary(compute_answers(mm.run(mm.specifications(**chosen)), State(0.1, "elu"))) == sentence


# --- What is asked ---------------------------------------------------------------------------------------------------


def test_an_address_is_corrected_and_told() -> None:
    told = drawn({"search": "?threshold=7&activation=Elu&bins=5&study=0123456789abcdef", "study": "0123456789abcdef"})
    assert told.answer["parameters"] == {"threshold": 1.0, "activation": "tanh"}
    assert told.answer["stamp"] == ""
    for part in ("threshold", "activation", "“bins”", "“0123456789abcdef” is not here"):
        assert part in told.notice


def test_a_neuron_that_the_study_has_not_is_told() -> None:
    told = drawn({"parameters": {"activation": "gelu"}})
    assert told.answer["plots"]["within"]["title"].startswith("Within sigmoid")
    assert "gelu is none of this study’s neurons; sigmoid is shown" in told.notice


@pytest.mark.parametrize("study", [3, None, ["x"], {"a": 1}, "x" * 4000, "../../etc", "' OR 1"])
def test_a_study_that_is_none_shows_the_default_one(study: Any) -> None:
    answer = drawn({"parameters": {}, "study": study}).answer
    assert answer["stamp"] == ""
    assert "142,560" in answer["plots"]["overall"]["title"]


@pytest.mark.parametrize("request_", [None, 3, "x", []])
def test_a_request_that_is_none_draws_nothing(request_: Any) -> None:
    with pytest.raises(PreventUpdate):
        drawn(request_)


# --- What it gives to take along -------------------------------------------------------------------------------------


def test_its_figures_and_tables_can_be_saved() -> None:
    client = server.test_client()
    for kind, start in (("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")):
        answer = client.get(f"/export/robustness/figure.{kind}?panels=shares,overall,within,curve&threshold=0.2")
        assert answer.status_code == 200
        assert answer.data.startswith(start)
        assert "robustness_default_threshold0.2" in answer.headers["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(client.get("/export/robustness/tables.zip?threshold=0.2").data))
    rows = list(csv.DictReader(io.StringIO(archive.read("shares.csv").decode())))
    study = default_study()
    falls = study["highest"] - study["last"] > 0.2
    own = (study["activation"] == rows[8]["activation"]) & (study["binning"] == rows[8]["binning"])
    assert float(rows[8]["share"]) == pytest.approx(falls[own].mean())
    assert len(rows) == 66
