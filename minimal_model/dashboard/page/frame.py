"""What every page has around its own content: title, way to the other pages, theme, messages, stores."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from minimal_model.binnings import BINNINGS
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import button, named
from minimal_model.dashboard.page.footer import footer
from minimal_model.dashboard.page.numbers import in_words
from minimal_model.state.parameters import SPECIFICATIONS

# Path below the app's root → name in the navigation.
NAVIGATION = {
    "": "Explorer",
    "figures": "Figures",
    "questions": "Questions",
    "robustness": "Robustness",
    "lessons": "Lessons",
}
# What each page is, for those who see no more of it than a line: in a list of results, or beside a link.
DESCRIPTIONS = {
    "": "Does a neuron lose information as its weight grows, or does the answer depend on the ruler? Drag the weight "
    f"of one neuron and see the entropy of its activation under {in_words(len(BINNINGS))} ways of binning, computed "
    "live.",
    "figures": "Every figure of the notebook on the minimal model of the information bottleneck, and those of Saxe et "
    "al. 2018, computed anew in front of you, with other samples, bins and biases if you like.",
    "questions": "Which way of binning an activation is valid, and how can it carry more entropy than the binned "
    "input? Two answers that follow the neuron you choose.",
    "robustness": "142,560 ways to measure one neuron, all at once: how many of them say that it compresses, and how "
    "much of that verdict is the neuron’s, the ruler’s, or chance.",
    "lessons": "Short lessons on the entropy of one neuron, beside the live explorer: predict what the curve will do, "
    "then look.",
}
NAME = "Minimal Model Explorer"
# A neuron chosen on one of these pages is still there on the other; the switches are the explorer's own.
NEURON_PAGES = ("", "questions")
NEURON = [key for key, specification in SPECIFICATIONS.items() if not specification.is_switch]


def frame(
    root: str,
    path: str,
    headline: str,
    lead: list[Any],
    defaults: Mapping[str, object],
    main: Component,
    beside: Sequence[Component] = (),
) -> Component:
    """Return a whole page.

    Parameters
    ----------
    root : str
        The app's root as the browser sees it, with slashes at both ends.
    path : str
        The page's own path below it, a key of `NAVIGATION`.
    headline : str
        What the page is about, or asks.
    lead : list
        The sentences below it.
    defaults : mapping
        The parameters of the page by key, in the order of its controls.
    main : Component
        The page's content.
    beside : sequence of Component
        What stands beside the headline.
    """
    attributes: dict[str, Any] = {"data-root": root}
    page = html.Div(
        [
            html.Header(
                [
                    html.Div(
                        [
                            html.P(NAME, className="name"),
                            html.Nav([_link(root, target, path) for target in NAVIGATION], **named("Pages")),
                            button("Dark theme", ids.THEME_TOGGLE, "Switch between light and dark"),
                        ],
                        className="title-row",
                    ),
                    html.Div(
                        [html.Div([html.H1(headline), html.P(lead, className="lead")]), *beside], className="question"
                    ),
                ]
            ),
            main,
            # What only a print shows: parameters, address, code.
            html.Section(id=ids.PRINT_SUMMARY, **attributes),
            dcc.Store(id=ids.REQUEST),
            dcc.Store(id=ids.ANSWER),
            dcc.Store(id=ids.THEME, data="light"),
            dcc.Store(id=ids.DEFAULTS, data=dict(defaults)),
        ],
        id="page",
    )
    return html.Div([page, footer(root)])


def _link(root: str, target: str, current: str) -> Component:
    more: dict[str, Any] = {"aria-current": "page"} if target == current else {}
    if target in NEURON_PAGES:
        more["data-keys"] = " ".join(NEURON)
    return html.A(NAVIGATION[target], href=root + target, **more)


def messages() -> list[Component]:
    """Return the lines that tell of a lost connection, of a slow answer and of corrected values; they move nothing."""
    return [
        html.Div(
            [
                html.P(id=ids.CONNECTION, role="alert", hidden=True),
                html.P(id=ids.SLOW, role="status", hidden=True),
                html.P(id=ids.NOTICE, role="status", className="notice"),
            ],
            id=ids.MESSAGES,
        )
    ]
