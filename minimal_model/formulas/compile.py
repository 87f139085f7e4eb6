"""The tree of a formula as a function of arrays, and as a line of NumPy for a script."""

import ast
import operator
from collections.abc import Callable
from copy import deepcopy
from functools import reduce
from typing import Any

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.formulas.words import CONSTANTS, FUNCTIONS, VARIABLE

# A part of a formula: a number where it has no variable, otherwise a function of the net inputs.
Number = np.float64
Part = Callable[[FloatArray], FloatArray]

# How long a power takes beside a multiplication, and how long a square.
POWER_COST, SQUARE_COST = 30, 2
# The exponents that NumPy takes without a logarithm, whatever the sign of the base.
QUICK = (-1.0, 0.0, 1.0, 2.0)


def _power(base: Any, exponent: Any) -> Any:
    """Return base ** exponent. Of a negative base NumPy takes a power forty times as long as of a positive one."""
    if isinstance(exponent, Number) and exponent.is_integer() and exponent not in QUICK:
        size = np.abs(base) ** exponent
        return np.copysign(size, base) if exponent % 2 else size
    return base**exponent


_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: _power,
}


def compiled(tree: ast.expr) -> Part:
    """Return the function of a tree that `parsed` let through: elementwise, from float64 to float64.

    Nothing warns: what is no number comes out as NaN, what no double holds as an infinity.
    """
    with np.errstate(all="ignore"):
        part = _part(tree)

    def function(z: FloatArray) -> FloatArray:
        if isinstance(part, Number):
            return np.full(z.shape, part)
        with np.errstate(all="ignore"):
            y = np.asarray(part(z))
        return y.copy() if y is z else y

    return function


def _part(node: ast.expr) -> Number | Part:
    match node:
        case ast.Constant(value=int() | float() as value):
            return np.float64(value)
        case ast.Name(id=name) if name == VARIABLE:
            return lambda z: z
        case ast.Name(id=name):
            return np.float64(CONSTANTS[name])
        case ast.UnaryOp(op=op, operand=operand):
            return _of(operator.neg if isinstance(op, ast.USub) else operator.pos, [operand])
        case ast.BinOp(left=left, op=sign, right=right):
            return _of(_ARITHMETIC[type(sign)], [left, right])
        case ast.Call(func=ast.Name(id=name), args=values):
            function = FUNCTIONS[name].function
            return _of((lambda *parts: reduce(function, parts)) if FUNCTIONS[name].several else function, values)
        case _:
            raise AssertionError(f"{ast.dump(node)} was let through")


def _of(function: Callable[..., Any], nodes: list[ast.expr]) -> Number | Part:
    """Return a function of parts; where none of them has the variable, its value."""
    parts = [_part(node) for node in nodes]
    if all(isinstance(part, Number) for part in parts):
        return np.float64(function(*parts))

    def of_parts(z: FloatArray) -> FloatArray:
        values: FloatArray = function(*(part if isinstance(part, Number) else part(z) for part in parts))
        return values

    return of_parts


def cost(tree: ast.expr) -> int:
    """Return about how long an evaluation takes for each net input, in multiplications."""
    if not varies(tree):
        return 0
    match tree:
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            square = isinstance(right, ast.Constant) and right.value == 2
            return cost(left) + cost(right) + (SQUARE_COST if square else POWER_COST)
        case ast.BinOp(left=left, right=right):
            return cost(left) + cost(right) + 1
        case ast.UnaryOp(operand=operand):
            return cost(operand) + 1
        case ast.Call(func=ast.Name(id=name), args=values):
            return sum(map(cost, values)) + FUNCTIONS[name].cost * max(1, len(values) - 1)
        case _:
            return 0


def varies(tree: ast.expr) -> bool:
    """Whether a formula has its variable anywhere."""
    return any(isinstance(node, ast.Name) and node.id == VARIABLE for node in ast.walk(tree))


def numpy_code(tree: ast.expr) -> str:
    """Return the formula as an expression of NumPy in z; it may need ``expit`` and ``erf`` of scipy.special."""
    code = ast.unparse(_Scripted().visit(deepcopy(tree)))
    return code if varies(tree) else f"np.full_like(z, {code})"


class _Scripted(ast.NodeTransformer):
    """Numbers as doubles, constants and functions by the names that they have in a script."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.Constant(float(node.value)) if isinstance(node.value, int | float) else node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return node if node.id == VARIABLE else _expression(f"np.{node.id}")

    def visit_Call(self, node: ast.Call) -> ast.expr:
        assert isinstance(node.func, ast.Name)
        code = FUNCTIONS[node.func.id].code
        values = [ast.unparse(self.visit(value)) for value in node.args]
        return _expression(reduce(code.format, values) if len(values) > 1 else code.format(*values))


def _expression(code: str) -> ast.expr:
    return ast.parse(code, mode="eval").body
