"""A class opens the explorer in the same minute: 100 cold visits at once, beside Dash's own `compress=True`.

A visit asks for what a browser with an empty cache asks for: the page, its scripts and styles, the layout and the first
drawing. The two servers have the same gunicorn settings and take turns; what counts is the processor time of the
workers for each visit, and the bytes that it took on the wire.

Run it with `make benchmark` or `python benchmarks/class_start.py`; it needs the packages of requirements-dev.txt.
"""

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# The tests know how to start the server.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from visiting import ROOT, free_port, start, stop

VISITS, TURNS = 100, 3
# What browsers offer over plain http.
GZIP = {"Accept-Encoding": "gzip, deflate"}
LATE = ["plotly/package_data/plotly.min.js"] + [f"dash/dcc/async-{name}.js" for name in ("graph", "dropdown", "slider")]
TICKS = os.sysconf("SC_CLK_TCK")


def drawing(outputs: str) -> bytes:
    """The body of the first drawing's request."""
    places = [
        dict(zip(("id", "property"), part.rsplit(".", 1), strict=True)) for part in outputs.strip(".").split("...")
    ]
    request = {"sequence": 1, "theme": "light", "whole": True, "search": ""}
    body = {
        "output": outputs,
        "outputs": places,
        "inputs": [{"id": "request", "property": "data", "value": request}],
        "changedPropIds": ["request.data"],
        "state": [],
    }
    return json.dumps(body).encode()


def plan(port: int) -> tuple[list[str], bytes]:
    """What a visit asks for: addresses, and the body of the drawing."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/")
    html = connection.getresponse().read().decode()
    connection.request("GET", "/_dash-dependencies")
    dependencies = json.loads(connection.getresponse().read())
    connection.close()
    (outputs,) = (d["output"] for d in dependencies if "graph-strip.figure" in d["output"])
    files = list(dict.fromkeys(re.findall(r'(?:src|href)="(/[^"]+)"', html)))
    # This server names plotly.js in the page, and no browser asks for it again.
    late = [address for name in LATE if (address := f"/_dash-component-suites/{name}") + "?" not in html]
    return ["/", *files, *late, "/_dash-layout", "/_dash-dependencies"], drawing(outputs)


def visit(port: int, addresses: list[str], body: bytes) -> int:
    """Ask for everything over one connection, and return the bytes that came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    received = 0
    for address in dict.fromkeys(addresses):
        connection.request("GET", address, headers=GZIP)
        answer = connection.getresponse()
        received += len(answer.read())
        assert answer.status == 200, (address, answer.status)
    headers = GZIP | {"Content-Type": "application/json"}
    connection.request("POST", "/_dash-update-component", body, headers)
    answer = connection.getresponse()
    received += len(answer.read())
    assert answer.status == 200, answer.status
    connection.close()
    return received


def processor_seconds(master: int) -> float:
    """Processor time that a server's workers have taken so far."""
    total = 0
    for worker in Path(f"/proc/{master}/task/{master}/children").read_text().split():
        fields = Path(f"/proc/{worker}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def measure(process: "subprocess.Popen[str]", port: int) -> tuple[float, float, float]:
    """Milliseconds of processor time and MiB for each visit, and seconds until the last visitor had the page."""
    addresses, body = plan(port)
    before, start_time = processor_seconds(process.pid), time.perf_counter()
    with ThreadPoolExecutor(VISITS) as class_room:
        received = list(class_room.map(lambda _: visit(port, addresses, body), range(VISITS)))
    elapsed = time.perf_counter() - start_time
    spent = processor_seconds(process.pid) - before
    return 1000 * spent / VISITS, statistics.mean(received) / 2**20, elapsed


def main() -> None:
    """Print the table."""
    servers = {"this server": "app:server", "Dash, compress=True": "dash_compress_app:server"}
    results: dict[str, list[tuple[float, float, float]]] = {name: [] for name in servers}
    for _ in range(TURNS):
        for name, application in servers.items():
            port = free_port()
            process = start(port, application, PYTHONPATH=f"{ROOT}:{ROOT / 'benchmarks' / 'servers'}")
            try:
                results[name].append(measure(process, port))
            finally:
                stop(process)
    print(f"{VISITS} cold visits at once, medians of {TURNS} turns\n")
    print("| server | processor time of a visit | on the wire | until the last one had the page |")
    print("|---|---:|---:|---:|")
    for name, rounds in results.items():
        spent, received, elapsed = (statistics.median(values) for values in zip(*rounds, strict=True))
        print(f"| {name} | {spent:.0f} ms | {received:.2f} MiB | {elapsed:.1f} s |")


if __name__ == "__main__":
    main()
