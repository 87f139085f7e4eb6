"""The state of the page of questions: the explorer's parameters and the threshold of the verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from minimal_model.dashboard.results.curves import measured
from minimal_model.state.parameters import (
    SPECIFICATIONS,
    Parameters,
    Specification,
    Value,
    corrected_pair,
    corrected_values,
)

THRESHOLD = Specification("Threshold", "The smallest change that counts, in bits.", 0.1, 0.01, 1.0, 0.01)

# The page computes 110 curves at once, so their cost is bounded more tightly than that of the explorer's single one.
_BOUNDS = {
    "samples": replace(SPECIFICATIONS["samples"], high=100_000),
    "width": replace(SPECIFICATIONS["width"], low=0.01),
}

# The explorer's switches have nothing to switch here, and noise is a question of its own.
PAGE_SPECIFICATIONS: dict[str, Specification] = {
    key: _BOUNDS.get(key, specification)
    for key, specification in SPECIFICATIONS.items()
    if not (specification.is_switch or specification.off)
} | {"threshold": THRESHOLD}


@dataclass(frozen=True)
class State:
    """What the page shows."""

    parameters: Parameters
    threshold: float

    def to_dict(self) -> dict[str, Value]:
        """Return the values by key, in the order of the page's controls."""
        values = self.parameters.to_dict() | {"threshold": self.threshold}
        return {key: values[key] for key in PAGE_SPECIFICATIONS}


def corrected(raw: Mapping[str, object]) -> tuple[State, list[str]]:
    """Return the nearest allowed state, and one remark for each value that was corrected or not known."""
    asked = {key: value for key, value in raw.items() if key in PAGE_SPECIFICATIONS or key not in SPECIFICATIONS}
    values, remarks = corrected_values(asked, PAGE_SPECIFICATIONS)
    remarks += corrected_pair(values)
    threshold: Any = values.pop("threshold", THRESHOLD.default)
    parameters, unmeasured = measured(Parameters(**values))
    return State(parameters, threshold), remarks + unmeasured
