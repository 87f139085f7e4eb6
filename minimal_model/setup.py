"""The arguments that all public functions share, checked and ready to be computed with."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from minimal_model import checks, partition
from minimal_model.activations import ACTIVATIONS, Activation
from minimal_model.arrays import FloatArray
from minimal_model.binnings.binning import BINNINGS, DEFAULT_WIDTH, BinEdges, Sweep, bin_edges, fixed_width_range
from minimal_model.checks import MAX_BINS
from minimal_model.description import finite_within
from minimal_model.entropy import ESTIMATORS
from minimal_model.partition import Ranks

WEIGHTS: FloatArray = np.arange(0.1, 20, 0.1)
WEIGHTS.setflags(write=False)

# Edges handled at once: arrays of this size stay in a processor's cache.
CHUNK = 2**15


@dataclass(frozen=True)
class Question:
    """What is asked: a neuron over its weights, a binning, an estimator.

    Attributes
    ----------
    sweep : Sweep
        The neuron, its sorted samples and its weights.
    binning : str
        One of `BINNINGS`.
    bins : int
        Number of bins; for "fixed-width" it follows from the range of the activations.
    width : float
        Bin width of "fixed-width".
    estimator : str
        One of `ESTIMATORS`.
    """

    sweep: Sweep
    binning: str
    bins: int
    width: float
    estimator: str

    def parts(self) -> Iterator[Sweep]:
        """Cut the sweep into groups of weights whose edges fit into a processor's cache."""
        rows = max(1, CHUNK // self.bins)
        sweep = self.sweep
        for start in range(0, sweep.weights.size, rows):
            weights = sweep.weights[start : start + rows]
            yield Sweep(sweep.x, sweep.activation, weights, sweep.bias, sweep.range_weights)

    def edges(self, sweep: Sweep) -> BinEdges:
        """Return the bin edges of a part of the sweep."""
        return bin_edges(sweep, self.binning, self.bins, self.width)

    def ranks(self) -> Iterator[Ranks]:
        """Yield how many samples lie below each cut between two bins, for groups of weights, shape (rows, cuts)."""
        # Walking over an edge costs a few times what walking over a sample does.
        if self.binning == "fixed-width" and 4 * self.bins > self.sweep.x.size:
            yield from (self._walked_ranks(weight) for weight in self.sweep.weights[:, 0])
            return
        for part in self.parts():
            edges = self.edges(part)
            yield partition.ranks(part, edges, partition.preimages(part, edges))

    def _walked_ranks(self, weight: float) -> Ranks:
        """Return the cuts between the occupied bins floor(y / width) of one weight, shape (1, occupied - 1).

        With many bins for the samples it is cheaper to walk over the samples than over the edges.
        """
        sweep = self.sweep
        _, last = fixed_width_range(sweep, self.width)
        numbers = np.floor(sweep.activation(weight * sweep.x + sweep.bias) / self.width)
        numbers = np.minimum(numbers, last)
        cuts: Ranks = np.flatnonzero(np.diff(numbers)) + 1
        return cuts[None, :]


def ask(
    x: FloatArray,
    activation: str | Activation,
    rows: FloatArray,
    range_weights: FloatArray,
    bias: float,
    bins: int,
    binning: str,
    width: float | None,
    estimator: str,
) -> Question:
    """Check what all functions share. `x` is sorted; `rows` and `range_weights` are checked already."""
    named = not isinstance(activation, Activation)
    if not isinstance(activation, Activation):
        activation = ACTIVATIONS[checks.one_of("activation", activation, ACTIVATIONS)]
    bias = checks.finite_number("bias", bias)
    weight = None if rows is range_weights else float(rows[0])
    checks.bounded_net_input(x, range_weights, bias, weight)
    width = DEFAULT_WIDTH if width is None else checks.bin_width("width", width)
    sweep = Sweep(x, activation, rows[:, None], bias, range_weights)
    if not named:
        finite_within(activation, *sweep.net_input_range())
    bins = checks.whole_number("bins", bins, 1, MAX_BINS)
    binning = checks.one_of("binning", binning, BINNINGS)
    if binning == "fixed-width":
        first, last = fixed_width_range(sweep, width)
        bins = int(min(last - first + 1, 2.0**62))
    return Question(sweep, binning, bins, width, checks.one_of("estimator", estimator, ESTIMATORS))
