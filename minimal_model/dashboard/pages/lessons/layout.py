"""The page of lessons as a tree of components: a list, with a link to each step and a note for the lecturer."""

from dash import html
from dash.development.base_component import Component

from minimal_model.dashboard.address.presentation import ON, OWN
from minimal_model.dashboard.lessons.lesson import Lesson, Step, lessons
from minimal_model.dashboard.page.controls import named
from minimal_model.dashboard.page.frame import frame
from minimal_model.dashboard.page.rules import Rules, rules

HEADLINE = "Lessons: predict, then look"
LEAD = [
    "Each lesson runs beside the live explorer. Each step sets a state, asks what the curve will do, and draws it. ",
    html.Strong("Predict first, then look."),
    " The controls stay free: wander off whenever you like, and come back with one click.",
]


def page_rules() -> Rules:
    """Return what the page's scripts have to know: which switches of the address its links carry along."""
    return rules({}, presentation={"switches": [*OWN, "projector"], "on": ON})


def page(root: str, rooms: bool = False) -> Component:
    """Return the whole page; with `rooms`, each lesson leads into a live class."""
    total = sum(lesson.minutes for lesson in lessons().values())
    about = html.P(
        [
            f"{len(lessons())} lessons, some {total} minutes in all. Lecturers: ",
            html.A("show the notes", href="?notes=1", className="notes-off"),
            html.A("hide the notes", href="?", className="notes-on"),
            ", which the links below then carry along. “Links for students” in the explorer makes links that hide or "
            "lock controls, and their QR codes. Nothing about anybody is stored.",
        ],
        className="about",
    )
    listed = [_lesson(number, lesson, root, rooms) for number, lesson in enumerate(lessons().values(), 1)]
    content = html.Main([about, html.Ol(listed, id="lesson-list")], id="lessons")
    return frame(root, "lessons", HEADLINE, LEAD, {}, content)


def _lesson(number: int, lesson: Lesson, root: str, rooms: bool) -> Component:
    first = f"{root}?lesson={lesson.name}&step=1"
    steps = [_step(k, step, lesson, root) for k, step in enumerate(lesson.steps, 1)]
    return html.Li(
        [
            html.H2([html.Span(f"{number} ", className="number"), lesson.title]),
            html.P([lesson.summary, html.Span(f" {lesson.minutes} minutes", className="minutes")]),
            html.Ol(steps),
            html.Div(
                [
                    html.A("Start", href=first, className="plain start", **named(f"Start: {lesson.title}")),
                    *([_room(lesson, root)] if rooms else []),
                ],
                className="buttons",
            ),
            html.P(
                [
                    "To print: ",
                    _sheet(lesson, root, "exam", "exam sheet"),
                    ", ",
                    _sheet(lesson, root, "homework?seed=1", "homework"),
                    " (seed=1 in its address is the student’s own), ",
                    _sheet(lesson, root, "key?seed=1", "its key"),
                ],
                className="sheets",
            ),
        ]
    )


def _sheet(lesson: Lesson, root: str, kind: str, text: str) -> Component:
    return html.A(text, href=f"{root}lessons/{lesson.name}/{kind}", **named(f"{text}: {lesson.title}"))


def _room(lesson: Lesson, root: str) -> Component:
    """Return the way to the desk, from which a lecturer teaches the lesson to phones."""
    address = f"{root}desk?lesson={lesson.name}&step=1"
    return html.A("Live class", href=address, className="plain", **named(f"Live class: {lesson.title}"))


def _step(number: int, step: Step, lesson: Lesson, root: str) -> Component:
    link = html.A(step.title, href=f"{root}?lesson={lesson.name}&step={number}")
    return html.Li([link, html.P(step.note, className="note notes-on")])
