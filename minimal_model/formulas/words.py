"""The words of a formula: its variable, constants and functions, and what each is in NumPy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy import special

VARIABLE = "z"
CONSTANTS: Mapping[str, float] = MappingProxyType({"pi": float(np.pi), "e": float(np.e)})


@dataclass(frozen=True)
class Word:
    """A function that a formula may call.

    Attributes
    ----------
    function : callable
        The function of one array, or of two for what takes several values.
    code : str
        The same as a script writes it, with braces for the values.
    several : bool
        Whether it takes two or more values, from left to right.
    cost : int
        How long it takes beside a multiplication.
    """

    function: Callable[..., Any]
    code: str
    several: bool = False
    cost: int = 3


FUNCTIONS: Mapping[str, Word] = MappingProxyType(
    {
        "exp": Word(np.exp, "np.exp({})", cost=8),
        "log": Word(np.log, "np.log({})", cost=15),
        "sqrt": Word(np.sqrt, "np.sqrt({})", cost=8),
        "abs": Word(np.abs, "np.abs({})"),
        "sign": Word(np.sign, "np.sign({})"),
        "sin": Word(np.sin, "np.sin({})", cost=40),
        "cos": Word(np.cos, "np.cos({})", cost=40),
        "tan": Word(np.tan, "np.tan({})", cost=20),
        "arctan": Word(np.arctan, "np.arctan({})", cost=6),
        "tanh": Word(np.tanh, "np.tanh({})", cost=6),
        "sigmoid": Word(special.expit, "expit({})", cost=12),
        "erf": Word(special.erf, "erf({})", cost=40),
        "relu": Word(lambda z: np.maximum(z, 0.0), "np.maximum({}, 0)"),
        "softplus": Word(lambda z: np.logaddexp(0.0, z), "np.logaddexp(0, {})", cost=40),
        "floor": Word(np.floor, "np.floor({})"),
        "max": Word(np.maximum, "np.maximum({}, {})", several=True),
        "min": Word(np.minimum, "np.minimum({}, {})", several=True),
    }
)
