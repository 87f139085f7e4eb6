"""The numbers of a state that a figure shows, from the core."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.checks import refuse
from minimal_model.curve import BinnedActivations, binned_sample, exact_curve, sample_curve
from minimal_model.explain.approximation import FixedWidthApproximation, approximate
from minimal_model.explain.decomposition import input_measurement
from minimal_model.explain.variability import SeedBand, seed_band
from minimal_model.inputs import sorted_sample
from minimal_model.noise.curve import behind_noise
from minimal_model.plots.occupation import Occupation
from minimal_model.plots.unbinned import UNCOUNTED, without_bins
from minimal_model.state.parameters import Parameters

MOST_PINS = 6
BAND_SEEDS = 32


@dataclass(frozen=True, eq=False)
class Pin:
    """A curve for comparison: I(X;T) in bits for every weight of its own sweep, shape (199,)."""

    parameters: Parameters
    curve: FloatArray


@dataclass(frozen=True, eq=False)
class Measured:
    """What the figures of a state show.

    Attributes
    ----------
    parameters : Parameters
        The state.
    x : numpy.ndarray, shape (samples,)
        The input samples in ascending order.
    curve : numpy.ndarray, shape (199,)
        I(X;T) in bits for every weight of the sweep.
    binned : BinnedActivations
        Activations and bins at the chosen weight, in the order of `x`.
    input_entropy : float
        Entropy of the binned input in bits; not shown with noise.
    ceiling : float or None
        log2(bins) in bits; None where the width sets the number of bins.
    population, band, approximation
        What the state's switches add to the curve; None where one is off, and what is not known of a formula.
    pins : tuple of Pin
        The curves for comparison.
    """

    parameters: Parameters
    x: FloatArray
    curve: FloatArray
    binned: BinnedActivations
    input_entropy: float
    ceiling: float | None
    population: FloatArray | None = None
    band: SeedBand | None = None
    approximation: FixedWidthApproximation | None = None
    pins: tuple[Pin, ...] = ()

    @property
    def activation(self) -> Activation:
        """The activation function."""
        return self.parameters.function

    @property
    def weight(self) -> float:
        """The chosen weight w."""
        return self.parameters.chosen_weight

    @property
    def bits(self) -> float:
        """What is told of X at the chosen weight, in bits: H(T), or what noise leaves."""
        return float(self.curve[self.parameters.weight]) if self.parameters.noise else self.binned.entropy

    @cached_property
    def occupation(self) -> Occupation:
        """Which bins hold samples: all panels share it."""
        return UNCOUNTED if self.parameters.noise else Occupation.of(self.binned.counts)


def measure(parameters: Parameters, pins: Sequence[Parameters] = ()) -> Measured:
    """Compute the numbers of a state.

    Parameters
    ----------
    parameters : Parameters
        The state, its switches `population`, `band` and `why` included.
    pins : sequence of Parameters
        At most six states whose curves are compared with it.

    Returns
    -------
    Measured

    Raises
    ------
    ValueError
        If there are more pins.
    """
    if len(pins) > MOST_PINS:
        raise refuse("pins", len(pins), f"at most {MOST_PINS} states")
    p, x = parameters, _sample(parameters)
    if p.noise:
        return _behind_noise(p, x, pins)
    measured = input_measurement(x, p.setup)
    (ranks,) = measured.ranks()
    return Measured(
        parameters=p,
        x=x,
        curve=sample_curve(x, p.setup),
        binned=binned_sample(x, p.setup, p.chosen_weight),
        input_entropy=float(measured.entropy(ranks)[0]),
        ceiling=None if p.ruler.sized_by_width else float(np.log2(p.bins)),
        population=exact_curve(x, p.setup) if p.population and not p.formula else None,
        band=_band(p) if p.band else None,
        approximation=approximate(x, p.setup) if p.why and p.ruler.sized_by_width and not p.formula else None,
        pins=tuple(Pin(pin, _curve(pin)) for pin in pins),
    )


def _behind_noise(p: Parameters, x: FloatArray, pins: Sequence[Parameters]) -> Measured:
    """Return the numbers of a state whose bins noise has taken the place of."""
    binned = without_bins(x, p.setup, p.chosen_weight)
    return Measured(p, x, _curve(p), binned, 0.0, None, pins=tuple(Pin(pin, _curve(pin)) for pin in pins))


def _curve(p: Parameters) -> FloatArray:
    return behind_noise(p.setup, p.noise) if p.noise else sample_curve(_sample(p), p.setup)


def measured(state: Parameters | Measured, pins: Sequence[Parameters] = ()) -> Measured:
    """Return the numbers of a state, computed if they are not there yet."""
    return state if isinstance(state, Measured) else measure(state, pins)


def _band(p: Parameters) -> SeedBand | None:
    try:
        return seed_band(
            size=p.samples, seed=p.seed, draw=p.draw, seeds=BAND_SEEDS, input=p.distribution, **p.curve_arguments
        )
    except ValueError:
        if not p.formula:
            raise
        return None  # a formula need not have a number at each of the other samples


def _sample(parameters: Parameters) -> FloatArray:
    return sorted_sample(parameters.samples, parameters.seed, parameters.draw, parameters.distribution)
