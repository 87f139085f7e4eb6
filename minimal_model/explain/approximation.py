"""The entropy of finely binned activations from their density: H(T) ≈ h(Y) - log2 Δ.

h(Y) = h(X) + log2 w + E[log2 |f'(w X + b)|] - H(branch | Y) is the differential entropy of the activation; it takes an
f without flat pieces. Where f does not fold the last term is zero. The approximation needs bins that are narrow where
the density changes (Cover & Thomas 2006, theorem 8.3.1).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.binnings.fixed_width import FixedWidth
from minimal_model.checks import refuse
from minimal_model.curve import exact_curve
from minimal_model.explain.folding import folding_loss, mean_log_slope
from minimal_model.inputs import NORMAL, REACH, AnyInput, normal_density, with_density
from minimal_model.setup import WEIGHTS, Setup

# Error of h(Y) - log2 Δ in bits from which on it counts as broken.
BROKEN_FROM = 0.1
# Probability of the flat pieces of f below which a double cannot tell it from none.
_NO_MASS = 1e-16
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(120)


@dataclass(frozen=True)
class FixedWidthApproximation:
    """H(T) ≈ h(Y) - log2 Δ for every weight, in bits.

    Attributes
    ----------
    differential_entropy : numpy.ndarray, shape (weights,)
        h(Y); minus infinity where f is flat on inputs of some probability, because Y then has no density.
    approximation : numpy.ndarray, shape (weights,)
        h(Y) - log2 Δ.
    entropy : numpy.ndarray, shape (weights,)
        H(T) with the input's own masses in the bins, as `population_curve` returns it.
    error : numpy.ndarray, shape (weights,)
        approximation - entropy.
    """

    differential_entropy: FloatArray
    approximation: FloatArray
    entropy: FloatArray
    error: FloatArray


def fixed_width_approximation(
    x: npt.ArrayLike,
    activation: str | Activation,
    *,
    bias: float = 0.0,
    width: float | None = None,
    weights: npt.ArrayLike = WEIGHTS,
    input: str | AnyInput = "normal",
) -> FixedWidthApproximation:
    """Compare the entropy of "fixed-width" bins with its approximation by the differential entropy.

    Parameters
    ----------
    x : array_like, shape (n,)
        Input samples. They only set how far the bins reach, as in `population_curve`.
    activation : str or Activation
        A name in `ACTIVATIONS`, or an activation of your own that has a `log_slope`.
    bias : float
        The bias b.
    width : float, optional
        Bin width Δ, 0.1 if not given.
    weights : array_like, shape (weights,)
        The weights w, above zero.
    input : str or Input
        What X is drawn from, as in `population_curve`; a column has no density and is refused.

    Returns
    -------
    FixedWidthApproximation

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    setup = Setup.checked(activation, bias=bias, binning=FixedWidth.name, width=width, weights=weights, input=input)
    return approximate(checks.sorted_vector("x", x), setup)


def approximate(x: FloatArray, setup: Setup) -> FixedWidthApproximation:
    """Return the approximation beside the entropy for a setup whose bins have a width; `x` is sorted."""
    setup.needs_more_than_values()
    differential = differential_entropy(setup.activation, setup.weights, setup.bias, setup.input)
    approximation = differential - float(np.log2(setup.width))
    entropy = exact_curve(x, setup)
    return FixedWidthApproximation(differential, approximation, entropy, approximation - entropy)


def differential_entropy(
    activation: Activation, weights: FloatArray, bias: float, population: AnyInput = NORMAL
) -> FloatArray:
    """Return h(Y) = h(X) + log2 w + E[log2 |f'(w X + b)|] - H(branch | Y) in bits for every weight.

    The expectation is an integral over standard-normal scores t, with X = F⁻¹(Φ(t)): of every input the same few nodes
    reach as far into the tails. It is taken by Gauss-Legendre quadrature between z = 0, the only place where the slopes
    of `ACTIVATIONS` have a kink between their flat pieces, and the kinks of the input.
    """
    if activation.log_slope is None:
        raise refuse("activation", activation.name, "one that has a log_slope")
    distribution = with_density(population)
    flat = flat_share(activation, weights, bias, distribution)
    if activation.folds:
        expectation = mean_log_slope(activation, weights, bias, distribution) / np.log(2)
        loss = folding_loss(activation, weights, bias, distribution)
        entropy = distribution.entropy + np.log2(weights) + expectation - loss
        return np.where(flat > _NO_MASS, -np.inf, entropy)
    low, high = (np.clip(distribution.to_normal((end - bias) / weights), -REACH, REACH) for end in activation.rises)
    inner = [np.clip(distribution.to_normal(-bias / weights), low, high)]
    inner += [np.clip(distribution.to_normal(np.full_like(weights, kink)), low, high) for kink in distribution.kinks]
    bounds = [low, *np.sort(inner, axis=0), high]
    expectation = np.zeros_like(weights)
    for start, end in pairwise(bounds):
        half = (end - start) / 2
        scores = ((start + end) / 2)[:, None] + half[:, None] * _NODES
        slopes = activation.log_slopes(weights[:, None] * distribution.of_normal(scores) + bias)
        expectation += half * ((slopes * normal_density(scores)) @ _NODE_WEIGHTS)
    entropy = distribution.entropy + np.log2(weights) + expectation / np.log(2)
    return np.where(flat > _NO_MASS, -np.inf, entropy)


def broken(approximation: FixedWidthApproximation) -> npt.NDArray[np.bool_]:
    """Return at which weights the approximation misses the entropy by too much to be one, shape (weights,)."""
    missed: npt.NDArray[np.bool_] = np.abs(approximation.error) > BROKEN_FROM
    return missed


def flat_share(activation: Activation, weights: FloatArray, bias: float, population: AnyInput = NORMAL) -> FloatArray:
    """Return the probability of the inputs on which f is flat, at every weight."""
    below, above = flat_shares(activation, weights, bias, population)
    return below + above


def flat_shares(
    activation: Activation, weights: FloatArray, bias: float, population: AnyInput = NORMAL
) -> tuple[FloatArray, FloatArray]:
    """Return the probabilities of the inputs below and above the stretch on which f rises, at every weight."""
    rise_starts, rise_ends = ((end - bias) / weights for end in activation.rises)
    return population.cdf(rise_starts), population.sf(rise_ends)
