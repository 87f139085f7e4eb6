"""Questions to a server as a program asks them, without a browser."""

import json
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.error import HTTPError

UPDATE = "/_dash-update-component"
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"


def attempts() -> Iterator[None]:
    """Let a loop go on until it is left, but not for ever; what it waits for has the processor in between."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        yield
        time.sleep(0.02)
    raise AssertionError("what was waited for did not come")


@dataclass(frozen=True)
class Reply:
    """An answer, whatever its status."""

    status: int
    headers: Message
    body: bytes


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def ask(address: str, body: Any = None, method: str | None = None, **headers: str) -> Reply:
    """Ask for an address without following where it leads; a body is sent as JSON. `_` in headers stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        address, data, named | ({"Content-Type": "application/json"} if data else {}), method=method
    )
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=30) as answer:
            return Reply(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        return Reply(error.code, error.headers, error.read())


def drawing(address: str, bins: int) -> dict[str, Any]:
    """The body of the explorer's callback request, from what the app says of its callbacks."""
    callbacks = json.loads(ask(f"{address}/_dash-dependencies").body)
    output = next(callback["output"] for callback in callbacks if "answer.data" in callback["output"])
    places = [place.rsplit(".", 1) for place in output.strip(".").split("...")]
    request = {"sequence": 1, "search": f"?bins={bins}"}
    return {
        "output": output,
        "outputs": [{"id": name, "property": what} for name, what in places],
        "inputs": [{"id": "request", "property": "data", "value": request}],
        "changedPropIds": ["request.data"],
        "state": [],
    }
