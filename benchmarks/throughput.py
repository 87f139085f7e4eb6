"""Updates per second of the explorer against those of an empty Dash callback, and the memory of its workers.

Both are served by gunicorn with the settings of gunicorn.conf.py, on loopback, and asked in rounds that take turns: for
the states that a viewer passes who drags the weight or the bias, and for states that nobody asked for before. Run it
with `make benchmark` or `python benchmarks/throughput.py`; it stops by itself after about a minute and a half.
Only the ratio means anything: both sides feel the same noise of the machine.
"""

import itertools
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

# A script sees its own folder; the package lies beside it and need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from minimal_model.activations import ACTIVATIONS
from minimal_model.binnings import BINNINGS
from minimal_model.state.parameters import Parameters

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
WORKERS = 2
ROUNDS, SECONDS = 25, 0.4
PAGE_ROUNDS, PAGE_SECONDS = 3, 2.0
# As many as all threads of both workers.
CONNECTIONS = 8
# All of 199 weights and 101 biases are enough for so many rounds.
MOST_IN_A_ROUND = 780
LONGEST_START, LONGEST_ANSWER = 60.0, 60.0
MOST_MEMORY = 250.0  # MiB
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A gunicorn that serves."""

    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def workers(self) -> list[int]:
        """Numbers of the worker processes."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def cpu(self) -> float:
        """Seconds that the workers have computed so far."""
        return sum(cpu_seconds(pid) for pid in self.workers)


@contextmanager
def serving(app: str) -> Iterator[Server]:
    """Serve an app until the block ends."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", app]
    settings = {"HOST": HOST, "PORT": str(port), "WORKERS": str(WORKERS), "THREADS": "4", "PATH_PREFIX": "/"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, **quiet)
    try:
        server = Server(port, process)
        wait_for(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(server: Server) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and server.process.poll() is None:
        try:
            get(server, "/_dash-dependencies")
        except OSError:
            time.sleep(0.1)
        else:
            if len(server.workers) == WORKERS:
                return
    raise SystemExit("the server does not start")


class Connection:
    """A kept connection that writes prepared bytes: it must cost far less than the server that it measures."""

    def __init__(self, server: Server) -> None:
        self._socket = socket.create_connection((HOST, server.port), LONGEST_ANSWER)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """Send a request and return the body of its answer."""
        self._socket.sendall(request)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._some()
        head = bytes(received[:end])
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if not head.startswith(b"HTTP/1.1 200 ") or length is None:
            raise RuntimeError(f"the server answers {head[:80]!r}")
        missing = end + 4 + int(length[1]) - len(received)
        while missing > 0:
            part = self._some()
            received += part
            missing -= len(part)
        return bytes(received[end + 4 :])

    def _some(self) -> bytes:
        part = self._socket.recv(2**18)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def get(server: Server, path: str) -> bytes:
    """Return what stands at a path."""
    connection = Connection(server)
    try:
        return connection.ask(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    finally:
        connection.close()


class Callback:
    """The callback of a page that draws, written as the browser writes it."""

    def __init__(self, server: Server, path: str = "/") -> None:
        listed = json.loads(get(server, f"{path}_dash-dependencies"))
        # The one that is not computed in the browser and has the store "request" as its input.
        wanted = [{"id": "request", "property": "data"}]
        (callback,) = (c for c in listed if c["inputs"] == wanted and not c["clientside_function"])
        places = [place.rsplit(".", 1) for place in callback["output"].strip(".").split("...")]
        outputs = [{"id": name, "property": key} for name, key in places]
        self._path = f"{path}_dash-update-component"
        self._body = {
            "output": callback["output"],
            "outputs": outputs if len(outputs) > 1 else outputs[0],
            "changedPropIds": ["request.data"],
            "parsedChangedPropsIds": ["request.data"],
        }

    def request(self, value: dict[str, Any]) -> bytes:
        """Return the bytes that ask for one state."""
        inputs = [{"id": "request", "property": "data", "value": value}]
        body = json.dumps(self._body | {"inputs": inputs}).encode()
        head = f"POST {self._path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        return f"{head}Accept: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def asked(parameters: dict[str, Any], sequence: int = 1) -> dict[str, Any]:
    """Return what the explorer's browser asks for while a slider moves."""
    return {"sequence": sequence, "theme": "light", "whole": False, "parameters": parameters}


