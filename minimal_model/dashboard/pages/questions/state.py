"""The state of the page of questions: the explorer's parameters and the threshold of the verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from minimal_model.dashboard.results.curves import measured
from minimal_model.state.parameters import (
    FIRST_NOISE,
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

# Noise is never off here, where it is a question of its own beside those of bins.
NOISE = replace(
    SPECIFICATIONS["noise"],
    default=FIRST_NOISE,
    off=False,
    help="Its entropy is that of bins of the width Δ = s √(2πe), which the grid below has.",
)

# The explorer's switches have nothing to switch here.
PAGE_SPECIFICATIONS: dict[str, Specification] = {
    key: _BOUNDS.get(key, specification)
    for key, specification in SPECIFICATIONS.items()
    if not (specification.is_switch or specification.off)
} | {"noise": NOISE, "threshold": THRESHOLD}


@dataclass(frozen=True)
class State:
    """What the page shows."""

    parameters: Parameters
    threshold: float
    noise: float = FIRST_NOISE

    def to_dict(self) -> dict[str, Value]:
        """Return the values by key, in the order of the page's controls."""
        values = self.parameters.to_dict() | {"noise": self.noise, "threshold": self.threshold}
        return {key: values[key] for key in PAGE_SPECIFICATIONS}


def corrected(raw: Mapping[str, object]) -> tuple[State, list[str]]:
    """Return the nearest allowed state, and one remark for each value that was corrected or not known."""
    asked = {key: value for key, value in raw.items() if key in PAGE_SPECIFICATIONS or key not in SPECIFICATIONS}
    values, remarks = corrected_values(asked, PAGE_SPECIFICATIONS)
    # They are asked of beside the bins, whose states have neither.
    threshold: Any = values.pop("threshold", THRESHOLD.default)
    noise: Any = values.pop("noise", NOISE.default)
    remarks += corrected_pair(values)
    parameters, unmeasured = measured(Parameters(**values))
    return State(parameters, threshold, noise), remarks + unmeasured
