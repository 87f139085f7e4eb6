"""The curve of a step for phones: 199 values as 199 bytes."""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np

from minimal_model.dashboard.lessons.lesson import Step
from minimal_model.dashboard.results.curves import curve
from minimal_model.dashboard.results.kept import keep
from minimal_model.state.parameters import Parameters


@keep
def drawn(parameters: Parameters) -> dict[str, Any]:
    """Return a curve: `bytes` in base64, with value = low + byte/255 · (high − low) in bits, and the sweep's ends.

    No value is off by more than half of a 255th of the range.
    """
    values, weights = curve(parameters), parameters.weights
    low, high = float(values.min()), float(values.max())
    steps = np.zeros(values.size) if high == low else np.rint((values - low) / (high - low) * 255)
    return {
        "bytes": base64.b64encode(steps.astype(np.uint8).tobytes()).decode(),
        "low": low,
        "high": high,
        "first": float(weights[0]),
        "last": float(weights[-1]),
    }


def of_step(step: Step) -> dict[str, Any]:
    """Return the curve of a step and what it is of; in a comparison `pins` has one more for each pinned curve."""
    pins: Sequence[Parameters] = step.pins
    what = "I(X; Y + N)" if step.parameters.noise else "I(X;T)"
    return drawn(step.parameters) | {"of": what, "pins": [drawn(pin) for pin in pins]}
