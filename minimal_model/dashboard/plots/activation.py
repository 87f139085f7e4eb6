"""The activation function over the net input, and the part of it that the samples see at the chosen weight."""

import numpy as np

from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.arrays import Figure, Path, typed
from minimal_model.dashboard.plots.cells import cell_trace, visible_cells
from minimal_model.dashboard.plots.style import axis, base_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View

POINTS = 160
NARROWEST = 4.0

LIVE: tuple[Path, ...] = (
    *(("data", 0, key) for key in ("x", "y", "z", "zmax", "text")),
    *(("data", trace, key) for trace in (1, 2) for key in ("x", "y")),
    ("layout", "xaxis", "range"),
    ("layout", "yaxis", "range"),
)


def title(view: View) -> str:
    """Return what the figure shows, to stand above it."""
    return f"{view.parameters.activation} over the net input, w = {number(view.weight, 3)}"


def subtitle(view: View) -> str:
    """Return where the samples are."""
    first, last = covered_range(view)
    return f"thick: where the samples are, z = {number(first, 1)} … {number(last, 1)}"


def covered_range(view: View) -> tuple[float, float]:
    """Return the smallest and the largest net input of the samples."""
    first, last = (float(view.weight * end + view.parameters.bias) for end in view.x[[0, -1]])
    return first, last


def activation_figure(view: View, theme: Theme) -> Figure:
    """Draw f with the covered range thick, over the bins as they fall on the net input."""
    bias = view.parameters.bias
    first, last = covered_range(view)
    low, high = min(first, -NARROWEST) - 0.5, max(last, NARROWEST) + 0.5
    cells = visible_cells(view.weight * view.binned.input_edges + bias, low, high)
    z, covered = np.linspace(low, high, POINTS), np.linspace(first, last, POINTS)
    y = view.activation(z)
    pad = 0.06 * float(np.ptp(y))
    bands = cell_trace(cells, view.binned.counts, 1.0, theme, 0.45)
    bands["y"] = [float(y[0]) - pad, float(y[-1]) + pad]
    return {
        "data": [
            bands,
            {"type": "scatter", "mode": "lines", "x": typed(z), "y": typed(y), "hoverinfo": "skip",
             "line": {"color": theme.muted, "width": 1.5}},
            {"type": "scatter", "mode": "lines", "x": typed(covered), "y": typed(view.activation(covered)),
             "line": {"color": theme.ink, "width": 4},
             "hovertemplate": "z = %{x:.2f}<br>f(z) = %{y:.4f}<extra></extra>"},
        ],
        "layout": base_layout(theme) | {
            "xaxis": axis(theme, "net input z = wX + b", range=[low, high], showgrid=False),
            "yaxis": axis(theme, "activation f(z)", range=bands["y"], showgrid=False),
        },
    }  # fmt: skip
