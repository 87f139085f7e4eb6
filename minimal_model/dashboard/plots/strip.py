"""The activations at the chosen weight, every bin edge, and the count of each bin."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.arrays import Figure, Path, segments, typed
from minimal_model.dashboard.plots.cells import cell_trace, visible_cells
from minimal_model.dashboard.plots.style import axis, base_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View

# plotly styles every point anew at each redraw, some 0.03 ms each: more would make a dragged slider stutter.
MOST_POINTS = 1000
# The strip's height: whole numbers up to it travel as single bytes.
TOP = 255

LIVE: tuple[Path, ...] = (
    *(("data", 0, key) for key in ("x", "z", "zmax", "text")),
    *(("data", trace, key) for trace in (1, 2) for key in ("x", "y")),
    ("data", 1, "line", "width"),
    *(("data", 3, key) for key in ("x", "y", "width", "customdata")),
    ("data", 3, "marker", "color"),
    ("layout", "xaxis", "range"),
    ("layout", "yaxis2", "range"),
)


# Neither ranks nor heights change while a slider moves other than that of the number of samples.
@lru_cache(maxsize=32)
def drawn_ranks(samples: int) -> npt.NDArray[np.int64]:
    """Return the ranks of the samples that are drawn: all, or 1,000 evenly spread ones with both extremes."""
    ranks = np.linspace(0, samples - 1, min(samples, MOST_POINTS)).round().astype(np.int64)
    ranks.setflags(write=False)
    return ranks


def jitter(points: int) -> npt.NDArray[np.int64]:
    """Return heights between 0 and TOP that never change, spread by the golden ratio instead of by chance."""
    spread = np.arange(points) * 0.6180339887498949 % 1.0
    return (TOP * (0.08 + 0.84 * spread)).astype(np.int64)


@lru_cache(maxsize=32)
def _heights(points: int) -> dict[str, str]:
    return typed(jitter(points), "u1")


def edge_width(bins: int) -> float:
    """Return a width for the lines of the edges in pixels, thinner when they crowd, so that the colours stay."""
    return min(0.8, max(0.15, 60 / bins))


def shown_range(view: View) -> tuple[float, float]:
    """Return the span of all edges; for a fixed width only the bins that the activations reach."""
    edges, counts = view.binned.edges, view.binned.counts
    if view.ruler.sized_by_width:
        first, last = np.flatnonzero(counts)[[0, -1]]
        return float(edges[first]), float(edges[last + 1])
    if edges[0] == edges[-1]:
        return float(edges[0]) - 0.5, float(edges[0]) + 0.5
    return float(edges[0]), float(edges[-1])


def title(view: View) -> str:
    """Return what the figure shows, to stand above it."""
    return f"Activations, w = {number(view.weight, 3)}: H(T) = {view.binned.entropy:.4f} bits"


def subtitle(view: View) -> str:
    """Return how many samples and bins there are."""
    ranks = drawn_ranks(view.x.size)
    drawn = f", {ranks.size:,} drawn" if ranks.size < view.x.size else ""
    return f"{view.x.size:,} samples{drawn}, {view.occupied} of {view.binned.counts.size:,} bins occupied"


def strip_figure(view: View, theme: Theme) -> Figure:
    """Draw the strip below and the counts above, over one axis of activations."""
    low, high = shown_range(view)
    edges, counts = view.binned.edges, view.binned.counts
    cells = visible_cells(edges, low, high)
    edge_x, edge_y = segments(cells.edges, 0.0, TOP)
    ranks = drawn_ranks(view.x.size)
    pad = 0.01 * (high - low)
    return {
        "data": [
            cell_trace(cells, counts, TOP, theme, 0.45),
            {"type": "scatter", "mode": "lines", "x": edge_x, "y": edge_y, "hoverinfo": "skip",
             "line": {"color": theme.muted, "width": edge_width(cells.bins.size)}},
            {"type": "scatter", "mode": "markers", "x": typed(view.binned.activations[ranks]),
             "y": _heights(ranks.size), "hoverinfo": "skip",
             "marker": {"color": theme.points, "size": 3.5}},
            {"type": "bar", "x": typed((cells.edges[1:] + cells.edges[:-1]) / 2, "f8"), "yaxis": "y2",
             "y": typed(counts[cells.bins], "i4"), "width": typed(np.diff(cells.edges), "f8"),
             "customdata": cells.bins.tolist(),
             # plotly.js 4.1 complains of numbers that stand for a bar's colour, so these are colours already.
             "marker": {"color": theme.colours(cells.bins / max(counts.size - 1, 1)), "line": {"width": 0}},
             "hovertemplate": "bin %{customdata}<br>%{y} samples<extra></extra>"},
        ],
        "layout": base_layout(theme) | {
            "bargap": 0,
            "xaxis": axis(theme, "activation Y", range=[low - pad, high + pad], showgrid=False,
                          anchor="y"),
            "yaxis": axis(theme, "samples", domain=[0, 0.46], range=[0, TOP], showticklabels=False, showgrid=False),
            "yaxis2": axis(theme, "count", domain=[0.52, 1], range=[0, 1.05 * int(counts.max())], nticks=4,
                           anchor="x"),
        },
    }  # fmt: skip
