"""A dialog, closed and empty: its script fills it when it is opened."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from minimal_model.dashboard.page.controls import named


def dialog(name: str, title: str, root: str) -> Component:
    """Return a dialog; `root` is where its script finds what it asks for."""
    heading = html.H2(title, id=f"{name}-heading")
    close = html.Button("Close", type="button", className="plain close", **named(f"Close: {title}"))
    attributes: dict[str, Any] = {"data-root": root, "aria-labelledby": f"{name}-heading"}
    return html.Dialog(
        [html.Div([heading, close], className="dialog-head"), html.Div(id=f"{name}-content")],
        id=f"{name}-dialog",
        **attributes,
    )


def save_button(name: str, title: str) -> Component:
    """Return the button beside a figure that opens the dialog to save it (assets/common/save.js)."""
    attributes: dict[str, Any] = {"data-save": name, **named(f"Save: {title}")}
    return html.Button("save …", type="button", className="as-link", **attributes)
