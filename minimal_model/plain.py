"""Functions of which nothing is known but their values: every sample is evaluated and counted.

The counts are those of ``np.histogram`` for the activations in float64, to the last sample: bins are proposed by the
division that it makes, and each is held against its edges.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from minimal_model.arrays import FloatArray, Ranks
from minimal_model.binnings.binning import CountsPlainly
from minimal_model.checks import refuse
from minimal_model.entropy import count_entropy
from minimal_model.formulas import MAX_VALUE
from minimal_model.setup import Setup
from minimal_model.sweep import Sweep

# Samples evaluated at once: arrays of this size stay in a processor's cache.
CHUNK = 2**16
# Counts of so many bins for each sample are mostly zeros: samples are sorted instead.
BINS_PER_SAMPLE = 4


@dataclass(frozen=True)
class PlainBins:
    """The bins of one weight.

    Attributes
    ----------
    edges : numpy.ndarray, shape (bins + 1,)
        On the activation axis.
    labels : numpy.ndarray of int, shape (n,)
        The bin of each sample, in ascending order of the samples.
    """

    edges: FloatArray
    labels: Ranks

    @property
    def counts(self) -> Ranks:
        """How many samples each bin holds."""
        counts: Ranks = np.bincount(self.labels, minlength=self.edges.size - 1)
        return counts

    def pieces(self, x: FloatArray) -> tuple[FloatArray, Ranks]:
        """Return the cuts of the input line, halfway between neighbours of different bins, and the bin of each piece.

        Parameters
        ----------
        x : numpy.ndarray, shape (n,)
            The samples in ascending order.

        Returns
        -------
        input_edges : numpy.ndarray, shape (k + 1,)
            The first and the last are the extreme samples; the end pieces are open to infinity.
        input_bins : numpy.ndarray of int, shape (k,)
        """
        changes = np.flatnonzero((self.labels[1:] != self.labels[:-1]) & (x[1:] > x[:-1]))
        left, right = x[changes], x[changes + 1]
        middle = left + (right - left) / 2
        # The middle of neighbouring doubles may be rounded to the left one, which lies left of the cut.
        cuts = np.where(middle > left, middle, right)
        return np.concatenate([x[:1], cuts, x[-1:]]), self.labels[np.append(changes, x.size - 1)]


@dataclass(frozen=True)
class PlainMeasurement:
    """What a setup measures of a sweep by evaluating every sample; its function is `counted_plainly`.

    Attributes
    ----------
    setup : Setup
        The binning and the estimator.
    sweep : Sweep
        The neuron, its sorted samples and the weights of interest.
    """

    setup: Setup
    sweep: Sweep

    @property
    def _binning(self) -> CountsPlainly:
        assert isinstance(self.setup.binning, CountsPlainly)  # no other lets such a function into a setup
        return self.setup.binning

    def curve(self) -> FloatArray:
        """Return H(T) in bits for every weight of interest."""
        return np.concatenate([self._entropies(*labels) for labels in self.labels()])

    def joint_entropies(self, input_labels: Ranks, input_bins: int) -> tuple[FloatArray, FloatArray]:
        """Return H(T) and H(bin X, T) in bits for every weight of interest, the input's bins by sample."""
        entropies, joint = [], []
        for labels, bins in self.labels():
            entropies.append(self._entropies(labels, bins))
            joint.append(self._entropies(labels * input_bins + input_labels, bins * input_bins))
        return np.concatenate(entropies), np.concatenate(joint)

    def labels(self) -> Iterator[tuple[Ranks, int]]:
        """Yield the bins of all samples for groups of weights, shape (rows, n), and how many bins there are.

        Where there are many more bins than samples, only the occupied ones of each weight are numbered.
        """
        rows = max(1, CHUNK // self.sweep.x.size)
        for start in range(0, self.sweep.weights.size, rows):
            y = self._values(self.sweep.weights[start : start + rows])
            numbers = self._numbers(y, *self._range(y))
            first, last = float(numbers.min()), float(numbers.max())
            if last - first < BINS_PER_SAMPLE * self.sweep.x.size:
                yield (numbers - first).astype(np.int64), int(last - first) + 1
            else:
                yield occupied_alone(numbers)

    def bins(self) -> PlainBins:
        """Return the bins of the only weight of interest."""
        y = self._values(self.sweep.weights)
        low, high = self._range(y)
        edges = self._binning.plain_edges(low, high, self.setup.bins, self.setup.width)
        first = self._binning.plain_first(float(low[0, 0]), self.setup.width)
        return PlainBins(edges[0], (self._numbers(y, low, high)[0] - first).astype(np.int64))

    def _numbers(self, y: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
        return self._binning.plain_numbers(y, low, high, self.setup.bins, self.setup.width)

    def _entropies(self, labels: Ranks, bins: int) -> FloatArray:
        """Return the entropies of the rows in bits, as the setup estimates them."""
        if bins > BINS_PER_SAMPLE * self.sweep.x.size:
            labels, bins = occupied_alone(labels)
        starts = bins * np.arange(labels.shape[0])[:, None]
        counts = np.bincount((labels + starts).ravel(), minlength=bins * labels.shape[0])
        return count_entropy(counts.reshape(-1, bins), self.setup.estimator)

    def _range(self, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the smallest and the largest activation that the bins have to cover, shape (rows, 1) or (1, 1)."""
        if self.setup.binning.one_for_all:
            return self._overall
        return y.min(axis=1, keepdims=True), y.max(axis=1, keepdims=True)

    @cached_property
    def _overall(self) -> tuple[FloatArray, FloatArray]:
        """The smallest and the largest activation over all weights."""
        rows = max(1, CHUNK // self.sweep.x.size)
        low, high = np.inf, -np.inf
        for start in range(0, self.sweep.range_weights.size, rows):
            y = self._values(self.sweep.range_weights[start : start + rows, None])
            low, high = min(low, float(y.min())), max(high, float(y.max()))
        return np.array([[low]]), np.array([[high]])

    def _values(self, weights: FloatArray) -> FloatArray:
        """Return the activations of all samples, shape (rows, n), if all are numbers that can be computed with."""
        z = weights * self.sweep.x + self.sweep.bias
        y = self.sweep.activation(z)
        # NaN is neither above nor below anything.
        if not (float(y.min()) >= -MAX_VALUE and float(y.max()) <= MAX_VALUE):
            row, sample = np.argwhere(~(np.abs(y) <= MAX_VALUE))[0]
            found = "not a number" if np.isnan(y[row, sample]) else "more than a double can be computed with"
            allowed = f"a number at all net inputs w x + b of the samples, and at z = {z[row, sample]:g} it is {found}"
            raise refuse("activation", self.sweep.activation.name, allowed)
        return y


def occupied_alone(numbers: FloatArray | Ranks) -> tuple[Ranks, int]:
    """Return the numbers of bins in each row counted anew over the occupied ones, and how many there are at most."""
    labels = np.array([np.unique(row, return_inverse=True)[1] for row in numbers])
    return labels, int(labels.max()) + 1
