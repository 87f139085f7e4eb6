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

from minimal_model.dashboard.pages.figures.draw import draw
from minimal_model.dashboard.pages.figures.kinds import curve, input_sample
from minimal_model.dashboard.pages.figures.state import AS_IN_THE_SOURCE
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


def main() -> None:
    """Print the ratios."""
    one = Parameters()
    input_sample(one)
    turns = [
        (
            seconds(lambda: curve(one)),
            seconds(lambda: [curve(parameters) for parameters in SMALL_MULTIPLES]),
            seconds(lambda: draw({"parameters": AS_IN_THE_SOURCE})),
        )
        for _ in range(TURNS)
    ]
    single, multiples, page = (statistics.median(times) for times in zip(*turns, strict=True))
    print(f"one curve {1e3 * single:.2f} ms")
    print(f"{len(SMALL_MULTIPLES)} small multiples {1e3 * multiples:.1f} ms: {multiples / single:.0f} times one curve")
    print(f"the answer for the whole page {1e3 * page:.1f} ms: {page / single:.0f} times one curve")


if __name__ == "__main__":
    main()
