"""Gauss-Legendre quadrature on panels, whose width follows what is integrated."""

import numpy as np

from minimal_model.arrays import FloatArray

NODES = 16
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(NODES)


def panels(breaks: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights for ascending breaks, shape (..., panels + 1): `NODES` of a panel in their last axis."""
    left, right = breaks[..., :-1, None], breaks[..., 1:, None]
    half = (right - left) / 2
    shape = (*breaks.shape[:-1], -1)
    return ((left + right) / 2 + half * _NODES).reshape(shape), (half * _WEIGHTS).reshape(shape)


def even(start: float, end: float, step: float) -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights between two places, with panels of at most a step."""
    return panels(np.linspace(start, end, max(1, int(np.ceil((end - start) / step))) + 1))


def by_cost(cuts: FloatArray, grid: FloatArray, cost: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights between neighbouring cuts, with panels of at most a unit of cost.

    Parameters
    ----------
    cuts : numpy.ndarray, shape (cuts,)
        Ascending places at which the integrand has kinks or ends.
    grid, cost : numpy.ndarray, shape (grid,)
        Ascending places, and the cost up to each of them.
    """
    at = np.interp(cuts, grid, cost)
    lengths = np.diff(at)
    numbers = np.maximum(1, np.ceil(lengths)).astype(np.int64)
    firsts = np.cumsum(numbers) - numbers
    shares = (np.arange(numbers.sum()) - np.repeat(firsts, numbers)) / np.repeat(numbers, numbers)
    breaks = np.interp(np.repeat(at[:-1], numbers) + shares * np.repeat(lengths, numbers), cost, grid)
    breaks[firsts] = cuts[:-1]
    return panels(np.maximum.accumulate(np.append(breaks, cuts[-1]).clip(cuts[0], cuts[-1])))


def surprise(q: FloatArray) -> FloatArray:
    """Return -q log2 q, elementwise."""
    return -q * np.log2(np.where(q > 0, q, 1.0))
