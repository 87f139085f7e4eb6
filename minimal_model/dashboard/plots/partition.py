"""The Gaussian of the input, cut at the preimages of the bin edges."""

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.arrays import Figure, Path, segments, typed
from minimal_model.dashboard.plots.cells import cell_trace, visible_cells
from minimal_model.dashboard.plots.style import axis, base_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View, fullest_bins
from minimal_model.inputs import normal_density

REACH = 4.0
TOP = 0.42
CLOSEST_CUTS = 0.05

LIVE: tuple[Path, ...] = (
    *(("data", 0, key) for key in ("x", "z", "zmax", "text")),
    ("data", 3, "x"),
    ("data", 3, "y"),
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
    """Return how much the fullest slices hold."""
    many, share = fullest_bins(view)
    slices = "the fullest slice holds" if many == 1 else "the two fullest slices hold"
    return f"{slices} {100 * share:.0f} % of the samples"


def spaced(cuts: FloatArray) -> FloatArray:
    """Return the cuts that are far enough from the one before to be seen as lines; more would hide the colours."""
    return cuts[np.diff(cuts, prepend=-np.inf) >= CLOSEST_CUTS]


def partition_figure(view: View, theme: Theme) -> Figure:
    """Draw the cells as coloured slices under the density; a mask in the colour of the paper hides what is above."""
    cells = visible_cells(view.binned.input_edges, -REACH, REACH)
    cuts = spaced(cells.edges[1:-1])
    cut_x, cut_y = segments(cuts, 0.0, normal_density(cuts))
    return {
        "data": [
            cell_trace(cells, view.binned.counts, TOP, theme, 1.0),
            {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "fill": "toself", "fillcolor": theme.surface,
             "line": {"width": 0}, **MASK},
            {"type": "scatter", "mode": "lines", "hoverinfo": "skip", **DENSITY,
             "line": {"color": theme.ink, "width": 1.5}},
            {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": cut_x, "y": cut_y,
             "line": {"color": theme.surface, "width": 0.7}},
        ],
        "layout": base_layout(theme) | {
            "xaxis": axis(theme, "input X", range=[-REACH, REACH], showgrid=False),
            "yaxis": axis(theme, "density of X", range=[0, TOP], nticks=5, showgrid=False),
        },
    }  # fmt: skip
