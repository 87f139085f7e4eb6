"""The bins of the chosen weight: on the activation axis, on the input line, and on the net input."""

from typing import TYPE_CHECKING

import numpy as np

from minimal_model.checks import refuse
from minimal_model.inputs import NORMAL
from minimal_model.plots.cells import CUT, JOINED, Cells, cells_between, pieces_between
from minimal_model.plots.look import INK, MUTED, PALE, PAPER, PRINT, Look, frame, ramp
from minimal_model.plots.measured import Measured, measured
from minimal_model.state.parameters import Parameters

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer

MOST_POINTS = 1000
# The strip takes the lower part of its axes, the bars the upper one.
STRIP, BARS = (0.0, 0.0, 1.0, 0.3), (0.0, 0.37, 1.0, 0.63)
# The input is drawn so far; its slices reach a little below the density, or its tails could not be seen. Where they
# begin and where the axis ends are shares of the density's height.
REACH, ABOVE, BELOW = 4.0, 1.0528, 0.0602
# Cuts that lie closer would hide the colours.
CLOSEST_CUTS = 0.08
NARROWEST, BEND = 4.0, np.linspace(-7, 7, 225)
# A wave has so many points, and all together no more than so many.
POINTS_OF_A_PERIOD, MOST_OF_WAVES = 24, 4_000


def draw_strip(axes: "Axes", state: Parameters | Measured, *, look: Look = PRINT) -> None:
    """Draw the activations at the chosen weight over their bins, and above them the count of each bin.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; two axes are laid inside of it, and its own frame is hidden.
    state : Parameters or Measured
        The state.
    look : Look
        The sizes of letters and lines.
    """
    m = measured(state)
    cells = strip_cells(m)
    axes.set_axis_off()
    strip, bars = axes.inset_axes(STRIP), axes.inset_axes(BARS)
    _cells(strip, cells, 0.0, 1.0, look)
    strip.vlines(cells.edges, 0, 1, color=MUTED, linewidth=min(look.hair, 25 * look.hair / max(cells.edges.size, 1)))
    ranks = np.linspace(0, m.x.size - 1, min(m.x.size, MOST_POINTS)).round().astype(np.int64)
    jitter = 0.08 + 0.84 * (np.arange(ranks.size) * 0.6180339887498949 % 1.0)
    strip.plot(m.binned.activations[ranks], jitter, ".", color=INK, alpha=0.6, markersize=1.6 * look.scale,
               markeredgewidth=0)  # fmt: skip
    heights = np.minimum(cells.heights, 1.05 * cells.top)
    colours = ramp(cells.places)
    bars.bar(cells.left, heights, cells.right - cells.left, align="edge", color=colours, edgecolor=colours,
             linewidth=0.25 * look.scale)  # fmt: skip
    low, high = ends(m)
    for inner in (strip, bars):
        inner.set_xlim(low - 0.012 * (high - low), high + 0.012 * (high - low))
    frame(strip, look, "activation Y", "")
    frame(bars, look, "", "samples" if cells.even else "samples / unit of Y")
    strip.set_ylim(0, 1)
    strip.set_yticks([])
    strip.spines["left"].set_visible(False)
    strip.locator_params(axis="x", nbins=5)
    bars.set_ylim(0, 1.05 * cells.top)
    bars.locator_params(axis="y", nbins=3)
    bars.tick_params(labelbottom=False)


def strip_cells(m: Measured) -> Cells:
    """Return the bins on the activation axis."""
    return cells_between(m.binned.edges, m.binned.counts, *ends(m))


def strip_remarks(m: Measured) -> list[str]:
    """Return what of the strip is not as a reader would expect it."""
    cells = strip_cells(m)
    cut = bool(cells.heights.max() > 1.05 * cells.top)
    return ([JOINED] if cells.joined else []) + ([CUT] if cut else [])


def ends(m: Measured) -> tuple[float, float]:
    """Return the span of all edges; for a given width only that of the bins that the activations reach."""
    edges, counts = m.binned.edges, m.binned.counts
    if m.parameters.ruler.sized_by_width:
        first, last = np.flatnonzero(counts)[[0, -1]]
        return float(edges[first]), float(edges[last + 1])
    if edges[0] == edges[-1]:
        return float(edges[0]) - 0.5, float(edges[0]) + 0.5
    return float(edges[0]), float(edges[-1])


