"""One request, all four figures: the only callback that computes.

The browser keeps one request in flight (assets/common/gate.js); its body is

    {"sequence": int, "parameters": {key: value} or "search": "?key=value&…", "pins": text, "theme": a key of THEMES,
     "whole": whether the figures must be sent as a whole: at the start and after a change of theme or pins,
     "opened": at the start, the theme in which the figures of the default state came with the page,
     "before": the text of the pin that the curve before the last choice of function or binning would be, or "",
     "kept": the formula that is drawn, which stays where the one of the parameters cannot be,
     "column": what the input "column" stands for, "column:" or "recorded:" and the digest of the numbers, or ""}

Where the numbers of that digest are not held by this process the answer is 409: see server/column_body.py.

Beside the figures and the readout the browser gets a dictionary, the answer:

    {"sequence": that of the request, "parameters": {key: value}, "presentation": as the address has it, at the start,
     "pins": [{"text", "label"}], "picks": what a prediction is held against, "titles": {graph id: [title, subtitle]},
     "rulers": [{"name", "sign", "change", "why", "meaning", "remark", "curve"}], "rulers_top": bits,
     "verdict": {"text", "link": {"text", "activation"} or null}, "holds": text, "ghost": text,
     "input": the input in a few signs,
     "formula": {"said", "reach", "low", "high", "heights"} or null, see `formula_box.told`,
     "refused": {"text", "flaw", "always"} or null: a formula that cannot be drawn, and whether in no state}

A ruler's sign is ↓, = or ↑, "H(T) =" for activations that were recorded, and – where there is no curve. Its curve is
null then, and an array of whole numbers otherwise, in which 65,535 stands for `rulers_top` bits.
"""

from typing import Any, NamedTuple

import orjson
from dash import Dash, Input, Output, no_update
from dash._callback import NoUpdate

from minimal_model.dashboard.address.pins import pin_label, pin_text
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.corrections import notice
from minimal_model.dashboard.page.requests import Request
from minimal_model.dashboard.pages.explorer.opening import already_drawn
from minimal_model.dashboard.pages.explorer.plots import GRAPHS
from minimal_model.dashboard.pages.explorer.state import drawn_before, requested_state
from minimal_model.dashboard.pages.explorer.updates import kept_update
from minimal_model.dashboard.plots.theme import theme_named


class Drawn(NamedTuple):
    """What a change of the parameters changes on the page, in the order of the callback's outputs."""

    mi_curve: orjson.Fragment | NoUpdate
    strip: orjson.Fragment | NoUpdate
    partition: orjson.Fragment | NoUpdate
    activation: orjson.Fragment | NoUpdate
    readout: str
    explanations: str
    notice: str
    answer: dict[str, Any]


def draw(body: dict[str, Any] | None) -> Drawn:
    """Compute and draw the state that the browser asks for, corrected to the nearest allowed one."""
    request = Request.read(body)
    parameters, presentation, remarks, refused = requested_state(request)
    before = drawn_before(request, parameters)
    update = kept_update(parameters, theme_named(request.theme), request.whole, presentation.pins, before)
    answer = {
        "sequence": request.sequence,
        "parameters": parameters.to_dict(),
        "pins": [{"text": pin_text(pin), "label": pin_label(pin)} for pin in presentation.pins],
        "refused": refused._asdict() if refused else None,
        **update.answer,
    }
    if request.opens:
        answer["presentation"] = presentation.to_dict()
    figures: list[orjson.Fragment | NoUpdate] = [orjson.Fragment(figure) for figure in update.figures]
    if already_drawn(request, parameters, presentation):
        figures = [no_update] * len(figures)
    mi_curve, strip, partition, activation = figures
    texts = update.readout, update.explanations, notice([*request.remarks, *remarks])
    return Drawn(mi_curve, strip, partition, activation, *texts, answer)


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
