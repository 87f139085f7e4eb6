"""What the page of figures gives to take along: each figure for paper, and its numbers."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np

from minimal_model.activations import ACTIVATIONS, NOTEBOOK_ACTIVATIONS
from minimal_model.curve import BinnedActivations
from minimal_model.dashboard.exports.asked import FIGURE, Asked, UnknownFigureError, chosen_panels
from minimal_model.dashboard.exports.drawing import Drawing
from minimal_model.dashboard.exports.routes import Exports
from minimal_model.dashboard.exports.routes import register as register_exports
from minimal_model.dashboard.exports.tables import Column, Table, Tables, weight_column
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.pages.figures.kinds import (
    BINNED_REACH,
    HEADROOM,
    OVERLAID_REACH,
    SHAPE_REACH,
    curve,
    plot_names,
)
from minimal_model.dashboard.pages.figures.plots import POINTS
from minimal_model.dashboard.pages.figures.state import Changes, changed, corrected
from minimal_model.dashboard.pages.figures.wording import parameters_line
from minimal_model.dashboard.results import curves
from minimal_model.dashboard.results.memory import one_large_at_a_time
from minimal_model.dashboard.results.view import compute_view
from minimal_model.dashboard.server.page_app import PageApp
from minimal_model.plots.bins import draw_strip
from minimal_model.plots.curve import draw_curves
from minimal_model.plots.functions import draw_functions, draw_histogram
from minimal_model.plots.look import Look, heading
from minimal_model.plots.measured import Measured
from minimal_model.plots.sheet import Panel
from minimal_model.plots.shown import drawn_ranks
from minimal_model.state.parameters import Parameters
from minimal_model.state.presets import SOURCE_FIGURES, SOURCES, Kind, SourceFigure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BY_NAME = {figure.name: figure for figure in SOURCE_FIGURES}
LEVELS = "dashed: the entropy of the binned input; dotted: the ceiling log₂(bins)"


def asked_figure(asked: Asked) -> tuple[SourceFigure, Changes, list[str]]:
    """Return the figure that an address asks for, what is changed in it, and remarks on what was corrected.

    Raises
    ------
    UnknownFigureError
        If there is no such figure.
    """
    values = dict(asked.values)
    name = values.pop(FIGURE, "")
    if name not in BY_NAME:
        raise UnknownFigureError
    changes, remarks = corrected(values)
    return BY_NAME[name], changes, remarks


def states(figure: SourceFigure, changes: Changes, plot: str) -> list[Parameters]:
    """Return the states that a plot of a figure shows, the reader's own last."""
    if figure.kind != "biases":
        return [changed(preset.parameters, changes) for preset in figure.presets if preset.name == plot]
    activation = plot.removeprefix("bias-")
    sources = [preset.parameters for preset in figure.presets if preset.parameters.activation == activation]
    own = [changed(sources[0], changes)] if changes["bias"] is not None else []
    return [changed(source, {**changes, "bias": None}) for source in sources] + own


def drawing(asked: Asked) -> tuple[Drawing, list[str]]:
    """Return the chosen plots of a figure; they share the scale of the whole figure."""
    figure, changes, remarks = asked_figure(asked)
    names = list(plot_names(figure))
    chosen, unknown = chosen_panels(asked.panels, names, names)
    with one_large_at_a_time(int(changes["samples"] or 0)):
        top = highest(figure, changes) if figure.kind in ("curve", "biases") else 0.0
        panels = [Panel(panel(figure, states(figure, changes, name), top)) for name in chosen]
    caption = parameters_line(figure, changes).removesuffix(".")
    caption = f"{figure.title}. {caption}" + (f"; {LEVELS}" if figure.kind in ("curve", "biases") else "")
    return Drawing(stem(figure, changes), panels, caption), remarks + unknown


def stem(figure: SourceFigure, changes: Changes) -> str:
    """Return the name of a file, without its ending."""
    short = {"samples": "n", "seed": "seed", "bins": "m", "bias": "b"}
    own = [f"{short[key]}{value:g}" for key, value in changes.items() if value is not None]
    return "_".join([f"figure-{figure.name}", *own])


def highest(figure: SourceFigure, changes: Changes) -> float:
    """Return where the scale of a figure's curves ends, in bits."""
    shown = [state for name in plot_names(figure) for state in states(figure, changes, name)]
    return HEADROOM * max(value for p in shown for value in (float(curve(p).max()), *curves.levels(p)))


def panel(figure: SourceFigure, shown: list[Parameters], top: float) -> Callable[["Axes", Look], None]:
    """Return what draws a plot."""
    p = shown[0]
    if figure.kind == "histogram":
        return partial(_histogram, p)
    if figure.kind == "strip":
        return partial(_strip, p)
    if figure.kind in ("curve", "biases"):
        return partial(_curves, shown, top)
    names = NOTEBOOK_ACTIVATIONS if figure.kind == "overlaid" else (p.activation,)
    functions = {name: ACTIVATIONS[name] for name in names}
    reach = {"overlaid": OVERLAID_REACH, "shape": SHAPE_REACH}.get(figure.kind, BINNED_REACH)
    edges = curves.binned(p).edges if figure.kind == "binned-shape" else ()
    return lambda axes, look: draw_functions(axes, functions, p.bias, reach, edges=edges, look=look)


def _histogram(p: Parameters, axes: "Axes", look: Look) -> None:
    draw_histogram(axes, curves.histogram(p), look=look)


def _strip(p: Parameters, axes: "Axes", look: Look) -> None:
    view = compute_view(p)
    draw_strip(axes, Measured(p, view.x, view.curve, view.binned, view.input_entropy, view.ceiling), look=look)
    heading(axes, look, f"{p.activation}, w = {number(view.weight)}: {view.binned.entropy:.4f} bits")


