"""I(X;T) in bits against the weight, and over it what the switches add."""

from itertools import cycle
from typing import Any

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.plots.arrays import Figure, Path, typed
from minimal_model.dashboard.plots.labels import MARGIN, kept_curve, label_places
from minimal_model.dashboard.plots.style import axis, base_layout
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.overlays import Overlays
from minimal_model.dashboard.results.rulers import rulers
from minimal_model.dashboard.results.view import View
from minimal_model.explain.approximation import broken

NO_VALUES = np.empty(0)
NOTHING = typed(NO_VALUES)
# Height of a line of the key above the plot, in pixels.
KEY_LINE = 17
# The key begins so far left of the axis, in pixels: to fit into a small figure, beside the title of the axis.
KEY_SHIFT = 16
# The axis ends so much above all that is drawn, which leaves room for a label; under the key it needs more.
HEADROOM, UNDER_KEY = 1.17, 1.22
# How the dashes of the reference lines look in a text.
KEYS = {"dash": "– –", "dot": "···"}
# Neighbouring pins differ in more than their colour; assets/explorer/pins.css draws the same in their list.
DASHES = ("solid", "9px,4px")

# Where scripts find the dot of the chosen weight among the traces, and its vertical line among the shapes.
MARKER_TRACE = 5
MARKED_SHAPE = 0

LIVE: tuple[Path, ...] = (
    *(("data", trace, key) for trace in range(7) for key in ("x", "y")),
    ("data", 0, "hovertemplate"),
    ("data", 2, "hovertemplate"),
    ("layout", "shapes"),
    ("layout", "annotations"),
    ("layout", "margin", "t"),
    ("layout", "xaxis", "range"),
    ("layout", "yaxis", "range"),
    ("layout", "yaxis", "title", "text"),
)


def title(view: View) -> str:
    """Return what the figure shows, to stand above it."""
    return "H(T) by every ruler" if view.parameters.recorded else "Mutual information over the weights"


def subtitle(view: View) -> str:
    """Return whose curve it is."""
    p = view.parameters
    if p.recorded:
        return f"recorded activations (n = {view.x.size:,}); there is no sweep"
    ruler = f"noise s = {number(p.noise, 3)}" if p.noise else f"{p.binning} bins"
    return f"{p.function.name}, {ruler}, b = {number(p.bias)}"


def information(view: View) -> str:
    """Return what the curve is called."""
    return "I(X; Y + N)" if view.parameters.noise else "I(X;T)"


def mi_curve_figure(view: View, theme: Theme) -> Figure:
    """Draw the curve, the chosen weight, the binned input's entropy, the ceiling, and what is switched on."""
    if view.parameters.recorded:
        return rulers_figure(view, theme)
    p, top, key = view.parameters, highest(view), key_lines(view.overlays, theme)
    high = (UNDER_KEY if key else HEADROOM) * top if top > 0 else 1.0
    levels = reference_levels(view)
    lines = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below",
         "line": {"color": theme.muted, "width": 1.5, "dash": dash}}
        for y, _, dash in levels
    ]  # fmt: skip
    places = label_places(
        tuple(kept_curve(reach, values) for reach, values in drawn_curves(view, top)),
        tuple(y for y, _, _ in levels),
        tuple(len(text) for _, text, _ in levels),
        high,
        0 if key else MARGIN,
    )
    # What cannot be avoided is covered, so that a label can be read in any case.
    labels = [
        {"xref": "paper", "text": f"{KEYS[dash]} {text}" if place.away else text, "showarrow": False, "borderpad": 0,
         "bgcolor": f"{theme.surface}d9", "font": {"color": theme.muted, "size": 12}, **place.attributes}
        for (_, text, dash), place in zip(levels, places, strict=True)
    ]  # fmt: skip
    marked = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": view.weight, "x1": view.weight,
              "line": {"color": theme.mark, "width": 1.5}}  # fmt: skip
    layout = base_layout(theme)
    return {
        "data": [
            {"type": "scatter", "mode": "lines", "x": typed(p.weights), "y": typed(view.curve),
             "line": {"color": theme.ink, "width": 2.5, "simplify": False},
             "hovertemplate": f"w = %{{x:.3~f}}<br>{information(view)} = %{{y:.4f}} bits<extra></extra>"},
            *overlay_traces(view, theme, top),
            {"type": "scatter", "mode": "markers", "x": [view.weight], "y": [view.bits],
             "marker": {"color": theme.mark, "size": 11, "line": {"width": 0}},
             "hoverinfo": "skip", "cliponaxis": False},
            ghost_trace(view, theme),
            *pin_traces(view, theme),
        ],
        "layout": layout | {
            "margin": layout["margin"] | {"t": layout["margin"]["t"] + KEY_LINE * len(key)},
            "xaxis": axis(theme, "weight w", range=[0, p.weight_max], nticks=6),
            "yaxis": axis(theme, f"{information(view)} in bits", range=[0, high], nticks=5),
            "shapes": [marked, *lines],
            "annotations": [*labels, *key_annotation(key, theme)],
        },
    }  # fmt: skip


