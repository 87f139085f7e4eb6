"""What the browser does by itself; the functions are in assets/explorer.js."""

from dash import ClientsideFunction, Dash, Input, Output

from minimal_model.dashboard import ids
from minimal_model.parameters import SPECIFICATIONS

NAMESPACE = "explorer"


def register(app: Dash) -> None:
    """Connect the controls to the gate, the answers to the controls, and the buttons to their actions."""
    app.clientside_callback(
        ClientsideFunction(NAMESPACE, "changed"),
        *(Output(ids.shown_value(key), "children") for key in SPECIFICATIONS),
        *(Input(ids.control(key), "value") for key in SPECIFICATIONS),
        Input(ids.THEME, "data"),
        Input(ids.SPECIFICATIONS, "data"),
    )
    app.clientside_callback(ClientsideFunction(NAMESPACE, "answered"), Input(ids.ANSWER, "data"))
    for button, action in {
        ids.PLAY: "play",
        ids.NEW_SAMPLE: "newSample",
        ids.RESET: "reset",
        ids.COPY_LINK: "copyLink",
        ids.THEME_TOGGLE: "toggleTheme",
    }.items():
        app.clientside_callback(
            ClientsideFunction(NAMESPACE, action), Input(button, "n_clicks"), prevent_initial_call=True
        )
