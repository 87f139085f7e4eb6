"""How the memory of large arrays is given back."""

import ctypes
from contextlib import suppress

# From glibc's malloc.h.
MMAP_THRESHOLD = -3
LARGE = 2**20


def give_back_large_arrays() -> None:
    """Let every array of a megabyte or more have memory of its own, which is the system's again when it is freed.

    glibc would raise this limit to 32 MB by itself, and cut the arrays of a million samples out of memory that each
    thread then holds for ever: after hours of large samples a worker is a hundred megabytes smaller this way.
    """
    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, LARGE)
