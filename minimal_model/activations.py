"""The eleven activation functions of the notebook, each with its generalised inverse and its limits.

All of them are monotone, which is what makes the rest of the package possible: a bin edge on the activation
axis has exactly one preimage on the axis of the net input.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from minimal_model.arrays import FloatArray
from minimal_model.checks import real_array
from minimal_model.description import ascending_pair, check_description

Saturation = Literal["double", "single", "none"]

# Klambauer et al. 2017, "Self-Normalizing Neural Networks", appendix A.
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805
LEAK = 0.2


@dataclass(frozen=True)
class Activation:
    """A monotone activation function f.

    Call it with an array of net inputs to get the activations, an array of the same shape. What contradicts its own
    description is refused when it is built: see `minimal_model.description`.

    Attributes
    ----------
    name : str
        Name in `ACTIVATIONS`.
    formula : str
        The function in one line of plain text, in terms of the net input z.
    function : callable
        f itself, elementwise: a float64 array in, a float64 array of the same shape out.
    inside_inverse : callable
        The generalised inverse inf{z : f(z) >= y}, elementwise, for values between the limits.
    limits : tuple of float
        Limits of f at minus and plus infinity.
    saturation : {"double", "single", "none"}
        On how many sides f tends to a finite value.
    rises : tuple of float
        The net inputs between which f strictly increases; f is constant outside. A function with steps or flat pieces
        in between cannot be described; one that only jumps, once, rises between two equal net inputs.
    log_slope : callable, optional
        ln f'(z), elementwise, where f strictly increases; `fixed_width_approximation` needs it. Kinks may lie at
        z = 0 only.

    Raises
    ------
    ValueError
        If a field is none of what is described here, or if the function contradicts it; the message names the field
        and the place.
    """

    name: str
    formula: str
    function: Callable[[FloatArray], FloatArray] = field(repr=False)
    inside_inverse: Callable[[FloatArray], FloatArray] = field(repr=False)
    limits: tuple[float, float]
    rises: tuple[float, float] = (-np.inf, np.inf)
    log_slope: Callable[[FloatArray], FloatArray] | None = field(default=None, repr=False)

    # Whether nothing is known of it but its values, so that every sample is evaluated and counted: see `formula`.
    counted_plainly: ClassVar[bool] = False

    def __post_init__(self) -> None:
        # Frozen: numbers of other types, or in a list, are written down as what they stand for.
        object.__setattr__(self, "limits", ascending_pair("limits", self.limits))
        object.__setattr__(self, "rises", ascending_pair("rises", self.rises, equal=True))
        check_description(self)

    def __call__(self, z: npt.ArrayLike) -> FloatArray:
        """Return f(z), elementwise."""
        return self.function(real_array("z", z))

    def inverse(self, y: npt.ArrayLike) -> FloatArray:
        """Return the generalised inverse inf{z : f(z) >= y}, elementwise.

        It is -inf where every net input reaches y (at and below the lower limit) and +inf where none does
        (above the upper limit, and at it if f only tends to it). On a flat piece it is the piece's left end.
        """
        level = real_array("y", y)
        low, high = self.limits
        # Outside the range the formula may give anything; both ends are overwritten.
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            z = self.inside_inverse(level)
        beyond = high if self.reaches_upper_limit else np.nextafter(high, -np.inf)
        return np.where(level <= low, -np.inf, np.where(level > beyond, np.inf, z))

    @property
    def saturation(self) -> Saturation:
        """On how many sides f tends to a finite value."""
        return ("none", "single", "double")[sum(np.isfinite(self.limits))]

    @property
    def reaches_upper_limit(self) -> bool:
        """Whether f equals its upper limit at a finite net input, as relu6 does and tanh does not."""
        return self.rises[1] < np.inf


def _softsign(z: FloatArray) -> FloatArray:
    # z / (1 + |z|) is not monotone in floating point. Each step of this form is, because rounding is.
    with np.errstate(divide="ignore", over="ignore"):
        return np.copysign(1.0 / (1.0 + 1.0 / np.abs(z)), z)


def _softplus(z: FloatArray) -> FloatArray:
    # np.logaddexp is not monotone in floating point; each step of this form is. Above 40 it is z to the last digit.
    return np.maximum(z, np.log1p(np.exp(np.minimum(z, 40.0))))


def _elu(z: FloatArray) -> FloatArray:
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))


def _leaky_relu(z: FloatArray) -> FloatArray:
    return np.where(z > 0, z, LEAK * z)


def _unchanged(z: FloatArray) -> FloatArray:
    return z.copy()


def _logistic_log_slope(z: FloatArray) -> FloatArray:
    # f' = f (1 - f); the logarithm of each factor keeps its digits where the factor itself underflows.
    slope: FloatArray = special.log_expit(z) + special.log_expit(-z)
    return slope


def _constant_log_slope(slope: float) -> Callable[[FloatArray], FloatArray]:
    return lambda z: np.full_like(z, np.log(slope))


_ALL = (
    Activation("sigmoid", "1 / (1 + e⁻ᶻ)", special.expit, special.logit, (0.0, 1.0), log_slope=_logistic_log_slope),
    Activation(
        "tanh",
        "tanh(z)",
        np.tanh,
        np.arctanh,
        (-1.0, 1.0),
        log_slope=lambda z: np.log(4.0) + _logistic_log_slope(2.0 * z),
    ),
    Activation(
        "relu",
        "max(0, z)",
        lambda z: np.maximum(z, 0.0),
        _unchanged,
        (0.0, np.inf),
        rises=(0.0, np.inf),
        log_slope=_constant_log_slope(1.0),
    ),
    Activation(
        "softsign",
        "z / (1 + |z|)",
        _softsign,
        lambda y: y / (1.0 - np.abs(y)),
        (-1.0, 1.0),
        log_slope=lambda z: -2.0 * np.log1p(np.abs(z)),
    ),
    Activation(
        "softplus",
        "ln(1 + eᶻ)",
        _softplus,
        # ln(e^y - 1) without the overflow of e^y
        lambda y: y + np.log(-np.expm1(-y)),
        (0.0, np.inf),
        log_slope=special.log_expit,
    ),
    Activation(
        "hard_sigmoid",
        "0.2 z + 0.5, clipped to 0 … 1",
        lambda z: np.clip(0.2 * z + 0.5, 0.0, 1.0),
        lambda y: (y - 0.5) / 0.2,
        (0.0, 1.0),
        rises=(-2.5, 2.5),
        log_slope=_constant_log_slope(0.2),
    ),
    Activation(
        "selu",
        "1.0507 z for z > 0, 1.7581 (eᶻ − 1) otherwise",
        lambda z: np.where(z > 0, SELU_SCALE * z, SELU_SCALE * SELU_ALPHA * np.expm1(np.minimum(z, 0.0))),
        lambda y: np.where(y > 0, y / SELU_SCALE, np.log1p(y / (SELU_SCALE * SELU_ALPHA))),
        (-SELU_SCALE * SELU_ALPHA, np.inf),
        log_slope=lambda z: np.log(SELU_SCALE) + np.where(z > 0, 0.0, np.log(SELU_ALPHA) + z),
    ),
    Activation(
        "relu6",
        "min(max(0, z), 6)",
        lambda z: np.clip(z, 0.0, 6.0),
        _unchanged,
        (0.0, 6.0),
        rises=(0.0, 6.0),
        log_slope=_constant_log_slope(1.0),
    ),
    Activation(
        "elu",
        "z for z > 0, eᶻ − 1 otherwise",
        _elu,
        lambda y: np.where(y > 0, y, np.log1p(y)),
        (-1.0, np.inf),
        log_slope=lambda z: np.minimum(z, 0.0),
    ),
    Activation(
        "leaky_relu",
        "z for z > 0, 0.2 z otherwise",
        _leaky_relu,
        lambda y: np.where(y > 0, y, y / LEAK),
        (-np.inf, np.inf),
        log_slope=lambda z: np.where(z > 0, 0.0, np.log(LEAK)),
    ),
    Activation("linear", "z", _unchanged, _unchanged, (-np.inf, np.inf), log_slope=_constant_log_slope(1.0)),
)

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({activation.name: activation for activation in _ALL})
