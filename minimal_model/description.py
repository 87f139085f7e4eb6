"""Whether an activation is what its description says: monotone, within its limits, undone by its inverse.

All counts rest on these promises, and a function that breaks one gives wrong counts without a word. So they are
checked where they are made, when an `Activation` is built: the error points at the line that has to change, and every
activation that exists is one that can be counted with.

Values can show a contradiction, never that there is none. What is found is said with the field and the place.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray
from minimal_model.branch_description import (
    check_branch_values,
    check_branches,
    check_likeness,
    check_settled,
    turning_points,
)
from minimal_model.checks import MAX_NET_INPUT, finite_number, refuse
from minimal_model.probe import (
    AS_GOOD_AS_INFINITE,
    CENTRE,
    MARGIN,
    REACH,
    ROUNDING,
    STEP,
    Probe,
    contradiction,
    evaluated,
)

if TYPE_CHECKING:
    from minimal_model.activation import Activation

# Pieces of the net input over which a mean slope is taken. Their inner points lie unevenly, so that no ripple hides.
_PIECES = np.arange(-CENTRE, CENTRE, 0.125)[:, None] + 0.125 * np.array([0.0, 0.137, 0.309, 0.541, 0.773, 0.917, 1.0])


def ascending_pair(argument: str, values: object, equal: bool = False) -> tuple[float, float]:
    """Return two numbers, infinities allowed, if the first is below the other, or `equal` to it where allowed."""
    allowed = "two numbers, the lower one first"
    try:
        if not isinstance(values, tuple | list | np.ndarray):
            raise TypeError
        low, high = (_number(argument, value) for value in values)
    except (TypeError, ValueError):
        raise refuse(argument, values, allowed) from None
    if not (low < high or (equal and low == high)):
        raise refuse(argument, values, allowed)
    return low, high


def _number(argument: str, value: object) -> float:
    if isinstance(value, float | np.floating) and np.isinf(value):
        return float(value)
    return finite_number(argument, value)


def rounding_pair(values: object) -> tuple[float, float]:
    """Return two numbers, zero or above: how far computed values may be off, relative to them and in all."""
    allowed = "two numbers, zero or above and below a thousandth: the relative error and the absolute one"
    try:
        if not isinstance(values, tuple | list | np.ndarray):
            raise TypeError
        relative, absolute = (finite_number("rounding", value) for value in values)
    except (TypeError, ValueError):
        raise refuse("rounding", values, allowed) from None
    if not (0 <= relative < 1e-3 and 0 <= absolute < 1e-3):
        raise refuse("rounding", values, allowed)
    return relative, absolute


def finite_places(argument: str, values: object) -> tuple[float, ...]:
    """Return any number of net inputs, none of them infinite."""
    allowed = "a tuple of finite numbers"
    try:
        if not isinstance(values, tuple | list | np.ndarray):
            raise TypeError
        return tuple(finite_number(argument, value) for value in values)
    except (TypeError, ValueError):
        raise refuse(argument, values, allowed) from None


def check_description(activation: "Activation") -> None:
    """Raise a ValueError where an activation contradicts its own description.

    Parameters
    ----------
    activation : Activation
        Its `limits` and `rises` are checked pairs already.

    Raises
    ------
    ValueError
        The message begins with the field that is contradicted, and says at which net input or value.
    """
    for field in ("name", "formula"):
        if not isinstance(getattr(activation, field), str):
            raise refuse(field, getattr(activation, field), "a text")
    for field in ("function", "inside_inverse", "log_slope"):
        given = getattr(activation, field)
        optional = field == "log_slope" or (field == "inside_inverse" and activation.branches != ())
        if not callable(given) and not (optional and given is None):
            raise refuse(field, given, "a function of an array")
    check_branches(activation)
    given = activation.inside_inverse
    if given is not None and not (len(activation.branches) == 1 and activation.branches[0].inverse is given):
        found = "stands beside branches, which have inverses of their own"
        raise contradiction(activation, "inside_inverse", found, "be None where there are branches")
    with np.errstate(all="ignore"):
        probe = Probe(activation)
        if given is not None:
            _check_order(probe)
            _check_limits(probe)
            _check_ends(probe)
            _check_flat_pieces(probe)
            _check_inverse(probe)
        else:
            check_branch_values(probe)
        check_likeness(probe)
        check_settled(probe)
        if activation.log_slope is not None:
            _check_log_slope(probe)


def finite_within(activation: "Activation", low: float, high: float) -> None:
    """Refuse net inputs from `low` to `high` if an activation of one's own has no values there, or too large ones."""
    ends = np.array([low, high])
    with np.errstate(all="ignore"):
        finite_values(activation, ends, activation(ends))


