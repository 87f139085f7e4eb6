"""Bin edges as the rest of the package takes them, and the equally wide ones of np.histogram."""

from dataclasses import dataclass

import numpy as np

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray


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
        What `compared` is held against. The edges themselves, but for rounding and for edges that are built on the
        net input.
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
