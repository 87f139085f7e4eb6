"""How the bins share out the input line: f rescaled, to be held against the distribution function of the input.

Where the share of the bins below x is the share of the inputs below x, all bins are equally full, and the entropy is
at its ceiling (histogram equalisation; Laughlin 1981).
"""

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.curve import BinnedActivations
from minimal_model.setup import Setup


def share_of_bins(
    x: FloatArray, setup: Setup, weight: float, binned: BinnedActivations, grid: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return inputs and the share of the occupied bins below each: f(w x + b), rescaled to run from 0 to 1 over them.

    Parameters
    ----------
    x : numpy.ndarray, shape (n,)
        Input samples in ascending order.
    setup : Setup
        The neuron and its binning.
    weight : float
        The weight w.
    binned : BinnedActivations
        The bins at that weight.
    grid : numpy.ndarray, shape (points,)
        Inputs, ascending. Where the bins are equally wide on no axis, the share is known at their cuts alone, and
        those take the grid's place.

    Returns
    -------
    inputs, share : numpy.ndarray, shape (any,)
    """
    sweep = setup.at(x, weight)
    scale = setup.binning.scale(sweep, weight * grid + setup.bias, binned.edges)
    if scale is None:
        return _at_cuts(x, binned.input_edges)
    edges, y = scale
    lowest, highest = np.flatnonzero(binned.counts)[[0, -1]]
    first, last = edges[[lowest, highest + 1]]
    return grid, np.clip((y - first) / (last - first), 0.0, 1.0)


def _at_cuts(x: FloatArray, input_edges: FloatArray) -> tuple[FloatArray, FloatArray]:
    cuts = input_edges[1:-1]
    inside = (cuts > x[0]) & (cuts < x[-1]) & (np.diff(cuts, prepend=-np.inf) > 0)
    share = np.arange(1, input_edges.size - 1)[inside] / (input_edges.size - 1)
    return np.concatenate(([x[0]], cuts[inside], [x[-1]])), np.concatenate(([0.0], share, [1.0]))
