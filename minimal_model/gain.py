"""Why an activation can carry more entropy than the binned input: which of two mechanisms is at work, in bits.

From the bins of X to those of T in two steps. First the outermost cuts move to where T's lie, with evenly spaced cuts
between them: an end bin swallows each tail, and the others share what is left. Then the cuts between them move to where
f puts them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model import arguments
from minimal_model.activations import Activation
from minimal_model.arguments import FloatArray
from minimal_model.curve import bin_activations
from minimal_model.decomposition import binned_input
from minimal_model.entropy import count_entropy
from minimal_model.question import WEIGHTS


@dataclass(frozen=True)
class EntropyGain:
    """H(T) - H(bin X) of one weight as the sum of two steps, in bits.

    Attributes
    ----------
    input_entropy : float
        H(bin X).
    clipped_entropy : float
        Entropy of as many bins as T reaches, with T's outermost cuts and even spacing between them.
    entropy : float
        H(T).
    input_bins : int
        Number of bins of X.
    reached : int
        Number of bins of T that the range of the samples reaches.
    """

    input_entropy: float
    clipped_entropy: float
    entropy: float
    input_bins: int
    reached: int

    @property
    def clipping(self) -> float:
        """What moving the outermost cuts does: above zero where cutting off a tail leaves finer bins for the rest."""
        return self.clipped_entropy - self.input_entropy

    @property
    def equalisation(self) -> float:
        """What spacing the cuts as f does adds: above zero where f spreads out the crowded middle (Laughlin 1981)."""
        return self.entropy - self.clipped_entropy


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
) -> EntropyGain:
    """Tell clipped tails and equalisation apart, the two ways in which H(T) departs from H(bin X).

    The two steps sum to H(T) - H(bin X) by construction. "net-input" and "equal-frequency" space their cuts by the
    input itself, so there the second step says nothing of f. (The split is this package's own; that the entropy of m
    bins is largest where f is the distribution function of its input is Laughlin 1981.)

    Parameters
    ----------
    weight : float
        The weight w, above zero.
    x, activation, bias, bins, binning, width, weights, estimator
        As in `bin_activations`.
    input_bins : int, optional
        As in `decompose_entropy`.

    Returns
    -------
    EntropyGain

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    x = arguments.sorted_vector("x", x)
    binned = bin_activations(
        x,
        activation,
        weight,
        bias=bias,
        bins=bins,
        binning=binning,
        width=width,
        weights=weights,
        estimator=estimator,
    )
    inner = binned.input_edges[1:-1]
    cuts = np.unique(inner[(inner > x[0]) & (inner <= x[-1])])
    ranks = np.searchsorted(x, _even(cuts))
    counts = np.diff(np.concatenate(([0], ranks, [x.size])))
    input_entropy, input_bins = binned_input(x, bins, binning, width, estimator, input_bins)
    return EntropyGain(
        input_entropy=input_entropy,
        clipped_entropy=float(count_entropy(counts, estimator)),
        entropy=binned.entropy,
        input_bins=input_bins,
        reached=cuts.size + 1,
    )


def _even(cuts: FloatArray) -> FloatArray:
    """Return as many cuts, evenly spaced between the outermost two."""
    return np.linspace(cuts[0], cuts[-1], cuts.size) if cuts.size > 1 else cuts
