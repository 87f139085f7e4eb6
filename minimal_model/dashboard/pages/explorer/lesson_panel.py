"""The panel of a lesson beside the views; its script fills it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import button, named


def lesson_panel(root: str, rooms: bool = False) -> Component:
    """Return the panel of a lesson; it stays hidden while none runs. With `rooms`, lecturers can open one from it."""
    room = [html.A("Open a room", href=f"{root}desk", id="lesson-room", className="plain")] if rooms else []
    attributes: dict[str, Any] = {"data-root": root, **named("Lesson")}
    return html.Section(
        [
            html.Div(
                [
                    html.H2(id="lesson-title"),
                    html.Span(id="lesson-progress"),
                    html.A("All lessons", href=f"{root}lessons", id="lesson-all"),
                ],
                className="lesson-head",
            ),
            html.Div(
                [
                    button("Previous", "lesson-previous", "The step before (M)"),
                    button("Next", "lesson-next", "The next step (N)"),
                ],
                className="lesson-steps",
            ),
            html.H3(id="lesson-step", tabIndex=-1),
            html.Div(id="lesson-question"),
            html.Div(id="lesson-choices", role="group", **named("Your prediction")),
            html.P(id="lesson-verdict", role="status"),
            html.Div(id="lesson-explanation"),
            html.P(id="lesson-note", className="note"),
            html.Div(
                [
                    button("Back to this step", "lesson-back", "Set the controls as this step has them"),
                    button("Leave", "lesson-leave", "Close the lesson; the controls stay as they are"),
                    *room,
                ],
                className="buttons",
            ),
        ],
        id=ids.LESSON,
        hidden=True,
        **attributes,
    )


def receipt(root: str) -> Component:
    """Return what a lesson leaves at its end: the predictions beside what happened; its script fills it."""
    heads = [html.Th(text, scope="col") for text in ("Step", "You predicted", "What happened", "Right")]
    return html.Section(
        [
            html.H2(id="receipt-title"),
            html.Table([html.Thead(html.Tr(heads)), html.Tbody(id="receipt-rows")]),
            html.Div(
                [
                    html.A("Next lesson", href=root, id="receipt-next", className="plain", hidden=True),
                    button("Print", "receipt-print", "Print this table"),
                    html.A("Download", href="#", id="receipt-save", className="plain"),
                    button("Close", "receipt-close", "Close this table"),
                ],
                className="buttons",
            ),
        ],
        id="receipt",
        hidden=True,
        **named("Your predictions"),
    )
