"""Bins of a constant width: bin number floor(y / width), whatever the range."""

import math

import numpy as np

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.binnings.binning import CountsPlainly
from minimal_model.binnings.edges import BinEdges
from minimal_model.binnings.snippet import Neuron
from minimal_model.checks import MAX_BINS, refuse
from minimal_model.sweep import Sweep


class FixedWidth(CountsPlainly):
    """Edges at the multiples of a width."""

    name = label = "fixed-width"
    bins = "Bins of a constant width."
    question = "What does a detector see whose precision does not change?"
    failure = "The width is a choice of units: halve it and a smooth density gains one bit at every weight."
    sized_by_width = True

    def edges(self, sweep: Sweep, _bins: int, width: float) -> BinEdges:
        """Return one row of edges for all weights."""
        multiples = _multiples(*_range(sweep, width), width)
        edges = multiples * width
        # The smallest doubles whose quotient by the width reaches each multiple: then counting is floor(y / width).
        # Below zero a quotient that underflows is zero still: half a width of smallest doubles.
        near = np.where(multiples == 0, -np.ldexp(width, -1075), edges)
        thresholds = np.where(near / width < multiples, np.nextafter(near, np.inf), near)
        below = np.nextafter(thresholds, -np.inf)
        thresholds = np.where(below / width >= multiples, below, thresholds)
        return BinEdges(edges[None, :], thresholds[None, :], sweep.activation)

    def number_of_bins(self, sweep: Sweep, _bins: int, width: float) -> int:
        """Return how many bins the activations reach."""
        first, last = _range(sweep, width)
        return int(min(last - first + 1, 2.0**62))

    def numbers(self, sweep: Sweep, _bins: int, width: float) -> FloatArray:
        """Return the bin of every sample without making an edge."""
        _, last = _range(sweep, width)
        with np.errstate(over="ignore"):  # of a square of 1e300, the count of its bins
            numbers = np.floor(sweep.activation(sweep.weights * sweep.x + sweep.bias) / width)
        return np.minimum(numbers, last)

    def plain_edges(self, low: FloatArray, high: FloatArray, _bins: int, width: float) -> FloatArray:
        """Return the multiples of the width around the extremes."""
        with np.errstate(over="ignore"):  # too many bins for a double are too many for the check of their number
            first, last = np.floor([low[0, 0] / width, high[0, 0] / width]).tolist()
        return (_multiples(first, last, width) * width)[None, :]

    def plain_numbers(self, y: FloatArray, _low: FloatArray, _high: FloatArray, _bins: int, width: float) -> FloatArray:
        """Return floor(y / width)."""
        with np.errstate(over="ignore"):
            numbers: FloatArray = np.floor(y / width)
        if not np.isfinite(numbers).all():
            raise refuse("width", width, "wide enough for the activations to be divided by it")
        return numbers

    def plain_first(self, low: float, width: float) -> float:
        """Return floor(low / width)."""
        return float(np.floor(low / width))

    def meaning(self, _activation: Activation, _bins: int, width: float) -> str:
        """Return it in words."""
        return f"bins of width {width:.3g}, whatever the range"

    def follows_extremes(self, _activation: Activation) -> bool:
        """Say no: the extremes only set how many bins are reached."""
        return False

    def snippet(self, neuron: Neuron) -> list[str]:
        """Return the lines of NumPy."""
        activation, lines = neuron.activation, []
        if math.isfinite(activation.limits[1]) and not activation.reaches_upper_limit:
            limit = neuron.limit(activation.limits[1])
            lines = [
                f"# {activation.name} never reaches {limit}: what is only rounded to it belongs below it.",
                f"y = np.minimum(y, np.nextafter({limit}, 0))",
                "",
            ]
        return [
            *lines,
            "# The bins T: number floor(y / width). Only the occupied ones are listed.",
            "_, counts = np.unique(np.floor(y / width), return_counts=True)",
        ]


def _multiples(first: float, last: float, width: float) -> FloatArray:
    """Return the numbers of the edges around bins from the first to the last, if these are not too many."""
    if not last - first < MAX_BINS:
        raise refuse("width", width, f"wide enough for the activations to fill at most {MAX_BINS} bins")
    return first + np.arange(last - first + 2)


def _range(sweep: Sweep, width: float) -> tuple[float, float]:
    """Return ``floor(y / width)`` of the smallest and of the largest activation over all weights.

    A limit that f tends to and never reaches does not count as reached where it was only rounded to: tanh(20) is
    1.0 in floating point, but it belongs below 1, not into a bin of its own above it.
    """
    low, high = sweep.activation_range()
    if high == sweep.activation.limits[1] and not sweep.activation.reaches_upper_limit:
        high = float(np.nextafter(high, -np.inf))
        low = min(low, high)
    with np.errstate(over="ignore"):  # too many bins for a double are too many for the check of their number
        return tuple(np.floor(np.array([low, high]) / width).tolist())
