"""Noise in place of bins against the notebook's own loop over bins: ratios of runs that take turns.

Run it with `make benchmark` or `python benchmarks/noise.py`.
Only the ratios mean anything: both sides feel the same noise of the machine. The loop is np.histogram and
scipy.stats.entropy for each of 199 weights, 50 bins, 1,000 samples; the noise has the standard deviation 0.1.
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

from minimal_model import ACTIVATIONS, WEIGHTS, noisy_curve, sample_input
from minimal_model.activations import NOTEBOOK_ACTIVATIONS

BINS, NOISE, TURNS = 50, 0.1, 15
Array = npt.NDArray[np.float64]


def loop(x: Array, name: str) -> Array:
    """The notebook's loop: for each weight one histogram and one entropy."""
    function = ACTIVATIONS[name]
    return np.array([stats.entropy(np.histogram(function(w * x), bins=BINS)[0], base=2) for w in WEIGHTS])


def seconds(function: Callable[[], object]) -> float:
    """Duration of one call."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    x = sample_input(1_000)
    print(f"| activation | noise {NOISE:g} / loop | noise |")
    print("|---|---:|---:|")
    ratios = {}
    for name in ACTIVATIONS:
        turns = [
            (seconds(lambda name=name: noisy_curve(name, noise=NOISE)), seconds(lambda name=name: loop(x, name)))
            for _ in range(TURNS)
        ]
        noisy, binned = (statistics.median(side) for side in zip(*turns, strict=True))
        ratios[name] = noisy / binned
        print(f"| {name} | {ratios[name]:.2f} | {1e3 * noisy:.1f} ms |", flush=True)
    mean = statistics.mean(ratios[name] for name in NOTEBOOK_ACTIVATIONS)
    print(f"\nThe notebook's eleven on average {mean:.2f}; of all at most {max(ratios.values()):.2f}.")


if __name__ == "__main__":
    main()
