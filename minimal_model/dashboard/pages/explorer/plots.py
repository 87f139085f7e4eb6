"""The four figures as pure functions of a view, and the paths in them that change when the parameters do."""

from collections.abc import Callable
from types import ModuleType

from minimal_model.dashboard.plots import activation, mi_curve, partition, strip
from minimal_model.dashboard.plots.arrays import Figure, Path
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View

# Graph id → the module that draws it and says its title.
MODULES: dict[str, ModuleType] = {
    "graph-mi-curve": mi_curve,
    "graph-strip": strip,
    "graph-partition": partition,
    "graph-activation": activation,
}
# Graph id → how it is drawn, and what of it a change of parameters can change.
GRAPHS: dict[str, tuple[Callable[[View, Theme], Figure], tuple[Path, ...]]] = {
    "graph-mi-curve": (mi_curve.mi_curve_figure, mi_curve.LIVE),
    "graph-strip": (strip.strip_figure, strip.LIVE),
    "graph-partition": (partition.partition_figure, partition.LIVE),
    "graph-activation": (activation.activation_figure, activation.LIVE),
}


def titles(view: View) -> dict[str, list[str]]:
    """Return the title and the subtitle of each figure, as plain text."""
    return {graph_id: [module.title(view), module.subtitle(view)] for graph_id, module in MODULES.items()}
