"""The page of questions as a tree of components; plots, numbers and links come with the first answer."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from minimal_model.activations import ACTIVATIONS, NOTEBOOK_ACTIVATIONS
from minimal_model.binnings import BINNINGS, BY_NAME, Binning
from minimal_model.dashboard.exports.asked import export_rules
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import button, field, named
from minimal_model.dashboard.page.dialogs import dialog, save_button
from minimal_model.dashboard.page.frame import frame, messages
from minimal_model.dashboard.page.numbers import in_words
from minimal_model.dashboard.page.rules import TEXTS, Rules, rules
from minimal_model.dashboard.pages.questions.further import WITHOUT
from minimal_model.dashboard.pages.questions.further_layout import FURTHER_LABELS, further
from minimal_model.dashboard.pages.questions.state import PAGE_SPECIFICATIONS
from minimal_model.dashboard.plots.paper import paper_colours
from minimal_model.dashboard.plots.theme import LARGER

IN_SIGHT = ("activation", "weight", "bias", "bins", "samples")
# What the dialog calls the answers that it saves.
PANEL_LABELS = {name: binning.label for name, binning in BY_NAME.items()} | {
    "split": "Two parts", "joint": "Joint table", "equalisation": "Equalisation", **FURTHER_LABELS,
}  # fmt: skip
FOLDED = ("input", "formula", "weight_max", "seed", "draw", "estimator", "width")

# The first of the functions that came after the notebook's: a line above it in the map.
LATER = next(name for name in ACTIVATIONS if name not in NOTEBOOK_ACTIVATIONS)

HEADLINE = "Questions that the notebook leaves open"
LEAD = [
    "The notebook leaves two questions open: which way of binning is valid, and why some activations carry more "
    "entropy than the input. Two more come with other functions and other inputs. ",
    html.Strong("Choose a neuron and drag its weight: the answers follow."),
]


def page_rules() -> Rules:
    """Return what the page's scripts have to know."""
    # All binnings stand on this page, whichever one the second question is asked with.
    width = f"for {', '.join(binning.label for binning in BY_NAME.values() if binning.sized_by_width)}"
    texts = TEXTS | {"threshold": {"digits": 2, "fixed": True, "after": " bits"}}
    return rules(
        PAGE_SPECIFICATIONS,
        texts,
        unused={binning: {"width": width} for binning in BINNINGS},
        presentation={"larger": LARGER},
        paper=paper_colours(),
        export=export_rules("questions", panels=PANEL_LABELS),
        without={name: list(keys) for name, keys in WITHOUT.items()},
    )


def page(root: str) -> Component:
    """Return the whole page."""
    defaults = {key: specification.default for key, specification in PAGE_SPECIFICATIONS.items()}
    content = html.Main(
        [_bar(), _first(root), _second(root), *further(root, plot_card), dialog("save", "Save", root)], id="questions"
    )
    return frame(root, "questions", HEADLINE, LEAD, defaults, content)


def _bar() -> Component:
    return html.Section(
        [
            html.H2("Neuron", className="visually-hidden"),
            *(field(key, PAGE_SPECIFICATIONS[key]) for key in IN_SIGHT),
            html.Details(
                [
                    html.Summary("More"),
                    html.Div([field(key, PAGE_SPECIFICATIONS[key], boxed=True) for key in FOLDED], className="folded"),
                ]
            ),
            button("Reset", ids.RESET, "Back to the defaults"),
            *messages(),
        ],
        id="neuron",
        **named("Neuron"),
    )


def _first(root: str) -> Component:
    return html.Section(
        [
            html.H2("1. Which binning is valid?"),
            html.P(
                [
                    html.Strong("None by itself. "),
                    "If f is strictly increasing, X can be recovered from Y = f(wX + b) exactly, so that the true "
                    "I(X;Y) is infinite (Saxe et al. 2018, section 2). What is left after binning is the answer to a "
                    "question, and each binning asks another one. Here is the same neuron with "
                    f"{in_words(len(BINNINGS))} answers; drag on a curve to move the weight in all of them.",
                ]
            ),
            html.P(
                "Dotted: the ceiling log₂(bins). Dashed: the entropy of the binned input.",
                className="help",
            ),
            html.P(id=ids.NEURON_SAID, className="chosen-neuron"),
            html.Div([_answer(binning, root) for binning in BY_NAME.values()], className="six"),
            html.H3("The verdict depends on the ruler"),
            html.Div([html.Div(_rule()), html.Div(_map(root), className="scroll")], className="verdicts"),
        ]
    )


