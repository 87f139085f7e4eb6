"""What the page says of folding."""

from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.pages.questions.folding_answer import RULERS, FoldingAnswer
from minimal_model.dashboard.pages.questions.wording import enumerated

NO_DENSITY = (
    "The input has no density, so that what folding loses of it cannot be told; the rulers' curves stand below."
)


def sentence(answer: FoldingAnswer) -> str:
    """Say what folding loses of the chosen neuron and of the one that loses most, and what the rulers see of both."""
    p = answer.parameters
    if not answer.losses:
        return NO_DENSITY
    largest = f"w = {number(p.weights[-1], 3)}"
    most = max(answer.losses, key=answer.last)
    text = ""
    if p.formula:
        text = (
            f"{answer.name} is a formula: it is counted sample by sample, its branches are not known, and so neither "
            "is what it loses by folding. "
        )
    elif not p.function.folds:
        falls = {name: answer.fall(answer.name, name) for name in answer.own}
        ruler = max(falls, key=lambda name: falls[name])
        text = f"{answer.name} does not fold, and loses 0 bits by it"
        text += f"; yet its H(T) falls by up to {falls[ruler]:.2f} bits ({ruler}). " if falls[ruler] > 0.005 else ". "
    elif answer.name != most:
        text = f"{_lost(answer, answer.name, largest)} "
    return text + _lost(answer, most, largest)


def _lost(answer: FoldingAnswer, name: str, where: str) -> str:
    falls = ", ".join(f"{answer.fall(name, ruler):.2f} ({ruler})" for ruler in RULERS)
    return (
        f"{name} at {where} loses {answer.last(name):.2f} bits by folding; its H(T) ends below its highest value by "
        f"{falls} bits."
    )


def losses_title(answer: FoldingAnswer) -> str:
    """Say what the plot of all losses shows."""
    p = answer.parameters
    if not answer.losses:
        return "What folding loses: not known of this input"
    at = number(p.chosen_weight, 3)
    if answer.name in answer.chosen:
        return f"Lost by folding: {answer.name} loses {answer.chosen[answer.name]:.2f} bits at w = {at}"
    most = max(answer.chosen, key=lambda name: answer.chosen[name])
    return f"Lost by folding: at w = {at} most by {most}, {answer.chosen[most]:.2f} bits"


def seen_title(answer: FoldingAnswer) -> str:
    """Say what the plot of the chosen neuron shows."""
    lost = "not known" if answer.own_loss is None else f"{answer.chosen.get(answer.name, 0.0):.2f} bits"
    p, below = answer.parameters, answer.below
    seen = [float(bits[p.weight]) for bits in below.values()]
    between = " to ".join(dict.fromkeys(f"{bits:.2f}" for bits in (min(seen), max(seen))))
    at = number(p.chosen_weight, 3)
    return f"{answer.name} at w = {at}: lost by folding {lost}; H(T) is {between} bits below its highest so far"


def alike(answer: FoldingAnswer) -> str:
    """Say which functions lose the same; empty if none do."""
    groups = [name.split(", ") for name in answer.alike if ", " in name]
    return " ".join(f"{enumerated(names)} lose the same: they fold alike, whatever their shape." for names in groups)
