"""A request that brings own data along: POST column/… in front of any other address of the app.

A page names a column by its digest. A process that does not hold it answers 409, with the digest in `X-Column`; the
page then sends the same request once more, with the numbers in front of its body:

    POST column/_dash-update-component      the address, below `column/`
    Content-Type: application/octet-stream
    X-Column: the SHA-256 of the numbers, 64 hexadecimal digits
    X-Column-Bytes: how many bytes they take

    the numbers as doubles, little-endian, and then the body of the request itself; a GET has none

The process that gets it holds the numbers from then on, and answers what was asked: whichever process it is, no second
attempt is needed, so processes and replicas share nothing. Numbers are kept in memory alone.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import flask
import numpy as np
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    LengthRequired,
    MethodNotAllowed,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from minimal_model.dashboard.server.body import Application
from minimal_model.inputs import Column
from minimal_model.state.own_data import FEWEST, LARGEST, LEAST_SPREAD, MOST, UnknownColumnError, columns, hold

PATH = "column/"
MEDIA = "application/octet-stream"
NAMED, BYTES = "X-Column", "X-Column-Bytes"
EACH = 8
DIGEST = re.compile(r"[0-9a-f]{64}")
REFUSAL = "minimal_model.column_refusal"


def register(server: flask.Flask, routes_prefix: str, megabytes: int) -> None:
    """Let the server take requests with a column, and hold so many megabytes of columns in this process."""
    columns.most_bytes = megabytes * 2**20
    server.before_request(refuse)
    server.register_error_handler(UnknownColumnError, unknown)
    server.wsgi_app = with_columns(server.wsgi_app, routes_prefix)  # type: ignore[method-assign]


def refuse() -> None:
    """Refuse what could not be taken as a column; only here refusals look like all others."""
    refusal: HTTPException | None = flask.request.environ.get(REFUSAL)
    if refusal is not None:
        raise refusal


def unknown(error: UnknownColumnError) -> flask.Response:
    """Ask for the column of a digest."""
    return flask.Response(f"{error}\n", HTTPStatus.CONFLICT, {NAMED: error.digest}, mimetype="text/plain")


def with_columns(app: Application, routes_prefix: str) -> Application:
    """Let an app take requests with a column in front of their bodies."""
    prefix = routes_prefix + PATH

    def taking(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if str(environ.get("PATH_INFO", "")).startswith(prefix):
            try:
                environ = without_column(environ, prefix, routes_prefix)
            except HTTPException as refusal:
                environ[REFUSAL] = refusal
        return app(environ, start_response)

    return taking


def without_column(environ: dict[str, Any], prefix: str, routes_prefix: str) -> dict[str, Any]:
    """Hold the column in front of a request's body, and return the request without it.

    Raises
    ------
    werkzeug.exceptions.HTTPException
        If there is none, or if it is not what the headers say.
    """
    if environ["REQUEST_METHOD"] != "POST":
        raise MethodNotAllowed(["POST"])
    if environ.get("CONTENT_TYPE", "") != MEDIA:
        raise UnsupportedMediaType(f"A column is sent as {MEDIA}.")
    whole, own = environ.get("CONTENT_LENGTH", ""), environ.get("HTTP_X_COLUMN_BYTES", "")
    if not whole:
        raise LengthRequired("A column is sent with its length.")
    if not _is_number(whole):
        raise RequestEntityTooLarge("The request is too long.")
    digest = environ.get("HTTP_X_COLUMN", "")
    if not (_is_number(own) and DIGEST.fullmatch(digest)):
        raise BadRequest(f"{NAMED} must be 64 hexadecimal digits, and {BYTES} a number.")
    size, rest = int(own), int(whole) - int(own)
    if size > MOST * EACH:
        raise RequestEntityTooLarge(f"A column has at most {MOST:,} numbers.")
    if size % EACH or size < FEWEST * EACH:
        raise BadRequest(f"A column is at least {FEWEST} numbers of {EACH} bytes each.")
    if rest < 0:
        raise BadRequest(f"The request is shorter than {BYTES} says its column is.")
    hold_sent(_read(environ["wsgi.input"], size), digest)
    inner = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json"} if rest else {"REQUEST_METHOD": "GET"}
    path = routes_prefix + environ["PATH_INFO"].removeprefix(prefix)
    return environ | inner | {"PATH_INFO": path, "CONTENT_LENGTH": str(rest)}


def hold_sent(data: bytes, digest: str) -> None:
    """Hold the column of a digest that came as bytes; BadRequest if they are none."""
    if not hmac.compare_digest(hashlib.sha256(data).hexdigest(), digest):
        raise BadRequest("The numbers are not those of the digest.")
    values = np.frombuffer(data, dtype="<f8")
    # What is not a number fails every comparison.
    if not (np.abs(values) <= LARGEST).all():
        raise BadRequest(f"All numbers must be finite, and at most {LARGEST:g} in size.")
    if 0 < np.ptp(values) < LEAST_SPREAD:
        raise BadRequest(f"The numbers must differ by {LEAST_SPREAD:g} at least, or not at all.")
    hold(Column(values))


def _read(body: Any, size: int) -> bytes:
    """Return so many bytes of a body."""
    parts: list[bytes] = []
    while size:
        try:
            part = body.read(size)
        except OSError:
            part = b""
        if not part:
            raise BadRequest("The column was cut off on its way.")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _is_number(text: object) -> bool:
    # The length is checked first, since int() refuses very long digits with an error of its own.
    return isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) <= 9
