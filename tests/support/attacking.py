"""Requests as the pages send them, random changes to them, and what every answer must keep to."""

import json
import random
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace
from http.client import HTTPException, HTTPResponse
from typing import Any

from visiting import free_port, start

from minimal_model.dashboard.pages.questions.state import PAGE_SPECIFICATIONS
from minimal_model.state.parameters import SPECIFICATIONS

PAGES = {"explorer": "/", "figures": "/figures/", "questions": "/questions/", "robustness": "/robustness/"}
ENDPOINT = "_dash-update-component"
# What no visitor is to be told: that there is a Python, which one, and where its files are.
TELLING = re.compile(r"Traceback|python|werkzeug|site-packages|File \"|\.py\b", re.IGNORECASE)

ALLOWED = {**PAGE_SPECIFICATIONS, **SPECIFICATIONS}
# Twice the largest answer of any permitted state.
LARGEST = 800_000
# Longer than the server may take for anything, however busy the machine is: what comes later hangs.
PATIENCE = 60.0


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def check(answer: Answer, method: str = "GET") -> None:
    """Check that a refusal is one plain line, and an answer to a callback JSON of a permitted state."""
    busy = answer.status == 503 and "Retry-After" in answer.headers  # few figures are drawn at a time
    assert 200 <= answer.status < 500 or busy, (answer.status, answer.body[:200])
    if answer.status >= 400:
        text = answer.body.decode()
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert text == "" if method == "HEAD" else re.fullmatch(r"[^\n]+\n", text)
        assert not TELLING.search(text)
    elif method == "POST" and answer.status == 200 and "Content-Encoding" not in answer.headers:
        assert len(answer.body) < LARGEST
        response = json.loads(answer.body, parse_constant=_no_number)["response"]
        permitted(response.get("answer", {}).get("data", {}).get("parameters", {}))


