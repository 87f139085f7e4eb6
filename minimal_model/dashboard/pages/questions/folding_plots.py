"""The plots of "What does folding lose?": what is lost over the weights, and what the rulers see of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.pages.questions.plots import HEADROOM, LEGEND, weight_mark
from minimal_model.dashboard.plots.arrays import Figure, typed
from minimal_model.dashboard.plots.style import axis, legend_below, plain_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.folds import Loss

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
# An axis does not end below it, so that nothing at all looks like nothing.
LEAST_TOP = 0.5


def losses_figure(weights: FloatArray, losses: Mapping[str, Loss], own: str, chosen: int, theme: Theme) -> Figure:
    """Draw what each function that folds loses; `own` is the name of the chosen one, which may be none of them."""
    names = list(losses)
    colours = theme.colours(np.linspace(0, 1, len(names)))
    traces = [
        _line(name, weights[losses[name].indices], losses[name].bits, colour, DASHES[k % len(DASHES)],
              4.0 if own in name.split(", ") else 2.0)
        for k, (name, colour) in enumerate(zip(names, colours, strict=True))
    ]  # fmt: skip
    return _figure(weights, traces, [loss.bits for loss in losses.values()], "H(branch | Y) in bits", chosen, theme)


def seen_figure(
    weights: FloatArray, lost: Loss | None, below: Mapping[str, FloatArray], chosen: int, theme: Theme
) -> Figure:
    """Draw what folding loses of one function, and how far H(T) lies below its highest value so far, for each ruler.

    Parameters
    ----------
    weights : numpy.ndarray, shape (199,)
        The weights of the sweep.
    lost : Loss or None
        What folding loses; None where that is not known.
    below : mapping of str to numpy.ndarray, shape (199,)
        Bits by ruler.
    chosen : int
        Number of the chosen weight.
    theme : Theme
        The colours.
    """
    traces = [_line("lost by folding", weights[lost.indices], lost.bits, theme.ink, "solid", 4.0)] if lost else []
    colours = theme.colours(np.linspace(0, 1, len(below)))
    traces += [
        _line(name, weights, bits, colour, DASHES[1:][k % (len(DASHES) - 1)], 2.0)
        for k, ((name, bits), colour) in enumerate(zip(below.items(), colours, strict=True))
    ]
    values = [*below.values(), *([lost.bits] if lost else [])]
    return _figure(weights, traces, values, "bits", chosen, theme)


def _line(name: str, x: FloatArray, y: FloatArray, colour: str, dash: str, width: float) -> dict[str, Any]:
    return {"type": "scatter", "mode": "lines", "name": name, "x": typed(x), "y": typed(y),
            "line": {"color": colour, "dash": dash, "width": width, "simplify": False},
            "hovertemplate": "w = %{x:.3~f}: %{y:.3f} bits<extra>" + name + "</extra>"}  # fmt: skip


def _figure(
    weights: FloatArray,
    traces: list[dict[str, Any]],
    values: Sequence[FloatArray],
    title: str,
    chosen: int,
    theme: Theme,
) -> Figure:
    top = HEADROOM * max([LEAST_TOP, *(float(bits.max()) for bits in values)])
    step = float(weights[1] - weights[0])
    return {
        "data": traces,
        "layout": plain_layout(theme, b=LEGEND) | legend_below(theme) | {
            "xaxis": axis(theme, "weight w", range=[0, float(weights[-1]) + step], nticks=6),
            "yaxis": axis(theme, title, range=[0, top], nticks=6),
            "shapes": [weight_mark(float(weights[chosen]), theme)],
        },
    }  # fmt: skip