def _curves(shown: list[Parameters], top: float, axes: "Axes", look: Look) -> None:
    names = [f"{p.activation}, b = {number(p.bias, 1)}" if len(shown) > 1 else p.activation for p in shown]
    lines = list(zip(names, map(curve, shown), strict=True))
    draw_curves(axes, shown[0].weights, lines, curves.levels(shown[0]), top, look=look)


def tables(asked: Asked) -> tuple[Tables, list[str]]:
    """Return the numbers of a figure."""
    figure, changes, remarks = asked_figure(asked)
    names = list(plot_names(figure))
    chosen, unknown = chosen_panels(asked.panels, names, names)
    plots = {name: states(figure, changes, name) for name in chosen}
    with one_large_at_a_time(int(changes["samples"] or 0)):
        made = [make(plots) for make in _TABLES[figure.kind]]
    about = [f"{figure.title} ({SOURCES[figure.source]}, {figure.place})", parameters_line(figure, changes)]
    given = {key: value for key, value in changes.items() if value is not None}
    search = ("?" + urlencode(given) if given else "") + f"#figure-{figure.name}"
    return Tables(stem(figure, changes), search, about, made), remarks + unknown


Plots = dict[str, list[Parameters]]


def _rows(plots: Plots) -> list[tuple[str, Parameters]]:
    return [(name, p) for name, shown in plots.items() for p in shown]


def curves_table(plots: Plots) -> Table:
    """Return the curves of all plots, one after the other; those of a figure share their sweep."""
    rows, weights = _rows(plots), _rows(plots)[0][1].weights

    def repeated(values: list[object]) -> list[object]:
        return [value for value in values for _ in weights]

    columns = [
        Column("plot", "the plot", repeated([name for name, _ in rows])),
        Column("activation", "the activation function", repeated([p.activation for _, p in rows])),
        Column("bias", "bias b", repeated([p.bias for _, p in rows])),
        Column("index", "number of the weight in the sweep, from 0", list(range(weights.size)) * len(rows)),
        weight_column(rows[0][1], len(rows)),
        Column("mi_bits", "I(X;T) = H(T) in bits", np.concatenate([curve(p) for _, p in rows])),
    ]
    return Table("curves", "mutual information over the weights", columns)


def bins_table(plots: Plots) -> Table:
    """Return the bins at the weight of each plot."""
    return _binned_table([(name, curves.binned(p)) for name, p in _rows(plots)], "activation Y")


def input_table(plots: Plots) -> Table:
    """Return the bins of the input."""
    return _binned_table([(name, curves.histogram(p)) for name, p in _rows(plots)], "input X")


def _binned_table(binned: list[tuple[str, BinnedActivations]], axis: str) -> Table:
    columns = [
        Column("plot", "the plot", [name for name, b in binned for _ in b.counts]),
        Column("bin", "number of the bin, from 0", [k for _, b in binned for k in range(b.counts.size)]),
        Column("lower", f"its lower edge on the {axis}", np.concatenate([b.edges[:-1] for _, b in binned])),
        Column("upper", f"its upper edge on the {axis}", np.concatenate([b.edges[1:] for _, b in binned])),
        Column("count", "samples in it", np.concatenate([b.counts for _, b in binned])),
    ]
    return Table("bins", f"bins of the {axis}", columns)


def activations_table(plots: Plots) -> Table:
    """Return the activations that the strips draw."""
    views = [(name, compute_view(p)) for name, p in _rows(plots)]
    drawn = [(name, view, drawn_ranks(view.x.size)) for name, view in views]
    columns = [
        Column("plot", "the plot", [name for name, _, ranks in drawn for _ in ranks]),
        Column("rank", "rank of the sample among all, from 0", np.concatenate([ranks for *_, ranks in drawn])),
        Column("x", "input X", np.concatenate([view.x[ranks] for _, view, ranks in drawn])),
        Column("y", "activation Y", np.concatenate([view.binned.activations[ranks] for _, view, ranks in drawn])),
    ]
    return Table("activations", "activations at the weight of each plot: at most 1,000, the extremes included", columns)


def functions_table(reach: float, every: bool, plots: Plots) -> Table:
    """Return the values of the functions that the plots draw."""
    rows = _rows(plots)
    if every:
        rows = [(rows[0][0], replace(rows[0][1], activation=name)) for name in NOTEBOOK_ACTIVATIONS]
    z = np.linspace(-reach, reach, POINTS)
    columns = [
        Column("plot", "the plot", [name for name, _ in rows for _ in z]),
        Column("activation", "the activation function f", [p.activation for _, p in rows for _ in z]),
        Column("wx", "net input without the bias", z.tolist() * len(rows)),
        Column("f", "f(wX + b)", np.concatenate([ACTIVATIONS[p.activation](z + p.bias) for _, p in rows])),
    ]
    return Table("functions", "the activation functions", columns)


_TABLES: dict[Kind, tuple[Callable[[Plots], Table], ...]] = {
    "histogram": (input_table,),
    "overlaid": (partial(functions_table, OVERLAID_REACH, True),),
    "shape": (partial(functions_table, SHAPE_REACH, False),),
    "curve": (curves_table,),
    "biases": (curves_table,),
    "strip": (bins_table, activations_table),
    "binned-shape": (partial(functions_table, BINNED_REACH, False), bins_table),
}


def register(app: PageApp) -> None:
    """Connect the addresses."""
    register_exports(app, Exports("figures", "figures", drawing, tables))
