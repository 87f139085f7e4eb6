"""The plots of the page of figures: what the sources draw, without titles, which stand beside them on the page."""

import numpy as np

from minimal_model.activations import ACTIVATIONS, NOTEBOOK_ACTIVATIONS, Activation
from minimal_model.arrays import FloatArray
from minimal_model.curve import BinnedActivations
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.arrays import Figure, segments, typed
from minimal_model.dashboard.plots.strip import strip_figure
from minimal_model.dashboard.plots.style import axis, legend_below, plain_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View
from minimal_model.inputs import normal_density

# So many points draw a function without corners.
POINTS = 121
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


def histogram_figure(binned: BinnedActivations, theme: Theme) -> Figure:
    """Draw the counts of the binned input, and the normal density at the same scale."""
    edges, counts = binned.edges, binned.counts
    grid = np.linspace(min(edges[0], -3.5), max(edges[-1], 3.5), POINTS)
    expected = normal_density(grid) * counts.sum() * (edges[1] - edges[0])
    return {
        "data": [
            {"type": "bar", "x": typed((edges[1:] + edges[:-1]) / 2), "y": typed(counts, "i4"),
             "width": typed(np.diff(edges)), "marker": {"color": theme.curve, "line": {"width": 0}},
             "hovertemplate": "%{y} samples<extra></extra>"},
            {"type": "scatter", "mode": "lines", "x": typed(grid), "y": typed(expected), "hoverinfo": "skip",
             "line": {"color": theme.mark, "width": 2, "simplify": False}},
        ],
        "layout": plain_layout(theme) | {
            "bargap": 0,
            "xaxis": axis(theme, "input X", showgrid=False),
            "yaxis": axis(theme, "count", rangemode="tozero", nticks=5),
        },
    }  # fmt: skip


def overlaid_figure(bias: float, reach: float, theme: Theme) -> Figure:
    """Draw all activation functions; the colour tells on how many sides each saturates."""
    colours = {"double": theme.curve, "single": theme.second, "none": theme.mark}
    z = np.linspace(-reach, reach, POINTS)
    lines, drawn = [], dict.fromkeys(colours, 0)
    for name in NOTEBOOK_ACTIVATIONS:
        activation = ACTIVATIONS[name]
        kind = activation.saturation
        lines.append(
            {"type": "scatter", "mode": "lines", "name": name, "x": typed(z), "y": typed(activation(z + bias)),
             "line": {"color": colours[kind], "width": 2, "dash": DASHES[drawn[kind]], "simplify": False},
             "hovertemplate": f"{name}: %{{y:.3f}}<extra></extra>"}
        )  # fmt: skip
        drawn[kind] += 1
    return {
        "data": lines,
        "layout": plain_layout(theme, b=110) | legend_below(theme) | {
            "xaxis": axis(theme, _net_input(bias), range=[-reach, reach]),
            "yaxis": axis(theme, "activation f(z)"),
        },
    }  # fmt: skip


def shape_figure(activation: Activation, bias: float, reach: float, theme: Theme) -> Figure:
    """Draw one activation function."""
    z = np.linspace(-reach, reach, POINTS)
    return {
        "data": [
            {"type": "scatter", "mode": "lines", "x": typed(z), "y": typed(activation(z + bias)),
             "line": {"color": theme.curve, "width": 2, "simplify": False},
             "hovertemplate": "f = %{y:.3f}<extra></extra>"}
        ],
        "layout": plain_layout(theme) | {
            "xaxis": axis(theme, _net_input(bias), range=[-reach, reach], nticks=5),
            "yaxis": axis(theme, "", nticks=4),
        },
    }  # fmt: skip


def binned_shape_figure(activation: Activation, bias: float, reach: float, edges: FloatArray, theme: Theme) -> Figure:
    """Draw one activation function over the borders of its bins."""
    figure = shape_figure(activation, bias, reach, theme)
    y, x = segments(edges, -reach, reach)
    border = {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
              "line": {"color": theme.muted, "width": 0.7}}  # fmt: skip
    return figure | {"data": [border, *figure["data"]]}


def source_strip_figure(view: View, theme: Theme) -> Figure:
    """Draw the explorer's strip in the frame of this page."""
    figure = strip_figure(view, theme)
    return figure | {"layout": figure["layout"] | plain_layout(theme, l=56)}


def _net_input(bias: float) -> str:
    return "net input z" if bias == 0 else f"wX, bias {number(bias)}"
