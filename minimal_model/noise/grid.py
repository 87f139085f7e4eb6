"""A grid of bins at a random place is noise: H(T) averaged over the places is what uniform noise of its width leaves.

With the bins floor((Y - θ) / Δ) and θ uniform over Δ, the mean of H(T) over θ is I(X; Y + U), with U uniform over a
width of Δ (Zamir & Feder 1992).
"""

from dataclasses import dataclass

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.binnings.edges import BinEdges
from minimal_model.checks import refuse
from minimal_model.entropy import mass_entropy
from minimal_model.folding_masses import branches_masses, periods_in_reach
from minimal_model.inputs import REACH, with_density
from minimal_model.setup import Setup
from minimal_model.sweep import Sweep

# Cells of the line of activations that are measured at most, and those of all periods of a periodic function.
MOST_CELLS, MOST_PERIODIC = 2_000_000, 8_000_000


@dataclass(frozen=True)
class Grid:
    """The entropy of the binned activation for a grid at evenly spaced places.

    Attributes
    ----------
    width : float
        The width Δ of its bins.
    places : numpy.ndarray, shape (n,)
        How far each grid is moved, as a share of Δ: (k + 1/2) / n.
    entropies : numpy.ndarray, shape (n,)
        H(T) in bits of the whole distribution, at each of them.
    """

    width: float
    places: FloatArray
    entropies: FloatArray

    @property
    def means(self) -> FloatArray:
        """The mean over the first places, as far as each, in bits, shape (n,)."""
        return np.asarray(self.entropies.cumsum() / np.arange(1, self.entropies.size + 1))


def moved_grid(setup: Setup, weight: float, width: float, number: int) -> Grid:
    """Return the entropies of a grid of bins that is moved over its own width.

    Parameters
    ----------
    setup : Setup
        The neuron, of which branches are known, and its input, which has a density; its own bins are not used.
    weight : float
        The weight w.
    width : float
        The width Δ of the bins.
    number : int
        How many places.

    Raises
    ------
    ValueError
        If there would be too many bins.
    """
    setup.needs_more_than_values()
    source = with_density(setup.input)
    x = source.of_normal(np.linspace(-REACH, REACH, 401))
    turns = [*setup.activation.turns.tolist(), *setup.activation.rises]
    z = np.append(weight * x + setup.bias, [end for end in turns if np.isfinite(end)])
    y = setup.activation(z)
    # All grids cut one line of cells: each bin is a run of 2 n of them. Between two places lies one cell that no grid
    # begins with, so that what stands on the lattice, as relu's 0 does, is at no edge.
    step = width / (2 * number)
    low, high = np.floor(y.min() / width) - 1, np.ceil(y.max() / width) + 2
    if not (high - low) * 2 * number <= MOST_CELLS:
        raise refuse("width", width, f"such that all grids have at most {MOST_CELLS} edges on the activations")
    if (period := setup.activation.period) is not None:
        shifts = periods_in_reach(weight, setup.bias, setup.activation.branches[0].start, period, source)
        if shifts is not None and (high - low) * 2 * number * shifts.size > MOST_PERIODIC:
            raise refuse("width", width, f"such that all grids have at most {MOST_PERIODIC} edges on all periods")
    edges: FloatArray = np.arange(int(low) * 2 * number, int(high) * 2 * number + 1, dtype=np.float64)[None] * step
    sweep = Sweep(x, setup.activation, np.array([[weight]]), setup.bias, np.array([weight]))
    masses = branches_masses(sweep, BinEdges(edges, edges, setup.activation), source)[0]
    below = np.append(0.0, masses.cumsum())
    entropies = [
        float(mass_entropy(np.diff(below[2 * k + 1 :: 2 * number], prepend=0.0, append=1.0)[None].clip(0.0))[0])
        for k in range(number)
    ]
    return Grid(width, (np.arange(number) + 0.5) / number, np.array(entropies))