def dragged() -> list[dict[str, Any]]:
    """Return states that a viewer passes who drags the weight or the bias, all else being as by default."""
    default = Parameters().to_dict()
    weights = [default | {"weight": weight} for weight in range(199)]
    biases = [default | {"bias": step / 10} for step in range(-50, 51)]
    return [state for pair in zip(weights, itertools.cycle(biases)) for state in pair]


def unasked() -> Iterator[dict[str, Any]]:
    """Yield states of the same kind that never come again: every weight at one bias after the other."""
    default = Parameters().to_dict()
    biases = [step / 10 for step in range(-50, 51) if step]
    random.Random(0).shuffle(biases)
    for bias in biases:
        yield from (default | {"bias": bias, "weight": w} for w in range(199) if w != default["weight"])


@dataclass(frozen=True)
class Rate:
    """What a server did in a round."""

    per_second: float
    server_ms: float
    client_share: float
    answer_bytes: float


def measure(server: Server, requests: list[bytes], seconds: float) -> Rate:
    """Ask one request after the other over all connections for some seconds."""
    answered, received = [0] * CONNECTIONS, [0] * CONNECTIONS
    start, own, theirs = time.perf_counter(), time.process_time(), server.cpu()

    def keep_asking(number: int) -> None:
        connection = Connection(server)
        for request in itertools.chain.from_iterable(itertools.repeat(requests[number::CONNECTIONS])):
            if time.perf_counter() >= start + seconds:
                break
            received[number] += len(connection.ask(request))
            answered[number] += 1
        connection.close()

    in_threads(keep_asking, range(CONNECTIONS))
    elapsed, many = time.perf_counter() - start, sum(answered)
    if not many:
        raise SystemExit("the server answers nothing")
    return Rate(
        per_second=many / elapsed,
        server_ms=1e3 * (server.cpu() - theirs) / many,
        client_share=(time.process_time() - own) / elapsed,
        answer_bytes=sum(received) / many,
    )


