"""One request, all four figures: the only callback that computes.

The browser keeps one request in flight (assets/common/gate.js); its body is

    {"sequence": int, "parameters": {key: value} or "search": "?key=value&…", "pins": text, "theme": a key of THEMES,
     "whole": whether the figures must be sent as a whole: at the start and after a change of theme or pins}
"""

from typing import Any, NamedTuple

import orjson
from dash import Dash, Input, Output
from dash.exceptions import PreventUpdate

from minimal_model.dashboard.address.pins import corrected_pins, pin_label, pin_text
from minimal_model.dashboard.address.presentation import Presentation, opened
from minimal_model.dashboard.lessons.picks import picks
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.corrections import notice
from minimal_model.dashboard.page.requests import requested_values
from minimal_model.dashboard.pages.explorer.explanations import explanations
from minimal_model.dashboard.pages.explorer.plots import GRAPHS
from minimal_model.dashboard.pages.explorer.wording import readout
from minimal_model.dashboard.plots.arrays import Figure, Path
from minimal_model.dashboard.plots.style import enlarged
from minimal_model.dashboard.plots.theme import Theme, requested_theme
from minimal_model.dashboard.results.kept import Kept
from minimal_model.dashboard.results.view import compute_view
from minimal_model.state.parameters import Parameters

# What tells a patch from a value, and the paths that make up a whole figure.
PATCH = "__dash_patch_update"
WHOLE: tuple[Path, ...] = (("data",), ("layout",))
# All weights and all biases of a state are 8 MB by default, and 22 MB with 256 bins and all that can be switched on.
MOST_KEPT_BYTES = 32 * 2**20


Pins = tuple[Parameters, ...]


class Views(NamedTuple):
    """The patches of the four figures as JSON, the sentences about them, and what a prediction is held against."""

    mi_curve: bytes
    strip: bytes
    partition: bytes
    activation: bytes
    readout: str
    explanations: str
    picks: dict[str, str]


# A slider goes back and forth, and a class drags the same one.
kept: Kept[Views] = Kept(MOST_KEPT_BYTES)


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
    parameters, presentation, remarks = requested_state(request)
    views = kept_views(parameters, requested_theme(request), bool(request.get("whole")), presentation.pins)
    mi_curve, strip, partition, activation = map(orjson.Fragment, views[:4])
    texts = views.readout, views.explanations, notice(remarks)
    answer = {"sequence": request.get("sequence"), "parameters": parameters.to_dict(), "picks": views.picks}
    answer["pins"] = [{"text": pin_text(pin), "label": pin_label(pin)} for pin in presentation.pins]
    if isinstance(request.get("search"), str):
        answer["presentation"] = presentation.to_dict()
    return Drawn(mi_curve, strip, partition, activation, *texts, answer)


def requested_state(request: dict[str, Any]) -> tuple[Parameters, Presentation, list[str]]:
    """Return what an address opens, or what the controls and the list of pins say."""
    values = requested_values(request)
    if isinstance(request.get("search"), str):
        return opened(values)
    parameters, remarks = Parameters.corrected(values)
    pins, pin_remarks = corrected_pins(request.get("pins"))
    return parameters, Presentation(pins=pins), remarks + pin_remarks


def kept_views(parameters: Parameters, theme: Theme, whole: bool, pins: Pins = ()) -> Views:
    """Return what is drawn of a state, as it was drawn before or anew."""
    key = parameters, theme, whole, pins
    views = kept.get(key)
    if views is None:
        views = draw_views(*key)
        kept.put(key, views, sum(len(part) for part in views))
    return views


def draw_views(parameters: Parameters, theme: Theme, whole: bool, pins: Pins = ()) -> Views:
    """Compute and draw a state; figures as a whole, or what of them changes."""
    view = compute_view(parameters, pins)
    mi_curve, strip, partition, activation = (
        figure_patch(enlarged(make(view, theme), theme.scale), WHOLE if whole else live)
        for make, live in GRAPHS.values()
    )
    return Views(mi_curve, strip, partition, activation, readout(view), "\n".join(explanations(view)), picks(view))


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


def register(app: Dash) -> None:
    """Connect the callback."""
    app.callback(
        *(Output(graph_id, "figure") for graph_id in GRAPHS),
        Output(ids.READOUT, "children"),
        Output(ids.EXPLANATIONS, "children"),
        Output(ids.NOTICE, "children"),
        Output(ids.ANSWER, "data"),
        Input(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )(draw)
