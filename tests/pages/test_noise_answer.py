"""What the page of questions says of noise, against the core."""

import csv
import io
import zipfile
from typing import Any

import numpy as np
import pytest
from decoding import numbers

from app import server
from minimal_model import Parameters, noisy_curve, verdict
from minimal_model.activations import NOTEBOOK_ACTIVATIONS
from minimal_model.dashboard.pages.questions.state import corrected
from minimal_model.dashboard.results.noise_answers import extremes
from minimal_model.noise.curve import width_of
from minimal_model.noise.grid import moved_grid
from minimal_model.setup import Setup

SETTINGS = (0.03, 0.1, 0.3, 1.0)


def answer(query: str) -> dict[str, Any]:
    got = server.test_client().get(f"/questions/noise.json?{query}")
    assert got.status_code == 200
    return dict(got.get_json())


def test_the_setting_decides_and_the_sentence_says_for_whom() -> None:
    said = answer("activation=sigmoid")
    curves = [noisy_curve("sigmoid", noise=s) for s in SETTINGS]
    fine, coarse = curves[1], curves[2]
    assert f"loses {fine.max() - fine[-1]:.2f} bits behind s = 0.1" in said["sentence"]
    assert f"gains {coarse[-1] - coarse.min():.2f} bits behind s = 0.3" in said["sentence"]
    names = {(name, s): verdict(noisy_curve(name, noise=s)).name for name in NOTEBOOK_ACTIVATIONS for s in SETTINGS}
    for s in SETTINGS:
        many = sum(names[name, s] == "compresses" for name in NOTEBOOK_ACTIVATIONS)
        assert f"{many} at s = {s:g}" in said["sentence"]
    differing = [name for name in NOTEBOOK_ACTIVATIONS if len({names[name, s] for s in SETTINGS}) > 1]
    assert f"the verdict on {', '.join(differing[:-1])} and {differing[-1]} depends on s" in said["sentence"]
    for trace, curve in zip(said["plots"]["noise"]["figure"]["data"], curves, strict=True):
        np.testing.assert_allclose(numbers(trace["y"]), curve, rtol=1e-6)


@pytest.mark.parametrize(
    ("name", "source", "noise", "weight_max"),
    [("hard_sigmoid", "uniform", 0.1, 100), ("tanh", "lognormal", 0.3, 20), ("leaky_relu", "exponential", 1.0, 50)],
)
def test_a_verdict_takes_no_more_weights_than_it_needs(name: str, source: str, noise: float, weight_max: int) -> None:
    p = Parameters(activation=name, input=source, noise=noise, weight_max=weight_max)
    found, whole = extremes(p), noisy_curve(name, noise=noise, weights=p.weights, input=source)
    assert found.size < 100
    assert (found.max(), found.min(), found[-1]) == pytest.approx((whole.max(), whole.min(), whole[-1]), abs=1e-12)


def test_the_grid_is_drawn_with_its_mean_and_where_both_noises_lie() -> None:
    said = answer("activation=relu&bias=0.5&weight=30&noise=0.2&bins=7&seed=4")
    grid = moved_grid(Setup.checked("relu", bias=0.5), 3.1, width_of(0.2), 48)
    assert said["grid"]["places"] == pytest.approx(grid.places.tolist())
    assert said["grid"]["bits"] == pytest.approx(grid.entropies.tolist(), abs=1e-9)
    assert said["grid"]["means"][-1] == pytest.approx(said["grid"]["uniform"], abs=0.01)
    (normal,) = noisy_curve("relu", noise=0.2, bias=0.5, weights=[3.1])
    assert f"normal noise of s = 0.2 leaves {normal:.3f} bits" in said["note"]
    assert f"mean {grid.entropies.mean():.3f}" in said["plots"]["grid"]["title"]
    places, means, uniform, other = said["plots"]["grid"]["figure"]["data"]
    assert numbers(places["y"]).size == numbers(means["y"]).size == 48
    assert uniform["y"] == [said["grid"]["uniform"]] * 2
    assert other["y"] == pytest.approx([normal] * 2, abs=1e-9)
    # The link opens the same noise in the explorer.
    assert "noise=0.2" in said["plots"]["grid"]["search"]


@pytest.mark.parametrize(("query", "word"), [("formula=z*z&noise=0.3", "of a formula nothing is known but its values")])
def test_what_has_no_noise_is_said(query: str, word: str) -> None:
    said = answer(query)
    assert word in said["sentence"]
    assert "Of the notebook’s eleven functions compress" in said["sentence"]
    assert said["grid"] is None
    assert "noise=" not in said["plots"]["noise"]["search"]


def test_too_many_bins_leave_the_curves() -> None:
    said = answer("activation=square&weight=198&weight_max=100&noise=0.03")
    assert said["grid"] is None
    assert len(said["plots"]["noise"]["figure"]["data"]) == 4


def test_noise_is_a_parameter_of_the_page_and_no_state_of_its_bins() -> None:
    state, remarks = corrected({"noise": "0.3", "formula": "z*z"})
    assert (state.noise, state.parameters.noise, remarks) == (0.3, 0.0, [])
    assert state.to_dict()["noise"] == 0.3
    state, remarks = corrected({"noise": "7"})
    assert (state.noise, remarks) == (1.0, ["noise “7” became 1.0"])


def test_both_plots_are_saved_and_their_numbers() -> None:
    client = server.test_client()
    drawn = client.get("/export/questions/figure.svg?activation=elu&noise=0.2&panels=noise,grid").get_data(as_text=True)
    for text in ("s = 0.03", "I(X; Y + N) in bits", "mean so far", "behind uniform noise"):
        assert text in drawn
    with zipfile.ZipFile(
        io.BytesIO(client.get("/export/questions/tables.zip?activation=elu&noise=0.2").data)
    ) as archive:
        rows = {
            name: list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode()))) for name in ("noise", "grid")
        }
    saved = [float(row["mi_bits"]) for row in rows["noise"] if row["s"] == "0.3"]
    assert saved == noisy_curve("elu", noise=0.3).tolist()
    grid = moved_grid(Setup.checked("elu"), 5.0, width_of(0.2), 48)
    assert [float(row["entropy_bits"]) for row in rows["grid"]] == pytest.approx(grid.entropies.tolist(), abs=1e-9)
