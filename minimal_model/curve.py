"""The mutual information between the input and the binned activation: one call for each thing one may ask.

T = bin(f(w X + b)) is a function of X, so H(T|X) = 0 and I(X;T) = H(T): all entropies here are mutual informations.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from minimal_model import checks, partition
from minimal_model.activations import Activation
from minimal_model.arrays import FloatArray
from minimal_model.entropy import ESTIMATORS, count_entropy, mass_entropy
from minimal_model.input_pieces import input_pieces
from minimal_model.inputs import AnyInput, Column
from minimal_model.measurement import Measurement
from minimal_model.plain import PlainMeasurement
from minimal_model.setup import WEIGHTS, Setup
from minimal_model.sweep import Sweep


@dataclass(frozen=True)
class BinnedActivations:
    """The activations of one weight and their bins.

    Attributes
    ----------
    activations : numpy.ndarray, shape (n,)
        y = f(w x + b), in the order of the samples that were given.
    edges : numpy.ndarray, shape (bins + 1,)
        Bin edges on the activation axis.
    counts : numpy.ndarray of int, shape (bins,)
        Number of samples in each bin.
    entropy : float
        H(T) = I(X;T) in bits.
    input_edges : numpy.ndarray, shape (k + 1,)
        The partition of the input line, ascending: the edges' preimages (f⁻¹(e) - b) / w. Piece j holds the samples
        with ``input_edges[j] <= x < input_edges[j + 1]``; the first and the last piece are open to infinity.
    input_bins : numpy.ndarray of int, shape (k,)
        The bin of each piece. Where f rises there are as many pieces as bins, in their order; where it folds a bin may
        have several pieces. Of a formula, and if there were very many or rounding puts a sample beside its place, the
        cuts lie halfway between neighbouring samples of different bins.
    """

    activations: FloatArray
    edges: FloatArray
    counts: npt.NDArray[np.int64]
    entropy: float
    input_edges: FloatArray
    input_bins: npt.NDArray[np.int64]


def mi_curve(
    x: npt.ArrayLike,
    activation: str | Activation,
    *,
    bias: float = 0.0,
    bins: int = 50,
    binning: str = "per-weight",
    width: float | None = None,
    weights: npt.ArrayLike = WEIGHTS,
    estimator: str = "plug-in",
) -> FloatArray:
    """Return I(X;T) = H(T) in bits for every weight, T = bin(f(w X + b)).

    The cost is (weights x bins) evaluations and look-ups, not (weights x samples). The counts behind it are those of
    ``np.histogram`` for the activations in float64, to the last sample.

    Parameters
    ----------
    x : array_like, shape (n,)
        Input samples, taken as float64. They need not be sorted; if they are, that is seen and saves most of the
        time.
    activation : str or Activation
        A name in `ACTIVATIONS`, a function of your own, with values between -1e150 and 1e150, or a `formula`.
    bias : float
        The bias b.
    bins : int
        Number of bins, 1 to 10,000,000; "fixed-width" does not use it.
    binning : str
        One of `BINNINGS`; see `minimal_model.binnings`. "net-input" and "equal-frequency" are not for activations that
        fold.
    width : float, optional
        Bin width of "fixed-width", 0.1 if not given; no other mode uses it.
    weights : array_like, shape (weights,)
        The weights w, at least 1e-150. "global", "function-limits", "fixed-width" and "net-input" share their bins
        among all of them.
    estimator : {"plug-in", "miller-madow"}
        How the entropy is estimated from the counts; see `minimal_model.entropy.count_entropy`.

    Returns
    -------
    numpy.ndarray, shape (weights,)
        Mutual information in bits.

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    setup = Setup.checked(
        activation, bias=bias, bins=bins, binning=binning, width=width, weights=weights, estimator=estimator
    )
    return sample_curve(checks.sorted_vector("x", x), setup)


def sample_curve(x: FloatArray, setup: Setup) -> FloatArray:
    """Return the curve of sorted samples."""
    if setup.activation.counted_plainly:
        return PlainMeasurement(setup, setup.over(x)).curve()
    measured = Measurement.of(setup, setup.over(x))
    return np.concatenate([measured.entropy(ranks) for ranks in measured.ranks()])


