"""Own data in a state: what is drawn and said of it, and what a script makes of it."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from decoding import numbers

import minimal_model as mm
from minimal_model import plots
from minimal_model.binnings import BINNINGS
from minimal_model.dashboard.address.pins import corrected_pins, pin_text
from minimal_model.dashboard.pages.explorer.updates import draw_update
from minimal_model.dashboard.plots.partition import partition_figure
from minimal_model.dashboard.plots.theme import theme_named
from minimal_model.dashboard.results.curves import measured
from minimal_model.dashboard.results.view import compute_view
from minimal_model.state.notebook import notebook
from minimal_model.state.own_data import UnknownColumnError, columns, hold
from minimal_model.state.parameters import Parameters
from minimal_model.state.snippets import api_snippet, figure_snippet, numpy_snippet

COLUMN = mm.Column(np.round(np.random.default_rng(4).gamma(2.0, size=700), 2))
LIGHT = theme_named("light")


@pytest.fixture(autouse=True)
def held() -> Iterator[None]:
    hold(COLUMN)
    yield
    columns.clear()


def state(kind: str = "column", column: mm.Column = COLUMN, **values: object) -> Parameters:
    hold(column)
    raw = {"input": "column", "samples": len(column)} | values
    parameters, _ = measured(Parameters.corrected(raw, f"{kind}:{column.digest}")[0])
    return parameters


def test_a_column_fills_its_histogram_in_the_place_of_a_density() -> None:
    figure = partition_figure(compute_view(state(samples=100)), LIGHT)
    x, heights = (numbers(figure["data"][2][axis]) for axis in ("x", "y"))
    edges = np.append(x[::2], x[-1])
    np.testing.assert_allclose(heights[::2], np.histogram(COLUMN.values, edges)[0] / 700, rtol=1e-6)
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < COLUMN.ordered[0] < COLUMN.ordered[-1] < high
    # Freedman & Diaconis' rule, as NumPy counts it, but for how quartiles are taken.
    assert abs(edges.size - np.histogram_bin_edges(COLUMN.values, "fd").size) <= 2


@pytest.mark.parametrize("binning", BINNINGS)
def test_with_the_whole_column_the_population_curve_is_the_curve(binning: str) -> None:
    view = compute_view(state(binning=binning, activation="relu", population=True))
    assert view.overlays.population is not None
    np.testing.assert_array_equal(view.overlays.population, view.curve)
    expected = mm.mi_curve(COLUMN.values, "relu", binning=binning)
    np.testing.assert_array_equal(view.curve, expected)


def test_recorded_activations_have_one_weight_and_are_their_own() -> None:
    parameters = state("recorded", activation="sin", bias=3, weight=70, bins=20)
    assert (parameters.function.name, parameters.bias, parameters.chosen_weight) == ("linear", 0.0, 1.0)
    update = draw_update(parameters, LIGHT, whole=False)
    counts = np.histogram(COLUMN.values, 20)[0]
    shares = counts[counts > 0] / 700
    assert f"H(T) = {-np.sum(shares * np.log2(shares)):.4f} bits" in update.readout
    assert update.answer["verdict"]["link"] is None
    with pytest.raises(ValueError, match="as activations were recorded"):
        Parameters(input=f"recorded:{COLUMN.digest}")


def test_what_needs_a_density_is_told_and_not_drawn() -> None:
    update = draw_update(state(activation="gelu", binning="fixed-width", why=True, population=True), LIGHT, whole=True)
    assert "not known for own data, which has no density" in update.explanations
    assert "No prediction: the sample is a part of the column" in update.explanations
    different = np.unique(COLUMN.values).size
    assert f"{different} of 700 numbers differ." in update.answer["holds"]
    parameters, remarks = Parameters.corrected({"input": "column", "noise": 0.1}, f"column:{COLUMN.digest}")
    assert parameters.noise == 0
    assert "own data has no density" in remarks[-1]


def test_bins_that_would_be_too_many_become_others() -> None:
    wide = mm.Column(np.append(np.zeros(20), 1e9))
    parameters, remarks = measured(Parameters.corrected(
        {"input": "column", "samples": 21, "activation": "relu", "binning": "fixed-width"}, f"column:{_held(wide)}",
    )[0])  # fmt: skip
    assert (parameters.binning, len(remarks)) == ("per-weight", 1)


def _held(column: mm.Column) -> str:
    hold(column)
    return column.digest


def test_very_many_waves_take_fewer_samples() -> None:
    wide = mm.Column(np.arange(30_000.0))
    parameters, remarks = Parameters.corrected(
        {"input": "column", "samples": 30_000, "activation": "sin"}, f"column:{_held(wide)}"
    )
    assert parameters.samples == 20_000
    assert "very many waves of sin" in remarks[0]


def test_a_pin_of_own_data_names_none() -> None:
    own = state(activation="relu")
    assert pin_text(own) == "activation:relu,samples:700,input:column"
    assert corrected_pins(pin_text(own), f"column:{COLUMN.digest}") == ((own,), [])
    assert corrected_pins(pin_text(own)) == ((), ["a pin of own data was left out"])
    assert "column:" not in own.search


def test_a_column_that_is_not_held_is_asked_for() -> None:
    parameters = state()
    columns.clear()
    with pytest.raises(UnknownColumnError):
        _ = parameters.distribution


@pytest.mark.parametrize(("kind", "binning"), [("column", "global"), ("column", "fixed-width"),
                                               ("recorded", "equal-frequency")])  # fmt: skip
def test_scripts_load_the_column_and_print_the_number(
    kind: str, binning: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "column.txt").write_text("\n".join(map(str, COLUMN.values.tolist())) + "\n")
    monkeypatch.chdir(tmp_path)
    parameters = state(kind, binning=binning, samples=300, draw=1, seed=8, weight=30, bins=17)
    expected = f"I(X;T) = {compute_view(parameters).binned.entropy:.4f} bits"
    for script in (api_snippet(parameters), numpy_snippet(parameters)):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(script, {})
        assert printed.getvalue().strip() == expected
    assert "column.txt" in notebook(parameters, "http://x/")
    if kind == "column":
        exec(figure_snippet(parameters, (parameters,)), {})
        (saved,) = tmp_path.glob("*.svg")
        assert "share" in saved.read_text()


def test_figures_for_papers_take_a_column_itself(tmp_path: Path) -> None:
    sheet = plots.figure(Parameters(input=COLUMN, samples=700), ["curve", "partition"], size="170")
    plots.save(sheet, str(tmp_path / "own.svg"))
    assert "own data as input" in (tmp_path / "own.svg").read_text()
