"""The plots of the sources beside the curves: the binned input, and the activation functions."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.curve import BinnedActivations
from minimal_model.inputs import normal_density
from minimal_model.plots.look import INK, MARK, MUTED, PAPER, PRINT, STROKES, Look, frame, heading, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 241
# What functions have in common has one colour and one mark; the dashes tell them apart.
DASHES = ("-", (0, (5, 1.5)), (0, (1, 1)), (0, (5, 1.2, 1, 1.2)), (0, (9, 2)), (0, (3, 1, 1, 1, 1, 1)), (0, (1, 2.5)),
          (0, (12, 1.5, 1, 1.5)))  # fmt: skip
SIDES = {"double": (STROKES[0].colour, "", "both sides"), "single": (STROKES[2].colour, "o", "one side"),
         "none": (STROKES[1].colour, "s", "no side")}  # fmt: skip


def draw_histogram(axes: "Axes", binned: BinnedActivations, *, look: Look = PRINT) -> None:
    """Draw the counts of the binned input, and the normal density at the same scale."""
    edges, counts = binned.edges, binned.counts
    grid = np.linspace(min(edges[0], -3.5), max(edges[-1], 3.5), POINTS)
    axes.bar(edges[:-1], counts, np.diff(edges), align="edge", color=STROKES[0].colour, edgecolor=PAPER,
             linewidth=0.25 * look.scale, label=f"{counts.sum():,} samples in {counts.size} bins")  # fmt: skip
    expected = normal_density(grid) * counts.sum() * (edges[1] - edges[0])
    axes.plot(grid, expected, color=MARK, linewidth=look.curve, label="N(0, 1)")
    axes.set_xlim(grid[0], grid[-1])
    axes.locator_params(axis="y", nbins=5)
    frame(axes, look, "input X", "count")
    legend(axes, look)


def draw_functions(
    axes: "Axes", functions: Mapping[str, Activation], bias: float, reach: float, *,
    edges: FloatArray | Sequence[float] = (), look: Look = PRINT,
) -> None:  # fmt: skip
    """Draw activation functions; where there are several, the colour tells on how many sides each saturates.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    functions : mapping of str to Activation
        The functions by name.
    bias : float
        Added to the net input.
    reach : float
        How far the horizontal axis reaches on either side.
    edges : array_like, shape (any,)
        Borders of bins on the vertical axis.
    """
    z = np.linspace(-reach, reach, POINTS)
    if len(edges):
        axes.hlines(edges, -reach, reach, color=MUTED, linewidth=look.hair)
    drawn = dict.fromkeys(SIDES, 0)
    for name, activation in functions.items():
        colour, marker, sides = SIDES[activation.saturation]
        dashes = DASHES[drawn[activation.saturation] % len(DASHES)]
        drawn[activation.saturation] += 1
        if len(functions) == 1:
            axes.plot(z, activation(z + bias), color=INK, linewidth=look.curve, label=name)
        else:
            axes.plot(z, activation(z + bias), color=colour, linestyle=dashes, linewidth=look.line, marker=marker,
                      markersize=2.5 * look.scale, markeredgewidth=0, markevery=(6 * drawn["single"], 30),
                      label=f"{name}: flat on {sides}")  # fmt: skip
    axes.set_xlim(-reach, reach)
    axes.locator_params(axis="both", nbins=5)
    shift = f"{bias:+g}".replace("+", "+ ").replace("-", "− ")
    frame(axes, look, f"wX, net input wX {shift}" if bias else "net input z", "activation f(z)")
    if len(functions) == 1:
        heading(axes, look, *functions)
    else:
        legend(axes, look)
