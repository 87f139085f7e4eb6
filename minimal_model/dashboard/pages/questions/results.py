"""The numbers of the page of questions: all curves, their verdicts, and one curve taken apart."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.curve import BinnedActivations
from minimal_model.dashboard.pages.questions.state import State
from minimal_model.dashboard.results import curves, parts
from minimal_model.explain.decomposition import EntropyDecomposition, JointTable
from minimal_model.explain.gain import EntropyGain
from minimal_model.explain.verdict import Verdict, verdict

# So many points draw a function without corners.
POINTS = 241


@dataclass(frozen=True)
class Answers:
    """What the page shows for a state.

    Attributes
    ----------
    state : State
        The state this was computed for.
    x : numpy.ndarray, shape (samples,)
        The input samples in ascending order.
    curves : mapping of (activation, binning) to numpy.ndarray, shape (199,)
        Mutual information in bits.
    verdicts : mapping of (activation, binning) to Verdict
        What each curve does, by the state's threshold.
    input_entropy : float
        H(bin X) in bits, for as many bins.
    split : EntropyDecomposition
        The chosen curve taken apart.
    gain : EntropyGain
        The two mechanisms at the chosen weight.
    binned : BinnedActivations
        The bins at the chosen weight.
    table : JointTable or None
        The occupied part of the joint table at the chosen weight; None if it has too many cells to be drawn.
    """

    state: State
    x: FloatArray
    curves: curves.Curves
    verdicts: Mapping[tuple[str, str], Verdict]
    input_entropy: float
    split: EntropyDecomposition
    gain: EntropyGain
    binned: BinnedActivations
    table: JointTable | None

    @property
    def ceiling(self) -> float | None:
        """log2(bins), None where the width sets the number of bins."""
        return curves.ceiling(self.state.parameters)

    def own_curve(self, binning: str) -> FloatArray:
        """Return the chosen neuron's curve under a binning."""
        return self.curves[self.state.parameters.activation, binning]


def compute_answers(state: State) -> Answers:
    """Compute all that the page shows for one state."""
    p = state.parameters
    drawn, binned = curves.all_curves(p), curves.binned(p)
    return Answers(
        state=state,
        x=curves.sample(p),
        curves=drawn,
        verdicts={pair: verdict(curve, state.threshold) for pair, curve in drawn.items()},
        input_entropy=curves.histogram(p).entropy,
        split=parts.split(p),
        gain=parts.gain(p),
        binned=binned,
        table=parts.occupied_table(p, binned),
    )


def rescaled_activation(answers: Answers, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    """Return inputs between two ends, and the share of the occupied bins below each."""
    grid = np.linspace(low, high, POINTS)
    return parts.rescaled_activation(answers.state.parameters, answers.binned, grid)
