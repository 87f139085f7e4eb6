"""The plots of a source's figure, computed for what the reader has changed."""

from collections.abc import Callable
from dataclasses import dataclass

from minimal_model.activations import ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.pages.figures.plots import (
    binned_shape_figure,
    histogram_figure,
    overlaid_figure,
    shape_figure,
    source_strip_figure,
)
from minimal_model.dashboard.pages.figures.state import Changes, changed, is_changed
from minimal_model.dashboard.plots.arrays import Figure
from minimal_model.dashboard.plots.curves import curves_figure
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results import curves
from minimal_model.dashboard.results.view import compute_view
from minimal_model.state.parameters import Parameters
from minimal_model.state.presets import Kind, Preset, SourceFigure

# How far the net input reaches in the notebook's plots of the functions, and here in Fig. 2B's.
OVERLAID_REACH, SHAPE_REACH, BINNED_REACH = 5.0, 10.0, 5.0
HEADROOM = 1.08


@dataclass(frozen=True)
class Plot:
    """A plot as it stands on the page.

    Attributes
    ----------
    name : str
        One of `plot_names`.
    title : str
        One line, with the numbers that the source gives in its titles.
    figure : dict
        What plotly draws.
    states : tuple of Parameters
        The states of the explorer that the plot shows, one for each of its links; the reader's own last, if any.
    """

    name: str
    title: str
    figure: Figure
    states: tuple[Parameters, ...]


LINK = "open in the explorer"
# Beside eleven small plots the link must be short.
SHORT_LINK = "explore"
MANY = 4


def plot_names(figure: SourceFigure) -> dict[str, list[str]]:
    """Return the plots of a figure and the texts of their links, by the plots' names."""
    if figure.kind == "biases":
        activations = dict.fromkeys(preset.parameters.activation for preset in figure.presets)
        sources = {name: [f"b = {preset.parameters.bias:.0f}" for preset in _of(figure, name)] for name in activations}
        return {f"bias-{name}": [*links, "yours"] for name, links in sources.items()}
    return {preset.name: [LINK if len(figure.presets) <= MANY else SHORT_LINK] for preset in figure.presets}


def compute_plots(figure: SourceFigure, changes: Changes, theme: Theme) -> list[Plot]:
    """Compute and draw all plots of a figure."""
    return _MAKERS[figure.kind](figure, changes, theme)


def curve(parameters: Parameters) -> FloatArray:
    """Return the curve of a state: exact where its population curve is switched on."""
    return curves.population(parameters) if parameters.population else curves.curve(parameters)


def _of(figure: SourceFigure, activation: str) -> list[Preset]:
    return [preset for preset in figure.presets if preset.parameters.activation == activation]


def _one(preset: Preset, parameters: Parameters, title: str, figure: Figure) -> Plot:
    return Plot(preset.name, title, figure, (parameters,))


def _histogram(figure: SourceFigure, changes: Changes, theme: Theme) -> list[Plot]:
    (preset,) = figure.presets
    parameters = changed(preset.parameters, changes)
    binned = curves.histogram(parameters)
    title = f"H(bin X) = {binned.entropy:.2f} bits in {parameters.bins} bins; orange: N(0, 1)"
    return [_one(preset, parameters, title, histogram_figure(binned, theme))]


def _overlaid(figure: SourceFigure, changes: Changes, theme: Theme) -> list[Plot]:
    (preset,) = figure.presets
    parameters = changed(preset.parameters, changes)
    drawn = overlaid_figure(parameters.bias, OVERLAID_REACH, theme)
    return [_one(preset, parameters, "blue: flat on both sides; green: on one; orange: on neither", drawn)]


def _shapes(figure: SourceFigure, changes: Changes, theme: Theme) -> list[Plot]:
    plots = []
    for preset in figure.presets:
        parameters = changed(preset.parameters, changes)
        activation = ACTIVATIONS[parameters.activation]
        title = f"{activation.name}: {activation.formula}"
        plots.append(_one(preset, parameters, title, shape_figure(activation, parameters.bias, SHAPE_REACH, theme)))
    return plots


def _binned_shape(figure: SourceFigure, changes: Changes, theme: Theme) -> list[Plot]:
    (preset,) = figure.presets
    parameters = changed(preset.parameters, changes)
    binned = curves.binned(parameters)
    activation = ACTIVATIONS[parameters.activation]
    drawn = binned_shape_figure(activation, parameters.bias, BINNED_REACH, binned.edges, theme)
    ends = (binned.counts[0] + binned.counts[-1]) / parameters.samples
    where = f"at w = {number(parameters.chosen_weight)}"
    title = f"{activation.name}, {parameters.bins} bins; {where} the outer two hold {100 * ends:.0f} %"
    return [_one(preset, parameters, title, drawn)]


def _curves(figure: SourceFigure, changes: Changes, theme: Theme) -> list[Plot]:
    states = [changed(preset.parameters, changes) for preset in figure.presets]
    lines = [curve(parameters) for parameters in states]
    levels = [curves.levels(parameters) for parameters in states]
    top = HEADROOM * max([*(line.max() for line in lines), *(level for pair in levels for level in pair)])
    plots = []
    for preset, parameters, line, own in zip(figure.presets, states, lines, levels, strict=True):
        drawn = curves_figure(parameters.weights, [line], [parameters.activation], own, top, theme)
        title = f"{parameters.activation}; max H = {line.max():.2f} at w = {number(parameters.weights[line.argmax()])}"
        plots.append(_one(preset, parameters, title, drawn))
    return plots


def _biases(figure: SourceFigure, changes: Changes, theme: Theme) -> list[Plot]:
    """The biases of the source stay; the reader's own joins them."""
    plots = []
    for name in plot_names(figure):
        states = [
            changed(preset.parameters, {**changes, "bias": None})
            for preset in _of(figure, name.removeprefix("bias-"))
        ]  # fmt: skip
        own = [changed(states[0], changes)] if changes["bias"] is not None else []
        lines = [curve(parameters) for parameters in states + own]
        names = [f"b = {number(parameters.bias, 1)}" for parameters in states] + [
            "yours: b = " + number(p.bias, 1) for p in own
        ]
        last, largest = lines[len(states) - 1].max(), max(line.max() for line in lines)
        first, levels = states[0], curves.levels(states[0])
        drawn = curves_figure(first.weights, lines, names, levels, HEADROOM * max(levels), theme, len(own))
        notebook = "" if is_changed(changes) else " (the notebook’s title)"
        title = f"{first.activation}; max H of the last bias = {last:.2f}{notebook}, of all = {largest:.2f}"
        plots.append(Plot(name, title, drawn, tuple(states + own)))
    return plots


def _strips(figure: SourceFigure, changes: Changes, theme: Theme) -> list[Plot]:
    plots = []
    for preset in figure.presets:
        view = compute_view(changed(preset.parameters, changes))
        p = view.parameters
        title = f"{p.activation}, w = {number(view.weight)}, b = {number(p.bias)}; H = {view.binned.entropy:.4f} bits"
        plots.append(_one(preset, p, title, source_strip_figure(view, theme)))
    return plots


_MAKERS: dict[Kind, Callable[[SourceFigure, Changes, Theme], list[Plot]]] = {
    "histogram": _histogram,
    "overlaid": _overlaid,
    "shape": _shapes,
    "curve": _curves,
    "biases": _biases,
    "strip": _strips,
    "binned-shape": _binned_shape,
}
