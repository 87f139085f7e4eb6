"""One neuron over growing weights: what a binning looks at when it lays its edges."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from minimal_model.activation import Activation
from minimal_model.arrays import FloatArray
from minimal_model.spans import FIRST_LOOK, Spans, extremes, number_of_spans, spans

# Samples evaluated at once: arrays of this size stay in a processor's cache.
CHUNK = 2**15


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
    known_range : tuple of float, optional
        The activation's range over all weights, if it has been looked for before.
    """

    x: FloatArray
    activation: Activation
    weights: FloatArray
    bias: float
    range_weights: FloatArray
    known_range: tuple[float, float] | None = None

    def part(self, start: int, stop: int) -> "Sweep":
        """Return the same neuron at some of the weights of interest; the bins have to cover what they did before."""
        weights = self.weights[start:stop]
        return Sweep(self.x, self.activation, weights, self.bias, self.range_weights, self.known_range)

    def net_input_range(self) -> tuple[float, float]:
        """Return the smallest and the largest net input w x + b over all weights."""
        return (
            float((self.range_weights * self.x[0] + self.bias).min()),
            float((self.range_weights * self.x[-1] + self.bias).max()),
        )

    def activation_range(self) -> tuple[float, float]:
        """Return the smallest and the largest activation over all weights.

        Where f rises these are the ends' images; otherwise they are looked for at every weight, and once.
        """
        if self.activation.plain:
            low, high = self.activation(np.array(self.net_input_range()))
            return float(low), float(high)
        if self.known_range is None:
            every = Sweep(self.x, self.activation, self.range_weights[:, None], self.bias, self.range_weights)
            lows, highs = every.row_extremes
            # Frozen, but this follows from the rest.
            object.__setattr__(self, "known_range", (float(lows.min()), float(highs.max())))
        assert self.known_range is not None
        return self.known_range

    @cached_property
    def spans(self) -> Spans:
        """The samples of each weight by the branches of the activation."""
        return spans(self, self.activation)

    @cached_property
    def row_extremes(self) -> tuple[FloatArray, FloatArray]:
        """The smallest and the largest activation of each weight, shape (weights,) each."""
        if self.activation.plain:
            low, high = (self.activation(self.weights[:, 0] * end + self.bias) for end in (self.x[0], self.x[-1]))
            return low, high
        if 2 * FIRST_LOOK * number_of_spans(self, self.activation) <= self.x.size * self.weights.size:
            return extremes(self, self.activation, self.spans)
        rows = max(1, CHUNK // self.x.size)
        parts = [self.weights[start : start + rows] for start in range(0, self.weights.size, rows)]
        values = (self.activation(part * self.x + self.bias) for part in parts)
        ends = [(value.min(axis=1), value.max(axis=1)) for value in values]
        return np.concatenate([low for low, _ in ends]), np.concatenate([high for _, high in ends])
