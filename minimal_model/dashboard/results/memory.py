"""How much memory large arrays take, and how it is given back."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import RLock

# From glibc's malloc.h.
MMAP_THRESHOLD = -3
# Just below a million samples; smaller limits make states of many bins up to twice as slow, for no memory.
LARGE = 7 * 2**20
# Above so many samples, or masses of bins at all weights, a state takes tens of megabytes while it is computed.
MANY = 100_000
# The page of figures asks for it around all figures, and again for each view.
_large_state = RLock()


def give_back_large_arrays() -> None:
    """Let every array of a million samples have memory of its own, which is the system's again when it is freed.

    glibc would raise this limit to 32 MB by itself, and cut the arrays of a million samples out of memory that each
    thread then holds for ever: after hours of large samples a worker is a hundred megabytes smaller this way.
    """
    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, LARGE)


@contextmanager
def one_large_at_a_time(numbers: int) -> Iterator[None]:
    """Compute with many numbers in one thread after the other: all at once would take a hundred megabytes more."""
    if numbers <= MANY:
        yield
        return
    with _large_state:
        yield
