"""Where the activation's entropy comes from: shared with the binned input, or found within its bins.

bin(f(w X + b)) is no function of bin(X), so the data processing inequality does not compare the two. What holds is

    H(T) = I(bin X; T) + H(T | bin X).

Both binnings cut the same line, the input's. Their joint cells are the pieces between neighbouring cuts of either, and
a joint count is once more a difference of ranks.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from minimal_model import checks, partition
from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.checks import MAX_BINS, refuse
from minimal_model.entropy import count_entropy
from minimal_model.partition import Ranks
from minimal_model.setup import CHUNK, WEIGHTS, Question, ask

_ONE = np.ones(1)


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


def _input_question(
    x: FloatArray, bins: int, binning: str, width: float | None, estimator: str, input_bins: int | None
) -> Question:
    """Return the question that bins X itself: by the same number of bins, or by the same width."""
    fixed = binning == "fixed-width" and input_bins is None
    bins = bins if input_bins is None else checks.whole_number("input_bins", input_bins, 1, MAX_BINS)
    return ask(x, "linear", _ONE, _ONE, 0.0, bins, "fixed-width" if fixed else "per-weight", width, estimator)


def binned_input(
    x: FloatArray,
    bins: int,
    binning: str,
    width: float | None = None,
    estimator: str = "plug-in",
    input_bins: int | None = None,
) -> BinnedInput:
    """Return the input binned as `decompose_entropy` does; `x` is sorted."""
    question = _input_question(x, bins, binning, width, estimator, input_bins)
    (ranks,) = question.ranks()
    entropy = float(_entropy(ranks, x.size, estimator)[0])
    return BinnedInput(entropy, question.bins, question.edges(question.sweep).edges[0, 1:-1])


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
    x, weights = checks.sorted_vector("x", x), checks.positive_vector("weights", weights)
    question = ask(x, activation, weights, weights, bias, bins, binning, width, estimator)
    (input_ranks,) = _input_question(x, bins, binning, width, estimator, input_bins).ranks()
    input_cuts = np.unique(input_ranks)  # at most n + 1 differ; the others bound empty bins
    entropies, joint_entropies = [], []
    for ranks in question.ranks():
        entropies.append(_entropy(ranks, x.size, estimator))
        rows = max(1, CHUNK // (ranks.shape[1] + input_cuts.size + 1))
        for start in range(0, ranks.shape[0], rows):
            part = ranks[start : start + rows]
            cuts = np.concatenate([part, np.broadcast_to(input_cuts, (part.shape[0], input_cuts.size))], axis=1)
            cuts.sort(axis=1, kind="stable")  # two ascending runs: merged in one pass
            joint_entropies.append(_entropy(cuts, x.size, estimator))
    entropy, joint_entropy = np.concatenate(entropies), np.concatenate(joint_entropies)
    input_entropy = float(_entropy(input_ranks, x.size, estimator)[0])
    conditional = joint_entropy - input_entropy
    return EntropyDecomposition(entropy, input_entropy, entropy - conditional, conditional)


def _entropy(ranks: Ranks, samples: int, estimator: str) -> FloatArray:
    return count_entropy(partition.rank_differences(ranks, samples), estimator)


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
    x = checks.sorted_vector("x", x)
    weight = checks.positive_number("weight", weight)
    range_weights = np.append(checks.positive_vector("weights", weights), weight)
    question = ask(x, activation, np.array([weight]), range_weights, bias, bins, binning, width, "plug-in")
    of_x = _input_question(x, bins, binning, width, "plug-in", input_bins)
    if question.bins * of_x.bins > MAX_BINS:
        raise _too_many_cells(question, of_x.bins, input_bins)
    (start, end), (input_start, input_end) = (_bounds(part) for part in (question, of_x))
    overlap = np.minimum(end, input_end[:, None]) - np.maximum(start, input_start[:, None])
    return JointTable(
        counts=np.maximum(overlap, 0),
        input_edges=of_x.edges(of_x.sweep).edges[0],
        edges=question.edges(question.sweep).edges[0],
    )


def _too_many_cells(question: Question, bins_of_x: int, input_bins: int | None) -> ValueError:
    """Return the error that names the argument behind the longer side of the table."""
    allowed = f"such that the table has at most {MAX_BINS} cells (it would have {bins_of_x} x {question.bins})"
    if input_bins is not None and input_bins >= question.bins:
        return refuse("input_bins", input_bins, allowed)
    if question.binning == "fixed-width":
        return refuse("width", question.width, allowed)
    return refuse("bins", question.bins, allowed)


def _bounds(question: Question) -> tuple[Ranks, Ranks]:
    """Return the rank at which each bin of a single weight starts, and the one at which it ends."""
    edges = question.edges(question.sweep)
    inner = partition.ranks(question.sweep, edges, partition.preimages(question.sweep, edges))[0]
    ends = np.append(inner, question.sweep.x.size)
    return np.concatenate(([0], inner)), ends
