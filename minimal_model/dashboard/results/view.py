"""What the page shows for one state: every number of it, computed once and drawn by all figures."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.binnings import Binning
from minimal_model.curve import BinnedActivations
from minimal_model.dashboard.results import curves
from minimal_model.dashboard.results.memory import one_large_at_a_time
from minimal_model.dashboard.results.overlays import Overlays, compute_overlays
from minimal_model.plots.occupation import Occupation
from minimal_model.plots.unbinned import UNCOUNTED
from minimal_model.state.parameters import Parameters


@dataclass(frozen=True)
class PinnedCurve:
    """A curve that is drawn behind the live one: I(X;T) in bits for every weight of its own sweep, shape (199,)."""

    parameters: Parameters
    curve: FloatArray


@dataclass(frozen=True)
class View:
    """The computed state of the page.

    Attributes
    ----------
    parameters : Parameters
        The state this was computed for.
    x : numpy.ndarray, shape (samples,)
        The input samples in ascending order.
    curve : numpy.ndarray, shape (199,)
        I(X;T) in bits for every weight of the sweep.
    binned : BinnedActivations
        Activations and bins at the chosen weight, in the order of `x`.
    input_entropy : float
        Entropy of the input in bits, binned by np.histogram, or by the same width where the width is fixed.
    ceiling : float or None
        log2(bins), the most that so many bins can hold; None where the number of bins follows the range.
    overlays : Overlays
        What the switches add to the curve.
    pins : tuple of PinnedCurve
        The curves behind the live one.
    before : PinnedCurve or None
        The curve that was drawn before the last choice of activation or binning, until the next gesture.
    """

    parameters: Parameters
    x: FloatArray
    curve: FloatArray
    binned: BinnedActivations
    input_entropy: float
    ceiling: float | None
    overlays: Overlays
    pins: tuple[PinnedCurve, ...] = ()
    before: PinnedCurve | None = None

    @property
    def activation(self) -> Activation:
        """The activation function."""
        return self.parameters.function

    @property
    def ruler(self) -> Binning:
        """The binning."""
        return self.parameters.ruler

    @property
    def weight(self) -> float:
        """The chosen weight w."""
        return self.parameters.chosen_weight

    @property
    def bits(self) -> float:
        """What is told of X at the chosen weight, in bits: H(T), or what noise leaves."""
        return float(self.curve[self.parameters.weight]) if self.parameters.noise else self.binned.entropy

    @property
    def information(self) -> str:
        """What the curve is of, in signs."""
        return "I(X; Y + N)" if self.parameters.noise else "I(X;T) = H(T)"

    @property
    def occupied(self) -> int:
        """Number of bins with at least one sample."""
        return int((self.binned.counts > 0).sum())

    @cached_property
    def occupation(self) -> Occupation:
        """Which bins hold samples, and what each adds to the entropy: figures share it."""
        return UNCOUNTED if self.parameters.noise else Occupation.of(self.binned.counts)


def compute_view(parameters: Parameters, pins: tuple[Parameters, ...] = (), before: Parameters | None = None) -> View:
    """Compute all that the page shows for one state.

    Parameters
    ----------
    parameters : Parameters
        The state.
    pins : tuple of Parameters
        The states whose curves are drawn as well.
    before : Parameters, optional
        The state whose curve was drawn before the last choice.
    """
    with one_large_at_a_time(max(state.samples for state in (parameters, *pins, before) if state)):
        return _compute(parameters, pins, before)


def _compute(parameters: Parameters, pins: tuple[Parameters, ...], before: Parameters | None) -> View:
    binned = curves.binned(parameters)
    return View(
        parameters=parameters,
        x=curves.sample(parameters),
        curve=curves.curve(parameters),
        binned=binned,
        input_entropy=curves.input_entropy(parameters),
        ceiling=curves.ceiling(parameters),
        overlays=compute_overlays(parameters, binned.counts.size),
        pins=tuple(PinnedCurve(pin, curves.curve(pin)) for pin in pins),
        before=PinnedCurve(before, curves.curve(before)) if before else None,
    )


def fullest_bins(view: View) -> tuple[int, float]:
    """Return how many of the fullest bins are worth naming, and the share of the samples in them.

    As few bins as hold half of the samples, but never more than two.
    """
    shares = np.sort(view.binned.counts)[::-1] / view.x.size
    many = 1 if shares[0] >= 0.5 or shares.size == 1 else 2
    return many, float(shares[:many].sum())
