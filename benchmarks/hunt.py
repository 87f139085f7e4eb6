"""A hunt for a histogram that is not np.histogram's: random neurons and samples, and such as are made to mislead.

    python benchmarks/hunt.py 2000000 [seed]

counts so many histograms twice, with this package and from the activations of all samples, and prints each case that
differs. Samples are normal, heavy-tailed, tied, swarms around turning points and the ends of what a double can tell,
runs of neighbouring doubles, and up to 1e150 in size; edges are those of the binnings, or lie at sample values and
beside them.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

# A script sees its own folder; the package lies beside it and need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from minimal_model import ACTIVATIONS, Activation
from minimal_model.binnings import BY_NAME
from minimal_model.binnings.edges import BinEdges
from minimal_model.measurement import Measurement
from minimal_model.partition import rank_differences, ranks, ranks_by_branches, ranks_by_sorting
from minimal_model.setup import Setup
from minimal_model.spans import number_of_spans
from minimal_model.sweep import Sweep

Array = npt.NDArray[np.float64]
Random = np.random.Generator
KINDS = ("normal", "tails", "ties", "swarm", "run", "runs and normal", "far")
RULERS = ("per-weight", "global", "function-limits", "fixed-width", "equal-frequency", "at samples", "at samples")
WEIGHTS_AT_ONCE = 16


def places(activation: Activation, random: Random) -> float:
    """A net input at which something happens: a turning point, an end of flat pieces or saturation, zero, or any."""
    finite = [
        end
        for end in (*activation.turns, *activation.rises, *activation.settles, 0.0, -5.2, 5.2, -8.3, 8.3, -36.9, -37.6)
        if np.isfinite(end)
    ]
    if activation.period is not None:
        finite = [end + activation.period * random.integers(-20, 20) for end in finite]
    return float(random.choice([*finite, random.normal(0, 3)]))


def sample(kind: str, activation: Activation, weight: float, bias: float, random: Random) -> Array:
    """Sorted samples, of which some mislead at this weight."""
    n = int(np.exp(random.uniform(np.log(10), np.log(3000))))
    x = random.standard_normal(n)
    place = (places(activation, random) - bias) / weight
    if kind == "tails":
        x = random.standard_cauchy(n)
    elif kind == "ties":
        x = np.round(x, random.integers(0, 3))
    elif kind == "swarm":
        x = place + x * 10.0 ** random.uniform(-16, -1)
    elif kind == "far":
        x = x * 10.0 ** random.uniform(2, 140)
    elif "run" in kind:
        run = place + np.arange(-(n // 2), n - n // 2) * np.spacing(place) * random.integers(1, 4)
        x = run if kind == "run" else np.concatenate([run[: n // 2], x[: n - n // 2]])
    x.sort()
    return x


def thresholds_at(y: Array, bins: int, random: Random) -> Array:
    """Ascending thresholds at sample values, and some units in the last place beside them, one row for each of y."""
    rows = []
    for row in y:
        inner = random.choice(row, bins - 1)
        for _ in range(3):
            move = random.integers(-1, 2, inner.size)
            inner = np.where(move == 0, inner, np.nextafter(inner, np.where(move > 0, np.inf, -np.inf)))
        rows.append(np.sort(np.concatenate([[row.min()], inner, [row.max()]])))
    return np.array(rows)


def expected(y: Array, edges: Array, ruler: str, bins: int) -> npt.NDArray[np.int64]:
    """The counts of one row by NumPy: np.histogram's own where its ends are those of the samples."""
    if ruler == "per-weight" and (edges[1:] > edges[:-1]).all():
        return np.histogram(y, bins)[0]
    if (edges[1:] >= edges[:-1]).all() and edges[0] <= y.min() and y.max() <= edges[-1] and ruler == "global":
        return np.histogram(y, edges)[0]
    return np.bincount(np.searchsorted(edges[1:-1], y, side="right"), minlength=edges.size - 1)


