"""What the page shows for one state: every number of it, computed once and drawn by all figures."""

from dataclasses import dataclass

import numpy as np

from minimal_model.activations import ACTIVATIONS, Activation
from minimal_model.arguments import FloatArray
from minimal_model.curve import BinnedActivations, bin_activations, mi_curve
from minimal_model.dashboard.overlays import Overlays, compute_overlays
from minimal_model.inputs import sorted_sample
from minimal_model.parameters import Parameters


@dataclass(frozen=True)
class View:
    """The computed state of the page.

    Attributes
    ----------
    parameters : Parameters
        The state this was computed for.
    x : numpy.ndarray, shape (samples,)
        The input samples in ascending order.
    curve : numpy.ndarray, shape (199,)
        I(X;T) in bits for every weight of the sweep.
    binned : BinnedActivations
        Activations and bins at the chosen weight, in the order of `x`.
    input_entropy : float
        Entropy of the input in bits, binned by np.histogram, or by the same width where the width is fixed.
    ceiling : float or None
        log2(bins), the most that so many bins can hold; None where the number of bins follows the range.
    overlays : Overlays
        What the switches add to the curve.
    """

    parameters: Parameters
    x: FloatArray
    curve: FloatArray
    binned: BinnedActivations
    input_entropy: float
    ceiling: float | None
    overlays: Overlays

    @property
    def activation(self) -> Activation:
        """The activation function."""
        return ACTIVATIONS[self.parameters.activation]

    @property
    def weight(self) -> float:
        """The chosen weight w."""
        return self.parameters.chosen_weight

    @property
    def occupied(self) -> int:
        """Number of bins with at least one sample."""
        return int((self.binned.counts > 0).sum())


def compute_view(parameters: Parameters) -> View:
    """Compute all that the page shows for one state."""
    x = sorted_sample(parameters.samples, parameters.seed, parameters.draw)
    fixed = parameters.binning == "fixed-width"
    arguments = parameters.curve_arguments
    input_binning = arguments | {
        "activation": "linear",
        "bias": 0.0,
        "weights": np.ones(1),
        "binning": "fixed-width" if fixed else "per-weight",
    }
    binned = bin_activations(x, weight=parameters.chosen_weight, **arguments)
    return View(
        parameters=parameters,
        x=x,
        curve=mi_curve(x, **arguments),
        binned=binned,
        input_entropy=float(mi_curve(x, **input_binning)[0]),
        ceiling=None if fixed else float(np.log2(parameters.bins)),
        overlays=compute_overlays(parameters, binned.counts.size),
    )
