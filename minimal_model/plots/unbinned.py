"""A state without bins, as noise has none: what figures of bins get in their place."""

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.curve import BinnedActivations
from minimal_model.plots.occupation import Occupation
from minimal_model.setup import Setup

_NONE = np.empty(0, dtype=np.int64)
# Nothing is counted.
UNCOUNTED = Occupation(1, _NONE, _NONE, np.empty(0), np.empty(0))


def without_bins(x: FloatArray, setup: Setup, weight: float) -> BinnedActivations:
    """Return the activations of sorted samples, uncut: all of them, and all inputs, are in one piece."""
    activations = setup.activation(weight * x + setup.bias)
    edges = np.array([activations.min(), activations.max()])
    everywhere = np.array([-np.inf, np.inf])
    return BinnedActivations(activations, edges, np.array([x.size]), 0.0, everywhere, np.zeros(1, dtype=np.int64))
