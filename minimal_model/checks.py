"""What the core accepts: every argument of the public functions is checked here and nowhere else.

Each check returns the value in the type the core works with, or raises a ``ValueError`` that names the
argument, the value it got and what is allowed.
"""

import math
import operator
from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray

MAX_BINS = 10_000_000
# Far above anything a neuron sees, and far below the point where a difference of two net inputs overflows.
MAX_NET_INPUT = 1e150


def representation(value: object, longest: int = 80) -> str:
    """Return ``repr(value)``, cut to a length; Python refuses to write out integers of thousands of digits."""
    try:
        text = repr(value)
    except ValueError:
        text = f"a {type(value).__name__} too long to be shown"
    return text if len(text) <= longest else text[: longest - 3] + "..."


def refuse(argument: str, value: object, allowed: str) -> ValueError:
    """Return the error that says which argument is wrong, what it was and what it may be."""
    return ValueError(f"{argument} is {representation(value)}; it must be {allowed}")


def finite_vector(argument: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as a non-empty one-dimensional float64 array without NaN or infinities."""
    vector = _vector(argument, values)
    # The sum is finite only if every term is; it needs no array of booleans. Its overflow is looked into.
    with np.errstate(over="ignore", invalid="ignore"):
        suspicious = not math.isfinite(float(vector.sum()))
    if suspicious and not np.isfinite(vector).all():
        raise refuse(argument, values, "finite: it holds NaN or an infinity")
    return vector


def sorted_vector(argument: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` checked as by `finite_vector` and in ascending order; what is sorted is not sorted again."""
    vector = _vector(argument, values)
    # NaN fails every comparison, and infinities would stand at the ends.
    if bool((vector[1:] >= vector[:-1]).all()) and math.isfinite(vector[0]) and math.isfinite(vector[-1]):
        return vector
    return np.sort(finite_vector(argument, values))


def _vector(argument: str, values: npt.ArrayLike) -> FloatArray:
    try:
        vector = np.asarray(values)
        if vector.dtype.kind not in "iuf":
            raise TypeError
        vector = vector.astype(np.float64, copy=False)
    except (TypeError, ValueError, OverflowError):
        raise refuse(argument, values, "a one-dimensional array of real numbers") from None
    if vector.ndim != 1 or vector.size == 0:
        raise refuse(argument, values, f"one-dimensional and not empty (its shape is {vector.shape})")
    return vector


def positive_vector(argument: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as a non-empty one-dimensional array of finite numbers above zero."""
    vector = finite_vector(argument, values)
    if not bool((vector > 0).all()):
        raise refuse(argument, values, "above zero in every entry")
    return vector


def finite_number(argument: str, value: object) -> float:
    """Return `value` as a finite float."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
        raise refuse(argument, value, "a finite number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise refuse(argument, value, "a finite number")
    return number


def positive_number(argument: str, value: object) -> float:
    """Return `value` as a finite float above zero."""
    number = finite_number(argument, value)
    if number <= 0:
        raise refuse(argument, value, "a finite number above zero")
    return number


def whole_number(argument: str, value: object, low: int, high: int) -> int:
    """Return `value` as an int between `low` and `high`, both allowed."""
    allowed = f"a whole number from {low} to {high}"
    if isinstance(value, bool | np.bool_):
        raise refuse(argument, value, allowed)
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise refuse(argument, value, allowed) from None
    if not low <= number <= high:
        raise refuse(argument, value, allowed)
    return number


def one_of(argument: str, value: object, names: Collection[str]) -> str:
    """Return `value` if it is one of `names`."""
    if not isinstance(value, str) or value not in names:
        raise refuse(argument, value, "one of " + ", ".join(names))
    return value


def bounded_net_input(x: FloatArray, weights: FloatArray, bias: float) -> None:
    """Refuse weights whose product with sorted `x` leaves the numbers a double can tell apart."""
    largest = float(weights.max()) * max(abs(float(x[0])), abs(float(x[-1]))) + abs(bias)
    if not largest <= MAX_NET_INPUT:
        raise refuse("weights", float(weights.max()), f"such that |w x + b| stays below {MAX_NET_INPUT:g}")
