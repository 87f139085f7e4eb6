"""Numbers on their way to plotly: base64 arrays, a fifth of the size of decimal text, and what of them is drawn."""

from binascii import b2a_base64
from typing import Any

import numpy as np
import numpy.typing as npt

Figure = dict[str, Any]
# Where something stands in a figure: keys and indices from the top.
Path = tuple[str | int, ...]

_TYPES = {"f4": np.float32, "f8": np.float64, "u1": np.uint8, "u2": np.uint16, "i4": np.int32}


def typed(values: npt.ArrayLike, dtype: str = "f4") -> dict[str, str]:
    """Return an array in plotly's base64 form; those of two or three dimensions keep their shape."""
    with np.errstate(over="ignore"):  # a formula, or a density of own data, may be larger than this can hold
        array = np.ascontiguousarray(values, dtype=_TYPES[dtype])
    encoded = {"dtype": dtype, "bdata": b2a_base64(array.data, newline=False).decode("ascii")}
    if array.ndim > 1:
        encoded["shape"] = ", ".join(map(str, array.shape))
    return encoded


def segments(
    positions: npt.NDArray[np.float64], low: float, high: npt.ArrayLike, x_type: str = "f4"
) -> tuple[Any, Any]:
    """Return x and y of vertical lines at `positions` as one trace with gaps."""
    x, y = np.full((2, positions.size, 3), np.nan)
    x[:, 0] = x[:, 1] = positions
    y[:, 0], y[:, 1] = low, high
    return typed(x.ravel(), x_type), typed(y.ravel())
