"""What the page of questions gives to take along: each of its answers for paper, and their numbers."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from minimal_model.binnings import BINNINGS, BY_NAME
from minimal_model.dashboard.exports.asked import Asked, chosen_panels
from minimal_model.dashboard.exports.drawing import Drawing
from minimal_model.dashboard.exports.routes import Exports
from minimal_model.dashboard.exports.routes import register as register_exports
from minimal_model.dashboard.exports.tables import Column, Table, Tables, state_lines, weight_column
from minimal_model.dashboard.pages.questions import further_exports
from minimal_model.dashboard.pages.questions.plots import HEADROOM, REACH
from minimal_model.dashboard.pages.questions.results import Answers, compute_answers, rescaled_activation
from minimal_model.dashboard.pages.questions.state import corrected
from minimal_model.dashboard.pages.questions.wording import ARROWS
from minimal_model.dashboard.server.page_app import PageApp
from minimal_model.explain.verdict import verdict
from minimal_model.inputs import with_density
from minimal_model.plots.curve import draw_curves, mark_weight
from minimal_model.plots.look import Look, heading
from minimal_model.plots.parts import draw_equalisation, draw_joint, draw_split
from minimal_model.plots.sheet import Panel
from minimal_model.state.names import file_stem

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PARTS = ("split", "joint", "equalisation")
PANELS = (*BINNINGS, *PARTS, *further_exports.PANELS)
# What is a figure by itself, and not one of several answers.
ALONE = {*PARTS, *further_exports.PANELS}


def drawing(asked: Asked) -> tuple[Drawing, list[str]]:
    """Return the chosen answers."""
    state, remarks = corrected(asked.values)
    names, unknown = chosen_panels(asked.panels, PANELS, BINNINGS)
    answers = compute_answers(state)
    panels = [Panel(panel(answers, name)) for name in names]
    p, only = state.parameters, set(names)
    what = names[0] if len(names) == 1 and only <= ALONE else "answers"
    told = further_exports.told(state, only)
    if only <= set(BINNINGS):
        told += "; ↓ compresses, = constant, ↑ grows; dashed: the binned input; dotted: the ceiling log₂(bins)"
    return Drawing(file_stem(p, what, weight=True), panels, told), remarks + unknown


def panel(answers: Answers, name: str) -> Callable[["Axes", Look], None]:
    """Return what draws an answer."""
    if name in BY_NAME:
        return partial(_answer, answers, name)
    if name in further_exports.PANELS:
        return further_exports.panel(answers.state, name)
    return partial({"split": _split, "joint": _joint, "equalisation": _equalisation}[name], answers)


def _answer(answers: Answers, binning: str, axes: "Axes", look: Look) -> None:
    p = answers.state.parameters
    if binning in answers.refusals:
        axes.set_axis_off()
        heading(axes, look, f"{binning}: not for {p.function.name}")
        return
    curve, levels = answers.own[binning], [answers.input_entropy, float(np.log2(p.bins))]
    top = HEADROOM * max(*levels, *(float(values.max()) for values in answers.own.values()))
    name = answers.own_verdict(binning).name
    draw_curves(axes, p.weights, [(binning, curve)], [] if BY_NAME[binning].sized_by_width else levels, top, look=look)
    mark_weight(axes, p.chosen_weight, float(curve[p.weight]), look)
    heading(axes, look, f"{binning}: {curve[p.weight]:.2f} bits {ARROWS[name]}")


def _split(answers: Answers, axes: "Axes", look: Look) -> None:
    p = answers.state.parameters
    draw_split(axes, p.weights, answers.split, answers.ceiling, p.bins, p.weight, look=look)


def _joint(answers: Answers, axes: "Axes", look: Look) -> None:
    if answers.table is None:
        axes.set_axis_off()
        heading(axes, look, "Joint table: too many bins to be drawn")
        return
    draw_joint(axes, answers.table, answers.state.parameters.ruler.invariant, look=look)


def _equalisation(answers: Answers, axes: "Axes", look: Look) -> None:
    population = with_density(answers.state.parameters.distribution)
    draw_equalisation(axes, *rescaled_activation(answers, -REACH, REACH), population, look=look)


def tables(asked: Asked) -> tuple[Tables, list[str]]:
    """Return the numbers of the page."""
    state, remarks = corrected(asked.values)
    answers, p = compute_answers(state), state.parameters
    made = [curves_table(answers), verdicts_table(answers), split_table(answers)]
    made += [*gain_table(answers), *joint_table(answers), equalisation_table(answers), *further_exports.tables(state)]
    about = [*state_lines(p), f"threshold = {state.threshold} bits", f"w = {p.chosen_weight:.6g}"]
    return Tables(file_stem(p, "questions"), p.search, about, made), remarks


def curves_table(answers: Answers) -> Table:
    """Return the curves of every function under every binning."""
    p, every, weights = answers.state.parameters, answers.every_curve, answers.state.parameters.weights
    pairs = list(every)
    counted = [answers.counted(activation) for activation, _ in pairs]
    columns = [
        Column("activation", "the activation function", [activation for activation, _ in pairs for _ in weights]),
        Column("binning", "the ruler", [binning for _, binning in pairs for _ in weights]),
        Column("index", "number of the weight in the sweep, from 0", list(range(weights.size)) * len(pairs)),
        weight_column(p, len(pairs)),
        Column(
            "samples",
            "how many were counted",
            np.repeat(counted, weights.size).tolist(),
        ),
        Column("mi_bits", "I(X;T) = H(T) in bits", np.concatenate(list(every.values()))),
    ]
    return Table("curves", "mutual information over the weights", columns)


def verdicts_table(answers: Answers) -> Table:
    """Return the map of verdicts."""
    given = {pair: verdict(curve, answers.state.threshold) for pair, curve in answers.every_curve.items()}
    columns = [
        Column("activation", "the activation function", [activation for activation, _ in given]),
        Column("binning", "the ruler", [binning for _, binning in given]),
        Column("verdict", "what the curve does, by the threshold", [v.name for v in given.values()]),
        Column("fall_bits", "from its highest value to its last, in bits", [v.fall for v in given.values()]),
        Column("rise_bits", "from its lowest value to its last, in bits", [v.rise for v in given.values()]),
    ]
    return Table("verdicts", "the verdict on every function under every binning", columns)


def split_table(answers: Answers) -> Table:
    """Return the two parts of the chosen curve."""
    split = answers.split
    columns = [
        Column("index", "number of the weight in the sweep, from 0", range(split.entropy.size)),
        weight_column(answers.state.parameters),
        Column("entropy_bits", "H(T) in bits", split.entropy),
        Column("shared_bits", "I(bin X; T) in bits", split.shared),
        Column("conditional_bits", "H(T | bin X) in bits", split.conditional),
    ]
    return Table("split", f"where H(T) comes from; H(bin X) = {split.input_entropy!r} bits", columns)


def gain_table(answers: Answers) -> list[Table]:
    """Return the changes that lead from bin X to T; nothing for a formula."""
    gain = answers.gain
    if gain is None:
        return []
    rows = {
        "H(bin X)": gain.input_entropy, "number of bins": gain.number, "clipped tails": gain.clipping,
        "equalisation": gain.equalisation, "folding": gain.folding, "H(T)": gain.entropy,
    }  # fmt: skip
    columns = [
        Column("step", "from the binned input to T", list(rows)),
        Column("bits", "entropies, and changes between them, in bits", list(rows.values())),
    ]
    return [Table("gain", "the changes that lead from the binned input to T, at the chosen weight", columns)]


def joint_table(answers: Answers) -> list[Table]:
    """Return the cells of the joint table that hold samples; nothing where it has too many cells."""
    table = answers.table
    if table is None:
        return []
    x, y = table.counts.nonzero()
    columns = [
        Column("x_lower", "lower edge of the bin of X", table.input_edges[x]),
        Column("x_upper", "upper edge of the bin of X", table.input_edges[x + 1]),
        Column("y_lower", "lower edge of the bin of Y", table.edges[y]),
        Column("y_upper", "upper edge of the bin of Y", table.edges[y + 1]),
        Column("count", "samples in both", table.counts[x, y]),
    ]
    return [Table("joint", "samples by bin of X and bin of Y at the chosen weight, where there are any", columns)]


def equalisation_table(answers: Answers) -> Table:
    """Return how the bins and the inputs are shared out over the input line."""
    x, share = rescaled_activation(answers, -REACH, REACH)
    columns = [
        Column("x", "input X", x),
        Column("bins_below", "share of the occupied bins below it", share),
        Column("inputs_below", "share of the inputs below it", answers.state.parameters.distribution.cdf(x)),
    ]
    return Table("equalisation", "share of the bins against share of the inputs, at the chosen weight", columns)


def register(app: PageApp) -> None:
    """Connect the addresses."""
    register_exports(app, Exports("questions", "questions", drawing, tables))
