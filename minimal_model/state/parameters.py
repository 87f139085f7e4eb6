"""The state of the explorer as one typed, frozen object.

`SPECIFICATIONS` is the only place where a parameter's default, bounds and help text stand. The controls of the
page, its address, the checks and the table in docs/pages.md derive from it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlencode

import numpy as np

from minimal_model.activations import ACTIVATIONS, Activation
from minimal_model.arrays import FloatArray
from minimal_model.binnings import BINNINGS, BY_NAME, Binning
from minimal_model.checks import finite_number, one_of, refuse, representation, whole_number
from minimal_model.entropy import ESTIMATORS
from minimal_model.formulas import MAX_LENGTH, Formula, FormulaError, formula
from minimal_model.inputs import INPUTS, MAX_SEED, AnyInput, Column
from minimal_model.noise.refusal import noise_refusal
from minimal_model.setup import Setup
from minimal_model.state.own_data import INPUTS_X, RECORDED, digest_of, held, is_own

Value = str | int | float
SHOWN_LENGTH = 40
# How addresses, requests and files write a switch.
OFF, ON = WORDS = ("off", "on")
# The noise that stands in the place of bins when nothing else is said.
FIRST_NOISE = 0.1
# A formula is evaluated of at most so many samples, and of fewer where that takes more than so many multiplications
# for each weight.
MOST_EVALUATED, FORMULA_BUDGET = 100_000, 6_000_000
# Samples lie on many waves of a periodic function. Own data may lie on any number: beyond some it is counted sample by
# sample.
MOST_PERIODIC = 30_000
MANY_WAVES, MOST_ON_WAVES = 1_000, 20_000


@dataclass(frozen=True)
class Specification:
    """What a parameter may be.

    Attributes
    ----------
    label : str
        Its name on the page.
    help : str
        One short sentence for the page.
    default : str, int, float or bool
        Its type is the parameter's type; a bool makes it a switch.
    low, high : float
        Bounds of a number; both are allowed.
    step : float
        Grid of a number; 0 for none.
    choices : tuple
        All allowed values, where there is a list of them.
    logarithmic : bool
        Whether its control runs over the decimal logarithm of the number.
    read : callable, optional
        What reads a free text, and raises a ValueError where it is wrong; the empty text is allowed and not read.
    off : bool
        Whether 0 is allowed beside the bounds, and turns off what the number is of.
    """

    label: str
    help: str
    default: Value
    low: float = 0
    high: float = 0
    step: float = 0
    choices: tuple[Value, ...] = ()
    logarithmic: bool = False
    read: Callable[[str], object] | None = None
    off: bool = False

    @property
    def is_switch(self) -> bool:
        """Whether it is only on or off."""
        return isinstance(self.default, bool)

    @property
    def allowed(self) -> str:
        """The allowed values in words."""
        if self.is_switch:
            return ", ".join(WORDS)
        if self.choices:
            return ", ".join(str(choice) for choice in self.choices)
        if self.read:
            return f"a text of at most {self.high:g} characters, or none"
        bounds = f"{self.low:,} to {self.high:,}" + (f" in steps of {self.step:g}" if self.step else "")
        return f"0 (off), {bounds}" if self.off else bounds

    def allows(self, value: object) -> bool:
        """Whether a value has the parameter's own type and is allowed, on its grid or not."""
        if type(value) is not type(self.default):
            return False
        if self.is_switch:
            return True
        if self.read:
            return not self.flaw(str(value))
        if self.off and value == 0:
            return True
        return value in self.choices if self.choices else self.low <= value <= self.high  # type: ignore[operator]

    def flaw(self, text: str) -> str:
        """Return what is wrong with a free text, empty if nothing is."""
        if not text or not self.read:
            return ""
        try:
            self.read(text)
        except FormulaError as error:
            return f"column {error.column}: {error.flaw}"
        except ValueError as error:
            return str(error)
        return ""

    def nearest(self, raw: object) -> Value:
        """Return the allowed value nearest to `raw`; the default if nothing is near."""
        if self.is_switch:
            switched = {OFF: False, ON: True, False: False, True: True}
            return switched.get(raw, self.default) if isinstance(raw, str | bool) else self.default
        if isinstance(self.default, str):
            return raw if isinstance(raw, str) and self.allows(raw) else self.default
        number = _as_number(raw)
        if number is None:
            return self.default
        if self.choices:
            return min(self.choices, key=partial(_distance, number))
        if self.off and number < self.low / 2:
            return 0.0
        number = min(max(number, self.low), self.high)
        if self.step:
            number = round(round(number / self.step) * self.step, 9) + 0.0
        return number if isinstance(self.default, float) else round(number)


