"""The page as a tree of components; table, plots and numbers come with the first answer, the form with the script."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from minimal_model.binnings import BINNINGS
from minimal_model.dashboard.exports.asked import export_rules
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import TERMS, button, field, named
from minimal_model.dashboard.page.dialogs import dialog, save_button
from minimal_model.dashboard.page.frame import frame, messages
from minimal_model.dashboard.page.rules import TEXTS, Rules, rules
from minimal_model.dashboard.pages.robustness.duration import seconds_of_curves
from minimal_model.dashboard.pages.robustness.state import PAGE_SPECIFICATIONS
from minimal_model.dashboard.plots.paper import paper_colours
from minimal_model.dashboard.plots.theme import LARGER
from minimal_model.dashboard.studies.bounds import LARGEST_BODY, MOST_SAMPLES
from minimal_model.dashboard.studies.http import cores
from minimal_model.entropy import ESTIMATORS
from minimal_model.inputs import INPUTS
from minimal_model.state.parameters import SPECIFICATIONS
from minimal_model.studies.specifications import CHOICES, specifications

# What the dialog calls the figures that it saves.
PANELS = {
    "shares": "Neurons and rulers",
    "overall": "Which choices decide",
    "within": "Within one neuron",
    "curve": "Specification curve",
}
HEADLINE = "Which choices decide whether a neuron compresses?"
LEAD = [
    "Whoever measures a neuron chooses a ruler, its bins, the samples, the largest weight. ",
    html.Strong("Here all of these choices are made at once."),
    " Move the threshold and see what of the verdict is the neuron’s, and what is ours.",
]
# What is ticked, and what is typed; a single value each is what `specifications` takes by itself.
TICKED = {
    "activations": ("Neurons f", SPECIFICATIONS["activation"].choices),
    "binnings": ("Rulers", BINNINGS),
    "weight_max": ("Largest weight", SPECIFICATIONS["weight_max"].choices),
    "estimators": ("Estimator", ESTIMATORS),
    "inputs": ("Input X", tuple(INPUTS)),
}
TYPED = {
    "bins": ("Bins", "2 to 256, such as 10, 50"),
    "samples": ("Samples", f"10 to {MOST_SAMPLES:,}, without commas"),
    "seeds": ("Seeds", "such as 0-9 or 0, 7"),
    "biases": ("Biases b", "−5 to 5, such as 0, 1.5"),
}
# What the form opens with: small, and with an answer of its own.
OPENING: dict[str, Any] = {
    "activations": ["tanh", "relu"], "binnings": list(BINNINGS[:4]), "bins": "10, 30, 50", "samples": "100, 1000",
    "seeds": "0-9", "biases": "0",
}  # fmt: skip


def page_rules() -> Rules:
    """Return what the page's scripts have to know."""
    texts = TEXTS | {"threshold": {"digits": 2, "fixed": True, "after": " bits"}}
    form = {
        name: {
            "label": (TICKED | TYPED)[name][0],
            **({"values": list(TICKED[name][1])} if name in TICKED else {"hint": TYPED[name][1]}),
            "chosen": OPENING.get(name, list(getattr(specifications(), CHOICES[name]))),
        }
        for name in (*TICKED, *TYPED)
    }
    return rules(
        PAGE_SPECIFICATIONS,
        texts,
        study={"form": form, "seconds": seconds_of_curves(), "sizes": "samples", "bytes": LARGEST_BODY},
        presentation={"larger": LARGER},
        paper=paper_colours(),
        export=export_rules("robustness", panels=PANELS),
    )


def page(root: str, most_curves: int = 0, processes: int = 0) -> Component:
    """Return the whole page; studies of visitors' own have so many curves at most, computed by so many processes.

    Without curves there are none of their own; without processes there is one for each core.
    """
    defaults = {key: specification.default for key, specification in PAGE_SPECIFICATIONS.items()}
    content = html.Main(
        [_bar(root), *_results(root), _own(root, most_curves, processes or cores()), dialog("save", "Save", root)],
        id="robustness",
    )
    return frame(root, "robustness", HEADLINE, LEAD, defaults, content)


