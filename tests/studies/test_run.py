"""A study equals the notebook's own loop, whatever computes it and whatever breaks meanwhile."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

import numpy as np
import pytest
from scipy import stats

import minimal_model as mm
from minimal_model.studies.chunks import chunks, missing
from minimal_model.studies.pool import Pool

STUDY = mm.specifications(
    activations=["tanh", "relu"], binnings=["per-weight", "global", "fixed-width"], bins=[10, 33], samples=[50, 200],
    seeds=[0, 7], weight_max=[5], biases=[0, 1],
)  # fmt: skip


# Every function that the default study has not, or that reaches far, under inputs of all kinds of tails.
WIDER = mm.specifications(
    activations=["relu", "gelu", "sin", "abs", "square", "arctan"], binnings=["per-weight", "global", "fixed-width"],
    bins=[10], samples=[60], seeds=[3], weight_max=[5], biases=[0.5],
    inputs=["normal", "uniform", "logistic", "laplace", "student-t3", "exponential", "lognormal"],
)  # fmt: skip
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "gelu": lambda z: z * stats.norm.cdf(z), "sin": np.sin,
    "abs": np.abs, "square": np.square, "arctan": np.arctan,
}  # fmt: skip
QUANTILES: dict[str, Callable[[Any], Any]] = {
    "normal": stats.norm.ppf,
    "uniform": stats.uniform(-np.sqrt(3), 2 * np.sqrt(3)).ppf,
    "logistic": stats.logistic(scale=np.sqrt(3) / np.pi).ppf,
    "laplace": stats.laplace(scale=np.sqrt(0.5)).ppf,
    "student-t3": stats.t(3, scale=1 / np.sqrt(3)).ppf,
    "exponential": stats.expon(-1).ppf,
    "lognormal": lambda p: (stats.lognorm(1).ppf(p) - np.sqrt(np.e)) / np.sqrt(np.e * (np.e - 1)),
}


def by_the_notebooks_loop(row: dict[str, Any]) -> list[float]:
    """First, last, highest and lowest of a curve, each histogram by NumPy, entropies, inputs and f by SciPy."""
    x = np.random.RandomState(row["seed"]).standard_normal(row["samples"])
    if row["input"] != "normal":
        x = QUANTILES[row["input"]](stats.norm.cdf(x))
    f = FUNCTIONS[row["activation"]]
    ys = [f(w * x + row["bias"]) for w in row["weight_max"] / 200 * np.arange(1, 200)]
    span = min(map(np.min, ys)), max(map(np.max, ys))
    curve = []
    for y in ys:
        if row["binning"] == "fixed-width":
            counts = np.unique(np.floor(y / (2 / row["bins"])), return_counts=True)[1]
        else:
            counts = np.histogram(y, row["bins"], None if row["binning"] == "per-weight" else span)[0]
        curve.append(stats.entropy(counts, base=2))
    return [curve[0], curve[-1], max(curve), min(curve)]


@pytest.fixture(scope="module")
def here() -> mm.StudyTable:
    return mm.run(STUDY)


def test_the_table_is_that_of_the_notebooks_loop(here: mm.StudyTable) -> None:
    picked = np.random.default_rng(1).choice(len(STUDY), 8, replace=False)
    found = np.stack([here[name] for name in ("first", "last", "highest", "lowest")], axis=1)[picked]
    np.testing.assert_allclose(found, [by_the_notebooks_loop(STUDY.row(k)) for k in picked], atol=1e-12)


def test_every_input_and_function_is_that_of_the_loop() -> None:
    table = mm.run(WIDER)
    picked = range(0, len(WIDER), 8)  # each function, ruler and input at least twice
    rows = [WIDER.row(k) for k in picked]
    for choice in ("activation", "binning", "input"):
        assert min(Counter(row[choice] for row in rows).values()) >= 2
    np.testing.assert_allclose(table.results[picked], [by_the_notebooks_loop(row) for row in rows], atol=1e-12)
    # All inputs share their ranks, so that what only sees ranks is the same for all of them, and nothing else is.
    last = mm.run(mm.specifications(
        activations=["linear"], binnings=["equal-frequency", "per-weight"], bins=[7], inputs=list(mm.INPUTS)
    ))["last"].reshape(2, len(mm.INPUTS))  # fmt: skip
    assert len(set(last[0])) == 1
    assert len(set(last[1])) == len(mm.INPUTS)


def test_columns_come_by_name_and_parts_by_value(here: mm.StudyTable) -> None:
    assert list(here) == [*STUDY.row(0), "first", "last", "highest", "lowest"]
    for name in STUDY.row(0):
        assert here[name].tolist() == [STUDY.row(k)[name] for k in range(len(STUDY))]
    part = here.only(activation="relu", bias=1)
    mask = (here["activation"] == "relu") & (here["bias"] == 1)
    assert part["last"].tolist() == here["last"][mask].tolist()
    assert part["binning"].tolist() == here["binning"][mask].tolist()
    with pytest.raises(ValueError, match=r"^column is "):
        here["verdict"]
    with pytest.raises(ValueError, match=r"^bias is 7; it must be one of 0\.0, 1\.0"):
        here.only(bias=7)


def test_progress_counts_up_to_all() -> None:
    told: list[tuple[int, int]] = []
    mm.run(STUDY, progress=lambda *counts: told.append(counts))
    assert len(told) >= 16
    assert told == sorted(told)
    assert told[-1] == (len(STUDY), len(STUDY))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"specifications": {}}, "^specifications is "),
        ({"specifications": STUDY, "executor": 2}, "^executor is 2; it must be a concurrent"),
        ({"specifications": STUDY, "progress": 2}, "^progress is 2"),
    ],
)
def test_what_is_wrong_is_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        mm.run(**arguments)


# --- What breaks -----------------------------------------------------------------------------------------------------


class Breaking(Executor):
    """Does what it is asked for, and breaks after some calls."""

    made = 0

    def __init__(self, calls: int) -> None:
        Breaking.made += 1
        self.calls = calls

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> "Future[Any]":
        if self.calls == 0:
            raise BrokenExecutor("a process was killed")
        self.calls -= 1
        computed.append(arguments[1:])
        future: Future[Any] = Future()
        future.set_result(function(*arguments, **named))
        return future


computed: list[tuple[Any, ...]] = []


def test_a_broken_pool_is_made_anew_and_only_what_is_missing_is_done_again(here: mm.StudyTable) -> None:
    Breaking.made = 0
    computed.clear()
    table = mm.run(STUDY, executor=lambda: Breaking(5))
    assert Breaking.made == 4
    assert sorted(k for start, stop in computed for k in range(start, stop)) == list(range(len(STUDY)))
    np.testing.assert_array_equal(table.results, here.results)


def test_a_pool_that_breaks_for_the_fourth_time_is_given_up() -> None:
    Breaking.made = 0
    with pytest.raises(BrokenExecutor):
        mm.run(STUDY, executor=lambda: Breaking(1))
    assert Breaking.made == 4


def test_an_executor_that_was_handed_over_is_not_made_anew_and_not_closed() -> None:
    with ThreadPoolExecutor(1) as pool:
        mm.run(STUDY, executor=pool)
        assert pool.submit(len, "abc").result() == 3
    Breaking.made = 0
    with pytest.raises(BrokenExecutor):
        mm.run(STUDY, executor=Breaking(3))
    assert Breaking.made == 1


class Pools:
    """Makes pools of two processes, and knows them."""

    def __init__(self) -> None:
        self.made: list[Pool] = []

    def __call__(self) -> Executor:
        self.made.append(Pool(2))
        return self.made[-1]


def test_a_killed_process_loses_no_curve(here: mm.StudyTable) -> None:
    pools = Pools()
    killed: list[int] = []

    def kill_one(done: int, _: int) -> None:
        if len(pools.made) == 1 and done < len(STUDY) and killed == []:
            killed.append(next(iter(pools.made[0]._processes)))
            os.kill(killed[0], signal.SIGKILL)

    # On a busy machine all may be computed before the first of it is told.
    for _ in range(10):
        pools.made.clear()
        killed.clear()
        table = mm.run(STUDY, executor=pools, progress=kill_one)
        assert len(killed) == 1
        if len(pools.made) == 2:
            break
    assert len(pools.made) == 2
    np.testing.assert_array_equal(table.results, here.results)


@pytest.mark.parametrize("which", [0, 1])
def test_a_process_killed_when_all_is_computed_does_not_keep_the_study_from_ending(which: int) -> None:
    """One of the two waits for work with the lock of the queue in its hands."""
    pools = Pools()
    processes: list[BaseProcess] = []

    def kill_one(done: int, _: int) -> None:
        if done == len(STUDY):
            processes.extend(pools.made[0]._processes.values())
            processes[which].kill()

    assert len(mm.run(STUDY, executor=pools, progress=kill_one)) == len(STUDY)
    assert len(processes) == 2
    for process in processes:
        assert wait([process.sentinel], 30)


def test_what_is_done_is_not_done_again(here: mm.StudyTable) -> None:
    found = list(chunks(STUDY, done=[(10, 30), (0, 5), (90, len(STUDY))]))
    numbers = [number for chunk in found for number in range(chunk.start, chunk.start + len(chunk.results))]
    assert sorted(numbers) == [*range(5, 10), *range(30, 90)]
    for chunk in found:
        np.testing.assert_array_equal(chunk.results, here.results[chunk.start : chunk.start + len(chunk.results)])


def test_what_is_missing_lies_between_what_is_done() -> None:
    assert list(missing(10, [])) == [(0, 10)]
    assert list(missing(10, [(7, 10), (2, 4), (3, 5)])) == [(0, 2), (5, 7)]
    assert list(missing(10, [(0, 10)])) == []


def test_whoever_stops_asking_gives_up_what_is_under_way() -> None:
    with ThreadPoolExecutor(1) as pool:
        given = chunks(STUDY, pool)
        first = next(given)
        given.close()
        computed = pool.submit(len, "abc")  # behind whatever is still under way
        assert computed.result() == 3
        assert pool._work_queue.empty()
    assert len(first.results) > 0


def test_whoever_stops_asking_ends_the_processes_of_the_pool() -> None:
    for _ in range(5):  # whichever of the pool's threads comes first
        pools = Pools()
        given = chunks(STUDY, pools)
        next(given)
        processes = list(pools.made[0]._processes.values())
        given.close()
        assert len(processes) == 2
        assert None not in [process.exitcode for process in processes]