def finite_values(activation: "Activation", z: FloatArray, y: FloatArray) -> None:
    """Refuse values y of an activation of one's own, at net inputs z, that are no numbers or too large."""
    # Of so few values a function may give others than doubles, which the bound would not fit into.
    wrong = ~(np.abs(np.asarray(y, dtype=np.float64)) <= MAX_NET_INPUT)
    if wrong.any():
        bound = f"between {-MAX_NET_INPUT:g} and {MAX_NET_INPUT:g}"
        found = f"at z = {z[wrong][0]:g} it is {y[wrong][0]:g}"
        raise refuse(
            "activation", activation.name, f"{bound} at all net inputs w x + b that are asked for, and {found}"
        )


def _check_order(probe: Probe) -> None:
    """f never falls."""
    for reach in (CENTRE, np.inf):  # a fall around zero says more than the same fall from far away
        near = np.abs(probe.z) <= reach
        z, y = probe.z[near], probe.y[near]
        fall = np.maximum.accumulate(y) - y
        fall = np.where(fall > probe.margin[near], fall, 0.0)
        if fall.any():
            low = int(np.argmax(fall))
            high = int(np.argmax(y[:low]))
            found = f"falls from f({z[high]:g}) = {y[high]:.12g} to f({z[low]:g}) = {y[low]:.12g}"
            promised = "never fall, or be described by branches that say where it does"
            raise contradiction(probe.activation, "function", found, promised)


def _check_limits(probe: Probe) -> None:
    """f stays between its limits, and does not come to rest before it is there."""
    for side, limit in zip((-1, 1), probe.activation.limits, strict=True):
        name = "upper" if side > 0 else "lower"
        beyond = np.nan_to_num(side * (probe.y - limit))  # nan where both are infinite
        worst = int(np.argmax(beyond))
        place = None
        if beyond[worst] > probe.margin[worst] + ROUNDING * abs(limit):
            place = f"f({probe.z[worst]:g}) = {probe.y[worst]:.12g}"
        last, before = probe.y[::-side][:2].tolist()
        if place is None and _rests(probe, limit, last, before):
            place = f"f stays at {last:.12g}, as at z = {probe.z[::-side][0]:g}"
        if place is not None:
            found = f"is {probe.activation.limits}, but {place}"
            raise contradiction(probe.activation, "limits", found, f"have f's {name} limit")


def _rests(probe: Probe, limit: float, last: float, before: float) -> bool:
    """Whether f has stopped far out, at its `last` value, and not at the limit that it is said to have."""
    if np.isinf(limit):
        return abs(last) < AS_GOOD_AS_INFINITE and abs(last - before) <= ROUNDING * max(abs(last), probe.rise)
    gap = abs(limit - last)
    return gap > float(probe.margins(np.array(last))) + ROUNDING * abs(limit) and abs(last - before) < MARGIN * gap


def _check_ends(probe: Probe) -> None:
    """f is constant outside of `rises`."""
    start, end = probe.activation.rises
    for outside, where in ((probe.z < start, f"below {start:g}"), (probe.z > end, f"above {end:g}")):
        z, y = probe.z[outside], probe.y[outside]
        if y.size and y[-1] - y[0] > probe.margin[outside].min():
            found = (
                f"is {start, end}, but {where} f rises from f({z[0]:g}) = {y[0]:.12g} to f({z[-1]:g}) = {y[-1]:.12g}"
            )
            raise contradiction(probe.activation, "rises", found, "hold all net inputs at which f rises")


def _check_flat_pieces(probe: Probe) -> None:
    """f is not constant between the ends of `rises`, but for what rounding makes of a saturation."""
    start, end = probe.activation.rises
    inside = (probe.z >= start) & (probe.z <= end)
    z, y = probe.z[inside], probe.y[inside]
    if z.size == 0:
        return
    breaks = np.flatnonzero(y[1:] != y[:-1])
    firsts, lasts = z[np.append(0, breaks + 1)], z[np.append(breaks, z.size - 1)]
    for k in np.argsort(firsts - lasts, kind="stable")[:4]:  # the longest; there may be thousands
        first, last = float(firsts[k]), float(lasts[k])
        if last - first >= STEP and (_leaves(probe, last, 1, end) or _leaves(probe, first, -1, start)):
            found = f"is {start, end}, but f is constant from z = {first:g} to z = {last:g}"
            raise contradiction(probe.activation, "rises", found, "hold no flat piece; f may be flat at its ends alone")


