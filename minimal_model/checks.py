"""What the core accepts: every argument of the public functions is checked here and nowhere else.

Each check returns the value in the type the core works with, or raises a ``ValueError`` that names the
argument, the value it got and what is allowed.
"""

import math
import operator
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray

MAX_BINS = 10_000_000
# Far above anything a neuron sees, and far below the point where a difference of two net inputs overflows.
MAX_NET_INPUT = 1e150
# The smallest weight and bin width: what is divided by them stays a double.
SMALLEST = 1 / MAX_NET_INPUT

# What arrays may hold that is no real number, by the kind of their dtype.
_NO_NUMBERS = {
    "b": "booleans",
    "c": "complex numbers",
    "M": "dates",
    "m": "spans of time",
    "O": "objects",
    "S": "bytes",
    "T": "text",
    "U": "text",
    "V": "records",
}
_DOUBLE = np.dtype(np.float64)
Reals = npt.NDArray[np.integer[Any] | np.floating[Any]]


def representation(value: object, longest: int = 80) -> str:
    """Return ``repr(value)`` in one line, cut to a length."""
    try:
        if isinstance(value, list | tuple):
            value = value[:longest]
        text = re.sub(r"\s*\n\s*", " ", repr(value))
    except Exception:  # whatever a foreign type does; Python's own integers of thousands of digits are not written out
        text = f"a {type(value).__name__} that cannot be shown"
    return text if len(text) <= longest else text[: longest - 3] + "..."


def refuse(argument: str, value: object, allowed: str) -> ValueError:
    """Return the error that says which argument is wrong, what it was and what it may be."""
    return ValueError(f"{argument} is {representation(value)}; it must be {allowed}")


def raised(function: str, shape: tuple[int, ...], error: Exception) -> ValueError:
    """Return the error that says what a function of the caller's own raised, and for what."""
    found = f"raises {type(error).__name__} for an array of shape {shape}: {representation(str(error))}"
    return ValueError(f"{function} {found}; it must take every array of real numbers")


