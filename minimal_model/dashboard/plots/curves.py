"""Several curves of mutual information in one plot, whose title stands beside it on the page."""

from collections.abc import Sequence

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.plots.arrays import Figure, typed
from minimal_model.dashboard.plots.style import axis, legend_below, plain_layout
from minimal_model.dashboard.plots.theme import Theme


def curves_figure(
    weights: FloatArray,
    curves: Sequence[FloatArray],
    names: Sequence[str],
    levels: Sequence[float],
    top: float,
    theme: Theme,
    own: int = 0,
) -> Figure:
    """Draw curves of mutual information over the weight; a legend only where there are several.

    Parameters
    ----------
    weights : numpy.ndarray, shape (weights,)
        The weights.
    curves : sequence of numpy.ndarray, shape (weights,)
        Bits for each curve.
    names : sequence of str
        Their names.
    levels : sequence of float
        Bits of the dashed and the dotted line: the binned input's entropy and the ceiling, if there is one.
    top : float
        End of the scale in bits; plots side by side share it.
    own : int
        How many of the last curves are the reader's own, set apart from the source's.
    """
    colours = theme.colours(np.linspace(0, 1, len(curves) - own)) if len(curves) > 1 else [theme.ink]
    strokes = [{"color": colour, "width": 2, "simplify": False} for colour in colours]
    strokes += [{"color": theme.ink, "width": 2.5, "dash": "dash", "simplify": False}] * own
    lines = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": level, "y1": level, "layer": "below",
         "line": {"color": theme.muted, "width": 1, "dash": dash}}
        for level, dash in zip(levels, ("dash", "dot"), strict=False)
    ]  # fmt: skip
    traces = [
        {"type": "scatter", "mode": "lines", "name": name, "x": typed(weights), "y": typed(curve),
         "line": stroke,
         "hovertemplate": "w = %{x:.3~f}: %{y:.3f} bits<extra>" + (name if len(curves) > 1 else "") + "</extra>"}
        for curve, name, stroke in zip(curves, names, strokes, strict=True)
    ]  # fmt: skip
    several = legend_below(theme) if len(curves) > 1 else {}
    step = float(weights[1] - weights[0])
    return {
        "data": traces,
        "layout": plain_layout(theme, b=76 if several else 38) | several | {
            "xaxis": axis(theme, "weight w", range=[0, float(weights[-1]) + step], nticks=5),
            "yaxis": axis(theme, "I(X;T) in bits", range=[0, top], nticks=5),
            "shapes": lines,
        },
    }  # fmt: skip
