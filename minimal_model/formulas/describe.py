"""What a function of which only the values are known looks like: where it turns, jumps, is flat, or has no value.

It looks at some thousand places of an interval, so what is narrower than their distance can escape it. Therefore
nothing is counted by what it finds; it is only said.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray

# The difference of two such values is a double, with room to spare.
MAX_VALUE = float(np.finfo(np.float64).max) / 4
_INTERVALS = 4096
_EPSILON = float(np.finfo(np.float64).eps)
# A function is flat where so many places in a row have the same value; two may lie around a turning point.
_FLAT_FROM = 3
# Halvings that lead from the distance of two places to neighbouring doubles, and golden sections that lead near.
_HALVINGS, _SECTIONS = 52, 40
_GOLDEN = (float(np.sqrt(5)) - 1) / 2
# What grows so much on the way to a place has a pole there.
_POLE = 1e4
# Beyond so many, places are counted and not listed.
MOST_LISTED = 3

Bools = npt.NDArray[np.bool_]
Function = Callable[[FloatArray], FloatArray]
Span = tuple[float, float]


@dataclass(frozen=True)
class Description:
    """What was found of a function between two net inputs.

    Attributes
    ----------
    low, high : float
        The interval.
    turning_points, jumps, poles : tuple of float
        Where the function folds back, jumps, and grows without bound; ascending.
    flat : float
        Share of the interval on which it is flat.
    not_a_number, too_large : tuple of (float, float)
        Where it has no value, and where its value is more than a double can be computed with; infinite where such a
        stretch reaches an end of the interval.
    direction : {"rises", "falls", "constant", "rounding", "neither", "none"}
        What it does from the left to the right wherever it changes; "rounding" if it changes by what rounding makes and
        no more, "none" where it has no values.
    """

    low: float
    high: float
    turning_points: tuple[float, ...]
    jumps: tuple[float, ...]
    poles: tuple[float, ...]
    flat: float
    not_a_number: tuple[Span, ...]
    too_large: tuple[Span, ...]
    direction: str

    def sentences(self) -> list[str]:
        """Return what to say of it, in a few words each."""
        if self.direction == "none":
            return ["nowhere a number that a double can hold" if self.too_large else "not a number anywhere"]
        said = [self._shape()]
        if self.poles:
            said.append(f"{_listed('pole', 'poles', self.poles)}: the bins follow the sample nearest to it")
        if self.jumps:
            said.append(_listed("jump", "jumps", self.jumps))
        if self.flat > 0 and self.direction not in ("constant", "rounding"):
            share = f"{100 * self.flat:.0f} %" if self.flat >= 0.005 else "less than 1 %"
            said.append(f"flat on {share} of z = {_number(self.low)} to {_number(self.high)}")
        if self.not_a_number:
            hint = "" if all(map(_is_place, self.not_a_number)) else ": try abs(z), as in log(1 + abs(z))"
            said.append(f"not a number {_where(self.not_a_number)}{hint}")
        if self.too_large:
            said.append(f"exceeds what a double can hold {_where(self.too_large)}")
        return said

    def _shape(self) -> str:
        if self.direction == "constant":
            return "constant: I(X;T) is 0 bits at every weight"
        if self.direction == "rounding":
            return "constant but for rounding, which is all that bins can tell apart"
        if self.direction != "neither":
            if self.flat > 0:
                return "never falls" if self.direction == "rises" else "never rises"
            whole = not (self.poles or self.not_a_number or self.too_large)
            return f"{self.direction} wherever it has a value" if not whole else f"monotone: it {self.direction}"
        if len(self.turning_points) == 1:
            return f"folds once, at z = {_number(self.turning_points[0])}"
        if self.turning_points:
            return _listed("turning point", "turning points", self.turning_points)
        return "rises and falls"


def describe(function: Function, low: float, high: float) -> Description:
    """Return what a function looks like between two net inputs.

    Parameters
    ----------
    function : callable
        The function, from an array to an array of the same shape.
    low, high : float
        The interval.

    Returns
    -------
    Description
    """
    with np.errstate(all="ignore"):
        return _Look(function, low, high).description()


class _Look:
    """The values of a function at evenly spaced places, and what they show."""

    def __init__(self, function: Function, low: float, high: float) -> None:
        self.f = function
        self.z = np.linspace(low, high, _INTERVALS + 1)
        self.y = function(self.z)
        self.usable = np.abs(self.y) <= MAX_VALUE
        values = self.y[self.usable]
        self.range = float(np.ptp(values)) if values.size else 0.0
        # Steps between places that both have values; what is of the size of rounding is none.
        step, sizes = np.diff(self.y), np.maximum(np.abs(self.y[1:]), np.abs(self.y[:-1]))
        self.inside = self.usable[1:] & self.usable[:-1]
        self.rounding = 64 * _EPSILON * sizes + 4 * _EPSILON * self.range
        self.step = np.where(self.inside, step, 0.0)
        self.sign = np.where(np.abs(self.step) > self.rounding, np.sign(self.step), 0.0)

    def description(self) -> Description:
        jumps, poles, broken, directions = self._breaks()
        missing, narrow = self._spans(np.isnan(self.y)), self._spans(~self.usable & ~np.isnan(self.y))
        # A value that is too large at a single place is a pole that this place hits.
        hit = [span for span in narrow if span[1] - span[0] <= 4 * (self.z[1] - self.z[0])]
        too_large = [span for span in narrow if span not in hit]
        poles = np.sort(np.concatenate([poles, [(low + high) / 2 for low, high in hit]]))
        turns, more_poles = self._turns(np.where(broken, 0.0, self.sign), poles)
        poles = _apart(np.concatenate([poles, more_poles]), 2 * (self.z[1] - self.z[0]))
        signs = {*np.unique(self.sign[~broken & (self.sign != 0)]).tolist(), *directions}
        unchanged = "constant" if self.range == 0 else "rounding"
        direction = {0: unchanged, 1: "rises" if 1.0 in signs else "falls"}.get(len(signs), "neither")
        if not self.inside.any():
            direction = "none"
        return Description(
            float(self.z[0]), float(self.z[-1]),
            tuple(turns.tolist()), tuple(jumps.tolist()), tuple(poles.tolist()), self._flat(),
            tuple(missing), tuple(too_large), direction,
        )  # fmt: skip

    def _flat(self) -> float:
        """Return the share of the interval in runs of places with the same value."""
        same = self.inside & (self.y[1:] == self.y[:-1])
        return sum(stop - start for start, stop in _runs(same) if stop - start >= _FLAT_FROM) / _INTERVALS

    def _spans(self, states: Bools) -> list[Span]:
        """Return the stretches of places in a state, their ends found by halving."""
        runs = _runs(states)
        if len(runs) > MOST_LISTED:  # so many are only counted
            return [(float(self.z[start]), float(self.z[stop - 1])) for start, stop in runs]
        return [(self._border(start, states[start - 1 : start]), self._border(stop, states[stop : stop + 1]))
                for start, stop in runs]  # fmt: skip

    def _border(self, place: int, beyond: Bools) -> float:
        if place in (0, self.z.size) or not beyond.size:
            return -np.inf if place == 0 else np.inf
        (left, right), usable = self.z[place - 1 : place + 1], bool(self.usable[place - 1])
        for _ in range(_HALVINGS):
            middle = (left + right) / 2
            there = bool(np.abs(self.f(np.array([middle]))[0]) <= MAX_VALUE)
            left, right = (middle, right) if there == usable else (left, middle)
        return float(right)

    def _breaks(self) -> tuple[FloatArray, FloatArray, Bools, set[float]]:
        """Return the jumps, the poles, in which steps they lie, and the directions of the jumps."""
        size = np.abs(self.step)
        around = np.lib.stride_tricks.sliding_window_view(np.pad(size, 2, mode="reflect"), 5)
        suspicious = (size > 2 * np.partition(around, 2, axis=1)[:, 2]) & (size > self.rounding)
        at = np.flatnonzero(suspicious)
        left, right = self.z[at], self.z[at + 1]
        low, high = self.y[at], self.y[at + 1]
        for _ in range(_HALVINGS):
            middle = (left + right) / 2
            value = self.f(middle)
            # The half with the larger step holds the break; what is no number there is larger than all.
            go_left = ~(np.abs(value - low) < np.abs(high - value))
            left, right = np.where(go_left, left, middle), np.where(go_left, middle, right)
            low, high = np.where(go_left, low, value), np.where(go_left, value, high)
        left_over = np.abs(high - low)
        pole = ~(left_over < _POLE * size[at])
        jump = ~pole & (left_over > 0.5 * size[at])
        broken = np.zeros(_INTERVALS, dtype=bool)
        broken[at[pole | jump]] = True
        return _apart(right[jump], 1e-9), right[pole], broken, set(np.sign(self.step[at[jump]]).tolist())

    def _turns(self, sign: FloatArray, known_poles: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return where the sign of the steps changes, and those of the places at which the values have no bound."""
        steps = np.flatnonzero(sign)
        changes = np.flatnonzero(sign[steps[1:]] != sign[steps[:-1]])
        start, stop = steps[changes], steps[changes + 1] + 1
        side = sign[start]
        ends = np.maximum(np.abs(self.y[start]), np.abs(self.y[stop]))
        # Between them f may have no value, or break: then it does not turn there.
        broken = np.append(0, np.cumsum(~self.inside | ((sign == 0) & (self.sign != 0))))
        whole = broken[stop] == broken[start]
        left, right, side, ends = self.z[start][whole], self.z[stop][whole], side[whole], ends[whole]
        first, last = left.copy(), right.copy()
        for _ in range(_SECTIONS):
            inner = right - _GOLDEN * (right - left), left + _GOLDEN * (right - left)
            go_left = side * (self.f(inner[0]) - self.f(inner[1])) > 0
            left, right = np.where(go_left, left, inner[0]), np.where(go_left, inner[1], right)
        place = (left + right) / 2
        # Where f is flat on top, any of its places would do; the middle is the fairest.
        flat = self.f((first + last) / 2) == self.f(place)
        place = np.where(flat, (first + last) / 2, place)
        near = np.abs(self.f(place))
        pole = ~(near <= _POLE * np.maximum(ends, 4 * _EPSILON * self.range))
        return place[~pole], np.setdiff1d(place[pole], known_poles)


