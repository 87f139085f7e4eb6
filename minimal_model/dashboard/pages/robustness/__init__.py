"""The page `/robustness`: all choices of the analysis at once, and which of them decide."""

from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import connect
from minimal_model.dashboard.page.first_sight import nothing_more as first_filling
from minimal_model.dashboard.pages.robustness import draw, exports
from minimal_model.dashboard.pages.robustness.layout import page, page_rules
from minimal_model.dashboard.pages.robustness.state import PAGE_SPECIFICATIONS
from minimal_model.dashboard.server.page_app import PageApp

__all__ = ["PATH", "STYLES", "first_filling", "page", "page_rules", "register"]

# Below the root of the app.
PATH = "robustness"
# Style sheets below assets/ that the first sight of the page needs.
STYLES = ("robustness/page.css",)


def register(app: PageApp) -> None:
    """Connect the page's callbacks and files; the browser's part is in assets/robustness/."""
    draw.register(app)
    exports.register(app)
    connect(app, "robustness", list(PAGE_SPECIFICATIONS), {ids.RESET: "reset"})
