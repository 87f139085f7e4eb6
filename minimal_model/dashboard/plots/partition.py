"""The density of the input, cut at the preimages of the bin edges."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.arrays import Figure, Path, segments, typed
from minimal_model.dashboard.plots.cells import CELLS_LIVE, SLIVERS_LIVE, cell_trace, sliver_trace
from minimal_model.dashboard.plots.style import axis, base_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View, fullest_bins
from minimal_model.inputs import AnyInput, Column, Input
from minimal_model.plots.cells import JOINED, input_cells, seen_cuts
from minimal_model.plots.shown import (
    REACH,
    Outline,
    density_places,
    density_span,
    histogram_outline,
    input_label,
    input_span,
)

LIVE: tuple[Path, ...] = (
    *(("data", 0, key) for key in CELLS_LIVE),
    *(("data", trace, "y") for trace in (0, 1, 2)),
    *(("data", 3, key) for key in ("x", "y")),
    *(("data", 4, key) for key in SLIVERS_LIVE),
    ("layout", "yaxis", "range"),
)

GRID = density_places(161)
X = typed(GRID)
MASKED_X = typed(np.concatenate([[-REACH], GRID, [REACH]]))


@dataclass(frozen=True, eq=False)
class Drawn:
    """The density of an input as it is drawn, which is the same in every state.

    Attributes
    ----------
    density, mask : dict
        Over `X`, and over `MASKED_X` what hides the slices above it.
    span : tuple of float
        The ends of the axis.
    x, masked_x : dict
        Where they are drawn: of own data elsewhere.
    """

    density: Figure
    mask: Figure
    span: tuple[float, float]
    x: Figure = field(default_factory=lambda: X)
    masked_x: Figure = field(default_factory=lambda: MASKED_X)


def drawn(distribution: AnyInput) -> Drawn:
    """Return how the density of an input is drawn, or the histogram of own data."""
    if isinstance(distribution, Column):
        return _drawn_histogram(histogram_outline(distribution))
    return _drawn_density(distribution)


@lru_cache(maxsize=32)
def _drawn_density(distribution: Input) -> Drawn:
    heights = density_of(distribution, GRID)
    span = density_span(float(heights.max()))
    above = max(1.0, span[1] + 0.1)
    return Drawn(typed(heights), typed(np.concatenate([[above], heights, [above]])), span)


def _drawn_histogram(outline: Outline) -> Drawn:
    x, heights = outline.x, outline.heights
    span = density_span(float(heights.max()))
    # Beyond the extremes, where an axis goes on a little, there is nothing.
    beyond = x[-1] - x[0]
    mask_x = np.concatenate([[x[0] - beyond] * 2, [x[0]], x, [x[-1]], [x[-1] + beyond] * 2])
    mask = np.concatenate([[1.1, 0.0, 0.0], heights, [0.0, 0.0, 1.1]])
    return Drawn(typed(heights), typed(mask), span, typed(x, "f8"), typed(mask_x, "f8"))


def density_of(distribution: AnyInput, x: FloatArray) -> FloatArray:
    """Return the density of an input, which all of `INPUTS` have; of own data the height of its histogram."""
    if isinstance(distribution, Column):
        return histogram_outline(distribution).at(x)
    assert distribution.density is not None
    return distribution.density(x)


def height_of(distribution: AnyInput) -> str:
    """Return what the vertical axis shows."""
    return "share" if isinstance(distribution, Column) else "density of X"


def title(view: View) -> str:
    """Return what the figure shows, to stand above it."""
    if view.parameters.recorded:
        return "The same bins on all your numbers"
    what = "The input X, uncut" if view.parameters.noise else "The same bins on the input X"
    return f"{what}, w = {number(view.weight, 3)}"


def subtitle(view: View) -> str:
    """Return how much the fullest slices hold, and what is drawn otherwise than it is."""
    if view.parameters.noise:
        return "noise has no bins, so nothing cuts the input"
    many, share = fullest_bins(view)
    slices = "the fullest slice holds" if many == 1 else "the two fullest slices hold"
    joined = f"; {JOINED}" if input_cells(view, *input_span(view.parameters.distribution)).joined else ""
    percent = f"{100 * share:.0f} %" if share >= 0.01 else "less than 1 %"
    return f"{slices} {percent} of the samples{joined}"


def partition_figure(view: View, theme: Theme) -> Figure:
    """Draw the cells as coloured slices under the density; a mask in the colour of the paper hides what is above."""
    distribution = view.parameters.distribution
    low, high = input_span(distribution)
    cells = input_cells(view, low, high)
    cuts = seen_cuts(cells.edges, high - low)
    shape = drawn(distribution)
    cut_x, cut_y = segments(cuts, shape.span[0], density_of(distribution, cuts), shape.x["dtype"])
    return {
        "data": [
            cell_trace(cells, shape.span, view, theme, 1.0),
            {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "fill": "toself", "fillcolor": theme.surface,
             "line": {"width": 0, "simplify": False}, "x": shape.masked_x, "y": shape.mask},
            {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": shape.x, "y": shape.density,
             "line": {"color": theme.ink, "width": 1.5, "simplify": False}},
            {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": cut_x, "y": cut_y,
             "line": {"color": theme.surface, "width": 0.7}},
            sliver_trace(cells, shape.span, theme, 1.0),
        ],
        "layout": base_layout(theme) | {
            "xaxis": axis(theme, input_label(view.parameters), range=[low, high], nticks=5, showgrid=False),
            "yaxis": axis(theme, height_of(distribution), range=list(shape.span), nticks=4, showgrid=False),
        },
    }  # fmt: skip
