"""What the explorer's dialogs ask for by plain addresses: a state as a script, and a link as a QR code.

GET python/api.py?key=value&…    the state with this package
GET python/numpy.py?key=value&…  the state in bare NumPy
GET python/figure.py?key=value&… the state as a figure for a paper, by matplotlib; with the address's pins
GET qr.svg?text=https://…        the QR code of an address
"""

import io
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import flask
import segno

from minimal_model.dashboard.address.pins import corrected_pins
from minimal_model.dashboard.page.rules import LONGEST_LINK
from minimal_model.dashboard.pages.explorer.exports import COLUMN
from minimal_model.dashboard.server.page_app import PageApp
from minimal_model.state.parameters import Parameters
from minimal_model.state.snippets import api_snippet, figure_snippet, numpy_snippet

SNIPPETS: dict[str, Callable[[Parameters, tuple[Parameters, ...]], str]] = {
    "api": lambda parameters, _: api_snippet(parameters),
    "numpy": lambda parameters, _: numpy_snippet(parameters),
    "figure": figure_snippet,
}


def python(kind: str) -> flask.Response:
    """Answer with the state of the query as a script; values are corrected as the page does it."""
    values = flask.request.args.to_dict()
    column = values.pop(COLUMN, "")
    pins, _ = corrected_pins(values.pop("pins", ""), column)
    parameters, _ = Parameters.corrected(values, column)
    return flask.Response(SNIPPETS[kind](parameters, pins), mimetype="text/plain")


def qr_code() -> flask.Response:
    """Answer with the QR code of the link in the query, black on white in every theme: so cameras find it."""
    link = flask.request.args.get("text", "")
    if len(link.encode()) > LONGEST_LINK or not is_link(link):
        flask.abort(400, f"A QR code is made of an http or https address of at most {LONGEST_LINK} bytes.")
    picture = io.BytesIO()
    segno.make(link, error="l", micro=False).save(
        picture, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, xmldecl=False
    )
    return flask.Response(picture.getvalue(), mimetype="image/svg+xml")


def is_link(text: str) -> bool:
    """Whether a text is an http or https address with a host and without spaces."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


def register(app: PageApp) -> None:
    """Connect the addresses."""
    kinds = ",".join(SNIPPETS)
    app.server.add_url_rule(f"{app.root_routes}python/<any({kinds}):kind>.py", endpoint="python", view_func=python)
    app.server.add_url_rule(f"{app.root_routes}qr.svg", endpoint="qr_code", view_func=qr_code)
