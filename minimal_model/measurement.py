"""A sweep under a binning: from the edges to the partition of the input line, to ranks, counts and masses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from minimal_model import partition
from minimal_model.activation import Activation
from minimal_model.arrays import FloatArray, Ranks
from minimal_model.binnings.binning import cuts as cuts_between
from minimal_model.binnings.edges import BinEdges
from minimal_model.entropy import count_entropy
from minimal_model.setup import Setup
from minimal_model.spans import number_of_spans
from minimal_model.sweep import CHUNK, Sweep

# Walking over an edge costs a few times what walking over a sample does, and more where its place has to be certified.
EDGE_COST, CERTIFIED_EDGE_COST = 4, 24


def edge_cost(activation: Activation) -> int:
    """Return how many samples are walked over in the time that one edge takes."""
    return EDGE_COST if activation.plain else CERTIFIED_EDGE_COST


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
        if self.walks():
            rows = max(1, CHUNK // sweep.x.size)
            for start in range(0, sweep.weights.size, rows):
                yield binning.walk(sweep.part(start, start + rows), self.bins, self.setup.width)
            return
        for part, edges in self.parts():
            yield partition.ranks(part, edges)

    def walks(self) -> bool:
        """Whether it costs less to look for the bin of every sample than for the place of every edge."""
        sweep = self.sweep
        if self.setup.binning.sized_by_width and edge_cost(sweep.activation) * self.bins > sweep.x.size:
            return True
        return not sweep.activation.plain and self.bins > sweep.x.size

    def masses(self) -> Iterator[FloatArray]:
        """Yield the probability of each bin, the end bins open, for groups of weights, shape (rows, bins)."""
        for part, edges in self.parts():
            yield partition.masses(part, edges, self.setup.input)

    def within(self, cuts: Ranks) -> Iterator[tuple[Ranks, Ranks]]:
        """Yield the counts of the bins, and those within each of some slices of the samples, for groups of weights.

        Parameters
        ----------
        cuts : numpy.ndarray of int, shape (cuts,)
            Ranks, ascending, that cut the samples into slices; those at the ends cut nothing.

        Yields
        ------
        counts, joint : numpy.ndarray of int, shape (rows, any)
            Empty bins may be left out.
        """
        inner, samples = cuts[(cuts > 0) & (cuts < self.sweep.x.size)], self.sweep.x.size
        binning, sweep = self.setup.binning, self.sweep
        slices = np.concatenate(([0], inner, [samples]))
        of = number_of_spans(sweep, sweep.activation) + inner.size * sweep.weights.size
        if self.walks() or self.bins * of > samples * sweep.weights.size:
            slice_of = np.repeat(np.arange(slices.size - 1), np.diff(slices))
            rows = max(1, CHUNK // samples)
            for start in range(0, sweep.weights.size, rows):
                numbers = binning.numbers(sweep.part(start, start + rows), self.bins, self.setup.width)
                joint = cuts_between(np.sort(numbers, axis=1, kind="stable"))
                # Within each slice the bins are sorted; a slice begins where its samples do.
                order = np.lexsort((numbers, np.broadcast_to(slice_of, numbers.shape)), axis=1)
                changes = np.take_along_axis(numbers, order, axis=1)
                yield partition.rank_differences(joint, samples), _runs(changes, slice_of)
            return
        rows = max(1, 8 * CHUNK // (self.bins * slices.size))
        for start in range(0, sweep.weights.size, rows):
            part = sweep.part(start, start + rows)
            edges = self.edges(part)
            counts = partition.counts_within(part, edges, inner)
            yield counts.sum(axis=1), counts.reshape(counts.shape[0], -1)

    def entropy(self, ranks: Ranks) -> FloatArray:
        """Return the entropy in bits of the samples between cuts, as the setup estimates it, shape (rows,)."""
        return count_entropy(partition.rank_differences(ranks, self.sweep.x.size), self.setup.estimator)


def _runs(numbers: npt.NDArray[Any], slice_of: Ranks) -> Ranks:
    """Return how long the runs of equal numbers are within slices; rows of fewer runs end with zeros."""
    changes = (numbers[:, 1:] != numbers[:, :-1]) | (slice_of[1:] != slice_of[:-1])
    starts = np.concatenate((np.zeros((numbers.shape[0], 1), dtype=np.int64), np.cumsum(changes, axis=1)), axis=1)
    most = int(starts[:, -1].max()) + 1
    keys = starts + most * np.arange(numbers.shape[0])[:, None]
    return np.bincount(keys.ravel(), minlength=most * numbers.shape[0]).reshape(-1, most)
