"""The activation function over the net input, and the part of it that the samples see at the chosen weight."""

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.arrays import Figure, Path, typed
from minimal_model.dashboard.plots.cells import CELLS_LIVE, SLIVERS_LIVE, cell_trace, sliver_trace
from minimal_model.dashboard.plots.style import axis, base_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View
from minimal_model.plots.cells import input_cells
from minimal_model.plots.shown import covered_range, height_span, net_input_span, waves

# Net inputs at which f is drawn: over the whole axis, and closer together where functions bend, corners included.
POINTS = 120
STEPS = np.arange(POINTS + 1.0)
BEND = np.linspace(-7, 7, 57)
# The waves of a periodic function have at most so many points.
MOST_OF_WAVES = 2_000

LIVE: tuple[Path, ...] = (
    *(("data", 0, key) for key in ("y", *CELLS_LIVE)),
    *(("data", trace, key) for trace in (1, 2) for key in ("x", "y")),
    *(("data", 3, key) for key in SLIVERS_LIVE),
    ("layout", "xaxis", "range"),
    ("layout", "yaxis", "range"),
)


def title(view: View) -> str:
    """Return what the figure shows, to stand above it."""
    return f"{view.activation.name} over the net input, w = {number(view.weight, 3)}"


def subtitle(view: View) -> str:
    """Return where the samples are, and what a flat end is called."""
    first, last = covered_range(view)
    flat = ("none", "single", "double").index(view.activation.saturation)
    ends = ("", "; flat end: saturation", "; flat ends: saturation")[flat]
    return f"thick: the samples, z = {number(first, 1)} … {number(last, 1)}{ends}"


def activation_figure(view: View, theme: Theme) -> Figure:
    """Draw f with the covered range thick, over the bins as they fall on the net input."""
    first, last = covered_range(view)
    low, high = net_input_span(first, last)
    cells = input_cells(view, low, high, view.weight, view.parameters.bias)
    z = net_inputs(low, high, first, last)
    if view.activation.counted_plainly:
        z = np.union1d(z, np.linspace(low, high, MOST_OF_WAVES))
    if view.activation.period is not None:
        z = np.union1d(z, waves(low, high, view.activation.period, MOST_OF_WAVES))
    y = view.activation(z)
    covered = slice(int(z.searchsorted(first)), int(z.searchsorted(last, "right")))
    span = height_span(view, y)
    return {
        "data": [
            cell_trace(cells, span, view, theme, 0.45),
            {"type": "scatter", "mode": "lines", "x": typed(z), "y": typed(y), "hoverinfo": "skip",
             "line": {"color": theme.muted, "width": 1.5, "simplify": False}},
            {"type": "scatter", "mode": "lines", "x": typed(z[covered]), "y": typed(y[covered]),
             "line": {"color": theme.ink, "width": 3.5, "simplify": False},
             "hovertemplate": "z = %{x:.2f}<br>f(z) = %{y:.4f}<extra></extra>"},
            sliver_trace(cells, span, theme, 0.45),
        ],
        "layout": base_layout(theme) | {
            "xaxis": axis(theme, "net input z = wX + b", range=[low, high], nticks=5, showgrid=False),
            "yaxis": axis(theme, "activation f(z)", range=list(span), nticks=4, showgrid=False),
        },
    }  # fmt: skip


def net_inputs(low: float, high: float, first: float, last: float) -> FloatArray:
    """Return where f is evaluated to draw it from `low` to `high`, `first` and `last` among it."""
    inner = BEND[BEND.searchsorted(low) : BEND.searchsorted(high)]
    steps = (high - low) / POINTS * STEPS + low
    points = np.concatenate([steps, inner, (first, last)])
    points.sort()
    return points
