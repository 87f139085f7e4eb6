"""The page as a tree of components. Nothing here knows the state: the controls show the defaults until it is drawn."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.controls import button, field, named
from minimal_model.dashboard.page.frame import frame, messages
from minimal_model.dashboard.pages.explorer.dialogs import dialogs
from minimal_model.dashboard.pages.explorer.lesson_panel import lesson_panel
from minimal_model.dashboard.pages.explorer.plots import GRAPHS
from minimal_model.state.parameters import SPECIFICATIONS, Parameters
from minimal_model.state.presets import PRESETS

IN_SIGHT = ("activation", "binning", "weight", "bias", "bins", "samples")
FOLDED = ("weight_max", "seed", "draw", "estimator", "width")
OVERLAYS = ("population", "band", "why")

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

LEAD = [
    "One neuron, X ~ N(0, 1), Y = f(wX + b): does it lose information about its input as the weight w "
    "grows? Drag the weight and watch the coloured bins of Y: where saturation squeezes most of the "
    "input into two of them, the mutual information I(X;T) of the binned activation T = bin(Y) falls. ",
    html.Strong("Then change the binning, and see how much of the answer was the ruler."),
]


def page(root: str) -> Component:
    """Return the whole page."""
    content = html.Main(
        [lesson_panel(root), _controls(), _views(), dcc.Download(id=ids.DOWNLOAD), *dialogs(root)], id="explorer"
    )
    return frame(root, "", LEAD, Parameters().to_dict(), content)


def _controls() -> Component:
    return html.Section(
        [
            html.H2("Controls", className="visually-hidden"),
            _presets(),
            *(field(key, SPECIFICATIONS[key]) for key in IN_SIGHT),
            html.Div(
                [
                    button("Play", ids.PLAY, "Step the weight through the sweep"),
                    button("New sample", ids.NEW_SAMPLE, "Draw other samples: the next seed"),
                    button("Reset", ids.RESET, "Back to the defaults"),
                    button("Pin curve", ids.PIN, "Keep this curve behind the next ones, up to six (P)"),
                    button("Copy link", ids.COPY_LINK, "Copy the address of this state"),
                    button("CSV", ids.DOWNLOAD_CSV, "Download the curve, the bins and the drawn activations"),
                ],
                className="buttons",
            ),
            html.Details(
                [html.Summary("Show more on the curve"), *(field(key, SPECIFICATIONS[key]) for key in OVERLAYS)]
            ),
            html.Details(
                [html.Summary("More parameters"), *(field(key, SPECIFICATIONS[key], boxed=True) for key in FOLDED)]
            ),
            html.Details(
                [
                    html.Summary("Teach and take along"),
                    html.Div(
                        [
                            button("Links for students …", ids.LINKS, "What shall they see? Link, frame, QR code"),
                            button("Copy as Python …", ids.PYTHON, "This state as a script"),
                            button("Print", ids.PRINT, "Figures, parameters and address on one or two pages"),
                            button("Projector", ids.PROJECTOR, "Type and lines for the last row, full screen (F)"),
                            button("Keys …", ids.KEYS, "The keyboard’s shortcuts (?)"),
                        ],
                        className="buttons",
                    ),
                ]
            ),
        ],
        id="controls",
        **named("Controls"),
    )


def _presets() -> Component:
    """Return the menu of the sources' figures; it has no help text, to leave the controls in sight."""
    return html.Div(
        [
            html.Div(html.Span("Presets", id=ids.label("presets"), className="label"), className="label-row"),
            dcc.Dropdown(
                id=ids.control("presets"),
                options=[{"label": preset.label, "value": preset.name} for preset in PRESETS],
                placeholder="a figure of the sources …",
                clearable=False,
                searchable=False,
                maxHeight=420,
            ),
            dcc.Store(id=ids.PRESETS, data={preset.name: preset.parameters.to_dict() for preset in PRESETS}),
        ],
        className="field",
    )


def _views() -> Component:
    return html.Section(
        [
            *messages(),
            html.P("Drawing …", id=ids.READOUT, role="status"),
            html.P(id=ids.EXPLANATIONS),
            html.Ul(id=ids.PINS, **named("Pinned curves")),
            *(_graph(graph_id) for graph_id in GRAPHS),
        ],
        id="views",
        **named("Views"),
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
    graph = dcc.Graph(id=graph_id, figure=empty, config=MODEBAR, responsive=True, style={"height": "100%"})
    return html.Div(
        [graph, html.P(id=ids.COVER, hidden=True)] if graph_id == "graph-mi-curve" else graph,
        className=f"view {graph_id}",
        role="group",
        **named(GRAPH_LABELS[graph_id]),
    )
