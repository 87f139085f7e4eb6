"""Bins are drawn as they are: every occupied one, with its samples, its colour and its true area."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import oracle
import pytest
from decoding import numbers
from scipy import stats

from minimal_model import BINNINGS, Parameters
from minimal_model.dashboard.pages.explorer.plots import CAPTIONS, GRAPHS
from minimal_model.dashboard.plots.theme import THEMES
from minimal_model.dashboard.results.view import View, compute_view

WEIGHTS = (0, 10, 49, 198)
LIGHT = THEMES["light"]
STATES = [(activation, binning) for activation in oracle.NOTEBOOK for binning in BINNINGS]
every_pair = pytest.mark.parametrize(("activation", "binning"), STATES)
# 577,648 bins at this weight, of which 997 hold a sample.
MANY = Parameters("linear", "fixed-width", weight=198, width=0.001, weight_max=100)
# More narrow bins of different widths than an axis has pixels.
UNEVEN = Parameters("tanh", "fixed-width", weight=60, width=0.001, samples=100_000)


class Row(NamedTuple):
    """The cells of one figure, decoded: where they lie, their first and last bin from 0, percent, bits and colour."""

    edges: np.ndarray
    first: np.ndarray
    last: np.ndarray
    percent: np.ndarray
    bits: np.ndarray
    z: np.ndarray


@lru_cache(maxsize=2)
def drawn(state: Parameters) -> tuple[View, dict[str, dict[str, Any]]]:
    view = compute_view(state)
    return view, {graph_id: make(view, LIGHT) for graph_id, (make, _) in GRAPHS.items()}


def told(table: np.ndarray) -> tuple[np.ndarray, ...]:
    table = table.reshape(-1, table.shape[-1]).astype(float)
    return table[:, 0] - 1, table[:, -1 if table.shape[1] == 4 else 0] - 1, table[:, 1], table[:, 2]


def rows(figures: dict[str, dict[str, Any]]) -> dict[str, Row]:
    cells = {name: figures[name]["data"][0] for name in ("graph-strip", "graph-partition", "graph-activation")}
    return {
        name: Row(numbers(cell["x"]), *told(numbers(cell["customdata"])), numbers(cell["z"])[0])
        for name, cell in cells.items()
    }


def bars(figures: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], np.ndarray, np.ndarray, np.ndarray]:
    trace = figures["graph-strip"]["data"][3]
    x, y, width = (numbers(trace[key]) for key in ("x", "y", "width"))
    return trace, x, y, width


def states(activation: str, binning: str) -> list[Parameters]:
    """States whose bins can all be drawn for themselves."""
    return [Parameters(activation, binning, weight=weight, width=0.3) for weight in WEIGHTS]


@every_pair
def test_every_sample_is_drawn_once_in_each_figure(activation: str, binning: str) -> None:
    for state in states(activation, binning):
        view, figures = drawn(state)
        counts = view.binned.counts
        before = np.append(0, counts.cumsum())
        for row in rows(figures).values():
            samples = row.percent * counts.sum() / 100
            held = before[row.last.astype(int) + 1] - before[row.first.astype(int)]
            np.testing.assert_allclose(samples, held, rtol=1e-5)
            assert samples.sum() == pytest.approx(1000)
            seen = np.concatenate(
                [np.arange(a, b + 1) for a, b in zip(row.first.astype(int), row.last.astype(int), strict=True)]
            )
            assert set(np.flatnonzero(counts)) <= set(seen)
            assert (np.diff(row.edges) >= 0).all()


@every_pair
def test_colours_run_through_the_occupied_bins_and_are_the_same_everywhere(activation: str, binning: str) -> None:
    for state in states(activation, binning):
        view, figures = drawn(state)
        occupied = view.binned.counts > 0
        stops = np.array([place for place, _ in LIGHT.colorscale])
        shades = np.array([[int(colour[k : k + 2], 16) for k in (1, 3, 5)] for _, colour in LIGHT.colorscale])
        by_bin: dict[int, int] = {}
        for name, row in rows(figures).items():
            trace = figures[name]["data"][0]
            assert (trace["zmin"], trace["zmax"]) == (0, 65535)
            assert trace["colorscale"] == LIGHT.colorscale
            assert numbers(trace["customdata"]).shape[-1] == 3
            z = row.z.astype(int)
            held = occupied[row.first.astype(int)]
            assert (z[~held] == 0).all()
            assert (np.diff(z[held]) > 0).all()
            if held.sum() > 1:
                assert z[held][[0, -1]].tolist() == [round(65535 * stops[2]), 65535]
            for number, colour in zip(row.first[held].astype(int).tolist(), z[held].tolist(), strict=True):
                assert by_bin.setdefault(number, colour) == colour
        trace, *_ = bars(figures)
        numbers_of_bars = told(numbers(trace["customdata"]))[0].astype(int).tolist()
        for number, colour in zip(numbers_of_bars, trace["marker"]["color"], strict=True):
            expected = [np.interp(by_bin[number] / 65535, stops, channel) for channel in shades.T]
            assert [int(colour[k : k + 2], 16) for k in (1, 3, 5)] == pytest.approx(expected, abs=1)


@every_pair
def test_a_bar_has_the_area_of_its_samples(activation: str, binning: str) -> None:
    """Where bins differ in width; where they do not, its height is their number."""
    for state in states(activation, binning):
        view, figures = drawn(state)
        counts, edges = view.binned.counts, view.binned.edges
        trace, x, y, width = bars(figures)
        shown = told(numbers(trace["customdata"]))[0].astype(int)
        assert sorted(shown.tolist()) == np.flatnonzero(counts).tolist()
        np.testing.assert_allclose(width, edges[shown + 1] - edges[shown])
        np.testing.assert_allclose(x, (edges[shown + 1] + edges[shown]) / 2)
        layout = figures["graph-strip"]["layout"]
        top = layout["yaxis2"]["range"][1]
        widths = np.diff(edges)
        said = CAPTIONS["graph-strip"][1](view)
        if np.allclose(widths, widths.mean(), rtol=1e-5, atol=4e-15 * np.abs(edges).max()):
            np.testing.assert_array_equal(y, counts[shown])
            assert counts.max() < top
            assert layout["annotations"][0]["text"] == "samples"
            assert "per unit" not in said
            continue
        assert layout["annotations"][0]["text"] == "samples / unit of Y"
        assert "height: samples per unit of Y" in said
        cut = counts[shown] >= top * width
        np.testing.assert_allclose((y * width)[~cut], counts[shown][~cut], rtol=1e-6)
        np.testing.assert_allclose(y[cut], top, rtol=1e-6)
        assert ("cut off" in said) == cut.any()
        assert width[cut].sum() <= 0.1 * width.sum() + 1e-12
        assert (~cut).any() or width.sum() == 0
        # What can be seen is not flattened to nothing by what is cut.
        assert y[~cut].max(initial=top) > top / 3


@every_pair
def test_bars_and_slivers_have_an_outline_in_their_own_colour(activation: str, binning: str) -> None:
    for state in states(activation, binning):
        view, figures = drawn(state)
        trace, *_ = bars(figures)
        assert trace["marker"]["line"]["width"] >= 1
        assert trace["marker"]["line"]["color"] == trace["marker"]["color"]
        assert len(trace["marker"]["color"]) == (view.binned.counts > 0).sum()
        for name, index, row in (
            ("graph-partition", 4, rows(figures)["graph-partition"]),
            ("graph-activation", 3, rows(figures)["graph-activation"]),
        ):
            slivers = figures[name]["data"][index]
            widths = np.diff(row.edges)
            narrow = (widths < (row.edges[-1] - row.edges[0]) / 250) & (row.percent > 0)
            middles = (row.edges[1:] + row.edges[:-1])[narrow] / 2
            assert sorted(numbers(slivers["x"])) == pytest.approx(sorted(middles), abs=1e-12)
            assert sorted(numbers(slivers["width"])) == pytest.approx(sorted(widths[narrow]), abs=1e-12)
            assert slivers["marker"]["line"]["width"] >= 1
            assert slivers["marker"]["line"]["color"] == slivers["marker"]["color"]
            assert len(slivers["marker"]["color"]) == narrow.sum()
            low, high = figures[name]["layout"]["yaxis"]["range"]
            assert slivers["base"] == pytest.approx(low)
            np.testing.assert_allclose(numbers(slivers["y"]) + low, high, rtol=1e-5)


def test_four_bins_of_relu6_on_the_net_input_are_four_bars() -> None:
    """Half of the samples are 0 and a ninth are 6: one of the four bins has no width."""
    view, figures = drawn(Parameters("relu6", "net-input", weight=49))
    trace, x, y, width = bars(figures)
    assert "4 of 50 bins occupied" in CAPTIONS["graph-strip"][1](view)
    assert x.size == len(set(trace["marker"]["color"])) == 4
    assert (x[-1], width[-1]) == (6, 0)  # the narrowest lies on top
    assert y[-1] == pytest.approx(figures["graph-strip"]["layout"]["yaxis2"]["range"][1])
    low, high = figures["graph-strip"]["layout"]["xaxis"]["range"]
    assert low < x.min() <= x.max() < high
    assert "the highest cut off" in CAPTIONS["graph-strip"][1](view)


@pytest.mark.parametrize("state", [MANY, UNEVEN])
def test_where_bins_outnumber_pixels_neighbours_are_drawn_as_one(state: Parameters) -> None:
    view, figures = drawn(state)
    counts = view.binned.counts
    occupied = np.flatnonzero(counts)
    before = np.append(0, counts.cumsum())
    assert occupied.size > 600
    for name, row in rows(figures).items():
        if numbers(figures[name]["data"][0]["customdata"]).shape[-1] == 3:
            continue
        assert (200 if name == "graph-strip" else 50) < row.first.size <= 900
        held = before[row.last.astype(int) + 1] - before[row.first.astype(int)]
        np.testing.assert_allclose(row.percent * counts.sum() / 100, held, rtol=1e-4, atol=1e-3)
        assert held.sum() == counts.sum()
        # The bits are the sum of what the bins add, each for itself.
        p = counts / counts.sum()
        adds = np.append(0, np.cumsum(-p * np.log2(np.where(p > 0, p, 1))))
        np.testing.assert_allclose(row.bits, adds[row.last.astype(int) + 1] - adds[row.first.astype(int)], atol=1e-5)
        assert row.bits.sum() == pytest.approx(stats.entropy(counts, base=2), rel=1e-4)
        assert (row.z[held > 0] > 0).all()
        assert (np.diff(row.z[held > 0].astype(int)) >= 0).all()
        assert (row.z[held == 0] == 0).all()
        if name in ("graph-strip", "graph-partition"):
            assert "neighbouring bins drawn as one" in CAPTIONS[name][1](view)
    trace, _, y, _ = bars(figures)
    assert y.sum() == counts.sum()
    assert y.size == len(trace["text"]) > 200


@pytest.mark.parametrize("graph_id", ["graph-strip", "graph-partition"])
def test_nothing_is_said_of_neighbours_where_each_bin_is_drawn(graph_id: str) -> None:
    assert "neighbouring" not in CAPTIONS[graph_id][1](compute_view(Parameters(bins=256)))


@pytest.mark.parametrize("estimator", ["plug-in", "miller-madow"])
def test_a_tooltip_says_which_bin_how_many_samples_and_what_it_adds(estimator: str) -> None:
    view, figures = drawn(Parameters(weight=49, estimator=estimator))
    p = view.binned.counts / 1000
    plug_in = stats.entropy(p, base=2)
    for name, row in rows(figures).items():
        template = figures[name]["data"][0]["hovertemplate"]
        assert template.startswith("bin %{customdata[0]:,} of 50: %{customdata[1]:.3~r} % of the samples")
        assert ("plug-in" in template) == (estimator == "miller-madow")
        assert f"{plug_in:.2f} bits" in template
        assert row.first[[0, -1]].tolist() == [0, 49]
        np.testing.assert_allclose(row.percent, 100 * p, rtol=1e-6)
        np.testing.assert_allclose(row.bits, -p * np.log2(p), rtol=1e-5)
    trace, *_ = bars(figures)
    assert trace["hovertemplate"] == figures["graph-strip"]["data"][0]["hovertemplate"]


def test_joined_neighbours_are_called_by_their_first_and_last() -> None:
    _, figures = drawn(MANY)
    cells = figures["graph-strip"]["data"][0]
    first, last, *_ = told(numbers(cells["customdata"]))
    assert cells["text"][0][3] == f"bins {first[3] + 1:,.0f} to {last[3] + 1:,.0f}"
    assert cells["hovertemplate"].startswith("%{text} of 577,648")


def test_a_bin_beyond_the_axis_is_kept_at_its_border() -> None:
    """A million samples reach beyond ±4, where the input's axis ends."""
    view, figures = drawn(Parameters("linear", "fixed-width", weight=9, width=0.1, samples=1_000_000))
    assert np.abs(view.x).max() > 4.2
    row = rows(figures)["graph-partition"]
    assert row.percent.sum() == pytest.approx(100)
    assert row.edges[[0, 1]].tolist() == [-4, -4]
