"""What the browser does by itself; the functions are in assets/explorer.js."""

from dash import Dash

from minimal_model.dashboard import ids
from minimal_model.dashboard.controls import connect
from minimal_model.parameters import SPECIFICATIONS

BUTTONS = {
    ids.PLAY: "play",
    ids.NEW_SAMPLE: "newSample",
    ids.RESET: "reset",
    ids.COPY_LINK: "copyLink",
}


def register(app: Dash) -> None:
    """Connect the controls and the buttons."""
    connect(app, "explorer", list(SPECIFICATIONS), BUTTONS)
