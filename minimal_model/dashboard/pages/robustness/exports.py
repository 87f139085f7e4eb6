"""What the page gives to take along: its table, bars and specification curve for paper, and their numbers."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np

from minimal_model.dashboard.exports.asked import Asked, UnknownFigureError, chosen_panels
from minimal_model.dashboard.exports.drawing import Drawing
from minimal_model.dashboard.exports.routes import Exports
from minimal_model.dashboard.exports.routes import register as register_exports
from minimal_model.dashboard.exports.tables import Column, Table, Tables
from minimal_model.dashboard.pages.robustness import wording
from minimal_model.dashboard.pages.robustness.layout import PANELS
from minimal_model.dashboard.pages.robustness.plots import curve_marks
from minimal_model.dashboard.pages.robustness.results import Answers, compute_answers, study_asked_for, table_of
from minimal_model.dashboard.pages.robustness.state import STUDY, corrected
from minimal_model.dashboard.server.page_app import PageApp
from minimal_model.plots.look import FAMILY, INK, MARK, MUTED, STROKES, Look, frame, heading
from minimal_model.plots.sheet import Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DEFAULT_NAME = "default"
# The height of a row of marks, in parts of that of the changes.
ROW = 0.05
# Compresses, constant, grows.
COLOURS = (MARK, MUTED, STROKES[2].colour)


def answers_for(asked: Asked) -> tuple[Answers, str, list[str]]:
    """Return the numbers of the study and the state that an address asks for, the study's name, and remarks.

    Raises
    ------
    UnknownFigureError
        If the study is not finished.
    """
    state, remarks = corrected(asked.values)
    digest = asked.values.get(STUDY, "")
    study = study_asked_for(digest) if digest else None
    if digest and study is None:
        remarks.append(wording.not_here(digest))
    table = table_of(study)
    if table is None:
        raise UnknownFigureError("This study is not finished.")
    return compute_answers(table, state), study.id if study else DEFAULT_NAME, remarks


def drawing(asked: Asked) -> tuple[Drawing, list[str]]:
    """Return the chosen panels."""
    answers, name, remarks = answers_for(asked)
    names, unknown = chosen_panels(asked.panels, PANELS, PANELS)
    panels = [Panel(panel(answers, chosen)) for chosen in names]
    what = names[0] if len(names) == 1 else "robustness"
    stem = f"{what}_{name}_threshold{answers.state.threshold:g}"
    return Drawing(
        stem, panels, f"{wording.summary(answers)} {wording.chosen(answers.table.specifications)}"
    ), remarks + unknown


def panel(answers: Answers, name: str) -> "Callable[[Axes, Look], None]":
    """Return what draws a part of the page."""
    if name == "shares":
        return partial(_shares, answers)
    if name == "curve":
        return partial(_curve, answers)
    if name == "overall":
        return partial(_bars, answers.explained, wording.overall(answers))
    return partial(_bars, answers.within, wording.within(answers))


def _bars(shares: dict[str, float], title: str, axes: "Axes", look: Look) -> None:
    ordered = sorted(shares.items(), key=lambda item: item[1])
    values = [100 * share for _, share in ordered]
    names = [wording.NAMES[name].removeprefix("the ") for name, _ in ordered]
    bars = axes.barh(range(len(values)), values, color=STROKES[0].colour)
    # Beside the bars, since names are longer than a sheet's margin.
    texts = [f"{value:.0f} % {name}" for value, name in zip(values, names, strict=True)]
    axes.bar_label(bars, texts, padding=2, fontsize=look.small, family=FAMILY)
    axes.set_xlim(0, 150)
    frame(axes, look, "share of the verdict’s variance in %", "")
    axes.set_xticks(range(0, 101, 25))
    axes.set_yticks([])
    heading(axes, look, title)


def _shares(answers: Answers, axes: "Axes", look: Look) -> None:
    chosen = answers.table.specifications
    grid = np.array([[answers.shares[f, binning] for binning in chosen.binning] for f in chosen.activation])
    axes.imshow(grid, cmap="Oranges", vmin=0, vmax=1.6, aspect="auto", interpolation="nearest")
    for (row, column), share in np.ndenumerate(grid):
        text = f"{100 * share:.0f}"
        axes.text(column, row, text, size=look.small, color=INK, family=FAMILY, ha="center", va="center")
    frame(axes, look, "", "")
    axes.set_xticks(range(len(chosen.binning)), chosen.binning, rotation=20, size=0.75 * look.small)
    axes.set_yticks(range(len(chosen.activation)), chosen.activation, size=0.75 * look.small)
    heading(axes, look, "Curves that compress, in %")


def _curve(answers: Answers, axes: "Axes", look: Look) -> None:
    """The changes in their order, and below them on the same axes a mark for each value that was chosen."""
    marks, labels, groups = curve_marks(answers)
    x, changes = np.arange(answers.changes.size), answers.changes
    low, high = float(min(changes.min(), -1)), float(max(changes.max(), 1))
    row = ROW * (high - low)
    bottom = low - (len(labels) + 1) * row
    for verdict, colour in enumerate(COLOURS):
        own = answers.verdicts == verdict
        axes.plot(x[own], changes[own], linestyle="", marker=".", markersize=1.5 * look.scale, color=colour,
                  rasterized=True)  # fmt: skip
    ticks: list[float] = [np.ceil(low), 0.0, np.floor(high)]
    named = [f"{tick:+.0f} bits".replace("-", "\u2212") if tick else "0 bits" for tick in ticks]
    if labels:
        image = np.ones((*marks.shape, 3))
        for verdict, colour in enumerate(COLOURS):
            image[marks == verdict + 1] = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        axes.imshow(image, aspect="auto", interpolation="nearest", extent=(-0.5, x.size - 0.5, bottom, low - row))
        for group in groups[1:]:
            axes.axhline(low - (group + 1) * row, color=INK, linewidth=look.hair)
        # The values of a choice stand in the order in which the caption's study has them.
        ends = [*groups[1:], len(labels)]
        ticks += [low - ((start + end) / 2 + 1) * row for start, end in zip(groups, ends, strict=True)]
        several = [name for name, values in answers.table.specifications.choices.items() if len(values) > 1]
        named += [wording.MANY[name].removeprefix("numbers of ").removeprefix("sizes of the ") for name in several]
    axes.set_xlim(-0.5, x.size - 0.5)
    axes.set_ylim(bottom, high + row)
    frame(axes, look, "curves in the order of their change", "")
    axes.set_xticks([])
    axes.set_yticks(ticks, named, size=0.65 * look.small)
    heading(axes, look, wording.curve_title(answers))


def tables(asked: Asked) -> tuple[Tables, list[str]]:
    """Return the numbers of the page; every curve of the study is a file of its own."""
    answers, name, remarks = answers_for(asked)
    state = answers.state
    pairs = list(answers.shares)
    both = [("all", answers.explained), (state.activation, answers.within)]
    made = [
        Table("shares", "the share of the curves that compress", [
            Column("activation", "the activation function", [activation for activation, _ in pairs]),
            Column("binning", "the ruler", [binning for _, binning in pairs]),
            Column("share", "the share of its curves that compress, from 0 to 1", list(answers.shares.values())),
        ]),
        Table("explained", "what each choice explains of the verdict's variance", [
            Column("activation", "the neuron, or all", [which for which, shares in both for _ in shares]),
            Column("choice", "the choice", [choice for _, shares in both for choice in shares]),
            Column("share", "its share, from 0 to 1", [share for _, shares in both for share in shares.values()]),
        ]),
        Table("curve", "the curves that are drawn of the specification curve, in their order", [
            Column("number", "number of the curve in the study, from 0", answers.numbers),
            Column("change_bits", "its change in bits", answers.changes),
        ]),
    ]  # fmt: skip
    search = urlencode({"threshold": state.threshold, "activation": state.activation} | _named(name))
    about = [
        wording.summary(answers),
        wording.chosen(answers.table.specifications),
        f"every curve: studies/{name}.csv below the root",
    ]
    return Tables(f"robustness_{name}", f"?{search}", about, made), remarks


def _named(name: str) -> dict[str, str]:
    return {} if name == DEFAULT_NAME else {STUDY: name}


def register(app: PageApp) -> None:
    """Connect the addresses."""
    register_exports(app, Exports("robustness", "robustness", drawing, tables))
