"""A function of an input, held to what it promises wherever it is asked: checks beforehand look at some places only."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.checks import raised, representation

Function = Callable[[FloatArray], FloatArray]


def contradiction(field: str, name: str, found: str, promised: str) -> ValueError:
    """Return the error that says which part of an input is wrong, by what was found, and what it must do."""
    return ValueError(f"{field} of the input {representation(name)} {found}; it must {promised}")


@dataclass(frozen=True)
class Promised:
    """A function of an input that raises a ValueError in the place of whatever goes wrong in it.

    Attributes
    ----------
    function : callable
        The function as it was given.
    field, name : str
        Which function it is, and of which input.
    """

    function: Function
    field: str
    name: str

    def __call__(self, at: FloatArray) -> FloatArray:
        """Return what the function gives, if that is a number for each entry, and no density below zero.

        Raises
        ------
        ValueError
            If the function raises anything, or returns anything else; the message names it and the place.
        """
        try:
            values = self.function(at)
        except Exception as error:  # whatever a function of one's own raises
            raise raised(f"{self.field} of the input {representation(self.name)}", np.shape(at), error) from error
        if getattr(values, "dtype", None) != np.float64 or values.shape != np.shape(at):
            found = f"returns {representation(values)}"
            raise contradiction(self.field, self.name, found, "return an array of float64 of the same shape")
        least = 0.0 if self.field == "density" else -np.inf
        # The smallest is no number if any is none, and costs less than a look at each.
        if not np.min(values, initial=0.0) >= least:
            wrong = ~(values >= least) & ~np.isnan(at)
            if wrong.any():
                place = f"{'p' if 'quantile' in self.field else 'x'} = {np.asarray(at)[wrong][0]:g}"
                promised = "be zero or above" if self.field == "density" else "give a number everywhere"
                raise contradiction(self.field, self.name, f"gives {values[wrong][0]:g} at {place}", promised)
        return values
