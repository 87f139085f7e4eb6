"""The section "Noise instead of bins?" of the page of questions."""

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import field
from minimal_model.dashboard.pages.questions.state import NOISE

# What the dialog calls what it saves of this section.
NOISE_LABELS = {"noise": "Behind noise", "grid": "A grid that is moved"}


def noise_section(root: str, plot_card: Callable[..., Component]) -> Component:
    """Return the section.

    Parameters
    ----------
    root : str
        The root of the app.
    plot_card : callable
        Makes the frame of a plot from its name, the root and the texts below it.
    """
    return html.Section(
        [
            html.H2("5. Noise instead of bins?"),
            html.P(
                [
                    html.Strong("A ruler without bins, but not without a setting. "),
                    "Add normal noise N of standard deviation s to the activation and ask what is left of the input: "
                    "I(X; Y + N) bits. It is computed of the whole distribution; no sample, no number of bins and no "
                    "place of their edges has a say.",
                ]
            ),
            html.P(
                [
                    html.Strong("Answers: "),
                    "How much of X can someone tell who reads Y with an error of s? ",
                    html.Strong("Fails: "),
                    "s is a choice of units, as a bin width is. Make it smaller and every smooth neuron tells more, "
                    "without end; whether a neuron loses information can depend on s alone.",
                ]
            ),
            html.P(id=ids.NOISE_SAID, className="summary"),
            html.Div(field("noise", NOISE), className="narrow"),
            html.Div(
                [
                    plot_card(
                        "noise",
                        root,
                        [
                            html.P(
                                "The chosen neuron behind four noises. Noise and bins stand on one axis: s has the "
                                "entropy of bins of the width Δ = s √(2πe), about 4.13 s."
                            ),
                            html.P(id=ids.NOISE_NOTE),
                        ],
                    ),
                    plot_card("grid", root, [_place()], over_weights=False),
                ],
                className="two",
            ),
        ],
        id="noise",
    )


def _place() -> Component:
    """Return the texts below the grid's plot; assets/questions/moved_grid.js puts the slider between them."""
    return html.Div(
        [
            html.P(
                "Bins are noise whose draw one is told. Move the grid of bins, of width Δ, along the activation: H(T) "
                "goes up and down. Its mean over all places of the grid is exactly what noise leaves that is uniform "
                "over a width of Δ (Zamir & Feder 1992)."
            ),
            html.Div(html.Span("Place of the grid", id="label-place", className="label"), id="grid-place"),
            html.P(id="grid-told", className="summary"),
        ]
    )
