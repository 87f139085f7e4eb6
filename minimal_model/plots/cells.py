"""The bins as cells along an axis, on the page and on paper alike: the same bin has the same colour in every figure.

A bin's colour is its rank among the occupied ones, so that the ramp is spread over what is there.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray, Ranks
from minimal_model.plots.occupation import Occupation
from minimal_model.plots.shown import REACH, Shown

# Axes are not longer than this in pixels, or hardly: more cells than this could not be told apart.
MOST_CELLS = 600
# Pieces of bins that fold; of more of them so many columns are drawn, each wide enough to be seen.
MOST_PIECES, COLUMNS = 360, 240
JOINED = "neighbouring bins drawn as one"
# Cuts of the input line that lie closer would hide the colours, on an axis of twice `REACH`.
CLOSEST_CUTS = 0.08


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
    def left(self) -> FloatArray:
        """Where the cells that hold samples begin."""
        return self.edges[self.occupied]

    @property
    def right(self) -> FloatArray:
        """Where the cells that hold samples end."""
        return self.edges[self.occupied + 1]

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


def visible_pieces(occupation: Occupation, edges: FloatArray, bins: Ranks, low: float, high: float) -> Cells:
    """Return the pieces of the bins of a function that folds; those of a bin have its colour, and tell of all of it.

    Of more pieces than can be told apart, those in the middle of so many columns are drawn.

    Parameters
    ----------
    edges : numpy.ndarray, shape (pieces + 1,)
        Ascending.
    bins : numpy.ndarray of int, shape (pieces,)
        The bin of each piece.
    """
    clipped = edges.clip(low, high)
    clipped[0], clipped[-1] = low, high
    shown = np.flatnonzero(np.diff(clipped) > 0)
    if shown.size > MOST_PIECES:
        columns = np.linspace(low, high, COLUMNS + 1)
        middles = (columns[1:] + columns[:-1]) / 2
        number = bins[clipped[1:-1].searchsorted(middles, side="right")]
        new = np.append(True, number[1:] != number[:-1])
        number, borders = number[new], np.append(columns[:-1][new], high)
    else:
        number, borders = bins[shown], np.append(clipped[shown], high)
    at = occupation.occupied.searchsorted(number).clip(max=occupation.occupied.size - 1)
    holds = occupation.occupied[at] == number
    told = np.zeros((number.size, 3), dtype=np.float32)
    told[:, 0] = number + 1
    told[holds, 1:] = occupation.told[at[holds]]
    cells, rank = np.flatnonzero(holds), at[holds]
    places = even_places(occupation.occupied.size)[rank]
    return Cells(borders, np.diff(borders), number, number, cells, occupation.counts[rank], places, told, joined=False)


def input_cells(shown: Shown, low: float, high: float, weight: float = 1.0, bias: float = 0.0) -> Cells:
    """Return the bins as they fall on the input line, or on the net input of a weight and a bias."""
    binned = shown.binned
    edges = binned.input_edges if (weight, bias) == (1.0, 0.0) else weight * binned.input_edges + bias
    if shown.activation.plain or not shown.occupation.occupied.size:
        return visible_cells(shown.occupation, edges, low, high)
    return visible_pieces(shown.occupation, edges, binned.input_bins, low, high)


def seen_cuts(edges: FloatArray, span: float = 2 * REACH) -> FloatArray:
    """Return the cuts between two slices that are wide enough to be told apart; more lines would hide the colours."""
    wide = np.diff(edges) >= CLOSEST_CUTS * span / (2 * REACH)
    return edges[1:-1][wide[1:] & wide[:-1]]


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
