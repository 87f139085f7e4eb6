"""How much faster a whole tanh curve is than the notebook's own loop: ratios of runs that take turns.

Run it with `make benchmark` or `python benchmarks/speed.py`.
Only the ratios mean anything: both sides feel the same noise of the machine.
"""

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import stats

# A script sees its own folder; the package lies beside it and need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from minimal_model import WEIGHTS, mi_curve, sample_input

BINS = 50


def notebook_curve(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The notebook's loop: all activations at once, then one histogram and one entropy for each weight."""
    activations = np.tanh(np.outer(WEIGHTS, x))
    mi = np.zeros(WEIGHTS.size)
    for i in range(WEIGHTS.size):
        digitized, _ = np.histogram(activations[i], bins=BINS)
        mi[i] = stats.entropy(digitized, base=2)
    return mi


def seconds(function: Callable[[], object], repeats: int) -> float:
    """Mean duration of one call."""
    start = time.perf_counter()
    for _ in range(repeats):
        function()
    return (time.perf_counter() - start) / repeats


def compare(size: int, turns: int) -> tuple[float, float]:
    """Median durations of the notebook's loop and of `mi_curve`, taken in turn, after checking that they agree."""
    x = np.sort(sample_input(size))
    np.testing.assert_allclose(mi_curve(x, "tanh", bins=BINS), notebook_curve(x), atol=1e-12)
    pairs = [
        (seconds(lambda: notebook_curve(x), 1), seconds(lambda: mi_curve(x, "tanh", bins=BINS), 20))
        for _ in range(turns)
    ]
    slow, fast = (statistics.median(side) for side in zip(*pairs, strict=True))
    return slow, fast


def peak_megabytes(function: Callable[[], object]) -> float:
    """Peak memory that numpy and Python take during one call."""
    tracemalloc.start()
    function()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def main() -> None:
    """Print the table."""
    print("| samples | notebook's loop | pulled-back bins | times faster | peak memory, loop | peak memory, ours |")
    print("|---:|---:|---:|---:|---:|---:|")
    fast_times = {}
    for size, turns in ((1_000, 15), (100_000, 5), (1_000_000, 3)):
        slow, fast = compare(size, turns)
        fast_times[size] = fast
        x = np.sort(sample_input(size))
        loop, ours = peak_megabytes(lambda x=x: notebook_curve(x)), peak_megabytes(lambda x=x: mi_curve(x, "tanh"))
        print(
            f"| {size:,} | {1e3 * slow:,.0f} ms | {1e3 * fast:.2f} ms | {slow / fast:,.0f} "
            f"| {loop:,.0f} MB | {ours:.1f} MB |"
        )
    ratio = fast_times[1_000_000] / fast_times[1_000]
    print(f"\nA million sorted samples cost {ratio:.1f} times what a thousand do.")


if __name__ == "__main__":
    main()
