"""Which curves a study consists of: every combination of the values of its choices.

To make every defensible choice of an analysis and to look at all results is a multiverse (Steegen et al. 2016); all
results side by side are its specification curve (Simonsohn et al. 2020).
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import product
from typing import Any

import numpy as np

from minimal_model import checks
from minimal_model.activations import ACTIVATIONS
from minimal_model.binnings import BINNINGS
from minimal_model.checks import MAX_BINS, refuse
from minimal_model.entropy import ESTIMATORS
from minimal_model.inputs import MAX_SEED, MAX_SIZE
from minimal_model.setup import Setup
from minimal_model.state.parameters import sweep

Value = str | int | float
# The inputs that can be drawn from.
INPUT_NAMES = ("normal",)
# No normal sample reaches so far: beyond ten standard deviations lie 1.5e-23 of the input.
FARTHEST = 10.0
# Bins that are sized by their width have this width over their number: as wide as so many between -1 and 1.
WIDTH_OF_ONE = 2.0


@dataclass(frozen=True)
class Specifications:
    """The full factorial of a study: every combination of the values of its choices; made by `specifications`.

    Its length is the number of its curves, in the order of ``itertools.product`` over the fields below.

    Attributes
    ----------
    activation, binning : tuple of str
        Names in `ACTIVATIONS` and `BINNINGS`.
    bins, samples, seed : tuple of int
        Numbers of bins, sizes and seeds of the samples. A binning of a fixed width takes the width 2 / bins.
    weight_max, bias : tuple of float
        Largest weights of the sweep, and biases.
    estimator, input : tuple of str
        Names in `ESTIMATORS`, and names of inputs.
    """

    activation: tuple[str, ...]
    binning: tuple[str, ...]
    bins: tuple[int, ...]
    samples: tuple[int, ...]
    seed: tuple[int, ...]
    weight_max: tuple[float, ...]
    bias: tuple[float, ...]
    estimator: tuple[str, ...]
    input: tuple[str, ...]

    def __len__(self) -> int:
        """Return how many curves there are."""
        return math.prod(self.shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each choice has."""
        return tuple(map(len, self.choices.values()))

    @property
    def choices(self) -> dict[str, tuple[Value, ...]]:
        """The values by choice, in the order of the factorial."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def digest(self) -> str:
        """The name of the study: 16 hexadecimal digits that follow from its choices alone."""
        text = json.dumps(self.choices, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def row(self, number: int) -> dict[str, Any]:
        """Return the values of a curve, by choice."""
        return {
            name: values[at]
            for (name, values), at in zip(
                self.choices.items(), np.unravel_index(number, self.shape), strict=True
            )
        }  # fmt: skip


# The arguments of `specifications`, and the choice that each gives the values of.
CHOICES = {
    "activations": "activation",
    "binnings": "binning",
    "bins": "bins",
    "samples": "samples",
    "seeds": "seed",
    "weight_max": "weight_max",
    "biases": "bias",
    "estimators": "estimator",
    "inputs": "input",
}


def specifications(
    *,
    activations: Sequence[str] = ("tanh",),
    binnings: Sequence[str] = ("per-weight",),
    bins: Sequence[int] = (50,),
    samples: Sequence[int] = (1000,),
    seeds: Sequence[int] = (0,),
    weight_max: Sequence[float] = (20,),
    biases: Sequence[float] = (0,),
    estimators: Sequence[str] = ("plug-in",),
    inputs: Sequence[str] = ("normal",),
) -> Specifications:
    """Return the full factorial of an analysis: a curve for every combination of the choices.

    Parameters
    ----------
    activations, binnings, estimators, inputs : sequence of str
        Names in `ACTIVATIONS`, `BINNINGS`, `ESTIMATORS` and of inputs.
    bins, samples, seeds : sequence of int
        Numbers of bins, sizes and seeds of the samples. "fixed-width" takes bins of the width 2 / bins.
    weight_max : sequence of float
        Largest weights of the sweep ``np.arange(step, weight_max, step)`` with step = weight_max / 200.
    biases : sequence of float
        Biases b.

    Returns
    -------
    Specifications
        Curves in the order of ``itertools.product`` over the arguments as they stand above.

    Raises
    ------
    ValueError
        If a value is not allowed or stands twice, or if a combination cannot be computed; the message names the
        argument.
    """
    study = Specifications(
        activation=_each("activations", activations, lambda name: _named("activations", name, ACTIVATIONS)),
        binning=_each("binnings", binnings, lambda name: _named("binnings", name, BINNINGS)),
        bins=_each("bins", bins, lambda number: checks.whole_number("bins", number, 1, MAX_BINS)),
        samples=_each("samples", samples, lambda number: checks.whole_number("samples", number, 1, MAX_SIZE)),
        seed=_each("seeds", seeds, lambda number: checks.whole_number("seeds", number, 0, MAX_SEED)),
        weight_max=_each("weight_max", weight_max, _largest_weight),
        bias=_each("biases", biases, _bias),
        estimator=_each("estimators", estimators, lambda name: _named("estimators", name, ESTIMATORS)),
        input=_each("inputs", inputs, lambda name: _named("inputs", name, INPUT_NAMES)),
    )
    _check_pairs(study)
    return study


def _each(argument: str, values: object, check: Callable[[object], Any]) -> tuple[Any, ...]:
    """Return the values of an argument, each of them checked; there is one at least, and none stands twice."""
    if isinstance(values, str | bytes) or not isinstance(values, Sequence | np.ndarray):
        raise refuse(argument, values, "a sequence of values")
    checked = tuple(check(value) for value in values)
    if not checked or len(set(checked)) < len(checked):
        raise refuse(argument, values, "a sequence of one value or more, each of them once")
    return checked


def _named(argument: str, value: object, names: Any) -> str:
    return checks.one_of(argument, value, names)


def _largest_weight(value: object) -> float:
    number = checks.positive_number("weight_max", value)
    if not 1e-100 <= number <= 1e100:
        raise refuse("weight_max", value, "a number from 1e-100 to 1e100")
    return number


def _bias(value: object) -> float:
    number = checks.finite_number("biases", value)
    if abs(number) > 1e100:
        raise refuse("biases", value, "a number from -1e100 to 1e100")
    return number + 0.0  # 0.0 and -0.0 are one bias


def _check_pairs(study: Specifications) -> None:
    """Refuse what would be refused when it is its turn, by the most extreme combination of each pair."""
    x, weights, bins = np.array([-FARTHEST, FARTHEST]), sweep(max(study.weight_max)), max(study.bins)
    width = WIDTH_OF_ONE / bins
    for activation, binning in product(study.activation, study.binning):
        for bias in {min(study.bias), max(study.bias)}:
            try:
                setup = Setup.checked(activation, bias=bias, bins=bins, binning=binning, width=width, weights=weights)
            except ValueError as error:  # a pair is refused by its binning, which has another name here
                raise ValueError(str(error).replace("binning is", "binnings is", 1)) from None
            neuron = setup.over(x)
            if setup.binning.number_of_bins(neuron, bins, width) > MAX_BINS:
                allowed = (
                    f"so few that bins of the width {WIDTH_OF_ONE:g} / bins over {activation} are {MAX_BINS} at most"
                )
                raise refuse("bins", bins, allowed)


def rows(study: Specifications, start: int, stop: int) -> Iterator[dict[str, Any]]:
    """Yield the values of the curves from one number up to another, by choice."""
    for number in range(start, stop):
        yield study.row(number)
