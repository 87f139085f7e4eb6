"""The minimal model of information-bottleneck theory: one neuron, X ~ N(0, 1), Y = f(w X + b), T = bin(Y).

The data flows one way, and so do the modules: activations → binning (edges) → partition (of the input line, ranks or
masses) → entropy (bits) → curve.
"""

from minimal_model.activations import ACTIVATIONS, Activation
from minimal_model.binning import BINNINGS
from minimal_model.curve import (
    WEIGHTS,
    BinnedActivations,
    bin_activations,
    binned_entropy,
    mi_curve,
    population_curve,
)
from minimal_model.entropy import ESTIMATORS
from minimal_model.inputs import sample_input
from minimal_model.parameters import Parameters

__all__ = [
    "ACTIVATIONS",
    "BINNINGS",
    "ESTIMATORS",
    "WEIGHTS",
    "Activation",
    "BinnedActivations",
    "Parameters",
    "bin_activations",
    "binned_entropy",
    "mi_curve",
    "population_curve",
    "sample_input",
]
