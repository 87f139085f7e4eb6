"""An activation cut into pieces of the net input: lines, flat pieces and curved ones."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray

# A tail is a line from where it deviates by less than this many noises; the entropy then errs by less than its square.
STRAIGHT = 1e-7
ROUNDING = 4e-15
# Where a tail is looked at for its asymptote. Powers of two keep all digits of a slope.
FAR = 2.0**20
_WAYS = np.concatenate([[0.0], np.geomspace(2.0**-6, 2.0**14, 401)])


@dataclass(frozen=True)
class Piece:
    """An interval of the net input on which f is smooth.

    Attributes
    ----------
    start, end : float
        The ends of the interval, infinities allowed.
    slope, intercept : float
        f(z) = slope z + intercept; not a number where f is curved.
    """

    start: float
    end: float
    slope: float = np.nan
    intercept: float = np.nan

    @property
    def straight(self) -> bool:
        """Whether f is a line on it, a flat one included."""
        return self.slope == self.slope

    @property
    def flat(self) -> bool:
        """Whether f is constant on it, which makes it an atom of Y."""
        return self.slope == 0


def kinks(activation: Activation) -> list[float]:
    """Return the finite net inputs at which a smooth piece of f may end."""
    if activation.period is not None:
        return []
    ends = {0.0, *activation.kinks, *activation.rises, *(branch.end for branch in activation.branches)}
    return sorted(end for end in ends if np.isfinite(end))


def pieces(activation: Activation, noise: float) -> list[Piece]:
    """Return the pieces of f from left to right; what counts as straight depends on the noise that blurs it."""
    cuts = [-np.inf, *kinks(activation), np.inf]
    found: list[Piece] = []
    for start, end in pairwise(cuts):
        left = _tail(activation, end, -1, noise) if start == -np.inf else None
        right = _tail(activation, start, 1, noise) if end == np.inf else None
        inner = (left.end if left else start, right.start if right else end)
        found += [left] if left else []
        if inner[0] < inner[1]:
            found.append(_between(activation, *inner))
        found += [right] if right else []
    return found


def _tail(activation: Activation, anchor: float, side: int, noise: float) -> Piece | None:
    """Return the part of the outermost piece on which f has come to its asymptote, if it has one."""
    if activation.period is not None:
        return None
    line = _asymptote(activation, side)
    if line is None:
        return None
    slope, intercept = line
    z = (anchor if np.isfinite(anchor) else 0.0) + side * _WAYS
    off = np.abs(activation(z) - (slope * z + intercept)) > STRAIGHT * noise + ROUNDING * np.abs(slope * z)
    if off[-1]:
        return None
    cut = float(z[np.flatnonzero(off)[-1] + 1]) if off.any() else anchor
    return Piece(-np.inf, cut, *line) if side < 0 else Piece(cut, np.inf, *line)


def _asymptote(activation: Activation, side: int) -> tuple[float, float] | None:
    end = activation.ends[0 if side < 0 else 1]
    if np.isfinite(end):
        return 0.0, end
    with np.errstate(over="ignore", invalid="ignore"):
        near, far, farther = activation(side * FAR * np.array([1.0, 2.0, 4.0]))
        slope = (far - near) / (side * FAR)
        intercept = near - slope * side * FAR
        straight = abs(farther - (slope * side * 4 * FAR + intercept)) <= ROUNDING * abs(farther)
    return (float(slope), float(intercept)) if straight else None


def _between(activation: Activation, start: float, end: float) -> Piece:
    """Return a piece between two kinks, which is a line if all of it lies on its chord."""
    if not (np.isfinite(start) and np.isfinite(end)):
        return Piece(start, end)
    z = np.linspace(start, end, 33)
    y: FloatArray = activation(z)
    slope = (y[-1] - y[0]) / (end - start)
    intercept = y[0] - slope * start
    straight = np.abs(y - slope * z - intercept).max() <= ROUNDING * np.abs(y).max()
    return Piece(start, end, float(slope), float(intercept)) if straight else Piece(start, end)
