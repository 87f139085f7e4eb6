"""The ruler without bins, in all that the explorer says, draws and saves: against the core, and never as bins."""

import csv
import io
import zipfile
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import pytest
from decoding import numbers

from app import server
from minimal_model import ACTIVATIONS, BINNINGS, Parameters, noisy_curve, plots, verdict
from minimal_model.dashboard.address.pins import corrected_pins, pin_label, pin_text
from minimal_model.dashboard.pages.explorer.draw import draw
from minimal_model.dashboard.results import curves, noise
from minimal_model.dashboard.results.view import compute_view

STATE = Parameters("relu", "fixed-width", bias=0.5, weight=30, noise=0.2, samples=300, seed=3)


def answered(search: str) -> Any:
    return draw({"search": search, "theme": "light", "whole": True})


def figures(search: str) -> dict[str, Any]:
    drawn = answered(search)
    found = {}
    for name in ("mi_curve", "strip", "partition", "activation"):
        operations = orjson.loads(orjson.dumps(getattr(drawn, name)))["operations"]
        found[name] = {part["location"][0]: part["params"]["value"] for part in operations}
    return found


def test_it_stands_last_in_the_row_and_is_not_counted() -> None:
    for search, s in (("?activation=sigmoid", 0.1), ("?activation=sigmoid&noise=0.3", 0.3)):
        answer = answered(search).answer
        *six, last = answer["rulers"]
        assert [ruler["name"] for ruler in six] == list(BINNINGS)
        assert last["name"] == "noise"
        assert not last["refused"]
        curve = noisy_curve("sigmoid", noise=s)
        np.testing.assert_allclose(numbers(last["curve"]) * answer["rulers_top"] / 65_535, curve, atol=1e-4)
        given = verdict(curve)
        assert (last["sign"], last["change"]) == {
            0.1: ("↓", f"{given.fall:.2f}"), 0.3: ("↑", f"{given.rise:.2f}"),
        }[s]  # fmt: skip
        # s √(2πe) = 4.1327 s
        assert f"s = {s} on Y, which has the entropy of a bin of width {4.1327 * s:.3g}" in last["meaning"]
        assert "of 6 rulers" in answer["verdict"]["text"]


def test_the_six_are_what_they_are_without_noise() -> None:
    with_noise, without = (answered(f"?activation=elu&bias=1{more}").answer for more in ("&noise=0.1", ""))
    assert with_noise["rulers"] == without["rulers"]
    assert with_noise["verdict"] == without["verdict"]


def test_the_page_says_what_the_core_computes_and_nothing_of_bins() -> None:
    drawn = answered(STATE.search + "&population=on&band=on&why=on")
    curve = noisy_curve("relu", noise=0.2, bias=0.5)
    assert drawn.readout == (
        f"By noise of s = 0.2 relu gains information: {curve[0]:.2f} bits at w = 0.1, {curve[-1]:.2f} at w = 19.9. "
        f"relu, w = 3.1, b = 0.5: I(X; Y + N) = {curve[30]:.4f} bits behind noise, which has the entropy of a bin of "
        "width 0.827; there are no bins."
    )
    assert drawn.notice == ""
    titles = drawn.answer["titles"]
    assert titles["graph-mi-curve"][1] == "relu, noise s = 0.2, b = 0.5"
    assert "no bins" in titles["graph-strip"][0]
    assert "nothing cuts the input" in titles["graph-partition"][1]
    population, band, why = drawn.explanations.split("\n")
    assert "not of a sample" in population
    assert "no band" in band
    of_noise = 0.5 * np.log2(2 * np.pi * np.e * 0.04)
    assert f"{curve[30] + of_noise:.3f} − (−{-of_noise:.3f}) bits" in why


def test_the_figures_have_the_curve_and_no_bins() -> None:
    found = figures(STATE.search)
    curve = found["mi_curve"]["data"]
    np.testing.assert_allclose(numbers(curve[0]["y"]), noisy_curve("relu", noise=0.2, bias=0.5), rtol=1e-6)
    assert found["mi_curve"]["layout"]["yaxis"]["title"]["text"] == "I(X; Y + N) in bits"
    assert len(found["mi_curve"]["layout"]["shapes"]) == 1  # the chosen weight; neither binned input nor ceiling
    assert found["mi_curve"]["layout"]["annotations"] == []
    cells, edges, points, bars = found["strip"]["data"]
    assert cells["hoverinfo"] == "skip"
    assert not numbers(cells["z"]).any()
    assert numbers(edges["x"]).size == numbers(bars["x"]).size == 0
    assert numbers(points["x"]).size == 300
    assert "no edges and nothing to count" in found["strip"]["layout"]["annotations"][0]["text"]
    assert numbers(found["partition"]["data"][3]["x"]).size == 0


