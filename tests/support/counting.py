"""The entropy of a state by the plain way: evaluate f at every sample, label the bins, count the labels."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import oracle
from scipy import stats

from minimal_model import Parameters

Array = npt.NDArray[np.float64]


@lru_cache(maxsize=8)
def sample(size: int, seed: int, draw: int) -> Array:
    """One block of the notebook's stream, which is seeded once and drawn from again and again."""
    stream = np.random.RandomState(seed)
    return [stats.norm().rvs(size, random_state=stream) for _ in range(draw + 1)][draw]


def sweep(p: Parameters) -> Array:
    return np.array([0.005 * k * p.weight_max for k in range(1, 200)])


def activations(name: str, z: Array) -> Array:
    return np.vectorize(oracle.FORMULAS[name], otypes=[float])(z)


def ends(p: Parameters, net_input: bool = False) -> tuple[float, float]:
    """The extremes over the whole sweep; a monotone function has them at its ends."""
    z = np.outer(sweep(p)[[0, -1]], sample(p.samples, p.seed, p.draw)) + p.bias
    values = z if net_input else activations(p.activation, z)
    return float(values.min()), float(values.max())


def counts(p: Parameters, w: float) -> npt.NDArray[np.int64]:
    """How many samples each bin of the weight w holds."""
    z = w * sample(p.samples, p.seed, p.draw) + p.bias
    y = activations(p.activation, z)
    match p.binning:
        case "per-weight":
            return np.histogram(y, p.bins)[0]
        case "global":
            return np.histogram(y, np.linspace(*ends(p), p.bins + 1))[0]
        case "function-limits":
            return oracle.labels_counts(y, oracle.limit_edges(p.activation, np.array(ends(p)), p.bins)[1:-1])
        case "net-input":
            return oracle.net_input_counts(p.activation, z, np.linspace(*ends(p, net_input=True), p.bins + 1))
        case "equal-frequency":
            return oracle.labels_counts(y, np.quantile(y, np.arange(1, p.bins) / p.bins, method="higher"))
        case _:
            return np.unique(oracle.width_labels(p.activation, y, p.width), return_counts=True)[1]


def entropy(p: Parameters, w: float) -> float:
    """H(T) in bits at the weight w, by the estimator of the state."""
    held = counts(p, w)
    correction = (np.count_nonzero(held) - 1) / (2 * p.samples * np.log(2)) if p.estimator == "miller-madow" else 0.0
    return oracle.entropy(held) + correction


def curve(p: Parameters) -> Array:
    return np.array([entropy(p, w) for w in sweep(p)])
