"""What Python and the scripts of a page both have to know, in one table that is sent with the page.

The scripts know none of it by themselves: they find it in the page's head before anything else happens, so that what
an address asks for never flashes up otherwise. All of it derives from what is said elsewhere; a page adds what belongs
to the floors above this one.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from minimal_model.binnings import BY_NAME
from minimal_model.state.parameters import SPECIFICATIONS, WORDS, Specification

Rules = dict[str, Any]
NAME = "rules"

# The grid of a slider that holds a decimal logarithm: so many steps for each decade, and numbers of so many digits.
STEPS_PER_DECADE = 20
DIGITS_ON_GRID = 2
# The sweep divides the range from zero to its largest weight into so many parts; the ends are no weights of it.
PARTS = int(SPECIFICATIONS["weight"].high) + 2

# A QR code of more bytes has so many squares that a phone in the last row cannot read it.
LONGEST_LINK = 1000

# How a value is written beside its control; a parameter that is not listed is read from the control itself.
TEXTS: dict[str, dict[str, Any]] = {
    "bias": {"digits": 1},
    "bins": {},
    "samples": {"grouped": True},
    "width": {},
    "noise": {},
    "weight": {"before": "w = ", "digits": 3, "swept": True},
}


def rules(specifications: Mapping[str, Specification], texts: Mapping[str, Any] = TEXTS, **more: Any) -> Rules:
    """Return the rules of a page.

    Parameters
    ----------
    specifications : mapping
        The page's parameters by key.
    texts : mapping
        How their values are written, as in `TEXTS`.
    more
        What else the page's scripts have to know, by name.
    """
    parameters = {key: _parameter(specification, texts.get(key)) for key, specification in specifications.items()}
    every: Rules = {"sweep": {"parts": PARTS}, "longest_code": LONGEST_LINK, "unused": {}, "presentation": {}}
    return {"parameters": parameters} | every | more


def unused(noise: str) -> dict[str, dict[str, str]]:
    """Return what stands beside a control that has no say, by ruler and parameter.

    Parameters
    ----------
    noise : str
        The name of the ruler that has noise in the place of bins.
    """
    of_bins = {
        name: {"bins": "set by the width"} if binning.sized_by_width else {"width": "not used now"}
        for name, binning in BY_NAME.items()
    }
    return {name: {**keys, "noise": "off"} for name, keys in of_bins.items()} | {
        noise: dict.fromkeys(("bins", "width", "estimator"), "not used by noise")
    }


def _parameter(specification: Specification, text: Mapping[str, Any] | None) -> Rules:
    rule: Rules = {} if text is None else {"text": dict(text)}
    if specification.is_switch:
        off, on = WORDS
        return rule | {"switch": {"off": off, "on": on}}
    if specification.choices:
        return rule | {"choices": list(specification.choices)}
    if specification.read:
        return rule | {"longest": specification.high}
    rule |= {"low": specification.low, "high": specification.high} | ({"off": True} if specification.off else {})
    if specification.step:
        rule |= {"step": specification.step, "digits": digits(specification.step)}
    if specification.logarithmic:
        rule["logarithm"] = {"grid": STEPS_PER_DECADE, "digits": DIGITS_ON_GRID}
    return rule


def digits(step: float) -> int:
    """Return how many digits behind the point the multiples of a step have."""
    exponent = Decimal(repr(step)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def tag(rules: Rules) -> dict[str, str]:
    """Return the attributes of the `meta` element that carries the rules of a page."""
    return {"name": NAME, "content": json.dumps(rules, ensure_ascii=False, separators=(",", ":"))}
