"""Numbers on their way to plotly: base64 arrays, a fifth of the size of decimal text, and what of them is drawn."""

import base64
from typing import Any

import numpy as np
import numpy.typing as npt

Figure = dict[str, Any]
# Where something stands in a figure: keys and indices from the top.
Path = tuple[str | int, ...]

_TYPES = {"f4": np.float32, "f8": np.float64, "u1": np.uint8, "u2": np.uint16, "i4": np.int32}


def typed(values: npt.ArrayLike, dtype: str = "f4") -> dict[str, str]:
    """Return an array in plotly's base64 form; two-dimensional ones keep their shape."""
    array = np.ascontiguousarray(values, dtype=_TYPES[dtype])
    encoded = {"dtype": dtype, "bdata": base64.b64encode(array.tobytes()).decode("ascii")}
    if array.ndim == 2:
        encoded["shape"] = f"{array.shape[0]}, {array.shape[1]}"
    return encoded


def segments(positions: npt.NDArray[np.float64], low: float, high: npt.ArrayLike) -> tuple[Any, Any]:
    """Return x and y of vertical lines at `positions` as one trace with gaps."""
    gaps = np.full(positions.size, np.nan)
    x = np.column_stack([positions, positions, gaps]).ravel()
    y = np.column_stack([np.full(positions.size, low), np.broadcast_to(high, positions.shape), gaps]).ravel()
    return typed(x), typed(y)
