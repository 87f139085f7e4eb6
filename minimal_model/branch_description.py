"""Whether an activation does on its branches what they say: rise or fall, and be undone by their inverses.

The branches have to cover the line, or one period of it, without a gap, and to rise and fall in turn: counts and masses
are sums over them.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from minimal_model.branches import Branch
from minimal_model.checks import finite_number, refuse
from minimal_model.probe import AS_GOOD_AS_INFINITE, CENTRE, MARGIN, REACH, ROUNDING, Probe, contradiction, evaluated

if TYPE_CHECKING:
    from minimal_model.activation import Activation

# The branches of a periodic function as the checks see them: this many periods on either side of the given one.
_PERIODS = 2


def check_branches(activation: "Activation") -> None:
    """Refuse branches that do not cover the line, or a period, and a period without them."""
    branches, period = activation.branches, activation.period
    if not isinstance(branches, tuple) or not branches or not all(isinstance(branch, Branch) for branch in branches):
        raise refuse("branches", branches, "a tuple of Branch")
    if period is not None and finite_number("period", period) <= 0:
        raise refuse("period", period, "above zero, or None")
    whole = (-np.inf, np.inf) if period is None else (branches[0].start, branches[0].start + period)
    covered = branches[0].start, branches[-1].end
    if not np.allclose(covered, whole, rtol=1e-14, atol=0.0) or (period is not None and np.isinf(covered).any()):
        promised = "cover the whole line" if period is None else f"cover one period of {period:g}"
        raise contradiction(activation, "branches", f"reach from {covered[0]:g} to {covered[1]:g}", promised)
    for left, right in pairwise(branches):
        if left.end != right.start:
            found = f"leave the line between {left.end:g} and {right.start:g}"
            raise contradiction(activation, "branches", found, "meet")
        if left.rises == right.rises:
            found = f"go on in the same direction at z = {left.end:g}"
            raise contradiction(activation, "branches", found, "rise and fall in turn")
    if period is not None and branches[0].rises == branches[-1].rises:
        raise contradiction(activation, "branches", "are odd in number", "rise and fall in turn, over and over")


def turning_points(activation: "Activation", low: float, high: float) -> list[float]:
    """Return the finite ends of branches within an interval."""
    ends = {end for branch in _all(activation, low, high) for end in (branch.start, branch.end)}
    return sorted(end for end in ends if low <= end <= high)


def _all(activation: "Activation", low: float, high: float) -> Iterator[Branch]:
    """Yield the branches in an interval; those of a periodic function as often as they come."""
    if activation.period is None:
        yield from activation.branches
        return
    first = int(np.floor((low - activation.branches[0].start) / activation.period))
    last = int(np.floor((high - activation.branches[0].start) / activation.period))
    for number in range(first, last + 1):
        shift = number * activation.period
        for branch in activation.branches:
            yield Branch(branch.start + shift, branch.end + shift, branch.rises, branch.inverse)


def check_branch_values(probe: Probe) -> None:
    """Go through the branches: f rises or falls on each as it is said, and its inverse leads back."""
    activation = probe.activation
    reach = np.inf if activation.period is None else _PERIODS * activation.period
    for branch in _all(activation, -reach, reach):
        _check_direction(probe, branch)
    _check_limits(probe)
    for number, branch in enumerate(activation.branches):
        _check_inverse(probe, branch, number)
    if activation.period is not None:
        z = probe.z[np.abs(probe.z) <= CENTRE]
        gap = np.abs(probe.at(z + activation.period) - probe.at(z))
        wrong = gap > probe.margins(probe.at(z))
        if wrong.any():
            found = f"is {activation.period:g}, but f({z[wrong][0]:g}) is not f({z[wrong][0] + activation.period:g})"
            raise contradiction(activation, "period", found, "be f's period")


def _check_direction(probe: Probe, branch: Branch) -> None:
    """f goes one way on a branch."""
    inside = (probe.z >= branch.start) & (probe.z <= branch.end)
    z, y = probe.z[inside], probe.y[inside] * (1 if branch.rises else -1)
    if z.size == 0:
        return
    back = np.maximum.accumulate(y) - y
    back = np.where(back > probe.margin[inside], back, 0.0)
    if back.any():
        second = int(np.argmax(back))
        first = int(np.argmax(y[: second + 1]))
        way, other = ("rises", "falls") if branch.rises else ("falls", "rises")
        sign = 1 if branch.rises else -1
        found = (
            f"say that f {way} from z = {branch.start:g} to {branch.end:g}, but it {other} from f({z[first]:g}) = "
            f"{sign * y[first]:.12g} to f({z[second]:g}) = {sign * y[second]:.12g}"
        )
        raise contradiction(probe.activation, "branches", found, "say where f rises and falls")


def _check_limits(probe: Probe) -> None:
    """The limits are f's infimum and supremum: no value lies beyond, and the values come as near as they seem to."""
    y = probe.y
    for side, limit in zip((-1, 1), probe.activation.limits, strict=True):
        name = "supremum" if side > 0 else "infimum"
        beyond = np.nan_to_num(side * (y - limit))
        worst = int(np.argmax(beyond))
        if beyond[worst] > probe.margin[worst] + ROUNDING * abs(limit):
            found = f"is {probe.activation.limits}, but f({probe.z[worst]:g}) = {y[worst]:.12g}"
            raise contradiction(probe.activation, "limits", found, f"hold f's {name}")
        nearest = float(y[np.argmax(side * y)])
        ends = (y[:2], y[:-3:-1])
        resting = all(side * (last - before) <= MARGIN * max(abs(last), probe.rise) for last, before in ends)
        gap = abs(limit - nearest)
        reached = abs(nearest) >= AS_GOOD_AS_INFINITE if np.isinf(limit) else gap <= 1e-3 * max(probe.rise, abs(limit))
        if not reached and resting:
            found = f"is {probe.activation.limits}, but the farthest value found is f = {nearest:.12g}"
            raise contradiction(probe.activation, "limits", found, f"hold f's {name}")


