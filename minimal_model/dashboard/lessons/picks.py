"""What a prediction is held against: the shape of the live curve, and how it lies against the first pinned one."""

from typing import Literal

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.results.view import View, compute_view
from minimal_model.explain.shape import Shape, curve_shape
from minimal_model.state.parameters import Parameters

Comparison = Literal["higher", "lower", "same"]
COMPARISONS: tuple[Comparison, ...] = ("higher", "lower", "same")
# A smaller difference than this, in bits, cannot be seen in the figure.
VISIBLE = 0.05
# A climb or a fall of so many bits at one end is seen as one, however far the curve goes on the other side.
SEEN = 0.4


def seen_shape(curve: FloatArray) -> Shape:
    """Name the shape of a curve as the eye does: what turns on the way by nearly half a bit is a hump or a dip.

    `curve_shape` weighs a turn against the curve's whole range, which is the coarser word.

    Parameters
    ----------
    curve : numpy.ndarray, shape (weights,)
        Mutual information in bits.
    """
    shape = curve_shape(curve)
    if shape not in ("rises", "falls"):
        return shape
    first, last = float(curve[0]), float(curve[-1])
    if float(curve.max()) - max(first, last) >= SEEN:
        return "hump"
    return "dip" if min(first, last) - float(curve.min()) >= SEEN else shape


def comparison(weight: float, own: float, weights: FloatArray, curve: FloatArray) -> Comparison:
    """Say how an entropy lies against another curve at the same weight.

    Parameters
    ----------
    weight, own : float
        The weight, and the entropy at it in bits.
    weights, curve : numpy.ndarray, shape (weights,)
        The other curve; beyond its ends, its ends count.
    """
    difference = own - float(np.interp(weight, weights, curve))
    return "same" if abs(difference) < VISIBLE else "higher" if difference > 0 else "lower"


def picks(view: View) -> dict[str, str]:
    """Return the right choice of each kind for what is drawn."""
    found: dict[str, str] = {"shape": seen_shape(view.curve)}
    if view.pins:
        first = view.pins[0]
        found["compare"] = comparison(view.weight, view.bits, first.parameters.weights, first.curve)
    return found


def right_choice(parameters: Parameters, pins: tuple[Parameters, ...], comparing: bool) -> str:
    """Return the right choice for a state."""
    return picks(compute_view(parameters, pins))["compare" if comparing else "shape"]
