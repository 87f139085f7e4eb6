"""The plots of the page of questions, without titles, which stand beside them on the page."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.plots.arrays import Figure, typed
from minimal_model.dashboard.plots.curves import curves_figure
from minimal_model.dashboard.plots.style import axis, legend_below, plain_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.explain.decomposition import EntropyDecomposition
from minimal_model.inputs import NORMAL, Input

REACH = 4.0
POINTS = 161
HEADROOM = 1.08
LEGEND = 84


def answer_figure(
    weights: FloatArray, curve: FloatArray, chosen: int, levels: Sequence[float], top: float, theme: Theme
) -> Figure:
    """Draw the curve of one binning with the chosen weight marked; `top` is shared by plots side by side."""
    figure = curves_figure(weights, [curve], [""], levels, top, theme)
    figure["layout"]["shapes"] += [weight_mark(float(weights[chosen]), theme)]
    figure["data"] += [
        {"type": "scatter", "mode": "markers", "x": [float(weights[chosen])], "y": [float(curve[chosen])],
         "marker": {"color": theme.mark, "size": 9, "line": {"color": theme.surface, "width": 1.5}},
         "hoverinfo": "skip"}
    ]  # fmt: skip
    return figure


def weight_mark(weight: float, theme: Theme) -> dict[str, Any]:
    """Return the line that marks the chosen weight."""
    return {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": weight, "x1": weight,
            "line": {"color": theme.mark, "width": 1.5}}  # fmt: skip


def split_figure(
    weights: FloatArray, split: EntropyDecomposition, chosen: int, ceiling: float | None, theme: Theme
) -> Figure:
    """Draw H(T) as the sum of what T shares with the binned input and what it tells apart within its bins."""
    x = typed(weights)
    hover = "<br>w = %{x:.3~f}: %{y:.3f} bits<extra></extra>"
    areas = [
        {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": typed(y), "fill": fill, "fillcolor": colour,
         "line": {"width": 0, "color": colour, "simplify": False}, "hoverinfo": "skip"}
        for name, y, fill, colour in (
            ("I(bin X; T), shared", split.shared, "tozeroy", theme.shared),
            ("H(T | bin X), within the input’s bins", split.entropy, "tonexty", theme.within),
        )
    ]  # fmt: skip
    lines: list[Any] = [("H(T)", split.entropy, theme.curve, "solid", 2.5),
                        ("H(bin X)", np.full_like(weights, split.input_entropy), theme.ink, "dash", 1.5)]  # fmt: skip
    if ceiling is not None:
        lines.append(("log₂(bins)", np.full_like(weights, ceiling), theme.ink, "dot", 1.5))
    traces = [
        {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": typed(y), "hovertemplate": name + hover,
         "line": {"color": colour, "dash": dash, "width": width, "simplify": False}}
        for name, y, colour, dash, width in lines
    ]  # fmt: skip
    top = HEADROOM * max(float(split.entropy.max()), split.input_entropy, ceiling or 0.0)
    step = float(weights[1] - weights[0])
    return {
        "data": [*areas, *traces],
        "layout": plain_layout(theme, b=LEGEND) | legend_below(theme) | {
            "xaxis": axis(theme, "weight w", range=[0, float(weights[-1]) + step], nticks=6),
            "yaxis": axis(theme, "bits", range=[0, top if top > 0 else 1]),
            "shapes": [weight_mark(float(weights[chosen]), theme)],
        },
    }  # fmt: skip


def joint_figure(
    counts: npt.NDArray[np.int64], input_edges: FloatArray, edges: FloatArray, by_number: bool, theme: Theme
) -> Figure:
    """Draw the joint table of the binned input (across) and T (upwards) as a heat map.

    Where saturation squeezes most bins of T into no height at all, they are drawn `by_number` instead of by place.
    """
    place = np.arange(edges.size, dtype=np.float64) if by_number else edges
    title = "bin of the activation Y" + (", numbered" if by_number else "")
    # Most cells hold few samples and some hold hundreds: the colours change fastest near zero.
    scale = [[0, theme.surface], [1e-6, theme.ramp[4]], [0.03, theme.ramp[3]], [0.1, theme.ramp[2]],
             [0.3, theme.ramp[1]], [1, theme.ramp[0]]]  # fmt: skip
    return {
        "data": [
            {"type": "heatmap", "x": typed(input_edges), "y": typed(place),
             "z": typed(counts.T, smallest_type(int(counts.max()))), "zmin": 0,
             "colorscale": scale, "showscale": False,
             "hovertemplate": "%{z} samples at X = %{x:.2f}, Y: %{y:.3~f}<extra></extra>"}
        ],
        "layout": plain_layout(theme, l=58) | {
            "xaxis": axis(theme, "bin of the input X", showgrid=False),
            "yaxis": axis(theme, title, showgrid=False),
        },
    }  # fmt: skip


def smallest_type(largest: int) -> str:
    """Return the shortest of plotly's integer types that holds a count."""
    return "u1" if largest < 2**8 else "u2" if largest < 2**16 else "i4"


def empty_figure(theme: Theme) -> Figure:
    """Draw nothing, in the colours of the page."""
    hidden = {"visible": False}
    return {"data": [], "layout": plain_layout(theme) | {"xaxis": hidden, "yaxis": hidden}}


def equalisation_figure(x: FloatArray, share: FloatArray, distribution: Input, theme: Theme) -> Figure:
    """Draw the share of the bins below each input against the share of the inputs below it.

    Parameters
    ----------
    x, share : numpy.ndarray, shape (any,)
        Inputs, ascending, and f(w x + b) rescaled so that the bins run from 0 to 1.
    distribution : Input
        What the input is drawn from.
    """
    grid = np.linspace(-REACH, REACH, POINTS)
    sign = "Φ" if distribution is NORMAL else "F"
    return {
        "data": [
            {"type": "scatter", "mode": "lines", "name": f"{sign}(x), share of the inputs below x", "x": typed(grid),
             "y": typed(distribution.cdf(grid)),
             "line": {"color": theme.ink, "width": 2, "dash": "dash", "simplify": False},
             "hovertemplate": "x = %{x:.2f}: %{y:.3f} of the inputs<extra></extra>"},
            {"type": "scatter", "mode": "lines", "name": "f(wx + b) rescaled, share of the bins below x",
             "x": typed(x), "y": typed(share), "line": {"color": theme.curve, "width": 2.5, "simplify": False},
             "hovertemplate": "x = %{x:.2f}: %{y:.3f} of the bins<extra></extra>"},
        ],
        "layout": plain_layout(theme, b=LEGEND) | legend_below(theme) | {
            "xaxis": axis(theme, "input x", range=[-REACH, REACH]),
            "yaxis": axis(theme, "share", range=[-0.03, 1.03]),
        },
    }  # fmt: skip
