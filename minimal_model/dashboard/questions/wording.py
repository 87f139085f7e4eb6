"""What the page of questions says: of each binning, of the verdicts, and of the entropy's sources."""

from collections import Counter

import numpy as np

from minimal_model.activations import ACTIVATIONS
from minimal_model.binning import BINNINGS
from minimal_model.dashboard.questions.answers import Answers
from minimal_model.dashboard.wording import MINUS, number
from minimal_model.verdict import Verdict, VerdictName

# Binning → what its bins are, the question it answers, where it fails.
ANSWERS_AND_FAILURES: dict[str, tuple[str, str, str]] = {
    "global": (
        "Equal bins between the extremes over all weights.",
        "What does a measurement of fixed resolution see?",
        "The largest weight of the sweep sets the resolution: change it and every value changes.",
    ),
    "per-weight": (
        "Equal bins between the extremes of each weight.",
        "How does the shape of the distribution change, whatever its scale?",
        "The two outermost samples set the bins. For unbounded f there is no limit for ever more samples.",
    ),
    "function-limits": (
        "Equal bins between the limits of f (Shwartz-Ziv & Tishby 2017; Saxe et al. 2018, Fig. 2).",
        "How much of its range does the neuron use?",
        "relu and its like have no upper limit, so the largest activation of the sweep takes its place.",
    ),
    "fixed-width": (
        "Bins of a constant width.",
        "What does a detector see whose precision does not change?",
        "The width is a choice of units: halve it and a smooth density gains one bit at every weight.",
    ),
    "net-input": (
        "Equal bins on z = wX + b, carried over by f (Saxe et al. 2018, appendix C).",
        "What does the neuron know, if precision is as fine as the saturation asks?",
        "It looks past f: every strictly increasing f gives the linear neuron’s curve.",
    ),
    "equal-frequency": (
        "Bins that hold equally many samples; tied samples share one.",
        "How many inputs can be told apart by rank alone?",
        "It is log₂(bins) for every strictly increasing f, whatever the weight. It falls only where samples tie: on "
        "flat pieces, and where saturation rounds.",
    ),
}

ARROWS: dict[VerdictName, str] = {"compresses": "↓", "constant": "=", "grows": "↑"}


def listed(names: list[str]) -> str:
    """Return the names as the subject of a sentence."""
    if len(names) == 1:
        return f"Only {names[0]} is"
    if len(names) == len(ACTIVATIONS):
        return "All functions are"
    return f"Only {', '.join(names[:-1])} and {names[-1]} are"


def signed(bits: float, digits: int = 2) -> str:
    """Return bits with their sign and all of their digits."""
    return f"{bits:+.{digits}f}".replace("-", MINUS)


def verdict_bits(given: Verdict) -> float:
    """Return the change that a verdict rests on: the fall as a negative number, or the rise."""
    return given.rise if given.name == "grows" else -given.fall


def answer_title(answers: Answers, binning: str) -> str:
    """Say what a binning makes of the chosen neuron."""
    p = answers.state.parameters
    bits = answers.own_curve(binning)[p.weight]
    name = answers.verdicts[p.activation, binning].name
    return f"{binning}: {bits:.2f} bits at w = {number(p.chosen_weight, 3)}; {ARROWS[name]} {name}"


def cell(given: Verdict) -> str:
    """Return the text of a cell of the map."""
    return f"{ARROWS[given.name]} {signed(verdict_bits(given)) if given.name != 'constant' else ''}".strip()


def cell_label(activation: str, binning: str, given: Verdict) -> str:
    """Return a cell in words."""
    if given.name == "compresses":
        why = f"it ends {given.fall:.2f} bits below its highest value"
    elif given.name == "grows":
        why = f"it ends {given.rise:.2f} bits above its lowest value"
    else:
        why = "it ends near its highest and its lowest value"
    return f"{activation}, {binning}: {given.name}; {why}. Open in the explorer."


