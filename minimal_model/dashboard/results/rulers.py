"""One neuron under every binning: its curves, what the core says of each, and a neuron that is judged differently."""

from dataclasses import dataclass, replace

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.binnings import BINNINGS, BY_NAME, Binning
from minimal_model.dashboard.results import curves
from minimal_model.dashboard.results.kept import keep
from minimal_model.dashboard.results.memory import one_large_at_a_time
from minimal_model.explain.verdict import Verdict, verdict
from minimal_model.state.parameters import Parameters

# A curve that nobody has chosen may take about a quarter of a second: so many samples or edges are walked over.
MOST_STEPS = 10_000_000
# The two neurons that the dispute is about. One of them is judged differently from nearly every other.
DISPUTED = ("relu", "tanh")


@dataclass(frozen=True)
class Ruler:
    """A neuron under one binning.

    Attributes
    ----------
    binning : Binning
        The ruler.
    curve : numpy.ndarray, shape (199,), or None
        I(X;T) in bits for every weight of the sweep; None where there is none.
    verdict : Verdict or None
        What the curve does.
    refusal : str
        Why there is no curve.
    refuses : bool
        Whether the activation cannot be measured by it at all, whatever else is chosen.
    """

    binning: Binning
    curve: FloatArray | None = None
    verdict: Verdict | None = None
    refusal: str = ""
    refuses: bool = False


Rulers = tuple[Ruler, ...]


def rulers(parameters: Parameters) -> Rulers:
    """Return the neuron of a state under every binning, in their order; the chosen one whatever it costs."""
    with one_large_at_a_time(parameters.samples):
        return _rulers(_under_all(parameters), parameters.binning)


def _under_all(parameters: Parameters) -> Parameters:
    """Return the state that stands for all that have the same rulers: while its weight is dragged, they are kept."""
    return replace(curves.over_all_weights(parameters), binning=BINNINGS[0], noise=0.0)


@keep
def _rulers(parameters: Parameters, chosen: str) -> Rulers:
    return tuple(_ruler(parameters, name, name == chosen) for name in BINNINGS)


def _ruler(parameters: Parameters, name: str, chosen: bool) -> Ruler:
    """Return one ruler; one that refuses the state or would hold up the others is left out by itself."""
    if refusal := BY_NAME[name].refusal(parameters.function):
        return Ruler(BY_NAME[name], refusal=refusal, refuses=True)
    p = replace(parameters, binning=name)
    try:
        if not chosen and p.ruler.sized_by_width and curves.steps(p) > MOST_STEPS:
            return Ruler(p.ruler, refusal="not measured beside the others: so many bins take long")
        curve = curves.curve(p)
    except ValueError as refused:
        return Ruler(p.ruler, refusal=str(refused))
    return Ruler(p.ruler, curve, verdict(curve))


def verdicts(of: Rulers) -> list[Verdict]:
    """Return the verdicts of those rulers that have one."""
    return [ruler.verdict for ruler in of if ruler.verdict]


def falls(of: Rulers) -> int:
    """Return how many rulers say that the neuron loses information."""
    return sum(given.name == "compresses" for given in verdicts(of))


def contrast(parameters: Parameters, own: Rulers) -> tuple[str, Rulers] | None:
    """Return an activation of which more or fewer rulers say that it loses information, and these rulers.

    All else is as in the state. None if that holds for neither of `DISPUTED`, and where there is no neuron.
    """
    if parameters.recorded:
        return None
    for name in DISPUTED if 2 * falls(own) >= len(verdicts(own)) else DISPUTED[::-1]:
        if name == parameters.function.name:
            continue
        with one_large_at_a_time(parameters.samples):
            others = _rulers(_under_all(replace(parameters, activation=name, formula="")), "")
        # Of as many rulers, or of all where this neuron refuses some.
        comparable = len(verdicts(others)) >= len(verdicts(own))
        if comparable and falls(others) * len(verdicts(own)) != falls(own) * len(verdicts(others)):
            return name, others
    return None


def different_at_the_end(parameters: Parameters) -> int:
    """Return how many different doubles the activations are at the last weight."""
    with one_large_at_a_time(parameters.samples):
        return _different(_under_all(parameters))


@keep
def _different(p: Parameters) -> int:
    y = p.function(p.weights[-1] * curves.sample(p) + p.bias)
    return 1 + int(np.count_nonzero(np.diff(y)))
