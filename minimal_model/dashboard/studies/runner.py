"""The study runner: `python -m minimal_model.dashboard.studies.runner FOLDER PROCESSES`, one for each store.

It takes studies from the store in the order of their arrival. It ends when it has had nothing to do for a while, when
another one has its lease, and when the web worker that started it is gone, which closes the pipe on its standard input.
"""

import os
import sys
import threading
import time
import uuid
from concurrent.futures import BrokenExecutor
from functools import partial
from pathlib import Path

from minimal_model.dashboard.studies.store import Store
from minimal_model.studies.chunks import chunks
from minimal_model.studies.pool import process_pool
from minimal_model.studies.specifications import Specifications

NICE = 5
IDLE = 20.0  # seconds without a study, after which it ends
HEARTBEAT = 0.3  # seconds between looks at what is wanted


def main(folder: str, processes: str) -> None:
    """Compute what waits in a store until there is nothing more, or nobody who wants it."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    threading.Thread(target=_end_with_server, daemon=True).start()
    store, holder = Store(Path(folder)), uuid.uuid4().hex
    until = time.monotonic() + IDLE
    while time.monotonic() < until and store.hold(holder):
        study = store.next()
        if study is None:
            time.sleep(HEARTBEAT)
            continue
        _compute(store, holder, *study, int(processes))
        until = time.monotonic() + IDLE
    store.let_go(holder)


def _end_with_server() -> None:
    """End as soon as the standard input is closed; the pool's processes end with this one."""
    while sys.stdin.buffer.read(1024):
        pass
    os._exit(0)


def _compute(
    store: Store, holder: str, digest: str, study: Specifications, done: list[tuple[int, int]], processes: int
) -> None:
    """Compute a study as long as it is wanted."""
    before = computed = sum(stop - start for start, stop in done)
    begun = time.monotonic()
    given = chunks(study, partial(process_pool, processes), done, HEARTBEAT)
    try:
        for chunk in given:
            computed += len(chunk.results)
            new = computed - before
            left = (len(study) - computed) * (time.monotonic() - begun) / new if new else None
            if not store.keep(holder, digest, chunk, left):
                return
    except (BrokenExecutor, ValueError) as error:
        store.fail(digest, f"{type(error).__name__}: {error}"[:200])
    finally:
        given.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
