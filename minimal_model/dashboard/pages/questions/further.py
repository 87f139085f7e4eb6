"""The answers that take a moment: the page asks for them when its state has come to rest.

GET questions/folding.json?key=value&…  "What does folding lose?": sentences, plots, the rows of a table
GET questions/inputs.json?key=value&…   "Does the verdict depend on the input?": a sentence, the rows of two tables
GET questions/noise.json?key=value&…    "Noise instead of bins?": sentences, plots, the grid's places, bits and means

The keys are those of the page's address, and `theme`. Values are corrected as the page does it. A row of a table is a
list of cells: {"text": what stands there, "marks": [[sign, class], …] in its place, "label": its words for who does not
see it, "class": its look, "search": the explorer's state that it opens, "input": the input that it chooses}, most of
which may be left out.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import flask
import orjson

from minimal_model.activations import NOTEBOOK_ACTIVATIONS
from minimal_model.binnings import BINNINGS
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.page.requests import address_values
from minimal_model.dashboard.pages.questions import folding_wording, inputs_wording
from minimal_model.dashboard.pages.questions.folding_answer import RULERS, FoldingAnswer, compute_folding
from minimal_model.dashboard.pages.questions.folding_plots import losses_figure, seen_figure
from minimal_model.dashboard.pages.questions.noise_answer import noise
from minimal_model.dashboard.pages.questions.state import State, corrected
from minimal_model.dashboard.plots.arrays import Figure
from minimal_model.dashboard.plots.style import enlarged
from minimal_model.dashboard.plots.theme import Theme, theme_named
from minimal_model.dashboard.results.across_inputs import PAIRS, across_inputs
from minimal_model.dashboard.server.page_app import PageApp

Answer = dict[str, Any]
Cell = dict[str, Any]


def folding(state: State, theme: Theme) -> Answer:
    """Return the answer to "What does folding lose?"."""
    answer, p = compute_folding(state), state.parameters
    lost = losses_figure(p.weights, answer.alike, answer.name, p.weight, theme)
    seen = seen_figure(p.weights, answer.own_loss, answer.below, p.weight, theme)
    return {
        "sentence": folding_wording.sentence(answer),
        "note": folding_wording.alike(answer),
        "plots": {
            "folding": _plot(folding_wording.losses_title(answer), lost, p.search, theme),
            "seen": _plot(folding_wording.seen_title(answer), seen, p.search, theme),
        },
        "head": ["f", f"lost at w = {number(p.chosen_weight, 3)}", f"at w = {number(p.weights[-1], 3)}", *RULERS],
        "rows": folding_rows(answer),
    }


def folding_rows(answer: FoldingAnswer) -> list[list[Cell]]:
    """Return the table: a row for each function that folds, and above them one for the chosen neuron if it does not."""
    rows = [_folding_row(answer, name) for name in answer.losses]
    if answer.name in answer.losses:
        return rows
    lost = "–" if answer.own_loss is None else "0.00"
    falls = [_bits(answer.fall(answer.name, ruler)) if ruler in answer.own else _none() for ruler in RULERS]
    own = {"text": answer.name, "class": "chosen", "search": answer.parameters.search}
    return [[own, {"text": lost}, {"text": lost}, *falls], *rows]


def _folding_row(answer: FoldingAnswer, name: str) -> list[Cell]:
    p = answer.parameters
    first = {"text": name, "class": "chosen" if name == answer.name else ""}
    opened = replace(p, activation=name, formula="", binning=p.binning if p.binning in RULERS else RULERS[1])
    falls = [_bits(answer.fall(name, ruler)) for ruler in RULERS]
    return [first | {"search": opened.search}, _bits(answer.chosen[name]), _bits(answer.last(name)), *falls]


def _bits(bits: float) -> Cell:
    return {"text": f"{bits:.2f}"}


def _none() -> Cell:
    return {"text": "–", "label": "no curve"}


def inputs(state: State, _theme: Theme) -> Answer:
    """Return the answer to "Does the verdict depend on the input?"."""
    across = across_inputs(state.parameters, state.threshold)
    rows = []
    for name, verdicts in across.verdicts.items():
        said = [given.name for given in verdicts.values()]
        differing = sum(verdicts[pair].name != across.verdicts["normal"][pair].name for pair in PAIRS)
        chosen = "chosen" if name == state.parameters.input else ""
        counts = [said.count("compresses"), said.count("constant"), said.count("grows"), differing]
        entropy = f"{across.entropies[name]:.2f}"
        rows.append([{"text": name, "input": name, "class": chosen}, *({"text": str(many)} for many in counts),
                     {"text": entropy}])  # fmt: skip
    return {
        "sentence": inputs_wording.sentence(across) + inputs_wording.fewer(across, state.parameters.samples),
        "inputs_head": ["input", "compress", "constant", "grow", "unlike normal", "H(bin X)"],
        "inputs": rows,
        "head": ["f", *BINNINGS],
        "pairs": [
            [
                {"text": activation},
                *(
                    {
                        "marks": inputs_wording.cell_marks(across, (activation, binning)),
                        "label": inputs_wording.cell_label(across, (activation, binning)),
                    }
                    for binning in BINNINGS
                ),
            ]
            for activation in NOTEBOOK_ACTIVATIONS
        ],
    }


ANSWERS: dict[str, Callable[[State, Theme], Answer]] = {"folding": folding, "inputs": inputs, "noise": noise}
# What of the state each does not depend on, so that its script need not ask for it anew.
WITHOUT: dict[str, tuple[str, ...]] = {
    "folding": ("noise",),
    "inputs": ("weight", "activation", "formula", "binning", "noise"),
    "noise": ("bins", "binning", "width", "samples", "seed", "draw", "estimator"),
}


def answer(kind: str) -> flask.Response:
    """Answer a request for one of them."""
    values, _ = address_values(flask.request.query_string.decode(errors="replace"))
    theme = theme_named(values.pop("theme", ""))
    state, _ = corrected(values)
    text = orjson.dumps(ANSWERS[kind](state, theme), option=orjson.OPT_SERIALIZE_NUMPY)
    return flask.Response(text, mimetype="application/json")


def _plot(title: str, figure: Figure, search: str, theme: Theme) -> dict[str, Any]:
    return {"title": title, "figure": enlarged(figure, theme.scale), "search": search}


def register(app: PageApp) -> None:
    """Connect the addresses."""
    rule = f"{app.root_routes}questions/<any({','.join(ANSWERS)}):kind>.json"
    app.server.add_url_rule(rule, endpoint="further answers", view_func=answer)
