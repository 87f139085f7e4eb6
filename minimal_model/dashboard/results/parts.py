"""What the curve of a state and its value at the chosen weight are made of."""

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.curve import BinnedActivations
from minimal_model.dashboard.results.curves import over_all_weights, sample
from minimal_model.dashboard.results.kept import keep
from minimal_model.explain.decomposition import EntropyDecomposition, JointTable, decompose, joint_counts
from minimal_model.explain.equalisation import share_of_bins
from minimal_model.explain.gain import EntropyGain
from minimal_model.explain.gain import gain as gain_of
from minimal_model.state.parameters import Parameters

# A heat map of more cells takes the browser too long to draw while a slider moves.
MOST_CELLS = 70_000


def split(parameters: Parameters) -> EntropyDecomposition:
    """Return what T shares with the binned input and what it tells apart within its bins, at every weight."""
    return _split(over_all_weights(parameters))


@keep
def _split(parameters: Parameters) -> EntropyDecomposition:
    return decompose(sample(parameters), parameters.setup)


def gain(parameters: Parameters) -> EntropyGain:
    """Return the changes that lead from bin X to T at the chosen weight."""
    return gain_of(sample(parameters), parameters.setup, parameters.chosen_weight)


def occupied_table(p: Parameters, binned: BinnedActivations) -> JointTable | None:
    """Return the rows of the joint table between the first and the last occupied bin of Y; None if it is too large."""
    x = sample(p)
    first, last = np.flatnonzero(binned.counts)[[0, -1]]
    if p.ruler.sized_by_width and (last - first + 1) * np.ptp(x) / p.width > MOST_CELLS:
        return None
    try:
        table = joint_counts(x, p.setup, p.chosen_weight)
    except ValueError:  # more cells than the core makes a table of
        return None
    counts = table.counts[:, first : last + 1]
    if counts.size > MOST_CELLS:
        return None
    return JointTable(counts, table.input_edges, table.edges[first : last + 2])


def rescaled_activation(p: Parameters, binned: BinnedActivations, grid: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return inputs, and the share of the occupied bins below each at the chosen weight."""
    return share_of_bins(sample(p), p.setup, p.chosen_weight, binned, grid)
