"""The plots of "Noise instead of bins?": a neuron behind several noises, and a grid of bins that is moved."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.pages.questions.plots import HEADROOM, LEGEND, weight_mark
from minimal_model.dashboard.plots.arrays import Figure, typed
from minimal_model.dashboard.plots.style import axis, legend_below, plain_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.noise_answers import MovedGrid

DASHES = ("solid", "dash", "dashdot", "dot")


def noises_figure(weights: FloatArray, curves: Mapping[float, FloatArray], chosen: int, theme: Theme) -> Figure:
    """Draw what each noise leaves over the weights."""
    colours = theme.colours(np.linspace(0, 1, len(curves)))
    traces = [
        {"type": "scatter", "mode": "lines", "name": f"s = {number(s, 3)}", "x": typed(weights), "y": typed(curve),
         "line": {"color": colour, "width": 2.5, "dash": dash, "simplify": False},
         "hovertemplate": f"s = {number(s, 3)}, w = %{{x:.3~f}}: %{{y:.3f}} bits<extra></extra>"}
        for (s, curve), colour, dash in zip(curves.items(), colours, DASHES, strict=False)
    ]  # fmt: skip
    top = max((float(curve.max()) for curve in curves.values()), default=0.0)
    step = float(weights[1] - weights[0])
    return {
        "data": traces,
        "layout": plain_layout(theme, b=LEGEND) | legend_below(theme) | {
            "xaxis": axis(theme, "weight w", range=[0, float(weights[-1]) + step], nticks=6),
            "yaxis": axis(theme, "I(X; Y + N) in bits", range=[0, HEADROOM * top if top else 1.0], nticks=5),
            "shapes": [weight_mark(float(weights[chosen]), theme)],
        },
    }  # fmt: skip


def grid_figure(moved: MovedGrid, theme: Theme) -> Figure:
    """Draw H(T) at every place of the grid, its mean over the places so far, and what uniform noise leaves.

    The script moves a mark along the places, and shows of the first two traces as much as lies before it.
    """
    grid = moved.grid
    assert grid is not None
    places, means = typed(grid.places), grid.means
    every = np.concatenate([grid.entropies, means, [moved.uniform, moved.normal]])
    low, high = float(every.min()), float(every.max())
    pad = 0.08 * (high - low) or 0.1

    def level(name: str, bits: float, dash: str) -> dict[str, Any]:
        return {"type": "scatter", "mode": "lines", "name": f"{name}: {bits:.3f}", "x": [0, 1], "y": [bits, bits],
                "line": {"color": theme.ink, "width": 1.5, "dash": dash}, "hoverinfo": "skip"}  # fmt: skip

    return {
        "data": [
            {"type": "scatter", "mode": "markers", "name": "H(T) of the grid", "x": places, "y": typed(grid.entropies),
             "marker": {"color": theme.muted, "size": 6},
             "hovertemplate": "moved by %{x:.3f} Δ: %{y:.3f} bits<extra></extra>"},
            {"type": "scatter", "mode": "lines", "name": "mean so far", "x": places, "y": typed(means),
             "line": {"color": theme.mark, "width": 3, "simplify": False},
             "hovertemplate": "mean up to %{x:.3f} Δ: %{y:.3f} bits<extra></extra>"},
            level("uniform noise", moved.uniform, "dash"),
            level("normal noise", moved.normal, "dot"),
        ],
        "layout": plain_layout(theme, b=LEGEND) | legend_below(theme) | {
            "xaxis": axis(theme, "place of the grid, in widths Δ", range=[0, 1], nticks=6),
            "yaxis": axis(theme, "bits", range=[max(low - pad, 0.0), high + pad], nticks=5),
        },
    }  # fmt: skip
