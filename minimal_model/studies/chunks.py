"""The curves of a study, some at a time, on whatever computes: this process, its own pool, or a cluster."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from minimal_model.activations import ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.binnings import BY_NAME
from minimal_model.curve import sample_curve
from minimal_model.inputs import INPUTS, sorted_sample
from minimal_model.setup import Setup
from minimal_model.state.parameters import sweep
from minimal_model.studies.specifications import WIDTH_OF_ONE, Specifications, rows

# What is known of a curve, in the order of the columns: at the first and the last weight, and its extremes, in bits.
RESULTS = ("first", "last", "highest", "lowest")
# Seconds that a chunk takes: long against what it costs to hand it over, short against anyone's patience.
CHUNK_SECONDS = 0.5
# As many curves take less than that, ordinarily; whoever computes them looks at the clock.
CHUNK_CURVES = 400
# A study is cut into so many chunks at least, for as many to work on it.
CHUNKS_AT_LEAST = 16
# Handed over at once, so that nobody waits for the next.
UNDER_WAY = 256
# How often a pool is made anew.
ATTEMPTS = 3

Maker = Callable[[], Executor]


@dataclass(frozen=True, eq=False)
class Chunk:
    """Curves that are done.

    Attributes
    ----------
    start : int
        The number of the first of them in the study.
    results : numpy.ndarray, shape (curves, 4)
        `RESULTS` of each, in bits.
    """

    start: int
    results: FloatArray


def compute(study: Specifications, start: int, stop: int, seconds: float = CHUNK_SECONDS) -> FloatArray:
    """Return `RESULTS` of the curves from one number up to another, or of those of them that the time was enough for.

    Returns
    -------
    numpy.ndarray, shape (curves, 4)
        In bits; one row at least.
    """
    until = time.monotonic() + seconds
    found = np.empty((stop - start, len(RESULTS)))
    for k, row in enumerate(rows(study, start, stop)):
        x = sorted_sample(row["samples"], row["seed"], input=INPUTS[row["input"]])
        curve = sample_curve(x, _setup(*_asked(row)))
        found[k] = curve[0], curve[-1], curve.max(), curve.min()
        if time.monotonic() > until:
            return found[: k + 1]
    return found


def _asked(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in ("activation", "binning", "bins", "weight_max", "bias", "estimator"))


# The same neuron and ruler meet every sample, of whatever input.
@lru_cache(maxsize=2048)
def _setup(activation: str, binning: str, bins: int, weight_max: float, bias: float, estimator: str) -> Setup:
    return Setup(
        activation=ACTIVATIONS[activation],
        bias=bias,
        binning=BY_NAME[binning],
        bins=bins,
        width=WIDTH_OF_ONE / bins,
        weights=sweep(weight_max),
        estimator=estimator,
    )


def chunks(
    study: Specifications,
    executor: Executor | Maker | None = None,
    done: Iterable[tuple[int, int]] = (),
    heartbeat: float | None = None,
) -> Iterator[Chunk]:
    """Yield the curves of a study as they are done, in whatever order.

    Whoever stops asking gives up what is under way.

    Parameters
    ----------
    study : Specifications
        What to compute.
    executor : Executor or callable, optional
        What computes, or what makes it; what breaks is made anew, at most three times. Without one, this process.
    done : iterable of tuple of int
        Curves that need not be computed, each range by its first number and by the number after its last.
    heartbeat : float, optional
        Seconds after which a chunk without curves comes where no other has.

    Raises
    ------
    BrokenExecutor
        If an executor breaks and cannot be made anew, or has broken too often.
    """
    size = min(CHUNK_CURVES, -(-len(study) // CHUNKS_AT_LEAST))
    ahead = deque(_cut(missing(len(study), done), size))
    if executor is None:
        yield from _here(study, ahead)
        return
    made = None if isinstance(executor, Executor) else executor
    for attempt in range(1 + (ATTEMPTS if made else 0)):
        pool = made() if made else executor
        assert isinstance(pool, Executor)
        try:
            yield from _on(pool, study, ahead, heartbeat)
            return
        except BrokenExecutor:
            if attempt == (ATTEMPTS if made else 0):
                raise
        finally:
            if made:
                pool.shutdown(wait=not ahead, cancel_futures=True)


def missing(curves: int, done: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the curves that are not done."""
    at = 0
    for start, stop in sorted(done):
        if start > at:
            yield at, start
        at = max(at, stop)
    if at < curves:
        yield at, curves


def _cut(ranges: Iterable[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    for start, stop in ranges:
        for first in range(start, stop, size):
            yield first, min(first + size, stop)


def _here(study: Specifications, ahead: deque[tuple[int, int]]) -> Iterator[Chunk]:
    while ahead:
        start, stop = ahead.popleft()
        results = compute(study, start, stop)
        _put_back(ahead, start + len(results), stop)
        yield Chunk(start, results)


def _put_back(ahead: deque[tuple[int, int]], start: int, stop: int) -> None:
    """Put what is left of a chunk before the others, in halves, since whoever is idle may take one."""
    middle = (start + stop + 1) // 2
    for part in ((middle, stop), (start, middle)):
        if part[0] < part[1]:
            ahead.appendleft(part)


def _on(
    pool: Executor, study: Specifications, ahead: deque[tuple[int, int]], heartbeat: float | None
) -> Iterator[Chunk]:
    """Yield the chunks that a pool has done; what it has not done is ahead again when it breaks."""
    under_way: dict[Future[FloatArray], tuple[int, int]] = {}
    broken: Exception | None = None
    try:
        while ahead or under_way:
            try:
                while ahead and len(under_way) < UNDER_WAY:
                    under_way[pool.submit(compute, study, *ahead[0])] = ahead[0]
                    ahead.popleft()
            except BrokenExecutor as error:
                broken = error
            ready, _ = wait(under_way, timeout=0 if broken else heartbeat, return_when=FIRST_COMPLETED)
            for future in ready:
                start, stop = under_way[future]
                try:
                    results = future.result()
                except (BrokenExecutor, CancelledError) as error:
                    broken = error
                    continue  # what others have done counts
                del under_way[future]
                _put_back(ahead, start + len(results), stop)
                yield Chunk(start, results)
            if broken:
                raise BrokenExecutor(str(broken)) from broken
            if not ready:
                yield Chunk(0, np.empty((0, len(RESULTS))))
    finally:
        # A pool that breaks ends all futures itself, and cannot do so with one that is cancelled.
        if not isinstance(broken, BrokenExecutor):
            for future in under_way:
                future.cancel()
        ahead.extendleft(sorted(under_way.values(), reverse=True))
