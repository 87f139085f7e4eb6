"""A formula as an activation: counted sample by sample, since nothing is known of it but its values."""

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from minimal_model.activation import Activation
from minimal_model.arrays import FloatArray
from minimal_model.branches import Branch
from minimal_model.checks import finite_number, refuse
from minimal_model.formulas.compile import compiled, cost, numpy_code
from minimal_model.formulas.describe import Description, describe
from minimal_model.formulas.parse import parsed


@dataclass(frozen=True, eq=False)
class Formula(Activation):
    """An activation that a text describes; `formula` makes it.

    It may fold, jump and be flat wherever it likes, since every sample is evaluated and counted. Its `limits` are not
    known and stand for none; it has no inverse.

    Attributes
    ----------
    code : str
        The formula as an expression of NumPy in z.
    cost : int
        About how long it takes for each sample, in multiplications.
    """

    code: str = field(default="", repr=False)
    cost: int = field(default=0, repr=False)

    counted_plainly: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Promise nothing, so that there is nothing to check."""

    def inverse(self, y: npt.ArrayLike) -> FloatArray:
        """Refuse: a formula has no inverse that could be known."""
        raise refuse("y", y, f"asked of a named activation: the formula {self.name} has no known inverse")

    def describe(self, low: float = -10.0, high: float = 10.0) -> Description:
        """Return what the formula looks like between two net inputs: where it turns, jumps, is flat or has no value.

        ``describe().sentences()`` says it in words. What is narrower than a few thousandths of the interval can escape.
        """
        start, end = finite_number("low", low), finite_number("high", high)
        if not start < end:
            raise refuse("high", high, f"above low, which is {low:g}")
        return describe(self, start, end)


def formula(text: str) -> Formula:
    """Return the activation f(z) that a text describes, such as ``z * sigmoid(1.702 * z)``.

    A formula is made of the net input z, numbers, pi, e, + - * / **, parentheses, and the functions exp, log (the
    natural logarithm), sqrt, abs, sign, sin, cos, tan, arctan, tanh, sigmoid, erf, relu, softplus, floor, and max and
    min of two values or more. It is counted sample by sample: in bins of "global", "per-weight" and "fixed-width".

    Parameters
    ----------
    text : str
        The formula, of at most 200 characters.

    Returns
    -------
    Formula
        An `Activation`; the same one for the same text.

    Raises
    ------
    ValueError
        If the text is no formula; the message says in which column.
    """
    return _formula(text) if isinstance(text, str) else _made(text)


@lru_cache(maxsize=256)
def _formula(text: str) -> Formula:
    return _made(text)


def _made(text: str) -> Formula:
    tree: ast.expr = parsed(text)
    # Neither one branch nor its rounding is promised: it stands for all that is not known.
    branches = (Branch(-np.inf, np.inf, True, _no_inverse),)
    return Formula(
        text,
        text,
        compiled(tree),
        _no_inverse,
        (-np.inf, np.inf),
        branches=branches,
        code=numpy_code(tree),
        cost=cost(tree),
    )


def _no_inverse(y: FloatArray) -> FloatArray:
    return np.full(y.shape, np.nan)
