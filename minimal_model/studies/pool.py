"""A pool of processes on this machine that leaves none of them behind, however it ends."""

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor


def process_pool(processes: int) -> ProcessPoolExecutor:
    """Return a pool of so many processes.

    They are started anew and not forked, so that they share no thread, lock or socket with this one; and they end with
    this one, also where it is killed.
    """
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # the pool's own threads would wait for ever
