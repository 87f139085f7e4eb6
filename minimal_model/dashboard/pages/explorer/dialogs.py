"""The dialogs, closed and empty: their scripts fill them when they are opened."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from minimal_model.dashboard.page.controls import named


def dialogs(root: str) -> list[Component]:
    """Return the dialogs, closed, and what only a print shows."""
    return [
        _dialog("python", "Copy as Python", root),
        _dialog("links", "Links for students: what shall they see?", root),
        _dialog("keys", "Keys", root),
        html.Section(id="print-summary"),
    ]


def _dialog(name: str, title: str, root: str) -> Component:
    heading = html.H2(title, id=f"{name}-heading")
    close = html.Button("Close", type="button", className="plain close", **named(f"Close: {title}"))
    attributes: dict[str, Any] = {"data-root": root, "aria-labelledby": f"{name}-heading"}
    return html.Dialog(
        [html.Div([heading, close], className="dialog-head"), html.Div(id=f"{name}-content")],
        id=f"{name}-dialog",
        **attributes,
    )
