"""Put the app together."""

from functools import partial
from pathlib import Path

import flask
from dash import Dash

from minimal_model.dashboard.callbacks import browser, download, draw
from minimal_model.dashboard.guard import refuse_malformed
from minimal_model.dashboard.layout import page
from minimal_model.dashboard.view import compute_view
from minimal_model.parameters import Parameters

TITLE = "Minimal Model Explorer"
# Far above any request of the page, far below what would cost memory.
LARGEST_BODY = 64 * 1024


def create_app(assets: Path) -> Dash:
    """Return the app, ready to serve.

    Parameters
    ----------
    assets : Path
        Folder of style sheets and scripts; Dash would look for it beside this module.
    """
    app = Dash(
        __name__,
        assets_folder=str(assets.resolve()),
        title=TITLE,
        update_title="",
        health_endpoint="healthz",
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = page
    app.index_string = app.index_string.replace("<html>", '<html lang="en">')
    for task in (draw, browser, download):
        task.register(app)
    app.server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.server.before_request(partial(refuse_malformed, app))
    app.server.after_request(_short_headers)
    warm_up(app)
    return app


def _short_headers(response: flask.Response) -> flask.Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def warm_up(app: Dash) -> None:
    """Answer one request inside the process before it serves.

    Dash registers the paths of its scripts during the first request and counts itself ready before it has finished:
    script requests that arrive meanwhile in another thread would fail and leave the page blank.
    """
    answer = app.server.test_client().get(app.config.requests_pathname_prefix)
    if answer.status_code != 200:
        raise RuntimeError(f"the page answers {answer.status_code} to itself")
    compute_view(Parameters())
