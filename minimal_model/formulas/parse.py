"""A text as a tree of what a formula may consist of; everything else is refused, with its column.

Python's own parser makes the tree, but it sees only texts made of numbers, listed names, arithmetic signs and balanced
parentheses. Nothing is ever evaluated or compiled by Python.
"""

import ast
import re

from minimal_model.checks import refuse
from minimal_model.formulas.words import CONSTANTS, FUNCTIONS, VARIABLE

MAX_LENGTH = 200
# Enough for the longest activations there are, and little enough that a curve of 100,000 samples takes seconds.
MAX_NODES = 64
MAX_DEPTH = 32
NAMES = ", ".join([VARIABLE, *CONSTANTS, *FUNCTIONS])

_TOKEN = re.compile(
    r"(?P<space>[ \t]+)|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)|(?P<sign>\*\*|/(?!/)|[-+*(),])"
)
# How the signs that a keyboard or a text has in their place are read.
_READ_AS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{MULTIPLICATION SIGN}": "*", "\N{MIDDLE DOT}": "*", "÷": "/"})
_INSTEAD = {"^": "powers are written **", "²": "write **2", "³": "write **3", "|": "write abs(z)", "√": "write sqrt(z)",
            "/": "whole quotients are written floor(a / b)"}  # fmt: skip
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


class FormulaError(ValueError):
    """What is wrong with a formula.

    Attributes
    ----------
    column : int
        The column of the text, from 1, where it is wrong.
    flaw : str
        What is wrong there.
    """

    def __init__(self, text: str, column: int, flaw: str) -> None:
        self.column = min(max(column, 1), len(text) + 1)
        self.flaw = flaw
        super().__init__(str(refuse("text", text, f"a formula in z: column {self.column}: {flaw}")))

    def __reduce__(self) -> tuple[type[ValueError], tuple[str]]:
        """Travel between processes as a plain error."""
        return ValueError, (str(self),)


def parsed(text: object) -> ast.expr:
    """Return the tree of a formula.

    Returns
    -------
    ast.expr
        It holds numbers, the variable, named constants, + - * / **, signs, and calls of `FUNCTIONS`, and its columns
        count from 1.

    Raises
    ------
    ValueError
        If the text is no formula; a `FormulaError`, which knows the column, wherever there is one.
    """
    if not isinstance(text, str):
        raise refuse("text", text, f"a text of at most {MAX_LENGTH} characters")
    if len(text) > MAX_LENGTH:
        raise FormulaError(text, MAX_LENGTH + 1, f"it goes on; at most {MAX_LENGTH} characters are read")
    read = text.translate(_READ_AS)
    _check_tokens(text, read)
    try:
        # In parentheses spaces at the beginning do no harm, and what Python counts from 0 counts from 1.
        tree = ast.parse(f"({read})", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        column = (getattr(error, "offset", None) or 1) - 1
        raise FormulaError(text, column, "here or just before it something is missing or too much") from None
    _check_tree(text, tree)
    return tree


def _check_tokens(text: str, read: str) -> None:
    """Let nothing through to Python's parser but numbers, known names, signs and balanced parentheses."""
    opened: list[int] = []
    place, before = 0, ""
    if not read.strip():
        raise FormulaError(text, 1, "it is empty; a formula is something like z * sigmoid(1.702 * z)")
    while place < len(read):
        token, column = _TOKEN.match(read, place), place + 1
        if token is None:
            known = _INSTEAD.get(read[place], f"a formula has numbers, + - * / ** ( ) , and the names {NAMES}")
            raise FormulaError(text, column, f"{text[place]!r} means nothing here: {known}")
        kind, word = str(token.lastgroup), token.group()
        if kind in ("number", "name") and before in ("number", "name"):
            raise FormulaError(text, column, f"a sign is missing before {word}, such as *")
        if kind == "name":
            _check_name(text, column, word)
        if word == "(":
            opened.append(column)
        elif word == ")" and not opened:
            raise FormulaError(text, column, "this parenthesis closes none")
        elif word == ")":
            opened.pop()
        if kind != "space":
            before = kind
        place = token.end()
    if opened:
        raise FormulaError(text, opened[-1], "this parenthesis is not closed")


def _check_name(text: str, column: int, word: str) -> None:
    if word == VARIABLE or word in CONSTANTS or word in FUNCTIONS:
        return
    small = word.lower()
    if small == VARIABLE or small in CONSTANTS or small in FUNCTIONS:
        raise FormulaError(text, column, f"names are written in small letters: {small}")
    if word == "x":
        raise FormulaError(text, column, "the variable is z, the net input w x + b")
    shown = word if len(word) <= 20 else f"{word[:20]}…"
    raise FormulaError(text, column, f"{shown} is not known; there are {NAMES}")


def _check_tree(text: str, tree: ast.expr) -> None:
    # The name of a function that is called is a node of its own, but stands for nothing more.
    if sum(isinstance(node, ast.expr) - isinstance(node, ast.Call) for node in ast.walk(tree)) > MAX_NODES:
        raise FormulaError(text, 1, f"it is too long: at most {MAX_NODES} numbers, names and signs are read")
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise FormulaError(text, node.col_offset, f"it is nested too deeply: at most {MAX_DEPTH} levels are read")
        waiting += [(part, depth + 1) for part in reversed(_parts(text, node))]


def _parts(text: str, node: ast.expr) -> list[ast.expr]:
    """Return what a node consists of, if it may stand in a formula."""
    match node:
        case ast.Constant(value=int() | float()):
            return []
        case ast.Name(id=name):
            if name in FUNCTIONS:
                raise FormulaError(text, node.col_offset, f"{name} is a function: write {name}(z)")
            return []
        case ast.UnaryOp(op=ast.UAdd() | ast.USub(), operand=operand):
            return [operand]
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _OPERATORS):
            return [left, right]
        case ast.Call(func=ast.Name(id=name), args=values, keywords=[]) if name in FUNCTIONS:
            _check_many(text, node, name, len(values))
            return values
        case ast.Call():
            raise FormulaError(
                text, node.col_offset, "only a function can be followed by a parenthesis; is a * missing?"
            )
        case ast.Tuple():
            raise FormulaError(text, node.col_offset, "a comma parts the values of max and min, and nothing else")
        case _:
            raise FormulaError(text, node.col_offset, "here or just before it something is missing or too much")


def _check_many(text: str, node: ast.expr, name: str, many: int) -> None:
    if FUNCTIONS[name].several:
        if many < 2:
            raise FormulaError(text, node.col_offset, f"{name} takes two values or more, such as {name}(z, 1)")
    elif many != 1:
        raise FormulaError(text, node.col_offset, f"{name} takes one value, and not {many}")