def _rule() -> list[Component]:
    return [
        html.P(
            "A curve compresses (↓) if it ends below its highest value by more than the threshold. Otherwise it "
            "grows (↑) if it ends above its lowest value by more than that. Otherwise it is constant (=)."
        ),
        html.P(
            "The rule is ours: no paper fixes one. The numbers are bits; each cell opens its curve in the explorer."
        ),
        html.Div(field("threshold", PAGE_SPECIFICATIONS["threshold"]), className="narrow"),
        html.P(id=ids.MAP_SUMMARY, className="summary"),
    ]


def _answer(binning: Binning, root: str) -> Component:
    texts = [
        html.P(binning.bins),
        html.P([html.Strong("Answers: "), binning.question]),
        html.P([html.Strong("Fails: "), binning.failure]),
    ]
    return plot_card(binning.name, root, texts)


def plot_card(name: str, root: str, texts: Sequence[Component], over_weights: bool = True) -> Component:
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.Span(name, id=f"title-{name}", className="title"),
                    html.A("open in the explorer", id=f"link-{name}", href=root),
                    save_button(name, PANEL_LABELS[name]),
                    # Why there is no curve.
                    html.Span(id=f"remark-{name}", className="remark"),
                ]
            ),
            html.Div(id=f"plot-{name}", className="plot"),
            html.Div(texts, className="texts"),
        ],
        className=f"card {name}{' over-weights' if over_weights else ''}",
    )


def _map(root: str) -> Component:
    head = html.Tr([html.Th("f", scope="col"), *(html.Th(binning.label, scope="col") for binning in BY_NAME.values())])
    rows = [
        html.Tr(
            [
                html.Th(activation, scope="row"),
                *(html.Td(html.A(id=f"cell-{row * len(BINNINGS) + k}", href=root)) for k in range(len(BINNINGS))),
            ],
            id=f"row-{activation}",
            className="later" if activation == LATER else "",
        )
        for row, activation in enumerate(ACTIVATIONS)
    ]
    # A formula has a row of its own, below all others.
    own = html.Tr(
        [
            html.Th(id="own-name", scope="row"),
            *(html.Td(html.A(id=f"own-{k}", href=root)) for k in range(len(BINNINGS))),
        ]
    )
    caption = html.Caption("Verdicts by activation function and binning", className="visually-hidden")
    return html.Table(
        [caption, html.Thead(head), html.Tbody(rows), html.Tbody(own, id="own-row", hidden=True)], id="map"
    )


def _second(root: str) -> Component:
    return html.Section(
        [
            html.H2("2. More entropy than the input?"),
            html.P(
                [
                    html.Strong("Yes, systematically, and no inequality is broken. "),
                    "The data processing inequality compares X with what is computed from it; but bin(f(wX + b)) is "
                    "not computed from bin(X): it cuts the input line elsewhere. What holds is "
                    "H(T) = I(bin X; T) + H(T | bin X). The second term, what T tells apart within a bin of X, is "
                    "what looks created. No T of m bins carries more than log₂ m bits, and it gets there when all bins "
                    "are equally full.",
                ]
            ),
            html.Div(field("binning", PAGE_SPECIFICATIONS["binning"]), className="narrow"),
            html.P(id=ids.MECHANISM, className="summary"),
            html.P(
                "From the bins of X to those of T the cuts of the input line change in number, at the ends and in "
                "spacing. The last two can be changed in either order; each number is the mean of its effect in both.",
                className="help",
            ),
            html.Div(
                [
                    plot_card(
                        "split", root, [html.P("The blue area is known from the binned input; the orange is not.")]
                    ),
                    plot_card(
                        "joint",
                        root,
                        [
                            html.P(
                                "Samples by bin of X and bin of Y; the darker, the more. A column with several "
                                "coloured cells is a bin of X that T splits: that is where H(T | bin X) comes from."
                            )
                        ],
                        over_weights=False,
                    ),
                    plot_card(
                        "equalisation",
                        root,
                        [
                            html.P(
                                "Where the two curves run together the bins are equally full. Where the blue one is "
                                "steeper than F, the distribution function of the input, the bins are emptier, and "
                                "where it is flatter, fuller. If f had the shape of F, the entropy would be "
                                "log₂(bins) (histogram equalisation; Laughlin 1981)."
                            )
                        ],
                        over_weights=False,
                    ),
                ],
                className="three",
            ),
        ]
    )
