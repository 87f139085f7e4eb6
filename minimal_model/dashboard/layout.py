"""The page as a tree of components. Nothing here knows the state: the controls show the defaults until it is drawn."""

import math
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from minimal_model.dashboard import ids
from minimal_model.dashboard.figures import FIGURES
from minimal_model.parameters import SPECIFICATIONS, Specification

IN_SIGHT = ("activation", "binning", "weight", "bias", "bins", "samples")
FOLDED = ("weight_max", "seed", "draw", "estimator", "width")

GRAPH_LABELS = {
    "graph-mi-curve": "Mutual information against the weight. Click or drag to choose the weight.",
    "graph-strip": "Activations at the chosen weight with bin edges and counts.",
    "graph-partition": "Density of the input, cut at the preimages of the bin edges.",
    "graph-activation": "Activation function over the net input, with the range the samples cover.",
}

# What plotly offers on top of the figures; the rest of its buttons would select or upload.
MODEBAR: Any = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtons": [["toImage", "zoomIn2d", "zoomOut2d", "resetScale2d"]],
    "toImageButtonOptions": {"format": "svg", "filename": "minimal-model"},
    "scrollZoom": False,
    "doubleClick": "reset",
}


def page() -> Component:
    """Return the whole page."""
    return html.Div(
        [
            _header(),
            html.Main([_controls(), _views()], id="explorer"),
            dcc.Store(id=ids.REQUEST),
            dcc.Store(id=ids.ANSWER),
            dcc.Store(id=ids.THEME, data="light"),
            dcc.Store(id=ids.SPECIFICATIONS, data={key: s.default for key, s in SPECIFICATIONS.items()}),
            dcc.Download(id=ids.DOWNLOAD),
        ],
        id="page",
    )


def _named(text: str) -> dict[str, Any]:
    """Return the name a screen reader says; its key is no Python identifier."""
    return {"aria-label": text}


def _header() -> Component:
    return html.Header(
        [
            html.Div(
                [
                    html.H1("Minimal Model Explorer"),
                    html.Button(
                        "Dark theme", id=ids.THEME_TOGGLE, type="button", title="Switch between light and dark"
                    ),
                ],
                className="title-row",
            ),
            html.P(
                [
                    "One neuron, X ~ N(0, 1), Y = f(wX + b): does it lose information about its input as the weight w "
                    "grows? Drag the weight and watch the coloured bins of Y: where saturation squeezes most of the "
                    "input into two of them, the mutual information I(X;T) of the binned activation T = bin(Y) falls. ",
                    html.Strong("Then change the binning, and see how much of the answer was the ruler."),
                ],
                className="lead",
            ),
        ]
    )


def _controls() -> Component:
    return html.Section(
        [
            html.H2("Controls", className="visually-hidden"),
            *(_field(key) for key in IN_SIGHT),
            html.Div(
                [
                    _button("Play", ids.PLAY, "Step the weight through the sweep"),
                    _button("New sample", ids.NEW_SAMPLE, "Draw other samples: the next seed"),
                    _button("Reset", ids.RESET, "Back to the defaults"),
                    _button("Copy link", ids.COPY_LINK, "Copy the address of this state"),
                    _button("Download CSV", ids.DOWNLOAD_CSV, "The curve, the bins and the drawn activations"),
                ],
                className="buttons",
            ),
            html.Details([html.Summary("More parameters"), *(_field(key) for key in FOLDED)]),
        ],
        id="controls",
        **_named("Controls"),
    )


def _button(text: str, component_id: str, title: str) -> Component:
    return html.Button(text, id=component_id, type="button", title=title)


def _field(key: str) -> Component:
    specification = SPECIFICATIONS[key]
    return html.Div(
        [
            html.Div(
                [
                    html.Span(specification.label, id=ids.label(key), className="label"),
                    html.Span(id=ids.shown_value(key), className="value"),
                ],
                className="label-row",
            ),
            _control(key, specification),
            html.P(specification.help, id=ids.help_text(key), className="help"),
        ],
        className="field",
    )


def _control(key: str, specification: Specification) -> Component:
    if specification.choices:
        return dcc.Dropdown(
            id=ids.control(key),
            options=[{"label": str(choice), "value": choice} for choice in specification.choices],
            value=specification.default,
            clearable=False,
            searchable=False,
            # The list must never be cut off at the end of the panel.
            maxHeight=420,
        )
    if key in FOLDED:
        return dcc.Input(
            id=ids.control(key),
            type="number",
            value=specification.default,
            min=specification.low,
            max=specification.high,
            step=1 if isinstance(specification.default, int) else 0.001,
            debounce=True,
        )
    low, high, step = specification.low, specification.high, specification.step or 1
    value = float(specification.default)
    if key == "samples":  # the slider holds the decimal logarithm
        low, high, step, value = math.log10(low), math.log10(high), 0.05, math.log10(value)
    return dcc.Slider(
        id=ids.control(key),
        min=low,
        max=high,
        step=step,
        value=value,
        marks=None,
        updatemode="drag",
        # Typing into the slider's own box commits wrongly in Dash 4.4.1: Enter is ignored, a cleared box sends None.
        allow_direct_input=False,
    )


def _views() -> Component:
    return html.Section(
        [
            html.P(id=ids.CONNECTION, role="alert", hidden=True),
            html.P(id=ids.NOTICE, role="status", className="notice"),
            html.P("Drawing …", id=ids.READOUT, role="status"),
            *(_graph(graph_id) for graph_id in FIGURES),
        ],
        id="views",
        **_named("Views"),
    )


def _graph(graph_id: str) -> Component:
    empty: dict[str, Any] = {
        "data": [],
        "layout": {
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "xaxis": {"visible": False},
            "yaxis": {"visible": False},
        },
    }
    return html.Div(
        dcc.Graph(id=graph_id, figure=empty, config=MODEBAR, responsive=True, style={"height": "100%"}),
        className=f"view {graph_id}",
        role="group",
        **_named(GRAPH_LABELS[graph_id]),
    )