def rulers_figure(view: View, theme: Theme) -> Figure:
    """Draw the entropy of recorded activations under every ruler as a bar, the chosen one's in the mark's colour."""
    given = [ruler for ruler in rulers(view.parameters) if ruler.curve is not None]
    values = [float(ruler.curve[0]) for ruler in given if ruler.curve is not None]
    names, rows = [ruler.binning.label for ruler in given], list(range(len(given)))
    colours = [theme.mark if ruler.binning is view.ruler else theme.muted for ruler in given]
    level, layout = view.ceiling, base_layout(theme)
    lines = [] if level is None else [
        {"type": "line", "yref": "paper", "x0": level, "x1": level, "y0": 0, "y1": 1, "layer": "below",
         "line": {"color": theme.muted, "width": 1.5, "dash": "dot"}}
    ]  # fmt: skip
    high = HEADROOM * max(*values, level or 0.0)
    return {
        "data": [
            {"type": "bar", "orientation": "h", "x": values, "y": rows, "marker": {"color": colours},
             "text": [f"{value:.2f}" for value in values], "textposition": "auto",
             "customdata": names, "hovertemplate": "%{customdata}: H(T) = %{x:.4f} bits<extra></extra>"},
        ],
        "layout": layout | {
            "xaxis": axis(theme, "H(T) in bits", range=[0, high or 1.0], nticks=6),
            # Numbers as of the curve's own axis, with a range of the server's: scripts tell it from the reader's.
            "yaxis": axis(theme, "", tickvals=rows, ticktext=names, range=[len(rows) - 0.5, -0.5], showgrid=False,
                          automargin=True),
            "shapes": lines,
        },
    }  # fmt: skip


def reference_levels(view: View) -> list[tuple[float, str, str]]:
    """Return the heights of the lines behind the curve in bits, from the top, their labels, and how they are dashed."""
    if view.parameters.noise:  # neither binned input nor ceiling
        return []
    level = view.input_entropy
    levels = [(level, f"binned input: {level:.2f}", "dash")]
    if view.ceiling is not None:
        levels.insert(0, (view.ceiling, f"ceiling: log₂ {view.parameters.bins} = {view.ceiling:.2f}", "dot"))
    return levels


def drawn_curves(view: View, top: float) -> list[tuple[float, FloatArray]]:
    """Return all curves that are drawn, each with how far along the axis it reaches: 1 is the axis' end."""
    overlays, curves = view.overlays, [view.curve]
    if overlays.population is not None:
        curves.append(overlays.population)
    if overlays.band is not None:
        curves += [overlays.band.lower, overlays.band.upper]
    if overlays.approximation is not None:
        curves += formula_stretches(overlays, top)
    others = (*view.pins, view.before) if view.before else view.pins
    reaches = [(other.parameters.weight_max / view.parameters.weight_max, other.curve) for other in others]
    return [(1.0, curve) for curve in curves] + reaches


def highest(view: View) -> float:
    """Return the highest value that is drawn; the broken part of a formula has to fit in."""
    overlays = view.overlays
    shown = [view.curve, *(pin.curve for pin in view.pins), *([view.before.curve] if view.before else [])]
    if overlays.population is not None:
        shown.append(overlays.population)
    if overlays.band is not None:
        shown.append(overlays.band.upper)
    if overlays.approximation is not None:
        shown.append(overlays.approximation.approximation[~broken(overlays.approximation)])
    binned_input = 0.0 if view.parameters.noise else view.input_entropy
    return max(binned_input, view.ceiling or 0.0, *(float(values.max(initial=0.0)) for values in shown))


