"""What a figure draws, decoded and patched without the code that wrote it."""

import base64
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

TYPES = {"f4": np.float32, "f8": np.float64, "i4": np.int32, "u1": np.uint8, "u2": np.uint16}


def numbers(array: Any) -> np.ndarray:
    """Decode plotly's base64 form."""
    if not isinstance(array, dict):
        return np.asarray(array)
    values = np.frombuffer(base64.b64decode(array["bdata"]), TYPES[array["dtype"]])
    return values.reshape([int(n) for n in array["shape"].split(",")]) if "shape" in array else values


def take_over(paths: Iterable[Sequence[Any]], source: Any, target: Any) -> None:
    """Put what stands at some paths of one figure into another, as Dash does with a patch."""
    for path in paths:
        here, there = source, target
        for key in path[:-1]:
            here, there = here[key], there[key]
        there[path[-1]] = here[path[-1]]
