"""What reaches the server before it is a request: broken heads and broken bodies."""

import json

import pytest
from attacking import ENDPOINT, PATIENCE, Answer, Request, Target, check

CALLBACK = f"POST /{ENDPOINT} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n".encode()
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


def asked(target: Target, data: bytes) -> Answer:
    """Return the answer to some bytes, which is no fault of the server."""
    answer = target.send(data)
    assert answer is not None
    check(answer)
    return answer


def chunks(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(("data", "status"), [
    (b"\r\n\r\n", 400), (b"\n\n", 400), (b"GET\r\n\r\n", 400), (b"GET /healthz\r\n\r\n", 400),
    (b" / HTTP/1.1\r\n\r\n", 400),
    (b"GET / HTTP/1.1\nHost: x\n\n", 400), (b"GET / HTTP/2.0\r\n\r\n", 400), (b"GET / HTTP/0.9\r\n\r\n", 400),
    (b"GET / FTP/1.1\r\n\r\n", 400), (b"GET / HTTP/1.1 x\r\n\r\n", 400), (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    (b"get / HTTP/1.1\r\nHost: x\r\n\r\n", 400), (b"G\xffT / HTTP/1.1\r\n\r\n", 400),
    (b"A" * 90 + b" / HTTP/1.1\r\n\r\n", 400),
    (b"GET * HTTP/1.1\r\n\r\n", 400), (b"GET healthz HTTP/1.1\r\n\r\n", 400), (b"GET http://[/ HTTP/1.1\r\n\r\n", 400),
    (b"GET /\xff HTTP/1.1\r\n\r\n", 400), (b"GET /\x00 HTTP/1.1\r\n\r\n", 400), (b"GET /a b HTTP/1.1\r\n\r\n", 400),
    (b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\n\r\n", 414), (b"A" * 10_000, 414),
    (HEALTH + b"A: " + b"x" * 9_000 + b"\r\n\r\n", 431), (HEALTH + b"A: 1\r\n" * 150 + b"\r\n", 431),
    (HEALTH + b"A\r\n\r\n", 400), (HEALTH + b": x\r\n\r\n", 400), (HEALTH + b"A : x\r\n\r\n", 400),
    (HEALTH + b" folded\r\n\r\n", 400), (HEALTH + b"A: \x00\r\n\r\n", 400), (HEALTH + b"A: a\rb\r\n\r\n", 400),
    (HEALTH + b"Host: y\r\n\r\n", 400), (HEALTH + b"Expect: magic\r\n\r\n", 417),
    (HEALTH + b"Expect: 100-continue\r\n\r\n", 200),
    (HEALTH + b"A: \xff\xfe\r\n\r\n", 200), (HEALTH + b"A_B: c\r\n\r\n", 200),
    (HEALTH + b"Upgrade: websocket\r\n\r\n", 200),
    (HEALTH + b"Upgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n", 200),
    # What programs on the same machine may tell gunicorn by itself, which answers the first with a 500.
    (HEALTH + b"SCRIPT_NAME: /x\r\n\r\n", 200), (HEALTH + b"PATH_INFO: /x\r\n\r\n", 200),
    (HEALTH + b"X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: off\r\n\r\n", 200),
    (HEALTH + b"Transfer-Encoding: foo\r\n\r\n", 400), (HEALTH + b"Transfer-Encoding: gzip\r\n\r\n", 400),
    (HEALTH + b"Content-Length: -1\r\n\r\n", 400), (HEALTH + b"Content-Length: \xb2\r\n\r\n", 400),
    (HEALTH + b"Content-Length: 99999999999999999999\r\n\r\n", 200),
])  # fmt: skip
def test_heads(target: Target, data: bytes, status: int) -> None:
    assert asked(target, data).status == status


@pytest.mark.parametrize(("head", "body", "status"), [
    (b"Content-Length: abc", b"{}", 400), (b"Content-Length: -1", b"{}", 400), (b"Content-Length: +2", b"{}", 400),
    (b"Content-Length: 1e1", b"{}", 400), (b"Content-Length: " + b"1" * 5_000, b"{}", 400), (b"Content-Length:",
    b"{}", 400),
    (b"Content-Length: 2\r\nContent-Length: 3", b"{}", 400), (b"Content-Length: 2\r\nTransfer-Encoding: chunked",
    b"{}", 400),
    (b"Content-Length: 9", b"{}", 400), (b"A: no length", b"{}", 400), (b"Content-Length: 0", b"", 400),
    (b"Content-Length: 65537", b"{}", 413), (b"Content-Length: 99999999999999999999", b"{}", 413),
    (b"Content-Length: 5000000\r\nExpect: 100-continue", b"", 413),
    (b"Transfer-Encoding: gzip, chunked", chunks(b"{}"), 400), (b"Transfer-Encoding: chunked, chunked", b"0\r\n\r\n",
    400),
    (b"Transfer-Encoding: foo", b"{}", 400), (b"Transfer-Encoding:", b"{}", 400), (b"Transfer-Encoding: \x0b", b"{}",
    400),
    (b"Transfer-Encoding: chunked", b"", 400), (b"Transfer-Encoding: chunked", b"0\r\n\r\n", 400),
    (b"Transfer-Encoding: chunked", b"zz\r\n{}\r\n0\r\n\r\n", 400), (b"Transfer-Encoding: chunked", b"-1\r\n", 400),
    (b"Transfer-Encoding: chunked", b"2\r\n{}XX0\r\n\r\n", 400), (b"Transfer-Encoding: chunked", b"2\r\n{", 400),
    (b"Transfer-Encoding: chunked", b"2;a=\x01\r\n{}\r\n0\r\n\r\n", 400), (b"Transfer-Encoding: chunked",
    b"f" * 9_000, 400),
    (b"Transfer-Encoding: chunked", b"F" * 40 + b"\r\n{}", 400), (b"Transfer-Encoding: chunked",
    b"0\r\nno trailer\r\n\r\n", 400),
    (b"Transfer-Encoding: chunked", b"2\r\n{}\r\n0\r\nContent-Length: 1\r\n\r\n", 400),
    (b"Transfer-Encoding: chunked", chunks(*[b"x" * 10_000] * 8), 413),
])  # fmt: skip
def test_bodies(target: Target, head: bytes, body: bytes, status: int) -> None:
    assert asked(target, CALLBACK + head + b"\r\n\r\n" + body).status == status


def test_a_request_in_chunks_is_answered(target: Target, proper: dict[str, list[Request]]) -> None:
    data = json.dumps(proper["explorer"][0].body).encode()
    parts = chunks(*(data[start : start + 100] for start in range(0, len(data), 100)))
    answer = asked(target, CALLBACK + b"Transfer-Encoding: chunked\r\n\r\n" + parts)
    assert answer.status == 200
    assert answer.body == asked(target, proper["explorer"][0].wire()).body


def test_a_body_of_five_megabytes_is_refused_before_it_has_come(target: Target) -> None:
    answer = target.send(CALLBACK + b"Content-Length: 5000000\r\n\r\n" + b"x" * 5_000_000)
    # The connection may be gone before the refusal could be read.
    assert answer is None or answer.status == 413
    assert asked(target, HEALTH + b"\r\n").status == 200


def test_requests_in_a_row_on_one_connection_are_all_answered_and_a_broken_one_ends_it(target: Target) -> None:
    health = HEALTH.replace(b"Connection: close\r\n", b"") + b"\r\n"
    refused = CALLBACK.replace(b"Connection: close\r\n", b"") + b"Content-Length: 2\r\n\r\n{}"
    with target.connect() as connection:
        connection.sendall(health + refused + health + b"GET / HTTP/9\r\n\r\n" + health)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    statuses = [part.split(b" ", 1)[0] for part in received.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"400", b"200", b"400"]


def test_refusals_tell_nobody_who_asked_for_what(target: Target) -> None:
    asked(target, b"GET /?name=secret HTTP/9\r\n\r\n")
    asked(target, HEALTH + b"secret\r\n\r\n")
    with target.written:
        assert target.written.wait_for(lambda: any("Refused" in line for line in target.log), PATIENCE)
    assert not [line for line in target.log if "secret" in line or ("Refused" in line and "127.0.0.1" in line)]
