"""The mutual information behind noise in place of bins: I(X; Y + N(0, s²)) = h(Y + N) - h(N).

The differential entropy of the noisy activation is integrated over its values. Those near kinks, flat pieces and bends
of f are looked at in panels of some s, the smooth stretches between and beyond in panels that grow with the distance.
"""

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from minimal_model import checks
from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray, Ranks
from minimal_model.checks import refuse
from minimal_model.inputs import NORMAL, AnyInput, with_density
from minimal_model.noise.density import Source
from minimal_model.noise.plan import LARGEST_NOISE, SMALLEST_NOISE, Plan
from minimal_model.noise.quadrature import even, panels, surprise
from minimal_model.noise.stretches import PANEL, Parts
from minimal_model.setup import WEIGHTS, Setup

# Beyond it the integrals would lose their digits.
LARGEST_WEIGHT = 1e4
# A function of period P is at weight w like at all larger ones, to 1e-12, once w exceeds this part of P.
_EVEN_PHASE = 1.25


def noisy_curve(
    activation: str | Activation,
    *,
    noise: float,
    bias: float = 0.0,
    weights: npt.ArrayLike = WEIGHTS,
    input: str | AnyInput = "normal",
) -> FloatArray:
    """Return I(X; Y + N(0, s²)), the information that is left when noise takes the place of bins.

    Parameters
    ----------
    activation : str or Activation
        A name in `ACTIVATIONS`, or an activation of your own; a tail that is neither flat nor straight needs its
        `log_slope`.
    noise : float
        Standard deviation s of the noise, 0.001 to 1,000.
    bias : float
        The bias b.
    weights : array_like, shape (weights,)
        The weights w, above zero and at most 10,000.
    input : str or Input
        A name in `INPUTS`, or a distribution of your own that has a density.

    Returns
    -------
    numpy.ndarray, shape (weights,)
        The information in bits, of the whole distribution and not of a sample, to 1e-6 bits.

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed, or if it would take minutes; the message names it, and the noise
        from which on it would not.

    Notes
    -----
    I = h(Y + N) - h(N), since X tells Y, and N is independent of it (Cover & Thomas 2006, section 9.1);
    h(N) = (1/2) log2(2 π e s²).
    """
    noise = checks.number_between("noise", noise, SMALLEST_NOISE, LARGEST_NOISE)
    setup = Setup.checked(activation, bias=bias, weights=weights, input=input)
    return behind_noise(setup, noise)


def behind_noise(setup: Setup, noise: float) -> FloatArray:
    """Return the information in bits behind noise for a setup, whose bins are not used."""
    plan, place = planned(setup, noise)
    plan.check()
    entropy = np.concatenate([_entropy(plan.parts(first, last)) for first, last in pairwise(plan.edges().tolist())])
    return np.asarray(entropy - normal_entropy(noise))[place]


def planned(setup: Setup, noise: float) -> tuple[Plan, Ranks]:
    """Return how the weights of a setup are computed, each once, and the place of each among those."""
    setup.needs_more_than_values()
    source, activation, weights = with_density(setup.input), setup.activation, setup.weights
    if source.density is None:
        raise refuse("input", source.name, "one that has a density")
    for name, largest in (("weights", float(weights.max())), ("bias", abs(setup.bias))):
        if largest > LARGEST_WEIGHT:
            raise refuse(name, f"up to {largest:g}", f"at most {LARGEST_WEIGHT:g} in size with noise")
    if source is NORMAL and activation.period is not None:
        weights = np.minimum(weights, _EVEN_PHASE * activation.period)
    distinct, place = np.unique(weights, return_inverse=True)
    return Plan(activation, setup.bias, noise, Source.of(source), distinct), place


def width_of(deviation: float) -> float:
    """Return the width of a bin that has the entropy of normal noise, Δ = s √(2πe): both then stand on one axis."""
    return deviation * float(np.sqrt(2 * math.pi * math.e))


def normal_entropy(deviation: float) -> float:
    """Return h(N) in bits of normal noise."""
    return 0.5 * float(np.log2(2 * math.pi * math.e * deviation**2))


def _entropy(parts: Parts) -> FloatArray:
    """Return h(Y + N) in bits for each of the weights."""
    blur = parts.blur
    entropy = np.zeros(blur.weights.size)
    for start, end in parts.close_in_parts:
        values, widths = even(start, end, PANEL * blur.noise)
        density = np.zeros((blur.weights.size, values.size))
        for piece in parts.lines:
            density += blur.line(piece, values[None, :])
        for piece in parts.atoms:
            density += blur.atom(piece, values)
        for piece in parts.summed:
            density += blur.summed(piece, values)
        entropy += surprise(density) @ widths
    for start, end in parts.between:
        cuts = parts.cuts(start, end)
        if cuts is None:
            continue
        values, widths = panels(cuts)
        density = np.zeros(values.shape)
        for piece in parts.lines:
            density += blur.line(piece, values)
        for piece in parts.averaged(start, end):
            density += blur.averaged(piece, values)
        entropy += (surprise(density) * widths).sum(axis=1)
    return entropy
