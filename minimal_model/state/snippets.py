"""A state of the explorer as a short script: with this package, and without it in bare NumPy and SciPy.

The second script goes the plain way: it evaluates f at every sample, counts the activations in their bins, and takes
the entropy of the counts. No edge is pulled back, so it shows what the number means and checks the package from
outside. Both scripts hold only what their state needs.
"""

import math
import re
from collections.abc import Sequence

from minimal_model.activations import SELU_ALPHA, SELU_SCALE
from minimal_model.binnings.snippet import Neuron
from minimal_model.formulas import Formula
from minimal_model.state.names import file_stem
from minimal_model.state.noise_snippets import density_and_entropy, noisy_call, noisy_input, noisy_settings, title
from minimal_model.state.parameters import Parameters

# Own data is in no address: the page writes it into a file, with all digits.
LOADED = "# Your numbers as the page has them, one a line: “Save the column” writes this file."
LOADING = 'np.loadtxt("column.txt")'

# A call that makes a longer line takes one line for each of its arguments.
LINE_LENGTH = 88

# The activation functions in NumPy. The exponential of a positive z is never used, and would overflow for a large one.
_FORMULAS = {
    "sigmoid": "expit(z)",
    "tanh": "np.tanh(z)",
    "relu": "np.maximum(z, 0)",
    "softsign": "z / (1 + np.abs(z))",
    "softplus": "np.logaddexp(0, z)",
    "hard_sigmoid": "np.clip(0.2 * z + 0.5, 0, 1)",
    "selu": "np.where(z > 0, scale * z, scale * alpha * np.expm1(np.minimum(z, 0)))",
    "relu6": "np.clip(z, 0, 6)",
    "elu": "np.where(z > 0, z, np.expm1(np.minimum(z, 0)))",
    "leaky_relu": "np.where(z > 0, z, 0.2 * z)",
    "linear": "z",
    "gelu": "z * ndtr(z)",
    "silu": "z * expit(z)",
    "mish": "z * np.tanh(np.logaddexp(0, z))",
    "hard_swish": "z * np.clip(z + 3, 0, 6) / 6",
    "arctan": "np.arctan(z)",
    "erf": "erf(z)",
    "sin": "np.sin(z)",
    "gaussian": "np.exp(-(z**2))",
    "abs": "np.abs(z)",
    "square": "z**2",
}

# The other inputs from a normal sample, by their quantiles. Above the median the upper tail is taken.
_QUANTILES: dict[str, list[str]] = {
    "uniform": ["x = np.sqrt(3) * (2 * ndtr(x) - 1)"],
    "logistic": ["x = np.sqrt(3) / np.pi * (log_ndtr(x) - log_ndtr(-x))"],
    "laplace": ["x = np.sign(x) * -np.log(2 * ndtr(-np.abs(x))) / np.sqrt(2)"],
    "student-t3": ["x = -np.sign(x) * stdtrit(3, ndtr(-np.abs(x))) / np.sqrt(3)"],
    "exponential": ["x = -log_ndtr(-x) - 1"],
    "lognormal": ["x = (np.exp(x) - np.sqrt(np.e)) / np.sqrt(np.e * (np.e - 1))"],
    "two-bumps": [
        "p, low, high = ndtr(-np.abs(x)), np.full(n, -9.0), np.zeros(n)",
        "for _ in range(60):  # halving, for the lower half; the upper one is its mirror image",
        "    middle = (low + high) / 2",
        "    below = (ndtr((middle + 0.9) / np.sqrt(0.19)) + ndtr((middle - 0.9) / np.sqrt(0.19))) / 2 < p",
        "    low, high = np.where(below, middle, low), np.where(below, high, middle)",
        "x = -np.sign(x) * low",
    ],
}


