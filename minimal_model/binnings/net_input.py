"""Equal bins on the net input, carried over to the activation by f (Saxe et al. 2018, appendix C, Fig. 13)."""

import math

import numpy as np

from minimal_model.activation import EXACT, Activation
from minimal_model.activations import ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.binnings.binning import ByInput
from minimal_model.binnings.edges import BinEdges, equal_width
from minimal_model.binnings.snippet import COUNTS, Neuron
from minimal_model.branches import Branch
from minimal_model.sweep import Sweep


class NetInput(ByInput):
    """Equal width on z = w x + b over all weights, pushed through f."""

    name = label = "net-input"
    bins = "Equal bins on z = wX + b, carried over by f (Saxe et al. 2018, appendix C)."
    question = "What does the neuron know, if precision is as fine as the saturation asks?"
    failure = "It looks past f: every strictly increasing f gives the linear neuron’s curve."

    def edges(self, sweep: Sweep, bins: int, _width: float) -> BinEdges:
        """Return one row of edges for all weights."""
        edges = _on_net_input(sweep, bins)
        rise_starts, rise_ends = sweep.activation.rises
        if not sweep.activation.branches[0].rises:
            # The bins of Y ascend where those of the net input descend.
            return BinEdges(
                sweep.activation(edges[:, ::-1]), -np.clip(edges[:, ::-1], rise_starts, rise_ends), _NEGATIVE
            )
        # Where f is flat its value tells no net inputs apart: an edge there moves to the piece's left end.
        thresholds = np.where(edges <= rise_starts, -np.inf, np.minimum(edges, rise_ends))
        return BinEdges(sweep.activation(edges), thresholds, ACTIVATIONS["linear"])

    def meaning(self, _activation: Activation, bins: int, _width: float) -> str:
        """Return it in words."""
        return f"{bins:,} equal bins of the net input z"

    def follows_extremes(self, _activation: Activation) -> bool:
        """Say yes: an extreme sample at an end of the sweep bounds the bins."""
        return True

    def counts_net_input(self, activation: Activation) -> bool:
        """Say yes where f strictly increases everywhere."""
        return activation.rises == (-math.inf, math.inf)

    def scale(self, sweep: Sweep, z: FloatArray, edges: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the edges on the net input, and z as far as f can tell it apart."""
        return _on_net_input(sweep, edges.size - 1)[0], np.clip(z, *sweep.activation.rises)

    def snippet(self, neuron: Neuron) -> list[str]:
        """Return the lines of NumPy."""
        ends = ["# Z is extreme at an end of the sweep and at an extreme sample.", f"ends = {neuron.ends}"]
        if self.counts_net_input(neuron.activation):
            return [
                "# The bins T: equally wide on Z over all weights, and carried over to Y = f(Z).",
                f"# {neuron.activation.name} is strictly increasing, so Z itself falls into the same bins; computed",
                "# values of f would be rounded, and some of them to the same number.",
                *ends,
                "edges = np.linspace(ends.min(), ends.max(), m + 1)",
                "counts, _ = np.histogram(z, edges)",
            ]
        return [
            "# The bins T: equally wide on the net input Z over all weights, and carried over to",
            "# Y = f(Z). Where f is flat, edges coincide and the bins between them stay empty.",
            *ends,
            "edges = f(np.linspace(ends.min(), ends.max(), m + 1))",
            COUNTS,
        ]


_NEGATIVE = Activation(
    "negative", "-z", np.negative, None, (-np.inf, np.inf),
    branches=(Branch(-np.inf, np.inf, False, np.negative),), rounding=EXACT,
)  # fmt: skip


def _on_net_input(sweep: Sweep, bins: int) -> FloatArray:
    low, high = np.array([sweep.net_input_range()]).T
    return equal_width(low[:, None], high[:, None], bins)
