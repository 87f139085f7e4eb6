"""A sweep under a binning: from the edges to the partition of the input line, to ranks, counts and masses."""

from collections.abc import Iterator
from dataclasses import dataclass

from minimal_model import partition
from minimal_model.arrays import FloatArray, Ranks
from minimal_model.binnings.edges import BinEdges
from minimal_model.entropy import count_entropy
from minimal_model.setup import Setup
from minimal_model.sweep import Sweep

# Edges handled at once: arrays of this size stay in a processor's cache.
CHUNK = 2**15
# Walking over an edge costs a few times what walking over a sample does.
EDGE_COST = 4


@dataclass(frozen=True)
class Measurement:
    """What a setup measures of a sweep.

    Attributes
    ----------
    setup : Setup
        The binning and the estimator.
    sweep : Sweep
        The neuron, its sorted samples and the weights of interest.
    bins : int
        Number of bins: the setup's, or what follows from the range of the activations.
    """

    setup: Setup
    sweep: Sweep
    bins: int

    @classmethod
    def of(cls, setup: Setup, sweep: Sweep) -> "Measurement":
        """Return the measurement of a sweep by a setup."""
        return cls(setup, sweep, setup.binning.number_of_bins(sweep, setup.bins, setup.width))

    def edges(self, sweep: Sweep) -> BinEdges:
        """Return the bin edges of the sweep or of a part of it."""
        return self.setup.binning.edges(sweep, self.bins, self.setup.width)

    def parts(self) -> Iterator[tuple[Sweep, BinEdges]]:
        """Yield groups of weights whose edges fit into a processor's cache, and the edges."""
        rows = max(1, CHUNK // self.bins)
        for start in range(0, self.sweep.weights.size, rows):
            part = self.sweep.part(start, start + rows)
            yield part, self.edges(part)

    def ranks(self) -> Iterator[Ranks]:
        """Yield how many samples lie below each cut between two bins, for groups of weights, shape (rows, cuts)."""
        binning, sweep = self.setup.binning, self.sweep
        if binning.sized_by_width and EDGE_COST * self.bins > sweep.x.size:
            rows = max(1, CHUNK // sweep.x.size)
            for start in range(0, sweep.weights.size, rows):
                yield binning.walk(sweep.part(start, start + rows), self.bins, self.setup.width)
            return
        for part, edges in self.parts():
            yield partition.ranks(part, edges, partition.preimages(part, edges))

    def masses(self) -> Iterator[FloatArray]:
        """Yield the probability of each bin, the end bins open, for groups of weights, shape (rows, bins)."""
        for part, edges in self.parts():
            yield partition.masses(part, edges, self.setup.input)

    def entropy(self, ranks: Ranks) -> FloatArray:
        """Return the entropy in bits of the samples between cuts, as the setup estimates it, shape (rows,)."""
        return count_entropy(partition.rank_differences(ranks, self.sweep.x.size), self.setup.estimator)
