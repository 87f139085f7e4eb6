"""Turn away what no page of the app sends, in one plain line, before Dash and Flask would answer it with a 500."""

from collections.abc import Mapping
from typing import Any

import flask
from dash import Dash
from dash.exceptions import DependencyException, InvalidResourceError
from werkzeug.exceptions import BadRequest, HTTPException, NotFound, PreconditionFailed, RequestEntityTooLarge
from werkzeug.http import parse_date

ENDPOINT, SUITES = "/_dash-update-component", "/_dash-component-suites/"
# The pages' own requests nest 5 deep. What nests a thousand deep can just be read, but not be written into an answer.
DEEPEST = 20
DATED = ("If-Modified-Since", "If-Unmodified-Since", "If-Range")


def refuse_malformed(apps: Mapping[str, Dash]) -> None:
    """Answer 400 to a request that no page could have sent; the others pass.

    Parameters
    ----------
    apps : mapping
        The pages by the prefix of their routes.
    """
    request = flask.request
    if not all(_readable_date(request.headers.get(name)) for name in DATED):
        raise BadRequest("A header names a date that no calendar has.")
    if request.method != "POST" or not request.path.endswith(ENDPOINT):
        return
    app = apps.get(request.path.removesuffix(ENDPOINT) + "/")
    # Of a body in chunks, whose length is not known before, werkzeug reads no more than the limit, and says nothing.
    if request.content_length is None and len(request.get_data()) == request.max_content_length:
        raise RequestEntityTooLarge
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, thousands deep
        body = None
    if app is None or not isinstance(body, dict) or not well_formed(body, app.callback_map):
        raise BadRequest("This is not a request of the page.")


def _readable_date(text: str | None) -> bool:
    """Whether werkzeug can read a date or can tell that it is none; it fails at numbers beyond the machine's."""
    try:
        parse_date(text)
    except OverflowError:
        return False
    return True


def well_formed(body: dict[str, Any], callbacks: dict[str, Any]) -> bool:
    """Whether the body names a callback that is the server's, with exactly its outputs, inputs and states."""
    output, outputs, changed = body.get("output"), body.get("outputs"), body.get("changedPropIds", [])
    # A callback that runs in the browser is known as well, but has no function here.
    if not isinstance(output, str) or "callback" not in callbacks.get(output, {}) or not _shallow(body, DEEPEST):
        return False
    # Dash writes several outputs as "..a.b...c.d..", and sends them as a list; a single one is sent by itself.
    several = output.startswith("..")
    return (
        isinstance(outputs, list) == several
        and _places(outputs if several else [outputs]) == output.strip(".").split("...")
        and _places(body.get("inputs")) == _places(callbacks[output]["inputs"])
        and _places(body.get("state", [])) == _places(callbacks[output]["state"])
        and isinstance(changed, list)
        and all(isinstance(place, str) for place in changed)
    )


def _shallow(value: Any, levels: int) -> bool:
    """Whether a value of JSON holds at most so many levels of lists and objects."""
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_shallow(part, levels - 1) for part in inner)


def _places(entries: Any) -> list[str] | None:
    """Return "id.property" of each entry, None if one of them is something else."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return None
    pairs = [(entry.get("id"), entry.get("property")) for entry in entries]
    return [f"{i}.{p}" for i, p in pairs] if all(isinstance(part, str) for pair in pairs for part in pair) else None


def plain_errors(server: flask.Flask) -> None:
    """Answer every refusal with one plain line, and files that do not exist with 404 instead of Dash's 500."""
    server.register_error_handler(HTTPException, _plain)
    for missing in (InvalidResourceError, DependencyException, FileNotFoundError):
        server.register_error_handler(missing, _missing)
    server.after_request(_plain_condition)


def _missing(error: Exception) -> flask.Response:
    """Answer 404 to a file that Dash does not know, or lists and does not have: some of its source maps."""
    if SUITES not in flask.request.path:
        raise error
    return _plain(NotFound())


def _plain(error: HTTPException) -> flask.Response:
    line = (error.description or error.name).splitlines()[0]
    response = flask.Response(f"{line}\n", error.code, mimetype="text/plain")
    # Allow names the methods after a 405, Content-Range the length after a 416.
    response.headers.extend(header for header in error.get_headers() if header[0] != "Content-Type")
    return response


def _plain_condition(response: flask.Response) -> flask.Response:
    """Answer 412 in one plain line; Flask would send along the file that was not wanted in this state."""
    if response.status_code != PreconditionFailed.code:
        return response
    response.close()
    return _plain(PreconditionFailed())
