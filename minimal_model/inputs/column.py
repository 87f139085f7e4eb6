"""A column of data as an input: the column is the population, and seeded parts of it are its samples."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray
from minimal_model.checks import bounded_vector, real_array, refuse


@dataclass(frozen=True, eq=False, repr=False)
class Column:
    """Own data as an input X that takes each number of a column with the same probability.

    Two columns of the same numbers in the same order are equal. A column has no density; what needs one refuses it.

    Attributes
    ----------
    values : numpy.ndarray, shape (n,)
        A read-only copy of the numbers, in the order that was given.
    ordered : numpy.ndarray, shape (n,)
        The same in ascending order.
    digest : str
        What tells columns apart: the SHA-256 of their doubles.
    name, notation : str
        What it is called among `INPUTS`, none of which it is, and in a sentence.

    Raises
    ------
    ValueError
        If `values` is no one-dimensional array of at least two finite numbers, of at most 1e150 in size.
    """

    values: FloatArray
    ordered: FloatArray = field(init=False)
    digest: str = field(init=False)

    name: ClassVar[str] = "column"
    notation: ClassVar[str] = "the column of data"

    def __init__(self, values: npt.ArrayLike) -> None:
        given = bounded_vector("values", values)
        if given.size < 2:
            raise refuse("values", values, "at least two numbers")
        copy, ordered = np.array(given), np.sort(given)
        copy.setflags(write=False)
        ordered.setflags(write=False)
        object.__setattr__(self, "values", copy)
        object.__setattr__(self, "ordered", ordered)
        object.__setattr__(self, "digest", sha256(copy.tobytes()).hexdigest())

    def __reduce__(self) -> tuple[type["Column"], tuple[FloatArray]]:
        """Travel between processes as the numbers alone; what arrives, or a copy, is as read-only as this."""
        return Column, (self.values,)

    def __len__(self) -> int:
        """Return how many numbers there are."""
        return self.values.size

    def __repr__(self) -> str:
        """Return what it is, without its numbers."""
        return f"a Column of {self.values.size:,} numbers"

    def __eq__(self, other: object) -> bool:
        """Whether another column holds the same numbers in the same order."""
        return isinstance(other, Column) and self.digest == other.digest

    def __hash__(self) -> int:
        """Return a hash by the numbers."""
        return hash(self.digest)

    def cdf(self, x: FloatArray) -> FloatArray:
        """Return the share of the numbers below x, elementwise."""
        return self.ordered.searchsorted(real_array("x", x)) / self.ordered.size

    def sf(self, x: FloatArray) -> FloatArray:
        """Return the share of the numbers above x, elementwise."""
        above = self.ordered.size - self.ordered.searchsorted(real_array("x", x), side="right")
        return above / self.ordered.size

    def masses(self, partition: FloatArray) -> FloatArray:
        """Return the share of the numbers from each edge up to the next: (..., bins) of (..., bins + 1) edges."""
        shares: FloatArray = np.diff(self.cdf(real_array("partition", partition)), axis=-1)
        return shares

    def sample(self, size: int, seed: int, draw: int) -> FloatArray:
        """Return a seeded part of the numbers, without replacement and draw after draw; see `sample_input`."""
        most = self.values.size
        if size > most:
            raise refuse("size", size, f"at most {most}, the numbers of the column")
        if (draw + 1) * size > most:
            raise refuse("draw", draw, f"at most {most // size - 1}: there are {most} numbers for draws of {size}")
        chosen = np.random.RandomState(seed).permutation(most)[draw * size : (draw + 1) * size]
        return self.values[chosen]
