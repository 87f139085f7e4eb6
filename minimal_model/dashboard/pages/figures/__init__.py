"""The page `/figures`: the sources' figures, recomputed in front of the reader."""

from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import connect
from minimal_model.dashboard.page.first_sight import nothing_more as first_filling
from minimal_model.dashboard.pages.figures import draw, exports
from minimal_model.dashboard.pages.figures.layout import page, page_rules
from minimal_model.dashboard.pages.figures.state import KEYS
from minimal_model.dashboard.server.page_app import PageApp

__all__ = ["PATH", "STYLES", "first_filling", "page", "page_rules", "register"]

# Below the root of the app.
PATH = "figures"
# Style sheets below assets/ that the first sight of the page needs.
STYLES = ("figures/page.css",)


def register(app: PageApp) -> None:
    """Connect the page's callbacks and files; the browser's part is in assets/figures/."""
    draw.register(app)
    exports.register(app)
    connect(app, "figures", list(KEYS), {ids.RESET: "reset"})