def _check_inverse(probe: Probe, branch: Branch, number: int) -> None:
    """The inverse of a branch leads from values on it back to the net input; flat pieces are left out."""
    start, end = (float(end) for end in np.clip((branch.start, branch.end), *probe.activation.rises))
    for reach in (CENTRE, REACH):
        z = np.linspace(max(start, -reach), min(end, reach), 259)[1:-1] if start < reach and end > -reach else None
        if z is None:
            continue
        y = probe.at(z)
        # Values that rounding cannot tell from their neighbours lead anywhere.
        told = np.isfinite(y) & (np.abs(np.gradient(y)) > 10 * probe.margins(y))
        z, y = z[told], y[told]
        if z.size > 3:
            break
    else:
        return
    field = f"branches[{number}].inverse"
    back = evaluated(probe.activation, field, y.reshape(1, -1), branch.inverse).ravel()
    nudge = MARGIN * (1 + np.abs(z))
    wrong = ~(np.abs(probe.at(back) - y) <= probe.margins(y)) & ~(np.abs(back - z) <= nudge)
    wrong |= (back < branch.start - nudge) | (back > branch.end + nudge) | np.isnan(back)
    if wrong.any():
        value, given = float(y[wrong][0]), float(back[wrong][0])
        found = f"gives {given:g} for y = {value:.12g}, which f is at z = {z[wrong][0]:g}"
        raise contradiction(probe.activation, field, found, "give the net input on its branch")


def check_likeness(probe: Probe) -> None:
    """`folds_like` folds at the same places, and what it brings to one value f brings to one value."""
    activation, like = probe.activation, probe.activation.folds_like
    if like is None:
        return
    promised = "bring the same net inputs to one value"
    ends, others = ([(branch.start, branch.end) for branch in one.branches] for one in (activation, like))
    if ends != others or activation.period != like.period:
        raise contradiction(activation, "folds_like", f"is {like.name}, whose branches are others", promised)
    z = probe.z[np.abs(probe.z) <= CENTRE]
    y = like(z)
    for branch in like.branches:
        other = np.clip(branch.net_inputs(y), branch.start, branch.end)
        alike = np.isclose(like(other), y, rtol=1e-9, atol=0.0)
        gap = np.where(alike, np.abs(probe.at(other) - probe.at(z)), 0.0)
        if (gap > probe.margins(probe.at(z))).any():
            k = int(np.argmax(gap))
            found = f"is {like.name}, which is the same at z = {z[k]:g} and {other[k]:g}, and f is not"
            raise contradiction(activation, "folds_like", found, promised)


def check_settled(probe: Probe) -> None:
    """Computed values are one and the same outside of `settles`."""
    start, end = probe.activation.settles
    for outside, where in ((probe.z < start, f"below {start:g}"), (probe.z > end, f"above {end:g}")):
        y = probe.y[outside]
        if y.size and (y != y[0]).any():
            found = f"is {start, end}, but {where} f is {y[0]:.17g} as well as {y[y != y[0]][0]:.17g}"
            raise contradiction(probe.activation, "settles", found, "hold all net inputs at which f changes")
