"""Why an activation can carry more entropy than the binned input, or less: which mechanisms are at work, in bits.

Both binnings cut the input line. From the cuts of bin X to those of T lead three changes: in their number; in where the
outermost two lie, which clips the tails into the end bins; and in how the others are spaced between them, which can
equalise the bins. The last two can be made in either order, and each is given as the mean of its effects in both
(its Shapley value), so that none is favoured. Where f folds, several intervals of the input are one bin of T: the three
changes then lead to those intervals, and a fourth, folding, from there to T. All of them sum to the whole.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.curve import binned_sample
from minimal_model.entropy import count_entropy
from minimal_model.explain.decomposition import binned_input
from minimal_model.inputs import AnyInput
from minimal_model.setup import WEIGHTS, Setup
from minimal_model.spans import turning_points


@dataclass(frozen=True)
class EntropyGain:
    """H(T) - H(bin X) of one weight as the sum of four changes, in bits.

    Attributes
    ----------
    input_entropy : float
        H(bin X).
    even_entropy : float
        With as many cuts as T has, evenly spaced between the outermost cuts of bin X.
    clipped_entropy : float
        With as many cuts, evenly spaced between the outermost cuts of T.
    spaced_entropy : float
        With as many cuts, spaced like those of T between the outermost cuts of bin X.
    interval_entropy : float
        H(T, branch): with the cuts of T and those at which f turns. It is H(T) where f does not fold.
    entropy : float
        H(T).
    input_bins : int
        Number of bins of X.
    reached : int
        Number of intervals of the input that the range of the samples reaches; where f does not fold, of bins of T.
    """

    input_entropy: float
    even_entropy: float
    clipped_entropy: float
    spaced_entropy: float
    interval_entropy: float
    entropy: float
    input_bins: int
    reached: int

    @property
    def number(self) -> float:
        """What another number of bins does; nothing where T's are as many as those of X."""
        return self.even_entropy - self.input_entropy

    @property
    def clipping(self) -> float:
        """What moving the outermost cuts does: above zero where cutting off a tail leaves finer bins for the rest."""
        return ((self.clipped_entropy - self.even_entropy) + (self.interval_entropy - self.spaced_entropy)) / 2

    @property
    def equalisation(self) -> float:
        """What spacing the cuts as T does adds: above zero where it spreads out the crowded middle (Laughlin 1981)."""
        return ((self.spaced_entropy - self.even_entropy) + (self.interval_entropy - self.clipped_entropy)) / 2

    @property
    def folding(self) -> float:
        """What folding takes: -H(branch | T) of the samples; nothing where f does not fold."""
        return self.entropy - self.interval_entropy


def entropy_gain(
    x: npt.ArrayLike,
    activation: str | Activation,
    weight: float,
    *,
    bias: float = 0.0,
    bins: int = 50,
    binning: str = "per-weight",
    width: float | None = None,
    weights: npt.ArrayLike = WEIGHTS,
    estimator: str = "plug-in",
    input_bins: int | None = None,
    input: str | AnyInput = "normal",
) -> EntropyGain:
    """Tell clipped tails and equalisation apart, the two ways in which T can carry more entropy than bin X.

    The changes sum to H(T) - H(bin X). "net-input" and "equal-frequency" space their cuts by the input itself, so there
    equalisation says nothing of f. (The split is this package's own; that the entropy of m bins is largest where f is
    the distribution function of its input is Laughlin 1981.)

    Parameters
    ----------
    weight : float
        The weight w, above zero.
    x, activation, bias, bins, binning, width, weights, estimator
        As in `bin_activations`.
    input_bins : int, optional
        As in `decompose_entropy`.
    input : str, Input or Column
        What X is drawn from, as in `population_curve`. The samples alone are counted: it is checked and has no effect.

    Returns
    -------
    EntropyGain

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    setup = Setup.checked(
        activation,
        bias=bias,
        bins=bins,
        binning=binning,
        width=width,
        weights=weights,
        estimator=estimator,
        input=input,
    )
    return gain(checks.sorted_vector("x", x), setup, weight, input_bins)


def gain(x: FloatArray, setup: Setup, weight: float, input_bins: int | None = None) -> EntropyGain:
    """Return the changes from bin X to T for sorted samples at one weight."""
    setup.needs_more_than_values()
    binned = binned_sample(x, setup, weight)
    edges = binned.input_edges[1:-1]
    turns = (turning_points(setup.activation, weight * x[[0, -1]] + setup.bias, x.size) - setup.bias) / weight
    cuts = _within(np.concatenate([edges, turns]), x)
    of_input = binned_input(x, setup, input_bins)
    low, high = _ends(_within(of_input.cuts, x), x)

    def entropy(placed: FloatArray) -> float:
        counts = np.diff(np.concatenate(([0], np.searchsorted(x, placed), [x.size])))
        return float(count_entropy(counts, setup.estimator))

    return EntropyGain(
        input_entropy=of_input.entropy,
        even_entropy=entropy(np.linspace(low, high, cuts.size) if cuts.size > 1 else _middle(cuts, low, high)),
        clipped_entropy=entropy(np.linspace(*_ends(cuts, x), cuts.size) if cuts.size > 1 else cuts),
        spaced_entropy=entropy(_moved(cuts, low, high) if cuts.size > 1 else _middle(cuts, low, high)),
        interval_entropy=entropy(cuts) if turns.size else binned.entropy,
        entropy=binned.entropy,
        input_bins=of_input.bins,
        reached=cuts.size + 1,
    )


def _within(cuts: FloatArray, x: FloatArray) -> FloatArray:
    """Return the different cuts that part the samples."""
    return np.unique(cuts[(cuts > x[0]) & (cuts <= x[-1])])


def _ends(cuts: FloatArray, x: FloatArray) -> tuple[float, float]:
    """Return the outermost cuts, or the middle of the samples' range twice where there is none."""
    middle = float(x[0] + x[-1]) / 2
    return (float(cuts[0]), float(cuts[-1])) if cuts.size else (middle, middle)


def _middle(cuts: FloatArray, low: float, high: float) -> FloatArray:
    """Return as many cuts, which are one or none, in the middle."""
    return np.full(cuts.size, (low + high) / 2)


def _moved(cuts: FloatArray, low: float, high: float) -> FloatArray:
    """Return the cuts moved and stretched so that the outermost lie at `low` and `high`."""
    moved: FloatArray = low + (cuts - cuts[0]) / (cuts[-1] - cuts[0]) * (high - low)
    return moved
