"""The explorer's page as plain Dash serves it with `compress=True`: what `class_start.py` compares with."""

from pathlib import Path

from dash import Dash

from minimal_model.dashboard.pages.explorer import browser, download, draw, page
from minimal_model.dashboard.results.view import compute_view
from minimal_model.dashboard.server.page_app import SUITES
from minimal_model.state.parameters import Parameters

app = Dash(__name__, assets_folder=str(Path(__file__).resolve().parents[2] / "assets"), compress=True)
app.config.external_scripts.append(f"/{SUITES}plotly/package_data/plotly.min.js")
app.layout = page("/")
for task in (draw, browser, download):
    task.register(app)
server = app.server
server.test_client().get("/")
compute_view(Parameters())
