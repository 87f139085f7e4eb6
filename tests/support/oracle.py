"""The same quantities by other routes: the notebook's own algorithm, np.histogram, and labels of a fine grid."""

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import optimize, special, stats

Array = npt.NDArray[np.float64]

# The activations once more, written with the standard library and one number at a time.
FORMULAS: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)) if z > -700 else math.exp(z),
    "tanh": math.tanh,
    "relu": lambda z: max(z, 0.0),
    "softsign": lambda z: z / (1 + abs(z)),
    "softplus": lambda z: max(z, 0.0) + math.log1p(math.exp(-abs(z))),
    "hard_sigmoid": lambda z: 0.0 if z < -2.5 else 1.0 if z > 2.5 else 0.2 * z + 0.5,
    "selu": lambda z: 1.0507009873554805 * (z if z > 0 else 1.6732632423543772 * math.expm1(z)),
    "relu6": lambda z: min(max(z, 0.0), 6.0),
    "elu": lambda z: z if z > 0 else math.expm1(z),
    "leaky_relu": lambda z: z if z > 0 else 0.2 * z,
    "linear": lambda z: z,
    "gelu": lambda z: z * 0.5 * math.erfc(-z / math.sqrt(2)),
    "silu": lambda z: z / (1 + math.exp(-z)) if z > -700 else z * math.exp(z),
    "mish": lambda z: z * math.tanh(math.log1p(math.exp(z))) if z < 30 else z,
    "hard_swish": lambda z: 0.0 if z < -3 else z if z > 3 else z * (z + 3) / 6,
    "arctan": math.atan,
    "erf": math.erf,
    "sin": math.sin,
    "gaussian": lambda z: math.exp(-z * z),
    "abs": abs,
    "square": lambda z: z * z,
}

# Those of the notebook, all of which rise.
NOTEBOOK = tuple(FORMULAS)[:11]

# Where those of them fold that fold once; sin turns at every odd multiple of pi / 2.
TURNS = {
    "gelu": -0.7517915246935645, "silu": -1.2784645427610738, "mish": -1.1924312145154952, "hard_swish": -1.5,
    "gaussian": 0.0, "abs": 0.0, "square": 0.0,
}  # fmt: skip
FOLDING = (*TURNS, "sin")
# What bins spaced by the input are not for.
BY_INPUT = ("net-input", "equal-frequency")


def refused(name: str, binning: str) -> bool:
    """Whether an activation cannot be measured by a binning."""
    return name in FOLDING and binning in BY_INPUT


# What is known of them on paper: the limits, and the net inputs between which the flat ones rise.
LIMITS: dict[str, tuple[float, float]] = {
    "sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "relu": (0.0, math.inf),
    "softsign": (-1.0, 1.0),
    "softplus": (0.0, math.inf),
    "hard_sigmoid": (0.0, 1.0),
    "selu": (-1.0507009873554805 * 1.6732632423543772, math.inf),
    "relu6": (0.0, 6.0),
    "elu": (-1.0, math.inf),
    "leaky_relu": (-math.inf, math.inf),
    "linear": (-math.inf, math.inf),
    **{name: (FORMULAS[name](turn), math.inf) for name, turn in TURNS.items()},
    "arctan": (-math.pi / 2, math.pi / 2),
    "erf": (-1.0, 1.0),
    "sin": (-1.0, 1.0),
    "gaussian": (0.0, 1.0),
}
RISES: dict[str, tuple[float, float]] = {"relu": (0.0, math.inf), "hard_sigmoid": (-2.5, 2.5), "relu6": (0.0, 6.0)}

STRICT = ("sigmoid", "tanh", "softsign", "softplus", "selu", "elu", "leaky_relu", "linear")


def widened(low: float, high: float) -> tuple[float, float]:
    """np.histogram's way with a range of no width."""
    return (low - 0.5, high + 0.5) if low == high else (low, high)