@pytest.mark.parametrize(("name", "given"), [*((name, "normal") for name in ACTIVATIONS), ("tanh", "uniform")])
def test_every_function_is_drawn_behind_noise(name: str, given: str) -> None:
    drawn = answered(f"?activation={name}&noise=0.1&input={given}&binning=fixed-width")
    bits = noisy_curve(name, noise=0.1, input=given)[Parameters().weight]
    assert f"I(X; Y + N) = {bits:.4f} bits" in drawn.readout


def test_what_noise_does_not_use_changes_nothing_and_a_dragged_weight_is_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = curves.curve(STATE)
    monkeypatch.setattr(noise, "behind_noise", lambda *_: pytest.fail("computed again"))
    others = {"binning": "global", "bins": 7, "samples": 20, "seed": 9, "draw": 2, "estimator": "miller-madow",
              "width": 1.0, "weight": 150, "why": True}  # fmt: skip
    for key, value in others.items():
        assert curves.curve(replace(STATE, **{key: value})) is first


@pytest.mark.parametrize(
    ("raw", "value"),
    [("0", 0.0), ("0.014", 0.0), ("-3", 0.0), ("0.016", 0.03), ("0.029", 0.03), ("2", 1.0), ("inf", 1.0), ("x", 0.0)],
)
def test_an_address_opens_the_nearest_noise_and_says_so(raw: str, value: float) -> None:
    parameters, remarks = Parameters.corrected({"noise": raw})
    assert parameters.noise == value
    assert bool(remarks) == (raw != "0")


def test_a_formula_has_no_noise_and_the_row_says_why() -> None:
    drawn = answered("?formula=z*z&noise=0.1")
    assert drawn.answer["parameters"]["noise"] == 0
    assert "noise “0.1” became 0, since of a formula nothing is known but its values" in drawn.notice
    last = drawn.answer["rulers"][-1]
    assert (last["name"], last["sign"], last["curve"], last["refused"]) == ("noise", "–", None, True)
    assert last["remark"].startswith("Not possible: of a formula nothing is known")
    with pytest.raises(ValueError, match=r"^noise is 0\.1; it must be 0, because of a formula"):
        Parameters(formula="z", noise=0.1)


def test_pins_keep_the_noise_and_name_it() -> None:
    assert pin_text(STATE) == "activation:relu,binning:fixed-width,bias:0.5,samples:300,seed:3,noise:0.2"
    (pin,), remarks = corrected_pins("activation:relu,noise:0.2")
    assert (pin, remarks) == (Parameters("relu", noise=0.2), [])
    assert pin_label(pin) == "relu, noise 0.2"
    view = compute_view(Parameters(), (pin,))
    np.testing.assert_array_equal(view.pins[0].curve, noisy_curve("relu", noise=0.2))


def test_the_curve_before_names_both_rulers() -> None:
    before = draw({"parameters": STATE.to_dict(), "before": pin_text(replace(STATE, noise=0.0))}).answer["ghost"]
    assert "bits with fixed-width, " in before
    assert "with noise at w = 3.1" in before


def test_files_hold_the_curve_and_no_bins() -> None:
    answer = server.test_client().get(f"/export/explorer/tables.zip{STATE.search}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert list(files) == ["README.txt", "curve.csv", "rulers.csv", "activations.csv"]
    assert "bins: none, since noise has taken their place" in files["README.txt"]
    assert "mi_relu_noise0.2_b0.5" in answer.headers["Content-Disposition"]
    saved = [float(row["mi_bits"]) for row in csv.DictReader(io.StringIO(files["curve.csv"]))]
    assert saved == noisy_curve("relu", noise=0.2, bias=0.5).tolist()
    last = list(csv.DictReader(io.StringIO(files["rulers.csv"])))[-1]
    assert (last["binning"], last["verdict"]) == ("noise", "grows")


def test_a_sheet_for_paper_has_the_curve_and_says_that_there_are_no_bins() -> None:
    sheet = plots.figure(STATE, ["curve", "strip", "partition", "activation"], size="170", pins=[Parameters(noise=0.1)])
    curve, strip, *_ = sheet.get_axes()
    assert curve.get_ylabel() == "I(X; Y + N) in bits"
    bits = noisy_curve("relu", noise=0.2, bias=0.5)
    np.testing.assert_array_equal(curve.get_lines()[0].get_ydata(), bits)
    legend = [text.get_text() for text in curve.get_legend().get_texts()]
    assert legend == ["relu, noise 0.2, b = 0.5", "tanh, noise 0.1", f"w = 3.1: {bits[30]:.4f} bits"]
    told = " ".join(text.get_text() for text in sheet.texts)
    assert "noise has no bins and no counts" in told
    assert "bins," not in told
    assert strip is not None
