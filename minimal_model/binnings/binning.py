"""What a binning is: where its edges lie, what others need to know about it, and what it says of itself.

Each binning has a file of its own beside this one, and its place in the list in `minimal_model.binnings`. No other
module asks which binning it has to do with; what it needs to know, it asks the binning.
"""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray, Ranks
from minimal_model.binnings.edges import BinEdges, equal_width, equal_width_numbers
from minimal_model.binnings.snippet import Neuron
from minimal_model.sweep import Sweep

# Bins for each sample up to which counting them all costs less than sorting the samples.
SPARSE = 8


class Binning(ABC):
    """A way to lay bins over the activations.

    Attributes
    ----------
    name : str
        Its name in `BINNINGS`, in addresses and in files.
    label : str
        What menus and tables call it.
    bins, question, failure : str
        What its bins are, the question that it answers, and where it fails: a sentence each.
    one_for_all : bool
        Whether one set of edges serves all weights of a sweep; otherwise each weight has its own.
    sized_by_width : bool
        Whether the bins have a given width, so that their number follows from the range of the activations and their
        entropy has no ceiling; otherwise it is log2 of their given number.
    equally_full : bool
        Whether the edges are laid so that this very sample fills the bins equally. Where f strictly increases the
        entropy can then only fall because samples were rounded to the same number.
    invariant : bool
        Whether every strictly increasing f falls into the same bins: they are spaced by the input, not by f.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    bins: ClassVar[str]
    question: ClassVar[str]
    failure: ClassVar[str]
    one_for_all: ClassVar[bool] = True
    sized_by_width: ClassVar[bool] = False
    equally_full: ClassVar[bool] = False
    invariant: ClassVar[bool] = False

    @abstractmethod
    def edges(self, sweep: Sweep, bins: int, width: float) -> BinEdges:
        """Return the edges for a sweep.

        Parameters
        ----------
        sweep : Sweep
            The neuron, its samples and its weights.
        bins : int
            Number of bins; what is `sized_by_width` has no use for it.
        width : float
            Bin width; only what is `sized_by_width` has a use for it.
        """

    @abstractmethod
    def snippet(self, neuron: Neuron) -> list[str]:
        """Return the lines of plain NumPy that lay the edges and count."""

    @abstractmethod
    def meaning(self, activation: Activation, bins: int, width: float) -> str:
        """Return what its bins are, in some six plain words and with the numbers of a state.

        Parameters
        ----------
        activation : Activation
            The activation function.
        bins, width : int, float
            As for `edges`.
        """

    @abstractmethod
    def follows_extremes(self, activation: Activation) -> bool:
        """Whether the smallest and the largest sample set the range of the bins."""

    def refusal(self, activation: Activation) -> str:
        """Return why the activation cannot be measured by these bins, in a sentence; nothing where it can."""
        if activation.counted_plainly and not isinstance(self, CountsPlainly):
            return "these bins are not for a formula: its limits and its inverse are not known"
        return ""

    def moves_with_sample(self, activation: Activation) -> bool:
        """Whether another sample has other edges, however many they are."""
        return self.equally_full or self.follows_extremes(activation)

    def needs_sweep(self, activation: Activation) -> bool:
        """Whether the bins at one weight depend on the other weights of the sweep."""
        return self.one_for_all and self.follows_extremes(activation)

    def counts_net_input(self, _activation: Activation) -> bool:
        """Whether the samples can be counted by their net inputs, so that a plain script need not evaluate f."""
        return False

    def number_of_bins(self, _sweep: Sweep, bins: int, _width: float) -> int:
        """Return how many bins there are."""
        return bins

    def walk(self, sweep: Sweep, bins: int, width: float) -> Ranks:
        """Return how many samples lie below each cut between occupied bins, shape (weights, cuts).

        Every sample is looked up, which is cheaper than looking for every edge where there are many more of those.
        Where a weight has fewer cuts than others, the rest of its row are cuts above all samples.
        """
        numbers = self.numbers(sweep, bins, width)
        if sweep.activation.plain:
            return cuts(numbers)
        if bins <= SPARSE * sweep.x.size:
            return cumulative([np.bincount(row) for row in (numbers - numbers.min()).astype(np.int64)])
        # Few ascending and descending runs: a merge sort goes through them once.
        return cuts(np.sort(numbers, axis=1, kind="stable"))

    def numbers(self, sweep: Sweep, bins: int, width: float) -> FloatArray | Ranks:
        """Return the bin of every sample, from 0 or from wherever it is counted, shape (weights, samples)."""
        edges = self.edges(sweep, bins, width)
        compared = edges.compared(sweep.weights * sweep.x + sweep.bias)
        thresholds = np.broadcast_to(edges.thresholds[:, 1:-1], (compared.shape[0], bins - 1))
        return np.stack([np.searchsorted(*row, side="right") for row in zip(thresholds, compared, strict=True)])

    def scale(self, _sweep: Sweep, _z: FloatArray, _edges: FloatArray) -> tuple[FloatArray, FloatArray] | None:
        """Return the edges and some net inputs on the axis on which the bins are equally wide; None if there is none.

        Parameters
        ----------
        sweep : Sweep
            The neuron.
        z : numpy.ndarray, shape (any,)
            Net inputs.
        edges : numpy.ndarray, shape (bins + 1,)
            The edges on the activation axis.
        """
        return None


class ByInput(Binning):
    """A binning that is spaced by the input and carried over by f, which must not fold for that."""

    invariant = True

    def refusal(self, activation: Activation) -> str:
        """Say no where f folds."""
        if not activation.folds:
            return super().refusal(activation)
        return (
            f"{activation.name} folds: several net inputs become one activation, so bins spaced by the input cannot "
            "be carried over. In a flat tail they would tell apart values that differ by rounding alone"
        )


class OnActivation(Binning):
    """A binning whose bins are equally wide on the activation axis."""

    def scale(self, sweep: Sweep, z: FloatArray, edges: FloatArray) -> tuple[FloatArray, FloatArray] | None:
        """Return the edges as they are, and f(z)."""
        return edges, sweep.activation(z)


class CountsPlainly(OnActivation):
    """A binning whose bins follow from the activations alone: what nothing else is known of can be counted in them."""

    @abstractmethod
    def plain_edges(self, low: FloatArray, high: FloatArray, bins: int, width: float) -> FloatArray:
        """Return the edges between extreme activations, shape (rows, bins + 1).

        Parameters
        ----------
        low, high : numpy.ndarray, shape (rows, 1)
            The extreme activations that the bins have to cover.
        bins, width : int, float
            As for `edges`.
        """

    @abstractmethod
    def plain_numbers(self, y: FloatArray, low: FloatArray, high: FloatArray, bins: int, width: float) -> FloatArray:
        """Return the whole number of the bin of each activation, shape (rows, n)."""

    def plain_first(self, _low: float, _width: float) -> float:
        """Return the number of the first bin."""
        return 0.0


class BetweenExtremes(CountsPlainly):
    """A binning of equally wide bins between extreme activations."""

    def plain_edges(self, low: FloatArray, high: FloatArray, bins: int, _width: float) -> FloatArray:
        """Return np.histogram's edges."""
        return equal_width(low, high, bins)

    def plain_numbers(self, y: FloatArray, low: FloatArray, high: FloatArray, bins: int, _width: float) -> FloatArray:
        """Return np.histogram's bins, from 0."""
        return equal_width_numbers(y, low, high, bins)


def cuts(numbers: npt.NDArray[Any]) -> Ranks:
    """Return where the numbers of bins change, which ascend in each row; rows of fewer changes end above all."""
    changes = numbers[:, 1:] != numbers[:, :-1]
    many = np.count_nonzero(changes, axis=1)
    found: Ranks = np.full((many.size, many.max(initial=0)), numbers.shape[1])
    found[np.arange(found.shape[1]) < many[:, None]] = np.nonzero(changes)[1] + 1
    return found


def cumulative(counts: list[Ranks]) -> Ranks:
    """Return the same as `cuts` does, from the counts of each row."""
    sums = [np.cumsum(row[row > 0]) for row in counts]
    found: Ranks = np.full((len(sums), max(row.size for row in sums) - 1), sums[0][-1])
    for row, own in zip(found, sums, strict=True):
        row[: own.size - 1] = own[:-1]
    return found


def on_activation(sweep: Sweep, edges: FloatArray) -> BinEdges:
    """Return edges that f itself is held against."""
    return BinEdges(edges, edges, sweep.activation)
