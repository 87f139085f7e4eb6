"""What noise makes of a neuron at several settings, and what a grid of bins does that is moved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from minimal_model.activations import NOTEBOOK_ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.dashboard.results.kept import keep
from minimal_model.dashboard.results.noise import noisy
from minimal_model.explain.verdict import Verdict, verdict
from minimal_model.noise.curve import width_of
from minimal_model.noise.grid import Grid, moved_grid
from minimal_model.noise.refusal import noise_refusal
from minimal_model.state.parameters import Parameters

# Standard deviations that are held against each other.
SETTINGS = (0.03, 0.1, 0.3, 1.0)
# Places of the grid that the page shows, and those whose mean stands for uniform noise, as many as can be had.
PLACES, FINE = 48, (768, 192, 48)


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
    return NoiseSettings(
        curves, {(name, s): verdict(noisy(replace(named, activation=name, noise=s)), threshold) for name, s in pairs}
    )


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
