"""Where the labels of horizontal lines stand: beside their line, where no curve runs through them if there is room."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from minimal_model.arrays import FloatArray

# The smallest plot, its margins left out, and what a label takes in it, all in pixels.
PLOT_WIDTH, PLOT_HEIGHT = 190, 95
LETTER, LINE, GAP = 6.1, 15, 2
# What lies over the plot may be written on where nothing else stands there.
MARGIN = 8
# A label that a line runs through, or another label, is worse than one that all curves meet.
NEVER = 1e6

PLACES = {"right": 0.995, "left": 0.005, "center": 0.5}
OFFSETS = {"right": 1.0, "left": 0.0, "center": 0.5}

# A label that stands elsewhere shows how its line is dashed, in so many letters.
KEY = 4
# How closely places elsewhere are tried, in pixels.
FREE_STEP = 6

Box = tuple[float, float, float, float]
# A curve: how far along the axis it reaches, as a share, and its values at even steps as bytes.
Curve = tuple[float, bytes]


class Place(NamedTuple):
    """Where a label stands: at which side of the plot, over or under which height, and whether away from its line."""

    name: str
    side: str
    height: float
    away: bool

    @property
    def attributes(self) -> dict[str, Any]:
        """The same in plotly's words."""
        shift = GAP if self.side == "bottom" else -GAP
        x = {"x": PLACES[self.name], "xanchor": self.name}
        return x | {"y": self.height, "yanchor": self.side, "yshift": shift}


def kept_curve(reach: float, values: FloatArray) -> Curve:
    """Return a curve in the form in which places that were found for it are looked up again."""
    return float(reach), np.ascontiguousarray(values, dtype=np.float64).tobytes()


@lru_cache(maxsize=512)
def label_places(
    curves: tuple[Curve, ...], levels: tuple[float, ...], letters: tuple[int, ...], high: float, over: int
) -> Sequence[Place]:
    """Return where each label stands: beside its line, elsewhere if only there no curve runs through it.

    Parameters
    ----------
    curves : tuple of Curve
        All that is drawn, over the whole axis of weights.
    levels : tuple of float
        The heights of the labelled lines, from the top. The first label stands above its line if it can and
        if it may reach over the plot; others below theirs.
    letters : tuple of int
        How long their texts are.
    high : float
        Where the axis ends; it begins at 0.
    over : int
        How many pixels over the plot may be written on.
    """
    lines = [line for curve in curves for line in [_segments(curve)] if line is not None]
    segments = np.concatenate(lines, axis=1) if lines else np.empty((4, 0))
    unit = high / PLOT_HEIGHT
    taken: list[Box] = []
    places: list[Place] = []
    for level, length in zip(levels, letters, strict=True):
        sides = ("top", "bottom") if places or not over else ("bottom", "top")
        beside = [(side, name, level) for side, name in product(sides, PLACES)]
        heights = sorted(np.arange(0.0, high - LINE * unit, FREE_STEP * unit).tolist(), key=lambda y: abs(y - level))
        elsewhere = [("bottom", name, y) for y, name in product(heights, PLACES)]
        best = None
        for (side, name, y), more in [*((place, 0) for place in beside), *((place, KEY) for place in elsewhere)]:
            width = min((length + more) * LETTER / PLOT_WIDTH, 0.99)
            left = PLACES[name] - OFFSETS[name] * width
            bottom = y + (GAP if side == "bottom" else -GAP - LINE) * unit
            box = (left, left + width, bottom, bottom + LINE * unit)
            cost = _met(box, segments, unit)
            if box[2] < 0 or box[3] > high + over * unit or any(_overlap(box, other) for other in taken):
                cost += NEVER
            if any(box[2] - unit < other < box[3] for other in levels):
                cost += NEVER
            # Only a place where nothing is met makes it worth to leave the line.
            if best is None or (cost < best[0] and (not more or cost == 0)):
                best = (cost, Place(name, side, y, bool(more)), box)
            if best[0] == 0:
                break
        assert best is not None
        taken.append(best[2])
        places.append(best[1])
    return places


def _met(box: Box, segments: FloatArray, unit: float) -> float:
    """Return how many stretches of curves run through a box, or closer to it than a pixel."""
    left, right, low, high = segments
    met = (right > box[0]) & (left < box[1]) & (high > box[2] - unit) & (low < box[3] + unit)
    return float(np.count_nonzero(met))


def _segments(curve: Curve) -> FloatArray | None:
    """Return left and right, lowest and highest of each stretch between two neighbouring points, shape (4, any)."""
    reach, kept = curve
    values = np.frombuffer(kept)
    if values.size < 2:
        return None
    x = reach * np.arange(1, values.size + 1) / (values.size + 1)
    before, after = values[:-1], values[1:]
    return np.stack([x[:-1], x[1:], np.minimum(before, after), np.maximum(before, after)])


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
