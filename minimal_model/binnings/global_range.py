"""Equal bins between the extremes over all weights."""

import numpy as np

from minimal_model.activations import Activation
from minimal_model.binnings.binning import BetweenExtremes, on_activation
from minimal_model.binnings.edges import BinEdges, equal_width
from minimal_model.binnings.snippet import COUNTS, Neuron
from minimal_model.sweep import Sweep


class Global(BetweenExtremes):
    """Equal width between the smallest and the largest activation over all weights."""

    name = label = "global"
    bins = "Equal bins between the extremes over all weights."
    question = "What does a measurement of fixed resolution see?"
    failure = "The largest weight of the sweep sets the resolution: change it and every value changes."

    def edges(self, sweep: Sweep, bins: int, _width: float) -> BinEdges:
        """Return one row of edges for all weights."""
        low, high = np.array([sweep.activation_range()]).T
        return on_activation(sweep, equal_width(low[:, None], high[:, None], bins))

    def meaning(self, _activation: Activation, bins: int, _width: float) -> str:
        """Return it in words."""
        return f"{bins:,} equal bins over all weights' range"

    def follows_extremes(self, _activation: Activation) -> bool:
        """Say yes: an extreme sample at an end of the sweep bounds the bins."""
        return True

    def snippet(self, neuron: Neuron) -> list[str]:
        """Return the lines of NumPy."""
        if neuron.activation.counted_plainly:
            return [
                "# The bins T: equally wide, between the extreme activations over all weights.",
                f"ends = [g(f(v * x{neuron.plus_bias})) for v in weights for g in (np.min, np.max)]",
                "edges = np.linspace(min(ends), max(ends), m + 1)",
                COUNTS,
            ]
        if neuron.activation.folds:
            return [
                "# The bins T: equally wide, between the extreme activations over all weights. f folds,",
                "# so these may belong to any weight and any sample.",
                f"sweep = [f(v * x{neuron.plus_bias}) for v in weights]",
                "edges = np.linspace(np.min(sweep), np.max(sweep), m + 1)",
                COUNTS,
            ]
        return [
            "# The bins T: equally wide, between the extreme activations over all weights. f rises,",
            "# so these belong to an end of the sweep and to an extreme sample.",
            f"ends = f({neuron.ends})",
            "edges = np.linspace(ends.min(), ends.max(), m + 1)",
            COUNTS,
        ]
