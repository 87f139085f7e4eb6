"""The values of an activation at net inputs near and far, and how exactly they can be compared.

It is what the checks of `minimal_model.description` look at. The margins lie far above rounding: a function that is
right must never be refused, one that is wrong by a millionth may pass.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.checks import raised, representation

if TYPE_CHECKING:
    from minimal_model.activation import Activation

# Relative to how far f rises: above what single precision loses, below what anybody would see.
MARGIN = 1e-6
# Relative to the values themselves, whose rounding grows in a few steps of arithmetic.
ROUNDING = 64 * float(np.finfo(np.float64).eps)
# A function that ends at such a value was cut off to save it from overflow.
AS_GOOD_AS_INFINITE = 1e100

# Half the stretch around zero where activations do most of what they do, and the step in it.
CENTRE, STEP = 10.0, 1 / 32
# The steepest neuron of the explorer sees about as much; out to here a function must have values.
REACH = 100.0
_SIZES = np.logspace(-12, 2, 113)
_NEAR = np.unique(np.concatenate([-_SIZES, np.arange(-CENTRE, CENTRE + STEP, STEP), _SIZES]))
# Here overflow may leave it without one: exp(z) / (1 + exp(z)) has none above 709.
_FAR = np.concatenate([np.logspace(2.1, 3, 30), [1e4, 1e6, 1e9, 1e12]])
_FAR = np.concatenate([-_FAR[::-1], _FAR])


def contradiction(activation: "Activation", field: str, found: str, promised: str) -> ValueError:
    """Return the error that says which field is contradicted, by what was found, and what it must do or be."""
    return ValueError(f"{field} of the activation {representation(activation.name)} {found}; it must {promised}")


def evaluated(
    activation: "Activation", field: str, z: FloatArray, of: Callable[[FloatArray], FloatArray] | None = None
) -> FloatArray:
    """Return what a function of an activation gives for an array, if it is an array of float64 of the same shape.

    The function is the activation's field, or `of`, which belongs to it.
    """
    given = z.copy()
    try:
        result = (of or getattr(activation, field))(given)
    except Exception as error:  # whatever a function of one's own raises
        raise raised(f"{field} of the activation {representation(activation.name)}", z.shape, error) from error
    if not np.array_equal(given, z):
        raise contradiction(activation, field, "changes the array that it is given", "leave it alone")
    if field == "log_slope" and np.shape(result) == () and isinstance(result, float | np.floating | np.ndarray):
        result = np.full(z.shape, result)  # a slope that is the same everywhere
    if np.ma.isMaskedArray(result) or getattr(result, "dtype", None) != np.float64:
        raise contradiction(activation, field, f"returns {_kind(result)}", "return an array of float64")
    if np.shape(result) != z.shape:
        found = f"returns an array of shape {np.shape(result)} for one of shape {z.shape}"
        raise contradiction(activation, field, found, "return one value for each entry")
    return np.asarray(result)


def _kind(result: object) -> str:
    if isinstance(result, np.ma.MaskedArray):
        return "a masked array"
    dtype = getattr(result, "dtype", None)
    return f"{representation(result)}, no array" if dtype is None else f"an array of {dtype}"


class Probe:
    """An activation at net inputs out to 1e12, dense around zero.

    Attributes
    ----------
    activation : Activation
        The activation.
    z, y : numpy.ndarray, shape (n,)
        Net inputs in ascending order, and f there.
    margin : numpy.ndarray, shape (n,)
        How far each value may be off without a contradiction.
    rise : float
        How far f rises from -1 to 1.
    """

    def __init__(self, activation: "Activation") -> None:
        self.activation = activation
        bends = [end for end in activation.rises if np.isfinite(end)]
        bends += [end for branch in activation.branches for end in (branch.start, branch.end) if np.isfinite(end)]
        near = np.unique(np.concatenate([_NEAR, bends])) if bends else _NEAR
        y = evaluated(activation, "function", near)
        if np.isnan(y).any():
            found = f"gives nan at z = {near[np.isnan(y)][0]:g}"
            raise contradiction(activation, "function", found, "give a number at every net input")
        low, middle, high = y[np.searchsorted(near, [-1.0, 0.0, 1.0])].tolist()
        self._middle = middle
        self.rise = min(max(abs(high - middle), abs(middle - low)), AS_GOOD_AS_INFINITE)
        self._check_that_entries_do_not_mix(near, y)
        self.z, self.y = self._with_far(near, y)
        # A sum of large terms that all but cancel leaves the rounding of the terms.
        self.margin = self.margins(self.y) + 1e-12 * self.rise * np.abs(self.z)

    def margins(self, y: FloatArray) -> FloatArray:
        """Return how far values of f may be off; the farther from f's middle, the farther."""
        margins: FloatArray = MARGIN * np.maximum(self.rise, np.abs(y - self._middle)) + ROUNDING * np.abs(y)
        return margins

    def at(self, z: FloatArray) -> FloatArray:
        """Return f without looking at how it answers, which was done before."""
        return np.asarray(self.activation.function(z), dtype=np.float64)

    def _check_that_entries_do_not_mix(self, near: FloatArray, y: FloatArray) -> None:
        """Evaluate once more, backwards and in two rows: the value at a net input may depend on it alone."""
        again = slice(near.size % 2, None)
        rows = near[again][::-1].reshape(2, -1)
        other, same = evaluated(self.activation, "function", rows).ravel(), y[again][::-1]
        wrong = ~((other == same) | (np.abs(other - same) <= self.margins(same)))
        if wrong.any():
            z, first, second = (float(values[wrong][0]) for values in (rows.ravel(), same, other))
            found = f"gives {first:.12g} at z = {z:g} in one array and {second:.12g} in another"
            raise contradiction(self.activation, "function", found, "give a value that follows from z alone")

    def _with_far(self, near: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return net inputs and values with those far out, where there are any."""
        try:
            far = self.at(_FAR.copy())
        except Exception:  # whatever the function raises; it is asked again where net inputs reach so far
            return near, y
        known = ~np.isnan(far)
        z, y = np.concatenate([near, _FAR[known]]), np.concatenate([y, far[known]])
        order = np.argsort(z, kind="stable")
        return z[order], y[order]
