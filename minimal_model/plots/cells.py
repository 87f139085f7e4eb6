"""The bins along an axis: which of them are drawn, and in which colours.

A bin's colour is its rank among the occupied ones, as on the page.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray, Ranks

# More could not be told apart; neighbours are drawn as one then.
MOST_CELLS = 600
JOINED = "neighbouring bins drawn as one"
CUT = "the highest bars cut off"
# A density may be as high as it likes where a bin is narrow: the axis ends a little above what this much of the
# bars' width stays below.
KEPT, ABOVE = 0.9, 1.5


@dataclass(frozen=True, eq=False)
class Cells:
    """The occupied bins between two ends of an axis, each for itself or joined with neighbours.

    Attributes
    ----------
    left, right : numpy.ndarray, shape (cells,)
        Where each begins and ends.
    counts : numpy.ndarray of int, shape (cells,)
        The samples in it.
    places : numpy.ndarray, shape (cells,)
        Where on the ramp its colour lies, 0 to 1.
    edges : numpy.ndarray, shape (any,)
        The borders of all bins, empty ones included; none where neighbours are joined.
    even : bool
        Whether all bins are equally wide, so that counts can be compared.
    joined : bool
        Whether neighbours are joined.
    """

    left: FloatArray
    right: FloatArray
    counts: npt.NDArray[np.int64]
    places: FloatArray
    edges: FloatArray
    even: bool
    joined: bool

    @property
    def heights(self) -> FloatArray:
        """Counts, or samples per unit of the axis where bins differ in width; infinite where one has no width."""
        if self.even:
            return self.counts.astype(np.float64)
        widths = self.right - self.left
        heights: FloatArray = np.divide(self.counts, widths, out=np.full(widths.size, np.inf), where=widths > 0)
        return heights

    @property
    def top(self) -> float:
        """Where an axis of heights ends: above all of them, unless narrow bins would flatten the wide ones."""
        heights, widths = self.heights, self.right - self.left
        shown = np.isfinite(heights)
        if self.even or not shown.any():
            return float(heights.max()) if self.even else 1.0
        heights, widths = heights[shown], widths[shown]
        order = heights.argsort()
        reached = widths[order].cumsum()
        kept = heights[order[reached.searchsorted(KEPT * reached[-1])]]
        return float(min(heights[order[-1]], ABOVE * kept))


def cells_between(edges: FloatArray, counts: npt.NDArray[np.int64], low: float, high: float) -> Cells:
    """Return the occupied bins between two ends; the end bins reach to the borders.

    Parameters
    ----------
    edges : numpy.ndarray, shape (bins + 1,)
        Edges on the axis, ascending; infinities are allowed.
    counts : numpy.ndarray of int, shape (bins,)
        Samples in each bin.
    low, high : float
        The ends of the axis.
    """
    clipped = edges.clip(low, high)
    clipped[0], clipped[-1] = low, high
    widths = np.diff(clipped)
    shown = (widths > 0) | (counts > 0)
    seen = widths[shown]
    even = bool(np.ptp(seen) <= max(1e-6 * seen.max(), 8 * np.finfo(np.float64).eps * np.abs(clipped[[0, -1]]).max()))
    at = counts.nonzero()[0]
    places = np.linspace(0, 1, at.size)
    if shown.sum() <= MOST_CELLS:
        borders = clipped[np.append(shown.nonzero()[0], -1)]
        return Cells(clipped[at], clipped[at + 1], counts[at], places, borders, even, joined=False)
    if even:
        starts = np.arange(0, counts.size, -(-counts.size // MOST_CELLS))
        borders, group = np.append(clipped[starts], high), np.searchsorted(starts, at, "right") - 1
    else:
        borders = np.linspace(low, high, MOST_CELLS + 1)
        middles = (clipped[at] + clipped[at + 1]) / 2
        group = np.searchsorted(borders, middles, "right").clip(1, MOST_CELLS) - 1
    held, first, inverse = np.unique(group, return_index=True, return_inverse=True)
    sums = np.bincount(inverse, counts[at]).round().astype(np.int64)
    last = np.append(first[1:], at.size) - 1
    middle = (places[first] + places[last]) / 2
    return Cells(borders[held], borders[held + 1], sums, middle, borders[:0], even, joined=True)


def pieces_between(edges: FloatArray, bins: Ranks, counts: npt.NDArray[np.int64], low: float, high: float) -> Cells:
    """Return the occupied pieces of bins that fold, between two ends; those of a bin have its colour and its count.

    Of more pieces than can be told apart, those in the middle of so many columns are drawn.

    Parameters
    ----------
    edges : numpy.ndarray, shape (pieces + 1,)
        Ends of the pieces on the axis, ascending; infinities are allowed.
    bins : numpy.ndarray of int, shape (pieces,)
        The bin of each piece.
    counts : numpy.ndarray of int, shape (bins,)
        Samples in each bin.
    low, high : float
        The ends of the axis.
    """
    clipped = edges.clip(low, high)
    clipped[0], clipped[-1] = low, high
    shown = np.flatnonzero(np.diff(clipped) > 0)
    joined = shown.size > MOST_CELLS
    if joined:
        columns = np.linspace(low, high, MOST_CELLS + 1)
        number = bins[clipped[1:-1].searchsorted((columns[1:] + columns[:-1]) / 2, side="right")]
        new = np.append(True, number[1:] != number[:-1])
        number, borders = number[new], np.append(columns[:-1][new], high)
    else:
        number, borders = bins[shown], np.append(clipped[shown], high)
    occupied = np.flatnonzero(counts)
    holds = np.flatnonzero(counts[number])
    places = np.linspace(0, 1, occupied.size)[occupied.searchsorted(number[holds])]
    inner = borders[:0] if joined else borders
    return Cells(borders[holds], borders[holds + 1], counts[number[holds]], places, inner, even=False, joined=joined)
