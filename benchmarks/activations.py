"""A curve of every activation against the notebook's own loop for it: ratios of runs that take turns.

Run it with `make benchmark` or `python benchmarks/activations.py`.
Only the ratios mean anything: both sides feel the same noise of the machine. The loop is np.histogram and
scipy.stats.entropy for each weight, on activations that it computes row by row; with all rows at once, as the notebook
does it, it is slower where they leave the processor's cache.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import stats

# A script sees its own folder; the package lies beside it and need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from minimal_model import ACTIVATIONS, mi_curve, sample_input

BINS = 50
Array = npt.NDArray[np.float64]


def loop(x: Array, name: str, weights: Array) -> Array:
    """The notebook's loop: for each weight one histogram and one entropy."""
    function = ACTIVATIONS[name]
    return np.array([stats.entropy(np.histogram(function(w * x), bins=BINS)[0], base=2) for w in weights])


def seconds(function: Callable[[], object]) -> float:
    """Duration of one call."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def compare(name: str, size: int, largest: int, turns: int) -> tuple[float, float]:
    """Median durations of the loop and of `mi_curve`, taken in turn, after checking that they agree."""
    x, step = np.sort(sample_input(size)), largest / 200
    weights = np.arange(step, largest, step)
    np.testing.assert_allclose(mi_curve(x, name, bins=BINS, weights=weights), loop(x, name, weights), atol=1e-12)
    pairs = [
        (seconds(lambda: loop(x, name, weights)), seconds(lambda: mi_curve(x, name, bins=BINS, weights=weights)))
        for _ in range(turns)
    ]
    slow, fast = (statistics.median(side) for side in zip(*pairs, strict=True))
    return slow, fast


def main() -> None:
    """Print the table."""
    print("| activation | largest weight | loop / ours, 1,000 samples | ours | loop / ours, 100,000 samples | ours |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, largest in [*((name, 20) for name in ACTIVATIONS), ("sin", 100)]:
        cells = []
        for size, turns in ((1_000, 15), (100_000, 3)):
            slow, fast = compare(name, size, largest, turns)
            cells += [f"{slow / fast:.1f}", f"{1e3 * fast:.1f} ms"]
        print(f"| {name} | {largest} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
