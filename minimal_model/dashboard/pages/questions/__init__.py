"""The page `/questions`: what the notebook leaves open."""

from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import connect
from minimal_model.dashboard.page.first_sight import nothing_more as first_filling
from minimal_model.dashboard.pages.questions import draw, exports, further
from minimal_model.dashboard.pages.questions.layout import page, page_rules
from minimal_model.dashboard.pages.questions.state import PAGE_SPECIFICATIONS
from minimal_model.dashboard.server.page_app import PageApp

__all__ = ["PATH", "STYLES", "first_filling", "page", "page_rules", "register"]

# Below the root of the app.
PATH = "questions"
# Style sheets below assets/ that the first sight of the page needs.
STYLES = ("questions/page.css",)


def register(app: PageApp) -> None:
    """Connect the page's callbacks and files; the browser's part is in assets/questions/."""
    draw.register(app)
    exports.register(app)
    further.register(app)
    connect(app, "questions", list(PAGE_SPECIFICATIONS), {ids.RESET: "reset"})
