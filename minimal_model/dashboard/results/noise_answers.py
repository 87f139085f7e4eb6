"""What noise makes of a neuron at several settings, and what a grid of bins does that is moved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from minimal_model.activations import NOTEBOOK_ACTIVATIONS
from minimal_model.arrays import FloatArray, Ranks
from minimal_model.dashboard.results.kept import keep
from minimal_model.dashboard.results.noise import deciding, noisy
from minimal_model.explain.verdict import Verdict, verdict
from minimal_model.inputs import with_density
from minimal_model.noise.curve import behind_noise, width_of
from minimal_model.noise.density import Source
from minimal_model.noise.grid import Grid, moved_grid
from minimal_model.noise.refusal import noise_refusal
from minimal_model.state.parameters import Parameters

# Standard deviations that are held against each other.
SETTINGS = (0.03, 0.1, 0.3, 1.0)
# Places of the grid that the page shows, and those whose mean stands for uniform noise, as many as can be had.
PLACES, FINE = 48, (768, 192, 48)
# Of the weights that are computed one by one: how many of the first, and which of the others.
FIRST, EVERY = 30, 4


@dataclass(frozen=True)
class NoiseSettings:
    """A neuron behind several noises, and the verdicts on the notebook's functions.

    Attributes
    ----------
    curves : mapping of float to numpy.ndarray, shape (199,)
        I(X; Y + N) in bits over the weights, by the noise's standard deviation; empty where there are none.
    verdicts : mapping of (str, float) to Verdict
        By function and standard deviation.
    """

    curves: Mapping[float, FloatArray]
    verdicts: Mapping[tuple[str, float], Verdict]


@dataclass(frozen=True)
class MovedGrid:
    """A grid of bins at many places, held against noise.

    Attributes
    ----------
    grid : Grid or None
        The grid; None where it would have too many bins.
    uniform : float
        I(X; Y + U) in bits, with U uniform over the width of a bin.
    normal : float
        I(X; Y + N) in bits, with the normal noise of the same entropy.
    """

    grid: Grid | None
    uniform: float = 0.0
    normal: float = 0.0


def refusal(parameters: Parameters) -> str:
    """Return why there is nothing to be told of a neuron behind noise, or an empty text."""
    return noise_refusal(parameters.function, parameters.distribution)


def noise_settings(parameters: Parameters, threshold: float) -> NoiseSettings:
    """Return the neuron of a state behind all `SETTINGS`, and the verdicts for its input, bias and largest weight."""
    p = parameters
    curves = {} if refusal(p) else {s: noisy(replace(p, noise=s)) for s in SETTINGS}
    named = replace(p, formula="")
    if refusal(named):
        return NoiseSettings(curves, {})
    pairs = [(name, s) for name in NOTEBOOK_ACTIVATIONS for s in SETTINGS]
    asked = {(name, s): deciding(replace(named, activation=name, noise=s)) for name, s in pairs}
    return NoiseSettings(curves, {pair: verdict(extremes(state), threshold) for pair, state in asked.items()})


@keep
def extremes(p: Parameters) -> FloatArray:
    """Return the values of a curve behind noise that decide its verdict: its highest, its lowest, its last, and others.

    Where each weight is computed by itself, because the input has kinks or ends, not all are: the first, where
    curves bend, every fourth of the others, and then all beside the highest and the lowest value.
    """
    if Source.of(with_density(p.distribution)).scales:
        return noisy(p)
    number = p.weights.size
    places = np.unique([*range(FIRST), *range(FIRST, number, EVERY), number - 1])
    values = _some(p, places)
    turns, last = [int(values.argmax()), int(values.argmin())], places.size - 1
    sides = [np.arange(places[max(k - 1, 0)], places[min(k + 1, last)]) for k in turns]
    beside = np.setdiff1d(np.concatenate(sides), places)
    places, values = np.append(beside, places), np.append(_some(p, beside), values)
    return np.asarray(values[places.argsort()])


def _some(p: Parameters, places: Ranks) -> FloatArray:
    return behind_noise(replace(p.setup, weights=p.weights[places]), p.noise) if places.size else np.empty(0)


def moved(parameters: Parameters, noise: float) -> MovedGrid:
    """Return the grid whose bins have the entropy of a noise, at the chosen weight, with nothing refused."""
    p = parameters
    return _moved(Parameters(p.activation, bias=p.bias, weight=p.weight, weight_max=p.weight_max, input=p.input), noise)


@keep
def _moved(p: Parameters, noise: float) -> MovedGrid:
    fine = next((grid for number in FINE if (grid := _grid(p, width_of(noise), number))), None)
    if fine is None:
        return MovedGrid(None)
    shown = fine if fine.entropies.size == PLACES else _grid(p, width_of(noise), PLACES)
    return MovedGrid(shown, float(fine.entropies.mean()), float(noisy(replace(p, noise=noise))[p.weight]))


def _grid(p: Parameters, width: float, number: int) -> Grid | None:
    try:
        return moved_grid(p.setup, p.chosen_weight, width, number)
    except ValueError:  # too many bins
        return None