def in_threads(work: Callable[[int], None], numbers: Iterable[int]) -> None:
    """Do all at once, and fail if one fails."""
    errors: list[BaseException] = []

    def safely(number: int) -> None:
        try:
            work(number)
        except BaseException as error:  # whatever it is, it must not pass unnoticed
            errors.append(error)

    threads = [Thread(target=safely, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def median(rates: list[Rate], name: str) -> float:
    """Return the median of one number over the rounds."""
    return statistics.median(getattr(rate, name) for rate in rates)


def show(name: str, rates: list[Rate]) -> None:
    """Print the medians of a series of rounds."""
    print(
        f"{name}: {median(rates, 'per_second'):,.0f} updates per second, "
        f"{median(rates, 'server_ms'):.2f} ms of the workers' processor time each, "
        f"{median(rates, 'answer_bytes') / 1e3:,.1f} kB; the client took {median(rates, 'client_share'):.0%} of a core"
    )


def compare_with_nothing(explorer: Server, empty: Server) -> None:
    """Print the ratios of the updates per second."""
    callback = Callback(explorer)
    nothing = [Callback(empty).request(asked(state)) for state in dragged()]
    dragging = [callback.request(asked(state)) for state in dragged()]
    new = (callback.request(asked(state)) for state in unasked())
    for _ in range(2):  # rounds that do not count
        measure(empty, nothing, SECONDS)
        measure(explorer, dragging, SECONDS)
    compare(
        "weight or bias dragged", lambda: measure(explorer, dragging, SECONDS), lambda: measure(empty, nothing, SECONDS)
    )
    compare(
        "weight dragged at biases that nobody chose before",
        lambda: measure(explorer, list(itertools.islice(new, MOST_IN_A_ROUND)), SECONDS),
        lambda: measure(empty, nothing, SECONDS),
    )


def compare(what: str, explorer: Callable[[], Rate], empty: Callable[[], Rate]) -> None:
    """Let two sides take turns and print what came of it."""
    pairs = [(explorer(), empty()) for _ in range(ROUNDS)]
    print(f"{what}:")
    show("    explorer", [pair[0] for pair in pairs])
    show("    empty callback", [pair[1] for pair in pairs])
    show_ratio("updates per second", [ours.per_second / theirs.per_second for ours, theirs in pairs])
    show_ratio("updates per processor time", [theirs.server_ms / ours.server_ms for ours, theirs in pairs])


def show_ratio(meaning: str, ratios: list[float]) -> None:
    """Print the median of a ratio over the rounds."""
    first, median, third = statistics.quantiles(ratios, n=4)
    print(f"    {meaning}: {median:.2f} times as many (quartiles {first:.2f} and {third:.2f} of {len(ratios)} rounds)")


def other_pages(explorer: Server) -> None:
    """Print how many requests of the other pages are answered, with the bias dragged."""
    for path in ("/figures/", "/questions/"):
        callback = Callback(explorer, path)
        requests = [callback.request(asked({"bias": step / 10})) for step in range(-50, 51)]
        show(path.rstrip("/"), [measure(explorer, requests, PAGE_SECONDS) for _ in range(PAGE_ROUNDS)])


def use_all(explorer: Server) -> None:
    """Ask each worker for every sample size, many seeds, all binnings and switches, and for the other pages."""
    drawing = Callback(explorer)
    on = {"population": "on", "band": "on", "why": "on"}
    sizes = (10, 100, 1_000, 10_000, 20_000, 100_000, 1_000_000)
    states: list[dict[str, Any]] = [{"samples": size, "seed": seed} for size in sizes for seed in range(12)]
    states += [{"activation": name, "binning": binning, **on} for name in ACTIVATIONS for binning in BINNINGS]
    states += [{"samples": 20_000, "binning": binning, "seed": seed, **on} for binning in BINNINGS for seed in (1, 2)]
    states += [{"binning": "fixed-width", "activation": "linear", "width": 0.001, "weight_max": 100}]
    requests = [drawing.request(asked(state)) for state in states]
    requests += [drawing.request(asked({"seed": seed})) for seed in range(100)]
    figures, questions = Callback(explorer, "/figures/"), Callback(explorer, "/questions/")
    for size in (1_000, 100_000):
        requests += [questions.request(asked({"samples": size, "seed": seed})) for seed in range(3)]
    for size in (1_000, 1_000_000):
        requests += [figures.request(asked({"samples": size, "seed": seed})) for seed in range(2)]

    # Which worker takes a connection is chance: by four of them each, hardly a worker misses anything.
    for start in range(0, len(requests), 20):

        def ask_some(_: int, some: list[bytes] = requests[start : start + 20]) -> None:
            connection = Connection(explorer)
            for request in some:
                connection.ask(request)
            connection.close()

        in_threads(ask_some, range(4))


def cpu_seconds(pid: int) -> float:
    """Seconds that a process has computed so far, in its own code and in the system's for it."""
    # The second field is a name in brackets, which may hold anything.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> dict[str, float]:
    """Memory of a process in MiB: resident now, its share of it (what others use too counts in part), and the most."""
    now, ever = Path(f"/proc/{pid}/smaps_rollup").read_text(), Path(f"/proc/{pid}/status").read_text()
    found = {"RSS": (now, "Rss"), "PSS": (now, "Pss"), "largest RSS": (ever, "VmHWM")}
    return {
        name: int(re.search(rf"^{key}:\s+(\d+) kB", text, re.MULTILINE)[1]) / 1024  # type: ignore[index]
        for name, (text, key) in found.items()
    }


def show_memory(server: Server, moment: str) -> None:
    """Print the memory of each worker."""
    for number, pid in enumerate(server.workers, 1):
        figures = ", ".join(f"{name} {size:.0f}" for name, size in memory(pid).items())
        print(f"worker {number} {moment}, in MiB: {figures}")


def main() -> None:
    """Print all figures."""
    with serving("app:server") as explorer:
        show_memory(explorer, "at the start")
        with serving("benchmarks.servers.empty_app:server") as empty:
            compare_with_nothing(explorer, empty)
        other_pages(explorer)
        use_all(explorer)
        show_memory(explorer, "after every sample size and many seeds")
        too_much = [pid for pid in explorer.workers if memory(pid)["RSS"] >= MOST_MEMORY]
    if too_much:
        raise SystemExit(f"a worker holds more than {MOST_MEMORY:.0f} MiB")


if __name__ == "__main__":
    main()
