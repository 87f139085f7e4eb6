"""A real nginx before real replicas of the app, as compose.yaml puts them together, on addresses of the loopback."""

import os
import re
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asking import Reply, ask, attempts
from visiting import free_port, start, stop

ROOT = Path(__file__).parents[2]
# Each replica has an address of its own, and all have the same port, as containers do.
FIRST, SECOND, THIRD = "127.0.0.2", "127.0.0.3", "127.0.0.4"
LINE = re.compile(r"\] (?P<method>\S+) (?P<path>\S+) (?P<status>\d+) \d+ bytes \S+ s (?P<cache>\S+) (?P<tried>.*) \S+$")


class Names(socketserver.UDPServer):
    """A name server that answers as Docker's: with the addresses of all replicas, good for ten minutes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.addresses: list[str] = []


class Answer(socketserver.BaseRequestHandler):
    """The answer to one question for the addresses of a name (RFC 1035, section 4)."""

    def handle(self) -> None:
        question, reply_to = self.request
        assert isinstance(self.server, Names)
        addresses = list(self.server.addresses)
        end = question.index(b"\0", 12) + 5
        counts = b"\0\1" + len(addresses).to_bytes(2) + bytes(4)
        record = b"\xc0\x0c" + b"\0\1\0\1" + (600).to_bytes(4) + b"\0\4"
        records = b"".join(record + socket.inet_aton(address) for address in addresses)
        reply_to.sendto(question[:2] + b"\x81\x80" + counts + question[12:end] + records, self.client_address)


@dataclass(frozen=True)
class Visit:
    """A line of nginx's log."""

    method: str
    path: str
    status: int
    cache: str
    tried: list[str]

    @property
    def replica(self) -> str:
        """The host that answered, the last of those that were tried; empty if the cache did."""
        return self.tried[-1] if self.tried else ""


@dataclass(frozen=True)
class Proxy:
    """A running nginx."""

    address: str
    log: Path

    def visits(self) -> list[Visit]:
        found = [match for line in self.log.read_text().splitlines() if (match := LINE.search(line))]
        return [
            Visit(line["method"], line["path"], int(line["status"]), line["cache"],
                  re.findall(r"([\d.]+):\d+", line["tried"]))
            for line in found
        ]  # fmt: skip


@contextmanager
def running(nginx: str, configuration: Path, port: int) -> Iterator[Proxy]:
    """Run nginx with a configuration that lets it listen on a port, until the block is left."""
    # Not pytest's own folder, where root's is closed to everybody else and nginx's workers are somebody else.
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        rights = "user root;" if os.geteuid() == 0 else ""
        command = [nginx, "-p", name, "-c", str(configuration), "-e", "stderr", "-g", f"daemon off; {rights}"]
        log, errors = directory / "visits.log", directory / "errors.log"
        with log.open("w") as visits, errors.open("w") as complaints:
            process = subprocess.Popen(command, stdout=visits, stderr=complaints)
        try:
            while not listens(port):
                # Waits a moment for the end that should not come.
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.02)
                    raise RuntimeError(f"nginx did not start: {errors.read_text()}")
            yield Proxy(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            process.wait(20)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Site:
    """What compose.yaml serves: nginx with the repository's configuration, and replicas that may come and go."""

    def __init__(self, **settings: str) -> None:
        self.names = Names()
        self.port = free_port()
        self._settings = {"TRUSTED_PROXIES": "1", "WORKERS": "1"} | settings
        self._replicas: dict[str, subprocess.Popen[str]] = {}
        self._proxy: Proxy | None = None

    @contextmanager
    def running(self, nginx: str) -> Iterator["Site"]:
        """Run nginx and the name server; replicas are started by `start`."""
        port = free_port()
        threading.Thread(target=self.names.serve_forever, daemon=True).start()
        with tempfile.TemporaryDirectory() as name:
            configuration = Path(name, "nginx.conf")
            configuration.write_text((ROOT / "deploy/nginx.conf").read_text())
            Path(name, "place.conf").write_text(self._place(port))
            try:
                with running(nginx, configuration, port) as self._proxy:
                    yield self
            finally:
                for replica in self._replicas.values():
                    replica.terminate()  # all at once
                for replica in self._replicas.values():
                    stop(replica)
                self.names.shutdown()
                self.names.server_close()

    def _place(self, port: int) -> str:
        """The repository's place.conf, with this place's address, name server and replicas' port instead."""
        place = (ROOT / "deploy/place.conf").read_text()
        name_server = f"127.0.0.1:{self.names.server_address[1]}"
        for there, here in {
            "listen 8050;": f"listen 127.0.0.1:{port};",
            "resolver 127.0.0.11 ": f"resolver {name_server} ",
            "web:8050;": f"web:{self.port};",
        }.items():
            assert place.count(there) == 1, f"deploy/place.conf must hold {there!r} once"
            place = place.replace(there, here)
        return place

    @property
    def address(self) -> str:
        assert self._proxy is not None
        return self._proxy.address

    def visits(self) -> list[Visit]:
        assert self._proxy is not None
        return self._proxy.visits()

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[Reply, Visit]:
        """Ask for a path, and give the answer with its line of the log, which is written a moment after it is sent."""
        known = len(self.visits())
        reply = ask(self.address + path, body, **headers)
        for _ in attempts():
            if lines := [visit for visit in self.visits()[known:] if visit.path == path.split("?")[0]]:
                break
        return reply, lines[-1]

    def log_text(self) -> str:
        assert self._proxy is not None
        return self._proxy.log.read_text()

    def start(self, host: str, **settings: str) -> None:
        self._replicas[host] = start(self.port, **(self._settings | {"HOST": host} | settings))

    def stop(self, host: str) -> None:
        """Stop a replica as Docker does."""
        stop(self._replicas.pop(host))

    def kill(self, host: str) -> None:
        """End a replica as a lack of memory does: at once, whatever it is doing."""
        replica = self._replicas.pop(host)
        children = Path(f"/proc/{replica.pid}/task/{replica.pid}/children").read_text().split()
        for pid in (replica.pid, *map(int, children)):
            os.kill(pid, signal.SIGKILL)
        replica.communicate(timeout=20)
