"""What the entropy of the activation is made of: its two parts, the joint table, and how equally full the bins are."""

from typing import TYPE_CHECKING

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.explain.decomposition import EntropyDecomposition, JointTable
from minimal_model.inputs import NORMAL, Input
from minimal_model.plots.curve import draw_levels, frame_curve, mark_weight
from minimal_model.plots.look import FIRST_AREA, INK, PRINT, SECOND_AREA, STROKES, Look, frame, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REACH, POINTS = 4.0, 321
# Most cells hold few samples and some hold hundreds: the greys change fastest near zero.
POWER = 0.4


def draw_split(
    axes: "Axes", weights: FloatArray, split: EntropyDecomposition, ceiling: float | None, bins: int, marked: int, *,
    look: Look = PRINT,
) -> None:  # fmt: skip
    """Draw H(T) as the sum of what T shares with the binned input and what it tells apart within its bins, in bits."""
    axes.fill_between(weights, 0, split.shared, color=FIRST_AREA, linewidth=0, label="I(bin X; T), shared")
    axes.fill_between(weights, split.shared, split.entropy, color=SECOND_AREA, linewidth=0,
                      label="H(T | bin X), within the input’s bins")  # fmt: skip
    axes.plot(weights, split.entropy, color=INK, linewidth=look.curve, label="H(T)")
    draw_levels(axes, split.input_entropy, ceiling, bins, look)
    mark_weight(axes, float(weights[marked]), float(split.entropy[marked]), look)
    highest = max(float(split.entropy.max()), split.input_entropy, ceiling or 0.0)
    frame_curve(axes, float(weights[-1] + weights[1] - weights[0]), highest, look)
    axes.set_ylabel("bits")
    legend(axes, look)


def draw_joint(axes: "Axes", table: JointTable, by_number: bool, *, look: Look = PRINT) -> None:
    """Draw how many samples share a bin of X and a bin of Y; the darker, the more.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    table : JointTable
        The occupied part of the table.
    by_number : bool
        Whether bins of Y are drawn equally high, whatever their width.
    """
    counts = table.counts.T.astype(np.float64)
    height = np.arange(table.edges.size, dtype=np.float64) if by_number else table.edges
    shade = np.where(counts > 0, 0.15 + 0.85 * (counts / max(counts.max(), 1.0)) ** POWER, 0.0)
    # One picture instead of thousands of rectangles.
    axes.pcolormesh(table.input_edges, height, shade, cmap="Greys", vmin=0, vmax=1, rasterized=True)
    axes.set_xlim(table.input_edges[0], table.input_edges[-1])
    axes.set_ylim(height[0], height[-1])
    axes.locator_params(axis="both", nbins=5)
    frame(axes, look, "bin of the input X", "bin of Y, by number" if by_number else "bin of the activation Y")


def draw_equalisation(
    axes: "Axes", x: FloatArray, share: FloatArray, population: Input = NORMAL, *, look: Look = PRINT
) -> None:
    """Draw the share of the bins below each input against the share of the inputs below it."""
    grid = np.linspace(-REACH, REACH, POINTS)
    sign = "Φ" if population is NORMAL else "F"
    axes.plot(grid, population.cdf(grid), color=INK, linestyle=(0, (4, 2)), linewidth=look.line,
              label=f"{sign}(x): inputs below x")  # fmt: skip
    axes.plot(x, share, color=STROKES[0].colour, linewidth=look.curve, label="f(wx + b) rescaled: bins below x")
    axes.set_xlim(-REACH, REACH)
    axes.set_ylim(-0.03, 1.03)
    axes.locator_params(axis="both", nbins=5)
    frame(axes, look, "input x", "share")
    legend(axes, look)
