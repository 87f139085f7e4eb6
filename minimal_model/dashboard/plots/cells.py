"""The bins as coloured cells: the same bin has the same colour in every figure."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.plots.arrays import Figure, typed
from minimal_model.dashboard.plots.theme import Theme

# Narrower cells than this many on an axis could not be told apart.
MOST_CELLS = 1500
MOST_CAPTIONS = 300


@dataclass(frozen=True)
class Cells:
    """The bins that can be seen on an axis.

    Attributes
    ----------
    edges : numpy.ndarray, shape (cells + 1,)
        Ascending, without infinities.
    bins : numpy.ndarray of int, shape (cells,)
        The bin that each cell shows.
    """

    edges: FloatArray
    bins: npt.NDArray[np.int64]


def visible_cells(edges: FloatArray, low: float, high: float) -> Cells:
    """Return the bins with some width between `low` and `high`; the end bins reach to the borders.

    Where there are more than can be told apart, neighbours are drawn as one.
    """
    clipped = np.clip(edges, low, high)
    clipped[0], clipped[-1] = low, high
    bins = np.flatnonzero(clipped[1:] > clipped[:-1])
    if bins.size > MOST_CELLS:
        bins = bins[np.linspace(0, bins.size - 1, MOST_CELLS).astype(int)]
    return Cells(clipped[np.append(bins, -1)], bins)


def cell_trace(cells: Cells, counts: npt.NDArray[np.int64], height: float, theme: Theme, opacity: float) -> Figure:
    """Return the cells as one row of a heat map from 0 to `height`, which costs plotly one image."""
    captions = counts[cells.bins[:MOST_CAPTIONS]].tolist()
    captions += [""] * (cells.bins.size - len(captions))
    return {
        "type": "heatmap",
        "x": typed(cells.edges, "f8"),
        "y": [0, height],
        "z": typed(cells.bins[None, :], "i4"),
        "zmin": 0,
        "zmax": max(counts.size - 1, 1),
        "colorscale": theme.colorscale,
        "showscale": False,
        "opacity": opacity,
        "text": [captions],
        "hovertemplate": "bin %{z}<br>%{text} samples<extra></extra>",
    }