def population_curve(
    x: npt.ArrayLike,
    activation: str | Activation,
    *,
    bias: float = 0.0,
    bins: int = 50,
    binning: str = "per-weight",
    width: float | None = None,
    weights: npt.ArrayLike = WEIGHTS,
    estimator: str = "plug-in",
    input: str | AnyInput = "normal",
) -> FloatArray:
    """Return H(T) in bits for every weight, with the input's own masses in the bins that the sample sets.

    It is what `mi_curve` would estimate from ever more samples if the bins stayed where they are: the difference
    between the two is the sampling error. The end bins are open. Activations are rounded to doubles, as those of
    samples are: inputs that saturation brings to the same number share a bin, as "equal-frequency" shows.

    Parameters
    ----------
    x, activation, bias, bins, binning, width, weights, estimator
        As in `mi_curve`. The masses are exact, so there is no bias to correct: the estimator is checked and has no
        effect.
    input : str, Input or Column
        What X is drawn from: a name in `INPUTS`, a distribution of your own, or own data. The masses of a column are
        the shares of its numbers; with the whole column for a sample the curve is that of `mi_curve`.

    Returns
    -------
    numpy.ndarray, shape (weights,)
        Entropy in bits.

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    setup = Setup.checked(
        activation,
        bias=bias,
        bins=bins,
        binning=binning,
        width=width,
        weights=weights,
        estimator=estimator,
        input=input,
    )
    return exact_curve(checks.sorted_vector("x", x), setup)


def exact_curve(x: FloatArray, setup: Setup) -> FloatArray:
    """Return the population's curve in the bins that sorted samples set."""
    setup.needs_more_than_values()
    if isinstance(setup.input, Column) and np.array_equal(x, setup.input.ordered):
        # The sample is all there is: the same sums in the same order, for the same last digit.
        return sample_curve(x, replace(setup, estimator=ESTIMATORS[0]))
    measured = Measurement.of(setup, setup.over(x))
    return np.concatenate([mass_entropy(masses) for masses in measured.masses()])


def bin_activations(
    x: npt.ArrayLike,
    activation: str | Activation,
    weight: float,
    *,
    bias: float = 0.0,
    bins: int = 50,
    binning: str = "per-weight",
    width: float | None = None,
    weights: npt.ArrayLike = WEIGHTS,
    estimator: str = "plug-in",
) -> BinnedActivations:
    """Return the activations, bins, counts and entropy of a single weight.

    Parameters
    ----------
    weight : float
        The weight w, above zero. If it lies outside the range of `weights`, bins that cover all weights cover it too.
    x, activation, bias, bins, binning, width, weights, estimator
        As in `mi_curve`; `weights` is the sweep that "global" and its like take their range from.

    Returns
    -------
    BinnedActivations

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    setup = Setup.checked(
        activation, bias=bias, bins=bins, binning=binning, width=width, weights=weights, estimator=estimator
    )
    ordered = checks.sorted_vector("x", x)
    return binned_sample(ordered, setup, weight, np.asarray(x, dtype=np.float64))


def binned_sample(x: FloatArray, setup: Setup, weight: float, given: FloatArray | None = None) -> BinnedActivations:
    """Return the bins of sorted samples at one weight, and the activations in the order of those that were given."""
    sweep = setup.at(x, weight)
    activations = setup.values(weight * (x if given is None else given) + sweep.bias)
    if setup.activation.counted_plainly:
        return _plainly_binned(sweep, setup, activations)
    edges = Measurement.of(setup, sweep).edges(sweep)
    compared = edges.compared
    if compared.plain:
        positions = partition.preimages(sweep, edges)
        ranks = partition.ranks(sweep, edges, positions)
        counts = partition.rank_differences(ranks, x.size)[0]
        pieces = partition.input_partition(sweep, ranks, positions)[0], np.arange(counts.size)
    else:
        numbers = np.searchsorted(edges.thresholds[0, 1:-1], compared(weight * x + sweep.bias), side="right")
        counts = np.bincount(numbers, minlength=edges.edges.shape[1] - 1)
        pieces = input_pieces(sweep, edges, numbers)
    return BinnedActivations(
        activations=activations,
        edges=edges.edges[0],
        counts=counts,
        entropy=float(count_entropy(counts, setup.estimator)),
        input_edges=pieces[0],
        input_bins=pieces[1],
    )


def _plainly_binned(sweep: Sweep, setup: Setup, activations: FloatArray) -> BinnedActivations:
    bins = PlainMeasurement(setup, sweep).bins()
    input_edges, input_bins = bins.pieces(sweep.x)
    entropy = float(count_entropy(bins.counts, setup.estimator))
    return BinnedActivations(activations, bins.edges, bins.counts, entropy, input_edges, input_bins)


def binned_entropy(values: npt.ArrayLike, bins: int = 50) -> float:
    """Return the entropy in bits of ``np.histogram(np.asarray(values, dtype=np.float64), bins)``.

    All counts of this package are made in float64. For values of float64 or whole numbers these are the counts of
    ``np.histogram(values, bins)`` itself. Values of float16, float32 or longdouble it would bin by edges rounded to
    their own type, and some of them into a neighbouring bin.

    Parameters
    ----------
    values : array_like, shape (n,)
        Samples of anything: of the input X, for one; at most 1e150 in size.
    bins : int
        Number of bins of equal width between the smallest and the largest value.

    Returns
    -------
    float
        Entropy in bits.

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    values = checks.bounded_vector("values", values)
    return float(mi_curve(values, "linear", bins=bins, weights=[1.0])[0])
