"""The minimal model of information-bottleneck theory: one neuron, X ~ N(0, 1), Y = f(w X + b), T = bin(Y).

The data flows one way, and so do the modules: activations → binnings (edges) → partition (of the input line, ranks or
masses) → entropy (bits) → curve; and from the curve to what explains it: decomposition, gain, variability,
approximation, verdict, shape; to noise in place of bins; and to studies: all choices of an analysis at once.
"""

from minimal_model.activations import ACTIVATIONS, Activation
from minimal_model.binnings import BINNINGS
from minimal_model.branches import Branch
from minimal_model.curve import BinnedActivations, bin_activations, binned_entropy, mi_curve, population_curve
from minimal_model.entropy import ESTIMATORS
from minimal_model.explain.approximation import FixedWidthApproximation, fixed_width_approximation
from minimal_model.explain.decomposition import EntropyDecomposition, JointTable, decompose_entropy, joint_table
from minimal_model.explain.folding import folding
from minimal_model.explain.gain import EntropyGain, entropy_gain
from minimal_model.explain.shape import SHAPES, curve_shape
from minimal_model.explain.variability import SeedBand, seed_band
from minimal_model.explain.verdict import VERDICTS, Verdict, verdict
from minimal_model.formulas import formula
from minimal_model.inputs import INPUTS, Column, Input, sample_input
from minimal_model.noise.curve import noisy_curve
from minimal_model.setup import WEIGHTS
from minimal_model.state.parameters import Parameters
from minimal_model.studies.run import StudyTable, run
from minimal_model.studies.specifications import Specifications, specifications
from minimal_model.studies.variance import explained_variance, shares

__version__ = "0.2.0"

__all__ = [
    "ACTIVATIONS",
    "BINNINGS",
    "ESTIMATORS",
    "INPUTS",
    "SHAPES",
    "VERDICTS",
    "WEIGHTS",
    "Activation",
    "BinnedActivations",
    "Branch",
    "Column",
    "EntropyDecomposition",
    "EntropyGain",
    "FixedWidthApproximation",
    "Input",
    "JointTable",
    "Parameters",
    "SeedBand",
    "Specifications",
    "StudyTable",
    "Verdict",
    "bin_activations",
    "binned_entropy",
    "curve_shape",
    "decompose_entropy",
    "entropy_gain",
    "explained_variance",
    "fixed_width_approximation",
    "folding",
    "formula",
    "joint_table",
    "mi_curve",
    "noisy_curve",
    "population_curve",
    "run",
    "sample_input",
    "seed_band",
    "shares",
    "specifications",
    "verdict",
]
