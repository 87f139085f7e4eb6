"""The smallest Dash app there is, which `throughput.py` holds the explorer against: one store in, a constant out."""

from dash import Dash, Input, Output, dcc, html

app = Dash(__name__, assets_folder="none", update_title="")
app.layout = html.Div([dcc.Store(id="request"), dcc.Store(id="answer")])
app.callback(Output("answer", "data"), Input("request", "data"), prevent_initial_call=True)(lambda _request: 0)
server = app.server
# As the explorer: Dash is not ready for parallel requests before it has answered one.
server.test_client().get("/")
