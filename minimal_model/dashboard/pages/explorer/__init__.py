"""The page `/`: one neuron under the hand, four linked views."""

from minimal_model.dashboard.pages.explorer import browser, draw, exports, how_many_bins, routes
from minimal_model.dashboard.pages.explorer.first_picture import asked_filling, first_filling
from minimal_model.dashboard.pages.explorer.layout import page
from minimal_model.dashboard.pages.explorer.rules import page_rules
from minimal_model.dashboard.server.page_app import PageApp

__all__ = ["PATH", "STYLES", "first_filling", "page", "page_rules", "register"]

# Below the root of the app.
PATH = ""
# Style sheets below assets/ that the first sight of the page needs.
STYLES = ("explorer/pins.css", "explorer/rulers.css", "explorer/views.css")


def register(app: PageApp) -> None:
    """Connect the page's callbacks and files."""
    app.asked_filling = asked_filling
    for task in (draw, browser, exports, how_many_bins, routes):
        task.register(app)
