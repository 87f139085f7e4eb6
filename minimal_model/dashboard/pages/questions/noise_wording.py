"""What the page says of noise in the place of bins."""

from minimal_model.activations import NOTEBOOK_ACTIVATIONS
from minimal_model.dashboard.page.numbers import in_words, number
from minimal_model.dashboard.pages.questions.state import State
from minimal_model.dashboard.pages.questions.wording import ARROWS, enumerated, signed, verdict_bits
from minimal_model.dashboard.results.noise_answers import SETTINGS, MovedGrid, NoiseSettings, refusal
from minimal_model.explain.verdict import Verdict, verdict
from minimal_model.noise.curve import width_of


def sentence(state: State, settings: NoiseSettings) -> str:
    """Say what the chosen neuron does behind each noise, and on how many functions the setting decides."""
    if reason := refusal(state.parameters):
        own = f"{state.parameters.function.name}: not possible; {reason}."
    else:
        says = [_said(s, verdict(curve, state.threshold)) for s, curve in settings.curves.items()]
        own = f"{state.parameters.function.name} {'; '.join(says)}."
    return f"{own} {tally(settings)}".strip()


def _said(s: float, given: Verdict) -> str:
    does = {"compresses": "loses", "grows": "gains"}.get(given.name)
    behind = f"behind s = {number(s, 3)}"
    return f"keeps its information {behind}" if does is None else f"{does} {abs(verdict_bits(given)):.2f} bits {behind}"


def tally(settings: NoiseSettings) -> str:
    """Say how many of the notebook's functions compress behind each noise, and which are judged differently."""
    if not settings.verdicts:
        return ""
    counts = [sum(settings.verdicts[name, s].name == "compresses" for name in NOTEBOOK_ACTIVATIONS) for s in SETTINGS]
    each = ", ".join(f"{many} at s = {number(s, 3)}" for many, s in zip(counts, SETTINGS, strict=True))
    differing = [name for name in NOTEBOOK_ACTIVATIONS if len({settings.verdicts[name, s].name for s in SETTINGS}) > 1]
    changed = f"the verdict on {enumerated(differing)} depends on s" if differing else "no verdict depends on s"
    return f"Of the notebook’s {in_words(len(NOTEBOOK_ACTIVATIONS))} functions compress {each}; {changed}."


def settings_title(state: State, settings: NoiseSettings) -> str:
    """Say what each noise leaves at the chosen weight."""
    p = state.parameters
    if not settings.curves:
        return "Behind noise: no curve"
    signs = " ".join(f"{ARROWS[verdict(curve, state.threshold).name]}" for curve in settings.curves.values())
    low, high = (settings.curves[s][p.weight] for s in (SETTINGS[-1], SETTINGS[0]))
    return (
        f"Behind noise: {low:.2f} to {high:.2f} bits at w = {number(p.chosen_weight, 3)}; from s = "
        f"{number(SETTINGS[0], 3)} to {number(SETTINGS[-1], 3)}: {signs}"
    )


def grid_title(state: State, moved: MovedGrid | None) -> str:
    """Say where the mean of all places and the noise meet."""
    width = number(width_of(state.noise), 3)
    if moved is None or moved.grid is None:
        return f"A grid of bins of width {width}: no curve"
    mean = float(moved.grid.entropies.mean())
    low, high = moved.grid.entropies.min(), moved.grid.entropies.max()
    return (
        f"Bins of width {width}: {low:.2f} to {high:.2f} bits by the grid’s place; mean {mean:.3f}, behind uniform "
        f"noise {moved.uniform:.3f}"
    )


def note(state: State, moved: MovedGrid | None) -> str:
    """Say how far normal noise is from uniform noise of the same entropy."""
    if moved is None or moved.grid is None:
        return ""
    apart = moved.normal - moved.uniform
    return (
        f"At w = {number(state.parameters.chosen_weight, 3)} normal noise of s = {number(state.noise, 3)} leaves "
        f"{moved.normal:.3f} bits, uniform noise of the same entropy {moved.uniform:.3f}: {signed(apart, 3)}. The "
        "smoother the density of Y, the closer they are."
    )
