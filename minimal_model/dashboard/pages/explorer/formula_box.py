"""The box for a formula of the reader's own: its layout, and what the answer says of the formula beside it."""

from typing import Any

import numpy as np
from dash import html
from dash.development.base_component import Component

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import field, named
from minimal_model.dashboard.pages.explorer.holds import SEEN, found
from minimal_model.dashboard.results.view import View
from minimal_model.formulas import Formula
from minimal_model.state.parameters import SPECIFICATIONS

# One that folds, a bent line, a corner made smooth, steps, waves on a slope.
EXAMPLES = (
    "z * sigmoid(1.702 * z)", "max(z, 0.1 * z)", "relu(z)**2", "floor(2 * z) / 2", "tanh(z) + 0.3 * sin(4 * z)",
)  # fmt: skip

# The sketch beside the box: f over minus `SEEN` to `SEEN`, in so many points.
POINTS = 161
# What is in sight whatever else there is, as where f has a pole: these quantiles, and twice their distance beyond.
MIDDLE, ROOM = (0.1, 0.9), 2.0


def formula_field() -> Component:
    """Return the box with a line that says what the formula is, a sketch of it, and examples."""
    box = field("formula", SPECIFICATIONS["formula"], boxed=True)
    *own, about = box.children
    box.children = [
        *own,
        html.P(id=ids.FORMULA_SAID, role="status"),
        html.Div(id=ids.FORMULA_SKETCH),
        about,
        html.Div(
            [html.Button(text, type="button", className="plain example") for text in EXAMPLES],
            className="examples",
            role="group",
            **named("Examples of formulas"),
        ),
    ]
    return box


def told(view: View) -> dict[str, Any] | None:
    """Return what stands beside the box: what the formula is, and its sketch; None for a named activation.

    The sketch has heights from 0 to 1, null where there is no value, and the values that its floor and ceiling stand
    for.
    """
    if not isinstance(view.activation, Formula):
        return None
    said = found(view, view.activation)
    z = np.linspace(-SEEN, SEEN, POINTS)
    y = view.activation(z)
    low, high = in_sight(y)
    with np.errstate(over="ignore", invalid="ignore"):
        heights = np.clip((y - low) / (high - low), -1, 2)
    return {
        "said": f"{said[0].upper()}{said[1:]}.",
        "reach": SEEN,
        "low": low,
        "high": high,
        "heights": [round(float(height), 3) if np.isfinite(height) else None for height in heights],
    }


def in_sight(y: FloatArray) -> tuple[float, float]:
    """Return the lowest and the highest value that a sketch shows: all of them, but for those far beyond the others."""
    # Of values near the largest double differences would have no end.
    values = np.clip(y[np.isfinite(y)], -1e300, 1e300)
    if values.size == 0:
        return -1.0, 1.0
    first, last = np.quantile(values, MIDDLE)
    room = ROOM * (last - first)
    low, high = max(values.min(), first - room), min(values.max(), last + room)
    if low < high:
        return float(low), float(high)
    around = max(1.0, abs(float(low)))
    return float(low) - around, float(low) + around
