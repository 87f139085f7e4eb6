"""A cache that knows its size in bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

import numpy as np

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Value = TypeVar("Value")
# What a small object, or the place of a large one, takes of its own.
OVERHEAD = 64


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

    def __len__(self) -> int:
        """Return how many values are kept."""
        return len(self._values)

    def get(self, key: Hashable) -> Value | None:
        """Return what is kept under a key, None if there is nothing."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: Hashable, value: Value, size: int | None = None) -> None:
        """Keep a value of so many bytes, and drop those that were not used for longest.

        What is too large by itself is not kept. Without a size it is taken from the value's arrays and texts.
        """
        if size is None:
            size = bytes_of(value)
        if size > self.most_bytes:
            return
        with self._lock:
            self.bytes += size - self._values.pop(key, (value, 0))[1]
            self._values[key] = (value, size)
            while self.bytes > self.most_bytes:
                self.bytes -= self._values.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._values.clear()
            self.bytes = 0


def remembering(kept: Kept[Any]) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Return a decorator: what a function returns is kept by its arguments, all of which are hashable."""

    def decorated(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        @wraps(function)
        def remembered(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
            key = (function.__module__, function.__qualname__, arguments, tuple(sorted(named.items())))
            known: Result | None = kept.get(key)
            if known is None:
                known = function(*arguments, **named)
                kept.put(key, known)
            return known

        return remembered

    return decorated


def bytes_of(value: Any) -> int:
    """Return about how many bytes a result takes: its arrays and texts, wherever they stand in it."""
    if isinstance(value, np.ndarray):
        return value.nbytes + OVERHEAD
    if isinstance(value, str | bytes):
        return len(value) + OVERHEAD
    if isinstance(value, Mapping):
        return OVERHEAD + sum(bytes_of(part) for part in value.values())
    if isinstance(value, tuple | list):
        return OVERHEAD + sum(map(bytes_of, value))
    if is_dataclass(value):
        return OVERHEAD + sum(bytes_of(getattr(value, field.name)) for field in fields(value))
    return OVERHEAD
