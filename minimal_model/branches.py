"""The branches of an activation: the longest intervals of the net input on which it is monotone.

A function that folds the net input, such as gelu or sin, takes most of its values on several branches. On each of them
it can be pulled back, so all that needs an inverse asks a branch for it and sums over the branches.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.checks import is_number, raised, refuse

Elementwise = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True)
class Branch:
    """A longest interval of the net input on which f is monotone in the wide sense.

    A flat piece at an end of f belongs to the branch beside it: hard_swish has two branches.

    Attributes
    ----------
    start, end : float
        The ends of the interval, minus and plus infinity allowed.
    rises : bool
        Whether f rises on it; otherwise it falls.
    inverse : callable
        For values that f takes on the branch: the net input there, elementwise. Of values beyond them it may give
        anything.

    Raises
    ------
    ValueError
        If a field is none of what is described here.
    """

    start: float
    end: float
    rises: bool
    inverse: Elementwise = field(repr=False)

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            value = getattr(self, name)
            try:
                end = float(value) if is_number(value) else np.nan
            except OverflowError:  # a whole number beyond all doubles
                end = np.nan
            if np.isnan(end):
                raise refuse(name, value, "a number, infinities allowed")
            object.__setattr__(self, name, end)
        if not self.start < self.end:
            raise refuse("end", self.end, f"above the branch's start, {self.start:g}")
        if not isinstance(self.rises, bool | np.bool_):
            raise refuse("rises", self.rises, "True or False")
        if not callable(self.inverse):
            raise refuse("inverse", self.inverse, "a function of an array")

    def net_inputs(self, y: FloatArray) -> FloatArray:
        """Return `inverse` of values, elementwise; whatever it raises becomes a ValueError."""
        try:
            return self.inverse(y)
        except Exception as error:
            raise raised("inverse of a branch", y.shape, error) from error


class Pullback:
    """The inverse of a smooth function on one side of its turning point: a table, and Newton's steps after it.

    Between the turning value and the values far away f changes first like a parabola. The table is therefore kept in a
    coordinate of the values in which the net input is smooth: the root of their distance from the turning value, or,
    on the side of a tail that tends to zero from below, the root of the logarithm of their ratio to it.

    Parameters
    ----------
    function : callable
        f itself.
    log_slope : callable
        ln |f'|.
    turn : float
        Where f has its minimum.
    far : float
        The last net input that the table holds; beyond it, on the right, f(z) = z in double precision.
    """

    NODES = 4096
    STEPS = 2

    def __init__(self, function: Elementwise, log_slope: Elementwise, turn: float, far: float) -> None:
        self._function, self._log_slope = function, log_slope
        self._turn, self._far = turn, far
        self._lowest = float(function(np.array([turn]))[0])
        self._table: tuple[FloatArray, FloatArray] | None = None

    def __call__(self, y: FloatArray) -> FloatArray:
        """Return the net input on this side of the turning point, elementwise."""
        with np.errstate(all="ignore"):
            coordinate = self._coordinate(y)
            places, z_of = self._filled()
            z = np.interp(coordinate, places, z_of)
            side = 1.0 if self._far > self._turn else -1.0
            for _ in range(self.STEPS):
                step = (self._function(z) - y) / (side * np.exp(self._log_slope(z)))
                moved = z - np.where(np.isfinite(step), step, 0.0)
                z = np.maximum(moved, self._turn) if side > 0 else np.minimum(moved, self._turn)
        return np.where(y > self._far, y, z) if side > 0 else z

    def _coordinate(self, y: FloatArray) -> FloatArray:
        if self._far > self._turn:
            return np.sqrt(np.maximum(y - self._lowest, 0.0))
        return np.sqrt(np.maximum(np.log(np.minimum(self._lowest / y, np.inf)), 0.0))

    def _filled(self) -> tuple[FloatArray, FloatArray]:
        """Return the table, made when it is asked for first; two threads at once make the same one."""
        if self._table is None:
            # Close together at the turning point, where the coordinate has least digits.
            way = np.linspace(0.0, 1.0, self.NODES)
            z = self._turn + (self._far - self._turn) * way * np.abs(way)
            places = np.maximum.accumulate(np.nan_to_num(self._coordinate(self._function(z)), posinf=1e3))
            self._table = places, z
        return self._table
