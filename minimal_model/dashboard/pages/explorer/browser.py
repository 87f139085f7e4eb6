"""What the browser does by itself; the functions are in assets/explorer/, named in its main.js."""

from dash import ClientsideFunction, Dash, Input

from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import connect
from minimal_model.state.parameters import SPECIFICATIONS

BUTTONS = {
    ids.PLAY: "play",
    ids.NEW_SAMPLE: "newSample",
    ids.UNDO: "undo",
    ids.REDO: "redo",
    ids.RESET: "reset",
    ids.COPY_LINK: "copyLink",
    ids.PIN: "pin",
    ids.LINKS: "links",
    ids.PYTHON: "python",
    ids.PRINT: "print",
    ids.PROJECTOR: "projector",
    ids.SAVE: "save",
    ids.KEYS: "keys",
    ids.OWN_DATA: "ownData",
}


def register(app: Dash) -> None:
    """Connect the controls and the buttons."""
    connect(app, "explorer", list(SPECIFICATIONS), BUTTONS)
    app.clientside_callback(
        ClientsideFunction("explorer", "preset"),
        Input(ids.control("presets"), "value"),
        Input(ids.PRESETS, "data"),
    )
