"""One request, all figures of the page: their plots, numbers and links, for the browser to draw as they come in sight.

The body of a request is

    {"sequence": int, "parameters": {key: value or null} or "search": "?key=value&…", "theme": "light" | "dark"}
"""

from typing import Any, NamedTuple

from dash import Dash, Input, Output

from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.corrections import notice
from minimal_model.dashboard.page.requests import Request
from minimal_model.dashboard.pages.figures.kinds import Plot, compute_plots
from minimal_model.dashboard.pages.figures.state import Changes, corrected, is_changed
from minimal_model.dashboard.pages.figures.wording import checks, parameters_line
from minimal_model.dashboard.plots.style import enlarged
from minimal_model.dashboard.plots.theme import Theme, theme_named
from minimal_model.dashboard.results.memory import one_large_at_a_time
from minimal_model.state.presets import SOURCE_FIGURES, SourceFigure


class Drawn(NamedTuple):
    """What a change of the bar changes on the page."""

    notice: str
    answer: dict[str, Any]


def draw(body: dict[str, Any] | None) -> Drawn:
    """Compute and draw all figures for the changes that the browser asks for."""
    request = Request.read(body)
    changes, remarks = corrected(request.values)
    theme = theme_named(request.theme)
    with one_large_at_a_time(int(changes["samples"] or 0)):
        figures = {figure.name: answer(figure, changes, theme) for figure in SOURCE_FIGURES}
    answered = {
        "sequence": request.sequence,
        "parameters": changes,
        "changed": is_changed(changes),
        "figures": figures,
    }
    return Drawn(notice([*request.remarks, *remarks]), answered)


def answer(figure: SourceFigure, changes: Changes, theme: Theme) -> dict[str, Any]:
    """Return all that changes in a figure."""
    return {
        "parameters": parameters_line(figure, changes),
        "checks": checks(figure, changes),
        "plots": {plot.name: plot_answer(plot, theme) for plot in compute_plots(figure, changes, theme)},
    }


def plot_answer(plot: Plot, theme: Theme) -> dict[str, Any]:
    """Return a plot in the browser's terms."""
    figure = enlarged(plot.figure, theme.scale)
    return {"title": plot.title, "figure": figure, "searches": [state.search for state in plot.states]}


def register(app: Dash) -> None:
    """Connect the callback."""
    app.callback(
        Output(ids.NOTICE, "children"),
        Output(ids.ANSWER, "data"),
        Input(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )(draw)
