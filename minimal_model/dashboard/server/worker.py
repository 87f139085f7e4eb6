"""gunicorn's worker of threads, with a short way for requests that are broken before the app sees them or never end.

gunicorn by itself answers the broken ones with a page of HTML, some with a 501, and logs the visitor's address. A body
in broken chunks reaches the app as an error that it answers with 500. And gunicorn waits: a thread for ever for the
rest of a request, or for a client that takes no more of its answer; a thread for five seconds for a client that has
asked for nothing yet; the whole process for two seconds, after a connection's last answer, for the client to close it.
"""

import io
import selectors
import socket
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.http import errors  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

# Browsers open connections before they need them; a lost packet is sent again after one second, then after three.
WAITING_SECONDS = 5.0
# A request is some kilobytes at most, and a browser sends it at once.
READING_SECONDS = 10.0
# The largest file over a line of 40 kbit/s; no computation takes that long.
ANSWERING_SECONDS = 300.0
STATUS = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
}
# Not the visitor's fault: headers that the app sets, and settings of the server.
OWN_FAULTS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName, errors.ConfigurationProblem)


class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker that refuses in one plain line and waits for nobody for ever."""

    wsgi: Callable[..., Iterable[bytes]]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Since when each connection's request has been under way, the oldest first. Only the main thread uses them.
        self._reading: dict[Any, float] = {}
        self._answering: dict[Any, float] = {}

    def load_wsgi(self) -> None:
        """Let a body in broken chunks look to the app like a connection that broke, which it answers with 400."""
        super().load_wsgi()
        app = self.wsgi

        def reading(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            environ["wsgi.input"] = Body(environ["wsgi.input"])
            return app(environ, start_response)

        self.wsgi = reading

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

    def enqueue_req(self, conn: Any) -> None:
        """Give a request to a thread, and note when; a connection that asks for nothing yet needs none."""
        if not conn.initialized and not conn.data_ready:
            self._await(conn, self.on_pending_socket_readable)
            return
        self._reading[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        """Forget a request that is answered, and let the client close the connection if no more may come on it."""
        self._reading.pop(conn, None)
        self._answering.pop(conn, None)
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
            return
        with suppress(OSError):  # the client may have been first
            conn.sock.shutdown(socket.SHUT_WR)
        self._await(conn, self._drain)

    def _await(self, conn: Any, arrived: Callable[[Any, socket.socket], None]) -> None:
        """Wait for the client without a thread, until `murder_pending` ends it."""
        try:
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(arrived, conn))
        except (OSError, ValueError):
            self._close(conn)
            return
        conn.timeout = time.monotonic() + WAITING_SECONDS
        self.pending_conns.append(conn)

    def _drain(self, conn: Any, sock: socket.socket) -> None:
        """Read what the client still sends: closed before, the connection would be reset, and the answer lost."""
        try:
            data = sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.poller.unregister(sock)
            self.pending_conns.remove(conn)
            self._close(conn)

    def _close(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """End what takes too long; gunicorn calls this every second.

        No more is read after the first limit, which harms no request that is there in full, and none is sent after the
        second. The thread that waits is woken by that.
        """
        super().murder_pending()
        now = time.monotonic()
        for conn in _older(self._reading, now - READING_SECONDS):
            self._answering[conn] = self._reading.pop(conn)
            _shut(conn.sock, socket.SHUT_RD)
        for conn in _older(self._answering, now - ANSWERING_SECONDS):
            del self._answering[conn]
            _shut(conn.sock, socket.SHUT_RDWR)


class Body(io.RawIOBase):
    """The body of a request, whose broken chunks are told as the OSError that readers of a network expect."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def readable(self) -> bool:
        """Say that it can be read; all ways of reading go through `readinto`."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the next bytes."""
        try:
            data: bytes = self._body.read(len(buffer))
        except errors.ParseException as error:
            raise OSError(f"{error}") from error
        buffer[: len(data)] = data
        return len(data)


def _older(since: dict[Any, float], limit: float) -> list[Any]:
    return [conn for conn, start in since.items() if start < limit]


def _shut(sock: socket.socket, how: int) -> None:
    with suppress(OSError):  # it may be gone by itself
        sock.shutdown(how)
