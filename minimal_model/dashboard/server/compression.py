"""Answers that are made anew each time, packed where that pays: a page's layout, and the figures of a whole page."""

import gzip

import flask

# A quick level: 240 kB of figures shrink to a quarter in some milliseconds.
LEVEL = 1
# The layout is fetched once a visit; a moving slider's answers stay below, where packing costs more than it saves.
SMALLEST_GET, SMALLEST_POST = 4_000, 100_000


def compress(response: flask.Response) -> flask.Response:
    """Pack a large answer of text for a browser that takes it."""
    smallest = SMALLEST_POST if flask.request.method == "POST" else SMALLEST_GET
    if (
        response.status_code != 200
        or response.direct_passthrough
        or response.content_encoding
        or response.mimetype not in ("application/json", "text/html")
        or len(body := response.get_data()) < smallest
        or flask.request.accept_encodings["gzip"] <= 0
    ):
        return response
    response.set_data(gzip.compress(body, LEVEL, mtime=0))
    response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return response
