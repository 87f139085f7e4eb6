"""One request, the whole page: its sentences, the table of shares, the specification curve, and the bars.

The body of a request is

    {"sequence": int, "parameters": {key: value} or "search": "?key=value&…", "theme": "light" | "dark", "study": ID}
"""

from typing import Any, NamedTuple

from dash import Dash, Input, Output

from minimal_model.binnings import BY_NAME
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.corrections import notice
from minimal_model.dashboard.page.requests import Request
from minimal_model.dashboard.pages.robustness import wording
from minimal_model.dashboard.pages.robustness.plots import bars_figure, curve_figure, curve_rows
from minimal_model.dashboard.pages.robustness.results import Answers, compute_answers, study_asked_for, table_of
from minimal_model.dashboard.pages.robustness.state import State, corrected
from minimal_model.dashboard.plots.style import enlarged
from minimal_model.dashboard.plots.theme import Theme, theme_named
from minimal_model.dashboard.studies.store import Study
from minimal_model.state.parameters import SPECIFICATIONS
from minimal_model.studies.specifications import WIDTH_OF_ONE


class Drawn(NamedTuple):
    """What a change of the controls changes on the page."""

    notice: str
    summary: str
    answer: dict[str, Any]


def draw(body: dict[str, Any] | None) -> Drawn:
    """Compute and draw the page for the state and the study that the browser asks for."""
    request = Request.read(body)
    state, remarks = corrected(request.values)
    asked = body.get("study") if isinstance(body, dict) else None
    study = study_asked_for(asked) if isinstance(asked, str) and asked else None
    if asked and study is None:
        remarks.append(wording.not_here(str(asked)))
    table = table_of(study)
    answer = {
        "sequence": request.sequence,
        "parameters": state._asdict(),
        "stamp": f"{study.id}#{study.state}" if study else "",
    }
    if table is None:
        assert study is not None
        answer["chosen"] = wording.chosen(study.specifications)
        return Drawn(notice([*request.remarks, *remarks]), wording.under_way(study), answer)
    answers = compute_answers(table, state)
    if answers.state != state:
        remarks.append(f"{state.activation} is none of this study’s neurons; {answers.state.activation} is shown")
    answer |= drawn_answers(answers, state, theme_named(request.theme), study)
    return Drawn(notice([*request.remarks, *remarks]), wording.summary(answers), answer)


def drawn_answers(answers: Answers, state: State, theme: Theme, study: Study | None) -> dict[str, Any]:
    """Return what stands on the page of a study that is finished."""
    chosen = answers.table.specifications
    return {
        "chosen": wording.chosen(chosen),
        "table": {
            "caption": wording.judged_alike(answers),
            "columns": [BY_NAME[name].label for name in chosen.binning],
            "rows": [
                {"name": activation, "shares": [answers.shares[activation, binning] for binning in chosen.binning]}
                for activation in chosen.activation
            ],
        },
        "plots": {
            name: {"title": title, "figure": enlarged(figure, theme.scale)}
            for name, title, figure in (
                ("curve", wording.curve_title(answers), curve_figure(answers, theme)),
                ("overall", wording.overall(answers), bars_figure(answers.explained, theme)),
                ("within", wording.within(answers), bars_figure(answers.within, theme)),
            )
        },
        "rows": curve_rows(answers),
        # What the script needs to open a curve in the explorer.
        "numbers": answers.numbers.tolist(),
        "choices": chosen.choices,
        "keys": [name for name in chosen.choices if name in SPECIFICATIONS],
        "sized": [name for name in chosen.binning if BY_NAME[name].sized_by_width],
        "width": WIDTH_OF_ONE,
        "file": f"studies/{study.id if study else 'default'}.csv",
    }


def register(app: Dash) -> None:
    """Connect the callback."""
    app.callback(
        Output(ids.NOTICE, "children"),
        Output(ids.ROBUSTNESS, "children"),
        Output(ids.ANSWER, "data"),
        Input(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )(draw)
