"""The six binning modes: where the bin edges of T = bin(Y) lie on the activation axis.

Every mode is a function of a `Sweep` that returns `BinEdges`. What happens to the edges afterwards, counting or
weighing, is the same for all of them and lives in `minimal_model.partition`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from minimal_model.activations import ACTIVATIONS, Activation
from minimal_model.arrays import FloatArray
from minimal_model.checks import MAX_BINS, refuse

DEFAULT_WIDTH = 0.1


@dataclass(frozen=True)
class Sweep:
    """One neuron seen over growing weights.

    Attributes
    ----------
    x : numpy.ndarray, shape (n,)
        Input samples in ascending order.
    activation : Activation
        The activation function f.
    weights : numpy.ndarray, shape (weights, 1)
        The weights of interest, one in each row.
    bias : float
        The bias b.
    range_weights : numpy.ndarray, shape (any,)
        The weights that bins "over all weights" have to cover.
    """

    x: FloatArray
    activation: Activation
    weights: FloatArray
    bias: float
    range_weights: FloatArray

    def net_input_range(self) -> tuple[float, float]:
        """Return the smallest and the largest net input w x + b over all weights."""
        return (
            float((self.range_weights * self.x[0] + self.bias).min()),
            float((self.range_weights * self.x[-1] + self.bias).max()),
        )

    def activation_range(self) -> tuple[float, float]:
        """Return the smallest and the largest activation over all weights; f rises, so these are the ends' images."""
        low, high = self.activation(np.array(self.net_input_range()))
        return float(low), float(high)


@dataclass(frozen=True)
class BinEdges:
    """The bin edges of a sweep, as thresholds that divide the samples.

    A sample x belongs to bin k if ``thresholds[k] <= compared(w x + b) < thresholds[k + 1]``; the first and the last
    bin take all that lies beyond. There is one row of edges for each weight, or a single one for all of them.

    Attributes
    ----------
    edges : numpy.ndarray, shape (weights or 1, bins + 1)
        The edges on the activation axis.
    thresholds : numpy.ndarray, shape (weights or 1, bins + 1)
        What `compared` is held against. The edges themselves, but for rounding (`fixed-width`) and for edges that
        are built on the net input.
    compared : Activation
        The function of the net input that is held against the thresholds.
    """

    edges: FloatArray
    thresholds: FloatArray
    compared: Activation


def equal_width(low: FloatArray, high: FloatArray, bins: int) -> FloatArray:
    """Return ``np.histogram``'s edges: `bins` bins of equal width, from `low` to `high` in each row.

    A range of no width is widened by a half on both sides, as np.histogram does. Where a range is too narrow for
    that many different doubles, edges coincide; the bins between them are empty, and the entropy is that of
    ``np.histogram(y, np.linspace(low, high, bins + 1))``.

    Parameters
    ----------
    low, high : numpy.ndarray, shape (rows, 1)
        The ends of each range.
    bins : int
        Number of bins.

    Returns
    -------
    numpy.ndarray, shape (rows, bins + 1)
    """
    constant = low == high
    if constant.any():
        low, high = np.where(constant, low - 0.5, low), np.where(constant, high + 0.5, high)
    step = (high - low) / bins
    edges: FloatArray = np.arange(bins + 1) * step
    # np.linspace treats a step that underflows in its own way; so must this.
    for row in np.flatnonzero(step == 0):
        edges[row] = np.arange(bins + 1) / bins * (high[row] - low[row])
    edges += low
    edges[:, -1:] = high
    return edges


def _on_activation(sweep: Sweep, edges: FloatArray) -> BinEdges:
    return BinEdges(edges, edges, sweep.activation)


def _global(sweep: Sweep, bins: int, _width: float) -> BinEdges:
    low, high = np.array([sweep.activation_range()]).T
    return _on_activation(sweep, equal_width(low[:, None], high[:, None], bins))


def _per_weight(sweep: Sweep, bins: int, _width: float) -> BinEdges:
    low, high = (sweep.activation(sweep.weights * end + sweep.bias) for end in (sweep.x[0], sweep.x[-1]))
    return _on_activation(sweep, equal_width(low, high, bins))