def map_summary(answers: Answers) -> str:
    """Say how far the verdicts depend on the binning."""
    names = Counter(given.name for given in answers.verdicts.values())
    agreed = [
        activation
        for activation in ACTIVATIONS
        if len({answers.verdicts[activation, binning].name for binning in BINNINGS}) == 1
    ]
    same = f"{listed(agreed)} judged alike" if agreed else "Not one function is judged alike"
    total = len(answers.verdicts)
    return (
        f"Of {total} verdicts {names['compresses']} say “compresses”, {names['constant']} “constant” and "
        f"{names['grows']} “grows”. {same} by all six binnings."
    )


def split_title(answers: Answers) -> str:
    """Say what H(T) is made of at the chosen weight, and where it is largest."""
    p, split = answers.state.parameters, answers.split
    k = p.weight
    best = int(np.argmax(split.entropy))
    return (
        f"H(T) = {split.entropy[k]:.2f} bits at w = {number(p.chosen_weight, 3)}: {split.shared[k]:.2f} shared + "
        f"{split.conditional[k]:.2f} within; largest {split.entropy[best]:.2f} at w = {number(p.weights[best], 3)}"
    )


def joint_title(answers: Answers) -> str:
    """Say what the heat map shows, or why there is none."""
    table = answers.table
    if table is None:
        return "Joint table: too many bins to be drawn; choose a larger bin width."
    across, up = (int((table.counts.sum(axis=axis) > 0).sum()) for axis in (1, 0))
    pairs = int((table.counts > 0).sum())
    return f"Joint table: {across} bins of X and {up} of Y meet in {pairs} pairs"


def equalisation_title(answers: Answers, gap: float) -> str:
    """Say how far the rescaled activation is from the distribution function of the input."""
    return f"Share of the bins against share of the inputs; largest gap {gap:.2f}"


def mechanism(answers: Answers) -> str:
    """Say which mechanism is at work at the chosen weight, from the numbers."""
    p, gain = answers.state.parameters, answers.gain
    difference = gain.entropy - gain.input_entropy
    neuron = f"{p.activation} at w = {number(p.chosen_weight, 3)}, b = {number(p.bias)}, {p.binning} bins"
    if abs(difference) < 0.005:
        verdict = f"{neuron}: T carries as much entropy as the binned input, {gain.input_entropy:.2f} bits."
    else:
        how = "more" if difference > 0 else "less"
        verdict = (
            f"{neuron}: T carries {gain.entropy:.2f} bits, {abs(difference):.2f} {how} than the "
            f"{gain.input_entropy:.2f} of the binned input."
        )
    return f"{verdict} {_clipping(answers)} {_equalisation(answers)}"


def _clipping(answers: Answers) -> str:
    gain, counts = answers.gain, answers.binned.counts
    if gain.reached != gain.input_bins:
        bins = f"{gain.reached:,} bins of Y cover the samples, and {gain.input_bins:,} bins of X"
        return f"Number of bins and clipped tails: {signed(gain.clipping)} bits. At this weight {bins}."
    if abs(gain.clipping) < 0.005:
        return "Clipped tails: none; the end bins reach no further in than those of X."
    occupied = np.flatnonzero(counts)
    ends = [100 * counts[k] / counts.sum() for k in (occupied[0], occupied[-1])]
    share = f"{ends[0]:.0f} % and {ends[1]:.0f} % of the samples"
    effect = "the inputs in between get finer bins" if gain.clipping > 0 else "too many inputs share them"
    return f"Clipped tails: {signed(gain.clipping)} bits. The two end bins hold {share}, and {effect}."


def _equalisation(answers: Answers) -> str:
    gain = answers.gain
    # These two set their bins by the input, whatever the shape of f.
    by_input = answers.state.parameters.binning in ("net-input", "equal-frequency")
    if abs(gain.equalisation) < 0.005:
        return "Equalisation: none; between the end bins the cuts of the input line are evenly spaced."
    amount = f"Equalisation: {signed(gain.equalisation)} bits."
    if gain.equalisation > 0:
        cause = "The bins lie closer" if by_input else "f is steepest and its bins lie closer"
        return f"{amount} {cause} where the inputs crowd, so that the bins are more equally full."
    cause = "The spacing of the bins" if by_input else "The bend of f"
    return f"{amount} {cause} crowds the samples into fewer bins instead of spreading them."
