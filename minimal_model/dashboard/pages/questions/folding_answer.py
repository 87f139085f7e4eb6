"""The answer to "What does folding lose?": H(branch | Y) in bits, beside what the rulers see of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from minimal_model.activations import ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.binnings import BINNINGS, BY_NAME
from minimal_model.dashboard.pages.questions.results import own_curves
from minimal_model.dashboard.pages.questions.state import State
from minimal_model.dashboard.results import curves
from minimal_model.dashboard.results.curves import Curves
from minimal_model.dashboard.results.folds import FOLDING, Loss, loss, losses
from minimal_model.state.parameters import Parameters

# The rulers that can measure functions that fold.
RULERS = tuple(name for name in BINNINGS if not BY_NAME[name].refusal(ACTIVATIONS[FOLDING[0]]))


@dataclass(frozen=True)
class FoldingAnswer:
    """What folding loses, and what is seen of it.

    Attributes
    ----------
    state : State
        The state this was computed for.
    losses : mapping of str to Loss
        What each function that folds loses; empty where the input has no density, so that nothing can be said.
    curves : mapping of (activation, binning) to numpy.ndarray, shape (199,)
        H(T) in bits.
    own : mapping of str to numpy.ndarray, shape (199,)
        The curves of the chosen neuron by binning.
    chosen : mapping of str to float
        What each function loses at the chosen weight; not there where it is not known.
    """

    state: State
    losses: Mapping[str, Loss]
    curves: Curves
    own: Mapping[str, FloatArray]
    chosen: Mapping[str, float]

    @property
    def parameters(self) -> Parameters:
        """The parameters of the state."""
        return self.state.parameters

    @property
    def name(self) -> str:
        """The name of the chosen function."""
        return self.parameters.function.name

    @property
    def own_loss(self) -> Loss | None:
        """What the chosen function loses; None where that is not known."""
        if self.parameters.formula:
            return None
        if self.parameters.function.folds:
            return self.losses.get(self.name)
        return Loss(np.array([0, self.parameters.weights.size - 1]), np.zeros(2))

    @cached_property
    def alike(self) -> dict[str, Loss]:
        """The losses with one name for all functions that lose the same: even ones fold alike, whatever their shape."""
        groups: dict[str, Loss] = {}
        for name, lost in self.losses.items():
            same = next((key for key, other in groups.items() if _agree(lost, other)), "")
            if same:
                groups = {f"{key}, {name}" if key == same else key: other for key, other in groups.items()}
            else:
                groups[name] = lost
        return groups

    def last(self, name: str) -> float:
        """Return what a function that folds loses at the largest weight."""
        return float(self.losses[name].bits[-1])

    def fall(self, name: str, binning: str) -> float:
        """Return how far H(T) of a function ends below its highest value, under a ruler that can measure it."""
        curve = self.own[binning] if name == self.name else self.curves[name, binning]
        return float(curve.max() - curve[-1])

    @property
    def below(self) -> dict[str, FloatArray]:
        """How far H(T) of the chosen neuron lies below its highest value so far, for each ruler that can measure it."""
        return {name: np.maximum.accumulate(curve) - curve for name, curve in self.own.items()}


def compute_folding(state: State) -> FoldingAnswer:
    """Compute the answer for a state."""
    p = state.parameters
    drawn = curves.all_curves(p)
    own, _ = own_curves(p, drawn)
    try:
        found = losses(p)
        chosen = {name: loss(_of(p, name)) for name in FOLDING}
    except ValueError:  # a column of data
        found, chosen = {}, {}
    return FoldingAnswer(state, found, drawn, own, chosen)


def _of(p: Parameters, name: str) -> Parameters:
    return replace(p, activation=name, formula="", binning=RULERS[0])


def _agree(one: Loss, other: Loss) -> bool:
    return np.array_equal(one.indices, other.indices) and bool(np.allclose(one.bits, other.bits, rtol=0, atol=1e-9))
