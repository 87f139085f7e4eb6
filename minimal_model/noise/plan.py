"""The weights that are computed together, and what that takes: nothing is begun that would take minutes."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray, Ranks
from minimal_model.checks import refuse
from minimal_model.noise.density import CHANGE, Blur, Source
from minimal_model.noise.pieces import Piece, pieces
from minimal_model.noise.quadrature import NODES
from minimal_model.noise.stretches import PANEL, Parts

SMALLEST_NOISE, LARGEST_NOISE = 1e-3, 1e3

# Exponentials that are computed at most, or what takes as long: some twenty seconds.
MOST = 1e10
# Weights that share their nodes are at most so many: of the explorer's 199, those of the largest octave.
_TOGETHER = 128
# Net inputs that a value is summed over, and what each of them takes for every weight that shares it.
_HEARD, _SHARED = 120, 0.05
# What a value takes at a weight, a step of the input on a smooth stretch, a fold at a node, and all else of a group.
_VALUE, _SMOOTH_STEP, _FOLD, _ELSE = 10, 3_000, 5, 200_000
# The noise that would do is looked for in such steps.
_STEP = 1.1


@dataclass(frozen=True)
class Plan:
    """A neuron behind noise at all its weights.

    Attributes
    ----------
    activation : Activation
    bias, noise : float
    source : Source
    weights : numpy.ndarray, shape (weights,)
        In ascending order, each once.
    """

    activation: Activation
    bias: float
    noise: float
    source: Source
    weights: FloatArray

    def edges(self) -> Ranks:
        """Return where groups of weights that are computed together begin, and where the last one ends.

        Those of an octave share their nodes; a density with kinks has its own for each weight.
        """
        number = self.weights.size
        if not self.source.scales:
            return np.arange(number + 1)
        octaves = np.floor(np.log2(self.weights))
        starts = np.flatnonzero(np.diff(octaves, prepend=octaves[0] - 1))
        place = np.arange(number) - np.repeat(starts, np.diff(starts, append=number))
        return np.append(np.flatnonzero(place % _TOGETHER == 0), number)

    def parts(self, first: int, last: int) -> Parts:
        """Return the pieces of f, and how a group of weights sees them."""
        blur = Blur(self.activation, self.weights[first:last, None], self.bias, self.noise, self.source)
        return Parts(blur, self.pieces)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The pieces of f."""
        return pieces(self.activation, self.noise)

    @property
    def cost(self) -> float:
        """About how many exponentials all weights take, if none takes more than the largest ones."""
        edges = self.edges()
        return cost(self.parts(edges[-2], edges[-1])) * (edges.size - 1)

    def check(self) -> None:
        """Refuse what would take too long, and say from which noise on it would not, or of how many weights."""
        if self.cost <= MOST:
            return
        noise = self.noise
        while noise < LARGEST_NOISE:
            noise = min(_STEP * noise, LARGEST_NOISE)
            if replace(self, noise=noise).cost <= MOST:
                where = f"for {self.activation.name} at weights up to {self.weights[-1]:g} with this input"
                raise refuse("noise", self.noise, f"at least {_rounded_up(noise):g} {where}")
        if cost(self.parts(self.weights.size - 1, self.weights.size)) > MOST:
            raise refuse("weights", f"up to {self.weights[-1]:g}", f"smaller for {self.activation.name} with noise")
        raise refuse("weights", f"{self.weights.size:,} numbers", "fewer with noise: they would take minutes")


def cost(parts: Parts) -> float:
    """Return about how many exponentials a group of weights takes."""
    blur, number = parts.blur, parts.blur.weights.size
    found = float(_ELSE)
    for start, end in parts.close:
        values = NODES * ((end - start) / (PANEL * blur.noise) + 1)
        summed = sum(blur.crosses(piece, start, end) for piece in parts.summed)
        found += values * (_HEARD * summed * (1 + _SHARED * number) + _VALUE * number)
    steps = blur.source.steps.size
    found += _SMOOTH_STEP * steps * number * sum(len(parts.averaged(*stretch)) for stretch in parts.between)
    if (period := blur.activation.period) is not None:
        (low, high), limits = blur.folded, blur.activation.limits
        nodes = NODES * (2 * (limits[1] - limits[0]) / (CHANGE * blur.noise) + 20)
        found += _FOLD * number * nodes * ((high - low) / period + 4)
    return found


def _rounded_up(number: float) -> float:
    digit = 10.0 ** (math.floor(math.log10(number)) - 1)
    return math.ceil(number / digit) * digit
