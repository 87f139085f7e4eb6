"""Equal bins between the limits of f (Shwartz-Ziv & Tishby 2017; Saxe et al. 2018, Fig. 2)."""

import math

import numpy as np

from minimal_model.activations import Activation
from minimal_model.binnings.binning import OnActivation, on_activation
from minimal_model.binnings.edges import BinEdges, equal_width
from minimal_model.binnings.global_range import Global
from minimal_model.binnings.snippet import COUNTS, Neuron
from minimal_model.sweep import Sweep

MINUS = "\N{MINUS SIGN}"


class FunctionLimits(OnActivation):
    """Equal width between the limits of f; an unbounded side ends at the extreme activation over all weights."""

    name = label = "function-limits"
    bins = "Equal bins between the limits of f (Shwartz-Ziv & Tishby 2017; Saxe et al. 2018, Fig. 2)."
    question = "How much of its range does the neuron use?"
    failure = "relu and its like have no upper limit, so the largest activation of the sweep takes its place."

    def edges(self, sweep: Sweep, bins: int, _width: float) -> BinEdges:
        """Return one row of edges for all weights."""
        limits, reached = np.array(sweep.activation.limits), np.array(sweep.activation_range())
        low, high = np.where(np.isfinite(limits), limits, reached)
        return on_activation(sweep, equal_width(np.array([[low]]), np.array([[high]]), bins))

    def meaning(self, activation: Activation, bins: int, width: float) -> str:
        """Return it in words; where f has no limit, the extreme activation takes its place."""
        low, high = (f"{limit:.3g}".replace("-", MINUS) for limit in activation.limits)
        if math.isinf(activation.limits[0]):
            return Global().meaning(activation, bins, width)
        if math.isinf(activation.limits[1]):
            high = "the largest activation"
        return f"{bins:,} equal bins from {low} to {high}"

    def follows_extremes(self, activation: Activation) -> bool:
        """Say yes where f is unbounded on some side."""
        return not all(map(math.isfinite, activation.limits))

    def snippet(self, neuron: Neuron) -> list[str]:
        """Return the lines of NumPy."""
        low, high = neuron.activation.limits
        if math.isinf(low):
            taken = "# f has no limits: the extreme activations over all weights take their place."
            return [taken, *Global().snippet(neuron)]
        if math.isfinite(high):
            return [
                "# The bins T: equally wide, between the limits of f.",
                f"edges = np.linspace({neuron.limit(low)}, {neuron.limit(high)}, m + 1)",
                COUNTS,
            ]
        if neuron.activation.folds:
            return [
                "# The bins T: equally wide, from the lowest value of f to the largest over all weights.",
                f"top = max(f(v * x{neuron.plus_bias}).max() for v in weights)",
                f"edges = np.linspace({neuron.limit(low)}, top, m + 1)",
                "# Rounding takes some activations below the lowest value; they belong to the first bin.",
                "counts, _ = np.histogram(np.maximum(y, edges[0]), edges)",
            ]
        return [
            "# The bins T: equally wide, from the lower limit of f to the largest activation over all",
            "# weights. f rises, so this belongs to an end of the sweep and to the largest sample.",
            f"top = f(weights[[0, -1]] * x.max(){neuron.plus_bias}).max()",
            f"edges = np.linspace({neuron.limit(low)}, top, m + 1)",
            COUNTS,
        ]
