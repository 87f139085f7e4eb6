"""One request, all four figures: the only callback that computes.

The browser keeps one request in flight (assets/common.js); its body is

    {"sequence": int, "parameters": {key: value} or "search": "?key=value&…", "theme": "light" | "dark",
     "whole": whether the figures must be sent as a whole: at the start and after a change of theme}
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from dash import Dash, Input, Output
from dash.exceptions import PreventUpdate

from minimal_model.dashboard import ids, wording
from minimal_model.dashboard.explanations import explanations
from minimal_model.dashboard.figures import FIGURES, Path
from minimal_model.dashboard.figures.arrays import Figure
from minimal_model.dashboard.requests import requested_theme, requested_values
from minimal_model.dashboard.theme import Theme
from minimal_model.dashboard.view import compute_view
from minimal_model.parameters import Parameters

# What tells a patch from a value, and the paths that make up a whole figure.
PATCH = "__dash_patch_update"
WHOLE: tuple[Path, ...] = (("data",), ("layout",))
# Room for all weights and all biases of two states. What is drawn of up to 256 bins takes 26 kB by default and 72 kB at
# most, so that this is less than 45 MB; fixed bins may be many more, and are not kept.
MOST_KEPT = 600


class Views(NamedTuple):
    """The patches of the four figures, and the sentences about them."""

    mi_curve: orjson.Fragment
    strip: orjson.Fragment
    partition: orjson.Fragment
    activation: orjson.Fragment
    readout: str
    explanations: str


class Drawn(NamedTuple):
    """What a change of the parameters changes on the page."""

    mi_curve: orjson.Fragment
    strip: orjson.Fragment
    partition: orjson.Fragment
    activation: orjson.Fragment
    readout: str
    explanations: str
    notice: str
    answer: dict[str, Any]


def draw(request: dict[str, Any] | None) -> Drawn:
    """Compute and draw the state that the browser asks for, corrected to the nearest allowed one."""
    if not isinstance(request, dict):
        raise PreventUpdate
    parameters, remarks = Parameters.corrected(requested_values(request))
    theme, whole = requested_theme(request), bool(request.get("whole"))
    views: Callable[[Parameters, Theme, bool], Views] = (
        draw_views if parameters.binning == "fixed-width" else kept_views
    )
    answer = {"sequence": request.get("sequence"), "parameters": parameters.to_dict()}
    return Drawn(*views(parameters, theme, whole), wording.notice(remarks), answer)


def draw_views(parameters: Parameters, theme: Theme, whole: bool) -> Views:
    """Compute and draw a state."""
    view = compute_view(parameters)
    mi_curve, strip, partition, activation = (
        figure_patch(make(view, theme), WHOLE if whole else live) for make, live in FIGURES.values()
    )
    return Views(mi_curve, strip, partition, activation, wording.readout(view), "\n".join(explanations(view)))


@lru_cache(maxsize=MOST_KEPT)
def kept_views(parameters: Parameters, theme: Theme, whole: bool) -> Views:
    """Draw a state, or look it up: a slider goes back and forth, and a class drags the same one."""
    return draw_views(parameters, theme, whole)


def figure_patch(figure: Figure, live: tuple[Path, ...]) -> orjson.Fragment:
    """Return what sets the live paths of a figure: a `dash.Patch`, already in the form in which it is sent.

    To set them one by one in a `Patch` and to write that takes longer than to draw all figures.
    """
    operations = []
    for path in live:
        value: Any = figure
        for key in path:
            value = value[key]
        operations.append({"operation": "Assign", "location": path, "params": {"value": value}})
    return orjson.Fragment(orjson.dumps({PATCH: PATCH, "operations": operations}, option=orjson.OPT_SERIALIZE_NUMPY))


def register(app: Dash) -> None:
    """Connect the callback."""
    app.callback(
        *(Output(graph_id, "figure") for graph_id in FIGURES),
        Output(ids.READOUT, "children"),
        Output(ids.EXPLANATIONS, "children"),
        Output(ids.NOTICE, "children"),
        Output(ids.ANSWER, "data"),
        Input(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )(draw)