def _leaves(probe: Probe, place: float, side: int, end: float) -> bool:
    """Whether f leaves a flat piece at a kink or with a jump, and not as gently as rounding ends a saturation.

    This shows in the smallest rise that stands out from rounding: after an eighth of the way to it a straight line has
    made an eighth of it, a parabola a sixty-fourth, a tail nothing.

    Parameters
    ----------
    place : float
        The last net input that is known to lie in the flat piece.
    side : int
        1 if f leaves it to the right, -1 if to the left.
    end : float
        The end of `rises` on that side.
    """
    level = float(probe.at(np.array([place]))[0])

    def change(way: FloatArray) -> FloatArray:
        return side * (probe.at(place + side * way) - level)

    longest = min(1.0, side * (end - place))
    whole = float(change(np.array([longest]))[0])
    rise = max(1e3 * ROUNDING * abs(level), 1e-9 * whole)
    if not (longest > 0 and whole > probe.margins(np.array(level)) and whole > 2 * rise):
        return False
    left = _first(lambda way: change(way) > 0, 0.0, longest)
    there = _first(lambda way: change(way) >= rise, left, longest)
    return float(change(np.array([left + (there - left) / 8]))[0]) > 0.01 * rise


def _first(condition: Callable[[FloatArray], npt.NDArray[np.bool_]], low: float, high: float) -> float:
    """Return the smallest number of an interval, to nearly all digits, from which on a condition holds."""
    for _ in range(8):
        numbers = np.linspace(low, high, 65)
        index = int(np.argmax(condition(numbers)))
        low, high = float(numbers[max(index - 1, 0)]), float(numbers[index])
    return high


def _check_inverse(probe: Probe) -> None:
    """`inside_inverse` gives the smallest net input at which f reaches a value."""
    y = _levels(probe)
    if y.size == 0:
        return
    z = evaluated(probe.activation, "inside_inverse", y.reshape(1, -1)).ravel()
    margin, nudge = probe.margins(y), MARGIN * (1 + np.abs(z))
    right = np.isfinite(z) & (probe.at(z - nudge) <= y + margin) & (probe.at(z + nudge) >= y - margin)
    wrong = ~right | (z - nudge > probe.activation.rises[1])
    if wrong.any():
        value, given = y[wrong][:1], z[wrong][:1]
        there = f", and f({given[0]:g}) = {probe.at(given)[0]:.12g}" if np.isfinite(given[0]) else ""
        found = f"gives {given[0]:g} for y = {value[0]:.12g}{there}"
        raise contradiction(probe.activation, "inside_inverse", found, "give the smallest z with f(z) >= y")


def _levels(probe: Probe) -> FloatArray:
    """Return values that f reaches around zero, or farther off if it rises there alone, and some in between."""
    low, high = probe.activation.limits
    for reach in (CENTRE, REACH):
        y = np.unique(probe.y[(np.abs(probe.z) <= reach) & np.isfinite(probe.y)][::8])
        y = np.concatenate([y, (y[1:] + y[:-1]) / 2])
        margin = probe.margins(y)
        y = y[(y - low > margin) & (high - y > margin)]
        if y.size > 3:
            break
    return np.append(y, high) if probe.activation.reaches_upper_limit else y


def _check_log_slope(probe: Probe) -> None:
    """`log_slope` gives the logarithm of f's mean slope over each piece where it changes little."""
    assert probe.activation.log_slope is not None
    start, end = probe.activation.rises
    without_kink = (_PIECES[:, 0] > 0) | (_PIECES[:, -1] < 0)
    for turn in turning_points(probe.activation, -CENTRE, CENTRE):
        without_kink &= (_PIECES[:, 0] >= turn) | (_PIECES[:, -1] <= turn)
    z = _PIECES[(_PIECES[:, 0] >= start) & (_PIECES[:, -1] <= end) & without_kink]
    if z.size == 0:
        return
    told = evaluated(probe.activation, "log_slope", z)
    if np.isnan(told).any():
        raise contradiction(
            probe.activation, "log_slope", f"gives nan at z = {z[np.isnan(told)][0]:g}", "give ln f'(z)"
        )
    y = probe.at(z[:, [0, -1]])
    rise = np.abs(y[:, 1] - y[:, 0])
    lowest, highest = told.min(axis=1), told.max(axis=1)
    mean, spread = np.log(rise / (z[:, -1] - z[:, 0])), highest - lowest
    # Where the rise is of the size of its rounding, the mean says nothing.
    sure = np.isfinite(mean) & (spread <= 0.5) & (rise > 10 * MARGIN * np.maximum(probe.rise, np.abs(y).max(axis=1)))
    wrong = sure & ((mean < lowest - 0.02 - 0.1 * spread) | (mean > highest + 0.02 + 0.1 * spread))
    if wrong.any():
        k = int(np.argmax(np.where(wrong, np.abs(mean - told.mean(axis=1)), 0.0)))
        found = f"gives {told[k, 2]:.4g} at z = {z[k, 2]:.4g}, where ln f' is {mean[k]:.4g}"
        raise contradiction(probe.activation, "log_slope", found, "give ln f'(z)")
