"""The row of rulers: one neuron under every binning, as the browser draws it, and the sentence over the row."""

from typing import Any

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.dashboard.page.numbers import number
from minimal_model.dashboard.pages.explorer.noise_ruler import row_entry
from minimal_model.dashboard.plots.arrays import typed
from minimal_model.dashboard.results.noise import NoiseRuler
from minimal_model.dashboard.results.rulers import (
    Ruler,
    Rulers,
    contrast,
    different_at_the_end,
    falls,
    verdicts,
)
from minimal_model.explain.verdict import Verdict, VerdictName
from minimal_model.state.parameters import Parameters

SIGNS: dict[VerdictName, str] = {"compresses": "↓", "constant": "=", "grows": "↑"}
NO_SIGN = "–"
# Activations that were recorded have no curve that could fall or rise, but a value.
VALUE_SIGN = "H(T) ="
# The largest number of the type in which the curves are sent: finer than any pixel.
FULL = 65_535


def row_of_rulers(parameters: Parameters, own: Rulers, noise: NoiseRuler) -> dict[str, Any]:
    """Return the rulers on one scale, the height of that scale in bits, and the verdict over those with bins."""
    top = max((float(ruler.curve.max()) for ruler in (*own, noise) if ruler.curve is not None), default=0.0)
    return {
        "rulers": [
            *(sent(ruler, parameters, top) for ruler in own),
            sent_noise(noise, top) | {"why": why_no_noise(noise, parameters)},
        ],
        "rulers_top": top,
        "verdict": {"text": verdict_sentence(own, parameters.recorded), "link": link(parameters, own)},
    }


def sent(ruler: Ruler, parameters: Parameters, top: float) -> dict[str, Any]:
    """Return a ruler as the browser gets it."""
    given, curve = ruler.verdict, ruler.curve
    sign, bits = (SIGNS[given.name], change(given)) if given else (NO_SIGN, 0.0)
    if parameters.recorded and curve is not None:
        curve = np.repeat(curve, 2)  # one value is no line
        sign, bits = VALUE_SIGN, curve[0]
    return {
        "name": ruler.binning.name,
        "sign": sign,
        "change": f"{bits:.2f}" if given else "",
        "refused": ruler.refuses,
        "why": why(ruler, parameters),
        "meaning": ruler.binning.meaning(parameters.function, parameters.bins, parameters.width),
        "remark": remark(ruler, parameters),
        "curve": heights(curve, top) if curve is not None else None,
    }


def why(ruler: Ruler, parameters: Parameters) -> str:
    """Return in two or three words why a ruler has no curve; `remark` says it in a sentence."""
    if ruler.curve is not None:
        return ""
    if not ruler.refuses:
        return "not measured"
    return "not for a formula" if parameters.formula else f"{parameters.function.name} folds"


def sent_noise(noise: NoiseRuler, top: float) -> dict[str, Any]:
    """Return the ruler without bins as the browser gets it."""
    if noise.curve is None or noise.verdict is None:
        return row_entry(noise, NO_SIGN, "", None)
    given = noise.verdict
    return row_entry(noise, SIGNS[given.name], f"{change(given):.2f}", heights(noise.curve, top))


def why_no_noise(noise: NoiseRuler, parameters: Parameters) -> str:
    """Return in two or three words why there is no curve with noise."""
    if not noise.refusal:
        return ""
    if parameters.formula:
        return "not for a formula"
    return "not for own data" if parameters.own_data else "not possible"


def heights(curve: FloatArray, top: float) -> dict[str, str]:
    """Return a curve as whole numbers, `FULL` for the top of the scale."""
    return typed(np.rint(FULL * curve / top) if top > 0 else np.zeros_like(curve), "u2")


def change(given: Verdict) -> float:
    """Return the change in bits that a verdict rests on: the fall, the rise, or the larger of two small ones."""
    return {"compresses": given.fall, "grows": given.rise}.get(given.name, max(given.fall, given.rise))


def remark(ruler: Ruler, parameters: Parameters) -> str:
    """Say what must be known of a ruler's verdict: why there is none, or that only rounded numbers made it."""
    if ruler.verdict is None:
        # A function's name stays as it is.
        named = ruler.refusal.startswith(f"{parameters.function.name} ")
        return (ruler.refusal if named else ruler.refusal[:1].upper() + ruler.refusal[1:]) + "."
    function = parameters.function
    rises = not function.counted_plainly and function.rises == (-np.inf, np.inf)
    if not (rises and ruler.binning.equally_full and ruler.verdict.name == "compresses"):
        return ""
    return (
        f"Only rounding: {different_at_the_end(parameters):,} of {parameters.samples:,} activations are still "
        f"different doubles at w = {number(parameters.weights[-1], 3)}."
    )


def verdict_sentence(own: Rulers, recorded: bool = False) -> str:
    """Say how many rulers say that the neuron loses information, or gains some where none says that, and how much.

    Of activations that were recorded: between which values their entropy lies by the rulers.
    """
    given, total = verdicts(own), len(verdicts(own))
    if recorded:
        values = [float(ruler.curve[0]) for ruler in own if ruler.curve is not None]
        return f"Your activations hold H(T) = {span(values)} by {total} rulers; there is no sweep of weights."
    down = [change(each) for each in given if each.name == "compresses"]
    up = [change(each) for each in given if each.name == "grows"]
    if down:
        return f"{of_rulers(len(down), total)} that it loses information, by {span(down)}."
    start = f"None of {total} rulers says that it loses information"
    if not up:
        return f"{start}, and none that it gains any."
    return f"{start}; {len(up) if len(up) < total else 'all'} {says(len(up))} that it gains some, by {span(up)}."


def of_rulers(many: int, total: int) -> str:
    """Return "5 of 6 rulers say", "1 of 6 rulers says" or "All 6 rulers say"."""
    return f"All {total} rulers say" if many == total else f"{many} of {total} rulers {says(many)}"


def says(many: int) -> str:
    """Return the verb that goes with so many rulers."""
    return "says" if many == 1 else "say"


def span(changes: list[float]) -> str:
    """Return from what to what the changes go, in bits."""
    low, high = f"{min(changes):.2f}", f"{max(changes):.2f}"
    return f"{low} bits" if low == high else f"{low} to {high} bits"


def link(parameters: Parameters, own: Rulers) -> dict[str, str] | None:
    """Return the link to a neuron of which more or fewer rulers say that it loses information."""
    found = contrast(parameters, own)
    if found is None:
        return None
    name, others = found
    many, total = falls(others), len(verdicts(others))
    tally = f"none of {total}" if many == 0 else f"all {total}" if many == total else f"{many} of {total}"
    return {"text": f"Try {name}: {tally}", "activation": name}
