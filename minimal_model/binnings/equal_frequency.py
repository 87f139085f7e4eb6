"""Bins that hold equally many samples."""

import numpy as np

from minimal_model.activations import Activation
from minimal_model.binnings.binning import ByInput, on_activation
from minimal_model.binnings.edges import BinEdges
from minimal_model.binnings.snippet import COUNTS, Neuron
from minimal_model.spans import order_statistics
from minimal_model.sweep import Sweep


class EqualFrequency(ByInput):
    """Sample quantiles of the activation; where samples tie, edges coincide and the bins between them are empty."""

    name = label = "equal-frequency"
    bins = "Bins that hold equally many samples; tied samples share one."
    question = "How many inputs can be told apart by rank alone?"
    failure = (
        "It is log₂(bins) for every strictly increasing f, whatever the weight. It falls only where samples tie: on "
        "flat pieces, and where saturation rounds."
    )
    one_for_all = False
    equally_full = True

    def edges(self, sweep: Sweep, bins: int, _width: float) -> BinEdges:
        """Return a row of edges for each weight."""
        ranks = -(-np.arange(bins + 1) * (sweep.x.size - 1) // bins)
        if not sweep.activation.plain:
            return on_activation(sweep, order_statistics(sweep, sweep.activation, ranks))
        return on_activation(sweep, sweep.activation(sweep.weights * sweep.x[ranks] + sweep.bias))

    def meaning(self, _activation: Activation, bins: int, _width: float) -> str:
        """Return it in words."""
        return f"{bins:,} bins of equally many samples"

    def follows_extremes(self, _activation: Activation) -> bool:
        """Say no: every edge is a sample, the extremes no more than others."""
        return False

    def snippet(self, _neuron: Neuron) -> list[str]:
        """Return the lines of NumPy."""
        return [
            "# The bins T: equally full, with sorted samples as edges. Where samples tie, edges",
            "# coincide and the bins between them stay empty.",
            "ranks = np.ceil(np.arange(m + 1) * (n - 1) / m).astype(int)",
            "edges = np.sort(y)[ranks]",
            COUNTS,
        ]