def _distance(number: float, choice: Value) -> float:
    return abs(float(choice) - number)


def _as_number(raw: object) -> float | None:
    """Return `raw` as a float, infinities included, or None for what is no number (bool, NaN, markup, lists)."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    if isinstance(raw, str) and len(raw) > SHOWN_LENGTH:
        return None
    try:
        number = float(raw)
    except ValueError:
        return None
    except OverflowError:
        return math.inf if isinstance(raw, int) and raw > 0 else -math.inf
    return None if math.isnan(number) else number


_SIZED_BY_WIDTH = " and ".join(name for name, binning in BY_NAME.items() if binning.sized_by_width)

SPECIFICATIONS: Mapping[str, Specification] = {
    "activation": Specification(
        "Activation f", "What the neuron does to its net input z = wX + b.", "tanh", choices=tuple(ACTIVATIONS)
    ),
    "binning": Specification(
        "Ruler", "The binning: where the bins of the activation Y lie.", "per-weight", choices=BINNINGS
    ),
    "bias": Specification("Bias b", "Shifts the net input z = wX + b.", 0.0, -5.0, 5.0, 0.1),
    "bins": Specification("Bins", "Number of bins m; at most log₂ m bits fit in.", 50, 2, 256),
    "samples": Specification(
        "Samples", "Inputs that are drawn; the scale is logarithmic.", 1000, 10, 1_000_000, logarithmic=True
    ),
    "weight": Specification("Weight", "Which weight of the sweep the lower plots show.", 49, 0, 198),
    "weight_max": Specification(
        "Largest weight", "The sweep has 199 weights below this one.", 20, choices=(5, 10, 20, 50, 100)
    ),
    "seed": Specification("Seed", "Start of the random stream; same seed, same samples.", 0, 0, MAX_SEED),
    "draw": Specification("Draw", "Which draw from the stream of samples; the notebook uses 0, then 1.", 0, 0, 9),
    "estimator": Specification(
        "Estimator",
        "The plug-in estimator takes shares for probabilities; Miller-Madow corrects its bias, and may exceed log₂ m.",
        "plug-in",
        choices=ESTIMATORS,
    ),
    "width": Specification(
        "Bin width",
        f"Only for {_SIZED_BY_WIDTH} binning; the scale is logarithmic.",
        0.1,
        0.001,
        10.0,
        logarithmic=True,
    ),
    "input": Specification(
        "Input X",
        "What inputs are drawn from; all share their ranks.",
        "normal",
        choices=tuple(INPUTS),
    ),
    "formula": Specification(
        "Own formula",
        f"f(z) in place of the activation, counted sample by sample: of at most {MOST_EVALUATED:,}.",
        "",
        0,
        MAX_LENGTH,
        read=formula,
    ),
    "noise": Specification(
        "Noise s",
        "Standard deviation of normal noise on Y, in the place of all bins; the scale is logarithmic.",
        0.0,
        0.03,
        1.0,
        logarithmic=True,
        off=True,
    ),
    "population": Specification(
        "Population curve", "The same bins filled by the input itself: ever more samples.", False
    ),
    "band": Specification("Other samples", "At each weight, 90 % of the values of 32 further seeds.", False),
    "why": Specification("Why this value", "How far the entropy is below its ceiling, and why.", False),
}


# What stands in place of a neuron where its activations were recorded: a function and no formula, and one weight.
NO_NEURON = ("linear", "")
ONE_WEIGHT = np.ones(1)
ONE_WEIGHT.setflags(write=False)


def _default(key: str) -> Any:
    return SPECIFICATIONS[key].default


@dataclass(frozen=True)
class Parameters:
    """One state of the explorer; see `SPECIFICATIONS` for the meaning and the bounds of each field.

    Raises
    ------
    ValueError
        If a field is outside of what is allowed; the message names it.
    """

    activation: str = _default("activation")
    binning: str = _default("binning")
    bias: float = _default("bias")
    bins: int = _default("bins")
    samples: int = _default("samples")
    weight: int = _default("weight")
    weight_max: int = _default("weight_max")
    seed: int = _default("seed")
    draw: int = _default("draw")
    estimator: str = _default("estimator")
    width: float = _default("width")
    input: str | Column = _default("input")  # noqa: RUF009 - the others are strings, and this one is one, too
    formula: str = _default("formula")
    noise: float = _default("noise")
    population: bool = _default("population")
    band: bool = _default("band")
    why: bool = _default("why")

    def __post_init__(self) -> None:
        for key, specification in SPECIFICATIONS.items():
            value = getattr(self, key)
            if specification.allows(value) or (key == "input" and (isinstance(value, Column) or is_own(value))):
                continue
            if specification.is_switch:
                raise refuse(key, value, "True or False")
            if specification.read:
                flaw = specification.flaw(value) if isinstance(value, str) else specification.allowed
                raise refuse(key, value, f"a formula in z, or an empty text: {flaw}")
            if isinstance(specification.default, str):
                one_of(key, value, [str(choice) for choice in specification.choices])
            elif isinstance(specification.default, float):
                if not specification.allows(finite_number(key, value)):
                    raise refuse(key, value, specification.allowed)
            elif specification.choices:
                if isinstance(value, bool) or not isinstance(value, int) or value not in specification.choices:
                    raise refuse(key, value, "one of " + specification.allowed)
            else:
                whole_number(key, value, int(specification.low), int(specification.high))
        if self.recorded and (self.activation, self.formula, self.bias, self.weight) != (*NO_NEURON, 0.0, 0):
            raise refuse("activation", self.activation, "linear at bias 0 and weight 0, as activations were recorded")
        if refusal := self.ruler.refusal(self.function):
            raise refuse("binning", self.binning, f"another one for {self.function.name}, because {refusal}")
        if self.noise and (refusal := noise_refusal(self.function, self.distribution)):
            raise refuse("noise", self.noise, f"0, because {refusal}")

    @property
    def weights(self) -> FloatArray:
        """The weights of the sweep, ``np.arange(step, weight_max, step)`` with step = weight_max / 200.

        Activations that were recorded have one weight, 1: there is no sweep.
        """
        return ONE_WEIGHT if self.recorded else sweep(self.weight_max)

    @property
    def chosen_weight(self) -> float:
        """The weight w that the index `weight` stands for."""
        return float(self.weights[self.weight])

    @property
    def setup(self) -> Setup:
        """What the state asks of the core."""
        return Setup(
            activation=self.function,
            bias=self.bias,
            binning=BY_NAME[self.binning],
            bins=self.bins,
            width=self.width,
            weights=self.weights,
            estimator=self.estimator,
            input=self.distribution,
        )

    @property
    def curve_arguments(self) -> dict[str, Any]:
        """The keyword arguments of `mi_curve`, `population_curve` and `bin_activations`."""
        return {
            "activation": self.function if self.formula else self.activation,
            "bias": self.bias,
            "bins": self.bins,
            "binning": self.binning,
            "width": self.width,
            "weights": self.weights,
            "estimator": self.estimator,
        }

    @property
    def function(self) -> Activation:
        """The activation function: the formula, where there is one, or what the name stands for."""
        return function_of(self.activation, self.formula)

    @property
    def distribution(self) -> AnyInput:
        """The input that the name stands for; an UnknownColumnError where it is own data that is not held."""
        if isinstance(self.input, Column):
            return self.input
        return held(digest_of(self.input)) if is_own(self.input) else INPUTS[self.input]

    @property
    def own_data(self) -> bool:
        """Whether the input is own data."""
        return isinstance(self.input, Column) or is_own(self.input)

    @property
    def recorded(self) -> bool:
        """Whether the input is own data that are activations already."""
        return isinstance(self.input, str) and self.input.startswith(f"{RECORDED}:")

    @property
    def ruler(self) -> Binning:
        """The binning that the name stands for."""
        return BY_NAME[self.binning]

    def to_dict(self) -> dict[str, Value]:
        """Return the values by key in the order of the table, as requests and files write them."""
        return {key: written(value) for key, value in vars(self).items()}

    def to_address(self) -> dict[str, Value]:
        """Return the same as addresses have it: own data does not stand in them, but that there is some."""
        return self.to_dict() | ({"input": INPUTS_X} if self.own_data else {})

    @property
    def search(self) -> str:
        """The query of the address that opens this state: "?key=value&…", without what is as by default."""
        defaults = type(self)().to_dict()
        values = {key: value for key, value in self.to_address().items() if value != defaults[key]}
        return "?" + urlencode(values) if values else ""

    @classmethod
    def corrected(cls, raw: Mapping[str, object], column: str = "") -> tuple["Parameters", list[str]]:
        """Return the nearest allowed state and one remark for each value that was changed or not known.

        Parameters
        ----------
        raw : mapping
            Values by key: strings, as an address has them, or numbers, as a request body has them.
        column : str
            The name of the own data that the input "column" stands for; empty if there is none.
        """
        values, remarks = corrected_values(raw, SPECIFICATIONS, column)
        remarks += corrected_pair(values)
        return cls(**values), remarks


def corrected_values(
    raw: Mapping[str, object], specifications: Mapping[str, Specification], column: str = ""
) -> tuple[dict[str, Any], list[str]]:
    """Return the allowed values nearest to the raw ones, and one remark for each that was changed or is not known.

    Parameters
    ----------
    raw : mapping
        Values by key, as in `Parameters.corrected`.
    specifications : mapping
        What is allowed, by key.
    column : str
        As in `Parameters.corrected`.
    """
    values: dict[str, Any] = {}
    remarks: list[str] = []
    for key, value in raw.items():
        if key not in specifications:
            remarks.append(f"{shown(key)} is no parameter")
            continue
        specification = specifications[key]
        if key == "input" and value == INPUTS_X:
            if is_own(column):
                values[key] = column
            else:
                remarks.append(f"own data is not part of an address, so the input is {specification.default}")
            continue
        if specification.allows(value) and not specification.step:
            values[key] = value
            continue
        values[key] = specification.nearest(value)
        if specification.read and values[key] != value:
            remarks.append(f"{key} {shown(value)} was left out" + _because(specification, value))
        elif not _same(value, values[key], specification):
            remarks.append(f"{key} {shown(value)} became {written(values[key])}")
    return values, remarks


def corrected_pair(values: dict[str, Any], base: Parameters | None = None) -> list[str]:
    """Change what does not go together with the function, in place, and return a remark on each change.

    A binning that refuses the function becomes the default one. A formula is counted sample by sample: of so many
    samples as do not take long, and without noise.

    Parameters
    ----------
    values : dict
        Allowed values by key.
    base : Parameters, optional
        The state in which they are changed; the defaults if not given.
    """
    activation, binning, text, samples = (
        values.get(key, getattr(base, key, _default(key))) for key in ("activation", "binning", "formula", "samples")
    )
    remarks = list[str]()
    if is_own(own := values.get("input", getattr(base, "input", _default("input")))):
        remarks += _within(own, values, base)
        activation, text, samples = (
            values.get(key, was) for key, was in (("activation", activation), ("formula", text), ("samples", samples))
        )
    function = function_of(activation, text)
    because = "a formula is counted sample by sample"
    if BY_NAME[binning].refusal(function):
        values["binning"] = _default("binning")
        change = f"became {values['binning']}, since"
        folds = f"{binning} {change} {activation} folds: several inputs become one activation"
        remarks.append(f"binning {shown(binning)} {change} {because}" if text else folds)
    noise, source = (values.get(key, getattr(base, key, _default(key))) for key in ("noise", "input"))
    if noise and (refusal := noise_refusal(function, INPUTS.get(source))):
        values["noise"] = _default("noise")
        remarks.append(f"noise {shown(noise)} became 0, since {refusal}")
    if isinstance(function, Formula) and samples > (most := most_samples(function)):
        values["samples"] = most
        remarks.append(f"samples {shown(samples)} became {most}, since {because}")
    if function.period is not None and samples > MOST_PERIODIC:
        because = f"since they lie on many waves of {function.name}"
        remarks.append(f"samples {shown(samples)} became {MOST_PERIODIC}, {because}")
        values["samples"] = samples = MOST_PERIODIC
    if is_own(own) and function.period is not None and samples > MOST_ON_WAVES:
        largest = values.get("weight_max", getattr(base, "weight_max", _default("weight_max")))
        if largest * np.ptp(held(digest_of(own)).ordered[[0, -1]]) > MANY_WAVES * function.period:
            values["samples"] = MOST_ON_WAVES
            waves = f"since the column lies on very many waves of {function.name}"
            remarks.append(f"samples {shown(samples)} became {MOST_ON_WAVES}, {waves}")
    return remarks


def _within(own: str, values: dict[str, Any], base: Parameters | None) -> list[str]:
    """Let a state take no more than what own data has, in place, and return a remark on each change."""
    if own.startswith(RECORDED):  # there is no neuron
        values |= dict(zip(("activation", "formula", "bias", "weight"), (*NO_NEURON, 0.0, 0), strict=True))
    samples, draw = (values.get(key, getattr(base, key, _default(key))) for key in ("samples", "draw"))
    most, remarks = len(held(digest_of(own))), []
    because = f"since the column has {most:,} numbers"
    if samples > most:
        values["samples"] = most
        remarks.append(f"samples {shown(samples)} became {most}, {because}")
    if draw > (last := most // min(samples, most) - 1):
        values["draw"] = last
        remarks.append(f"draw {shown(draw)} became {last}, {because}")
    return remarks


def function_of(activation: str, text: str) -> Activation:
    """Return the formula, where there is one, or the activation that the name stands for."""
    return formula(text) if text else ACTIVATIONS[activation]


def _because(specification: Specification, value: object) -> str:
    return f": {specification.flaw(value)}" if isinstance(value, str) else ""


def most_samples(function: Formula) -> int:
    """Return of how many samples a formula is evaluated: the fewer, the more it takes."""
    return min(MOST_EVALUATED, FORMULA_BUDGET // max(function.cost, 1) // 1000 * 1000)


def written(value: Value | Column) -> Value:
    """Return a value as requests and files write it: a switch by a word, and own data by its name."""
    if isinstance(value, Column):
        return f"{INPUTS_X}:{value.digest}"
    return WORDS[value] if isinstance(value, bool) else value


def _same(raw: object, value: Value, specification: Specification) -> bool:
    """Whether a value is what was asked for: exactly, but for how doubles write decimal fractions."""
    if isinstance(value, bool):
        return raw == written(value)
    if isinstance(value, str):
        return raw == value
    number = _as_number(raw)
    if number is None or not isinstance(raw, str | int | float):
        return False
    if isinstance(value, int):
        try:
            return Decimal(raw) == value  # as a float, "50.00000000000000001" is 50
        except InvalidOperation:  # a power of ten that no Decimal holds is no whole number between the bounds
            return False
    # A grid of tenths is walked in sums of tenths, which end at 0.30000000000000004 or at 4.999999999999998; no walk
    # ends beyond the grid.
    walked = specification.step and specification.low <= number <= specification.high
    rounding = 4 * math.ulp(max(abs(specification.low), abs(specification.high))) if walked else 0.0
    return abs(number - value) <= rounding


def shown(raw: object) -> str:
    """Return a raw value for a remark: in quotation marks, and not too long."""
    text = raw if isinstance(raw, str) else representation(raw)
    return "“" + (text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…") + "”"


@lru_cache(maxsize=8)
def sweep(weight_max: float) -> FloatArray:
    """Return the 199 weights below a largest one, ``np.arange(step, weight_max, step)``, step = weight_max / 200."""
    step = weight_max / 200
    # Dividing by 10 and multiplying by 0.1 differ; the notebook's sweep steps by 0.1.
    weights = np.arange(step, weight_max, step)[:199]
    weights.setflags(write=False)
    return weights
