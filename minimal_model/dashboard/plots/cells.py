"""The bins as coloured cells: the same bin has the same colour in every figure.

A bin's colour is its rank among the occupied ones, so that the ramp is spread over what is there; empty bins are pale.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray, Ranks
from minimal_model.dashboard.plots.arrays import Figure, typed
from minimal_model.dashboard.plots.theme import RAMP_FROM, Theme
from minimal_model.dashboard.results.occupation import Occupation
from minimal_model.dashboard.results.view import View

# Axes are not longer than this in pixels, or hardly: more cells than this could not be told apart.
MOST_CELLS = 600
JOINED = "neighbouring bins drawn as one"
# Of an axis; narrower cells may fall between the pixels of a small figure.
NARROW = 1 / 250
# Colours travel as whole numbers up to this; 0 is empty.
LEVELS = 2**16 - 1
RAMP_START = round(RAMP_FROM * LEVELS)


def outlined(colours: list[str]) -> dict[str, Any]:
    """Return the marker of bars that are seen however small they are."""
    # plotly.js 4.1 complains of numbers that stand for a bar's colour, so these are colours already.
    return {"color": colours, "line": {"color": colours, "width": 1}}


NO_SLIVERS: dict[str, Any] = {key: typed([]) for key in ("x", "width", "y")} | {"marker": outlined([])}

# What a change of parameters changes in a trace of cells, and in one of slivers.
CELLS_LIVE = ("x", "z", "text", "customdata", "hovertemplate")
SLIVERS_LIVE = ("x", "width", "y", "base", "marker")


@dataclass(frozen=True, eq=False)
class Cells:
    """What is drawn of the bins along an axis: each bin for itself, or neighbours as one.

    Attributes
    ----------
    edges : numpy.ndarray, shape (cells + 1,)
        Ascending, without infinities; two coincide around an occupied bin of no width.
    widths : numpy.ndarray, shape (bins,)
        The widths of all bins that are shown, for themselves or joined with neighbours.
    first, last : numpy.ndarray of int, shape (cells,)
        The bins that each cell shows, from 0.
    occupied : numpy.ndarray of int, shape (occupied,)
        The cells that hold samples.
    counts : numpy.ndarray of int, shape (occupied,)
        The samples in them.
    places : numpy.ndarray, shape (occupied,)
        Where on the ramp their colours lie, 0 to 1.
    told : numpy.ndarray of float32, shape (cells, 3 or 4)
        What scripts and tooltips need of each cell: its first bin, from 1, percent of the samples, and what it adds
        to the plug-in entropy in bits; and its last bin where neighbours are drawn as one.
    joined : bool
        Whether neighbours are drawn as one.
    """

    edges: FloatArray
    widths: FloatArray
    first: Ranks
    last: Ranks
    occupied: Ranks
    counts: Ranks
    places: FloatArray
    told: npt.NDArray[np.float32]
    joined: bool

    @property
    def even(self) -> bool:
        """Whether all bins that are shown are equally wide."""
        return equally_wide(self.widths, self.edges)

    @property
    def names(self) -> list[str]:
        """What the cells are called where neighbours are drawn as one."""
        pairs = zip((self.first + 1).tolist(), (self.last + 1).tolist(), strict=True)
        return [f"bin {first:,}" if first == last else f"bins {first:,} to {last:,}" for first, last in pairs]


def visible_cells(occupation: Occupation, edges: FloatArray, low: float, high: float) -> Cells:
    """Return the bins that have some width between `low` and `high` or hold samples; the end bins reach to the borders.

    Where there are more than can be told apart, neighbours are drawn as one.
    """
    clipped = edges.clip(low, high)
    clipped[0], clipped[-1] = low, high
    widths = clipped[1:] - clipped[:-1]
    shown = widths > 0
    shown[occupation.occupied] = True
    bins = shown.nonzero()[0]
    if bins.size < widths.size:
        widths = widths[bins]
    if bins.size > MOST_CELLS:
        return _joined(occupation, clipped, bins, widths)
    at = occupation.occupied if bins.size == occupation.bins else bins.searchsorted(occupation.occupied)
    told = np.zeros((bins.size, 3), dtype=np.float32)
    told[:, 0] = bins
    told[:, 0] += 1
    told[at, 1:] = occupation.told
    places = even_places(at.size)
    borders = clipped if bins.size == occupation.bins else clipped[np.append(bins, -1)]
    return Cells(borders, widths, bins, bins, at, occupation.counts, places, told, joined=False)


def cells_of(view: View, edges: FloatArray, low: float, high: float) -> Cells:
    """Return the bins as they lie on the axis of the input: one cell for each, or several pieces where f folds.

    Parameters
    ----------
    view : View
        The state.
    edges : numpy.ndarray, shape (pieces + 1,)
        The partition of the input line, on the axis that is drawn.
    low, high : float
        The ends of that axis.
    """
    if not view.activation.counted_plainly:
        return visible_cells(view.occupation, edges, low, high)
    clipped, numbers, of = edges.clip(low, high), view.binned.input_bins, view.occupation
    clipped[0], clipped[-1] = low, high
    pieces = (clipped[1:] > clipped[:-1]).nonzero()[0]
    joined = pieces.size > MOST_CELLS
    if joined:  # of those that share a pixel, one stands for all
        columns = np.linspace(low, high, MOST_CELLS, endpoint=False)
        pieces = np.unique(np.minimum(clipped.searchsorted(columns, "right") - 1, numbers.size - 1))
    borders, shown = np.append(clipped[pieces], high), numbers[pieces]
    at = of.occupied.searchsorted(shown)
    told = np.column_stack([(shown + 1).astype(np.float32), of.told[at]])
    if joined:
        told = np.column_stack([told, told[:, 0]])
    places, every = even_places(of.occupied.size)[at], np.arange(shown.size)
    return Cells(borders, np.diff(borders), shown, shown, every, of.counts[at], places, told, joined)


def _joined(occupation: Occupation, clipped: FloatArray, bins: Ranks, widths: FloatArray) -> Cells:
    """Return neighbours as one: equally many of them where all are equally wide, else those in the same pixel."""
    left = clipped[:-1] if bins.size == clipped.size - 1 else clipped[bins]
    if equally_wide(widths, clipped):
        starts = np.arange(0, bins.size, -(-bins.size // MOST_CELLS))
    else:
        columns = np.linspace(clipped[0], clipped[-1], MOST_CELLS, endpoint=False)
        wide = (widths > columns[1] - columns[0]).nonzero()[0]
        starts = np.unique(np.concatenate([left.searchsorted(columns), wide, wide + 1]))
        starts = starts[: starts.searchsorted(bins.size)]
    first, last = bins[starts], bins[np.append(starts[1:], bins.size) - 1]
    begin, end = occupation.occupied.searchsorted(first), occupation.occupied.searchsorted(last, "right")
    at = np.flatnonzero(end > begin)
    told = np.empty((first.size, 4), dtype=np.float32)
    told[:, 0], told[:, 3] = first + 1, last + 1
    sums = np.append(np.zeros((1, 2)), occupation.told.cumsum(axis=0, dtype=np.float64), axis=0)
    told[:, 1:3] = sums[end] - sums[begin]
    counts = np.append(0, occupation.counts.cumsum())
    # The middle one of its occupied bins lends a cell its colour.
    places = (begin + end - 1)[at] / (2 * max(occupation.occupied.size - 1, 1))
    borders = np.append(left[starts], clipped[-1])
    return Cells(borders, widths, first, last, at, (counts[end] - counts[begin])[at], places, told, joined=True)


def equally_wide(widths: FloatArray, edges: FloatArray) -> bool:
    """Whether the bins of these widths are equally wide, but for the rounding of edges of this size."""
    widest = widths.max()
    rounding = 8 * np.finfo(np.float64).eps * max(abs(edges[0]), abs(edges[-1]))
    return bool(widest - widths.min() <= max(1e-6 * widest, rounding))


@lru_cache(maxsize=512)
def even_places(many: int) -> FloatArray:
    """Return places on the ramp for so many occupied bins."""
    places = np.linspace(0.0, 1.0, many)
    places.setflags(write=False)
    return places


def cell_trace(cells: Cells, span: tuple[float, float], view: View, theme: Theme, opacity: float) -> Figure:
    """Return the cells as one row of a heat map over the span, which costs plotly one image."""
    levels = np.zeros((1, cells.first.size), dtype=np.uint16)
    levels[0, cells.occupied] = RAMP_START + (LEVELS - RAMP_START) * cells.places
    return {
        "type": "heatmap",
        "x": typed(cells.edges, "f8"),
        "y": list(span),
        "z": typed(levels, "u2"),
        "zmin": 0,
        "zmax": LEVELS,
        "colorscale": theme.colorscale,
        "showscale": False,
        "opacity": opacity,
        "text": [cells.names] if cells.joined else [],
        "customdata": typed(cells.told[None]),
        "hovertemplate": told_of_a_cell(cells, view),
    }


def told_of_a_cell(cells: Cells, view: View) -> str:
    """Return what the tooltip says: name, share, and what the bin adds to the entropy."""
    plain = view.parameters.estimator == "plug-in"
    total = f"{view.occupation.entropy:.2f} bits" if plain else f"the plug-in sum’s {view.occupation.entropy:.2f} bits"
    name, adds = ("%{text}", "together") if cells.joined else ("bin %{customdata[0]:,}", "adds")
    return (
        f"{name} of {view.occupation.bins:,}: %{{customdata[1]:.3~r}} % of the samples,"
        f"<br>{adds} %{{customdata[2]:.2~r}} of {total}<extra></extra>"
    )


def sliver_trace(cells: Cells, span: tuple[float, float], theme: Theme, opacity: float) -> Figure:
    """Return occupied cells that are too narrow to be sure of a pixel, as bars with an outline of one.

    They are opaque, in the colours that cells of this opacity have on paper: what lies under them is of their colour.
    """
    left, right = cells.edges[cells.occupied], cells.edges[cells.occupied + 1]
    narrow = (right - left < NARROW * (cells.edges[-1] - cells.edges[0])).nonzero()[0]
    if narrow.size == 0:
        return {"type": "bar", "hoverinfo": "skip", "base": span[0]} | NO_SLIVERS
    # The narrowest come last, on top of their neighbours' outlines.
    narrow = narrow[(left[narrow] - right[narrow]).argsort(kind="stable")]
    left, right = left[narrow], right[narrow]
    return {
        "type": "bar",
        "x": typed((left + right) / 2, "f8"),
        "width": typed(right - left, "f8"),
        "y": typed(np.full(left.size, span[1] - span[0])),
        "base": span[0],
        "marker": outlined(theme.colours(cells.places[narrow], opacity)),
        "hoverinfo": "skip",
    }
