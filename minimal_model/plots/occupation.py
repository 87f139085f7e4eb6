"""Which bins hold samples, and what each of them adds to the entropy."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import FloatArray, Ranks


@dataclass(frozen=True, eq=False)
class Occupation:
    """The samples in the bins of one weight.

    Attributes
    ----------
    bins : int
        Number of all bins.
    occupied : numpy.ndarray of int, shape (occupied,)
        Numbers of the bins that hold samples, from 0, ascending.
    counts : numpy.ndarray of int, shape (occupied,)
        The samples in each of them.
    shares : numpy.ndarray, shape (occupied,)
        The same as shares p of all samples.
    bits : numpy.ndarray, shape (occupied,)
        What each adds to the plug-in entropy, -p log2 p in bits.
    """

    bins: int
    occupied: Ranks
    counts: Ranks
    shares: FloatArray
    bits: FloatArray

    @classmethod
    def of(cls, counts: npt.NDArray[np.int64]) -> "Occupation":
        """Return the occupation that the counts of all bins describe; at least one sample is counted."""
        occupied = counts.nonzero()[0]
        held = counts[occupied]
        shares = held / held.sum()
        return cls(counts.size, occupied, held, shares, np.abs(shares * np.log2(shares)))

    @cached_property
    def told(self) -> npt.NDArray[np.float32]:
        """Percent of the samples and bits of each occupied bin, as tooltips say it, shape (occupied, 2)."""
        table = np.empty((self.occupied.size, 2), dtype=np.float32)
        table[:, 0], table[:, 1] = 100 * self.shares, self.bits
        return table

    @cached_property
    def entropy(self) -> float:
        """The plug-in entropy in bits: the sum of what the bins add, without any correction."""
        return float(self.bits.sum())
