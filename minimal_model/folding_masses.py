"""The probability of each bin where f folds: on every branch the bin has an interval, and its mass is theirs.

A periodic function has as many branches as the net input has half-waves. Those within the input's reach are summed; of
so many that they cannot be, each takes the same share of its period, and the phase is uniform.
"""

from collections.abc import Iterator

import numpy as np

from minimal_model.activation import Activation
from minimal_model.arrays import FloatArray
from minimal_model.binnings.edges import BinEdges
from minimal_model.branches import Branch
from minimal_model.inputs import NORMAL, REACH, Input
from minimal_model.sweep import Sweep

# Periods that are summed one by one; with more of them in reach the phase is uniform.
MOST_PERIODS = 4096
# Of an input that is not normal they are summed between these normal scores, which leave out two billionths.
TAIL = 6.0

# Edges in all periods that are held at a time.
_MOST_AT_A_TIME = 100_000


def branches_masses(sweep: Sweep, bin_edges: BinEdges, population: Input = NORMAL) -> FloatArray:
    """Return the probability of each bin under the input's distribution, shape (weights, bins); end bins are open."""
    activation, rows = bin_edges.compared, sweep.weights.size
    total: FloatArray = np.zeros((rows, bin_edges.thresholds.shape[1] - 1))
    for branch, z in branch_cuts(activation, bin_edges.thresholds):
        if activation.period is None:
            masses = population.masses((z - sweep.bias) / sweep.weights)
        else:
            cuts = np.broadcast_to(z, (rows, z.shape[1]))
            masses = np.stack(
                [
                    _periodic(*row, sweep.bias, activation.period, population)
                    for row in zip(cuts, sweep.weights[:, 0], strict=True)
                ]
            )
        total += masses if branch.rises else masses[:, ::-1]
    return total


def branch_cuts(activation: Activation, thresholds: FloatArray) -> Iterator[tuple[Branch, FloatArray]]:
    """Yield each branch, and where the edges cut it: ascending net inputs, shape (rows, bins + 1).

    The first and the last are the ends of the branch; edges that f does not take on it lie at an end too. Where f falls
    they belong to the edges in reverse order.
    """
    for branch in activation.branches:
        low, high = branch_values(activation, branch)
        with np.errstate(all="ignore"):
            z = branch.net_inputs(thresholds)
        first, last = (branch.start, branch.end) if branch.rises else (branch.end, branch.start)
        # A flat piece belongs to the bin that starts at its value.
        z = np.where(thresholds == high, _top(activation, last, high), np.where(thresholds > high, last, z))
        z = np.where(thresholds <= low, first, z)
        z[:, 0], z[:, -1] = first, last
        z = np.clip(z if branch.rises else z[:, ::-1], branch.start, branch.end)
        yield branch, np.maximum.accumulate(z, axis=1)


def _top(activation: Activation, end: float, high: float) -> float:
    """Return where a branch comes to its largest value, which it has or tends to at an end: as samples have it.

    Rounded to that value, the far tail of a gelu falls into the bin that starts there.
    """
    settled = float(np.clip(end, *activation.settles))
    if np.isfinite(settled) and float(activation(np.array([np.nextafter(settled, end)]))[0]) == high:
        return settled
    return float(np.clip(end, *activation.rises))


def branch_values(activation: Activation, branch: Branch) -> tuple[float, float]:
    """Return the smallest and the largest value of f on a branch, or what it tends to there."""
    at_infinity = dict(zip((-np.inf, np.inf), activation.ends, strict=True))
    values = [
        at_infinity[end] if np.isinf(end) else float(activation(np.array([end]))[0])
        for end in (branch.start, branch.end)
    ]
    return min(values), max(values)


def reach(population: Input) -> tuple[float, float]:
    """Return the inputs between which periods are summed: long tails hold the last billionth, in any phase."""
    if population is NORMAL:
        return -REACH, REACH
    low, high = population.of_normal(np.array([-TAIL, TAIL])).tolist()
    return low, high


def periods_in_reach(
    weight: float, bias: float, start: float, period: float, population: Input = NORMAL
) -> FloatArray | None:
    """Return by how much a branch is shifted where inputs of some probability see it; None if that is too often."""
    first, last = (np.floor((bias + end * weight - start) / period) for end in reach(population))
    if last - first > MOST_PERIODS or max(abs(first), abs(last)) > 2.0**50:
        return None
    shifts: FloatArray = np.arange(first - 1, last + 2) * period
    return shifts


def branches_in_reach(activation: Activation, weights: FloatArray, population: Input = NORMAL) -> int:
    """Return how many branches take part in the probability of a bin, over all weights."""
    each = len(activation.branches)
    if activation.period is None:
        return each * weights.size
    low, high = reach(population)
    periods = weights * (high - low) / activation.period
    return each * int(np.where(periods > MOST_PERIODS, 1, periods + 3).sum())


def _periodic(z: FloatArray, weight: float, bias: float, period: float, population: Input) -> FloatArray:
    shifts = periods_in_reach(float(weight), bias, float(z[0]), period, population)
    if shifts is None:
        return np.diff(z) / period
    masses: FloatArray = np.zeros(z.size - 1)
    for part in np.array_split(shifts[:, None], -(-shifts.size * z.size // _MOST_AT_A_TIME)):
        masses += population.masses((z + part - bias) / weight).sum(axis=0)
    if population is not NORMAL:
        low, high = ((z[0] + end - bias) / weight for end in (shifts[0], shifts[-1] + period))
        beyond = float(population.cdf(np.array([low]))[0] + population.sf(np.array([high]))[0])
        masses += beyond * np.diff(z) / period
    return masses