def cases(random: Random) -> Iterator[tuple[str, str, str, Sweep, Setup]]:
    """Endless neurons with samples and a ruler."""
    names = list(ACTIVATIONS)
    while True:
        # Two of three are among those that fold or are not quite monotone.
        name = str(random.choice(names[11:] if random.random() < 0.67 else names))
        activation = ACTIVATIONS[name]
        weights = np.sort(10.0 ** random.uniform(-1.5, 2, WEIGHTS_AT_ONCE))
        bias = float(random.choice([0.0, random.normal(0, 3), random.uniform(-12, 12)]))
        kind, ruler = str(random.choice(KINDS)), str(random.choice(RULERS))
        x = sample(kind, activation, float(random.choice(weights)), bias, random)
        bins = int(random.integers(2, 257))
        binning = "per-weight" if ruler == "at samples" else ruler
        if BY_NAME[binning].refusal(activation):
            continue
        width = 10.0 ** random.uniform(-3, 1)
        setup = Setup.checked(name, bias=bias, bins=bins, binning=binning, width=width, weights=weights)
        yield kind, ruler, name, setup.over(x), setup


def unequal(ruler: str, sweep: Sweep, setup: Setup, random: Random) -> tuple[int, int]:
    """How many histograms of the sweep were counted, and how many of them differ."""
    y = setup.activation(sweep.weights * sweep.x + sweep.bias)
    if np.ptp(y, axis=1).min() < 1e-290:  # there np.histogram contradicts its own edges
        return 0, 0
    if ruler == "at samples":
        thresholds = thresholds_at(y, setup.bins, random)
        edges = BinEdges(thresholds, thresholds, setup.activation)
    else:
        measured = Measurement.of(setup, sweep)
        if measured.bins > 20_000:
            return 0, 0
        edges = measured.edges(sweep)
    if setup.binning.name == "global":
        ends = edges.edges[0, [0, -1]]
        if not np.array_equal(ends, [y.min(), y.max()]) and np.ptp(y) > 0:
            return y.shape[0], y.shape[0]
    many = edges.edges.shape[1] - 1
    # Each way of the package by itself, whichever it would have gone.
    ways = [ranks, ranks_by_sorting]
    if not setup.activation.plain and number_of_spans(sweep, setup.activation) < 100 * WEIGHTS_AT_ONCE:
        ways.append(ranks_by_branches)
    counted = [rank_differences(way(sweep, edges), sweep.x.size) for way in ways]
    rows = np.broadcast_to(edges.thresholds, (y.shape[0], many + 1))
    right = np.array([expected(*row, ruler, many) for row in zip(y, rows, strict=True)])
    wrong = np.any([(counts != right).any(axis=1) for counts in counted], axis=0)
    if ruler != "at samples":
        walked = sorted_counts(setup, sweep, measured.bins)
        wrong |= [not np.array_equal(ours[ours > 0], row[row > 0]) for ours, row in zip(walked, right, strict=True)]
    if ruler == "equal-frequency":
        k = -(-np.arange(many + 1) * (sweep.x.size - 1) // many)
        wrong |= (edges.edges != np.sort(y, axis=1)[:, k]).any(axis=1)
    return y.shape[0], int(np.count_nonzero(wrong))


def sorted_counts(setup: Setup, sweep: Sweep, bins: int) -> list[npt.NDArray[np.int64]]:
    """The counts by walking over the samples, the other way of the package."""
    walked = setup.binning.walk(sweep, bins, setup.width)
    return list(rank_differences(walked, sweep.x.size))


def main(wanted: int, seed: int) -> None:
    """Hunt, and print what was found."""
    random, counted, found, start = np.random.default_rng(seed), 0, 0, time.monotonic()
    slowest, told = (0.0, ""), start
    for kind, ruler, name, sweep, setup in cases(random):
        state, begun = random.bit_generator.state["state"], time.monotonic()
        many, wrong = unequal(ruler, sweep, setup, random)
        counted, found = counted + many, found + wrong
        what = f"{name}, {kind}, {ruler}, {sweep.x.size} samples, {setup.bins} bins, b = {setup.bias!r}"
        slowest = max(slowest, (time.monotonic() - begun, what))
        if wrong:
            print(f"{wrong} unequal: {what}, {state}", flush=True)
        if time.monotonic() - told > 60:
            told = time.monotonic()
            print(f"{counted:,} histograms, {found} unequal", flush=True)
        if counted >= wanted:
            break
    print(f"{counted:,} histograms in {time.monotonic() - start:.0f} s, {found} unequal; slowest {slowest}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
