"""What folding loses, for every function that folds: H(branch | Y) over the weights of a state's sweep."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model.activations import ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.dashboard.results.kept import keep
from minimal_model.explain.folding import folding
from minimal_model.inputs import NORMAL
from minimal_model.state.parameters import Parameters

FOLDING = tuple(name for name, activation in ACTIVATIONS.items() if activation.folds)
# At so many weights of the 199. A loss changes fastest at small weights. Where f is periodic, each weight costs as much
# as there are periods in the tails of the input, and the loss soon grows as log2 w: fewer weights draw the same line.
MANY, MANY_PERIODIC, MANY_IN_TAILS = 60, 24, 16


@dataclass(frozen=True)
class Loss:
    """What folding loses of a function's input.

    Attributes
    ----------
    indices : numpy.ndarray, shape (n,)
        The weights at which it was computed, by their number in the sweep: dense where they are small, the last among
        them.
    bits : numpy.ndarray, shape (n,)
        H(branch | Y) in bits.
    """

    indices: npt.NDArray[np.int64]
    bits: FloatArray


def losses(parameters: Parameters) -> Mapping[str, Loss]:
    """Return the loss of every function that folds, whatever the state's own is.

    Raises
    ------
    ValueError
        If the input has no density.
    """
    # No sample is drawn, and nothing is binned.
    p = parameters
    return _losses(Parameters(activation=FOLDING[0], bias=p.bias, weight_max=p.weight_max, input=p.input, weight=0))


def loss(parameters: Parameters) -> float:
    """Return H(branch | Y) in bits of the state's own function at the chosen weight; 0 where it does not fold.

    Raises
    ------
    ValueError
        If it is a formula, or the input has no density.
    """
    p = parameters
    (bits,) = folding(p.function, bias=p.bias, weights=[p.chosen_weight], input=p.distribution)
    return float(bits)


@keep
def _losses(parameters: Parameters) -> dict[str, Loss]:
    found = {}
    for name in FOLDING:
        periodic = MANY_PERIODIC if parameters.distribution is NORMAL else MANY_IN_TAILS
        many = periodic if ACTIVATIONS[name].period else MANY
        places = np.geomspace(1, parameters.weights.size, many)
        indices = np.unique(places.round().astype(np.int64)) - 1
        bits = folding(name, bias=parameters.bias, weights=parameters.weights[indices], input=parameters.distribution)
        found[name] = Loss(indices, bits)
    return found
