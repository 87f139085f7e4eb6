"""Own data in a state: a column is named by what its numbers are and their digest, and held here, as many as fit.

A state that holds the numbers themselves would keep every column alive that something was ever computed of.
"""

import re
from typing import Final

from minimal_model.inputs import Column
from minimal_model.kept import Kept

# What the numbers are: inputs X of a neuron, or activations that were recorded elsewhere, which have no neuron here.
INPUTS_X, RECORDED = "column", "recorded"
NAME = re.compile(f"({INPUTS_X}|{RECORDED}):([0-9a-f]{{64}})")
# A page draws at least so many samples, and a column is no longer than what all browsers keep.
FEWEST, MOST = 10, 100_000
# Figures are sent in single precision, which holds the squares of such net inputs.
LARGEST: Final = 1e15
# Numbers that differ by less have bins whose widths no double holds.
LEAST_SPREAD: Final = 1e-30
# A column holds its numbers twice, in their order and sorted, and some Python beside them.
OVERHEAD = 2048

columns: Kept[Column] = Kept(32 * 2**20)


class UnknownColumnError(LookupError):
    """A column that is not held, or no longer.

    Attributes
    ----------
    digest : str
        Which one.
    """

    def __init__(self, digest: str) -> None:
        super().__init__("The numbers of this column are not held here; they have to be sent along.")
        self.digest = digest


def hold(column: Column) -> None:
    """Keep a column, and drop those that were not used for longest."""
    columns.put(column.digest, column, 2 * column.values.nbytes + OVERHEAD)


def held(digest: str) -> Column:
    """Return the column of a digest.

    Raises
    ------
    UnknownColumnError
        If it is not held.
    """
    column = columns.get(digest)
    if column is None:
        raise UnknownColumnError(digest)
    return column


def is_own(name: object) -> bool:
    """Whether the name of an input is that of own data: "column:" or "recorded:", and the digest."""
    return isinstance(name, str) and NAME.fullmatch(name) is not None


def digest_of(name: str) -> str:
    """Return the digest in the name of own data."""
    return name.partition(":")[2]
