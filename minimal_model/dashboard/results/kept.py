"""A cache that knows its size in bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The values that were used last, as many as fit into a number of bytes.

    Parameters
    ----------
    most_bytes : int
        How many bytes all of them may take.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """Return what is kept under a key, None if there is nothing."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value of so many bytes, and drop those that were not used for longest."""
        with self._lock:
            self.bytes += size - self._values.pop(key, (value, 0))[1]
            self._values[key] = (value, size)
            while self.bytes > self.most_bytes:
                self.bytes -= self._values.popitem(last=False)[1][1]