def api_snippet(parameters: Parameters) -> str:
    """Return a script that computes the number on the screen with this package.

    Parameters
    ----------
    parameters : Parameters
        The state. Its `population`, `band` and `why` do not matter.

    Returns
    -------
    str
        Python code that prints one line: I(X;T) = H(T) in bits at the chosen weight, with four decimals.
    """
    p = parameters
    if p.noise:
        return _script(*noisy_call(p, _weight(p)))
    sample = [f"{p.samples:_}", f"seed={p.seed}"]
    if p.draw:
        sample.append(f"draw={p.draw}")
    if p.input != Parameters().input:
        sample.append("input=Column(column)" if p.own_data else f'input="{p.input}"')
    arguments = ["x", f"formula({p.formula!r})" if p.formula else f'"{p.activation}"', "weight=w"]
    if p.bias:
        arguments.append(f"bias={_digits(p.bias)}")
    if not p.ruler.sized_by_width:
        arguments.append(f"bins={p.bins}")
    arguments.append(f'binning="{p.binning}"')
    if p.ruler.sized_by_width:
        arguments.append(f"width={_digits(p.width)}")
    if p.recorded or _reaches_too_far_by_default(p):
        arguments.append("weights=[w]")
    elif _covers_the_sweep(p):
        arguments.append("weights=weights")
    if p.estimator == "miller-madow":
        arguments.append('estimator="miller-madow"')
    weight = _weight(p)
    names = ["bin_activations", *(["formula"] if p.formula else []), "sample_input"]
    imports = [f"from minimal_model import {', '.join([*(['Column'] if p.own_data else []), *names])}"]
    if p.own_data or any("np." in line for line in weight):
        imports = ["import numpy as np", "", *imports]
    input_ = [*_column(p), f"# The input X{_distribution(p)}.", f"x = sample_input({', '.join(sample)})"]
    result = [
        f"# The activation Y = f({_net_input(p)}), its bins T, and their entropy: I(X;T) = H(T).",
        *_call("result = bin_activations", arguments),
        'print(f"I(X;T) = {result.entropy:.4f} bits")',
    ]
    return _script([*_title(p), *imports], weight, input_, result)


def numpy_snippet(parameters: Parameters) -> str:
    """Return a script that computes the number on the screen the plain way, in bare NumPy and SciPy.

    Parameters
    ----------
    parameters : Parameters
        The state. Its `population`, `band` and `why` do not matter.

    Returns
    -------
    str
        Python code that prints one line: I(X;T) = H(T) in bits at the chosen weight, with four decimals. It imports
        numpy, and scipy where NumPy lacks the function: for the logistic one, gelu, silu and erf.
    """
    return _script(*numpy_blocks(parameters))


def numpy_blocks(parameters: Parameters) -> list[list[str]]:
    """Return the same script in pieces, each of which goes on from those before it, as lists of lines."""
    p = parameters
    imports = ["import numpy as np"]
    if special := _special(p):
        imports.append(f"from scipy.special import {', '.join(special)}")
    if p.noise:
        blocks = [noisy_settings(p, [*_weight(p), *_constants(p)]), noisy_input(p, _QUANTILES.get(str(p.input), []))]
        return [[*title(p), *imports], *blocks, *_activation(p), *density_and_entropy()]
    bins = p.ruler.snippet(_neuron(p))
    return [[*_title(p), *imports], _settings(p), _input(p), *_activation(p), bins, _entropy(p)]


def figure_snippet(parameters: Parameters, pins: Sequence[Parameters] = ()) -> str:
    """Return the three lines that draw the state as a figure for a paper, by this package and matplotlib.

    Parameters
    ----------
    parameters : Parameters
        The state.
    pins : sequence of Parameters
        The states whose curves are compared with it.
    """
    if parameters.recorded:
        return (
            "# Activations that were recorded are no state of a neuron: the first two scripts compute their entropy.\n"
        )
    own = parameters.own_data or any(pin.own_data for pin in pins)
    arguments = [_constructed(parameters)]
    arguments += ['["curve", "strip", "partition"]', 'size="170"']
    if pins:
        arguments.append(f"pins=[{', '.join(map(_constructed, pins))}]")
    name = file_stem(parameters, weight=True)
    imports = ["from minimal_model import Parameters, plots", ""]
    if own:
        imports = ["import numpy as np", "", "from minimal_model import Column, Parameters, plots", "", LOADED,
                   f"own = Column({LOADING})", ""]  # fmt: skip
    return "\n".join(
        [*imports, *_call("figure = plots.figure", arguments),
         f'plots.save(figure, "{name}.svg")', ""]
    )  # fmt: skip


