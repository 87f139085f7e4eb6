"""The body of a request, whose broken chunks are the client's fault and not the app's."""

import io
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[..., Iterable[bytes]]


def with_own_body(app: Application) -> Application:
    """Let a body that cannot be read look to the app like a connection that broke, which it answers with 400.

    Each server raises errors of its own for broken chunks, and Flask would answer them with 500.
    """

    def reading(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.input"] = Body(environ["wsgi.input"])
        return app(environ, start_response)

    return reading


class Body(io.RawIOBase):
    """The body of a request, whose faults are told as the OSError that readers of a network expect."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def readable(self) -> bool:
        """Say that it can be read; all ways of reading go through `readinto`."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the next bytes."""
        try:
            data: bytes = self._body.read(len(buffer))
        except Exception as error:
            raise OSError(f"{type(error).__name__}: {error}") from error
        buffer[: len(data)] = data
        return len(data)
