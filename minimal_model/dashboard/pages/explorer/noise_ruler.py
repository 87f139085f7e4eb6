"""The ruler that has no bins: noise in their place."""

from typing import Any

from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.results.noise import NoiseRuler
from minimal_model.noise.curve import width_of

# It stands in the row and in the menu of rulers by this name; the others by that of their binning.
NOISE = "noise"


def meaning(noise: float) -> str:
    """Say what the ruler measures."""
    return (
        f"What is left of X behind normal noise of s = {number(noise, 3)} on Y, which has the entropy of a bin of "
        f"width {number(width_of(noise), 3)}"
    )


def refusal_sentence(ruler: NoiseRuler) -> str:
    """Say why there is no curve, or nothing."""
    return f"Not possible: {ruler.refusal}." if ruler.refusal else ""


def row_entry(ruler: NoiseRuler, sign: str, change: str, curve: Any) -> dict[str, Any]:
    """Return the ruler as the browser gets it: of the same form as the others."""
    return {
        "name": NOISE,
        "sign": sign,
        "change": change,
        "refused": bool(ruler.refusal),
        "meaning": meaning(ruler.noise),
        "remark": refusal_sentence(ruler),
        "curve": curve,
    }
