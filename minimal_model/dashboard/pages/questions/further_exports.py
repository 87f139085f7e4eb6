"""What the answers that take a moment give to take along: figures for paper, and their numbers."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from minimal_model.activations import NOTEBOOK_ACTIVATIONS
from minimal_model.binnings import BINNINGS
from minimal_model.dashboard.exports.tables import Column, Table, sweep_decimals, weight_column
from minimal_model.dashboard.pages.questions import noise_exports
from minimal_model.dashboard.pages.questions.folding_answer import FoldingAnswer, compute_folding
from minimal_model.dashboard.pages.questions.inputs_wording import names_of
from minimal_model.dashboard.pages.questions.state import State
from minimal_model.dashboard.results.across_inputs import MOST_SAMPLES, PAIRS, AcrossInputs, across_inputs
from minimal_model.explain.verdict import VERDICTS
from minimal_model.inputs import INPUTS
from minimal_model.plots.folding import draw_losses
from minimal_model.plots.look import Look, heading
from minimal_model.plots.verdicts import draw_verdicts
from minimal_model.state.names import MINUS, caption

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANELS = ("folding", "seen", "inputs", *noise_exports.PANELS)


def panel(state: State, name: str) -> Callable[["Axes", Look], None]:
    """Return what draws one of `PANELS`."""
    if name in noise_exports.PANELS:
        return noise_exports.panel(state, name)
    if name == "inputs":
        return partial(_inputs, across_inputs(state.parameters, state.threshold))
    return partial({"folding": _losses, "seen": _seen}[name], compute_folding(state))


def _losses(answer: FoldingAnswer, axes: "Axes", look: Look) -> None:
    if not answer.losses:
        axes.set_axis_off()
        heading(axes, look, "Lost by folding: not known of this input")
        return
    p = answer.parameters
    lines = {name: (p.weights[lost.indices], lost.bits) for name, lost in answer.alike.items()}
    draw_losses(axes, lines, p.chosen_weight, "H(branch | Y) in bits", look=look)


def _seen(answer: FoldingAnswer, axes: "Axes", look: Look) -> None:
    p, lost = answer.parameters, answer.own_loss
    lines = {f"H(T) below its highest: {name}": (p.weights, bits) for name, bits in answer.below.items()}
    first = None if lost is None else (p.weights[lost.indices], lost.bits)
    draw_losses(axes, lines, p.chosen_weight, "bits", look=look, first=first)


def _inputs(across: AcrossInputs, axes: "Axes", look: Look) -> None:
    numbers = [[VERDICTS.index(given) for given in names_of(across, pair)] for pair in PAIRS]
    shape = len(NOTEBOOK_ACTIVATIONS), len(BINNINGS), len(INPUTS)
    draw_verdicts(axes, np.array(numbers).reshape(shape), NOTEBOOK_ACTIVATIONS, BINNINGS, VERDICTS, look=look)


def told(state: State, names: set[str]) -> str:
    """Return what stands below chosen panels: no neuron where they rest on none."""
    p = state.parameters
    order = (
        f"verdicts by ruler for every input, from left to right {', '.join(INPUTS)}; threshold {state.threshold:g} bits"
    )
    if names != {"inputs"}:
        return caption(p) + (f"; {order}" if "inputs" in names else "")
    bins = f"{p.bins} bins, or of width {p.width:g}, w < {p.weight_max}, b = {p.bias:g}".replace("-", MINUS)
    return f"{bins}, {min(p.samples, MOST_SAMPLES):,} samples, seed {p.seed}, {p.estimator} estimator; {order}"


def tables(state: State) -> list[Table]:
    """Return the numbers."""
    answer = compute_folding(state)
    across = across_inputs(state.parameters, state.threshold)
    own = [*losses_table(answer), seen_table(answer), inputs_table(across), entropies_table(across)]
    return [*own, *noise_exports.tables(state)]


def losses_table(answer: FoldingAnswer) -> list[Table]:
    """Return what folding loses; nothing where the input has no density."""
    if not answer.losses:
        return []
    decimals = sweep_decimals(answer.parameters)
    rows = [(name, k, bits) for name, lost in answer.losses.items()
            for k, bits in zip(lost.indices.tolist(), lost.bits.tolist(), strict=True)]  # fmt: skip
    columns = [
        Column("activation", "the activation function", [name for name, _, _ in rows]),
        Column("index", "number of the weight in the sweep, from 0", [k for _, k, _ in rows]),
        Column("w", "weight w", [decimals[k] for _, k, _ in rows]),
        Column("lost_bits", "H(branch | Y) in bits", [bits for _, _, bits in rows]),
    ]
    return [Table("folding", "what folding loses, at some of the weights; no samples, no bins", columns)]


def seen_table(answer: FoldingAnswer) -> Table:
    """Return how far H(T) of the chosen neuron lies below its highest value so far."""
    p, below = answer.parameters, answer.below
    columns = [
        Column("binning", "the ruler", [name for name in below for _ in p.weights]),
        Column("index", "number of the weight in the sweep, from 0", list(range(p.weights.size)) * len(below)),
        weight_column(p, len(below)),
        Column(
            "below_bits", "highest H(T) up to this weight, less H(T), in bits", np.concatenate(list(below.values()))
        ),
    ]
    return Table("seen", "what the rulers show of the chosen neuron as lost", columns)


def inputs_table(across: AcrossInputs) -> Table:
    """Return the verdicts for every input."""
    rows = [(name, pair, given) for name, verdicts in across.verdicts.items() for pair, given in verdicts.items()]
    columns = [
        Column("input", "what the inputs are drawn from", [name for name, _, _ in rows]),
        Column("activation", "the activation function", [activation for _, (activation, _), _ in rows]),
        Column("binning", "the ruler", [binning for _, (_, binning), _ in rows]),
        Column("verdict", "what the curve does, by the threshold", [given.name for _, _, given in rows]),
        Column("fall_bits", "from its highest value to its last, in bits", [given.fall for _, _, given in rows]),
        Column("rise_bits", "from its lowest value to its last, in bits", [given.rise for _, _, given in rows]),
    ]
    about = f"the verdicts on the notebook's functions for every input, of {across.samples:,} samples"
    return Table("inputs", about, columns)


def entropies_table(across: AcrossInputs) -> Table:
    """Return H(bin X) of every input."""
    columns = [
        Column("input", "what the inputs are drawn from", list(across.entropies)),
        Column("input_bits", "H(bin X) in bits, for as many bins", list(across.entropies.values())),
    ]
    return Table("input_entropies", "the entropy of the binned input", columns)
