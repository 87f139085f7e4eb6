"""Which curves a study consists of: every combination of the values of its choices.

To make every defensible choice of an analysis and to look at all results is a multiverse (Steegen et al. 2016); all
results side by side are its specification curve (Simonsohn et al. 2020).
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from minimal_model import checks
from minimal_model.activations import ACTIVATIONS
from minimal_model.arrays import FloatArray
from minimal_model.binnings import BINNINGS, BY_NAME
from minimal_model.checks import MAX_BINS, refuse
from minimal_model.entropy import ESTIMATORS
from minimal_model.inputs import INPUTS, MAX_SEED, MAX_SIZE, REACH, sample_input
from minimal_model.setup import Setup
from minimal_model.state.parameters import sweep

Value = str | int | float
# So many samples are drawn, at most, to see how far they reach.
MOST_DRAWN = 10_000_000
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
        Names in `ESTIMATORS` and in `INPUTS`.
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
        Names in `ACTIVATIONS`, `BINNINGS`, `ESTIMATORS` and `INPUTS`. All inputs share the ranks of their samples.
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
        input=_each("inputs", inputs, lambda name: _named("inputs", name, INPUTS)),
    )
    _check_pairs(study)
    return study


def _each(argument: str, values: object, check: Callable[[object], Any]) -> tuple[Any, ...]:
    """Return the values of an argument, each of them checked; there is one at least, and none stands twice."""
    number = isinstance(values, np.ndarray) and values.ndim == 0
    if isinstance(values, str | bytes) or not isinstance(values, Sequence | np.ndarray) or number:
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
    """Refuse what would be refused when it is its turn: pairs that do not go together, and far too many bins."""
    for activation, binning in product(study.activation, study.binning):
        if refusal := BY_NAME[binning].refusal(ACTIVATIONS[activation]):
            others = ", ".join(name for name in BINNINGS if not BY_NAME[name].refusal(ACTIVATIONS[activation]))
            raise refuse("binnings", binning, f"one of {others} beside {activation}, because {refusal}")
    sized = [binning for binning in study.binning if BY_NAME[binning].sized_by_width]
    for name, activation, binning in product(study.input, study.activation, sized):
        # No sample lies beyond: 1.5e-23 of them do.
        farthest = INPUTS[name].of_normal(np.array([-REACH, REACH]))
        if not (_fits(study, activation, binning, farthest) or _fits_as_drawn(study, activation, binning, name)):
            bins = max(study.bins)
            allowed = (
                f"so few that {binning}, whose bins are {WIDTH_OF_ONE:g} / bins wide, has at most {MAX_BINS:,} of them "
                f"for {activation} and the input {name}: take fewer bins or a smaller largest weight, or leave one of "
                "the three out"
            )
            raise refuse("bins", bins, allowed)


def _fits(study: Specifications, activation: str, binning: str, between: FloatArray) -> bool:
    """Whether the most extreme combination of a pair has not too many bins between two inputs."""
    bins, weights = max(study.bins), sweep(max(study.weight_max))
    width = WIDTH_OF_ONE / bins
    for bias in {min(study.bias), max(study.bias)}:
        setup = Setup.checked(activation, bias=bias, bins=bins, binning=binning, width=width, weights=weights)
        # Where f folds its extreme value may lie between the two; that of a periodic one is soon reached.
        turns = setup.activation.turns if setup.activation.period is None else np.empty(0)
        inside = np.clip(np.divide.outer(turns - bias, weights[[0, -1]]).ravel(), *between)
        neuron = setup.over(np.sort(np.concatenate([between, inside])))
        if setup.binning.number_of_bins(neuron, bins, width) > MAX_BINS:
            return False
    return True


def _fits_as_drawn(study: Specifications, activation: str, binning: str, name: str) -> bool:
    """Whether a pair has not too many bins for the very samples; no, where these are too many to be drawn."""
    size = max(study.samples)
    if size * len(study.seed) > MOST_DRAWN:
        return False
    return _fits(study, activation, binning, INPUTS[name].of_normal(_extremes(size, study.seed)))


@lru_cache(maxsize=4)
def _extremes(size: int, seeds: tuple[int, ...]) -> FloatArray:
    """Return the smallest and the largest of all normal samples; a smaller sample is the start of a larger one."""
    found = [(x.min(), x.max()) for x in (sample_input(size, seed) for seed in seeds)]
    return np.array([min(low for low, _ in found), max(high for _, high in found)])


def rows(study: Specifications, start: int, stop: int) -> Iterator[dict[str, Any]]:
    """Yield the values of the curves from one number up to another, by choice."""
    for number in range(start, stop):
        yield study.row(number)
