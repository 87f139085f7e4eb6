"""What the page of questions says: of each binning, of the verdicts, and of the entropy's sources."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from minimal_model.activations import ACTIVATIONS, NOTEBOOK_ACTIVATIONS, Activation
from minimal_model.binnings import BINNINGS, BY_NAME
from minimal_model.dashboard.page.numbers import MINUS, in_words, number
from minimal_model.dashboard.pages.questions.results import Answers
from minimal_model.dashboard.results.curves import MOST_LATER_SAMPLES
from minimal_model.explain.gain import EntropyGain
from minimal_model.explain.verdict import Verdict, VerdictName
from minimal_model.inputs import NORMAL
from minimal_model.state.parameters import Parameters

ARROWS: dict[VerdictName, str] = {"compresses": "↓", "constant": "=", "grows": "↑"}


def listed(names: list[str]) -> str:
    """Return the names as the subject of a sentence."""
    if len(names) == len(NOTEBOOK_ACTIVATIONS):
        return "All functions are"
    return f"Only {enumerated(names)} {'is' if len(names) == 1 else 'are'}"


def enumerated(names: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def signed(bits: float, digits: int = 2) -> str:
    """Return bits with their sign and all of their digits; zero has no sign."""
    rounded = round(bits, digits)
    return f"{rounded:+.{digits}f}".replace("-", MINUS) if rounded else f"{0:.{digits}f}"


def verdict_bits(given: Verdict) -> float:
    """Return the change that a verdict rests on: the fall as a negative number, or the rise."""
    return given.rise if given.name == "grows" else -given.fall


def answer_title(answers: Answers, binning: str) -> str:
    """Say what a binning makes of the chosen neuron."""
    p = answers.state.parameters
    bits = answers.own[binning][p.weight]
    name = answers.own_verdict(binning).name
    return f"{binning}: {bits:.2f} bits at w = {number(p.chosen_weight, 3)}; {ARROWS[name]}\N{NO-BREAK SPACE}{name}"


def neuron(answers: Answers) -> str:
    """Say what of the chosen neuron its controls in sight do not show: a formula, and an input that is not normal."""
    p = answers.state.parameters
    text = f"Here f(z) = {p.formula}, in place of the activation. " if p.formula else ""
    return (text + (f"Here X ~ {p.distribution.notation}." if p.distribution is not NORMAL else "")).strip()


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
    return f"{cell(given)}: {activation}, {binning} {given.name}; {why}. Open in the explorer."


def map_summary(answers: Answers) -> str:
    """Say how far the verdicts depend on the binning: those on the notebook's functions, and those on later ones."""
    names = tally(answers, NOTEBOOK_ACTIVATIONS)
    agreed = [name for name in NOTEBOOK_ACTIVATIONS if len(set(verdicts_on(answers, name))) == 1]
    same = f"{listed(agreed)} judged alike" if agreed else "Not one function is judged alike"
    later = [name for name in ACTIVATIONS if name not in NOTEBOOK_ACTIVATIONS]
    others = tally(answers, later)
    return (
        f"Of {names.total()} verdicts {names['compresses']} say “compresses”, {names['constant']} “constant” and "
        f"{names['grows']} “grows”. {same} by all {in_words(len(BINNINGS))} binnings."
        f"{rounding(answers, NOTEBOOK_ACTIVATIONS)} Of the {others.total()} on later functions, below the line, "
        f"{others['compresses']} say “compresses”.{rounding(answers, later)}{first_samples(answers.state.parameters)}"
    )


def first_samples(p: Parameters) -> str:
    """Say of how many samples the later functions are counted, where it is not of all."""
    fewer = p.samples > MOST_LATER_SAMPLES
    return f" They are counted of the first {MOST_LATER_SAMPLES:,} samples." if fewer else ""


def tally(answers: Answers, names: Sequence[str]) -> Counter[VerdictName]:
    """Return how often each verdict is given on some functions."""
    return Counter(given for name in names for given in verdicts_on(answers, name))


def verdicts_on(answers: Answers, name: str) -> list[VerdictName]:
    """Return the verdicts on a function by all binnings that can measure it."""
    return [given.name for (activation, _), given in answers.verdicts.items() if activation == name]


def rounding(answers: Answers, among: Sequence[str]) -> str:
    """Say which falls are only the number format's: bins that are equally full can lose f no other way."""
    text = ""
    for binning in (binning for binning in BY_NAME.values() if binning.equally_full):
        names = [
            name
            for name in among
            if ACTIVATIONS[name].rises == (-np.inf, np.inf)
            and (given := answers.verdicts.get((name, binning.name)))
            and given.name == "compresses"
        ]
        if names:
            text += (
                f" Under {binning.label} {enumerated(names)} {'falls' if len(names) == 1 else 'fall'} only because "
                "doubles round saturated values, so that samples tie."
            )
    return text


