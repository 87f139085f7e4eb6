"""One request, all four figures: the only callback that computes.

The browser keeps one request in flight (assets/common.js); its body is

    {"sequence": int, "parameters": {key: value} or "search": "?key=value&…", "theme": "light" | "dark",
     "whole": whether the figures must be sent as a whole: at the start and after a change of theme}
"""

from typing import Any, NamedTuple

from dash import Dash, Input, Output, Patch
from dash.exceptions import PreventUpdate

from minimal_model.dashboard import ids, wording
from minimal_model.dashboard.explanations import explanations
from minimal_model.dashboard.figures import FIGURES, Path
from minimal_model.dashboard.figures.arrays import Figure
from minimal_model.dashboard.requests import requested_theme, requested_values
from minimal_model.dashboard.view import compute_view
from minimal_model.parameters import Parameters


class Drawn(NamedTuple):
    """What a change of the parameters changes on the page."""

    mi_curve: Patch
    strip: Patch
    partition: Patch
    activation: Patch
    readout: str
    explanations: str
    notice: str
    answer: dict[str, Any]


def draw(request: dict[str, Any] | None) -> Drawn:
    """Compute and draw the state that the browser asks for, corrected to the nearest allowed one."""
    if not isinstance(request, dict):
        raise PreventUpdate
    parameters, remarks = Parameters.corrected(requested_values(request))
    theme = requested_theme(request)
    view = compute_view(parameters)
    mi_curve, strip, partition, activation = (
        figure_patch(make(view, theme), None if request.get("whole") else live) for make, live in FIGURES.values()
    )
    answer = {"sequence": request.get("sequence"), "parameters": parameters.to_dict()}
    texts = wording.readout(view), "\n".join(explanations(view)), wording.notice(remarks)
    return Drawn(mi_curve, strip, partition, activation, *texts, answer)


def figure_patch(figure: Figure, live: tuple[Path, ...] | None) -> Patch:
    """Return a patch that sets the live paths of a figure, or all of it."""
    patch = Patch()
    for path in live or (("data",), ("layout",)):
        value: Any = figure
        target: Any = patch
        for key in path[:-1]:
            value, target = value[key], target[key]
        target[path[-1]] = value[path[-1]]
    return patch


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
