"""The activations at the chosen weight, every bin edge, and the count of each bin."""

from functools import lru_cache

import numpy as np

from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.arrays import Figure, Path, segments, typed
from minimal_model.dashboard.plots.bars import BARS_LIVE, SHORT_FROM, bar_trace
from minimal_model.dashboard.plots.cells import CELLS_LIVE, cell_trace
from minimal_model.dashboard.plots.style import axis, base_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View
from minimal_model.plots.bars import strip_bars
from minimal_model.plots.shown import drawn_ranks, jitter

# The strip's height: whole numbers up to it travel as single bytes.
TOP = 255
# How far the bars' axis title stands from the axis, in pixels: as far as plotly's own titles do.
TITLE_SHIFT = 31

LIVE: tuple[Path, ...] = (
    *(("data", 0, key) for key in CELLS_LIVE),
    *(("data", trace, key) for trace in (1, 2) for key in ("x", "y")),
    ("data", 1, "line", "width"),
    *(("data", 3, key) for key in BARS_LIVE),
    ("layout", "xaxis", "range"),
    ("layout", "yaxis2", "range"),
    ("layout", "yaxis2", "tickformat"),
    ("layout", "yaxis2", "visible"),
    ("layout", "annotations"),
)


@lru_cache(maxsize=32)
def _heights(points: int) -> dict[str, str]:
    return typed((TOP * jitter(points)).astype(np.int64), "u1")


def edge_width(bins: int) -> float:
    """Return a width for the lines of the edges in pixels, thinner when they crowd, so that the colours stay."""
    return min(0.8, max(0.15, 60 / bins))


def title(view: View) -> str:
    """Return what the figure shows, to stand above it."""
    if view.parameters.recorded:
        return f"Your activations: H(T) = {view.binned.entropy:.4f} bits"
    said = "no bins" if view.parameters.noise else f"H(T) = {view.binned.entropy:.4f} bits"
    return f"Activations, w = {number(view.weight, 3)}: {said}"


def subtitle(view: View) -> str:
    """Return how many samples and bins there are, and what is drawn otherwise than it is."""
    ranks = drawn_ranks(view.x.size)
    drawn = f", {ranks.size:,} drawn" if ranks.size < view.x.size else ""
    if view.parameters.noise:
        return f"{view.x.size:,} samples{drawn}; noise is computed of the whole distribution"
    bins = f"{view.occupied:,} of {view.binned.counts.size:,} bins occupied"
    return "; ".join([f"{view.x.size:,} samples{drawn}, {bins}", *strip_bars(view).remarks])


def upright(text: str) -> Figure:
    """Return the bars' axis title. Plotly would centre a long one on the bars, and cut it off in a small figure."""
    return {
        "xref": "paper", "x": 0, "xanchor": "right", "xshift": -TITLE_SHIFT, "yref": "paper", "y": 1, "yanchor": "top",
        "text": text, "textangle": -90, "showarrow": False, "font": {"size": 12}, "borderpad": 0,
    }  # fmt: skip


def uncounted(theme: Theme) -> Figure:
    """Return what stands in the place of the bars where noise has taken that of the bins."""
    return {
        "xref": "paper", "x": 0.5, "yref": "paper", "y": 0.7, "showarrow": False, "borderpad": 0,
        "text": "Noise has no bins:<br>no edges and nothing to count.", "font": {"size": 12, "color": theme.muted},
    }  # fmt: skip


def strip_figure(view: View, theme: Theme) -> Figure:
    """Draw the strip below and the counts above, over one axis of activations."""
    bars = strip_bars(view)
    cells = bars.cells
    low, high = float(cells.edges[0]), float(cells.edges[-1])
    # Where neighbours are drawn as one, the edges lie closer than lines could.
    none = cells.joined or bool(view.parameters.noise)
    edge_x, edge_y = segments(cells.edges[: 0 if none else None], 0.0, TOP)
    ranks = drawn_ranks(view.x.size)
    pad = 0.012 * (high - low)
    return {
        "data": [
            cell_trace(cells, (0, TOP), view, theme, 0.45),
            {"type": "scatter", "mode": "lines", "x": edge_x, "y": edge_y, "hoverinfo": "skip",
             "line": {"color": theme.muted, "width": edge_width(cells.first.size)}},
            {"type": "scatter", "mode": "markers", "x": typed(view.binned.activations[ranks]),
             "y": _heights(ranks.size), "hoverinfo": "skip",
             "marker": {"color": theme.points, "size": 2.8}},
            bar_trace(bars, view, theme),
        ],
        "layout": base_layout(theme) | {
            "bargap": 0,
            "xaxis": axis(theme, "activation Y", range=[low - pad, high + pad], nticks=5, showgrid=False, anchor="y"),
            "yaxis": axis(theme, "", domain=[0, 0.34], range=[0, TOP], showticklabels=False, showgrid=False),
            "yaxis2": axis(theme, "", domain=[0.4, 1], range=[0, bars.top], nticks=3, anchor="x",
                           tickformat="~s" if bars.top >= SHORT_FROM else "", visible=not view.parameters.noise),
            "annotations": [uncounted(theme) if view.parameters.noise else upright(bars.unit)],
        },
    }  # fmt: skip
