"""The Gaussian of the input, cut at the preimages of the bin edges."""

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.arrays import Figure, Path, segments, typed
from minimal_model.dashboard.plots.cells import (
    CELLS_LIVE,
    JOINED,
    SLIVERS_LIVE,
    Cells,
    cell_trace,
    sliver_trace,
)
from minimal_model.dashboard.plots.cells import input_cells as cells_of
from minimal_model.dashboard.plots.style import axis, base_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View, fullest_bins
from minimal_model.inputs import normal_density

REACH = 4.0
TOP = 0.42
# The slices reach a little below the density: in its tails they could not be seen otherwise.
BELOW = -0.024
CLOSEST_CUTS = 0.08

LIVE: tuple[Path, ...] = (
    *(("data", 0, key) for key in CELLS_LIVE),
    *(("data", 3, key) for key in ("x", "y")),
    *(("data", 4, key) for key in SLIVERS_LIVE),
)


# Two of the traces are the same in every state.
GRID = np.linspace(-REACH, REACH, 161)
DENSITY = {"x": typed(GRID), "y": typed(normal_density(GRID))}
MASK = {
    "x": typed(np.concatenate([[-REACH], GRID, [REACH]])),
    "y": typed(np.concatenate([[1], normal_density(GRID), [1]])),
}


def title(view: View) -> str:
    """Return what the figure shows, to stand above it."""
    return f"The same bins on the input X, w = {number(view.weight, 3)}"


def subtitle(view: View) -> str:
    """Return how much the fullest slices hold, and what is drawn otherwise than it is."""
    many, share = fullest_bins(view)
    slices = "the fullest slice holds" if many == 1 else "the two fullest slices hold"
    joined = f"; {JOINED}" if input_cells(view).joined else ""
    percent = f"{100 * share:.0f} %" if share >= 0.01 else "less than 1 %"
    return f"{slices} {percent} of the samples{joined}"


def input_cells(view: View) -> Cells:
    """Return the slices of the input line."""
    return cells_of(view, -REACH, REACH)


def seen_cuts(edges: FloatArray) -> FloatArray:
    """Return the cuts between two slices that are wide enough to be told apart; more lines would hide the colours."""
    wide = np.diff(edges) >= CLOSEST_CUTS
    return edges[1:-1][wide[1:] & wide[:-1]]


def partition_figure(view: View, theme: Theme) -> Figure:
    """Draw the cells as coloured slices under the density; a mask in the colour of the paper hides what is above."""
    cells = input_cells(view)
    cuts = seen_cuts(cells.edges)
    cut_x, cut_y = segments(cuts, BELOW, normal_density(cuts))
    return {
        "data": [
            cell_trace(cells, (BELOW, TOP), view, theme, 1.0),
            {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "fill": "toself", "fillcolor": theme.surface,
             "line": {"width": 0}, **MASK},
            {"type": "scatter", "mode": "lines", "hoverinfo": "skip", **DENSITY,
             "line": {"color": theme.ink, "width": 1.5}},
            {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": cut_x, "y": cut_y,
             "line": {"color": theme.surface, "width": 0.7}},
            sliver_trace(cells, (BELOW, TOP), theme, 1.0),
        ],
        "layout": base_layout(theme) | {
            "xaxis": axis(theme, "input X", range=[-REACH, REACH], nticks=5, showgrid=False),
            "yaxis": axis(theme, "density of X", range=[BELOW, TOP], nticks=4, showgrid=False),
        },
    }  # fmt: skip
