"""What of the page changes with a state: patches of the four figures and sentences, drawn once and kept."""

from typing import Any, NamedTuple

import orjson

from minimal_model.dashboard.lessons.picks import picks
from minimal_model.dashboard.pages.explorer.explanations import explanations
from minimal_model.dashboard.pages.explorer.formula_box import told
from minimal_model.dashboard.pages.explorer.holds import holds
from minimal_model.dashboard.pages.explorer.plots import CAPTIONS, GRAPHS
from minimal_model.dashboard.pages.explorer.rulers import row_of_rulers
from minimal_model.dashboard.pages.explorer.wording import ghost, readout
from minimal_model.dashboard.plots.arrays import Figure, Path
from minimal_model.dashboard.plots.style import enlarged
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.kept import keep
from minimal_model.dashboard.results.noise import noise_ruler
from minimal_model.dashboard.results.rulers import falls, rulers
from minimal_model.dashboard.results.view import View, compute_view
from minimal_model.state.parameters import Parameters

# What tells a patch from a value, and the paths that make up a whole figure.
PATCH = "__dash_patch_update"
WHOLE: tuple[Path, ...] = (("data",), ("layout",))

Pins = tuple[Parameters, ...]


class Update(NamedTuple):
    """The patches of the figures as JSON, the sentences about them, and what else the browser gets of a state."""

    figures: tuple[bytes, ...]
    readout: str
    explanations: str
    answer: dict[str, Any]


@keep
def kept_update(
    parameters: Parameters, theme: Theme, whole: bool, pins: Pins, before: Parameters | None = None
) -> Update:
    """Return what is drawn of a state, as it was drawn before or anew: a class drags the same slider to and fro."""
    return draw_update(parameters, theme, whole, pins, before)


def draw_update(
    parameters: Parameters, theme: Theme, whole: bool, pins: Pins = (), before: Parameters | None = None
) -> Update:
    """Compute and draw a state; figures as a whole, or what of them changes."""
    view = compute_view(parameters, pins, before)
    whole = whole or parameters.recorded  # its curve is another figure
    figures = tuple(
        figure_patch(enlarged(make(view, theme), theme.scale), WHOLE if whole else live)
        for make, live in GRAPHS.values()
    )
    return Update(figures, readout(view), "\n".join(explanations(view)), said(view))


def said(view: View) -> dict[str, Any]:
    """Return what the answer says of a state: titles, rulers, and the sentences that stand beside them."""
    own = rulers(view.parameters)
    return {
        "picks": picks(view),
        "titles": {graph_id: [title(view), subtitle(view)] for graph_id, (title, subtitle) in CAPTIONS.items()},
        **row_of_rulers(view.parameters, own, noise_ruler(view.parameters)),
        "holds": holds(view, falls(own) > 0),
        "ghost": ghost(view),
        "formula": told(view),
        "input": view.parameters.distribution.notation,
    }


def figure_patch(figure: Figure, live: tuple[Path, ...]) -> bytes:
    """Return what sets the live paths of a figure: a `dash.Patch` in the form in which it is sent.

    To set them one by one in a `Patch` and to write that takes longer than to draw all figures.
    """
    operations = []
    for path in live:
        value: Any = figure
        for key in path:
            value = value[key]
        operations.append({"operation": "Assign", "location": path, "params": {"value": value}})
    written = orjson.dumps({PATCH: PATCH, "operations": operations}, option=orjson.OPT_SERIALIZE_NUMPY)
    # orjson holds several times the memory that it has written to; a copy holds what it needs.
    return bytes(memoryview(written))