def _apart(places: FloatArray, distance: float) -> FloatArray:
    """Return places in ascending order, and of those that lie closer together than a distance the first."""
    ordered = np.sort(places)
    return ordered[np.diff(ordered, prepend=-np.inf) > distance]


def _runs(states: Bools) -> list[tuple[int, int]]:
    """Return where each run of true entries starts, and where it has ended."""
    changes = np.diff(np.concatenate([[0], states.astype(np.int8), [0]]))
    return list(zip(np.flatnonzero(changes > 0).tolist(), np.flatnonzero(changes < 0).tolist(), strict=True))


def _number(z: float) -> str:
    rounded = 0.0 if abs(z) < 1e-9 else z
    return f"{rounded:.3g}".replace("-", "\N{MINUS SIGN}")


def _listed(one: str, many: str, places: tuple[float, ...]) -> str:
    if len(places) == 1:
        return f"{one} at z = {_number(places[0])}"
    if len(places) <= MOST_LISTED:
        return f"{many} at z = {', '.join(map(_number, places))}"
    return f"{len(places)} {many}"


def _where(spans: tuple[Span, ...]) -> str:
    if len(spans) > MOST_LISTED:
        return f"in {len(spans)} stretches"
    return " and ".join(map(_span, spans))


def _is_place(span: Span) -> bool:
    """Whether a stretch is a single place, as 0 is for sin(z) / z."""
    return _number(span[0]) == _number(span[1])


def _span(span: Span) -> str:
    low, high = span
    if _is_place(span):
        return f"at z = {_number(low)}"
    if np.isinf(low):
        return f"below z = {_number(high)}"
    return f"above z = {_number(low)}" if np.isinf(high) else f"between z = {_number(low)} and {_number(high)}"
