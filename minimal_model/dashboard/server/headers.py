"""What every answer tells a browser about what the page may do, and what it does not tell about the server."""

from collections.abc import Iterable

import flask


def policy(script_hashes: Iterable[str], frame_ancestors: str) -> str:
    """Return the Content-Security-Policy of a page.

    Parameters
    ----------
    script_hashes : iterable of str
        Hashes of the scripts that Dash writes into the page itself, as `Dash.csp_hashes` returns them.
    frame_ancestors : str
        Who may show the page inside a frame.
    """
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        # plotly and Dash set styles of elements; images of plots are made from data and blobs.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors,
    }
    return "; ".join(f"{rule} {value}" for rule, value in rules.items())


class Headers:
    """Sets the headers of every answer."""

    def __init__(self, content_security_policy: str) -> None:
        self._policy = content_security_policy

    def set(self, response: flask.Response) -> flask.Response:
        """Add the headers to an answer; one that is no page may bring a shorter policy."""
        response.headers.setdefault("Content-Security-Policy", self._policy)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        return response
