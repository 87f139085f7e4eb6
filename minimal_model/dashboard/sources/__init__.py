"""The page `/figures`: the sources' figures, recomputed in front of the reader."""

from dash import Dash

from minimal_model.dashboard import ids
from minimal_model.dashboard.controls import connect
from minimal_model.dashboard.sources import draw
from minimal_model.dashboard.sources.layout import page
from minimal_model.dashboard.sources.what_if import KEYS

__all__ = ["page", "register"]


def register(app: Dash) -> None:
    """Connect the page's callbacks; the browser's part is in assets/figures.js."""
    draw.register(app)
    connect(app, "figures", list(KEYS), {ids.RESET: "reset"})