def _bar(root: str) -> Component:
    progress = html.Div(
        [
            html.Progress(id="progress-bar", max="1", value="0", **named("Progress of the study")),
            html.P(id="progress-text", role="status"),
            button("Cancel", "cancel", "Give up this study"),
        ],
        id="progress",
        hidden=True,
    )
    return html.Section(
        [
            html.H2("The result", className="visually-hidden"),
            html.P(id=ids.ROBUSTNESS, role="status", className="summary", **TERMS),
            progress,
            html.Div(
                [
                    field("threshold", PAGE_SPECIFICATIONS["threshold"]),
                    button("Reset", ids.RESET, "Back to 0.1 bit"),
                    html.Button("Try again", id="again", type="button", className="plain", hidden=True),
                    html.A("Default study", id="to-default", href=f"{root}robustness", className="plain", hidden=True),
                    html.A("Table (CSV)", id="table-file", href=f"{root}studies/default.csv", className="plain"),
                    html.A("A study of my own", href="#own-study", className="plain", id="to-own"),
                ],
                className="row",
            ),
            html.P(id="chosen", className="help"),
            *messages(),
        ],
        id="result",
        **named("The result"),
    )


def _results(root: str) -> list[Component]:
    return [
        html.Section(
            [
                html.H2("Which neuron, under which ruler"),
                html.P(
                    "Each cell is the share of its curves that compress: that end below their highest value by more "
                    "than the threshold."
                ),
                html.P(
                    [html.Span(id="shares-caption", className="help"), " ", save_button("shares", PANELS["shares"])]
                ),
                html.Div(id="shares", className="scroll", tabIndex="0", **named("Shares by neuron and ruler")),
            ],
            className="shown-when-finished",
        ),
        html.Section(
            [
                html.H2("Which choices decide"),
                html.P(
                    "The verdict, yes or no, varies over the curves. A choice explains as much of its variance as it "
                    "adds on average when choices are made one after the other, in all orders (the Shapley value)."
                ),
                html.Div(
                    [
                        _plot("overall"),
                        html.Div([field("activation", PAGE_SPECIFICATIONS["activation"]), _plot("within")]),
                    ],
                    className="two",
                ),
            ],
            className="shown-when-finished",
        ),
        html.Section(
            [
                html.H2("All results in one picture"),
                html.P(
                    "The specification curve: every analysis in the order of its change in bits, orange where it "
                    "compresses, grey where nothing changes, green where it grows; the dotted lines are the threshold. "
                    "Below, a mark in the row of each value that was chosen. Click on one to open it in the explorer."
                ),
                _plot("curve"),
            ],
            className="shown-when-finished",
        ),
    ]


def _plot(name: str) -> Component:
    return html.Figure(
        [
            html.Figcaption([html.Span(id=f"title-{name}", className="title"), save_button(name, PANELS[name])]),
            html.Div(id=f"plot-{name}", className="plot"),
        ],
        className=f"card {name}",
    )


def _own(root: str, most_curves: int, processes: int) -> Component:
    command = html.Code("minimal-model study --help")
    if not most_curves:
        text: list[Any] = ["This server computes no studies of your own. On your own machine: ", command, "."]
        return html.Section([html.H2("A study of your own"), html.P(text)], id="own-study")
    settings: dict[str, Any] = {"data-root": root, "data-curves": str(most_curves), "data-cores": str(processes)}
    return html.Section(
        [
            html.H2("A study of your own"),
            html.P(
                [
                    f"Every combination of what you choose is computed, up to {most_curves:,} curves. It goes on when "
                    "you close the page, and its address shows it to others. Larger ones: ",
                    command,
                    ".",
                ]
            ),
            html.Div(id="study-form"),
        ],
        id="own-study",
        **settings,
    )
