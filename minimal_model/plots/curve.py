"""I(X;T) in bits against the weight, with what it is compared with."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.binnings import BINNINGS
from minimal_model.curve import sample_curve
from minimal_model.explain.approximation import broken
from minimal_model.plots.look import (
    DASHED,
    DOTTED,
    FAMILY,
    INK,
    MARK,
    MUTED,
    PALE,
    PRINT,
    STROKES,
    Look,
    frame,
    heading,
    legend,
)
from minimal_model.plots.measured import Measured, measured
from minimal_model.state.names import curve_name
from minimal_model.state.parameters import Parameters

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The axis ends so much above all that is drawn.
HEADROOM = 1.06
BITS, WEIGHT = "I(X;T) in bits", "weight w"
BEHIND_NOISE = "I(X; Y + N) in bits"


def draw_curve(
    axes: "Axes", state: Parameters | Measured, *, pins: Sequence[Parameters] = (), look: Look = PRINT
) -> None:
    """Draw the curve of a state, the chosen weight, the binned input's entropy, the ceiling, and pinned curves.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw. Bits stand on its vertical axis; the legend stands above it.
    state : Parameters or Measured
        The state; its switches add what they add on the page.
    pins : sequence of Parameters
        At most six states whose curves are compared with it; a `Measured` has its own.
    look : Look
        The sizes of letters and lines.
    """
    m = measured(state, pins)
    if m.parameters.recorded:
        _draw_entropies(axes, m, look)
        return
    p, top = m.parameters, 0.0
    if m.band is not None:
        axes.fill_between(p.weights, m.band.lower, m.band.upper, color=PALE, linewidth=0, zorder=1,
                          label="90 % of 32 other samples")  # fmt: skip
        top = float(m.band.upper.max())
    axes.plot(p.weights, m.curve, color=INK, linewidth=look.curve, zorder=5, label=curve_name(p))
    for number, pin in enumerate(m.pins):
        axes.plot(pin.parameters.weights, pin.curve, zorder=4, label=curve_name(pin.parameters),
                  **look.stroke(number, pin.curve.size))  # fmt: skip
    for values, colour, dashes, name in _added(m):
        axes.plot(p.weights, values, color=colour, linestyle=dashes, linewidth=look.line, zorder=4.5, label=name)
        top = max(top, float(np.nan_to_num(values).max()))
    if not p.noise:
        draw_levels(axes, m.input_entropy, m.ceiling, p.bins, look)
    mark_weight(axes, m.weight, m.bits, look)
    highest = max(top, m.input_entropy, m.ceiling or 0.0, *(float(c.max()) for c in [m.curve, *_curves(m)]))
    frame_curve(axes, float(p.weight_max), highest, look)
    if p.noise:
        axes.set_ylabel(BEHIND_NOISE)
    legend(axes, look)


def _draw_entropies(axes: "Axes", m: Measured, look: Look) -> None:
    """Draw the entropy of recorded activations under every ruler: they have no curve."""
    names, values = [], []
    for name in BINNINGS:
        with suppress(ValueError):  # too many bins of a given width
            values.append(float(sample_curve(m.x, replace(m.parameters, binning=name).setup)[0]))
            names.append(name)
    colours = [MARK if name == m.parameters.binning else MUTED for name in names]
    axes.barh(names, values, color=colours, height=0.6)
    for row, value in enumerate(values):
        axes.annotate(f"{value:.2f}", (value, row), (2, 0), textcoords="offset points", va="center",
                      size=look.small, family=FAMILY)  # fmt: skip
    if m.ceiling is not None:
        axes.axvline(m.ceiling, color=MUTED, linestyle=DOTTED, linewidth=look.line)
    axes.set_xlim(0, 1.15 * max(*values, m.ceiling or 0.0) or 1.0)
    axes.invert_yaxis()
    frame(axes, look, "H(T) in bits", "")


def draw_curves(
    axes: "Axes", weights: FloatArray, curves: Sequence[tuple[str, FloatArray]], levels: Sequence[float], top: float, *,
    look: Look = PRINT,
) -> None:  # fmt: skip
    """Draw curves over the same weights: a single one is named above the axes, several in a legend.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    weights : numpy.ndarray, shape (weights,)
        The weights.
    curves : sequence of (str, numpy.ndarray of shape (weights,))
        Names and bits.
    levels : sequence of float
        Bits of the dashed and the dotted line: the binned input's entropy and the ceiling, if there is one.
    top : float
        Where the axis ends in bits, so that figures can share it.
    look : Look
        The sizes of letters and lines.
    """
    for number, (name, values) in enumerate(curves):
        single = {"color": INK, "linewidth": look.curve}
        axes.plot(weights, values, zorder=5, label=name,
                  **(single if len(curves) == 1 else look.stroke(number, values.size)))  # fmt: skip
    for level, dashes in zip(levels, (DASHED, DOTTED), strict=False):
        axes.axhline(level, color=MUTED, linestyle=dashes, linewidth=look.line, zorder=2)
    frame_curve(axes, float(weights[-1] + weights[1] - weights[0]), top / HEADROOM, look)
    if len(curves) == 1:
        heading(axes, look, curves[0][0])
    else:
        legend(axes, look)


def mark_weight(axes: "Axes", weight: float, bits: float, look: Look) -> None:
    """Mark the chosen weight on a curve, with its value in the legend."""
    axes.plot([weight], [bits], "o", color=MARK, markersize=4.5 * look.scale, markeredgewidth=0, clip_on=False,
              zorder=6, label=f"w = {weight:.3g}: {bits:.4f} bits")  # fmt: skip


def draw_levels(axes: "Axes", input_entropy: float, ceiling: float | None, bins: int, look: Look) -> None:
    """Draw the lines that a curve is held against."""
    if ceiling is not None:
        axes.axhline(ceiling, color=MUTED, linestyle=DOTTED, linewidth=look.line, zorder=2,
                     label=f"ceiling log₂ {bins} = {ceiling:.2f} bits")  # fmt: skip
    axes.axhline(input_entropy, color=MUTED, linestyle=DASHED, linewidth=look.line, zorder=2,
                 label=f"binned input: {input_entropy:.2f} bits")  # fmt: skip


def frame_curve(axes: "Axes", last: float, highest: float, look: Look) -> None:
    """Give the axes of a curve their ends and their look."""
    axes.set_xlim(0, last)
    axes.set_ylim(0, HEADROOM * highest if highest > 0 else 1.0)
    axes.locator_params(axis="x", nbins=5)
    axes.locator_params(axis="y", nbins=6)
    frame(axes, look, WEIGHT, BITS)


def _added(m: Measured) -> list[tuple[FloatArray, str, object, str]]:
    """Return what the switches add to the curve: bits, colour, dashes and name."""
    added: list[tuple[FloatArray, str, object, str]] = []
    if m.population is not None:
        added.append((m.population, STROKES[0].colour, DASHED, f"{m.parameters.distribution.notation} itself"))
    if m.approximation is not None:
        misses = broken(m.approximation)
        holds = np.where(misses, np.nan, m.approximation.approximation)
        remark = " (broken)" if misses.all() else ", where it holds" if misses.any() else ""
        added.append((holds, STROKES[1].colour, DOTTED, f"h(Y) − log₂ Δ{remark}"))
    return added


def _curves(m: Measured) -> list[FloatArray]:
    return [pin.curve for pin in m.pins]
