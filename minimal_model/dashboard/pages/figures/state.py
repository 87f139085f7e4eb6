"""“What if?”: the four parameters that may be changed for all figures of the page at once.

A parameter that is None stays as each source has it.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from minimal_model.state.parameters import SPECIFICATIONS, Parameters, Value, corrected_values

KEYS = ("samples", "seed", "bins", "bias")
# What the page starts with.
AS_IN_THE_SOURCE: dict[str, None] = dict.fromkeys(KEYS)

Changes = dict[str, Value | None]


def corrected(raw: Mapping[str, object]) -> tuple[Changes, list[str]]:
    """Return the nearest allowed changes, and one remark for each value that was corrected or not known."""
    given = {key: value for key, value in raw.items() if key not in KEYS or value is not None}
    values, remarks = corrected_values(given, {key: SPECIFICATIONS[key] for key in KEYS})
    return {**AS_IN_THE_SOURCE, **values}, remarks


def is_changed(changes: Changes, keys: Collection[str] = KEYS) -> bool:
    """Whether any of the keys is not as in the source."""
    return any(changes[key] is not None for key in keys)


def changed(parameters: Parameters, changes: Changes) -> Parameters:
    """Return the parameters of a source with the changes in them."""
    values: dict[str, Any] = {key: value for key, value in changes.items() if value is not None}
    return replace(parameters, **values)
