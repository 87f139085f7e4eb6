"""The page `/lessons`: what can be taught from the explorer step by step, and the lessons as files."""

import flask

from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.page.controls import connect_buttons
from minimal_model.dashboard.page.first_sight import nothing_more as first_filling
from minimal_model.dashboard.pages.lessons.layout import page, page_rules
from minimal_model.dashboard.server.page_app import PageApp

__all__ = ["PATH", "STYLES", "first_filling", "page", "page_rules", "register"]

# Below the root of the app.
PATH = "lessons"
# Style sheets below assets/ that the first sight of the page needs.
STYLES = ("lessons/page.css",)


def lesson_file(name: str) -> flask.Response:
    """Answer with a lesson as JSON."""
    if name not in lessons():
        flask.abort(404)
    return flask.jsonify(lessons()[name].to_dict())


def register(app: PageApp) -> None:
    """Connect the theme's button, and the files that the explorer takes its lessons from."""
    lessons()  # a wrong file stops the start, and not the first visitor
    connect_buttons(app, "lessons", {})
    rule = f"{app.root_routes}lessons/<name>.json"
    app.server.add_url_rule(rule, endpoint="lesson_file", view_func=lesson_file)
