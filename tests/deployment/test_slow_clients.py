"""Clients that stop halfway, before the nginx that a public address needs: they keep nobody else waiting."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
from asking import PLOTLY, UPDATE, ask
from proxying import FIRST, Site

# Fifteen times as many as a replica has threads.
MANY, ROUNDS = 60, 10
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"x" * 1000
POST = f"POST {UPDATE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()
LENGTH, CHUNKS = POST + b"Content-Length: 1000\r\n\r\n", POST + b"Transfer-Encoding: chunked\r\n\r\n3e8\r\n"
# Many times what the buffers on the way hold.
UNREAD = f"GET {PLOTLY} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 5
UNREAD_LAYOUT = b"GET /_dash-layout HTTP/1.1\r\nHost: x\r\n\r\n" * 100


class Slow:
    """A client that sends what it begins with at once, and of the rest one byte after the other; it reads nothing."""

    def __init__(self, address: str, begun: bytes, rest: bytes = b"") -> None:
        self.rest = rest
        self.connection = socket.socket()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.connection.settimeout(20)
        server = urlsplit(address)
        self.connection.connect((server.hostname, server.port))
        self.connection.sendall(begun)

    def send_a_byte(self) -> None:
        self.connection.sendall(self.rest[:1])
        self.rest = self.rest[1:]


KINDS = {
    "heads byte by byte": [(b"", HEAD)],
    "half bodies": [(LENGTH, b"{" * 900), (CHUNKS, b"{" * 900)],
    "answers that nobody takes": [(UNREAD, b""), (UNREAD_LAYOUT, b"")],
}
KINDS["all at once"] = [client for clients in KINDS.values() for client in clients]


@contextmanager
def slow(address: str, kind: str) -> Iterator[list[Slow]]:
    """Sixty clients of a kind."""
    with ExitStack() as stack:
        clients = []
        for number in range(MANY):
            clients.append(Slow(address, *KINDS[kind][number % len(KINDS[kind])]))
            stack.enter_context(clients[-1].connection)
        yield clients


@pytest.mark.parametrize("kind", KINDS)
def test_sixty_slow_clients_keep_nobody_waiting(site: Site, kind: str) -> None:
    site.names.addresses = [FIRST]
    with slow(site.address, kind) as clients:
        for _ in range(ROUNDS):
            for client in clients:
                client.send_a_byte()
            begun = time.monotonic()
            assert ask(f"{site.address}/healthz").body == b"OK\n"
            assert time.monotonic() - begun < 1
        assert ask(f"{site.address}/").status == 200
    assert ask(f"{site.address}/healthz").status == 200
