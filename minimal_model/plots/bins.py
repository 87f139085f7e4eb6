"""The bins of the chosen weight: on the activation axis, on the input line, and on the net input."""

from typing import TYPE_CHECKING

import numpy as np

from minimal_model.checks import refuse
from minimal_model.inputs import NORMAL, Column
from minimal_model.plots.bars import strip_bars
from minimal_model.plots.cells import JOINED, Cells, input_cells, seen_cuts
from minimal_model.plots.look import INK, MUTED, PALE, PAPER, PRINT, Look, frame, ramp
from minimal_model.plots.measured import Measured, measured
from minimal_model.plots.shown import (
    activation_span,
    covered_range,
    density_places,
    density_span,
    drawn_ranks,
    height_span,
    histogram_outline,
    input_label,
    input_span,
    jitter,
    net_input_span,
    waves,
)
from minimal_model.state.parameters import Parameters

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer

CUT = "the highest bars cut off"
UNBINNED = "noise has no bins and no counts"
# The strip takes the lower part of its axes, the bars the upper one.
STRIP, BARS = (0.0, 0.0, 1.0, 0.3), (0.0, 0.37, 1.0, 0.63)
# Net inputs at which f is drawn beside even ones: closer together where functions bend.
BEND = np.linspace(-7, 7, 225)
# The waves of a periodic function have at most so many points.
MOST_OF_WAVES = 4_000


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
    counts = strip_bars(m)
    cells = counts.cells
    axes.set_axis_off()
    strip, bars = axes.inset_axes(STRIP), axes.inset_axes(BARS)
    _cells(strip, cells, 0.0, 1.0, look)
    # Where neighbours are drawn as one, the edges lie closer than lines could.
    edges = cells.edges[: 0 if cells.joined or m.parameters.noise else None]
    strip.vlines(edges, 0, 1, color=MUTED, linewidth=min(look.hair, 25 * look.hair / max(edges.size, 1)))
    ranks = drawn_ranks(m.x.size)
    strip.plot(m.binned.activations[ranks], jitter(ranks.size), ".", color=INK, alpha=0.6, markersize=1.6 * look.scale,
               markeredgewidth=0)  # fmt: skip
    heights = np.minimum(counts.heights, counts.top)
    colours = ramp(cells.places[counts.order])
    bars.bar(counts.left, heights, counts.right - counts.left, align="edge", color=colours, edgecolor=colours,
             linewidth=0.25 * look.scale)  # fmt: skip
    low, high = activation_span(m)
    for inner in (strip, bars):
        inner.set_xlim(low - 0.012 * (high - low), high + 0.012 * (high - low))
    frame(strip, look, "activation Y", "")
    frame(bars, look, "", counts.unit)
    strip.set_ylim(0, 1)
    strip.set_yticks([])
    strip.spines["left"].set_visible(False)
    strip.locator_params(axis="x", nbins=5)
    bars.set_ylim(0, counts.top)
    bars.locator_params(axis="y", nbins=3)
    bars.tick_params(labelbottom=False)
    if m.parameters.noise:
        bars.set_axis_off()


def strip_remarks(m: Measured) -> list[str]:
    """Return what of the strip is not as a reader would expect it."""
    if m.parameters.noise:
        return [UNBINNED]
    counts = strip_bars(m)
    return ([JOINED] if counts.cells.joined else []) + ([CUT] if counts.cut else [])


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
    distribution = m.parameters.distribution
    low, high = input_span(distribution)
    cells = input_cells(m, low, high)
    cuts = seen_cuts(cells.edges, high - low)
    if isinstance(distribution, Column):
        outline = histogram_outline(distribution)
        grid = np.r_[low, outline.x[0], outline.x, outline.x[-1], high]
        density, at_cuts = np.r_[0, 0, outline.heights, 0, 0], outline.at(cuts)
    elif distribution.density is None:
        raise refuse("input", distribution.name, "one that has a density")
    else:
        grid = density_places(321)
        density, at_cuts = distribution.density(grid), distribution.density(cuts)
    below, top = density_span(float(density.max()))
    (under,) = axes.fill(np.r_[grid, high, low], np.r_[density, below, below], color=PALE, linewidth=0)
    for bar in _cells(axes, cells, below, top, look):
        bar.set_clip_path(under)
    axes.vlines(cuts, below, at_cuts, color=PAPER, linewidth=look.hair)
    axes.plot(grid, density, color=INK, linewidth=look.line)
    axes.set_xlim(low, high)
    axes.set_ylim(below, top)
    if distribution is NORMAL:
        axes.set_yticks([0, 0.1, 0.2, 0.3, 0.4])
    else:
        axes.locator_params(axis="y", nbins=4)
    axes.locator_params(axis="x", nbins=5)
    of_column = isinstance(distribution, Column)
    frame(axes, look, input_label(m.parameters), "share of the column" if of_column else "density of X")


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
    first, last = covered_range(m)
    low, high = net_input_span(first, last)
    z = np.unique(np.r_[np.linspace(low, high, 161), BEND[(low < BEND) & (high > BEND)], first, last])
    if m.activation.counted_plainly:
        z = np.union1d(z, np.linspace(low, high, MOST_OF_WAVES))
    if m.activation.period is not None:
        z = np.union1d(z, waves(low, high, m.activation.period, MOST_OF_WAVES))
    y = m.activation(z)
    covered = (z >= first) & (z <= last)
    span = height_span(m, y)
    # A formula is drawn as far as the samples see it, and may leave the axis far behind.
    y = np.clip(y, span[0] - np.ptp(span), span[1] + np.ptp(span))
    cells = input_cells(m, low, high, m.weight, m.parameters.bias)
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
