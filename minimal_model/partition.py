"""From bin edges to the partition of the input line, and from there to counts or masses.

f is monotone, so binning Y = f(w X + b) is nothing but cutting the line of X at the preimages of the edges,

    x(e) = (f⁻¹(e) - b) / w,    f⁻¹(e) = inf{z : f(z) >= e}.

No sample is ever binned: the number of samples in a bin is a difference of two ranks in the sorted input, and the
probability of a bin is a difference of two values of the input's distribution function.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from minimal_model.arrays import FloatArray, Ranks
from minimal_model.binnings.edges import BinEdges
from minimal_model.folding_masses import branches_masses
from minimal_model.inputs import Column, Input
from minimal_model.rounded_preimages import settled
from minimal_model.spans import Spans, number_of_spans, samples_below, settle_ranks, spans
from minimal_model.sweep import CHUNK, Sweep

# Spans at each weight from which on short ones are evaluated, and how many samples for each edge are few.
MANY_SPANS, SHORT = 8, 4


def preimages(sweep: Sweep, bin_edges: BinEdges) -> FloatArray:
    """Return where the edges fall on the input line, x(e) = (f⁻¹(e) - b) / w.

    Returns
    -------
    numpy.ndarray, shape (weights, bins + 1)
        Ascending in each row; infinite where no finite input reaches the edge.
    """
    return (bin_edges.compared.inverse(bin_edges.thresholds) - sweep.bias) / sweep.weights


def ranks(sweep: Sweep, bin_edges: BinEdges, positions: FloatArray | None = None) -> Ranks:
    """Return how many samples lie below each inner edge, exactly.

    The preimages only propose a rank: rounding in f⁻¹ can misplace an edge by some samples where f is nearly flat.
    Each proposal is therefore checked against the two samples around it, and put right where it fails. Where f is not
    quite monotone as it is computed, or folds, the samples below an edge are counted on each branch instead.

    Parameters
    ----------
    sweep, bin_edges
        The neuron and its edges.
    positions : numpy.ndarray, shape (weights, bins + 1), optional
        The edges' `preimages`, if they are known.

    Returns
    -------
    numpy.ndarray of int, shape (weights, bins - 1)
    """
    if not bin_edges.compared.plain:
        edges = max(1, bin_edges.thresholds.shape[1] - 2)
        if edges * number_of_spans(sweep, bin_edges.compared) > sweep.x.size * sweep.weights.size:
            return ranks_by_sorting(sweep, bin_edges)
        return ranks_by_branches(sweep, bin_edges)
    if positions is None:
        positions = preimages(sweep, bin_edges)
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
    """Return the ranks of thresholds that were wrongly proposed."""
    x, weights = sweep.x, sweep.weights[rows, 0]
    return settle_ranks(
        lambda rank: bin_edges.compared(weights * x.take(rank, mode="clip") + sweep.bias) < thresholds,
        proposed,
        x.size,
    )


def ranks_by_sorting(sweep: Sweep, bin_edges: BinEdges) -> Ranks:
    """Return how many samples lie below each inner edge, by evaluating and sorting them all."""
    thresholds = np.broadcast_to(bin_edges.thresholds[:, 1:-1], (sweep.weights.size, bin_edges.thresholds.shape[1] - 2))
    result: Ranks = np.empty(thresholds.shape, dtype=np.int64)
    rows = max(1, CHUNK // sweep.x.size)
    for start in range(0, sweep.weights.size, rows):
        part = slice(start, start + rows)
        values = np.sort(bin_edges.compared(sweep.weights[part] * sweep.x + sweep.bias), axis=1, kind="stable")
        result[part] = [np.searchsorted(*row) for row in zip(values, thresholds[part], strict=True)]
    return result


def ranks_by_branches(sweep: Sweep, bin_edges: BinEdges) -> Ranks:
    """Return how many samples lie below each inner edge: a sum over the branches."""
    inner = bin_edges.thresholds[:, 1:-1]
    of = sweep.spans if bin_edges.compared is sweep.activation else spans(sweep, bin_edges.compared)
    result: Ranks = np.zeros((sweep.weights.size, inner.shape[1]), dtype=np.int64)
    if of.row.size > MANY_SPANS * sweep.weights.size:
        # In the tails of the input many branches hold few samples each, and those are soon evaluated.
        short = (of.last - of.first < SHORT * inner.shape[1]) & ~of.settled
        _add_short(sweep, bin_edges, of.taken(short), result)
        of = of.taken(~short)
    begins = np.searchsorted(of.row, np.arange(sweep.weights.size + 1))
    # So many weights at once that their edges on all branches fit into a processor's cache.
    most = max(1, 2 * CHUNK // max(1, inner.shape[1]))
    start = 0
    while start < sweep.weights.size:
        stop = max(start + 1, int(np.searchsorted(begins, begins[start] + most, side="right")) - 1)
        part = of.taken(slice(begins[start], begins[stop]))
        if part.row.size:
            below = samples_below(sweep, bin_edges.compared, part, inner)
            first = np.flatnonzero(np.append(True, np.diff(part.row) != 0))
            result[part.row[first]] += np.add.reduceat(below, first, axis=0)
        start = stop
    return result


def _add_short(sweep: Sweep, bin_edges: BinEdges, of: Spans, result: Ranks) -> None:
    """Add how many samples of short spans lie below each inner edge, by evaluating and sorting them."""
    thresholds = np.broadcast_to(bin_edges.thresholds[:, 1:-1], result.shape)
    begins = np.searchsorted(of.row, np.arange(sweep.weights.size + 1))
    many = of.last - of.first
    for number, (start, stop) in enumerate(pairwise(begins.tolist())):
        own = many[start:stop]
        rank = np.arange(own.sum()) + np.repeat(of.first[start:stop] - (np.cumsum(own) - own), own)
        values = np.sort(bin_edges.compared(sweep.weights[number, 0] * sweep.x[rank] + sweep.bias))
        result[number] += np.searchsorted(values, thresholds[number])


def counts_within(sweep: Sweep, bin_edges: BinEdges, cuts: Ranks) -> Ranks:
    """Return the counts of the bins within slices of the samples, which are cut at some ranks.

    Returns
    -------
    numpy.ndarray of int, shape (weights, cuts + 1, bins)
    """
    inner, samples, rows = bin_edges.thresholds[:, 1:-1], sweep.x.size, sweep.weights.size
    of = spans(sweep, bin_edges.compared).cut(cuts, samples)
    below = samples_below(sweep, bin_edges.compared, of, inner)
    slice_of = of.row * (cuts.size + 1) + np.searchsorted(cuts, of.first, side="right")
    begins = np.flatnonzero(np.append(True, np.diff(slice_of) != 0))
    result = np.zeros((rows * (cuts.size + 1), inner.shape[1] + 2), dtype=np.int64)
    result[slice_of[begins], 1:-1] = np.add.reduceat(below, begins, axis=0)
    result[slice_of[begins], -1] = np.add.reduceat(of.last - of.first, begins)
    return np.diff(result, axis=1).reshape(rows, cuts.size + 1, -1)


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
    if isinstance(population, Column):
        of_column = replace(sweep, x=population.ordered)
        return rank_differences(ranks(of_column, bin_edges), len(population)) / len(population)
    if bin_edges.compared.folds:
        return branches_masses(sweep, bin_edges, population)
    positions = preimages(sweep, bin_edges)
    rises = bin_edges.compared.branches[0].rises
    positions[:, 0], positions[:, -1] = (-np.inf, np.inf) if rises else (np.inf, -np.inf)
    positions = settled(sweep, bin_edges, positions, population)
    return population.masses(positions) if rises else population.masses(positions[:, ::-1])[:, ::-1]


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
    # Where samples tie, an outermost edge coincides with its neighbour, which may just have been moved past it.
    partition[:, 0] = np.minimum(partition[:, 0], partition[:, 1])
    partition[:, -1] = np.maximum(partition[:, -1], partition[:, -2])
    return partition