def equal_width_counts(y: Array, bins: int) -> npt.NDArray[np.int64]:
    """np.histogram's counts, by explicit edges where the range is too narrow for it."""
    low, high = widened(y.min(), y.max())
    edges = np.linspace(low, high, bins + 1)
    if (edges[:-1] >= edges[1:]).any():
        return np.histogram(y, edges)[0]
    return np.histogram(y, bins)[0]


def entropy(counts: npt.ArrayLike) -> float:
    """What scipy.stats.entropy sums, without its checks, which take ten times as long on few counts."""
    held = np.asarray(counts)
    return float(special.entr(held / held.sum()).sum() / np.log(2))


def notebook_curve(x: Array, function: Callable[[Array], Array], weights: Array, bias: float, bins: int) -> Array:
    """The notebook's loop with bins for each weight."""
    activations = function(np.outer(weights, x) + bias)
    return np.array([entropy(np.histogram(row, bins=bins)[0]) for row in activations])


def notebook_global_curve(x: Array, function: Callable[[Array], Array], weights: Array, edges: int) -> Array:
    """The notebook's loop with one linspace of edges over all weights."""
    activations = function(np.outer(weights, x))
    bins = np.linspace(activations.min(), activations.max(), edges)
    return np.array([entropy(np.histogram(row, bins=bins)[0]) for row in activations])


@cache
def _grid() -> tuple[Array, Array]:
    """The middles of a fine grid over the input, and how likely each is beside the others."""
    step = 2e-5
    x = np.arange(-9, 9, step) + step / 2
    return x, np.exp(-0.5 * x**2)


def grid_entropy(function: Callable[[Array], Array], weight: float, bias: float, edges: Array) -> float:
    """Entropy under N(0, 1) by labelling a fine grid of inputs: no inverse, no distribution function."""
    x, likely = _grid()
    labels = np.clip(np.searchsorted(edges, function(weight * x + bias), side="right") - 1, 0, edges.size - 2)
    masses = np.bincount(labels, weights=likely, minlength=edges.size - 1)
    return float(stats.entropy(masses, base=2))


def labels_counts(values: Array, inner_edges: Array) -> npt.NDArray[np.int64]:
    """Label every value by the number of inner edges at or below it, and count the labels."""
    labels = np.searchsorted(inner_edges, values, side="right")
    return np.bincount(labels, minlength=inner_edges.size + 1)


def limit_edges(name: str, extremes: Array, bins: int) -> Array:
    """Equal widths between the limits; an unbounded side ends at the smallest or largest activation."""
    low, high = LIMITS[name]
    low = low if math.isfinite(low) else float(extremes.min())
    high = high if math.isfinite(high) else float(extremes.max())
    return np.linspace(*widened(low, high), bins + 1)


def width_labels(name: str, y: Array, width: float) -> Array:
    """floor(y / width), with a limit that f only tends to taken for the double below it."""
    if name in ("tanh", "sigmoid", "softsign", "erf"):
        y = np.minimum(y, np.nextafter(1.0, 0.0))
    return np.floor(y / width)


def net_input_counts(name: str, z: Array, edges: Array) -> npt.NDArray[np.int64]:
    """Label the net inputs; those on a flat piece are one net input, as far as the activation tells."""
    low, high = RISES.get(name, (-math.inf, math.inf))
    return labels_counts(np.clip(z, low, high), np.clip(edges[1:-1], low, high))


def root_entropy(name: str, weight: float, bias: float, edges: Array) -> float:
    """Entropy under N(0, 1) of cells whose ends are found by bisection on the formula, without any inverse."""
    formula = FORMULAS[name]
    ends = [-math.inf]
    for edge in edges[1:-1].tolist():

        def height(x: float, edge: float = edge) -> float:
            return formula(weight * x + bias) - edge

        if height(-40.0) >= 0:
            ends.append(-math.inf)
        elif height(40.0) < 0:
            ends.append(math.inf)
        else:
            ends.append(optimize.bisect(height, -40.0, 40.0, xtol=1e-13))
    return float(stats.entropy(np.diff(stats.norm.cdf([*ends, math.inf])), base=2))