def _function_limits(sweep: Sweep, bins: int, _width: float) -> BinEdges:
    limits, reached = np.array(sweep.activation.limits), np.array(sweep.activation_range())
    low, high = np.where(np.isfinite(limits), limits, reached)
    return _on_activation(sweep, equal_width(np.array([[low]]), np.array([[high]]), bins))


def fixed_width_range(sweep: Sweep, width: float) -> tuple[float, float]:
    """Return ``floor(y / width)`` of the smallest and of the largest activation over all weights.

    A limit that f tends to and never reaches does not count as reached where it was only rounded to: tanh(20) is
    1.0 in floating point, but it belongs below 1, not into a bin of its own above it.
    """
    low, high = sweep.activation_range()
    if high == sweep.activation.limits[1] and not sweep.activation.reaches_upper_limit:
        high = float(np.nextafter(high, -np.inf))
    return float(np.floor(low / width)), float(np.floor(high / width))


def _fixed_width(sweep: Sweep, _bins: int, width: float) -> BinEdges:
    first, last = fixed_width_range(sweep, width)
    if last - first >= MAX_BINS:
        raise refuse("width", width, f"wide enough for the activations to fill at most {MAX_BINS} bins")
    multiples = first + np.arange(last - first + 2)
    edges = multiples * width
    # The smallest doubles whose quotient by the width reaches each multiple: then counting is floor(y / width).
    thresholds = np.where(edges / width < multiples, np.nextafter(edges, np.inf), edges)
    below = np.nextafter(thresholds, -np.inf)
    thresholds = np.where(below / width >= multiples, below, thresholds)
    return BinEdges(edges[None, :], thresholds[None, :], sweep.activation)


def _net_input(sweep: Sweep, bins: int, _width: float) -> BinEdges:
    low, high = np.array([sweep.net_input_range()]).T
    edges = equal_width(low[:, None], high[:, None], bins)
    # Where f is flat its value tells no net inputs apart: an edge there moves to the piece's left end.
    rise_starts, rise_ends = sweep.activation.rises
    thresholds = np.where(edges <= rise_starts, -np.inf, np.minimum(edges, rise_ends))
    return BinEdges(sweep.activation(edges), thresholds, ACTIVATIONS["linear"])


def _equal_frequency(sweep: Sweep, bins: int, _width: float) -> BinEdges:
    ranks = -(-np.arange(bins + 1) * (sweep.x.size - 1) // bins)
    return _on_activation(sweep, sweep.activation(sweep.weights * sweep.x[ranks] + sweep.bias))


_MODES: dict[str, Callable[[Sweep, int, float], BinEdges]] = {
    "global": _global,
    "per-weight": _per_weight,
    "function-limits": _function_limits,
    "fixed-width": _fixed_width,
    "net-input": _net_input,
    "equal-frequency": _equal_frequency,
}

BINNINGS = tuple(_MODES)


def bin_edges(sweep: Sweep, binning: str, bins: int, width: float) -> BinEdges:
    """Return the edges of a binning mode.

    Parameters
    ----------
    sweep : Sweep
        The neuron, its samples and its weights.
    binning : str
        One of `BINNINGS`:

        - "global": equal width between the smallest and largest activation over all weights;
        - "per-weight": equal width between the smallest and largest activation of each weight;
        - "function-limits": equal width between the limits of f; a side on which f is unbounded ends at the
          smallest or largest activation over all weights (Shwartz-Ziv & Tishby 2017; Saxe et al. 2018, Fig. 2);
        - "fixed-width": bin number floor(y / width), whatever the range;
        - "net-input": equal width on z = w x + b over all weights, pushed through f (Saxe et al. 2018, App. C);
        - "equal-frequency": sample quantiles of the activation; where samples tie, edges coincide and the bins
          between them are empty.
    bins : int
        Number of bins; "fixed-width" does not use it.
    width : float
        Bin width; only "fixed-width" uses it.
    """
    return _MODES[binning](sweep, bins, width)