def _constructed(p: Parameters) -> str:
    """A state as code: what is not as by default."""
    defaults = vars(Parameters())
    values = {key: f'"{value}"' if isinstance(value, str) else repr(value) for key, value in vars(p).items()}
    values |= {"input": "own"} if p.own_data else {}
    return f"Parameters({', '.join(f'{key}={values[key]}' for key in values if vars(p)[key] != defaults[key])})"


def _script(*blocks: list[str]) -> str:
    """Join the blocks with a blank line between them; empty lines of a block remain."""
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _title(p: Parameters) -> list[str]:
    """The state in a comment."""
    bins = f"{p.binning} bins of {_digits(p.width)}" if p.ruler.sized_by_width else f"{p.bins} {p.binning} bins"
    neuron = [p.function.name, bins, f"w = {p.chosen_weight:.10g}"]
    if p.bias:
        neuron.append(f"b = {_digits(p.bias)}")
    sample = [f"{p.samples:,} samples of seed {p.seed}"]
    if p.draw:
        sample.append(f"draw {p.draw}")
    if p.estimator == "miller-madow":
        sample.append("Miller-Madow")
    if p.input != Parameters().input:
        sample.append("own data" if p.own_data else f"{p.input} input")
    return [f"# {', '.join(neuron)},", f"# {', '.join(sample)}"]


def _digits(number: float) -> str:
    """The shortest text that reads as exactly this double; NumPy's own numbers would name their type."""
    return repr(float(number))


def _call(function: str, arguments: list[str]) -> list[str]:
    line = f"{function}({', '.join(arguments)})"
    if len(line) <= LINE_LENGTH:
        return [line]
    return [f"{function}(", *(f"    {argument}," for argument in arguments), ")"]


def _covers_the_sweep(p: Parameters) -> bool:
    """Whether the bins of the chosen weight depend on the other weights of the sweep.

    Of own data, whatever their size, the width has to be wide enough for all weights of the sweep.
    """
    return not p.noise and ((p.own_data and p.ruler.sized_by_width) or p.ruler.needs_sweep(p.function))


def _reaches_too_far_by_default(p: Parameters) -> bool:
    """Whether the package's own sweep might fill more bins of a width than it counts, though the state's does not."""
    # Another sweep, shorter or not, may also come nearer to a pole of a formula.
    another_sweep = p.weight_max != Parameters().weight_max and not p.own_data
    return another_sweep and p.ruler.sized_by_width and not all(map(math.isfinite, p.function.limits))


def _bins_the_net_input(p: Parameters) -> bool:
    """Whether the samples can be counted by their net inputs, so that f need not be evaluated."""
    return not p.noise and p.ruler.counts_net_input(p.function)


def _neuron(p: Parameters) -> Neuron:
    """What the binning's piece of the script goes on from."""
    names = {limit: _digits(limit) for limit in p.function.limits if math.isfinite(limit) and limit != int(limit)}
    names |= {-SELU_SCALE * SELU_ALPHA: "-scale * alpha", math.pi / 2: "np.pi / 2", -math.pi / 2: "-np.pi / 2"}
    return Neuron(p.function, bool(p.bias), names)


def _weight(p: Parameters) -> list[str]:
    """The weight to the last digit; the sweep it is taken from where the bins or its rounding need it."""
    if p.recorded:
        covered = ["weights = np.ones(1)"] if p.ruler.needs_sweep(p.function) else []
        return [*covered, "w = 1.0  # the activations were recorded: there is no neuron and no sweep"]
    sweep = f"np.arange({p.weight_max / 200!r}, {p.weight_max}, {p.weight_max / 200!r})"
    shown = f"{p.chosen_weight:.10g}"
    if _covers_the_sweep(p):
        return [f"weights = {sweep}  # the sweep, all of which the bins cover", f"w = weights[{p.weight}]  # {shown}"]
    if float(shown) == p.chosen_weight:
        return [f"w = {_digits(p.chosen_weight)}  # weight"]
    return [f"w = {sweep}[{p.weight}]  # the weight {shown}, but for rounding"]


