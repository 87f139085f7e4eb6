"""What holds without any bins: which inputs the activation itself still tells apart.

Where f strictly increases, Y = f(w X + b) tells X exactly. X is continuous, so I(X;Y) is infinite as soon as this
holds on inputs of some probability, however small. Where f is flat, all inputs become one value, and which one it was
is lost. Where f folds, Y tells X but for the branch, and what is lost of that is finite.
"""

from dataclasses import dataclass

import numpy as np

from minimal_model.activations import Activation
from minimal_model.explain.approximation import flat_shares
from minimal_model.explain.folding import folding_loss
from minimal_model.inputs import NORMAL, AnyInput, with_density


@dataclass(frozen=True)
class FlatPiece:
    """Inputs that all become one value.

    Attributes
    ----------
    value : float
        What they become.
    share : float
        Their probability.
    """

    value: float
    share: float


@dataclass(frozen=True)
class WithoutBins:
    """What an activation does to the inputs at one weight, before anything is binned.

    Attributes
    ----------
    flat : tuple of FlatPiece
        The flat pieces of f, from left to right; empty where f rises everywhere.
    told_apart : float
        Probability of the inputs that Y tells exactly. It is not taken as a difference, so that it has its digits where
        it is small. Where f folds, it tells them but for the branch.
    branch_loss : float
        H(branch | Y) in bits: how much of the branch it does not tell; zero where f does not fold.
    """

    flat: tuple[FlatPiece, ...]
    told_apart: float
    branch_loss: float

    @property
    def lost(self) -> float:
        """Probability of the inputs that Y does not tell."""
        return sum(piece.share for piece in self.flat)


def without_bins(activation: Activation, weight: float, bias: float, population: AnyInput = NORMAL) -> WithoutBins:
    """Return which inputs Y = f(w X + b) tells apart, and which it does not."""
    shares = flat_shares(activation, np.array(weight), bias, population)
    pieces = zip(activation.rises, activation.ends, shares, strict=True)
    flat = tuple(FlatPiece(limit, float(share)) for end, limit, share in pieces if np.isfinite(end))
    ends = (np.array(activation.rises) - bias) / weight
    lost = 0.0
    if activation.folds:
        lost = float(folding_loss(activation, np.array([weight]), bias, with_density(population))[0])
    return WithoutBins(flat, float(population.masses(ends)[0]), lost)
