"""The numbers of the page of questions, all from the core: 66 curves, their verdicts, and one curve taken apart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from minimal_model.activations import ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.binnings.binning import BINNINGS
from minimal_model.curve import BinnedActivations, bin_activations, binned_entropy, mi_curve
from minimal_model.dashboard.pages.questions.state import State
from minimal_model.explain.decomposition import EntropyDecomposition, JointTable, decompose_entropy, joint_table
from minimal_model.explain.gain import EntropyGain, entropy_gain
from minimal_model.explain.verdict import Verdict, verdict
from minimal_model.inputs import sorted_sample
from minimal_model.state.parameters import Parameters

# A heat map of more cells takes the browser too long to draw while a slider moves.
MOST_CELLS = 70_000
# So many points draw a function without corners.
POINTS = 241

Curves = Mapping[tuple[str, str], FloatArray]


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
    curves: Curves
    verdicts: Mapping[tuple[str, str], Verdict]
    input_entropy: float
    split: EntropyDecomposition
    gain: EntropyGain
    binned: BinnedActivations
    table: JointTable | None

    @property
    def ceiling(self) -> float | None:
        """log2(bins), None where the width sets the number of bins."""
        p = self.state.parameters
        return None if p.binning == "fixed-width" else float(np.log2(p.bins))

    def own_curve(self, binning: str) -> FloatArray:
        """Return the chosen neuron's curve under a binning."""
        return self.curves[self.state.parameters.activation, binning]


def compute_answers(state: State) -> Answers:
    """Compute all that the page shows for one state."""
    p = state.parameters
    x = sorted_sample(p.samples, p.seed, p.draw)
    curves = all_curves(replace(p, activation="tanh", binning="per-weight", weight=0))
    arguments = p.curve_arguments
    binned = bin_activations(x, weight=p.chosen_weight, **arguments)
    return Answers(
        state=state,
        x=x,
        curves=curves,
        verdicts={pair: verdict(curve, state.threshold) for pair, curve in curves.items()},
        input_entropy=binned_entropy(x, p.bins),
        split=decompose_entropy(x, **arguments),
        gain=entropy_gain(x, weight=p.chosen_weight, **arguments),
        binned=binned,
        table=_occupied_table(x, p, binned),
    )


# 32 states of 66 curves are 3.4 MB: enough for a slider to move without computing a curve twice.
@lru_cache(maxsize=32)
def all_curves(parameters: Parameters) -> Curves:
    """Return the curve of every activation under every binning; the parameters' own two are not used."""
    x = sorted_sample(parameters.samples, parameters.seed, parameters.draw)
    curves = {}
    for activation in ACTIVATIONS:
        for binning in BINNINGS:
            chosen = replace(parameters, activation=activation, binning=binning)
            curves[activation, binning] = mi_curve(x, **chosen.curve_arguments)
    return curves


def _occupied_table(x: FloatArray, parameters: Parameters, binned: BinnedActivations) -> JointTable | None:
    """Return the rows of the joint table between the first and the last occupied bin of Y."""
    first, last = np.flatnonzero(binned.counts)[[0, -1]]
    arguments = {key: value for key, value in parameters.curve_arguments.items() if key != "estimator"}
    if parameters.binning == "fixed-width" and (last - first + 1) * np.ptp(x) / parameters.width > MOST_CELLS:
        return None
    try:
        table = joint_table(x, weight=parameters.chosen_weight, **arguments)
    except ValueError:  # more cells than the core makes a table of
        return None
    counts = table.counts[:, first : last + 1]
    if counts.size > MOST_CELLS:
        return None
    return JointTable(counts, table.input_edges, table.edges[first : last + 2])


def rescaled_activation(answers: Answers, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    """Return inputs and the share of the occupied bins below each: f(w x + b), rescaled to run from 0 to 1 over them.

    For bins of equal frequency the share is known at their cuts.
    """
    p, binned, x = answers.state.parameters, answers.binned, answers.x
    activation, edges = ACTIVATIONS[p.activation], binned.edges
    lowest, highest = np.flatnonzero(binned.counts)[[0, -1]]
    if p.binning == "equal-frequency":
        cuts = binned.input_edges[1:-1]
        inside = (cuts > x[0]) & (cuts < x[-1]) & (np.diff(cuts, prepend=-np.inf) > 0)
        share = np.arange(1, edges.size - 1)[inside] / (edges.size - 1)
        return np.concatenate(([x[0]], cuts[inside], [x[-1]])), np.concatenate(([0.0], share, [1.0]))
    grid = np.linspace(low, high, POINTS)
    z = p.chosen_weight * grid + p.bias
    if p.binning == "net-input":
        # These bins are equally wide on the net input, which f cannot tell apart where it is flat.
        reached = np.concatenate([end * p.weights + p.bias for end in (x[0], x[-1])])
        edges, y = np.linspace(reached.min(), reached.max(), edges.size), np.clip(z, *activation.rises)
    else:
        y = activation(z)
    first, last = edges[[lowest, highest + 1]]
    return grid, np.clip((y - first) / (last - first), 0.0, 1.0)