def _no_number(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def permitted(state: Mapping[str, Any]) -> None:
    """Check that the values of a state are what the pages allow; None where the page of figures keeps the source's."""
    for key, value in state.items():
        allowed = ALLOWED[key]
        if key == "input" and re.fullmatch(r"(column|recorded):[0-9a-f]{64}", value):
            fits = True  # own data
        elif allowed.is_switch:
            fits = value in ("on", "off")
        elif allowed.read:
            fits = allowed.allows(value)
        elif allowed.choices:
            fits = value in allowed.choices
        else:
            # What can be off is 0 then, below its bounds.
            fits = value is None or allowed.low <= value <= allowed.high or (allowed.off and value == 0)
        assert fits, (key, value)


# --- Requests as the pages send them ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Request:
    """A request, its body still a value of JSON where it is JSON."""

    target: str
    body: Any = None
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()

    def wire(self, payload: bytes | None = None) -> bytes:
        """Return the bytes of the request, for one connection of its own."""
        headers = [*self.headers]
        if self.body is not None and payload is None:
            payload = json.dumps(self.body).encode()
        if payload is not None:
            headers.append(("Content-Length", str(len(payload))))
        head = [f"{self.method} {self.target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        head += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join([*head, "", ""]).encode("latin-1") + (payload or b"")


JSON = (("Content-Type", "application/json"),)


def callbacks(dependencies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a page says of the callbacks that it calls on the server."""
    return [spec for spec in dependencies if spec["clientside_function"] is None]


def frame(spec: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that Dash's own script makes for a callback, with the values of its inputs and states by id."""
    parts = [part.rpartition(".") for part in spec["output"].strip(".").split("...")]
    outputs: Any = [{"id": i, "property": p} for i, _, p in parts]
    changed = [f"{place['id']}.{place['property']}" for place in spec["inputs"]]
    body = {
        "output": spec["output"],
        "outputs": outputs if spec["output"].startswith("..") else outputs[0],
        "inputs": [place | {"value": values[place["id"]]} for place in spec["inputs"]],
        "changedPropIds": changed,
        "parsedChangedPropsIds": [*changed],
    }
    if spec["state"]:
        body["state"] = [place | {"value": values[place["id"]]} for place in spec["state"]]
    return body


# What the scripts of the pages put into a request for a drawing.
STATE = {
    "activation": "relu", "binning": "global", "bias": -0.5, "bins": 7, "samples": 100, "weight": 3, "weight_max": 10,
    "seed": 4294967295, "draw": 1, "estimator": "miller-madow", "width": 0.5, "population": "on", "band": "off",
    "why": "on",
}  # fmt: skip
PINS = "activation:elu,bins:7,samples:50;binning:fixed-width,width:0.5,samples:50"
DRAWINGS: dict[str, list[dict[str, Any]]] = {
    "explorer": [
        {"sequence": 1, "theme": "light", "whole": True, "search": "?bins=7&activation=elu&samples=50"},
        {"sequence": 2, "theme": "dark", "whole": False, "parameters": STATE, "pins": PINS},
        {"sequence": 3, "theme": "light-projector", "whole": True,
         "search": "?lesson=equalisation&step=2&notes=1&lock=bins,bias&hide=seed&pins=bins:9,samples:50;default"},
    ],
    "figures": [
        {"sequence": 1, "theme": "light", "whole": True, "search": "?bins=7&samples=50"},
        {"sequence": 2, "theme": "light", "whole": False,
         "parameters": {"samples": 100, "seed": None, "bins": 9, "bias": 0.1}},
    ],
    "robustness": [
        {"sequence": 1, "theme": "light", "whole": True, "search": "?threshold=0.2&activation=relu", "study": ""},
        {"sequence": 2, "theme": "dark", "whole": False, "parameters": {"threshold": 0.11, "activation": "elu"},
         "study": "0123456789abcdef"},
    ],
    "questions": [
        {"sequence": 1, "theme": "light", "whole": True, "search": "?bins=7&samples=50&threshold=0.2"},
        {"sequence": 2, "theme": "dark", "whole": False,
         "parameters": {key: value for key, value in STATE.items() if value not in ("on", "off")} | {"threshold": 0.1}},
    ],
}  # fmt: skip


def callback_requests(dependencies: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[Request]]:
    """Return requests to every callback of every page, by page; `dependencies` is what each page says of them."""
    made: dict[str, list[Request]] = {}
    for page, prefix in PAGES.items():
        target = f"{prefix}{ENDPOINT}?endId=joAa264pHLzstsTJIeRhWh4x~8f88b56ff67da79d41c6"
        values = [{"request": drawing} for drawing in DRAWINGS[page]]
        made[page] = [
            Request(target, frame(spec, given), "POST", JSON)
            for spec in callbacks(dependencies[page])
            for given in values
            if spec["inputs"][0]["id"] in given
        ]
    return made


FILES = (
    "/", "/?bins=7", "/figures", "/figures/", "/questions", "/robustness", "/healthz", "/_dash-layout",
    "/studies/0123456789abcdef", "/studies/default.csv",
    "/questions/_dash-dependencies", "/questions/folding.json?bins=7", "/questions/inputs.json?bins=7",
    "/bins.json?bins=7&samples=50",
    "/_reload-hash", "/_favicon.ico", "/assets/common/page.css", "/figures/assets/common/dom.js",
    "/_dash-component-suites/dash/dcc/async-slider.js", "/lessons", "/lessons/_dash-layout", "/lessons/samples.json",
    "/python/api.py?bins=7&activation=elu", "/python/numpy.py?bins=7",
    "/python/figure.py?pins=bins:7", "/export/explorer/tables.zip?bins=7&samples=50", "/export/explorer/notebook.ipynb",
    "/export/explorer/figure.svg?bins=7&pins=bins:9&title=x", "/export/figures/tables.zip?figure=biases&samples=50",
    "/qr.svg?text=https%3A%2F%2Fa.example%2F%3Fbins=7",
)  # fmt: skip


# --- Random changes --------------------------------------------------------------------------------------------------

# Stands for what json.dumps does not write; replaced in the text.
RAW = {
    "@digits": "7" * 5000, "@most digits": "-" + "8" * 4300, "@float": "1" * 400 + ".5e-9", "@overflow": "1e99999",
    "@deep": "[" * 990 + "]" * 990, "@deeper": '{"a":' * 6000 + "1" + "}" * 6000, "@nothing": "", "@bare": "undefined",
    "@surrogate": '"\\ud800"', "@nul": '"a\\u0000b"', "@twice": '1, "parameters": 2',
}  # fmt: skip
HOSTILE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2.5, 10**12, -(10**12), 2**63, 10**400, float("nan"), float("inf"), -float("inf"),
    5e-324,
    1.7e308, "", " ", "0", "-0", "nan", "Infinity", "1e999", "1_0", "٣", "\u2028", "é", "𝟙", "\ud83d", "\x00",
    "x" * 3000,
    "9" * 5000, "<script>alert(1)</script>", "../../etc/passwd", "__proto__", "?", "?&&=&a", "?bins=%ff%00",
    "?" + "a=1&" * 900, "bins:7;" * 500, "a:b:c,;:;,", "?lesson=samples&step=9", "?pins=:;,&lock=,&hide=%00",
    "off", "on", "..", "a.b", "@", [], {}, [[]], [None], [1, 2], {"id": 1}, {"value": {}},
    {"a": {"b": {"c": []}}}, [0] * 2000, {str(k): k for k in range(300)}, *RAW,
)  # fmt: skip
KEYS = (
    "output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds", "id", "property", "value",
    "cancelJob", "job", "oldJob", "cacheKey", "endId", "background", "long", "running", "cancel", "progress",
    "sideUpdate",
    "dist", "_dashprivate_path", "parameters", "search", "theme", "sequence", "whole", "samples", "bins", "width",
    "pins", "text", "lesson", "step", "study",
    "__proto__", "constructor", "", "\x00", "\ud800", "a.b", "x" * 500,
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT", "PROPFIND", "get", "G T", "")
HEADERS: dict[str, tuple[str, ...]] = {
    "Content-Type": ("", "text/plain", "application/json; charset=utf-7", "application/vnd.api+json", "\xff",
    "a/b;" * 900,
                     "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"),
    "Content-Encoding": ("gzip", "identity", "br, gzip"),
    "Accept-Encoding": ("gzip;q=nan", "gzip;q=" + "9" * 5000, "*;q=0, ,;;", "gzip," * 1600, "\xff"),
    "If-None-Match": ("*", '"', 'W/"x', '"a",' * 1500, "\\" * 8000, "\xff"),
    "If-Match": ("*", '"a"', "\x80"),
    "If-Modified-Since": ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "Mon, 01 Jan 2020 00:00:00 +9999999999999",
                          "yesterday", "Mon, 32 Jan 2020 25:61:61 GMT", "", "(" * 8000),
    "If-Unmodified-Since": ("Mon, 01 Jan 1999 00:00:00 GMT", "Mon, 01 Jan 2020 99999999999999:00:00 GMT"),
    "If-Range": ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", '"a"', "\xff"),
    "Range": ("bytes=0-0", "bytes=9-1", "bytes=-" + "9" * 5000, "bytes=" + "0-1," * 1500, "lines=1-2", "bytes=\xb2-3"),
    "Cookie": ("\xff=\xfe", "=;;;=", 'a="\\377', "a=1;" * 1900),
    "Authorization": ("Basic =", "Digest a=\"", "\xff"),
    "Host": ("", "a..b", "x" * 300, "a:b", "[::1", "<>"),
    "Origin": ("null", "\xff"),
    "Transfer-Encoding": ("chunked", "gzip", "foo", "chunked, chunked", ""),
    "Content-Length": ("-1", "abc", "1e3", "99999999999999999999", "\xb2", "0"),
    "Expect": ("100-continue", "magic"),
    "Upgrade": ("websocket", "h2c"),
    "Connection": ("Upgrade", "keep-alive", "x" * 500),
    "SCRIPT_NAME": ("/x", "/figures"),
    "X-Forwarded-Proto": ("https", "\xff"), "X-Forwarded-Ssl": ("on",), "X-Forwarded-Prefix": ("/\xff",),
    "X-HTTP-Method-Override": ("DELETE",),
    "Bad Name": ("x",), "": ("x",), "A": ("x" * 9000, "a\rb", "a\x00b", "\xff"),
}  # fmt: skip
SEGMENTS = (
    "..", "%2e%2e", "%2f", "//", "\\", "%5c", "%00", "%ff", "%", "%zz", ";", "?", "#", "*", "app.py", "assets",
    "_mcp", "mcp",
    "_reload-hash", "_dash-component-suites", "os", "_dash-update-component", "_dash-ws-callback", "static", "figures",
    "x" * 300, "x" * 5000, "?endId=", "?cancelJob=1&job=2&oldJob=3&cacheKey=4&endId=5", "?" + "&".join("ab") * 900,
    "\xe9",
)  # fmt: skip


def mutate(request: Request, rng: random.Random) -> bytes:
    """Return the bytes of a request with some random changes: to its values, its text, its frame, its headers."""
    body, payload = deepcopy(request.body), None
    if body is not None:
        for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
            body = change_tree(body, rng)
        payload = encode(body, rng)
        if rng.random() < 0.25:
            payload = change_bytes(payload, rng)
    request = replace(request, body=body)
    for _ in range(rng.choice((0, 0, 1)) if body is not None else rng.choice((1, 2, 3))):
        request = change_head(request, rng)
    wire = request.wire(payload)
    if payload is not None and rng.random() < 0.05:
        wire = chunked(request, payload, rng)
    return change_bytes(wire, rng) if rng.random() < 0.05 else wire


def change_tree(tree: Any, rng: random.Random) -> Any:
    """Replace, delete, duplicate, nest, flip the type of, or move one part of a value of JSON."""
    places: list[tuple[Any, Any]] = []
    _collect([tree], places)
    holder, key = rng.choice(places)
    whole = holder[key] is tree
    change = rng.choice(("replace", "replace", "replace", "delete", "duplicate", "nest", "flip", "move", "key"))
    part = holder[key]
    if change == "delete" and not whole:
        del holder[key]
    elif change == "duplicate" and isinstance(holder, list) and not whole:
        holder.insert(rng.randrange(len(holder) + 1), deepcopy(part))
    elif change == "key":
        target = part if isinstance(part, dict) else tree if isinstance(tree, dict) else {}
        target[rng.choice(KEYS)] = deepcopy(rng.choice(HOSTILE))
    elif change != "delete":
        new = {
            "nest": lambda: _nested(part, rng),
            "flip": lambda: _flipped(part, rng),
            "move": lambda: (lambda other: deepcopy(other[0][other[1]]))(rng.choice(places)),
        }.get(change, lambda: deepcopy(rng.choice(HOSTILE)))()
        if whole:
            return new
        holder[key] = new
    return tree


def _collect(holder: Any, places: list[tuple[Any, Any]]) -> None:
    for key, part in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
        places.append((holder, key))
        if isinstance(part, dict | list):
            _collect(part, places)


def _nested(part: Any, rng: random.Random) -> Any:
    for _ in range(rng.choice((1, 2, 10, 30, 60))):
        part = [part] if rng.random() < 0.5 else {rng.choice(("a", "id", "value")): part}
    return part


def _flipped(part: Any, rng: random.Random) -> Any:
    if isinstance(part, dict):
        return rng.choice((list(part), list(part.items()), json.dumps(part)))
    if isinstance(part, list):
        return {str(k): inner for k, inner in enumerate(part)} if rng.random() < 0.5 else (part or [None])[0]
    return rng.choice((str(part), [part], {"value": part}, f" {part} ", f"{part}.0"))


def encode(body: Any, rng: random.Random) -> bytes:
    """Return the text of a value of JSON, sometimes in another encoding than UTF-8."""
    text = json.dumps(body, ensure_ascii=rng.random() < 0.8)
    for name, raw in RAW.items():
        text = text.replace(f'"{name}"', raw)
    encoding = rng.choices(("utf-8", "utf-16", "utf-32-le", "latin-1", "utf-8-sig"), (95, 2, 1, 1, 1))[0]
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


def change_bytes(data: bytes, rng: random.Random) -> bytes:
    """Flip, cut, repeat or insert some bytes."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(changed) + 1)
        match rng.choice(("flip", "flip", "cut", "repeat", "insert", "end")):
            case "flip" if at < len(changed):
                changed[at] ^= 1 << rng.randrange(8)
            case "cut":
                del changed[at : at + rng.choice((1, 2, 8, 50))]
            case "repeat":
                changed[at:at] = changed[at : at + rng.choice((1, 5, 60))] * rng.choice((1, 3, 50))
            case "insert":
                tokens = (
                    b"\0",
                    b"\xff",
                    b"\xed\xa0\x80",
                    b'"',
                    b"\\",
                    b"[",
                    b"]",
                    b"{",
                    b"NaN",
                    b"\r\n",
                    b"%",
                    b"\n\n",
                )
                changed[at:at] = rng.choice(tokens)
            case "end":
                del changed[at:]
    return bytes(changed)


def change_head(request: Request, rng: random.Random) -> Request:
    """Change the method, the target or the headers."""
    match rng.choice(("method", "target", "header", "header", "header")):
        case "method":
            return replace(request, method=rng.choice(METHODS))
        case "target":
            path = request.target.split("/")
            at = rng.randrange(1, len(path) + 1)
            path[at : at + rng.choice((0, 1))] = [rng.choice(SEGMENTS)]
            return replace(request, target="/".join(path))
        case _:
            name = rng.choice(tuple(HEADERS))
            kept = tuple(header for header in request.headers if header[0] != name or rng.random() < 0.2)
            return replace(request, headers=(*kept, (name, rng.choice(HEADERS[name]))))


def chunked(request: Request, payload: bytes, rng: random.Random) -> bytes:
    """Return the request in chunks, which may be broken."""
    middle = rng.randrange(len(payload) + 1)
    parts = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (payload[:middle], payload[middle:]) if part)
    body = rng.choice(
        (parts + b"0\r\n\r\n", parts, change_bytes(parts + b"0\r\n\r\n", rng), b"zz\r\n" + parts, b"-1\r\n")
    )
    head = replace(request, body=None, headers=(*request.headers, ("Transfer-Encoding", "chunked")))
    return head.wire() + body


# --- The server ------------------------------------------------------------------------------------------------------


@dataclass
class Target:
    """A running server, and what it writes to its log."""

    port: int
    log: list[str] = field(default_factory=list)
    written: threading.Condition = field(default_factory=threading.Condition)

    def connect(self) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def send(self, data: bytes) -> Answer | None:
        """Send bytes and say that no more will come; return the answer, None if the connection was closed without."""
        with self.connect() as connection:
            with suppress(OSError):  # the server may refuse before it has read everything
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
            return read_answer(connection, data.split(b" ", 1)[0].decode("latin-1"))

    def workers(self) -> list[int]:
        """Return the processes that were ever started, two at least: one more as soon as one has died."""
        found: list[int] = []

        def both() -> bool:
            found[:] = [int(line.rsplit(" ", 1)[1]) for line in self.log if "Booting worker with pid: " in line]
            return len(found) >= 2

        with self.written:
            assert self.written.wait_for(both, PATIENCE)
        return found

    def complaints(self) -> list[str]:
        """Return the lines of the log that tell of a fault of the server."""
        return [line for line in self.log if re.search(r"Traceback|Error|Exception|ERROR|CRITICAL", line)]


def read_answer(connection: socket.socket, method: str) -> Answer | None:
    """Read an answer; None if there is none."""
    response = HTTPResponse(connection, method=method)
    try:
        response.begin()
        return Answer(response.status, dict(response.headers), response.read())
    except TimeoutError:
        raise
    except (OSError, HTTPException):
        return None


@contextmanager
def attacked(application: str = "app:server") -> Iterator[Target]:
    """Start the server as `make run` does, and read all that it writes, so that it never waits for a reader."""
    port = free_port()
    process = start(port, application)
    target = Target(port)

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            with target.written:
                target.log.append(line.rstrip())
                target.written.notify_all()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield target
    finally:
        process.terminate()
        process.wait(timeout=20)
        reader.join()
        if process.stderr is not None:
            process.stderr.close()