def draw_partition(axes: "Axes", state: Parameters | Measured, *, look: Look = PRINT) -> None:
    """Draw the density of the input, cut where the bins of the activation come from.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    state : Parameters or Measured
        The state.
    look : Look
        The sizes of letters and lines.
    """
    m = measured(state)
    cells = input_cells(m, -REACH, REACH)
    grid = np.linspace(-REACH, REACH, 321)
    distribution = m.parameters.distribution
    if distribution.density is None:
        raise refuse("input", distribution.name, "one that has a density")
    density = distribution.density(grid)
    highest = float(density.max())
    below, top = round(-BELOW * highest, 3), round(ABOVE * highest, 3)
    (under,) = axes.fill(np.r_[grid, REACH, -REACH], np.r_[density, below, below], color=PALE, linewidth=0)
    for bar in _cells(axes, cells, below, top, look):
        bar.set_clip_path(under)
    wide = np.diff(cells.edges) >= CLOSEST_CUTS
    cuts = cells.edges[1:-1][wide[1:] & wide[:-1]]
    axes.vlines(cuts, below, distribution.density(cuts), color=PAPER, linewidth=look.hair)
    axes.plot(grid, density, color=INK, linewidth=look.line)
    axes.set_xlim(-REACH, REACH)
    axes.set_ylim(below, top)
    if distribution is NORMAL:
        axes.set_yticks([0, 0.1, 0.2, 0.3, 0.4])
    else:
        axes.locator_params(axis="y", nbins=4)
    axes.locator_params(axis="x", nbins=5)
    frame(axes, look, "input X", "density of X")


def input_cells(m: Measured, low: float, high: float, weight: float = 1.0, bias: float = 0.0) -> Cells:
    """Return the bins as they fall on the input line, or on the net input of a weight and a bias."""
    edges = weight * m.binned.input_edges + bias
    if m.activation.plain:
        return cells_between(edges, m.binned.counts, low, high)
    return pieces_between(edges, m.binned.input_bins, m.binned.counts, low, high)


def draw_activation(axes: "Axes", state: Parameters | Measured, *, look: Look = PRINT) -> None:
    """Draw the activation function over the bins of the net input, thick where the samples are.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    state : Parameters or Measured
        The state.
    look : Look
        The sizes of letters and lines.
    """
    m = measured(state)
    bias = m.parameters.bias
    first, last = (float(m.weight * end + bias) for end in m.x[[0, -1]])
    low, high = min(first, -NARROWEST) - 0.5, max(last, NARROWEST) + 0.5
    z = np.unique(np.r_[np.linspace(low, high, 161), BEND[(low < BEND) & (high > BEND)], first, last])
    if m.activation.period is not None:
        many = int(np.ceil(POINTS_OF_A_PERIOD * (high - low) / m.activation.period))
        z = np.union1d(z, np.linspace(low, high, min(many, MOST_OF_WAVES)))
    y = m.activation(z)
    covered = (z >= first) & (z <= last)
    own = m.activation.counted_plainly  # a formula is drawn as far as the samples see it
    seen = m.binned.activations if own else y
    pad = 0.06 * float(np.ptp(seen)) or 0.5 * own
    span = float(seen.min()) - pad, float(seen.max()) + pad
    if own:
        y = np.clip(y, span[0] - 9 * pad, span[1] + 9 * pad)
    cells = input_cells(m, low, high, m.weight, bias)
    _cells(axes, cells, *span, look, strength=0.45)
    axes.plot(z, y, color=INK, linestyle=(0, (3, 1.5)), linewidth=look.hair)
    axes.plot(z[covered], y[covered], color=INK, linewidth=look.curve)
    axes.set_xlim(low, high)
    axes.set_ylim(*span)
    axes.locator_params(axis="x", nbins=5)
    axes.locator_params(axis="y", nbins=4)
    frame(axes, look, "net input z = wX + b", "activation f(z)")


def _cells(axes: "Axes", cells: Cells, bottom: float, top: float, look: Look, strength: float = 1.0) -> "BarContainer":
    """Draw the bins as rectangles, with an outline by which the narrowest are seen."""
    colours = ramp(cells.places, strength)
    return axes.bar(cells.left, top - bottom, cells.right - cells.left, bottom, align="edge", color=colours,
                    edgecolor=colours, linewidth=0.25 * look.scale)  # fmt: skip
