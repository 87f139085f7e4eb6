"""The colours that a figure of the dark theme takes on paper."""

from dataclasses import fields
from typing import Any

from minimal_model.dashboard.plots.theme import SCREENS

# How opaque the cells of the figures are.
OPACITIES = (1.0, 0.45)


def paper_colours() -> dict[str, Any]:
    """Return pairs of a dark colour and the light one, and pairs of ramps, for the script that draws for a print."""
    dark, light = SCREENS["dark"], SCREENS["light"]
    names = [field.name for field in fields(dark) if field.type in (str, "str")]
    pairs = [(getattr(dark, name), getattr(light, name)) for name in names]
    pairs += zip(dark.pins, light.pins, strict=True)
    ramps = [(dark.stops(opacity), light.stops(opacity)) for opacity in OPACITIES]
    return {"colours": pairs, "ramps": ramps}
