"""The dialogs, closed and empty: their scripts fill them when they are opened."""

from dash.development.base_component import Component

from minimal_model.dashboard.page.dialogs import dialog


def dialogs(root: str) -> list[Component]:
    """Return the dialogs, closed."""
    return [
        dialog("save", "Save", root),
        dialog("python", "Copy as Python", root),
        dialog("links", "Links for students: what shall they see?", root),
        dialog("keys", "Keys", root),
        dialog("column", "Your own data", root),
    ]
