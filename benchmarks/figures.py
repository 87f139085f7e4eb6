"""What the small multiples of the page of figures cost: all 22 curves against one, in runs that take turns.

Run it with `make benchmark` or `python benchmarks/figures.py`.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

# A script sees its own folder; the package lies beside it and need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from minimal_model.arrays import FloatArray
from minimal_model.curve import sample_curve
from minimal_model.dashboard.pages.figures.draw import draw
from minimal_model.dashboard.pages.figures.state import AS_IN_THE_SOURCE
from minimal_model.dashboard.results.curves import sample
from minimal_model.dashboard.results.kept import kept
from minimal_model.state.parameters import Parameters
from minimal_model.state.presets import SOURCE_FIGURES

TURNS = 25
SMALL_MULTIPLES = [
    preset.parameters
    for figure in SOURCE_FIGURES
    if figure.name in ("global", "per-weight")
    for preset in figure.presets
]


def seconds(function: Callable[[], object]) -> float:
    """Duration of one call."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def curve(parameters: Parameters) -> FloatArray:
    """A curve that is computed, and not looked up."""
    return sample_curve(sample(parameters), parameters.setup)


def page() -> None:
    """The answer for the page, of which nothing was computed before."""
    kept.clear()
    draw({"parameters": AS_IN_THE_SOURCE})


def main() -> None:
    """Print the ratios."""
    one = Parameters()
    sample(one)
    turns = [
        (
            seconds(lambda: curve(one)),
            seconds(lambda: [curve(parameters) for parameters in SMALL_MULTIPLES]),
            seconds(page),
        )
        for _ in range(TURNS)
    ]
    single, multiples, whole = (statistics.median(times) for times in zip(*turns, strict=True))
    print(f"one curve {1e3 * single:.2f} ms")
    print(f"{len(SMALL_MULTIPLES)} small multiples {1e3 * multiples:.1f} ms: {multiples / single:.0f} times one curve")
    print(f"the answer for the whole page {1e3 * whole:.1f} ms: {whole / single:.0f} times one curve")


if __name__ == "__main__":
    main()
