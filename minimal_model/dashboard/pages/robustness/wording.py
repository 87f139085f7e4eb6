"""What the page says of a study in words."""

from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.pages.robustness.results import Answers
from minimal_model.dashboard.studies.store import FAILED, Study
from minimal_model.studies.specifications import Specifications, Value

# What the page calls the choices.
NAMES = {
    "activation": "the neuron (activation)",
    "binning": "the ruler (binning)",
    "bins": "the number of bins",
    "samples": "the number of samples",
    "seed": "the seed",
    "weight_max": "the largest weight",
    "bias": "the bias",
    "estimator": "the estimator",
    "input": "the input",
}
# Several values of a choice, and what stands before a single one.
MANY = {
    "activation": "neurons",
    "binning": "rulers",
    "bins": "numbers of bins",
    "samples": "sizes of the sample",
    "seed": "seeds",
    "weight_max": "largest weights",
    "bias": "biases",
    "estimator": "estimators",
    "input": "inputs",
}
ONE = {
    "activation": "",
    "binning": "",
    "bins": "bins",
    "samples": "samples",
    "seed": "seed",
    "weight_max": "largest weight",
    "bias": "b =",
    "estimator": "",
    "input": "input",
}
NAMED = 2


def counted(curves: int) -> str:
    """Return a number of curves."""
    return "1 curve" if curves == 1 else f"{curves:,} curves"


def percent(share: float, digits: int = 0) -> str:
    """Return a share in percent."""
    return f"{100 * share:.{digits}f} %"


def summary(answers: Answers) -> str:
    """Return the sentence on top: what compresses, and which choices decide."""
    curves, threshold = len(answers.table), number(answers.state.threshold)
    bits = "bit" if threshold in ("0.1", "1") else "bits"
    start = (
        f"At {threshold} {bits}, {percent(answers.share, 1)} of {counted(curves)} compress{'es' if curves == 1 else ''}"
    )
    if not any(answers.explained.values()):
        return f"{start}: the verdict is the same whatever is chosen."
    first, *others = sorted(answers.explained.items(), key=lambda item: -item[1])
    parts = [f"{NAMES[first[0]]} explains {percent(first[1])} of the verdict"]
    named = others if len(others) <= NAMED - 1 else others[: NAMED - 1]
    parts += [f"{NAMES[name]} {percent(share)}" for name, share in named]
    if len(others) > len(named):
        parts.append(f"all else {percent(sum(share for _, share in others[len(named) :]))}")
    return f"{start}; {', '.join(parts)}."


def value_text(name: str, value: Value) -> str:
    """Return the value of a choice as it is read."""
    if isinstance(value, str) or name == "seed":  # a seed is a name rather than a number
        return str(value)
    return f"{value:,}" if isinstance(value, int) else number(value, 6)


def chosen(study: Specifications) -> str:
    """Return what a study is made of: how many values of each choice, and the value of those that have one."""
    choices = study.choices
    several = [f"{len(values):,} {MANY[name]}" for name, values in choices.items() if len(values) > 1]
    single = [
        f"{ONE[name]} {value_text(name, values[0])}".strip() for name, values in choices.items() if len(values) == 1
    ]
    given = f"the same in all of them: {', '.join(single)}" if several else ", ".join(single)
    return f"{' × '.join(several)}; {given}." if several and single else f"{' × '.join(several) or given}."


def judged_alike(answers: Answers) -> str:
    """Return the sentence over the table: which neurons hardly depend on the ruler, and which do most."""
    activations = answers.table.specifications.activation
    spans = {}
    for activation in activations:
        own = [share for (name, _), share in answers.shares.items() if name == activation]
        spans[activation] = max(own) - min(own)
    widest = max(spans, key=lambda name: spans[name])
    narrowest = min(spans, key=lambda name: spans[name])
    if len(answers.table.specifications.binning) == 1 or len(activations) == 1:
        return "The share of the curves that compress, by neuron and ruler."
    return (
        f"The ruler changes the share most for {widest}, by {100 * spans[widest]:.0f} points, "
        f"and least for {narrowest}, by {100 * spans[narrowest]:.0f}."
    )


def within(answers: Answers) -> str:
    """Return the title of the bars of one neuron."""
    own = answers.within
    if not any(own.values()):
        return f"{answers.state.activation}: the verdict never varies"
    most = max(own, key=lambda name: own[name])
    return f"Within {answers.state.activation}: {NAMES[most]} explains {percent(own[most])}"


def overall(answers: Answers) -> str:
    """Return the title of the bars of all neurons."""
    return f"Over all {counted(len(answers.table))}"


def curve_title(answers: Answers) -> str:
    """Return the title of the specification curve."""
    drawn = len(answers.numbers)
    shown = f"{drawn:,} of {len(answers.table):,} curves" if drawn < len(answers.table) else f"all {counted(drawn)}"
    low, high = answers.changes[0], answers.changes[-1]
    return f"{shown}, from {number(float(low))} to +{number(float(max(high, 0)))} bits"


def under_way(study: Study) -> str:
    """Return what is said of a study that has no table yet."""
    if study.state == FAILED:
        return f"This study could not be computed: {study.reason}."
    return f"A study of {counted(len(study.specifications))} is under way; its figures come when it is finished."


def not_here(digest: str) -> str:
    """Return what is said where an address names a study that is not there."""
    return f"the study “{digest[:40]}” is not here: it was cancelled, or was kept long enough; this is the default one"
