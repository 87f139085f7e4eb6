"""gunicorn's worker of threads, which refuses what is no proper request in one plain line.

gunicorn by itself answers with a page of HTML, some of it with a 501, and logs the visitor's address. Its worker is
said to be one's own to extend, but not in which of its methods: `handle_error` is the one that is replaced, as it is in
gunicorn 27.0.1, and the versions are held for it, in requirements.txt and pyproject.toml. How long a client may take is
left to the proxy that stands before a public address.
"""

import socket
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.http import errors  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

STATUS = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
}
# Not the visitor's fault: headers that the app sets, and settings of the server.
OWN_FAULTS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName, errors.ConfigurationProblem)


class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker that refuses in one plain line."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Refuse what is no proper request, and log no more of it than why."""
        if not isinstance(exc, errors.ParseException) or isinstance(exc, OWN_FAULTS):
            super().handle_error(req, client, addr, exc)
            return
        status = STATUS.get(type(exc), HTTPStatus.BAD_REQUEST)
        self.log.warning("Refused a request: %s", type(exc).__name__)
        line = f"{status.phrase}.\n"
        head = [
            f"HTTP/1.1 {status.value} {status.phrase}",
            "Connection: close",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(line)}",
        ]
        with suppress(OSError):
            util.write_nonblock(client, "\r\n".join([*head, "", line]).encode("ascii"))
