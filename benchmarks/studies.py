"""How much faster two processes compute a study than one, and what chunks cost: runs that take turns.

Run it with `make benchmark` or `python benchmarks/studies.py`.
"""

import statistics
import sys
import time
from concurrent.futures import Executor
from pathlib import Path

# A script sees its own folder; the package lies beside it and need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from minimal_model import ACTIVATIONS, BINNINGS, run, specifications
from minimal_model.studies.pool import process_pool

TURNS = 5
STUDY = specifications(
    activations=list(ACTIVATIONS)[:11], binnings=BINNINGS, bins=[10, 50], samples=[1000], seeds=range(12), biases=[0, 1]
)


def seconds(executor: Executor | None) -> float:
    """Duration of the study."""
    start = time.perf_counter()
    run(STUDY, executor=executor)
    return time.perf_counter() - start


def main() -> None:
    """Print the medians and their ratios."""
    with process_pool(1) as one, process_pool(2) as two:
        ways: dict[str, Executor | None] = {"this process": None, "one process": one, "two processes": two}
        for executor in ways.values():
            seconds(executor)  # the processes have started, and have their samples
        turns = [{name: seconds(executor) for name, executor in ways.items()} for _ in range(TURNS)]
    times = {name: statistics.median(turn[name] for turn in turns) for name in ways}
    alone = times["one process"]
    for name, taken in times.items():
        per_curve, faster = 1e3 * taken / len(STUDY), alone / taken
        print(f"{name}: {len(STUDY):,} curves in {taken:.2f} s, {per_curve:.2f} ms each, {faster:.2f} times as fast")


if __name__ == "__main__":
    main()
