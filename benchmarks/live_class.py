"""A live class on one server: 60 phones beside a lecturer who drags, and 500 phones that wait for the next question.

Each phone keeps a connection and asks once a second, as the page does: with the ETag that it has, and anew where the
lecturer has done something. What counts is the processor time of the workers, how long a poll takes, and how long after
an act of the lecturer the last phone has seen it. The phones share the machine with the server.

Run it with `make benchmark` or `python benchmarks/live_class.py [SECONDS]`.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# The tests know how to start the server.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from visiting import free_port, start, stop

SECONDS = 20.0  # of each class, unless the command line says otherwise
PERIOD, DRAGS = 1.0, 4  # a poll a second; acts of a lecturer who drags, in a second, as the desk sends them
AT_ONCE, A_SECOND = 100, 10  # how many may come in
TICKS = os.sysconf("SC_CLK_TCK")


class Line:
    """A connection that is kept, and what is asked over it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self.bytes = 0

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask, once more over a new connection where the server has closed the old one."""
        for _ in range(3):
            try:
                return await self._ask(method, path, body, headers)
            except (OSError, asyncio.IncompleteReadError):
                self._writer = None
        raise ConnectionError(path)

    async def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        assert self._reader is not None
        data = b"" if body is None else json.dumps(body).encode()
        named = {"Host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if data:
            named |= {"Content-Type": "application/json", "Content-Length": str(len(data))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items())]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + data)
        head = await self._reader.readuntil(b"\r\n\r\n")
        first, *rest = head.decode().split("\r\n")
        told = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
        content = await self._reader.readexactly(int(told.get("content-length", 0)))
        self.bytes += len(head) + len(content)
        if told.get("connection") == "close":
            self._writer.close()
            self._writer = None
        return int(first.split()[1]), told, content


class Phone:
    """A phone that joins, and then asks once a second."""

    def __init__(self, port: int, number: int, path: str) -> None:
        self.line, self.voter, self.path = Line(port), f"{number:032x}", path
        self.tag = ""
        self.polls: list[float] = []
        self.seen: dict[int, float] = {}  # revision → when

    async def join(self) -> None:
        while (await self.line.ask("PUT", f"{self.path}/voter", {"voter": self.voter}))[0] == 429:
            await asyncio.sleep(1)

    async def look(self) -> None:
        before = time.perf_counter()
        status, told, _ = await self.line.ask("GET", self.path, **({"If_None_Match": self.tag} if self.tag else {}))
        after = time.perf_counter()
        assert status in (200, 304), status
        self.polls.append(after - before)
        if status == 200:
            self.tag = told["etag"]
            self.seen[int(self.tag.strip('"').rpartition("-")[2])] = after

    async def watch(self, until: float, offset: float) -> None:
        due = time.perf_counter() + offset
        while due < until:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await self.look()
            due = max(due + PERIOD, time.perf_counter())

    async def vote(self, state: dict[str, Any]) -> float:
        body = {key: state[key] for key in ("lesson", "step", "round")} | {"voter": self.voter, "choice": 1}
        before = time.perf_counter()
        status, _, _ = await self.line.ask("PUT", f"{self.path}/vote", body)
        assert status == 200, status
        return time.perf_counter() - before


class Lecturer:
    """A desk: opens a room, and acts in it."""

    def __init__(self, port: int) -> None:
        self.line = Line(port)
        self.path = self.key = ""
        self.state: dict[str, Any] = {}

    async def open(self) -> None:
        _, _, content = await self.line.ask("POST", "/rooms", {"lesson": "saturation", "step": 4})
        room = json.loads(content)
        self.path, self.key = f"/rooms/{room['code']}", room["key"]
        _, _, content = await self.line.ask("GET", f"{self.path}/desk", Authorization=f"Bearer {self.key}")
        self.state = json.loads(content)

    async def act(self, action: str, **more: Any) -> None:
        body = {"rev": self.state["rev"], "action": action} | more
        status, _, content = await self.line.ask("POST", f"{self.path}/state", body, Authorization=f"Bearer {self.key}")
        assert status == 200, (status, content)
        self.state = json.loads(content)

    async def drag(self, until: float) -> None:
        k = 0
        while time.perf_counter() < until:
            k = (k + 1) % 199
            await self.act("follow", weight=0.1 + 0.1 * k)
            await asyncio.sleep(1 / DRAGS)


def processor_seconds(master: int) -> float:
    """Processor time that a server's workers have taken so far."""
    total = 0
    for worker in Path(f"/proc/{master}/task/{master}/children").read_text().split():
        fields = Path(f"/proc/{worker}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


async def class_of(many: int, port: int, master: int, drags: bool, seconds: float) -> dict[str, float]:
    """Return what was measured while so many phones watch a lecturer who drags, or who acts now and then."""
    lecturer = Lecturer(port)
    await lecturer.open()
    phones = [Phone(port, number + 1, lecturer.path) for number in range(many)]
    await asyncio.gather(*(phone.join() for phone in phones))
    await lecturer.act("vote")
    votes = await asyncio.gather(*(phone.vote(lecturer.state) for phone in phones))
    for action in ("close", "reveal"):
        await lecturer.act(action)
    await asyncio.gather(*(phone.look() for phone in phones))
    for phone in phones:
        phone.polls.clear()
        phone.line.bytes = 0
    spent, began = processor_seconds(master), time.perf_counter()
    until = began + seconds
    acted: dict[int, float] = {}

    async def lead() -> None:
        if drags:
            await lecturer.drag(until)
            return
        while time.perf_counter() < until - 2 * PERIOD:
            await lecturer.act("show", on=not lecturer.state["shown"])
            acted[lecturer.state["rev"]] = time.perf_counter()
            await asyncio.sleep(2.5)

    await asyncio.gather(lead(), *(phone.watch(until, PERIOD * k / many) for k, phone in enumerate(phones)))
    elapsed = time.perf_counter() - began
    spent = processor_seconds(master) - spent
    polls = sorted(poll for phone in phones for poll in phone.polls)
    late = [max(phone.seen[rev] for phone in phones) - at for rev, at in acted.items()]
    return {
        "core": 100 * spent / elapsed,
        "p50": 1000 * statistics.median(polls),
        "p99": 1000 * polls[int(0.99 * (len(polls) - 1))],
        "bytes": sum(phone.line.bytes for phone in phones) / len(polls),
        "votes": 1000 * max(votes),
        "seen": max(late) if late else float("nan"),
    }


def main(seconds: float = SECONDS) -> None:
    """Print the table."""
    rows = []
    for many, drags in ((60, False), (60, True), (500, False)):
        port = free_port()
        with tempfile.TemporaryDirectory() as store:
            process = start(port, STORE=store, ROOM_VOTERS="500")
            try:
                rows.append((many, drags, asyncio.run(class_of(many, port, process.pid, drags, seconds))))
            finally:
                stop(process)
    print(f"{seconds:g} s each, a poll a second from each phone\n")
    print(
        "| phones | lecturer | of a core | poll p50 | poll p99 | bytes a poll | last vote at once | last phone sees |"
    )
    print("|---:|---|---:|---:|---:|---:|---:|---:|")
    for many, drags, found in rows:
        seen = "" if drags else f"{found['seen']:.2f} s"
        print(
            f"| {many} | {'drags' if drags else 'acts'} | {found['core']:.1f} % | {found['p50']:.1f} ms "
            f"| {found['p99']:.1f} ms | {found['bytes']:.0f} | {found['votes']:.0f} ms | {seen} |"
        )


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
