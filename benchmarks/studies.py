"""How much faster two processes compute a study than one, and what chunks cost: runs that take turns.

Run it with `make benchmark` or `python benchmarks/studies.py`. On a machine that others use as well two processes gain
less than on one of their own; the processor's time, which is told beside, says what they would gain there.
"""

import os
import statistics
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

# A script sees its own folder; the package lies beside it and need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from minimal_model import ACTIVATIONS, BINNINGS, run, specifications
from minimal_model.studies.pool import Pool

TURNS = 5
STUDY = specifications(
    activations=list(ACTIVATIONS)[:11], binnings=BINNINGS, bins=[10, 50], samples=[1000], seeds=range(12), biases=[0, 1]
)


def processor_seconds(executor: Executor | None) -> float:
    """Processor's time that what computes has taken by now; Linux tells it of other processes."""
    if executor is None:
        return time.process_time()
    assert isinstance(executor, ProcessPoolExecutor)
    stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in executor._processes]
    return sum(int(ticks) for stat in stats for ticks in stat[11:13]) / os.sysconf("SC_CLK_TCK")


def seconds(executor: Executor | None) -> tuple[float, float]:
    """Duration of the study, and the processor's time that it took."""
    before, start = processor_seconds(executor), time.perf_counter()
    run(STUDY, executor=executor)
    return time.perf_counter() - start, processor_seconds(executor) - before


def main() -> None:
    """Print the medians and their ratios."""
    with Pool(1) as one, Pool(2) as two:
        ways: dict[str, Executor | None] = {"this process": None, "one process": one, "two processes": two}
        for executor in ways.values():
            run(STUDY, executor=executor)  # the processes have started, and have their samples
        turns = [{name: seconds(executor) for name, executor in ways.items()} for _ in range(TURNS)]
    times = {name: [statistics.median(turn[name][k] for turn in turns) for k in (0, 1)] for name in ways}
    alone = times["one process"][0]
    for name, (taken, worked) in times.items():
        per_curve, faster = 1e3 * taken / len(STUDY), alone / taken
        print(f"{name}: {len(STUDY):,} curves in {taken:.2f} s, {per_curve:.2f} ms each, {faster:.2f} times as fast; "
              f"processor {worked:.2f} s")  # fmt: skip
    print(f"{os.cpu_count()} cores, on average {os.getloadavg()[0]:.1f} processes that want one")


if __name__ == "__main__":
    main()
