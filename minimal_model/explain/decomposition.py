"""Where the activation's entropy comes from: shared with the binned input, or found within its bins.

bin(f(w X + b)) is no function of bin(X), so the data processing inequality does not compare the two. What holds is

    H(T) = I(bin X; T) + H(T | bin X).

Both binnings cut the same line, the input's. Where f rises, their joint cells are the pieces between neighbouring cuts
of either, and a joint count is once more a difference of ranks. Where it folds, T is counted within each bin of X.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from minimal_model import binnings, checks, partition
from minimal_model.activations import ACTIVATIONS, Activation
from minimal_model.arrays import FloatArray, Ranks
from minimal_model.binnings import BY_NAME
from minimal_model.binnings.per_weight import PerWeight
from minimal_model.checks import MAX_BINS, refuse
from minimal_model.entropy import count_entropy
from minimal_model.measurement import Measurement
from minimal_model.plain import PlainMeasurement
from minimal_model.setup import WEIGHTS, Setup
from minimal_model.sweep import CHUNK


@dataclass(frozen=True)
class EntropyDecomposition:
    """H(T) = I(bin X; T) + H(T | bin X) for every weight, in bits.

    Attributes
    ----------
    entropy : numpy.ndarray, shape (weights,)
        H(T), as `mi_curve` returns it.
    input_entropy : float
        H(bin X).
    shared : numpy.ndarray, shape (weights,)
        I(bin X; T) = H(T) + H(bin X) - H(bin X, T): what bin X tells about T.
    conditional : numpy.ndarray, shape (weights,)
        H(T | bin X) = H(bin X, T) - H(bin X): what T tells apart within the bins of X; nothing but for rounding where
        T follows from bin X.
    """

    entropy: FloatArray
    input_entropy: float
    shared: FloatArray
    conditional: FloatArray


@dataclass(frozen=True)
class JointTable:
    """How many samples fall into each pair of a bin of X and a bin of Y.

    Attributes
    ----------
    counts : numpy.ndarray of int, shape (input_bins, bins)
        Joint counts.
    input_edges : numpy.ndarray, shape (input_bins + 1,)
        Edges of bin X.
    edges : numpy.ndarray, shape (bins + 1,)
        Edges of T on the activation axis.
    """

    counts: npt.NDArray[np.int64]
    input_edges: FloatArray
    edges: FloatArray


@dataclass(frozen=True)
class BinnedInput:
    """H(bin X) in bits, the number of bins, and the cuts between them."""

    entropy: float
    bins: int
    cuts: FloatArray


def input_measurement(x: FloatArray, setup: Setup, input_bins: int | None = None) -> Measurement:
    """Return what bins X itself: as many bins as the setup has, or bins of its width; or so many as are asked for."""
    of_input = replace(
        setup, activation=ACTIVATIONS["linear"], bias=0.0, weights=np.ones(1), binning=binnings.of_input(setup.binning)
    )
    if input_bins is not None:
        number = checks.whole_number("input_bins", input_bins, 1, MAX_BINS)
        of_input = replace(of_input, binning=BY_NAME[PerWeight.name], bins=number)
    return Measurement.of(of_input, of_input.over(x))


def binned_input(x: FloatArray, setup: Setup, input_bins: int | None = None) -> BinnedInput:
    """Return the input binned as `decompose_entropy` does; `x` is sorted."""
    measured = input_measurement(x, setup, input_bins)
    (ranks,) = measured.ranks()
    edges = measured.edges(measured.sweep).edges
    return BinnedInput(float(measured.entropy(ranks)[0]), measured.bins, edges[0, 1:-1])


def decompose_entropy(
    x: npt.ArrayLike,
    activation: str | Activation,
    *,
    bias: float = 0.0,
    bins: int = 50,
    binning: str = "per-weight",
    width: float | None = None,
    weights: npt.ArrayLike = WEIGHTS,
    estimator: str = "plug-in",
    input_bins: int | None = None,
) -> EntropyDecomposition:
    """Split H(T) into what T shares with the binned input and what it tells apart within the input's bins.

    The chain rule H(bin X, T) = H(bin X) + H(T | bin X) (Cover & Thomas 2006, theorem 2.2.1), with the joint entropy
    taken over the common refinement of the two partitions of the input line.

    Parameters
    ----------
    x, activation, bias, bins, binning, width, weights
        As in `mi_curve`.
    estimator : {"plug-in", "miller-madow"}
        Used for each of the three entropies H(T), H(bin X) and H(bin X, T). Under "miller-madow" the parts are
        estimates that may lie slightly below zero.
    input_bins : int, optional
        Number of bins of X, of equal width between its smallest and largest sample. If not given, as many as `bins`;
        under "fixed-width", bins of the same width.

    Returns
    -------
    EntropyDecomposition

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    setup = Setup.checked(
        activation, bias=bias, bins=bins, binning=binning, width=width, weights=weights, estimator=estimator
    )
    return decompose(checks.sorted_vector("x", x), setup, input_bins)


def decompose(x: FloatArray, setup: Setup, input_bins: int | None = None) -> EntropyDecomposition:
    """Return the parts of the entropy of sorted samples."""
    of_input = input_measurement(x, setup, input_bins)
    (input_ranks,) = of_input.ranks()
    input_entropy = float(of_input.entropy(input_ranks)[0])
    entropy, joint_entropy = _entropies(x, setup, input_ranks)
    conditional = joint_entropy - input_entropy
    return EntropyDecomposition(entropy, input_entropy, entropy - conditional, conditional)


