"""A plain Dash app with two of the explorer's figures, filled by one callback: what `first_curve.py` compares with."""

from typing import Any

from dash import Dash, Input, Output, dcc, html

from minimal_model.dashboard.plots.mi_curve import mi_curve_figure
from minimal_model.dashboard.plots.strip import strip_figure
from minimal_model.dashboard.plots.theme import theme_named
from minimal_model.dashboard.results.view import compute_view
from minimal_model.state.parameters import Parameters

GRAPHS = ("graph-mi-curve", "graph-strip")


def draw(_data: object) -> tuple[Any, ...]:
    """Draw the default state, as a callback of a plain app does."""
    view, theme = compute_view(Parameters()), theme_named("light")
    return mi_curve_figure(view, theme), strip_figure(view, theme)


app = Dash(__name__, assets_folder="none", update_title="")
app.layout = html.Div([dcc.Store(id="state"), *(dcc.Graph(id=graph_id) for graph_id in GRAPHS)])
app.callback(*(Output(graph_id, "figure") for graph_id in GRAPHS), Input("state", "data"))(draw)
server = app.server
# As the explorer: Dash is not ready for parallel requests before it has answered one.
server.test_client().get("/")
compute_view(Parameters())
