"""The page of figures as a tree of components; plots, numbers and links come with the first answer."""

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from minimal_model.dashboard.exports.asked import export_rules
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import button, field, named
from minimal_model.dashboard.page.dialogs import dialog, save_button
from minimal_model.dashboard.page.frame import frame, messages
from minimal_model.dashboard.page.rules import Rules, rules
from minimal_model.dashboard.pages.figures.kinds import MANY, plot_names
from minimal_model.dashboard.pages.figures.state import AS_IN_THE_SOURCE, KEYS
from minimal_model.dashboard.plots.paper import paper_colours
from minimal_model.state.parameters import SPECIFICATIONS
from minimal_model.state.presets import SOURCE_FIGURES, SOURCES, Source, SourceFigure

HEADLINE = "The figures of the sources, computed anew"
LEAD = [
    "Every figure of the notebook, and those of Saxe et al. 2018 on the minimal model, computed anew in front of you. ",
    html.Strong("What if?"),
    " Change the samples, their seed, the bins or the bias for all of them at once, and see which conclusions stay.",
]


def page_rules() -> Rules:
    """Return what the page's scripts have to know."""
    labels = {figure.name: panel_labels(figure) for figure in SOURCE_FIGURES}
    return rules(
        {key: SPECIFICATIONS[key] for key in KEYS},
        paper=paper_colours(),
        export=export_rules("figures", figures=labels),
    )


def panel_labels(figure: SourceFigure) -> dict[str, str]:
    """Return what the dialog that saves a figure calls its plots, by their names."""
    if figure.kind == "biases":
        return {name: name.removeprefix("bias-") for name in plot_names(figure)}
    states = {preset.name: preset.parameters for preset in figure.presets}
    if figure.kind == "strip":
        return {name: f"{p.activation}, b = {p.bias:g}, w = {p.chosen_weight:.3g}" for name, p in states.items()}
    return {name: p.activation for name, p in states.items()}


def page(root: str) -> Component:
    """Return the whole page."""
    content = html.Main(
        [_bar(), _contents(), *(_source(source, root) for source in SOURCES), dialog("save", "Save", root)],
        id="sources",
    )
    return frame(root, "figures", HEADLINE, LEAD, AS_IN_THE_SOURCE, content)


def _bar() -> Component:
    controls = [field(key, SPECIFICATIONS[key], boxed=key == "seed") for key in KEYS]
    back = button("Back to the sources’ values", ids.RESET, "Undo all changes")
    return html.Section([html.H2("What if?"), *controls, back, *messages()], id="what-if", **named("What if?"))


def _contents() -> Component:
    links = [html.Li(html.A(figure.title, href=f"#figure-{figure.name}")) for figure in SOURCE_FIGURES]
    return html.Nav(html.Ul(links), id="contents", **named("Figures of this page"))


def _source(source: Source, root: str) -> Component:
    figures = [_figure(figure, root) for figure in SOURCE_FIGURES if figure.source == source]
    return html.Section([html.H2(SOURCES[source]), *figures])


def _figure(figure: SourceFigure, root: str) -> Component:
    plots = [_plot(name, links, root) for name, links in plot_names(figure).items()]
    return html.Article(
        [
            html.H3([figure.title, html.Small(figure.place)]),
            html.Div(list(_texts(figure)), className="texts"),
            html.Div(plots, className=f"plots {figure.kind} {'many' if len(plots) > MANY else 'few'}"),
        ],
        id=f"figure-{figure.name}",
        className="single" if len(plots) == 1 else "",
    )


def _texts(figure: SourceFigure) -> Iterator[Component]:
    # The text speaks of the source's own values, which is said as soon as others are drawn.
    yield html.P(
        [
            html.Strong("In the source: ", className="changed-only"),
            figure.shows,
            " ",
            html.Strong("Look: "),
            figure.look,
        ]
    )
    if figure.slip:
        yield html.P([html.Strong("Mind: "), figure.slip], className="slip")
    for k in range(len(figure.printed)):
        yield html.P(id=f"check-{figure.name}-{k}", className="check")
    yield html.P(id=f"parameters-{figure.name}", className="help")
    yield html.P(save_button(figure.name, figure.title))
    if figure.kind in ("curve", "biases") and not figure.presets[0].parameters.ruler.sized_by_width:
        yield html.P("Dotted: the ceiling log₂(bins). Dashed: the entropy of the binned input.", className="help")


def _plot(name: str, links: list[str], root: str) -> Component:
    anchors = [html.A(text, id=f"link-{name}-{k}", href=root) for k, text in enumerate(links)]
    return html.Figure(
        [
            html.Figcaption(
                [html.Span(name, id=f"title-{name}", className="title"), html.Span(anchors, className="links")]
            ),
            html.Div(id=f"plot-{name}", className="plot"),
        ]
    )
