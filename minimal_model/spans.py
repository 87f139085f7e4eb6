"""Sorted samples by branches: runs on which f rises or falls, how many of a run lie below an edge, and their extremes.

Values computed in doubles are not quite monotone on a branch: those of gelu step back by some units in the last place,
those of erf by two. What is certain all the same is certified. If computed values lie within some error of a function
that is monotone, then a sample beyond an edge by more than twice that error certifies all samples on its far side. An
edge needs one such sample on each side of it; between them, where ordinarily none are, all samples are evaluated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from minimal_model.activation import Activation
from minimal_model.arrays import FloatArray, Ranks

if TYPE_CHECKING:
    from minimal_model.sweep import Sweep

Truths = npt.NDArray[np.bool_]

# A certificate lies beyond by this many errors: two are needed, and rounding takes its part of them too.
SURE = 4.0
# Samples on each side of a run's ends that are looked at first for its extremes.
FIRST_LOOK = 6
# From here on the turning points of a periodic function are not known well enough.
FAR = 1e6
# Runs that need more samples looked at are evaluated as a whole.
LONGEST_LOOK = 4096


@dataclass(frozen=True)
class Spans:
    """Runs of sorted samples on one branch at one weight, none of them empty, in the order of weights and samples.

    Attributes
    ----------
    row : numpy.ndarray of int, shape (spans,)
        Which weight.
    branch : numpy.ndarray of int, shape (spans,)
        Which of the activation's branches.
    shift : numpy.ndarray, shape (spans,)
        How far the branch lies from that one: multiples of the period.
    first, last : numpy.ndarray of int, shape (spans,)
        Ranks of the first sample, and of the first one behind.
    settled : numpy.ndarray of bool, shape (spans,)
        Whether f is computed to one and the same double there.
    """

    row: Ranks
    branch: Ranks
    shift: FloatArray
    first: Ranks
    last: Ranks
    settled: Truths

    def taken(self, which: Ranks | Truths | slice) -> "Spans":
        """Return some of the spans."""
        return Spans(
            self.row[which],
            self.branch[which],
            self.shift[which],
            self.first[which],
            self.last[which],
            self.settled[which],
        )

    def cut(self, ranks: Ranks, samples: int) -> "Spans":
        """Return the spans cut at further ranks, the same for each weight."""
        rows = int(self.row[-1]) + 1
        keys = self.row * (samples + 1) + self.first
        inner = ranks[(ranks > 0) & (ranks < samples)]
        further = (np.arange(rows)[:, None] * (samples + 1) + inner).ravel()
        every = np.union1d(keys, further)
        parts = self.taken(np.searchsorted(keys, every, side="right") - 1)
        first = every - parts.row * (samples + 1)
        same_row = np.append(parts.row[1:] == parts.row[:-1], False)
        last = np.where(same_row, np.append(first[1:], 0), samples)
        return Spans(parts.row, parts.branch, parts.shift, first, last, parts.settled)


def number_of_spans(sweep: "Sweep", activation: Activation) -> float:
    """Return about how many spans the samples have over all weights; infinite where they cannot be told."""
    if activation.period is None:
        return float(len(activation.branches) * sweep.weights.size)
    low, high = (sweep.weights * end + sweep.bias for end in (sweep.x[0], sweep.x[-1]))
    if max(np.abs(low).max(), np.abs(high).max()) > FAR:
        return float("inf")
    return float(((high - low) / activation.period).sum() + 2 * sweep.weights.size) * len(activation.branches)


def spans(sweep: "Sweep", activation: Activation) -> Spans:
    """Return the samples of every weight by branches."""
    x, weights, bias = sweep.x, sweep.weights[:, 0], sweep.bias
    starts = np.array([branch.start for branch in activation.branches])
    if activation.period is None:
        first_period, periods = np.zeros(weights.size), np.ones(weights.size, dtype=np.int64)
    else:
        ends = ((weights * end + bias - starts[0]) / activation.period for end in (x[0], x[-1]))
        first_period, last_period = (np.floor(end) for end in ends)
        periods = (last_period - first_period).astype(np.int64) + 1
    each = periods * starts.size
    row = np.repeat(np.arange(weights.size), each)
    number = np.arange(row.size) - np.repeat(np.cumsum(each) - each, each)
    branch = number % starts.size
    shift = (first_period[row] + number // starts.size) * (activation.period or 0.0)
    settles = [end for end in activation.settles if np.isfinite(end)]
    cuts = starts[branch] + shift
    first = _ranks_of(sweep, row, cuts)
    # The first branch of a weight takes all samples on its left, should rounding leave some there.
    first = np.where(number == 0, 0, first)
    last = np.where(np.append(row[1:] == row[:-1], False), np.append(first[1:], 0), x.size)
    found = Spans(row, branch, shift, first, last, np.zeros(row.size, dtype=bool))
    for end in settles:
        found = _settled(sweep, found, end, end == activation.settles[0])
    return found.taken(found.last > found.first)


def turning_points(activation: Activation, net_inputs: FloatArray, most: int) -> FloatArray:
    """Return the net inputs between the first and the last of some at which f turns.

    Of a periodic function with more half-waves than samples nearly every sample has one of its own: no more than `most`
    turning points are told apart, evenly spaced.
    """
    low, high = float(net_inputs[0]), float(net_inputs[-1])
    if activation.period is None:
        return activation.turns[(activation.turns > low) & (activation.turns < high)]
    start, period = activation.branches[0].start, activation.period
    first, last = np.floor((low - start) / period), np.floor((high - start) / period)
    if max(abs(low), abs(high)) > FAR or (last - first + 1) * len(activation.branches) > most:
        return np.linspace(low, high, most + 1)[1:-1]
    shifts = np.arange(first, last + 1) * period
    turns = (activation.turns[:-1] + shifts[:, None]).ravel()
    return turns[(turns > low) & (turns < high)]


def _settled(sweep: "Sweep", found: Spans, end: float, below: bool) -> Spans:
    """Return the spans, cut where computed values begin, or cease, to be one and the same."""
    place = end if below else float(np.nextafter(end, np.inf))
    every = np.arange(sweep.weights.size)
    rank = _ranks_of(sweep, every, np.full(every.size, place))[found.row]
    middle = np.clip(rank, found.first, found.last)
    left = Spans(found.row, found.branch, found.shift, found.first, middle, found.settled | below)
    right = Spans(found.row, found.branch, found.shift, middle, found.last, found.settled | (not below))
    pairs = zip(*(vars(side).values() for side in (left, right)), strict=True)
    return Spans(*(np.stack(pair, axis=1).ravel() for pair in pairs))


def _ranks_of(sweep: "Sweep", row: Ranks, z: FloatArray) -> Ranks:
    """Return how many samples have smaller net inputs than each of some, exactly."""
    x, weights = sweep.x, sweep.weights[row, 0]
    proposed = np.searchsorted(x, (z - sweep.bias) / weights)
    return settle_ranks(lambda rank: weights * x.take(rank, mode="clip") + sweep.bias < z, proposed, x.size)


def settle_ranks(below: Callable[[Ranks], Truths], proposed: Ranks, samples: int) -> Ranks:
    """Return the first ranks that are not below something, by steps from proposals in doubling strides, then halving.

    Parameters
    ----------
    below : callable
        Whether the samples of some ranks lie below; it ascends to no and stays there. Ranks outside of the samples may
        be asked for; the answer does not count.
    proposed : numpy.ndarray of int, shape (any,)
        Where the steps begin.
    samples : int
        Number of samples.
    """

    def is_below(rank: Ranks) -> Truths:
        return (rank < 0) | ((rank < samples) & below(rank))

    low, high = proposed - 1, proposed.copy()
    stride = 1
    # The answer lies in (low, high]: the sample at low is below, the one at high is not.
    while not (settled := is_below(low)).all():
        low, high = np.where(settled, low, low - stride), np.where(settled, high, low)
        stride *= 2
    stride = 1
    while (unsettled := is_below(high)).any():
        low, high = np.where(unsettled, high, low), np.where(unsettled, high + stride, high)
        stride *= 2
    while (high - low > 1).any():
        middle = (low + high) // 2
        middle_below = is_below(middle)
        low, high = np.where(middle_below, middle, low), np.where(middle_below, high, middle)
    return np.clip(high, 0, samples)


def samples_below(sweep: "Sweep", activation: Activation, of: Spans, thresholds: FloatArray) -> Ranks:
    """Return how many samples of each span lie below each threshold, to the last sample.

    Parameters
    ----------
    sweep : Sweep
        The samples, weights and bias.
    activation : Activation
        What is held against the thresholds.
    of : Spans
        Its spans.
    thresholds : numpy.ndarray, shape (weights or 1, thresholds)
        Ascending in each row.

    Returns
    -------
    numpy.ndarray of int, shape (spans, thresholds)
    """
    margins = _margins(activation, thresholds)
    surely_below, surely_not = thresholds - margins, thresholds + margins
    row = of.row if thresholds.shape[0] > 1 else np.zeros_like(of.row)
    ends = [_values(sweep, activation, of.row, rank) for rank in (of.first, of.last - 1)]
    # Of settled spans the one value is exact, and needs no margin.
    lowest, highest = np.minimum(*ends)[:, None], np.maximum(*ends)[:, None]
    all_below = highest < np.take(surely_below, row, axis=0)
    crossed = lowest < np.take(surely_not, row, axis=0)
    if of.settled.any():
        all_below[of.settled] = highest[of.settled] < thresholds[row[of.settled]]
        crossed[of.settled] = all_below[of.settled]
    below: Ranks = all_below * (of.last - of.first)[:, None]
    crossed ^= all_below
    # Where edges coincide, as where samples tie under bins of equally many, the first stands for all.
    repeated = np.zeros(thresholds.shape, dtype=bool)
    repeated[:, 1:] = thresholds[:, 1:] == thresholds[:, :-1]
    if repeated.any():
        crossed &= ~repeated[row]
    span, column = np.nonzero(crossed)
    if span.size:
        # A preimage serves all spans of its branch, which lie whole periods apart.
        with np.errstate(all="ignore"):
            preimages = np.stack([branch.net_inputs(thresholds) for branch in activation.branches])
        many = np.count_nonzero(crossed, axis=1)
        place = row[span] * thresholds.shape[1] + column
        z = preimages.take(np.repeat(of.branch * thresholds.size, many) + place) + np.repeat(of.shift, many)
        pairs = _Pairs.of(
            sweep, activation, of, many, [part.take(place) for part in (thresholds, surely_below, surely_not)]
        )
        counted, looked_at = pairs.count(z)
        below[span, column] = counted
        # Spans of which too many samples would have had to be looked at, edge by edge, are evaluated as a whole.
        for number in np.unique(span[looked_at < 0]).tolist():
            below[number] = np.searchsorted(np.sort(_run(sweep, activation, of, number)), thresholds[row[number]])
    if repeated.any():
        first = np.maximum.accumulate(np.where(repeated, 0, np.arange(thresholds.shape[1])), axis=1)
        below = np.take_along_axis(below, first[row], axis=1)
    return below


def _margins(activation: Activation, levels: FloatArray) -> FloatArray:
    """Return by how much a value has to lie beyond a level to certify what lies behind it."""
    relative, absolute = activation.rounding
    if relative == absolute == 0.0:
        return np.zeros_like(levels)
    size = np.abs(levels)
    return SURE * (relative * np.where(np.isfinite(size), size, 0.0) + absolute)


def _values(sweep: "Sweep", activation: Activation, row: Ranks, rank: Ranks) -> FloatArray:
    """Return the activations of samples by their weight and rank; ranks outside are those of the nearest sample."""
    return activation(sweep.weights[row, 0] * sweep.x.take(rank, mode="clip") + sweep.bias)


def _run(sweep: "Sweep", activation: Activation, of: Spans, number: int) -> FloatArray:
    """Return the activations of one span."""
    run = sweep.x[of.first[number] : of.last[number]]
    return activation(sweep.weights[of.row[number], 0] * run + sweep.bias)


@dataclass(frozen=True)
class _Pairs:
    """Levels, and for each the span whose values cross it; the span stands here as often as it has levels.

    Attributes
    ----------
    x, activation, bias
        As in a sweep.
    span : numpy.ndarray of int, shape (pairs,)
        Which span, ascending.
    weight, rises, first, last : numpy.ndarray, shape (pairs,)
        What is known of it.
    level, surely_below, surely_not : numpy.ndarray, shape (pairs,)
        The level, and the values at which a sample certifies that those on its far side lie below it, or do not.
    """

    x: FloatArray
    activation: Activation
    bias: float
    span: Ranks
    weight: FloatArray
    rises: Truths
    first: Ranks
    last: Ranks
    level: FloatArray
    surely_below: FloatArray
    surely_not: FloatArray

    @classmethod
    def of(
        cls, sweep: "Sweep", activation: Activation, spans: Spans, many: Ranks, levels: list[FloatArray]
    ) -> "_Pairs":
        """Return spans with so many levels each."""
        rises = np.array([branch.rises for branch in activation.branches])[spans.branch]
        parts = (np.arange(many.size), sweep.weights[spans.row, 0], rises, spans.first, spans.last)
        return cls(sweep.x, activation, sweep.bias, *(np.repeat(part, many) for part in parts), *levels)

    def count(self, z: FloatArray) -> tuple[Ranks, Ranks]:
        """Return how many samples lie below the levels, and how many had to be looked at; -1 if that is too many.

        The levels' preimages z propose the place; rounding may put them beside it.
        """
        first, last = self.first, self.last
        place = np.searchsorted(self.x, (z - self.bias) / self.weight)
        place = np.minimum(np.maximum(place, first, out=place), last, out=place)
        left, right = place - 1, place.copy()
        self._gallop(left, np.flatnonzero((left >= first) & ~self._before(slice(None), left)), -1)
        self._gallop(right, np.flatnonzero((right < last) & ~self._behind(slice(None), right)), 1)
        between = right - left - 1
        below = np.where(self.rises, left + 1 - first, last - right)
        if not between.any():
            return below, between
        # A span that is crossed by many levels may have the same samples looked at again and again.
        demanded = np.bincount(self.span, weights=between)
        looked_at = np.where(demanded[self.span] > last - first, -1, between)
        many = np.maximum(looked_at, 0)
        pair = np.repeat(np.arange(many.size), many)
        rank = np.arange(pair.size) - np.repeat(np.cumsum(many) - many - left - 1, many)
        below += np.bincount(pair, weights=self._values(pair, rank) < self.level[pair], minlength=many.size).astype(
            np.int64
        )
        return below, looked_at

    def around(self, place: Ranks) -> tuple[Ranks, Ranks]:
        """Return the nearest certifying samples before and behind some places; one outside of the span if none is."""
        left, right = place - 1, place + 1
        self._gallop(left, np.flatnonzero((left >= self.first) & ~self._before(slice(None), left)), -1)
        self._gallop(right, np.flatnonzero((right < self.last) & ~self._behind(slice(None), right)), 1)
        return left, right

    def _values(self, which: Ranks | slice, rank: Ranks) -> FloatArray:
        return self.activation(self.weight[which] * self.x.take(rank, mode="clip") + self.bias)

    def _before(self, which: Ranks | slice, rank: Ranks) -> Truths:
        """Whether a sample certifies that it and all before it lie on the side where the span begins."""
        values = self._values(which, rank)
        return np.where(self.rises[which], values < self.surely_below[which], values >= self.surely_not[which])

    def _behind(self, which: Ranks | slice, rank: Ranks) -> Truths:
        """Whether a sample certifies that it and all behind it lie on the side where the span ends."""
        values = self._values(which, rank)
        return np.where(self.rises[which], values >= self.surely_not[which], values < self.surely_below[which])

    def _gallop(self, place: Ranks, which: Ranks, way: int) -> None:
        """Move the places of some pairs away in doubling strides until a sample certifies, or the span ends."""
        certified = self._before if way < 0 else self._behind
        stride = 1
        while which.size:
            place[which] += way * stride
            stride *= 2
            outside = place[which] < self.first[which] if way < 0 else place[which] >= self.last[which]
            done = outside | certified(which, place[which])
            which = which[~done]
        np.clip(place, self.first - 1, self.last, out=place)


def extremes(sweep: "Sweep", activation: Activation, of: Spans) -> tuple[FloatArray, FloatArray]:
    """Return the smallest and the largest activation of each weight, shape (weights,) each, to the last digit.

    They lie at the ends of spans. How many samples from an end have to be looked at is certified as for edges.
    """
    lows, highs = _rests(activation)
    begins = np.flatnonzero(np.append(True, np.diff(of.row) != 0))
    low, high = np.full(of.row.size, np.inf), np.full(of.row.size, -np.inf)
    open_spans, look = np.arange(of.row.size), FIRST_LOOK
    while open_spans.size:
        if look > LONGEST_LOOK:
            for number in open_spans.tolist():
                run = _run(sweep, activation, of, number)
                low[number], high[number] = run.min(), run.max()
            break
        part = of.taken(open_spans)
        steps = np.arange(look)
        left = np.minimum(part.first[:, None] + steps, part.last[:, None] - 1)
        right = np.maximum(part.last[:, None] - 1 - steps, part.first[:, None])
        rows = np.broadcast_to(part.row[:, None], left.shape)
        seen = np.concatenate([_values(sweep, activation, rows, ranks) for ranks in (left, right)], axis=1)
        low[open_spans], high[open_spans] = seen.min(axis=1), seen.max(axis=1)
        row_low = np.minimum.reduceat(low, begins)[part.row - of.row[0]]
        row_high = np.maximum.reduceat(high, begins)[part.row - of.row[0]]
        inner = seen[:, [look - 1, -1]]
        lowest, highest = inner.min(axis=1), inner.max(axis=1)
        sure = (lowest - _margins(activation, lowest) >= row_low) | (row_low <= lows[part.branch])
        sure &= (highest + _margins(activation, highest) <= row_high) | (row_high >= highs[part.branch])
        seen_whole = part.last - part.first <= 2 * look
        open_spans = open_spans[~(sure | seen_whole | part.settled)]
        look *= 2
    return np.minimum.reduceat(low, begins), np.maximum.reduceat(high, begins)


def _rests(activation: Activation) -> tuple[FloatArray, FloatArray]:
    """Return the values, if any, at which f comes to rest on each branch, as a lowest and as a highest one.

    f goes one way until it rests, so no value on the branch lies beyond, as it is computed too.
    """
    lows, highs = (np.full(len(activation.branches), end) for end in (-np.inf, np.inf))
    for number, side, end in ((0, 0, activation.settles[0]), (-1, 1, activation.settles[1])):
        if np.isfinite(end):
            value = float(activation(np.array([end + (2 * side - 1)]))[0])
            rests_high = activation.branches[number].rises == bool(side)
            (highs if rests_high else lows)[number] = value
    return lows, highs


def order_statistics(sweep: "Sweep", activation: Activation, ranks: Ranks) -> FloatArray:
    """Return the activations of some ranks of a function that does not fold, shape (weights, ranks).

    Of those that are not quite monotone as they are computed, neighbours may have changed places: each is looked for
    between the samples that are certified to lie below and above it.

    Parameters
    ----------
    ranks : numpy.ndarray of int, shape (ranks,)
        How many activations lie below, ascending.
    """
    branch, rows, samples = activation.branches[0], sweep.weights.size, sweep.x.size
    # Ranks among the sorted samples; where f falls they are counted from the other end.
    places = ranks if branch.rises else samples - 1 - ranks
    row = np.repeat(np.arange(rows), ranks.size)
    place = np.tile(places, rows)
    levels = _values(sweep, activation, row, place)
    zeros = np.zeros(rows, dtype=np.int64)
    whole = Spans(np.arange(rows), zeros, np.zeros(rows), zeros, zeros + samples, zeros.astype(bool))
    margins = _margins(activation, levels)
    each = np.full(rows, ranks.size)
    left, right = _Pairs.of(sweep, activation, whole, each, [levels, levels - margins, levels + margins]).around(place)
    # Beyond the ends of `settles` all values are the same, and none lies farther out.
    low, high = (_ranks_of(sweep, np.arange(rows), np.full(rows, end))[row] for end in activation.settles)
    settled = (place < low) | (place > high)
    left, right = np.maximum(left, low - 1), np.minimum(right, high + 1)
    result, many = levels.copy(), right - left - 1
    many[settled | (many < 2)] = 0
    too_many = np.bincount(row, weights=many) > samples
    for number in np.flatnonzero(too_many).tolist():
        values = np.sort(activation(sweep.weights[number, 0] * sweep.x + sweep.bias))
        result[row == number] = values[ranks]
    for number in np.flatnonzero(many * ~too_many[row]).tolist():
        run = sweep.x[left[number] + 1 : right[number]]
        values = np.sort(activation(sweep.weights[row[number], 0] * run + sweep.bias))
        inside = place[number] - left[number] - 1
        result[number] = values[inside if branch.rises else values.size - 1 - inside]
    return result.reshape(rows, ranks.size)
