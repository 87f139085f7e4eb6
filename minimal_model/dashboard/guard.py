"""Turn malformed callback requests away before Dash, which would answer them with a 500."""

from collections.abc import Mapping
from typing import Any

import flask
from dash import Dash
from dash.exceptions import DependencyException, InvalidResourceError
from werkzeug.exceptions import HTTPException, NotFound

ENDPOINT = "/_dash-update-component"


def refuse_malformed(apps: Mapping[str, Dash]) -> flask.Response | None:
    """Answer 400 to a callback request that no page could have sent; None lets a request pass.

    Parameters
    ----------
    apps : mapping
        The pages by the prefix of their routes.
    """
    request = flask.request
    if request.method != "POST" or not request.path.endswith(ENDPOINT):
        return None
    app = apps.get(request.path.removesuffix(ENDPOINT) + "/")
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, thousands deep
        body = None
    if app is not None and isinstance(body, dict) and well_formed(body, app.callback_map):
        return None
    return flask.Response("This is not a request of the page.\n", 400, mimetype="text/plain")


def well_formed(body: dict[str, Any], callbacks: dict[str, Any]) -> bool:
    """Whether the body names a known callback, with exactly its outputs, inputs and states."""
    output = body.get("output")
    if not isinstance(output, str) or output not in callbacks:
        return False
    callback, outputs, changed = callbacks[output], body.get("outputs"), body.get("changedPropIds", [])
    return (
        _places(outputs if isinstance(outputs, list) else [outputs]) == output.strip(".").split("...")
        and _places(body.get("inputs")) == _places(callback["inputs"])
        and _places(body.get("state", [])) == _places(callback["state"])
        and isinstance(changed, list)
        and all(isinstance(place, str) for place in changed)
    )


def _places(entries: Any) -> list[str] | None:
    """Return "id.property" of each entry, None if one of them is something else."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return None
    return [f"{entry.get('id')}.{entry.get('property')}" for entry in entries]


def plain_errors(server: flask.Flask) -> None:
    """Answer every refusal with one plain line, and files that do not exist with 404 instead of Dash's 500."""
    server.register_error_handler(HTTPException, _plain)
    for missing in (InvalidResourceError, DependencyException):
        server.register_error_handler(missing, lambda _error: _plain(NotFound()))


def _plain(error: HTTPException) -> flask.Response:
    line = (error.description or error.name).splitlines()[0]
    return flask.Response(f"{line}\n", error.code, mimetype="text/plain")
