"""Preimages of edges that lie as close together as doubles do, where rounding decides which activations reach them.

A saturating f is computed to 1 from some net input on, though it never is 1, and samples there tie. Bins between
quantiles of the sample then begin at such a tie. The preimage of f itself, infinite, would leave the bin empty.
"""

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray, Ranks
from minimal_model.binnings.edges import BinEdges
from minimal_model.folding_masses import reach
from minimal_model.inputs import Input
from minimal_model.sweep import Sweep

# Bins so narrow beside their edges: of wider ones rounding, which is 1e-16, moves less than a millionth of the mass.
NARROW = 1e-9
# How far a preimage may lie off, in distances between the quartiles of the input, and the halvings that find one.
_OFF, _HALVINGS = 1e-9, 50


def settled(sweep: Sweep, bin_edges: BinEdges, positions: FloatArray, population: Input) -> FloatArray:
    """Return preimages such that computed activations reach their edges there, f being monotone.

    Parameters
    ----------
    sweep, bin_edges, population
        The neuron, its edges, and the input.
    positions : numpy.ndarray, shape (weights, bins + 1)
        The preimages of f itself, the outermost ones infinite.

    Returns
    -------
    numpy.ndarray, shape (weights, bins + 1)
    """
    thresholds, compared = bin_edges.thresholds, bin_edges.compared
    with np.errstate(invalid="ignore"):  # between infinite edges
        narrow = np.diff(thresholds, axis=1) <= NARROW * np.abs(thresholds[:, 1:])
    beside = narrow[:, :-1] | narrow[:, 1:]
    if not beside.any():
        return positions
    low, high = reach(population)
    lower, upper = population.quantile(np.array([0.25, 0.75]))
    off, rises = _OFF * (upper - lower), compared.branches[0].rises
    rows, columns = np.nonzero(np.broadcast_to(beside, (positions.shape[0], beside.shape[1])))
    columns += 1
    edges, weights = thresholds[rows if thresholds.shape[0] > 1 else 0, columns], sweep.weights[rows, 0]

    def before(x: FloatArray, which: slice | Ranks = np.s_[:]) -> npt.NDArray[np.bool_]:
        """Whether the input has to rise for the activation to cross its edge."""
        with np.errstate(all="ignore"):  # a function of one's own may overflow where no sample lies
            return np.asarray((compared(weights[which] * x + sweep.bias) < edges[which]) == rises)

    x = np.clip(positions[rows, columns], low, high)
    wrong = np.flatnonzero(((x > low) & ~before(x - off)) | ((x < high) & before(x + off)))
    if wrong.size == 0:
        return positions
    # Coincident edges stand side by side, and are looked for once.
    new = np.append(True, (np.diff(rows[wrong]) != 0) | (np.diff(edges[wrong]) != 0))
    first = wrong[new]
    left, right = np.full(first.size, low), np.full(first.size, high)
    for _ in range(_HALVINGS):
        middle = (left + right) / 2
        short = before(middle, first)
        left, right = np.where(short, middle, left), np.where(short, right, middle)
    result = positions.copy()
    result[rows[wrong], columns[wrong]] = right[np.cumsum(new) - 1]
    # A neighbour that is right within what it may be off must not be overtaken.
    ordered = result if rises else result[:, ::-1]
    np.maximum.accumulate(ordered, axis=1, out=ordered)
    return result
