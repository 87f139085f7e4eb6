"""The entropy of a state by the plain way: evaluate f at every sample, label the bins, count the labels."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import oracle
from scipy import signal, stats

from minimal_model import Parameters

Array = npt.NDArray[np.float64]


# The inputs once more, as SciPy has them: unit variance and zero mean.
SCALE = np.sqrt((np.e - 1) * np.e)
INPUTS = {
    "uniform": stats.uniform(-np.sqrt(3), 2 * np.sqrt(3)),
    "logistic": stats.logistic(scale=np.sqrt(3) / np.pi),
    "laplace": stats.laplace(scale=np.sqrt(0.5)),
    "student-t3": stats.t(3, scale=np.sqrt(1 / 3)),
    "exponential": stats.expon(loc=-1),
    "lognormal": stats.lognorm(1, loc=-np.sqrt(np.e) / SCALE, scale=1 / SCALE),
}


@lru_cache(maxsize=8)
def sample(size: int, seed: int, draw: int, given: str = "normal") -> Array:
    """One block of the notebook's stream, which is seeded once and drawn from again and again; of another input, the
    numbers of the same ranks."""
    stream = np.random.RandomState(seed)
    x: Array = [stats.norm().rvs(size, random_state=stream) for _ in range(draw + 1)][draw]
    if given == "normal":
        return x
    # The tail of the upper half keeps its digits.
    return np.where(x < 0, INPUTS[given].ppf(stats.norm.cdf(x)), INPUTS[given].isf(stats.norm.sf(x)))


def own_sample(p: Parameters) -> Array:
    return sample(p.samples, p.seed, p.draw, p.input)


def sweep(p: Parameters) -> Array:
    return np.array([0.005 * k * p.weight_max for k in range(1, 200)])


def activations(name: str, z: Array) -> Array:
    return np.vectorize(oracle.FORMULAS[name], otypes=[float])(z)


@lru_cache(maxsize=8)
def ends(p: Parameters, net_input: bool = False) -> tuple[float, float]:
    """The extremes over the whole sweep; a monotone function has them at its ends."""
    weights = sweep(p) if p.activation in oracle.FOLDING else sweep(p)[[0, -1]]
    z = np.outer(weights, own_sample(p)) + p.bias
    values = z if net_input else activations(p.activation, z)
    return float(values.min()), float(values.max())


def counts(p: Parameters, w: float) -> npt.NDArray[np.int64]:
    """How many samples each bin of the weight w holds."""
    z = w * own_sample(p) + p.bias
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


def behind_noise(p: Parameters, w: float) -> float:
    """I(X; Y + N) in bits at the weight w: the activations of many places of a normal input, blurred on a fine grid."""
    assert p.input == "normal"
    x = np.linspace(-7, 7, 20_001)
    masses = stats.norm.pdf(x) / stats.norm.pdf(x).sum()
    y, step = activations(p.activation, w * x + p.bias), p.noise / 100
    spread = np.bincount(np.rint((y - y.min()) / step).astype(int), masses)
    bell = stats.norm.pdf(np.arange(-800, 801) * step, scale=p.noise)
    density = signal.fftconvolve(spread, bell)
    density = density[density > 1e-14]
    return float(-(density @ np.log2(density)) * step - stats.norm(scale=p.noise).entropy() / np.log(2))


def entropy(p: Parameters, w: float) -> float:
    """H(T) in bits at the weight w, by the estimator of the state; or what noise leaves in the place of bins."""
    if p.noise:
        return behind_noise(p, w)
    held = counts(p, w)
    correction = (np.count_nonzero(held) - 1) / (2 * p.samples * np.log(2)) if p.estimator == "miller-madow" else 0.0
    return oracle.entropy(held) + correction


def curve(p: Parameters) -> Array:
    return np.array([entropy(p, w) for w in sweep(p)])
