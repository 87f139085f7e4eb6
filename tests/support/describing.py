"""Activations of one's own: how a test describes one, and a table of such as must be taken."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special

from minimal_model import Activation

INF = math.inf
TANH: dict[str, Any] = {
    "name": "own", "formula": "", "function": np.tanh, "inside_inverse": np.arctanh, "limits": (-1.0, 1.0)
}  # fmt: skip
RELU6: dict[str, Any] = {
    "function": lambda z: np.clip(z, 0.0, 6.0), "inside_inverse": lambda y: y + 0.0, "limits": (0.0, 6.0),
    "rises": (0.0, 6.0),
}  # fmt: skip
LINE: dict[str, Any] = {"function": lambda z: z + 0.0, "inside_inverse": lambda y: y + 0.0, "limits": (-INF, INF)}


def own(**fields: Any) -> Activation:
    return Activation(**(TANH | fields))


def logistic(steepness: float, centre: float) -> Activation:
    return own(
        function=lambda z: special.expit(steepness * (z - centre)),
        inside_inverse=lambda y: special.logit(y) / steepness + centre,
        limits=(0.0, 1.0),
        log_slope=lambda z: (
            np.log(steepness)
            + special.log_expit(steepness * (z - centre))
            + special.log_expit(-steepness * (z - centre))
        ),
    )


def bisected(function: Callable[[Any], Any], y: Any) -> Any:
    low, high = y - 1.0, y + 1.0
    for _ in range(60):
        middle = (low + high) / 2
        reached = function(middle) >= y
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return high


def rippled(z: Any) -> Any:
    return z + 0.99 * np.sin(128 * np.pi * z) / (128 * np.pi)


def masked_relu(z: Any) -> Any:
    out = np.zeros_like(z)
    out[z > 0] = z[z > 0]
    return out


_NODES = np.linspace(-8.0, 8.0, 4097)

# Each is built when its test runs, so that one false alarm is one failure.
RIGHT: dict[str, Callable[[], Activation]] = {
    "shifted tanh": lambda: own(
        function=lambda z: np.tanh(z - 3) + 1, inside_inverse=lambda y: np.arctanh(y - 1) + 3, limits=(0, 2)
    ),
    "tanh far away": lambda: own(function=lambda z: np.tanh(z - 300), inside_inverse=lambda y: np.arctanh(y) + 300),
    "steep logistic": lambda: own(
        function=lambda z: 1 / (1 + np.exp(-50 * z)), inside_inverse=lambda y: np.log(y / (1 - y)) / 50,
        limits=(0.0, 1.0),
    ),
    "logistic, 1e4 steep": lambda: logistic(1e4, 0.3),
    "logistic, 1e6 steep, beside every node": lambda: logistic(1e6, 3.0),
    "logistic, 1e9 steep": lambda: logistic(1e9, 77.7),
    "logistic, nearly flat": lambda: logistic(1e-6, 0.0),
    "logistic as it is written naively": lambda: own(
        function=lambda z: np.exp(z) / (1 + np.exp(z)), inside_inverse=special.logit, limits=(0.0, 1.0)
    ),
    "cube root": lambda: own(
        function=np.cbrt, inside_inverse=lambda y: y**3, limits=(-INF, INF),
        log_slope=lambda z: -np.log(3) - 2 / 3 * np.log(np.abs(z)),
    ),
    "cube": lambda: own(
        function=lambda z: z**3, inside_inverse=np.cbrt, limits=(-INF, INF), log_slope=lambda z: np.log(3 * z**2)
    ),
    "a power that underflows around zero": lambda: own(
        function=lambda z: z**101, inside_inverse=lambda y: np.sign(y) * np.abs(y) ** (1 / 101), limits=(-INF, INF)
    ),
    "a function all of whose derivatives vanish at zero": lambda: own(
        function=lambda z: np.sign(z) * np.exp(-1 / np.maximum(z * z, 1e-300)),
        inside_inverse=lambda y: np.sign(y) / np.sqrt(-np.log(np.abs(y))),
    ),
    "erf": lambda: own(
        function=special.erf, inside_inverse=special.erfinv, log_slope=lambda z: np.log(2 / np.sqrt(np.pi)) - z * z
    ),
    "1 + erf, whose tail is rounding": lambda: own(
        function=lambda z: 1 + special.erf(z), inside_inverse=lambda y: special.erfinv(y - 1), limits=(0.0, 2.0)
    ),
    "normal distribution function": lambda: own(
        function=special.ndtr, inside_inverse=special.ndtri, limits=(0.0, 1.0),
        log_slope=lambda z: -0.5 * z**2 - 0.5 * np.log(2 * np.pi),
    ),
    "arctan": lambda: own(
        function=np.arctan, inside_inverse=np.tan, limits=(-np.pi / 2, np.pi / 2), log_slope=lambda z: -np.log1p(z * z)
    ),
    "exp": lambda: own(function=np.exp, inside_inverse=np.log, limits=(0.0, INF), log_slope=lambda z: z),
    "exp, cut off before it overflows": lambda: own(
        function=lambda z: np.exp(np.minimum(z, 700)), inside_inverse=np.log, limits=(0.0, INF)
    ),
    "-exp(-z)": lambda: own(
        function=lambda z: -np.exp(-z), inside_inverse=lambda y: -np.log(-y), limits=(-INF, 0.0)
    ),
    "softplus as it is written naively": lambda: own(
        function=lambda z: np.log(1 + np.exp(z)), inside_inverse=lambda y: np.log(np.exp(y) - 1), limits=(0.0, INF)
    ),
    "squareplus, which cancels on the left": lambda: own(
        function=lambda z: (z + np.sqrt(z * z + 4)) / 2, inside_inverse=lambda y: y - 1 / y, limits=(0.0, INF)
    ),
    "softsign, not monotone in its last digits": lambda: own(
        function=lambda z: z / (1 + np.abs(z)), inside_inverse=lambda y: y / (1 - np.abs(y))
    ),
    "sinh with an inverse that cancels": lambda: own(
        function=np.sinh, inside_inverse=lambda y: np.log(y + np.sqrt(y * y + 1)), limits=(-INF, INF)
    ),
    "a logarithm to both sides": lambda: own(
        function=lambda z: np.sign(z) * np.log1p(np.abs(z)),
        inside_inverse=lambda y: np.sign(y) * np.expm1(np.abs(y)), limits=(-INF, INF),
    ),
    "a limit approached as slowly as 1 / ln z": lambda: own(
        function=lambda z: np.sign(z) * (1 - 1 / np.log(np.e + np.abs(z))),
        inside_inverse=lambda y: np.sign(y) * (np.exp(1 / (1 - np.abs(y))) - np.e),
    ),
    "very flat": lambda: own(
        function=lambda z: 1e-12 * np.tanh(z), inside_inverse=lambda y: np.arctanh(1e12 * y), limits=(-1e-12, 1e-12)
    ),
    "very flat, high up": lambda: own(
        function=lambda z: 5 + 1e-9 * np.tanh(z), inside_inverse=lambda y: np.arctanh((y - 5) * 1e9),
        limits=(5 - 1e-9, 5 + 1e-9),
    ),
    "so flat that rounding makes steps of it": lambda: own(
        function=lambda z: 1e6 + 1e-8 * np.tanh(z),
        inside_inverse=lambda y: np.arctanh(np.clip((y - 1e6) * 1e8, -1, 1)), limits=(1e6 - 1e-8, 1e6 + 1e-8),
    ),
    "very steep and very high": lambda: own(
        function=lambda z: 1e9 * z + 1e12, inside_inverse=lambda y: (y - 1e12) / 1e9, limits=(-INF, INF)
    ),
    "relu from 50 on": lambda: own(
        function=lambda z: np.maximum(z - 50, 0), inside_inverse=lambda y: y + 50, limits=(0.0, INF), rises=(50.0, INF),
        log_slope=np.zeros_like,
    ),
    "relu squared": lambda: own(
        function=lambda z: np.maximum(z, 0) ** 2, inside_inverse=np.sqrt, limits=(0.0, INF), rises=(0.0, INF)
    ),
    "relu by a mask of its own": lambda: own(
        function=masked_relu, inside_inverse=lambda y: y, limits=(0.0, INF), rises=(0.0, INF)
    ),
    "hardtanh in whole numbers and lists": lambda: own(
        function=lambda z: np.clip(z, -1, 1), inside_inverse=lambda y: y, limits=[-1, 1], rises=[-1, 1]
    ),
    "a narrow ramp": lambda: own(
        function=lambda z: np.clip((z - 2) * 1e5, 0, 1), inside_inverse=lambda y: y * 1e-5 + 2, limits=(0.0, 1.0),
        rises=(2.0, 2 + 1e-5),
    ),
    "a sine, flat at its ends": lambda: own(
        function=lambda z: np.sin(np.clip(z, -np.pi / 2, np.pi / 2)), inside_inverse=np.arcsin,
        rises=(-np.pi / 2, np.pi / 2),
    ),
    "an interpolated table": lambda: own(
        function=lambda z: np.interp(z, [-2.0, 0.0, 3.0], [0.0, 0.5, 2.0]),
        inside_inverse=lambda y: np.interp(y, [0.0, 0.5, 2.0], [-2.0, 0.0, 3.0]), limits=(0.0, 2.0), rises=(-2.0, 3.0),
    ),
    "an inverse from a table": lambda: own(inside_inverse=lambda y: np.interp(y, np.tanh(_NODES), _NODES)),
    "a jump and nothing else": lambda: own(
        function=lambda z: np.where(z >= 0, 1.0, 0.0), inside_inverse=np.zeros_like, limits=(0.0, 1.0), rises=(0.0, 0.0)
    ),
    "the sign": lambda: own(function=np.sign, inside_inverse=np.zeros_like, rises=(0.0, 0.0)),
    "a line with a jump": lambda: own(
        function=lambda z: z + np.sign(z), inside_inverse=lambda y: np.sign(y) * np.maximum(np.abs(y) - 1, 0),
        limits=(-INF, INF),
    ),
    "a wavy line": lambda: own(
        function=lambda z: z + 0.5 * np.sin(z), inside_inverse=lambda y: bisected(lambda z: z + 0.5 * np.sin(z), y),
        limits=(-INF, INF), log_slope=lambda z: np.log1p(0.5 * np.cos(z)),
    ),
    "a line with ripples of the checks' own period": lambda: own(
        function=rippled, inside_inverse=lambda y: bisected(rippled, y), limits=(-INF, INF),
        log_slope=lambda z: np.log1p(0.99 * np.cos(128 * np.pi * z)),
    ),
    "single precision inside": lambda: own(function=lambda z: np.tanh(z.astype(np.float32)).astype(np.float64)),
    "the standard library, number by number": lambda: own(function=np.vectorize(math.tanh, otypes=[float])),
    "one that raises where it overflows": lambda: own(
        function=np.vectorize(lambda z: 1 / (1 + math.exp(-z)), otypes=[float]), inside_inverse=special.logit,
        limits=(0.0, 1.0),
    ),
    "a slope told as one number": lambda: own(
        function=lambda z: 2 * z, inside_inverse=lambda y: y / 2, limits=(-INF, INF), log_slope=lambda _: math.log(2)
    ),
}  # fmt: skip