def split_title(answers: Answers) -> str:
    """Say what H(T) is made of at the chosen weight, and where it is largest."""
    p, split = answers.state.parameters, answers.split
    k, best = p.weight, int(np.argmax(split.entropy))
    total, shared = round(split.entropy[k], 2), round(split.shared[k], 2)
    return (
        f"H(T) = {total:.2f} bits at w = {number(p.chosen_weight, 3)}: {shared:.2f} shared + {total - shared:.2f} "
        f"within; largest {split.entropy[best]:.2f} at w = {number(p.weights[best], 3)}"
    )


def joint_title(answers: Answers) -> str:
    """Say what the heat map shows, or why there is none."""
    table = answers.table
    if table is None:
        return "Joint table: too many bins to be drawn; choose a larger bin width."
    across, up = (int((table.counts.sum(axis=axis) > 0).sum()) for axis in (1, 0))
    pairs = int((table.counts > 0).sum())
    return f"Joint table: {across} occupied bins of X and {up} of Y meet in {pairs} pairs"


def equalisation_title(gap: float) -> str:
    """Say how far the rescaled activation is from the distribution function of the input."""
    return f"Share of the bins against share of the inputs; largest gap {gap:.2f}"


def folded_title(function: Activation) -> str:
    """Say why the rescaled activation of such a function is not held against the distribution function."""
    folds = "f folds" if function.folds else "A formula may fold"
    return f"{folds}: the bins below f(wx + b) are not those of the inputs below x"


def mechanism(answers: Answers) -> str:
    """Say which mechanism is at work at the chosen weight, from the numbers.

    The steps are rounded so that they add up to the difference on the page.
    """
    p, gain = answers.state.parameters, answers.gain
    if gain is None:
        return _of_formula(answers)
    total, of_input = round(gain.entropy, 2), round(gain.input_entropy, 2)
    difference, number_of_bins, tails = round(total - of_input, 2), round(gain.number, 2), round(gain.clipping, 2)
    folding = round(gain.folding, 2)
    return (
        f"{_carries(answers, total, of_input)}{_number(gain, p.function.folds, number_of_bins)} "
        f"{_tails(answers, tails)} "
        f"{_equalisation(answers, gain, round(difference - number_of_bins - tails - folding, 2))}"
        f"{_folding(answers, folding)}"
    )


def _carries(answers: Answers, total: float, of_input: float) -> str:
    p, difference = answers.state.parameters, round(total - of_input, 2)
    how = "as much as" if difference == 0 else f"{abs(difference):.2f} {'more' if difference > 0 else 'less'} than"
    drawn = "" if p.distribution is NORMAL else f", X ~ {p.distribution.notation}"
    return (
        f"{p.function.name} at w = {number(p.chosen_weight, 3)}, b = {number(p.bias)}{drawn}, {p.binning} bins: T "
        f"carries {total:.2f} bits, {how} the {of_input:.2f} of the binned input."
    )


def _of_formula(answers: Answers) -> str:
    split = answers.split
    total = float(split.entropy[answers.state.parameters.weight])
    return (
        f"{_carries(answers, round(total, 2), round(split.input_entropy, 2))} Which changes of the cuts lead there is "
        "not told of a formula: it is counted sample by sample, and neither its inverse nor its branches are known."
    )


def _folding(answers: Answers, bits: float) -> str:
    if not answers.state.parameters.setup.activation.folds:
        return ""
    return f" Folding: {signed(bits)} bits; intervals of the input on different branches of f share a bin of Y."


def _number(gain: EntropyGain, folds: bool, bits: float) -> str:
    if gain.reached == gain.input_bins:
        return ""
    pieces = "bins of Y, apart on each branch of f," if folds else "bin of Y" if gain.reached == 1 else "bins of Y"
    bins = f"{gain.reached:,} {pieces} and {gain.input_bins:,} of X"
    return f" Number of bins: {signed(bits)} bits; {bins} cover the samples."


def _tails(answers: Answers, bits: float) -> str:
    counts = answers.binned.counts
    occupied = np.flatnonzero(counts)
    if occupied.size == 1:
        return f"Clipped tails: {signed(bits)} bits; all samples share one bin of Y."
    low, high = (f"{100 * counts[k] / counts.sum():.0f} %" for k in (occupied[0], occupied[-1]))
    finer = ", and the inputs between them get finer bins" if bits > 0 else ""
    return (
        f"Clipped tails: {signed(bits)} bits; the outermost occupied bins of Y hold {low} and {high} of the "
        f"samples{finer}."
    )


def _equalisation(answers: Answers, gain: EntropyGain, bits: float) -> str:
    # With fewer bins there is nothing between the outermost cuts that could be spaced.
    if gain.reached < 4:
        return f"Equalisation: {signed(bits)} bits; there are too few bins to be spaced."
    by_input = answers.state.parameters.ruler.invariant
    spaced = "this binning spaces them" if by_input else "f spaces them"
    if bits == 0:
        return (
            f"Equalisation: {signed(bits)} bits; as {spaced}, the inner bins are as equally full as evenly spaced ones."
        )
    compared = "more" if bits > 0 else "less"
    inner = f"the inner bins are {compared} equally full than evenly spaced ones"
    return f"Equalisation: {signed(bits)} bits; as {spaced}, {inner}."
