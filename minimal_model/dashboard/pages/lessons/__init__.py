"""The page `/lessons`: what can be taught from the explorer step by step, and the lessons as files."""

from functools import partial

import flask

from minimal_model.dashboard.lessons import sheets
from minimal_model.dashboard.lessons.lesson import Lesson, lessons
from minimal_model.dashboard.lessons.predictions import NO_PREDICTION
from minimal_model.dashboard.page.controls import connect_buttons
from minimal_model.dashboard.page.first_sight import nothing_more as first_filling
from minimal_model.dashboard.pages.lessons.layout import page, page_rules
from minimal_model.dashboard.server.page_app import PageApp
from minimal_model.state.parameters import MAX_SEED

__all__ = ["PATH", "STYLES", "first_filling", "page", "page_rules", "register"]

# Below the root of the app.
PATH = "lessons"
SHEETS = ("exam", "homework", "key")
# A key computes a curve for each step and seed.
MOST_SEEDS = 40
# Style sheets below assets/ that the first sight of the page needs.
STYLES = ("lessons/page.css",)


def lesson_file(name: str) -> flask.Response:
    """Answer with a lesson as JSON, as a reader gets it: without answers and notes."""
    following = (lesson := _lesson(name)).following
    next_one = {"name": following.name, "title": following.title} if following else None
    return flask.jsonify(lesson.to_dict() | {"next": next_one})


def answer_file(name: str, number: int) -> flask.Response:
    """Answer with what is shown after the prediction of a step, which stands in the query."""
    lesson = _lesson(name)
    if not 1 <= number <= len(lesson.steps):
        flask.abort(404)
    step = lesson.steps[number - 1]
    if flask.request.args.get("choice") not in (*step.choices, NO_PREDICTION):
        flask.abort(400, f"choice is the prediction, one of {', '.join(step.choices)}, or {NO_PREDICTION}.")
    return flask.jsonify({"explanation": step.explanation, "answer": step.answer})


def notes_file(name: str) -> flask.Response:
    """Answer with the lecturer's notes to a lesson."""
    return flask.jsonify([step.note for step in _lesson(name).steps])


def sheet(root: str, name: str, kind: str) -> flask.Response:
    """Answer with a sheet of a lesson to print; `seed` in the query is the student's own, or several for the key."""
    lesson = _lesson(name)
    if kind == "exam":
        page = sheets.exam(lesson, root)
    else:
        texts = flask.request.args.get("seed", "0").split(",")
        if len(texts) > (MOST_SEEDS if kind == "key" else 1) or not all(map(_is_seed, texts)):
            flask.abort(
                400, f"seed is a whole number from 0 to {MAX_SEED}; the key takes up to {MOST_SEEDS} with commas."
            )
        seeds = [int(text) for text in texts]
        page = sheets.key(lesson, seeds, root) if kind == "key" else sheets.homework(lesson, seeds[0], root)
    return flask.Response(page, mimetype="text/html")


def _is_seed(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_SEED)) and int(text) <= MAX_SEED


def _lesson(name: str) -> Lesson:
    if name not in lessons():
        flask.abort(404)
    return lessons()[name]


def register(app: PageApp) -> None:
    """Connect the theme's button, and the files that the explorer takes its lessons from."""
    lessons()  # a wrong file stops the start, and not the first visitor
    connect_buttons(app, "lessons", {})
    app.server.add_url_rule(
        f"{app.root_routes}lessons/<name>/<any({','.join(SHEETS)}):kind>",
        endpoint="lesson_sheet",
        view_func=partial(sheet, app.root_prefix),
    )
    for rule, view in (
        ("<name>.json", lesson_file),
        ("<name>/<int:number>/answer.json", answer_file),
        ("<name>/notes.json", notes_file),
    ):
        app.server.add_url_rule(f"{app.root_routes}lessons/{rule}", endpoint=view.__name__, view_func=view)
