"""The activation functions: the notebook's eleven, and those that came later, each with its inverse and its limits.

The eleven are monotone, which is what makes the rest of the package possible: a bin edge on the activation axis has
exactly one preimage on the axis of the net input. A function that folds is monotone on each of its branches, and an
edge has at most one preimage on each.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy import special

from minimal_model.activation import EXACT, Activation
from minimal_model.arrays import FloatArray
from minimal_model.branches import Branch, Elementwise, Pullback

__all__ = ["ACTIVATIONS", "NOTEBOOK_ACTIVATIONS", "Activation"]

# Klambauer et al. 2017, "Self-Normalizing Neural Networks", appendix A.
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805
LEAK = 0.2


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


def _plain(*fields: Any, **named: Any) -> Activation:
    """An activation of which tests know that its computed values never fall."""
    return Activation(*fields, **named, rounding=EXACT)  # type: ignore[misc]


_NOTEBOOK = (
    _plain("sigmoid", "1 / (1 + e⁻ᶻ)", special.expit, special.logit, (0.0, 1.0), log_slope=_logistic_log_slope),
    _plain(
        "tanh",
        "tanh(z)",
        np.tanh,
        np.arctanh,
        (-1.0, 1.0),
        log_slope=lambda z: np.log(4.0) + _logistic_log_slope(2.0 * z),
    ),
    _plain(
        "relu",
        "max(0, z)",
        lambda z: np.maximum(z, 0.0),
        _unchanged,
        (0.0, np.inf),
        rises=(0.0, np.inf),
        log_slope=_constant_log_slope(1.0),
    ),
    _plain(
        "softsign",
        "z / (1 + |z|)",
        _softsign,
        lambda y: y / (1.0 - np.abs(y)),
        (-1.0, 1.0),
        log_slope=lambda z: -2.0 * np.log1p(np.abs(z)),
    ),
    _plain(
        "softplus",
        "ln(1 + eᶻ)",
        _softplus,
        # ln(e^y - 1) without the overflow of e^y
        lambda y: y + np.log(-np.expm1(-y)),
        (0.0, np.inf),
        log_slope=special.log_expit,
    ),
    _plain(
        "hard_sigmoid",
        "0.2 z + 0.5, clipped to 0 … 1",
        lambda z: np.clip(0.2 * z + 0.5, 0.0, 1.0),
        lambda y: (y - 0.5) / 0.2,
        (0.0, 1.0),
        rises=(-2.5, 2.5),
        log_slope=_constant_log_slope(0.2),
    ),
    _plain(
        "selu",
        "1.0507 z for z > 0, 1.7581 (eᶻ − 1) otherwise",
        lambda z: np.where(z > 0, SELU_SCALE * z, SELU_SCALE * SELU_ALPHA * np.expm1(np.minimum(z, 0.0))),
        lambda y: np.where(y > 0, y / SELU_SCALE, np.log1p(y / (SELU_SCALE * SELU_ALPHA))),
        (-SELU_SCALE * SELU_ALPHA, np.inf),
        log_slope=lambda z: np.log(SELU_SCALE) + np.where(z > 0, 0.0, np.log(SELU_ALPHA) + z),
    ),
    _plain(
        "relu6",
        "min(max(0, z), 6)",
        lambda z: np.clip(z, 0.0, 6.0),
        _unchanged,
        (0.0, 6.0),
        rises=(0.0, 6.0),
        log_slope=_constant_log_slope(1.0),
    ),
    _plain(
        "elu",
        "z for z > 0, eᶻ − 1 otherwise",
        _elu,
        lambda y: np.where(y > 0, y, np.log1p(y)),
        (-1.0, np.inf),
        log_slope=lambda z: np.minimum(z, 0.0),
    ),
    _plain(
        "leaky_relu",
        "z for z > 0, 0.2 z otherwise",
        _leaky_relu,
        lambda y: np.where(y > 0, y, y / LEAK),
        (-np.inf, np.inf),
        log_slope=lambda z: np.where(z > 0, 0.0, np.log(LEAK)),
    ),
    _plain("linear", "z", _unchanged, _unchanged, (-np.inf, np.inf), log_slope=_constant_log_slope(1.0)),
)


# Where gelu, silu, mish and hard_swish have their minimum.
GELU_TURN = -0.7517915246935645
SILU_TURN = -1.2784645427610737
MISH_TURN = -1.1924312145154952


def _gelu(z: FloatArray) -> FloatArray:
    # 1 + erf would lose its tail.
    # From 9 on Φ is 1 to the last digit, and below -38 it has underflowed: nothing to compute for steep neurons.
    value: FloatArray = np.where(z > 0.0, z, -0.0)
    between = (z > -38.0) & (z < 9.0)
    inside = z[between]
    value[between] = inside * special.ndtr(inside)
    return value


def _gelu_log_slope(z: FloatArray) -> FloatArray:
    # f' = Φ + z φ = φ (Φ/φ + z), whose first factor underflows: Mills' ratio Φ/φ on the left, where both are small.
    left, right = np.minimum(z, 0.0), np.maximum(z, 0.0)
    mills = np.sqrt(np.pi / 2) * special.erfcx(-left / np.sqrt(2))
    density = -0.5 * z * z - 0.5 * np.log(2 * np.pi)
    rising = np.log(special.ndtr(right) + right * np.exp(density))
    slope: FloatArray = np.where(z < 0, density + np.log(np.abs(mills + z)), rising)
    return slope


def _silu(z: FloatArray) -> FloatArray:
    product: FloatArray = z * special.expit(z)
    return product


def _silu_log_slope(z: FloatArray) -> FloatArray:
    slope: FloatArray = special.log_expit(z) + np.log(np.abs(1.0 + z * special.expit(-z)))
    return slope


def _mish(z: FloatArray) -> FloatArray:
    # tanh(ln(1 + e^z)) is a quotient of polynomials in e^z, which is 1 to the last digit from 20 on.
    growth = np.exp(np.minimum(z, 20.0))
    part = growth * (growth + 2.0)
    return z * (part / (part + 2.0))


def _mish_log_slope(z: FloatArray) -> FloatArray:
    # Misra 2019, eq. 2: f' = e^z ω / δ²; to the right both are divided by powers of e^z, which would overflow.
    grow, decay = np.exp(np.minimum(z, 0.0)), np.exp(-np.maximum(z, 0.0))
    left = z + np.log(np.abs(4 * (z + 1) + grow * (4 * z + 6) + 4 * grow**2 + grow**3))
    left = left - 2 * np.log(2 + 2 * grow + grow**2)
    right = np.log(np.abs(1 + 4 * decay + (4 * z + 6) * decay**2 + 4 * (z + 1) * decay**3))
    right = right - 2 * np.log(1 + 2 * decay + 2 * decay**2)
    slope: FloatArray = np.where(z < 0, left, right)
    return slope


def _hard_swish(z: FloatArray) -> FloatArray:
    return z * (np.clip(z + 3.0, 0.0, 6.0) / 6.0)


def _hard_swish_right(y: FloatArray) -> FloatArray:
    return np.where(y > 3.0, y, (-3.0 + np.sqrt(np.maximum(9.0 + 24.0 * y, 0.0))) / 2.0)


def _tailed(function: Elementwise, log_slope: Elementwise, turn: float, ends: tuple[float, float]) -> dict[str, Any]:
    """What gelu, silu and mish share: they fall from zero to a minimum, and rise from there to the identity."""
    return {
        "function": function,
        "inside_inverse": None,
        "limits": (float(function(np.array([turn]))[0]), np.inf),
        "log_slope": log_slope,
        "branches": (
            Branch(-np.inf, turn, False, Pullback(function, log_slope, turn, ends[0])),
            Branch(turn, np.inf, True, Pullback(function, log_slope, turn, ends[1])),
        ),
        # In the tail the rounding of an exponent counts; at the end of the tail the smallest doubles have few digits.
        "rounding": (1e-12, 1e-303),
        "settles": (ends[0], np.inf),
    }


def _symmetric(inverse: Elementwise, rises_right: bool) -> tuple[Branch, Branch]:
    """The branches of a function of |z|."""
    return (
        Branch(-np.inf, 0.0, not rises_right, lambda y: -inverse(y)),
        Branch(0.0, np.inf, rises_right, inverse),
    )


_SQUARE = Activation(
    "square",
    "z²",
    np.square,
    None,
    (0.0, np.inf),
    log_slope=lambda z: np.log(2.0 * np.abs(z)),
    branches=_symmetric(np.sqrt, True),
    rounding=EXACT,
)

_LATER = (
    Activation("gelu", "z Φ(z)", **_tailed(_gelu, _gelu_log_slope, GELU_TURN, (-37.7, 40.0))),
    Activation("silu", "z / (1 + e⁻ᶻ)", **_tailed(_silu, _silu_log_slope, SILU_TURN, (-710.0, 40.0))),
    Activation("mish", "z tanh(ln(1 + eᶻ))", **_tailed(_mish, _mish_log_slope, MISH_TURN, (-745.2, 40.0))),
    Activation(
        "hard_swish",
        "z (z + 3) / 6 between −3 and 3, 0 below, z above",
        _hard_swish,
        None,
        (-0.375, np.inf),
        rises=(-3.0, np.inf),
        log_slope=lambda z: np.where(z > 3.0, 0.0, np.log(np.abs(2.0 * np.minimum(z, 3.0) + 3.0)) - np.log(6.0)),
        branches=(
            Branch(-np.inf, -1.5, False, lambda y: (-3.0 - np.sqrt(np.maximum(9.0 + 24.0 * y, 0.0))) / 2.0),
            Branch(-1.5, np.inf, True, _hard_swish_right),
        ),
        rounding=(1e-14, 0.0),
        settles=(-3.0, np.inf),
        kinks=(3.0,),
    ),
    Activation(
        "arctan",
        "arctan(z)",
        np.arctan,
        np.tan,
        (-np.pi / 2, np.pi / 2),
        # Beyond a million the square overflows before its logarithm does not fit.
        log_slope=lambda z: -2.0 * np.log(np.hypot(1.0, z)),
        rounding=EXACT,
    ),
    Activation(
        "erf",
        "erf(z)",
        special.erf,
        special.erfinv,
        (-1.0, 1.0),
        log_slope=lambda z: np.log(2.0 / np.sqrt(np.pi)) - z * z,
        rounding=(2e-15, 0.0),
        settles=(-6.0, 6.0),
    ),
    Activation(
        "sin",
        "sin(z)",
        np.sin,
        None,
        (-1.0, 1.0),
        log_slope=lambda z: np.log(np.abs(np.cos(z))),
        branches=(
            Branch(-np.pi / 2, np.pi / 2, True, np.arcsin),
            Branch(np.pi / 2, 3 * np.pi / 2, False, lambda y: np.pi - np.arcsin(y)),
        ),
        period=2 * np.pi,
        rounding=(2e-15, 2e-15),
    ),
    Activation(
        "gaussian",
        "e^(−z²)",
        lambda z: np.exp(-z * z),
        None,
        (0.0, 1.0),
        log_slope=lambda z: np.log(2.0 * np.abs(z)) - z * z,
        branches=_symmetric(lambda y: np.sqrt(np.maximum(-np.log(y), 0.0)), False),
        rounding=(2e-15, 1e-320),
        settles=(-27.4, 27.4),
        folds_like=_SQUARE,
    ),
    Activation(
        "abs",
        "|z|",
        np.abs,
        None,
        (0.0, np.inf),
        log_slope=_constant_log_slope(1.0),
        branches=_symmetric(_unchanged, True),
        rounding=EXACT,
    ),
    _SQUARE,
)

NOTEBOOK_ACTIVATIONS = tuple(activation.name for activation in _NOTEBOOK)
ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {activation.name: activation for activation in _NOTEBOOK + _LATER}
)
