"""The four figures as pure functions of a view, the paths in them that parameters change, and their captions."""

from collections.abc import Callable

from minimal_model.dashboard.plots import activation, mi_curve, partition, strip
from minimal_model.dashboard.plots.arrays import Figure, Path
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View

# Graph id → how it is drawn, and what of it a change of parameters can change.
GRAPHS: dict[str, tuple[Callable[[View, Theme], Figure], tuple[Path, ...]]] = {
    "graph-mi-curve": (mi_curve.mi_curve_figure, mi_curve.LIVE),
    "graph-strip": (strip.strip_figure, strip.LIVE),
    "graph-partition": (partition.partition_figure, partition.LIVE),
    "graph-activation": (activation.activation_figure, activation.LIVE),
}
# Graph id → its title and subtitle, plain text that stands above it on the page.
CAPTIONS: dict[str, tuple[Callable[[View], str], Callable[[View], str]]] = {
    "graph-mi-curve": (mi_curve.title, mi_curve.subtitle),
    "graph-strip": (strip.title, strip.subtitle),
    "graph-partition": (partition.title, partition.subtitle),
    "graph-activation": (activation.title, activation.subtitle),
}