def _entropies(x: FloatArray, setup: Setup, input_ranks: Ranks) -> tuple[FloatArray, FloatArray]:
    """Return H(T) and H(bin X, T) for every weight."""
    if setup.activation.counted_plainly:
        return PlainMeasurement(setup, setup.over(x)).joint_entropies(*_input_labels(x, input_ranks))
    measured = Measurement.of(setup, setup.over(x))
    input_cuts = np.unique(input_ranks)  # at most n + 1 differ; the others bound empty bins
    entropies: list[FloatArray] = []
    joint_entropies: list[FloatArray] = []
    if not measured.sweep.activation.plain:
        for own, joint in measured.within(input_cuts):
            entropies.append(count_entropy(own, setup.estimator))
            joint_entropies.append(count_entropy(joint, setup.estimator))
    for ranks in measured.ranks() if measured.sweep.activation.plain else ():
        entropies.append(measured.entropy(ranks))
        rows = max(1, CHUNK // (ranks.shape[1] + input_cuts.size + 1))
        for start in range(0, ranks.shape[0], rows):
            part = ranks[start : start + rows]
            cuts = np.concatenate([part, np.broadcast_to(input_cuts, (part.shape[0], input_cuts.size))], axis=1)
            cuts.sort(axis=1, kind="stable")  # two ascending runs: merged in one pass
            joint_entropies.append(measured.entropy(cuts))
    return np.concatenate(entropies), np.concatenate(joint_entropies)


def _input_labels(x: FloatArray, input_ranks: Ranks) -> tuple[Ranks, int]:
    """Return the number of the occupied bin of X for each sorted sample, and how many bins there are."""
    cuts = np.unique(input_ranks)
    return cuts.searchsorted(np.arange(x.size), side="right"), cuts.size + 1


def joint_table(
    x: npt.ArrayLike,
    activation: str | Activation,
    weight: float,
    *,
    bias: float = 0.0,
    bins: int = 50,
    binning: str = "per-weight",
    width: float | None = None,
    weights: npt.ArrayLike = WEIGHTS,
    input_bins: int | None = None,
) -> JointTable:
    """Count the samples in each pair of a bin of X and a bin of Y at one weight.

    Parameters
    ----------
    weight : float
        The weight w, above zero.
    x, activation, bias, bins, binning, width, weights
        As in `bin_activations`.
    input_bins : int, optional
        As in `decompose_entropy`.

    Returns
    -------
    JointTable

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed, or if the table would have more than 10,000,000 cells.
    """
    setup = Setup.checked(activation, bias=bias, bins=bins, binning=binning, width=width, weights=weights)
    return joint_counts(checks.sorted_vector("x", x), setup, weight, input_bins)


def joint_counts(x: FloatArray, setup: Setup, weight: float, input_bins: int | None = None) -> JointTable:
    """Return the joint table of sorted samples at one weight."""
    of_input = input_measurement(x, setup, input_bins)
    if setup.activation.counted_plainly:
        return _plain_counts(x, setup, weight, of_input, input_bins)
    measured = Measurement.of(setup, setup.at(x, weight))
    if measured.bins * of_input.bins > MAX_BINS:
        raise _too_many_cells(setup, measured.bins, of_input.bins, input_bins)
    return JointTable(
        counts=_joint(measured, of_input),
        input_edges=of_input.edges(of_input.sweep).edges[0],
        edges=measured.edges(measured.sweep).edges[0],
    )


def _joint(measured: Measurement, of_input: Measurement) -> npt.NDArray[np.int64]:
    input_start, input_end = _bounds(of_input)
    if not measured.sweep.activation.plain:
        sweep, edges = measured.sweep, measured.edges(measured.sweep)
        values = edges.compared(sweep.weights[0] * sweep.x + sweep.bias)
        numbers = np.searchsorted(edges.thresholds[0, 1:-1], values, side="right")
        cells = np.repeat(np.arange(of_input.bins), input_end - input_start) * measured.bins + numbers
        counts: npt.NDArray[np.int64] = np.bincount(cells, minlength=of_input.bins * measured.bins)
        return counts.reshape(of_input.bins, measured.bins)
    start, end = _bounds(measured)
    overlap: npt.NDArray[np.int64] = np.minimum(end, input_end[:, None]) - np.maximum(start, input_start[:, None])
    return np.maximum(overlap, 0)


def _plain_counts(
    x: FloatArray, setup: Setup, weight: float, of_input: Measurement, input_bins: int | None
) -> JointTable:
    """Return the joint table of a formula: each sample counts in its two bins."""
    plain = PlainMeasurement(setup, setup.at(x, weight)).bins()
    bins = plain.edges.size - 1
    if bins * of_input.bins > MAX_BINS:
        raise _too_many_cells(setup, bins, of_input.bins, input_bins)
    start, _ = _bounds(of_input)
    rows = start.searchsorted(np.arange(x.size), side="right") - 1
    counts = np.bincount(rows * bins + plain.labels, minlength=of_input.bins * bins)
    return JointTable(counts.reshape(of_input.bins, bins), of_input.edges(of_input.sweep).edges[0], plain.edges)


def _too_many_cells(setup: Setup, bins: int, bins_of_x: int, input_bins: int | None) -> ValueError:
    """Return the error that names the argument behind the longer side of the table."""
    allowed = f"such that the table has at most {MAX_BINS} cells (it would have {bins_of_x} x {bins})"
    if input_bins is not None and input_bins >= bins:
        return refuse("input_bins", input_bins, allowed)
    if setup.binning.sized_by_width:
        return refuse("width", setup.width, allowed)
    return refuse("bins", bins, allowed)


def _bounds(measured: Measurement) -> tuple[Ranks, Ranks]:
    """Return the rank at which each bin of a single weight starts, and the one at which it ends."""
    edges = measured.edges(measured.sweep)
    inner = partition.ranks(measured.sweep, edges)[0]
    ends = np.append(inner, measured.sweep.x.size)
    return np.concatenate(([0], inner)), ends
