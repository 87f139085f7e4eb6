"""One request, the whole page of questions: plots, sentences, the map of verdicts.

The body of a request is

    {"sequence": int, "parameters": {key: value} or "search": "?key=value&…", "theme": "light" | "dark"}
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from dash import Dash, Input, Output

from minimal_model.activations import ACTIVATIONS
from minimal_model.binnings import BINNINGS, BY_NAME
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.corrections import notice
from minimal_model.dashboard.page.requests import Request
from minimal_model.dashboard.pages.questions import wording
from minimal_model.dashboard.pages.questions.plots import (
    HEADROOM,
    REACH,
    answer_figure,
    empty_figure,
    equalisation_figure,
    joint_figure,
    split_figure,
)
from minimal_model.dashboard.pages.questions.results import Answers, compute_answers, rescaled_activation
from minimal_model.dashboard.pages.questions.state import corrected
from minimal_model.dashboard.plots.arrays import Figure
from minimal_model.dashboard.plots.style import enlarged
from minimal_model.dashboard.plots.theme import Theme, theme_named
from minimal_model.inputs import with_density


class Drawn(NamedTuple):
    """What a change of the controls changes on the page."""

    notice: str
    summary: str
    mechanism: str
    answer: dict[str, Any]


def draw(body: dict[str, Any] | None) -> Drawn:
    """Compute and draw the page for the state that the browser asks for."""
    request = Request.read(body)
    state, remarks = corrected(request.values)
    answers, theme = compute_answers(state), theme_named(request.theme)
    answer = {
        "sequence": request.sequence,
        "parameters": state.to_dict(),
        # Enlarging what is not enlarged costs nothing.
        "plots": {
            name: plot | {"figure": enlarged(plot["figure"], theme.scale)}
            for name, plot in (answer_plots(answers, theme) | entropy_plots(answers, theme)).items()
        },
        "cells": cells(answers),
        "own": own_cells(answers),
        "neuron": wording.neuron(answers),
    }
    return Drawn(notice([*request.remarks, *remarks]), wording.map_summary(answers), wording.mechanism(answers), answer)


def answer_plots(answers: Answers, theme: Theme) -> dict[str, Any]:
    """Return the curves of the chosen neuron under all binnings, on one scale."""
    p = answers.state.parameters
    levels = [answers.input_entropy, float(np.log2(p.bins))]
    top = HEADROOM * max(*levels, *(float(curve.max()) for curve in answers.own.values()))
    refused = {
        binning: _plot(f"{binning}: –", empty_figure(theme), p.search) | {"remark": reason}
        for binning, reason in answers.refusals.items()
    }
    return refused | {
        binning: _plot(
            wording.answer_title(answers, binning),
            answer_figure(p.weights, curve, p.weight, [] if BY_NAME[binning].sized_by_width else levels, top, theme),
            replace(p, binning=binning).search,
        )
        for binning, curve in answers.own.items()
    }


def entropy_plots(answers: Answers, theme: Theme) -> dict[str, Any]:
    """Return the three plots that show where the entropy of the activation comes from."""
    p, table = answers.state.parameters, answers.table
    split = split_figure(p.weights, answers.split, p.weight, answers.ceiling, theme)
    x, share = rescaled_activation(answers, -REACH, REACH)
    gap = float(np.max(np.abs(share - p.distribution.cdf(x))))
    by_number = p.ruler.invariant
    joint = (
        joint_figure(table.counts, table.input_edges, table.edges, by_number, theme) if table else empty_figure(theme)
    )
    return {
        "split": _plot(wording.split_title(answers), split, p.search),
        "joint": _plot(wording.joint_title(answers), joint, p.search),
        "equalisation": _plot(
            wording.equalisation_title(gap) if p.function.plain else wording.folded_title(p.function),
            equalisation_figure(x, share, with_density(p.distribution), theme),
            p.search,
        ),
    }


def cells(answers: Answers) -> list[dict[str, str]]:
    """Return the cells of the map, in the order of the core's activations and binnings."""
    p = replace(answers.state.parameters, binning=BINNINGS[0], formula="")
    return [
        {
            "verdict": given.name,
            "text": wording.cell(given),
            "label": wording.cell_label(activation, binning, given),
            "search": replace(p, activation=activation, binning=binning).search,
        }
        if (given := answers.verdicts.get((activation, binning)))
        else {"verdict": "refused", "text": "", "label": refusal(activation, binning), "search": ""}
        for activation in ACTIVATIONS
        for binning in BINNINGS
    ]


def own_cells(answers: Answers) -> list[dict[str, str]]:
    """Return the cells of a formula, a row of its own in the map; nothing where there is none."""
    p = answers.state.parameters
    if not p.formula:
        return []
    return [
        {"verdict": "refused", "text": "", "label": answers.refusals[binning], "search": ""}
        if binning in answers.refusals
        else {
            "verdict": answers.own_verdict(binning).name,
            "text": wording.cell(answers.own_verdict(binning)),
            "label": wording.cell_label(p.function.name, binning, answers.own_verdict(binning)),
            "search": replace(p, binning=binning).search,
        }
        for binning in BINNINGS
    ]


def refusal(activation: str, binning: str) -> str:
    """Return why an activation cannot be measured by a binning; nothing where it can."""
    return BY_NAME[binning].refusal(ACTIVATIONS[activation])


def _plot(title: str, figure: Figure, search: str) -> dict[str, Any]:
    return {"title": title, "figure": figure, "search": search}


def register(app: Dash) -> None:
    """Connect the callback."""
    app.callback(
        Output(ids.NOTICE, "children"),
        Output(ids.MAP_SUMMARY, "children"),
        Output(ids.MECHANISM, "children"),
        Output(ids.ANSWER, "data"),
        Input(ids.REQUEST, "data"),
        prevent_initial_call=True,
    )(draw)