def overlay_traces(view: View, theme: Theme, top: float) -> list[Figure]:
    """Return the band, the population curve, and the formula where it holds and where it is broken; empty if off."""
    weights, overlays = view.parameters.weights, view.overlays
    band_x, band_y, population = NOTHING, NOTHING, NO_VALUES
    if overlays.band is not None:
        band_x = typed(np.concatenate([weights, weights[::-1]]))
        band_y = typed(np.concatenate([overlays.band.lower, overlays.band.upper[::-1]]))
    if overlays.population is not None:
        population = overlays.population
    itself = f"{view.parameters.distribution.notation} itself"
    holds, fails = formula_stretches(overlays, top)
    return [
        {"type": "scatter", "mode": "lines", "x": band_x, "y": band_y, "hoverinfo": "skip",
         "fill": "toself", "fillcolor": f"{theme.ink}33", "line": {"width": 0}},
        _line(weights, population, {"color": theme.muted, "width": 2, "dash": "6px,4px"}, itself),
        _line(weights, holds, {"color": theme.second, "width": 3, "dash": "2px,3px"}, "h(Y) − log₂ Δ"),
        _line(weights, fails, {"color": f"{theme.second}99", "width": 1.8, "dash": "2px,6px"},
              "broken: h(Y) − log₂ Δ"),
    ]  # fmt: skip


def ghost_trace(view: View, theme: Theme) -> Figure:
    """Return the curve of the choice before, right behind the live one; empty if there is none."""
    before = view.before
    x, y = (before.parameters.weights, before.curve) if before else (NO_VALUES, NO_VALUES)
    return _line(x, y, {"color": theme.muted, "width": 1.25}, "before") | {"zorder": -1}


def pin_traces(view: View, theme: Theme) -> list[Figure]:
    """Return the pinned curves, behind all others. They are not live: when they change, the figure is sent whole."""
    drawn = zip(view.pins, theme.pins, cycle(DASHES), strict=False)
    return [
        _line(pin.parameters.weights, pin.curve, {"color": colour, "width": 2, "dash": dash}, f"pin {number}")
        | {"zorder": -2}
        for number, (pin, colour, dash) in enumerate(drawn, 1)
    ]


def _line(weights: FloatArray, values: FloatArray, line: dict[str, Any], name: str) -> Figure:
    hover = f"w = %{{x:.3~f}}<br>{name}: %{{y:.4f}} bits<extra></extra>"
    x, y = (typed(weights), typed(values)) if values.size else (NOTHING, NOTHING)
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line | {"simplify": False},
            "hovertemplate": hover}  # fmt: skip


def formula_stretches(overlays: Overlays, top: float) -> tuple[FloatArray, FloatArray]:
    """Return h(Y) - log2 Δ where it holds and where it is broken, NaN elsewhere; the two touch.

    Broken, it may be any number below or above what an entropy can be; only what fits into the figure is drawn.
    """
    if overlays.approximation is None:
        return NO_VALUES, NO_VALUES
    values, misses = overlays.approximation.approximation, broken(overlays.approximation)
    holds = np.where(misses, np.nan, values)
    beside: npt.NDArray[np.bool_] = np.convolve(misses, [1, 1, 1], "same") > 0
    fits = (values >= 0) & (values <= top)
    return holds, np.where(beside & fits, values, np.nan)


def key_lines(overlays: Overlays, theme: Theme) -> list[str]:
    """Return what names the added curves, in lines short enough for a phone."""
    first, second = [], []
    if overlays.population is not None:
        first.append(f'<span style="color:{theme.muted}"><b>– –</b> population</span>')
    if overlays.band is not None:
        first.append(f'<span style="color:{theme.ink}"><b>▒</b> other samples</span>')
    if overlays.approximation is not None:
        misses = broken(overlays.approximation)
        state = " (broken)" if misses.all() else " (faint: broken)" if misses.any() else ""
        second.append(f'<span style="color:{theme.second}"><b>···</b> h(Y) − log₂ Δ{state}</span>')
    return ["   ".join(parts) for parts in (first, second) if parts]


def key_annotation(lines: list[str], theme: Theme) -> list[Figure]:
    """Return the key as a text between the title and the plot."""
    if not lines:
        return []
    return [
        {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -KEY_SHIFT, "yref": "paper", "y": 1, "yanchor": "bottom",
         "align": "left", "text": "<br>".join(lines), "showarrow": False, "font": {"color": theme.ink, "size": 12}}
    ]  # fmt: skip
