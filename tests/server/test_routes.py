"""What the explorer's dialogs ask for by plain addresses: scripts that run, and QR codes."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import counting
import pytest
import segno
from flask.testing import FlaskClient

from app import server
from minimal_model import Parameters
from minimal_model.dashboard import Config, create_app

ROOT = Path(__file__).parents[2]
LINK = "https://lab.example.org/?activation=relu&bins=7&lesson=samples&step=2"
STATES: list[dict[str, Any]] = [
    {},
    {"activation": "relu", "binning": "global", "bias": -0.5, "bins": 7, "weight": 150},
    {"activation": "sigmoid", "seed": 7, "draw": 2, "samples": 321, "estimator": "miller-madow"},
    {"activation": "elu", "binning": "fixed-width", "width": 0.25, "weight_max": 50},
    {"activation": "softsign", "binning": "equal-frequency", "bins": 12, "weight_max": 100, "weight": 198},
    {"activation": "relu6", "binning": "net-input", "bias": 2.0, "weight_max": 5},
    {"activation": "selu", "binning": "function-limits", "bins": 64},
]


def run(script: str) -> str:
    """Return what a script prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    return printed.getvalue()


def qr(link: str, client: FlaskClient | None = None) -> Any:
    return (client or server.test_client()).get("/qr.svg?text=" + quote(link, safe=""))


def refused(answer: Any, status: int) -> str:
    """Return the one plain line of a refusal."""
    text = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert re.fullmatch(r"[^\n]+\n", text)
    return text


@pytest.mark.parametrize("kind", ["api", "numpy"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.get("activation", "default"))
def test_a_script_prints_what_counting_says(kind: str, state: dict[str, Any]) -> None:
    answer = server.test_client().get(f"/python/{kind}.py?{urlencode(state)}")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    p, _ = Parameters.corrected(state)
    expected = counting.entropy(p, counting.sweep(p)[p.weight])
    assert run(answer.get_data(as_text=True)) == f"I(X;T) = {expected:.4f} bits\n"


def test_the_two_scripts_differ_in_what_they_need() -> None:
    client = server.test_client()
    assert "minimal_model" in client.get("/python/api.py").get_data(as_text=True)
    assert "minimal_model" not in client.get("/python/numpy.py").get_data(as_text=True)


@pytest.mark.parametrize("kind", ["api", "numpy"])
@pytest.mark.parametrize(("query", "same"), [
    ("activation=__import__('os')", ""), ("bins=1e99&weight=-5", "bins=256&weight=0"), ("samples=nan", ""),
    ("no=such&__proto__=1", ""), ("activation=%ff%00", ""), ("bins=7&bins=9", "bins=7"), ("&&=&=;", ""),
    ("bias=0.33", "bias=0.3"), ("width=" + "9" * 3000, ""), ("seed=7%0Aimport%20os", ""),
    ("lesson=samples&step=2&pins=default&theme=dark", ""),
])  # fmt: skip
def test_bad_values_are_corrected(kind: str, query: str, same: str) -> None:
    client = server.test_client()
    answer = client.get(f"/python/{kind}.py?{query}")
    assert answer.status_code == 200
    assert answer.data == client.get(f"/python/{kind}.py?{same}").data


@pytest.mark.parametrize("path", ["/python/scipy.py", "/python/api", "/python/", "/python/API.py", "/python/../api.py",
                                  "/python/api.py/", "/python/apinumpy.py", "/python/api,numpy.py"])  # fmt: skip
def test_another_kind_of_script_is_not_found(path: str) -> None:
    refused(server.test_client().get(path), 404)


def squares(picture: str) -> set[tuple[int, int]]:
    """The dark squares of a picture made of runs: m moves, h draws a run to the right, each in whole squares."""
    dark: set[tuple[int, int]] = set()
    paths = [part for part in ElementTree.fromstring(picture) if part.get("stroke") == "#000"]
    assert len(paths) == 1
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", paths[0].attrib["d"]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            dark |= {(int(y - 0.5), int(x) + k) for k in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return dark


@pytest.mark.parametrize("link", [LINK, "http://127.0.0.1:8050/", "https://example.org/é?ü=中"])
def test_a_link_becomes_a_black_and_white_picture_of_its_code(link: str) -> None:
    answer = qr(link)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    picture = answer.get_data(as_text=True)
    root = ElementTree.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    matrix = segno.make(link, error="l", micro=False).matrix
    # Four white squares all around, as the standard asks for.
    size = len(matrix) + 8
    assert root.attrib["viewBox"] == f"0 0 {size} {size}"
    assert squares(picture) == {(r + 4, c + 4) for r, row in enumerate(matrix) for c, dark in enumerate(row) if dark}
    assert not re.search(r"script|href|onload", picture)


def test_other_links_have_other_codes() -> None:
    assert qr(LINK).data == qr(LINK).data
    assert qr(LINK).data != qr(LINK.replace("bins=7", "bins=8")).data


@pytest.mark.parametrize("link", [
    "", " ", "x", "lab.example.org", "//lab.example.org/", "/?bins=7", "javascript:alert(1)", "JavaScript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "ftp://example.org/", "file:///etc/passwd", "mailto:a@example.org",
    "https:", "https://", "https:///path", "http:example.org", "http://[", "https://a b/", "https://a\n/",
    " https://a/", "\0", "https://example.org/" + "x" * 2000, "https://example.org/" + "x" * 100_000,
])  # fmt: skip
def test_what_is_no_link_or_too_long_is_refused_in_one_line(link: str) -> None:
    assert "http" in refused(qr(link), 400)


@pytest.mark.parametrize("query", ["", "?", "?link=https://example.org", "?text"])
def test_no_text_is_refused(query: str) -> None:
    refused(server.test_client().get("/qr.svg" + query), 400)


@pytest.mark.parametrize("letter", ["x", "é", "中", "😀", "%", "\0"])
def test_a_link_is_at_most_a_thousand_bytes_long(letter: str) -> None:
    """Letters beyond ASCII take up to four: a thousand of them fit into no code at all."""
    start, size = "https://example.org/", len(letter.encode())
    fits = start + letter * ((1000 - len(start)) // size)
    assert qr(fits).status_code == 200
    refused(qr(fits + letter), 400)
    refused(qr(start + letter * 980 if size > 1 else start + letter * 1000), 400)


@pytest.mark.parametrize("stripped", [False, True])
def test_both_work_below_a_prefix(stripped: bool) -> None:
    client = create_app(ROOT / "assets", Config(path_prefix="/lab/", prefix_stripped=stripped)).server.test_client()
    routes = "/" if stripped else "/lab/"
    plain = server.test_client()
    for path in ("python/api.py?bins=7", "python/numpy.py?bins=7", f"qr.svg?text={quote(LINK, safe='')}"):
        answer = client.get(routes + path)
        assert answer.status_code == 200
        assert answer.data == plain.get(f"/{path}").data
        if not stripped:
            refused(client.get(f"/{path}"), 404)


@pytest.mark.parametrize("path", ["/python/api.py", "/python/numpy.py", f"/qr.svg?text={quote(LINK, safe='')}"])
def test_they_are_only_read_and_carry_the_headers(path: str) -> None:
    client = server.test_client()
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src" in headers["Content-Security-Policy"]
    refused(client.post(path), 405)
