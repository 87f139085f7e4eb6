"""The menus of activations and inputs: activations in groups, inputs with a drawing of each."""

from urllib.parse import quote

import numpy as np
from dash import html
from dash.development.base_component import Component

from minimal_model.activations import ACTIVATIONS
from minimal_model.dashboard.page.controls import Options
from minimal_model.inputs import INPUTS, Input

# The value of the entry that opens the formula's box. It is none of the parameter: the state says it by `formula`.
OWN_FORMULA = "own-formula"
NOTEBOOK, OTHERS = "The notebook’s", "Others"
NAMES = tuple(ACTIVATIONS)
LAST_OF_NOTEBOOK = NAMES.index("linear") + 1
GROUPS = {NOTEBOOK: NAMES[:LAST_OF_NOTEBOOK], OTHERS: NAMES[LAST_OF_NOTEBOOK:]}
# A heading cannot be chosen. Should it be all the same, it stands for the first below it; no search finds these values.
HEADINGS = {f"§{number}": names[0] for number, names in enumerate(GROUPS.values(), 1)}

# What the drawing of a density shows of X, in so many points and of so many units of height.
DRAWN, POINTS, HEIGHT = 3.0, 41, 20
ABOUT = {
    "normal": "the bell curve, as in the notebook",
    "uniform": "equally likely from −√3 to √3, nothing beyond",
    "logistic": "a bell with heavier tails",
    "laplace": "a peak with two exponential tails",
    "student-t3": "a narrow bell with very heavy tails",
    "exponential": "from −1 on, one long tail",
    "lognormal": "from −0.76 on, one very long tail",
    "two-bumps": "two bells side by side",
}


def activation_options() -> Options:
    """Return the activations in their groups, with their formulas as titles, and the way to a formula of one's own."""
    options: Options = []
    for value, (group, names) in zip(HEADINGS, GROUPS.items(), strict=True):
        options.append({"label": html.Strong(group), "value": value, "disabled": True})
        options += [{"label": name, "value": name, "title": ACTIVATIONS[name].formula} for name in names]
    return [*options, {"label": "own formula …", "value": OWN_FORMULA, "title": "a function of z that you type"}]


def input_options() -> Options:
    """Return the inputs, each with a drawing of its density."""
    return [{"label": _drawn(given), "value": name, "title": ABOUT[name]} for name, given in INPUTS.items()]


def _drawn(given: Input) -> Component:
    """Return a name and, as a mask so that it takes the colour of the text, the density beside it."""
    picture = f'url("data:image/svg+xml,{quote(density_picture(given))}")'
    drawing = html.Span(className="density", style={"maskImage": picture})
    return html.Span([html.Span(given.name), drawing], className="drawn-input")


def density_picture(given: Input) -> str:
    """Return the area under a density as SVG, all of the same height."""
    assert given.density is not None
    # On both sides of where it begins or ends, so that it rises and falls upright there.
    ends = np.concatenate([given.quantile(np.zeros(1)), given.upper(np.zeros(1))])
    ends = ends[np.abs(ends) < DRAWN]
    x = np.sort(
        np.concatenate([np.linspace(-DRAWN, DRAWN, POINTS), ends, np.nextafter(ends, np.copysign(DRAWN, ends))])
    )
    heights = given.density(x)
    along, down = (x + DRAWN) / (2 * DRAWN) * (POINTS - 1), HEIGHT * (1 - heights / heights.max())
    line = "L".join(f"{a:.4g},{y:.3g}" for a, y in zip(along, down, strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {POINTS - 1} {HEIGHT}" preserveAspectRatio="none">'
        f'<path d="M0,{HEIGHT}L{line}L{POINTS - 1},{HEIGHT}z"/></svg>'
    )
