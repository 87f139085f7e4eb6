"""One neuron over growing weights: what a binning looks at when it lays its edges."""

from dataclasses import dataclass

import numpy as np

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray


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

    def part(self, start: int, stop: int) -> "Sweep":
        """Return the same neuron at some of the weights of interest; the bins have to cover what they did before."""
        return Sweep(self.x, self.activation, self.weights[start:stop], self.bias, self.range_weights)

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
