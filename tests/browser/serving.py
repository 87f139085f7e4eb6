"""The real server in a process of its own, and what the tests read from the page."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
UPDATE = "/_dash-update-component"


def chromium() -> str:
    """Return the path of the browser: CHROMIUM, or what is installed."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)
    assert found, "no Chromium: install one or name it in CHROMIUM"
    return found


def unused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def fetch(address: str, body: object = None) -> tuple[int, bytes]:
    """Return the status and the body of an answer; with a body, of a POST of it as JSON."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@contextmanager
def serving(log: Path, workers: int = 2) -> Iterator[str]:
    """Serve the app with gunicorn as in production and yield its address, once it is healthy."""
    port = unused_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:server"]
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": str(workers)}
    with log.open("wb") as output, subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
    ) as process:  # fmt: skip
        try:
            deadline = time.monotonic() + PATIENCE
            while not healthy(address):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
            yield address
        finally:
            process.terminate()
            process.wait(PATIENCE)


def healthy(address: str) -> bool:
    try:
        return fetch(f"{address}/healthz")[0] == 200
    except OSError:
        return False


def draw_body(request: object) -> dict[str, Any]:
    """Return the body that the browser sends to draw a state."""
    outputs = [
        {"id": graph, "property": "figure"}
        for graph in ("graph-mi-curve", "graph-strip", "graph-partition", "graph-activation")
    ]
    outputs += [{"id": text, "property": "children"} for text in ("readout", "notice")]
    outputs.append({"id": "answer", "property": "data"})
    return {
        "output": ".." + "...".join(f"{output['id']}.{output['property']}" for output in outputs) + "..",
        "outputs": outputs,
        "inputs": [{"id": "request", "property": "data", "value": request}],
        "changedPropIds": ["request.data"],
        "state": [],
    }
