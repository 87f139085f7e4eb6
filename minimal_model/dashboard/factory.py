"""Put the pages together into one server."""

from functools import partial
from pathlib import Path

import flask
from dash import Dash

from minimal_model.dashboard import explorer, questions, sources
from minimal_model.dashboard.guard import refuse_malformed
from minimal_model.dashboard.page_app import PageApp, warm_up
from minimal_model.dashboard.view import compute_view
from minimal_model.parameters import Parameters

# Far above any request of the page, far below what would cost memory.
LARGEST_BODY = 64 * 1024

# Path below the root → the page's package. The page's script in assets/ is called as its path.
PAGES = {"": explorer, "figures": sources, "questions": questions}


def create_app(assets: Path) -> Dash:
    """Return the app at the root, ready to serve all pages by its `server`.

    Parameters
    ----------
    assets : Path
        Folder of style sheets and scripts.
    """
    scripts = {path: f"{path or 'explorer'}.js" for path in PAGES}
    apps: list[PageApp] = []
    for path, package in PAGES.items():
        foreign = [script for other, script in scripts.items() if other != path]
        app = PageApp(assets, path, foreign, apps[0] if apps else None)
        app.layout = partial(package.page, app.root_prefix)
        package.register(app)
        apps.append(app)
    server = apps[0].server
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    server.before_request(partial(refuse_malformed, {page.config.routes_pathname_prefix: page for page in apps}))
    server.after_request(_short_headers)
    for app in apps:
        warm_up(app)
    compute_view(Parameters())
    return apps[0]


def _short_headers(response: flask.Response) -> flask.Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
