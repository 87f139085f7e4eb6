"""The bars of the counts: a bar's area is its count, so where bins differ in width its height is a density."""

from dataclasses import dataclass

import numpy as np

from minimal_model.arrays import FloatArray, Ranks
from minimal_model.plots.cells import JOINED, Cells, visible_cells
from minimal_model.plots.shown import Shown, activation_span

# A density may be as high as it likes where a bin is narrow: the axis ends a little above what this much of the
# bars' width stays below.
KEPT = 0.9
ABOVE = 1.5
HEADROOM = 1.05


@dataclass(frozen=True, eq=False)
class Bars:
    """One bar for each cell that holds samples.

    Attributes
    ----------
    cells : Cells
        All cells of the axis.
    order : numpy.ndarray of int, shape (bars,)
        Which of the occupied cells each bar shows: the narrowest come last, on top of their neighbours' outlines.
    left, right : numpy.ndarray, shape (bars,)
        Where each bar stands; a bin of no width has none.
    heights : numpy.ndarray, shape (bars,)
        Samples, or samples per unit of Y; infinite for a bin of no width.
    top : float
        Where the axis ends.
    dense : bool
        Whether the bins differ in width, so that the heights are densities.
    """

    cells: Cells
    order: Ranks
    left: FloatArray
    right: FloatArray
    heights: FloatArray
    top: float
    dense: bool

    @property
    def cut(self) -> bool:
        """Whether some bars are higher than the axis."""
        return bool(self.heights.max(initial=0.0) > self.top)

    @property
    def unit(self) -> str:
        """What the heights count."""
        return "samples / unit of Y" if self.dense else "samples"

    @property
    def remarks(self) -> list[str]:
        """What of the bars is not as a reader would expect it."""
        said = [JOINED] if self.cells.joined else []
        if self.dense:
            said.append("height: samples per unit of Y" + (", the highest cut off" if self.cut else ""))
        return said


def bars_of(cells: Cells, edges: FloatArray) -> Bars:
    """Return the bars of cells whose bins have these edges on the axis of activations."""
    at = cells.occupied
    if not at.size:  # noise has no bins
        none = np.empty(0)
        return Bars(cells, at, none, none, none, 1.0, dense=False)
    if cells.even:
        left, right, heights = edges[cells.first[at]], edges[cells.last[at] + 1], cells.counts.astype(np.float64)
        return Bars(cells, np.arange(at.size), left, right, heights, HEADROOM * float(heights.max()), dense=False)
    order = (edges[cells.first[at]] - edges[cells.last[at] + 1]).argsort(kind="stable")
    at, counts = at[order], cells.counts[order]
    left, right = edges[cells.first[at]], edges[cells.last[at] + 1]
    widths = right - left
    heights = np.divide(counts, widths, out=np.full(widths.size, np.inf), where=widths > 0)
    return Bars(cells, order, left, right, heights, HEADROOM * highest_kept(heights, widths), dense=True)


def strip_bars(shown: Shown) -> Bars:
    """Return the bars over the bins of the activations."""
    edges = shown.binned.edges
    return bars_of(visible_cells(shown.occupation, edges, *activation_span(shown)), edges)


def highest_kept(heights: FloatArray, widths: FloatArray) -> float:
    """Return up to where densities are shown: the highest of all, unless narrow ones would flatten the wide ones."""
    shown = np.isfinite(heights)
    if not shown.any():
        return 1.0
    heights, widths = heights[shown], widths[shown]
    order = heights.argsort()
    reached = widths[order].cumsum()
    kept = heights[order[reached.searchsorted(KEPT * reached[-1])]]
    return float(min(heights[order[-1]], ABOVE * kept))
