"""Requests that name a column of data, and those that bring it along, as the explorer's script sends them."""

import hashlib
import json
import urllib.request
from typing import Any
from urllib.error import HTTPError

from asking import UPDATE, Reply, drawing

from minimal_model.arrays import FloatArray

Headers = dict[str, str]


def digest(values: FloatArray) -> str:
    """The SHA-256 of the numbers as little-endian doubles."""
    return hashlib.sha256(values.astype("<f8").tobytes()).hexdigest()


def named(address: str, values: FloatArray, **parameters: Any) -> bytes:
    """The body of a drawing request that names a column."""
    body = drawing(address, bins=50)
    body["inputs"][0]["value"] = {
        "sequence": 1,
        "parameters": {"input": "column", "samples": values.size} | parameters,
        "column": f"column:{digest(values)}",
    }
    return json.dumps(body).encode()


def along(values: FloatArray, body: bytes) -> tuple[bytes, Headers]:
    """The body and the headers that bring a column along."""
    numbers = values.astype("<f8").tobytes()
    headers = {
        "Content-Type": "application/octet-stream",
        "X-Column": digest(values),
        "X-Column-Bytes": str(len(numbers)),
    }
    return numbers + body, headers


def send(address: str, data: bytes, headers: Headers | None = None) -> Reply:
    """Post bytes, and return the answer whatever its status."""
    request = urllib.request.Request(address, data, headers or {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Reply(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        return Reply(error.code, error.headers, error.read())


def draw(address: str, values: FloatArray) -> tuple[Reply, bool]:
    """Have a column drawn as the page does it: asked for it, bring it along. Return the answer, and whether it was."""
    body = named(address, values)
    reply = send(address + UPDATE, body)
    if reply.status != 409:
        return reply, False
    assert reply.headers["X-Column"] == digest(values)
    return send(f"{address}/column{UPDATE}", *along(values, body)), True
