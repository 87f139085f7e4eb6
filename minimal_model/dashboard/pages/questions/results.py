"""The numbers of the page of questions: all curves, their verdicts, and one curve taken apart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.binnings import BY_NAME
from minimal_model.curve import BinnedActivations
from minimal_model.dashboard.pages.questions.state import State
from minimal_model.dashboard.results import curves, parts
from minimal_model.dashboard.results.curves import Curves
from minimal_model.dashboard.results.rulers import rulers
from minimal_model.explain.decomposition import EntropyDecomposition, JointTable
from minimal_model.explain.gain import EntropyGain
from minimal_model.explain.verdict import Verdict, verdict
from minimal_model.state.parameters import Parameters

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
    own : mapping of str to numpy.ndarray, shape (199,)
        The curves of the chosen neuron by binning.
    refusals : mapping of str to str
        Why it has none under the other binnings.
    input_entropy : float
        H(bin X) in bits, for as many bins.
    split : EntropyDecomposition
        The chosen curve taken apart.
    gain : EntropyGain or None
        The mechanisms at the chosen weight; None for a formula, of which they would have to know more than its values.
    binned : BinnedActivations
        The bins at the chosen weight.
    table : JointTable or None
        The occupied part of the joint table at the chosen weight; None if it has too many cells to be drawn.
    """

    state: State
    x: FloatArray
    curves: Curves
    verdicts: Mapping[tuple[str, str], Verdict]
    own: Mapping[str, FloatArray]
    refusals: Mapping[str, str]
    input_entropy: float
    split: EntropyDecomposition
    gain: EntropyGain | None
    binned: BinnedActivations
    table: JointTable | None

    @property
    def ceiling(self) -> float | None:
        """log2(bins), None where the width sets the number of bins."""
        return curves.ceiling(self.state.parameters)

    @property
    def every_curve(self) -> Curves:
        """The curves of all functions and, beside them, those of a formula."""
        p = self.state.parameters
        own = {(p.function.name, binning): curve for binning, curve in self.own.items()} if p.formula else {}
        return {**self.curves, **own}

    def counted(self, activation: str) -> int:
        """Return of how many samples the curves of a function or a formula are: all of them for the chosen one."""
        p = self.state.parameters
        return p.samples if activation == p.function.name else curves.counted(p, activation)

    def own_verdict(self, binning: str) -> Verdict:
        """Return what the chosen neuron's curve under a binning does."""
        return verdict(self.own[binning], self.state.threshold)


def compute_answers(state: State) -> Answers:
    """Compute all that the page shows for one state."""
    p = state.parameters
    drawn, binned = curves.all_curves(p), curves.binned(p)
    own, refusals = own_curves(p, drawn)
    if not p.formula:
        drawn = {**drawn, **{(p.activation, binning): curve for binning, curve in own.items()}}
    return Answers(
        state=state,
        x=curves.sample(p),
        curves=drawn,
        verdicts={pair: verdict(curve, state.threshold) for pair, curve in drawn.items()},
        own=own,
        refusals=refusals,
        input_entropy=curves.histogram(p).entropy,
        split=parts.split(p),
        gain=None if p.formula else parts.gain(p),
        binned=binned,
        table=parts.occupied_table(p, binned),
    )


def own_curves(p: Parameters, drawn: Curves) -> tuple[dict[str, FloatArray], dict[str, str]]:
    """Return the chosen neuron's curves by binning, and the reasons where there is none."""
    if p.formula:
        every = rulers(p)
        found = {ruler.binning.name: ruler.curve for ruler in every if ruler.curve is not None}
        return found, {ruler.binning.name: ruler.refusal for ruler in every if ruler.curve is None}
    found = {binning: curve for (activation, binning), curve in drawn.items() if activation == p.activation}
    if curves.counted(p, p.activation) < p.samples:
        found = {binning: curves.curve(replace(p, binning=binning)) for binning in found}
    return found, {name: binning.refusal(p.function) for name, binning in BY_NAME.items() if name not in found}


def rescaled_activation(answers: Answers, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    """Return inputs between two ends, and the share of the occupied bins below each."""
    grid = np.linspace(low, high, POINTS)
    return parts.rescaled_activation(answers.state.parameters, answers.binned, grid)
