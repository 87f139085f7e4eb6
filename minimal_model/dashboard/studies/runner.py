"""The study runner: `python -m minimal_model.dashboard.studies.runner FOLDER PROCESSES`, one for each store.

It takes studies from the store in the order of their arrival. It ends when it has had nothing to do for a while, when
another one has its lease, when the store is away for a while, and when the web worker that started it is gone, which
closes the pipe on its standard input.
"""

import os
import sqlite3
import sys
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from minimal_model.dashboard.studies.store import Store, reason_of
from minimal_model.studies.chunks import ATTEMPTS, chunks
from minimal_model.studies.pool import Pool
from minimal_model.studies.specifications import Specifications

NICE = 5
IDLE = 20.0  # seconds without a study or without a store, after which it ends
HEARTBEAT = 0.3  # seconds between looks at what is wanted
AGAIN = 1.0  # seconds between attempts to reach a store that is away
MOST_LETTERS = 200  # of a reason why a study failed

Found = TypeVar("Found")


class AwayError(Exception):
    """The store cannot be read or written for a while."""


def main(folder: str, processes: str) -> None:
    """Compute what waits in a store until there is nothing more, or nobody who wants it."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    threading.Thread(target=_end_with_server, daemon=True).start()
    try:
        _run(Store(Path(folder)), int(processes))
    except AwayError as error:
        print(f"The store of studies in {folder} {error}; the next question for a study tries again.", file=sys.stderr)


def _run(store: Store, processes: int) -> None:
    holder = uuid.uuid4().hex
    until = time.monotonic() + IDLE
    while time.monotonic() < until and _patiently(lambda: store.hold(holder)):
        study = _patiently(store.next)
        if study is None:
            time.sleep(HEARTBEAT)
            continue
        _compute(store, holder, *study, processes)
        until = time.monotonic() + IDLE
    _patiently(lambda: store.let_go(holder))


def _patiently(use: Callable[[], Found]) -> Found:
    """Return what a use of the store gives, as soon as that can be used."""
    until = time.monotonic() + IDLE
    while True:
        try:
            return use()
        except (sqlite3.Error, OSError) as error:
            if time.monotonic() > until:
                raise AwayError(reason_of(error)) from error
            time.sleep(AGAIN)


def _end_with_server() -> None:
    """End as soon as the standard input is closed; the pool's processes end with this one."""
    # By the descriptor: Python's own reader holds a lock that the interpreter cannot end with.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


def _compute(
    store: Store, holder: str, digest: str, study: Specifications, done: list[tuple[int, int]], processes: int
) -> None:
    """Compute a study as long as it is wanted."""
    before = computed = sum(stop - start for start, stop in done)
    begun = time.monotonic()
    given = chunks(study, partial(Pool, processes), done, HEARTBEAT)
    try:
        for chunk in given:
            computed += len(chunk.results)
            new = computed - before
            left = (len(study) - computed) * (time.monotonic() - begun) / new if new else None
            if not _patiently(partial(store.keep, holder, digest, chunk, left)):
                return
    except AwayError:
        raise
    except BrokenExecutor:
        why = f"the processes that compute it have ended {1 + ATTEMPTS} times, perhaps for want of memory"
        _patiently(partial(store.fail, digest, why))
    except Exception as error:  # whatever it is, it would be the same the next time
        _patiently(partial(store.fail, digest, f"{type(error).__name__}: {error}"[:MOST_LETTERS]))
    finally:
        given.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