def finite_vector(argument: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as a non-empty one-dimensional float64 array without NaN or infinities."""
    vector = _vector(argument, values)
    # The sum is finite only if every term is; it needs no array of booleans. Its overflow is looked into.
    with np.errstate(over="ignore", invalid="ignore"):
        suspicious = not math.isfinite(float(vector.sum()))
    if suspicious and not bool(np.isfinite(vector).all()):
        raise refuse(argument, values, "finite: it holds NaN or an infinity")
    return vector


def sorted_vector(argument: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` checked as by `finite_vector` and in ascending order; what is sorted is not sorted again."""
    vector = _vector(argument, values)
    # NaN fails every comparison, and infinities would stand at the ends.
    if bool((vector[1:] >= vector[:-1]).all()) and math.isfinite(vector[0]) and math.isfinite(vector[-1]):
        return vector
    return np.sort(finite_vector(argument, values))


def real_array(argument: str, values: npt.ArrayLike, allowed: str = "an array of real numbers") -> FloatArray:
    """Return `values` as a float64 array of whatever shape; no entry of it may be hidden by a mask."""
    if type(values) is np.ndarray and values.dtype is _DOUBLE:  # nearly always, and asked for each curve some ten times
        return values
    try:
        reals = _reals(values)
    except _NoNumbersError as flaw:
        raise refuse(argument, values, f"{allowed}: {flaw}") from None
    except Exception as error:  # whatever a foreign type raises when it is asked for its array
        raise refuse(argument, values, allowed) from error
    with np.errstate(over="ignore"):  # a longdouble may lie beyond all doubles; infinities are refused where it matters
        return reals.astype(np.float64, copy=False)


class _NoNumbersError(TypeError):
    """What keeps values from being counted as real numbers."""


def _reals(values: object) -> Reals:
    if _gone_through(values):
        _look_into(values)
    array = np.asanyarray(values)
    if array.dtype.kind not in "iuf":
        raise _NoNumbersError(f"it holds {_NO_NUMBERS.get(array.dtype.kind, str(array.dtype))}")
    if isinstance(array, np.ma.MaskedArray) and np.ma.is_masked(array):
        raise _NoNumbersError("a mask hides some of its entries; its .compressed() returns the others")
    return np.asarray(array)


def _gone_through(values: object) -> TypeGuard[Iterable[object]]:
    """Whether NumPy makes an array of the values by going through them, as it does with a list or a deque."""
    if isinstance(values, list | tuple):
        return True
    kind = type(values)
    if not hasattr(kind, "__getitem__") or hasattr(kind, "__array__") or isinstance(values, str | range | Mapping):
        return False
    try:
        memoryview(values)  # type: ignore[arg-type]
    except TypeError:
        return True
    return False  # a buffer says of itself what it holds


def _look_into(values: Iterable[object]) -> None:
    """Refuse what NumPy would take for a number on the way to an array: booleans, and what a mask hides."""
    for kind in set(map(type, values)):
        if issubclass(kind, bool | np.bool_):
            raise _NoNumbersError("it holds booleans")
        if not issubclass(kind, np.generic) and (hasattr(kind, "__getitem__") or hasattr(kind, "__array__")):
            for value in values:
                if type(value) is kind:
                    _reals(value)


def _vector(argument: str, values: npt.ArrayLike) -> FloatArray:
    vector = real_array(argument, values, "a one-dimensional array of real numbers")
    if vector.ndim != 1 or vector.size == 0:
        raise refuse(argument, values, f"one-dimensional and not empty (its shape is {vector.shape})")
    return vector


def positive_vector(argument: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as a non-empty one-dimensional array of finite numbers above zero that one can divide by."""
    vector = finite_vector(argument, values)
    if not bool((vector > 0).all()):
        raise refuse(argument, values, "above zero in every entry")
    if float(vector.min()) < SMALLEST:
        raise refuse(argument, values, f"at least {SMALLEST:g} in every entry")
    return vector


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is one real number; to NumPy a span of time is an integer."""
    numbers, others = int | float | np.integer | np.floating, bool | np.bool_ | np.timedelta64
    return isinstance(value, numbers) and not isinstance(value, others)


def finite_number(argument: str, value: object) -> float:
    """Return `value` as a finite float."""
    if not is_number(value):
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


def number_between(argument: str, value: object, low: float, high: float) -> float:
    """Return `value` as a float between `low` and `high`, both allowed."""
    number = finite_number(argument, value)
    if not low <= number <= high:
        raise refuse(argument, value, f"a number from {low:g} to {high:g}")
    return number


def divisor(argument: str, value: object) -> float:
    """Return `value` as a float so far above zero that no net input or activation divided by it overflows."""
    number = positive_number(argument, value)
    if number < SMALLEST:
        raise refuse(argument, value, f"at least {SMALLEST:g}")
    return number


def whole_number(argument: str, value: object, low: int, high: int) -> int:
    """Return `value` as an int between `low` and `high`, both allowed."""
    allowed = f"a whole number from {low} to {high}"
    # An array of one whole number would do as an index, whatever its mask says.
    if isinstance(value, bool | np.bool_ | np.ndarray):
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


def bounded_net_input(x: FloatArray, weights: FloatArray, bias: float, weight: float | None = None) -> None:
    """Refuse net inputs w x + b that leave the numbers a double can tell apart.

    The error names the argument that takes them there.

    Parameters
    ----------
    x : numpy.ndarray, shape (n,)
        Sorted samples.
    weights : numpy.ndarray, shape (any,)
        All weights.
    bias : float
        The bias.
    weight : float, optional
        The one of the weights that was given as an argument of its own.
    """
    largest, farthest = float(weights.max()), max(abs(float(x[0])), abs(float(x[-1])))
    if largest * farthest + abs(bias) <= MAX_NET_INPUT:
        return
    if abs(bias) >= largest * farthest:
        argument, value = "bias", bias
    elif farthest >= largest:
        argument, value = "x", farthest
    else:
        argument, value = "weight" if weight == largest else "weights", largest
    raise refuse(argument, value, f"such that |w x + b| stays below {MAX_NET_INPUT:g}")


def bounded_vector(argument: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` checked as by `finite_vector`, and such that a double can tell their differences apart."""
    vector = finite_vector(argument, values)
    farthest = max(abs(float(vector.min())), abs(float(vector.max())))
    if farthest > MAX_NET_INPUT:
        raise refuse(argument, farthest, f"at most {MAX_NET_INPUT:g} in size")
    return vector
