"""The counts and curves of a state by NumPy alone, from the activations in double precision."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import oracle

from minimal_model import ACTIVATIONS, Parameters, sample_input

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


@lru_cache(maxsize=16)
def sample(size: int, seed: int, draw: int) -> Array:
    return np.sort(sample_input(size, seed, draw))


def weights(p: Parameters) -> Array:
    step = p.weight_max / 200
    return np.arange(step, p.weight_max, step)[:199]


def net_input(p: Parameters, w: float) -> Array:
    return w * sample(p.samples, p.seed, p.draw) + p.bias


def activations(p: Parameters, w: float) -> Array:
    return ACTIVATIONS[p.activation](net_input(p, w))


@lru_cache(maxsize=4)
def extreme_net_inputs(p: Parameters) -> Array:
    """The net inputs of the smallest and the largest sample at the smallest and the largest weight."""
    return np.concatenate([net_input(p, end)[[0, -1]] for end in weights(p)[[0, -1]]])


def counts(p: Parameters, w: float) -> Counts:
    """How many samples each bin of the weight w holds, from the first bin to the last."""
    z, y = net_input(p, w), activations(p, w)
    ends = extreme_net_inputs(p)
    extremes = ACTIVATIONS[p.activation](ends)
    match p.binning:
        case "per-weight":
            return oracle.equal_width_counts(y, p.bins)
        case "global":
            return np.histogram(y, np.linspace(*oracle.widened(extremes.min(), extremes.max()), p.bins + 1))[0]
        case "function-limits":
            return oracle.labels_counts(y, oracle.limit_edges(p.activation, extremes, p.bins)[1:-1])
        case "net-input":
            return oracle.net_input_counts(p.activation, z, np.linspace(ends.min(), ends.max(), p.bins + 1))
        case "equal-frequency":
            return oracle.labels_counts(y, np.quantile(y, np.arange(1, p.bins) / p.bins, method="higher"))
        case _:
            labels, first = (oracle.width_labels(p.activation, part, p.width) for part in (y, extremes))
            return np.bincount((labels - first.min()).astype(int), minlength=int(np.ptp(first)) + 1)


def entropy(held: Counts, estimator: str) -> float:
    """H(T) in bits of the counts, by an estimator."""
    correction = (np.count_nonzero(held) - 1) / (2 * held.sum() * np.log(2)) if estimator == "miller-madow" else 0.0
    return oracle.entropy(held[held > 0]) + correction


@lru_cache(maxsize=64)
def curve(p: Parameters) -> Array:
    return np.array([entropy(counts(p, w), p.estimator) for w in weights(p)])
