"""From bin edges to the partition of the input line, and from there to counts or masses.

f is monotone, so binning Y = f(w X + b) is nothing but cutting the line of X at the preimages of the edges,

    x(e) = (f⁻¹(e) - b) / w,    f⁻¹(e) = inf{z : f(z) >= e}.

No sample is ever binned: the number of samples in a bin is a difference of two ranks in the sorted input, and the
probability of a bin is a difference of two values of the input's distribution function.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray, Ranks
from minimal_model.binnings.edges import BinEdges
from minimal_model.inputs import Column, Input
from minimal_model.sweep import Sweep


def preimages(sweep: Sweep, bin_edges: BinEdges) -> FloatArray:
    """Return where the edges fall on the input line, x(e) = (f⁻¹(e) - b) / w.

    Returns
    -------
    numpy.ndarray, shape (weights, bins + 1)
        Ascending in each row; infinite where no finite input reaches the edge.
    """
    return (bin_edges.compared.inverse(bin_edges.thresholds) - sweep.bias) / sweep.weights


def ranks(sweep: Sweep, bin_edges: BinEdges, positions: FloatArray) -> Ranks:
    """Return how many samples lie below each inner edge, exactly.

    The preimages only propose a rank: rounding in f⁻¹ can misplace an edge by some samples where f is nearly flat.
    Each proposal is therefore checked against the two samples around it, and put right where it fails.

    Parameters
    ----------
    sweep, bin_edges
        The neuron and its edges.
    positions : numpy.ndarray, shape (weights, bins + 1)
        The edges' `preimages`.

    Returns
    -------
    numpy.ndarray of int, shape (weights, bins - 1)
    """
    x, compared = sweep.x, bin_edges.compared
    inner = bin_edges.thresholds[:, 1:-1]
    proposed = np.searchsorted(x, positions[:, 1:-1])
    left = compared(sweep.weights * x.take(proposed - 1, mode="clip") + sweep.bias)
    right = compared(sweep.weights * x.take(proposed, mode="clip") + sweep.bias)
    failed = ((left >= inner) & (proposed > 0)) | ((right < inner) & (proposed < x.size))
    if failed.any():
        rows, columns = np.nonzero(failed)
        edges = np.broadcast_to(inner, proposed.shape)[rows, columns]
        proposed[rows, columns] = _search(sweep, bin_edges, rows, edges, proposed[rows, columns])
    return proposed


def _search(sweep: Sweep, bin_edges: BinEdges, rows: Ranks, thresholds: FloatArray, proposed: Ranks) -> Ranks:
    """Return the ranks of thresholds by stepping away from wrong proposals in doubling strides, then halving."""
    x, weights = sweep.x, sweep.weights[rows, 0]

    def below(rank: Ranks) -> npt.NDArray[np.bool_]:
        """Whether the sample of that rank lies below its threshold; all do before the first, none after the last."""
        values = bin_edges.compared(weights * x.take(rank, mode="clip") + sweep.bias)
        return (rank < 0) | ((rank < x.size) & (values < thresholds))

    low, high = proposed - 1, proposed.copy()
    stride = 1
    # The answer lies in (low, high]: the sample at low is below the threshold, the one at high is not.
    while not (settled := below(low)).all():
        low, high = np.where(settled, low, low - stride), np.where(settled, high, low)
        stride *= 2
    stride = 1
    while (unsettled := below(high)).any():
        low, high = np.where(unsettled, high, low), np.where(unsettled, high + stride, high)
        stride *= 2
    while (high - low > 1).any():
        middle = (low + high) // 2
        is_below = below(middle)
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return np.clip(high, 0, x.size)


def rank_differences(inner_ranks: Ranks, samples: int) -> Ranks:
    """Return the counts of the bins between the ranks of their inner edges.

    Parameters
    ----------
    inner_ranks : numpy.ndarray of int, shape (weights, bins - 1)
        How many samples lie below each inner edge.
    samples : int
        How many there are in all.

    Returns
    -------
    numpy.ndarray of int, shape (weights, bins)
        Each row sums to `samples`.
    """
    rows, inner = inner_ranks.shape
    bounds = np.empty((rows, inner + 2), dtype=np.int64)
    bounds[:, 0], bounds[:, 1:-1], bounds[:, -1] = 0, inner_ranks, samples
    return bounds[:, 1:] - bounds[:, :-1]


def masses(sweep: Sweep, bin_edges: BinEdges, population: Input | Column) -> FloatArray:
    """Return the probability of each bin under the input's distribution, shape (weights, bins); end bins are open.

    The numbers of a column are ranked as exactly as samples are.
    """
    positions = preimages(sweep, bin_edges)
    if isinstance(population, Column):
        of_column = replace(sweep, x=population.ordered)
        return rank_differences(ranks(of_column, bin_edges, positions), len(population)) / len(population)
    positions[:, 0], positions[:, -1] = -np.inf, np.inf
    return population.masses(positions)


def input_partition(sweep: Sweep, inner_ranks: Ranks, positions: FloatArray) -> FloatArray:
    """Return the preimages, moved by the rounding of f⁻¹ where it would put a sample on the wrong side.

    Each inner edge ends up between the samples of its rank, so that ``np.searchsorted(x, partition[1:-1])`` is the
    cumulative count of the bins, exactly.

    Returns
    -------
    numpy.ndarray, shape (weights, bins + 1)
    """
    x = sweep.x
    just_right_of_left = np.nextafter(x.take(inner_ranks - 1, mode="clip"), np.inf)
    low = np.where(inner_ranks > 0, just_right_of_left, -np.inf)
    high = np.where(inner_ranks < x.size, x.take(inner_ranks, mode="clip"), np.inf)
    partition = positions.copy()
    partition[:, 1:-1] = np.clip(positions[:, 1:-1], low, high)
    return partition
