"""What an activation function is: f itself, its branches with their inverses, its limits."""

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray
from minimal_model.branches import Branch, Elementwise
from minimal_model.checks import raised, real_array, refuse, representation
from minimal_model.description import ascending_pair, check_description, finite_places, rounding_pair

Saturation = Literal["double", "single", "none"]

# Net inputs at which a tail has come to its end.
VERY_FAR, FARTHEST = 1e100, 1e150
# How far computed values of a function of one's own may lie off, relative to them and in all: some forty units in the
# last place, and what underflow takes.
ROUNDING = (1e-14, 1e-300)
EXACT = (0.0, 0.0)


@dataclass(frozen=True)
class Activation:
    """An activation function f that rises, falls, or folds the net input in branches on which it does either.

    Call it with an array of net inputs to get the activations, an array of the same shape. What contradicts its own
    description is refused when it is built: see `minimal_model.description`.

    Attributes
    ----------
    name : str
        Name in `ACTIVATIONS`.
    formula : str
        The function in one line of plain text, in terms of the net input z.
    function : callable
        f itself, elementwise: a float64 array in, a float64 array of the same shape out.
    inside_inverse : callable or None
        The generalised inverse inf{z : f(z) >= y}, elementwise, for values between the limits. None if there are
        `branches`, which have their own.
    limits : tuple of float
        Infimum and supremum of f, the lower one first. Of a function that rises they are its limits at minus and plus
        infinity.
    rises : tuple of float
        The net inputs between which f changes; f is constant outside. A function with steps or flat pieces in between
        cannot be described; one that only jumps, once, rises between two equal net inputs.
    log_slope : callable, optional
        ln |f'(z)|, elementwise, where f changes; `folding` and `fixed_width_approximation` need it. Kinks may lie at
        z = 0 and at turning points only.
    branches : tuple of Branch
        The branches from left to right, each with its inverse; they rise and fall in turn. Left out, f rises
        everywhere. A function that falls everywhere has one branch.
    period : float, optional
        The period of f; `branches` are then those of one period.
    rounding : tuple of float
        How far computed values may lie from those of a function that is monotone on each branch, relative to them and
        in all. Zeros promise that f, as it is computed, is itself monotone.
    settles : tuple of float
        The net inputs between which computed values of f change: outside they are one and the same double, by
        rounding or because f is flat.
    folds_like : Activation, optional
        A function that brings the same net inputs to one value as f does, and does not underflow: what folding loses is
        computed of it.
    kinks : tuple of float
        Further net inputs at which f is not smooth, besides zero, the ends of `rises` and the turning points; integrals
        over noise are cut there.

    Raises
    ------
    ValueError
        If a field is none of what is described here, or if the function contradicts it; the message names the field
        and the place.
    """

    name: str
    formula: str
    function: Elementwise = field(repr=False)
    inside_inverse: Elementwise | None = field(repr=False)
    limits: tuple[float, float]
    rises: tuple[float, float] = (-np.inf, np.inf)
    log_slope: Elementwise | None = field(default=None, repr=False)
    branches: tuple[Branch, ...] = ()
    period: float | None = None
    rounding: tuple[float, float] = ROUNDING
    settles: tuple[float, float] = (-np.inf, np.inf)
    folds_like: "Activation | None" = field(default=None, repr=False)
    kinks: tuple[float, ...] = ()

    # Whether nothing is known of it but its values, so that every sample is evaluated and counted: see `formula`.
    counted_plainly: ClassVar[bool] = False

    def __post_init__(self) -> None:
        # Frozen: numbers of other types, or in a list, are written down as what they stand for.
        object.__setattr__(self, "limits", ascending_pair("limits", self.limits))
        object.__setattr__(self, "rises", ascending_pair("rises", self.rises, equal=True))
        object.__setattr__(self, "settles", ascending_pair("settles", self.settles))
        object.__setattr__(self, "rounding", rounding_pair(self.rounding))
        object.__setattr__(self, "kinks", finite_places("kinks", self.kinks))
        if isinstance(self.branches, list):
            object.__setattr__(self, "branches", tuple(self.branches))
        if self.branches == () and callable(self.inside_inverse):
            object.__setattr__(self, "branches", (Branch(-np.inf, np.inf, True, self.inside_inverse),))
        like = self.folds_like
        if not (like is None or (isinstance(like, Activation) and not like.counted_plainly)):
            raise refuse("folds_like", like, "None, or an Activation whose branches are known")
        check_description(self)

    def __call__(self, z: npt.ArrayLike) -> FloatArray:
        """Return f(z), elementwise."""
        given = real_array("z", z)
        try:
            return self.function(given)
        except Exception as error:  # a function of one's own may fail where no check has looked
            raise raised(f"function of the activation {representation(self.name)}", given.shape, error) from error

    def log_slopes(self, z: FloatArray) -> FloatArray:
        """Return ln |f'(z)|, elementwise.

        Raises
        ------
        ValueError
            If the activation has no `log_slope`, or if it raises anything.
        """
        if self.log_slope is None:
            raise refuse("activation", self.name, "one that has a log_slope")
        given = real_array("z", z)
        try:
            return self.log_slope(given)
        except Exception as error:
            raise raised(f"log_slope of the activation {representation(self.name)}", given.shape, error) from error

    def inverse(self, y: npt.ArrayLike) -> FloatArray:
        """Return the generalised inverse inf{z : f(z) >= y}, elementwise.

        It is -inf where every net input reaches y (at and below the lower limit) and +inf where none does
        (above the upper limit, and at it if f only tends to it). On a flat piece it is the piece's left end.
        Where f falls it is sup{z : f(z) >= y}, with the infinities the other way round.

        Raises
        ------
        ValueError
            If f folds: a value has then several preimages, which each of the `branches` gives by itself.
        """
        if self.folds:
            raise refuse(
                "activation", self.name, "one that does not fold: here a value has several net inputs; see its branches"
            )
        level = real_array("y", y)
        low, high = self.limits
        (branch,) = self.branches
        # Outside the range the formula may give anything; both ends are overwritten.
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            z = branch.net_inputs(level)
        beyond = high if self.reaches_upper_limit else np.nextafter(high, -np.inf)
        every, none = (-np.inf, np.inf) if branch.rises else (np.inf, -np.inf)
        return np.where(level <= low, every, np.where(level > beyond, none, z))

    @property
    def folds(self) -> bool:
        """Whether f rises on some of its branches and falls on others."""
        return len(self.branches) > 1

    @property
    def plain(self) -> bool:
        """Whether f rises everywhere, as it is computed too: two samples then tell the rank of an edge."""
        return not self.folds and self.branches[0].rises and self.rounding == EXACT

    @property
    def saturation(self) -> Saturation:
        """On how many sides f tends to a finite value."""
        if self.period is not None:
            return "none"
        return ("none", "single", "double")[sum(map(math.isfinite, self.ends))]

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The limits of f at minus and plus infinity; of a periodic function, which has none, its limits."""
        low, high = self.limits
        if self.period is not None:
            return low, high
        if not self.folds:
            return (low, high) if self.branches[0].rises else (high, low)
        with np.errstate(all="ignore"):
            far = self(np.array([-FARTHEST, -VERY_FAR, VERY_FAR, FARTHEST])).tolist()
        return _end(far[0], far[1]), _end(far[3], far[2])

    @cached_property
    def turns(self) -> FloatArray:
        """The net inputs at which branches meet, in one period of a periodic function including both ends."""
        starts = [branch.start for branch in self.branches]
        ends = starts[1:] if self.period is None else [*starts, self.branches[-1].end]
        return np.array(ends, dtype=np.float64)

    @cached_property
    def reaches_upper_limit(self) -> bool:
        """Whether f equals its upper limit at a finite net input, as relu6 and sin do and tanh does not."""
        if not self.folds:
            return self.rises[1] < np.inf if self.branches[0].rises else self.rises[0] > -np.inf
        finite = [end for end in (*self.turns, *self.rises) if math.isfinite(end)]
        high = self.limits[1]
        return bool((self(np.array(finite)) >= high - 1e-12 * abs(high)).any())


def _end(farthest: float, before: float) -> float:
    """What a tail tends to: its last value if it has come to rest there, and otherwise an infinity."""
    return farthest if abs(farthest - before) <= 1e-6 * max(1.0, abs(before)) else math.copysign(math.inf, farthest)
