"""A state whose ruler is noise as scripts: by one call of this package, and as a direct sum over the input in NumPy."""

import numpy as np

from minimal_model.inputs import NORMAL, with_density
from minimal_model.state.names import caption
from minimal_model.state.parameters import Parameters

# Standard scores out to which the input is summed: beyond lies less than counts in four decimals. Of inputs with heavy
# tails, which are further away than this at the end, the values beyond would be too many.
REACH, REACH_OF_HEAVY, HEAVY = 7, 5, 40.0
# Neighbouring places have activations that differ by at most so many s, as far out as the input is met.
STEP, MET = 0.25, 4.5
FEWEST, MOST = 20_001, 2_000_001


def noisy_call(p: Parameters, weight: list[str]) -> list[list[str]]:
    """Return the blocks of a script that asks this package; `weight` are the lines that set w."""
    imports = ["import numpy as np", ""] if any("np." in line for line in weight) else []
    arguments = [f'"{p.activation}"', f"noise={p.noise!r}"]
    arguments += [f"bias={p.bias!r}"] if p.bias else []
    arguments += ["weights=[w]"]
    arguments += [f'input="{p.input}"'] if p.distribution is not NORMAL else []
    return [
        [f"# {caption(p)}", *imports, "from minimal_model import noisy_curve"],
        weight,
        ["# What is left of X behind noise N on the activation: I(X; Y + N).",
         f"(bits,) = noisy_curve({', '.join(arguments)})", *said()],
    ]  # fmt: skip


def title(p: Parameters) -> list[str]:
    """Return the state in a comment."""
    return [f"# {caption(p)}"]


def noisy_settings(p: Parameters, weight: list[str]) -> list[str]:
    """Return the lines that set the numbers; `weight` are those that set w."""
    bias = [f"b = {p.bias!r}  # bias"] if p.bias else []
    return [f"s = {p.noise!r}  # standard deviation of the noise", f"n = {places(p):_}  # places of the input",
            *weight, *bias]  # fmt: skip


def noisy_input(p: Parameters, quantile: list[str]) -> list[str]:
    """Return the lines that lay out the input; `quantile` are those that lead to it from normal scores."""
    reach = _reach(p)
    ranks = ["# They are normal scores at first, and then what has their ranks."] if quantile else []
    return [
        "# Places of the input X; mass is the probability that each stands for.",
        *ranks,
        f"x = np.linspace(-{reach}, {reach}, n)",
        "mass = np.exp(-(x**2) / 2)",
        "mass /= mass.sum()",
        *quantile,
    ]


def density_and_entropy() -> list[list[str]]:
    """Return the lines behind the activation y: the density of Y + N, and the information."""
    return [
        [
            "# The density q of Y + N at the values t: a sum over all places within 7 s.",
            "order = np.argsort(y)",
            "y, mass = y[order], mass[order]",
            "t = np.arange(y[0] - 7 * s, y[-1] + 7 * s, s / 4)",
            "first, last = np.searchsorted(y, [t - 7 * s, t + 7 * s])",
            "near = [(c - y[i:j]) / s for c, i, j in zip(t, first, last)]",
            "q = np.array([mass[i:j] @ np.exp(-(d**2) / 2) for d, i, j in zip(near, first, last)])",
            "q = q[q > 0] / (s * np.sqrt(2 * np.pi))",
        ],
        [
            "# I(X; Y + N) = h(Y + N) - h(N) in bits: X tells Y, and the noise is independent of it.",
            "bits = np.sum(q * np.log2(1 / q)) * s / 4 - np.log2(2 * np.pi * np.e * s**2) / 2",
            *said(),
        ],
    ]


def said() -> list[str]:
    """Return the line that prints the result."""
    return ['print(f"I(X; Y + N) = {bits:.4f} bits")']


def places(p: Parameters) -> int:
    """Return how many places of the input a direct sum takes."""
    scores = np.linspace(-MET, MET, 40_001)
    y = p.function(p.chosen_weight * with_density(p.distribution).of_normal(scores) + p.bias)
    steepest = float(np.abs(np.diff(y)).max()) / (scores[1] - scores[0])
    wanted = 2 * _reach(p) * steepest / (STEP * p.noise)
    return min(max(FEWEST, int(np.ceil(wanted / 1000)) * 1000 + 1), MOST)


def _reach(p: Parameters) -> int:
    ends = np.abs(with_density(p.distribution).of_normal(np.array([-REACH, REACH], dtype=np.float64)))
    return REACH_OF_HEAVY if ends.max() > HEAVY else REACH
