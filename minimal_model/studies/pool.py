"""A pool of processes on this machine that leaves none of them behind, however it ends."""

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import Connection, wait


class Pool(ProcessPoolExecutor):
    """A pool whose processes end with this one, also where it is killed, and as soon as nobody wants their results.

    They are started anew and not forked, so that they share no thread, lock or socket with this process. Each holds the
    reading end of a pipe whose other end only this process has.

    An ordinary pool asks its processes to end, one after the other, through a queue. A process that is killed while it
    waits for work takes the queue's lock with it: the others never hear of the end, and the pool waits for ever.

    Parameters
    ----------
    processes : int
        How many.
    """

    def __init__(self, processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        reading, self._wanted = context.Pipe(duplex=False)
        super().__init__(processes, context, initializer=_end_when_unwanted, initargs=(reading,))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work. Where futures are cancelled, what is being computed is given up and the processes end."""
        minding: threading.Thread | None = self._executor_manager_thread  # type: ignore[assignment]  # of typeshed
        # First it learns that nobody waits, then that the processes have gone: the other way round it would break.
        super().shutdown(wait and not cancel_futures, cancel_futures=cancel_futures)
        if cancel_futures:
            self._wanted.close()
            if minding is not None:
                minding.join()  # until then it looks into this pool


def _end_when_unwanted(wanted: "Connection[None, None]") -> None:
    threading.Thread(target=_wait_for_the_end, args=(wanted,), daemon=True).start()


def _wait_for_the_end(wanted: "Connection[None, None]") -> None:
    wait([wanted])  # nothing is ever sent: the other end was closed
    os._exit(1)  # the pool's own threads would wait for ever
