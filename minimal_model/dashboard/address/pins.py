"""Pinned curves: up to six states whose curves stay behind the live one, written as one short text.

The text is the value of `pins` in the address and in requests: "activation:relu,bins:49;default". Each pin lists what
differs from the defaults; what a curve does not depend on, such as the chosen weight, is left out.
"""

from dataclasses import replace
from urllib.parse import quote, unquote

from minimal_model.dashboard.page.requests import LONGEST_SEARCH
from minimal_model.dashboard.results.curves import measured, steps
from minimal_model.state.names import curve_name
from minimal_model.state.own_data import INPUTS_X
from minimal_model.state.parameters import SPECIFICATIONS, Parameters, shown

MOST_PINS = 6
# Finer bins take up to two seconds for each curve, and one request may ask for seven.
SMALLEST_WIDTH = 0.02
# Together pins take at most so many steps, some four seconds: six linear neurons with a million samples and such bins.
MOST_STEPS = 300_000_000
# Steps in whose time a sample is drawn and sorted, of the normal distribution and of others.
STEPS_OF_NORMAL, STEPS_OF_OTHERS = 5, 28
# Behind noise nodes are shared by many weights where the input is normal.
STEPS_BEHIND_NOISE = 45_000_000
# What was left out was looked at nevertheless.
MOST_LEFT_OUT = 6
# What no curve depends on.
NOT_PINNED = ("weight", *(key for key, specification in SPECIFICATIONS.items() if specification.is_switch))
DEFAULT = "default"
TOO_LONG = "a curve that takes long was not pinned beside the others"


def pinned(parameters: Parameters) -> Parameters:
    """Return the state of the same curve with all else as by default."""
    defaults = Parameters()
    return replace(parameters, **{key: getattr(defaults, key) for key in NOT_PINNED})


def pin_text(parameters: Parameters) -> str:
    """Return a pin as text."""
    defaults = Parameters().to_dict()
    values = {key: value for key, value in pinned(parameters).to_address().items() if value != defaults[key]}
    return ",".join(f"{key}:{_escaped(value)}" for key, value in values.items()) or DEFAULT


def _escaped(value: object) -> object:
    """Return a value without what parts values and pins, as the browser's encodeURIComponent does it."""
    return quote(value, safe="!~*'()") if isinstance(value, str) else value


def pins_text(pins: tuple[Parameters, ...]) -> str:
    """Return several pins as text, empty if there are none."""
    return ";".join(map(pin_text, pins))


def corrected_pins(raw: object, column: str = "") -> tuple[tuple[Parameters, ...], list[str]]:
    """Return the pins that a text names, each corrected to what is allowed, and remarks on what was changed.

    Parameters
    ----------
    raw : object
        The text; whatever else it is, it names no pins.
    column : str
        The name of the own data that the input "column" stands for. Without it, and of activations that were recorded,
        there is no curve to pin.
    """
    if not isinstance(raw, str) or not raw:
        return (), []
    pins: list[Parameters] = []
    spent = left_out = 0
    remarks = [f"pins are read up to their character {LONGEST_SEARCH:,}"] if len(raw) > LONGEST_SEARCH else []
    for text in raw[:LONGEST_SEARCH].split(";"):
        pairs = [pair.split(":", 1) for pair in text.split(",") if pair and pair != DEFAULT]
        values = {pair[0]: unquote(pair[-1]) for pair in pairs}
        if len(values) < len(pairs):
            remarks.append(f"in the pin {shown(text)}, a key stands several times, and its last value counts")
        if not text or (values and not set(values) & set(SPECIFICATIONS)):
            remarks += [f"{shown(text)} is no pin"] if text else []
            continue
        if values.get("input") == INPUTS_X and not column.startswith(f"{INPUTS_X}:"):
            remarks.append("a pin of own data was left out")
            continue
        if left_out == MOST_LEFT_OUT:
            remarks.append(f"after {MOST_LEFT_OUT} pins that were left out no more are read")
            break
        parameters, changed = Parameters.corrected(values, column)
        parameters = pinned(parameters)
        # Whether it can be measured is known when its samples are drawn, and a formula is evaluated.
        spent += _steps_before(parameters)
        if spent > MOST_STEPS:
            left_out += 1
            remarks.append(TOO_LONG)
            continue
        parameters, lost = measured(parameters)
        if lost:
            left_out += 1
            remarks += [f"in a pin, {remark}" for remark in lost]
            continue
        remarks += [f"in a pin, {remark}" for remark in changed]
        if parameters.ruler.sized_by_width and parameters.width < SMALLEST_WIDTH and not parameters.noise:
            left_out += 1
            remarks.append(f"a curve of bins narrower than {SMALLEST_WIDTH} cannot be pinned")
        elif parameters in pins:
            continue
        elif len(pins) == MOST_PINS:
            remarks.append(f"at most {MOST_PINS} curves can be pinned")
            break
        elif (together := spent + _steps_then(parameters)) > MOST_STEPS:
            left_out += 1
            remarks.append(TOO_LONG)
        else:
            spent = together
            pins.append(parameters)
    return tuple(pins), remarks


def _steps_before(p: Parameters) -> int:
    """Return about how many steps it takes until it is known whether a pin can be measured."""
    normal = p.input == Parameters().input
    if p.noise:
        return 0 if normal else STEPS_BEHIND_NOISE
    return p.samples * (STEPS_OF_NORMAL if normal else STEPS_OF_OTHERS) + (steps(p) if p.formula else 0)


def _steps_then(p: Parameters) -> int:
    """Return about how many more it takes to measure it."""
    return 0 if p.noise or p.formula else steps(p)


def pin_label(parameters: Parameters) -> str:
    """Return the name of a pinned curve."""
    return curve_name(parameters)
