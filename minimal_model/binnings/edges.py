"""Bin edges as the rest of the package takes them, and the equally wide ones of np.histogram."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray, Ranks

Rows = slice | Ranks | int


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
    low, high = _widened(low, high)
    step = (high - low) / bins
    edges: FloatArray = np.arange(bins + 1) * step
    # np.linspace treats a step that underflows in its own way; so must this.
    for row in np.flatnonzero(step == 0):
        edges[row] = np.arange(bins + 1) / bins * (high[row] - low[row])
    edges += low
    edges[:, -1:] = high
    return edges


def equal_width_numbers(y: FloatArray, low: FloatArray, high: FloatArray, bins: int) -> FloatArray:
    """Return the bin of each value among those of `equal_width`: the last whose left edge it reaches.

    As in np.histogram a division proposes the bin, and the edges beside it decide. No edge is stored, so that there may
    be many more bins than values.

    Parameters
    ----------
    y : numpy.ndarray, shape (rows, n)
        Values from `low` to `high`.
    low, high : numpy.ndarray, shape (rows or 1, 1)
        The ends of each range.
    bins : int
        Number of bins.

    Returns
    -------
    numpy.ndarray, shape (rows, n)
        Whole numbers from 0 to bins - 1.
    """
    low, high = _widened(low, high)
    with np.errstate(all="ignore"):  # in a narrow range this may be anything
        numbers: FloatArray = y - low
        numbers *= bins / (high - low)
        np.floor(numbers, out=numbers)
        np.nan_to_num(numbers, copy=False)
    np.clip(numbers, 0.0, bins - 1.0, out=numbers)
    edge = _edges_of(low, high, bins)
    wrong = y < edge(numbers, slice(None))
    wrong |= (y >= edge(numbers + 1, slice(None))) & (numbers < bins - 1)
    if wrong.any():
        rows = np.nonzero(wrong)[0] if low.size > 1 else 0
        numbers[wrong] = _search(y[wrong], lambda number: edge(number, rows), bins)
    return numbers


def _edges_of(low: FloatArray, high: FloatArray, bins: int) -> Callable[[FloatArray, Rows], FloatArray]:
    """Return the function that computes left edges of bins by their number as `equal_width` does, in some rows."""
    step = (high - low) / bins

    def edge(number: FloatArray, rows: Rows) -> FloatArray:
        start, width = (low[rows], step[rows]) if isinstance(rows, slice) else (low[rows, 0], step[rows, 0])
        scaled = number * width
        if not width.all():
            whole = (high - low)[rows] if isinstance(rows, slice) else (high - low)[rows, 0]
            scaled = np.where(width == 0, number / bins * whole, scaled)
        scaled += start
        return scaled

    return edge


def _search(y: FloatArray, edge: Callable[[FloatArray], FloatArray], bins: int) -> FloatArray:
    """Return by halving the last bin whose left edge each value reaches."""
    first, beyond = np.zeros_like(y), np.full_like(y, float(bins))
    while (beyond - first > 1).any():
        middle = np.floor((first + beyond) / 2)
        reached = y >= edge(middle)
        first, beyond = np.where(reached, middle, first), np.where(reached, beyond, middle)
    return first


def _widened(low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return ranges of no width widened by a half on both sides, and the others as they are."""
    constant = low == high
    if not constant.any():
        return low, high
    return np.where(constant, low - 0.5, low), np.where(constant, high + 0.5, high)
