"""The sections of the page of questions whose answers take a moment; their tables come with the answers."""

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from minimal_model.activations import NOTEBOOK_ACTIVATIONS
from minimal_model.binnings import BINNINGS, BY_NAME
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.dialogs import save_button
from minimal_model.dashboard.page.numbers import in_words
from minimal_model.dashboard.pages.questions.folding_answer import RULERS
from minimal_model.dashboard.pages.questions.noise_layout import NOISE_LABELS, noise_section
from minimal_model.inputs import INPUTS

# What the dialog calls what it saves of these sections.
FURTHER_LABELS = {
    "folding": "Lost by folding",
    "seen": "What the rulers see of it",
    "inputs": "Verdicts for every input",
    **NOISE_LABELS,
}


def further(root: str, plot_card: Callable[..., Component]) -> list[Component]:
    """Return the sections.

    Parameters
    ----------
    root : str
        The root of the app.
    plot_card : callable
        Makes the frame of a plot from its name, the root and the texts below it.
    """
    return [_folding(root, plot_card), _inputs(), noise_section(root, plot_card)]


def _folding(root: str, plot_card: Callable[..., Component]) -> Component:
    refusing = [binning.label for binning in BY_NAME.values() if binning.name not in RULERS]
    return html.Section(
        [
            html.H2("3. What does folding lose?"),
            html.P(
                [
                    html.Strong("Which branch of f the input was on. "),
                    "A function that folds, such as sin or gelu, takes the same value at several inputs. I(X;Y) stays "
                    "infinite, but of X a finite amount is lost for ever: H(branch | Y) bits, at most log₂ of the "
                    "number of branches. abs at b = 0 loses the sign of X ~ N(0, 1), exactly 1 bit. H(T) hardly shows "
                    "it: bins count how the activation is spread, and folding the input over itself need not change "
                    "that.",
                ]
            ),
            html.P(id=ids.FOLDING_SAID, className="summary"),
            html.Div(
                [
                    plot_card(
                        "folding",
                        root,
                        [
                            html.P(
                                "H(branch | Y) of every function that folds, at this bias and for this input: no "
                                "bins, no samples. Without a bias the dip of gelu, silu and mish matters most at small "
                                "weights; a large one moves nearly all inputs out of it. sin gains branches without "
                                "end."
                            ),
                            html.P(id=ids.FOLDING_NOTE),
                        ],
                    ),
                    plot_card(
                        "seen",
                        root,
                        [
                            html.P(
                                "The thick line is lost by folding. The others are what a ruler takes for a loss: how "
                                "far H(T) lies below its highest value so far. Neither follows the other: a fall has "
                                "other causes, such as saturation."
                            )
                        ],
                    ),
                ],
                className="two",
            ),
            html.H3("Lost by folding, and how far H(T) falls, in bits"),
            html.P(
                f"From its highest value to its last, under each ruler; {' and '.join(refusing)} refuse functions that "
                "fold.",
                className="help",
            ),
            _table("folding-table", "Bits that each function loses by folding, and the fall of H(T)"),
        ],
        id="folding",
    )  # fmt: skip


def _inputs() -> Component:
    total = len(NOTEBOOK_ACTIVATIONS) * len(BINNINGS)
    return html.Section(
        [
            html.H2("4. Does the verdict depend on the input?"),
            html.P(
                f"The {in_words(len(NOTEBOOK_ACTIVATIONS))} functions of the notebook under all "
                f"{in_words(len(BINNINGS))} rulers, {total} verdicts, for each of the {in_words(len(INPUTS))} inputs: "
                "the same ranks, other distances. Bins, samples, bias and threshold are those chosen above."
            ),
            html.P(id=ids.INPUTS_SAID, className="summary"),
            html.Div(
                [
                    html.Div(
                        [
                            html.H3("How often each verdict is given"),
                            _table("inputs-table", "Verdicts by input"),
                            html.P(
                                "A click on an input chooses it for the whole page. H(bin X), the entropy of the "
                                "binned input in bits, does depend on the input.",
                                className="help",
                            ),
                        ]
                    ),
                    html.Div(
                        [
                            html.H3(["Where they differ ", save_button("inputs", FURTHER_LABELS["inputs"])]),
                            _table("pairs-table", "Verdicts by function and ruler, for every input"),
                            html.P(
                                ["One sign where all inputs agree, else one for each: ", ", ".join(INPUTS), "."],
                                className="help",
                            ),
                        ]
                    ),
                ],
                className="across",
            ),
        ],
        id="inputs",
    )


def _table(name: str, caption: str) -> Component:
    """Return a table that its answer fills; it scrolls sideways where it is too wide, by the keyboard too."""
    attributes: dict[str, Any] = {"aria-label": caption, "role": "region", "tabIndex": 0}
    table = html.Table(html.Caption(caption, className="visually-hidden"), id=name)
    return html.Div(table, className="scroll", **attributes)
