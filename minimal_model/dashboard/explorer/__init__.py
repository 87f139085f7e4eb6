"""The page `/`: one neuron under the hand, four linked views."""

from dash import Dash

from minimal_model.dashboard.explorer import browser, download, draw
from minimal_model.dashboard.explorer.layout import page

__all__ = ["page", "register"]


def register(app: Dash) -> None:
    """Connect the page's callbacks."""
    for task in (draw, browser, download):
        task.register(app)