def _settings(p: Parameters) -> list[str]:
    lines = [f"n = {p.samples:_}  # samples"]
    if p.ruler.sized_by_width:
        lines.append(f"width = {_digits(p.width)}  # of a bin")
    else:
        lines.append(f"m = {p.bins}  # bins")
    lines += _weight(p)
    if p.bias:
        lines.append(f"b = {_digits(p.bias)}  # bias")
    return lines + _constants(p)


def _constants(p: Parameters) -> list[str]:
    """The numbers that an activation function needs by name."""
    if p.function.name != "selu" or _bins_the_net_input(p):
        return []
    return [f"scale, alpha = {SELU_SCALE!r}, {SELU_ALPHA!r}  # of selu"]


def _input(p: Parameters) -> list[str]:
    if p.own_data:
        part = f"[{p.draw} * n : {p.draw + 1} * n]" if p.draw else "[:n]"
        order = f"np.random.RandomState({p.seed}).permutation(column.size)"
        return [*_column(p), f"# The input X: a part of the column, seed {p.seed}.", f"x = column[{order}{part}]"]
    stream = f"np.random.RandomState({p.seed}).standard_normal"
    comment = f"# The input X{_distribution(p)}, as from np.random.seed({p.seed}); stats.norm().rvs(n)."
    if quantile := _QUANTILES.get(str(p.input)):
        comment = f"# The input X: {p.distribution.notation}, at the ranks of a normal sample."
    if not p.draw:
        return [comment, f"x = {stream}(n)", *quantile] if quantile else [comment, f"x = {stream}(n)"]
    earlier = "n" if p.draw == 1 else f"{p.draw} n"
    return [
        comment,
        f"# Draw {p.draw} of the stream: the n values after the first {earlier}.",
        f"x = {stream}({p.draw + 1} * n)[-n:]",
        *(quantile or []),
    ]


def _column(p: Parameters) -> list[str]:
    """The lines that load own data."""
    return [LOADED, f"column = {LOADING}", ""] if p.own_data else []


def _distribution(p: Parameters) -> str:
    """What the input is drawn from, as it stands behind its sign."""
    return f" ~ {p.distribution.notation}" if p.input == Parameters().input else f": {p.distribution.notation}"


def _code(p: Parameters) -> str:
    """The activation function as an expression of NumPy."""
    return p.function.code if isinstance(p.function, Formula) else _FORMULAS[p.activation]


def _special(p: Parameters) -> list[str]:
    """The functions of scipy.special that the script needs, by name."""
    lines = _QUANTILES.get(str(p.input), []) + ([] if _bins_the_net_input(p) else [_code(p)])
    words = set(re.findall(r"\w+", " ".join(lines)))
    return sorted(words & {"erf", "expit", "logit", "log_ndtr", "ndtr", "stdtrit"})


def _net_input(p: Parameters) -> str:
    """The net input as the comments write it."""
    return "wX + b" if p.bias else "wX"


def _net_input_code(p: Parameters) -> str:
    return "w * x + b" if p.bias else "w * x"


def _activation(p: Parameters) -> list[list[str]]:
    if _bins_the_net_input(p):
        return [[f"# The net input Z = {_net_input(p)}.", f"z = {_net_input_code(p)}"]]
    comment = f"# The activation Y = f({_net_input(p)})."
    # Empty lines around the function, as everywhere in Python.
    function = ["", comment, "def f(z):", f"    return {_code(p)}", ""]
    return [function, [f"y = f({_net_input_code(p)})"]]


def _entropy(p: Parameters) -> list[str]:
    lines = [
        "# The entropy of T in bits. T is a function of X, so H(T|X) = 0 and I(X;T) = H(T).",
        "p = counts[counts > 0] / n",
        "bits = np.sum(p * np.log2(1 / p))",
    ]
    if p.estimator == "miller-madow":
        lines += [
            "# Miller and Madow's correction of its bias: (occupied bins - 1) / (2 n ln 2).",
            "bits += (p.size - 1) / (2 * n * np.log(2))",
        ]
    return [*lines, 'print(f"I(X;T) = {bits:.4f} bits")']
