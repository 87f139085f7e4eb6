"""The pieces of the input line and the bin of each, at one weight of a function that folds or is not quite monotone."""

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray, Ranks
from minimal_model.binnings.edges import BinEdges
from minimal_model.folding_masses import branch_cuts, periods_in_reach
from minimal_model.spans import FAR
from minimal_model.sweep import Sweep

Pieces = tuple[FloatArray, npt.NDArray[np.int64]]

# More pieces than this nobody can draw.
MOST_PIECES = 1_000_000
# Rounding misplaces hardly ever more than one sample beside a cut.
MOST_NUDGES = 4


def input_pieces(sweep: Sweep, bin_edges: BinEdges, numbers: Ranks) -> Pieces:
    """Return the cuts of the input line, and the bins between them, such that every sample is in its bin.

    Parameters
    ----------
    sweep : Sweep
        The neuron at one weight.
    bin_edges : BinEdges
        Its edges.
    numbers : numpy.ndarray of int, shape (n,)
        The bin of every sample.

    Returns
    -------
    cuts : numpy.ndarray, shape (pieces + 1,)
    bins : numpy.ndarray of int, shape (pieces,)
    """
    found = _by_branches(sweep, bin_edges)
    if found is not None:
        cuts, bins = found
        for _ in range(MOST_NUDGES):
            if np.array_equal(bins[np.searchsorted(cuts[1:-1], sweep.x, side="right")], numbers):
                return cuts, bins
            cuts[1:-1] = np.maximum.accumulate(_nudged(cuts[1:-1], bins, sweep.x, numbers))
    return _between_samples(sweep.x, numbers)


def _nudged(cuts: FloatArray, bins: Ranks, x: FloatArray, numbers: Ranks) -> FloatArray:
    """Return the cuts, moved over the sample beside them where rounding has put it on the wrong side."""
    place = np.searchsorted(x, cuts)
    left, right = numbers.take(place - 1, mode="clip"), numbers.take(place, mode="clip")
    too_far = (place > 0) & (left != bins[:-1]) & (left == bins[1:])
    short = (place < x.size) & (right == bins[:-1]) & (right != bins[1:])
    moved = np.where(too_far, x.take(place - 1, mode="clip"), cuts)
    return np.where(short, np.nextafter(x.take(place, mode="clip"), np.inf), moved)


def _by_branches(sweep: Sweep, bin_edges: BinEdges) -> Pieces | None:
    """Return the edges' preimages on all branches that inputs of some probability, or samples, see."""
    activation, weight, bias = bin_edges.compared, float(sweep.weights[0, 0]), sweep.bias
    shifts = np.zeros(1)
    if activation.period is not None:
        start, period = activation.branches[0].start, activation.period
        in_reach = periods_in_reach(weight, bias, start, period)
        seen = [float(np.floor((weight * end + bias - start) / period)) for end in (sweep.x[0], sweep.x[-1])]
        if in_reach is None or max(map(abs, seen)) > FAR:
            return None
        first, last = min(seen[0], in_reach[0] / period), max(seen[1], in_reach[-1] / period)
        shifts = np.arange(round(first), round(last) + 1) * period
    bins = np.arange(bin_edges.thresholds.shape[1] - 1)
    if shifts.size * len(activation.branches) * bins.size > MOST_PIECES:
        return None
    parts = list(branch_cuts(activation, bin_edges.thresholds))
    of_period = np.concatenate([z[0, :-1] for _, z in parts])
    cuts = ((of_period + shifts[:, None] - bias) / weight).ravel()
    every = np.tile(np.concatenate([bins if branch.rises else bins[::-1] for branch, _ in parts]), shifts.size)
    ends = np.append(cuts[1:], np.inf)
    # Pieces of no width, and cuts at which the bin stays the same: where f turns within a bin.
    every, cuts = every[ends > cuts], cuts[ends > cuts]
    new = np.append(True, every[1:] != every[:-1])
    cuts = np.append(cuts[new], np.inf)
    cuts[0] = -np.inf
    return cuts, every[new]


def _between_samples(x: FloatArray, numbers: Ranks) -> Pieces:
    """Return cuts halfway between neighbouring samples of different bins."""
    changes = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    left, right = x[changes - 1], x[changes]
    # Between neighbouring doubles the middle is rounded to one of them; the right one is the cut.
    middle = left + (right - left) / 2
    cuts = np.where(middle > left, middle, right)
    return np.concatenate(([-np.inf], cuts, [np.inf])), numbers[np.append(0, changes)]
