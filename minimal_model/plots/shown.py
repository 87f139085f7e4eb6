"""Where things lie on the axes of a state's figures, on the page and on paper alike."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.curve import BinnedActivations
from minimal_model.inputs import INPUTS, AnyInput, Column
from minimal_model.plots.occupation import Occupation
from minimal_model.state.parameters import Parameters

# Of more samples than this so many are drawn. The page styles every point anew at each redraw, some 0.03 ms each.
MOST_POINTS = 1000
# The input is drawn so far. Its axis ends a little above the density; the slices reach a little below it: in its tails
# they could not be seen otherwise. Both are shares of the density's height.
REACH, ABOVE, BELOW = 4.0, 1.0528, 0.0602
# The net input is drawn at least so far.
NARROWEST = 4.0
# Around own data its axis goes on by such a share of its range; around numbers that are all the same, by so much.
BESIDE, NARROW_PAD = 0.02, 0.5
# The steps of a histogram can be told apart up to so many.
MOST_STEPS = 100
# A wave has so many points.
POINTS_OF_A_PERIOD = 24


class Shown(Protocol):
    """The numbers of a state that its figures show."""

    @property
    def parameters(self) -> Parameters:
        """The state."""

    @property
    def activation(self) -> Activation:
        """The activation function."""

    @property
    def weight(self) -> float:
        """The chosen weight w."""

    @property
    def x(self) -> FloatArray:
        """The input samples in ascending order."""

    @property
    def binned(self) -> BinnedActivations:
        """Activations and bins at the chosen weight."""

    @property
    def occupation(self) -> Occupation:
        """Which bins hold samples."""


def input_span(input: AnyInput) -> tuple[float, float]:
    """Return the ends of the axis of the input: of own data a little beyond its extremes."""
    if not isinstance(input, Column):
        return -REACH, REACH
    low, high = float(input.ordered[0]), float(input.ordered[-1])
    pad = BESIDE * (high - low) or max(BESIDE * abs(low), NARROW_PAD)
    return low - pad, high + pad


def input_label(parameters: Parameters) -> str:
    """Return what stands on that axis: activations that were recorded are no input of the neuron's."""
    return "activation Y" if parameters.recorded else "input X"


@dataclass(frozen=True, eq=False)
class Outline:
    """The shape of own data over its axis: the steps of a histogram.

    Attributes
    ----------
    x, heights : numpy.ndarray, shape (points,)
        A line from left to right, two points for each step.
    """

    x: FloatArray
    heights: FloatArray

    def at(self, x: FloatArray) -> FloatArray:
        """Return the heights at other places."""
        step = self.x[::2].searchsorted(x, side="right") - 1
        return np.where((step >= 0) & (x <= self.x[-1]), self.heights[::2].take(step, mode="clip"), 0.0)


def histogram_outline(column: Column) -> Outline:
    """Return the steps of a column's histogram: shares of its numbers in bins of equal width.

    They are as many as Freedman & Diaconis (1981) or Sturges ask for, whichever asks for more, but at most 100.
    """
    values = column.ordered
    low, high = values[[0, -1]] if values[0] < values[-1] else input_span(column)
    spread = float(values[3 * values.size // 4] - values[values.size // 4])
    asked = (high - low) * np.cbrt(values.size) / (2 * spread) if spread > 0 else 0.0
    many = int(min(max(asked, np.log2(values.size) + 1), MOST_STEPS))
    edges = np.linspace(low, high, many + 1)
    ranks = values.searchsorted(edges)
    ranks[-1] = values.size  # the last bin holds its upper edge
    shares = np.diff(ranks) / values.size
    return Outline(np.repeat(edges, 2)[1:-1], np.repeat(shares, 2))


# Neither ranks nor heights change while a slider moves other than that of the number of samples.
@lru_cache(maxsize=32)
def drawn_ranks(samples: int) -> npt.NDArray[np.int64]:
    """Return the ranks of the samples that are drawn: all, or 1,000 evenly spread ones with both extremes."""
    ranks = np.linspace(0, samples - 1, min(samples, MOST_POINTS)).round().astype(np.int64)
    ranks.setflags(write=False)
    return ranks


def jitter(points: int) -> FloatArray:
    """Return heights between 0 and 1 that never change, spread by the golden ratio instead of by chance."""
    return np.asarray(0.08 + 0.84 * (np.arange(points, dtype=np.float64) * 0.6180339887498949 % 1.0))


def activation_span(shown: Shown) -> tuple[float, float]:
    """Return the span of all edges; for a fixed width only that of the bins that the activations reach."""
    edges = shown.binned.edges
    if shown.parameters.ruler.sized_by_width and not shown.parameters.noise:
        first, last = shown.occupation.occupied[[0, -1]]
        return float(edges[first]), float(edges[last + 1])
    if edges[0] == edges[-1]:
        return float(edges[0]) - 0.5, float(edges[0]) + 0.5
    return float(edges[0]), float(edges[-1])


@lru_cache(maxsize=4)
def density_places(points: int) -> FloatArray:
    """Return where a density is drawn: at even places, and on both sides of where one of `INPUTS` begins or ends."""
    zero = np.zeros(1)
    ends = np.concatenate([end for given in INPUTS.values() for end in (given.quantile(zero), given.upper(zero))])
    ends = ends[np.abs(ends) < REACH]
    outside = np.nextafter(ends, np.copysign(REACH, ends))
    places = np.sort(np.concatenate([np.linspace(-REACH, REACH, points), ends, outside]))
    places.setflags(write=False)
    return places


def density_span(highest: float) -> tuple[float, float]:
    """Return the ends of the axis of a density that is so high."""
    return round(-BELOW * highest, 3), round(ABOVE * highest, 3)


def covered_range(shown: Shown) -> tuple[float, float]:
    """Return the smallest and the largest net input of the samples."""
    first, last = (float(shown.weight * end + shown.parameters.bias) for end in shown.x[[0, -1]])
    return first, last


def net_input_span(first: float, last: float) -> tuple[float, float]:
    """Return the ends of the axis of the net input, around what the samples cover."""
    return min(first, -NARROWEST) - 0.5, max(last, NARROWEST) + 0.5


def waves(low: float, high: float, period: float, most: int) -> FloatArray:
    """Return net inputs so close that a periodic function keeps its shape, but not more than some."""
    many = int(np.ceil(POINTS_OF_A_PERIOD * (high - low) / period))
    return np.linspace(low, high, min(many, most))


def height_span(shown: Shown, y: FloatArray) -> tuple[float, float]:
    """Return the ends of the axis of f: around all that is drawn, or of a formula around what the samples see."""
    if shown.activation.counted_plainly:
        y = shown.binned.activations
    low, high = float(y.min()), float(y.max())
    pad = 0.06 * (high - low) or 0.5 * shown.activation.counted_plainly
    return low - pad, high + pad
