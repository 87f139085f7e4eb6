"""Files, headers and prefixes, without a network."""

import gzip
import json
import re
from pathlib import Path

import flask
import pytest

from app import server
from minimal_model.dashboard import Config, create_app
from minimal_model.dashboard.server.static_files import MOST_FILES, StaticFiles

ROOT = Path(__file__).parents[2]
GZIP = {"Accept-Encoding": "gzip"}
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"


def files_of(path: str) -> list[str]:
    html = server.test_client().get(path).get_data(as_text=True)
    return re.findall(r'(?:src|href)="(/[^"]+)"', html)


@pytest.mark.parametrize("path", ["/", "/figures", "/questions"])
def test_every_file_of_a_page_is_sent_packed_and_is_the_same_unpacked(path: str) -> None:
    client = server.test_client()
    files = [name for name in files_of(path) if name.split("?")[0].endswith((".js", ".css"))]
    assert len(files) > 8
    for name in files:
        packed, plain = client.get(name, headers=GZIP), client.get(name)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert gzip.decompress(packed.data) == plain.data
        assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert packed.headers["ETag"] != plain.headers["ETag"]


def test_versioned_files_are_immutable_and_the_rest_revalidates() -> None:
    client = server.test_client()
    for name in [*files_of("/"), PLOTLY]:
        answer = client.get(name, headers=GZIP)
        kind = answer.headers.get("Cache-Control", "")
        if re.search(r"\.v[\w-]+m\d+\.|\?m=", name):
            assert kind == "public, max-age=31536000, immutable"
        elif name == PLOTLY:
            assert kind == "no-cache"
            for known in (answer.headers["ETag"], f"W/{answer.headers['ETag']}", "*"):
                again = client.get(name, headers=GZIP | {"If-None-Match": known})
                assert (again.status_code, again.data) == (304, b"")
            assert client.get(name, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_condition_that_a_file_does_not_meet_is_answered_by_412() -> None:
    client = server.test_client()
    etag = client.get(PLOTLY, headers=GZIP).headers["ETag"]
    for condition, status in ((etag, 200), ("*", 200), ('"other"', 412)):
        answer = client.get(PLOTLY, headers=GZIP | {"If-Match": condition})
        assert answer.status_code == status
    assert answer.data.count(b"\n") == 1


def test_a_file_is_read_and_packed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = server.test_client().get(PLOTLY, headers=GZIP).data
    monkeypatch.setattr(gzip, "compress", lambda *_a, **_k: pytest.fail("packed again"))
    assert server.test_client().get(PLOTLY, headers=GZIP).data == first


def test_the_same_file_under_other_names_does_not_fill_the_memory() -> None:
    kept = StaticFiles("/")
    aliases = ["/assets/" + "./" * k + "common/page.css" for k in range(1, 9)]
    aliases += ["/assets//x.css", "/assets/a/../x.css"]
    versions = [f"/assets/common/page.v1m{k}.css" for k in range(9)]
    for path in [*aliases, *versions, "/figures", "/assets/common/dom.js.map"]:
        with server.test_request_context(path):
            kept.keep(flask.Response("x", mimetype="text/css"))
    assert len(kept) == 1
    for k in range(2 * MOST_FILES):
        with server.test_request_context(f"/assets/{k}.css"):
            kept.keep(flask.Response("x", mimetype="text/css"))
    assert len(kept) == MOST_FILES


def test_a_cold_visit_stays_below_two_megabytes() -> None:
    """The pages' own files and answers, packed as a browser takes them."""
    client = server.test_client()
    late = [f"/_dash-component-suites/dash/dcc/async-{name}.js" for name in ("graph", "dropdown", "slider")]
    names = ["/", *files_of("/"), PLOTLY, *late, "/_dash-layout", "/_dash-dependencies"]
    total = sum(len(client.get(name, headers=GZIP).data) for name in dict.fromkeys(names))
    assert total < 1.85 * 2**20


@pytest.mark.parametrize(
    "path", ["/", "/figures", "/questions", "/healthz", "/assets/common/page.css", "/nowhere/at/all.js"]
)
def test_every_answer_carries_the_headers(path: str) -> None:
    headers = server.test_client().get(path).headers
    rules = dict(rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";"))
    assert rules["script-src"].startswith("'self' 'sha256-")
    assert "unsafe" not in rules["script-src"]
    assert rules["frame-ancestors"] == "'self'"
    assert rules["object-src"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/figures", "/questions"])
def test_no_page_tells_the_python_version(path: str) -> None:
    html = server.test_client().get(path).get_data(as_text=True)
    config = json.loads(html.split('<script id="_dash-config" type="application/json">')[1].split("</script>")[0])
    assert config["python_version"] == ""


def test_a_lecturer_may_frame_the_pages() -> None:
    app = create_app(ROOT / "assets", Config(frame_ancestors="https://moodle.example.org")).server
    policy = app.test_client().get("/").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://moodle.example.org")


@pytest.mark.parametrize("stripped", [False, True])
def test_pages_work_below_a_prefix(stripped: bool) -> None:
    app = create_app(ROOT / "assets", Config(path_prefix="/lab/", prefix_stripped=stripped)).server
    client, routes = app.test_client(), "/" if stripped else "/lab/"
    for page in ("", "figures", "questions"):
        answer = client.get(routes + page)
        assert answer.status_code == 200
        addresses = re.findall(r'(?:src|href)="(/[^"]+)"', answer.get_data(as_text=True))
        assert all(address.startswith("/lab/") for address in addresses)
        for address in addresses:
            assert client.get(address.replace("/lab/", routes, 1)).status_code == 200
        layout = client.get(f"{routes}{page}{'/' if page else ''}_dash-layout").get_data(as_text=True)
        assert '"href":"\\u002flab\\u002fquestions"' in layout
    assert client.get("/healthz").data == b"OK\n"


@pytest.mark.parametrize(("trusted", "scheme"), [(0, "http"), (1, "https")])
def test_forwarded_headers_are_trusted_only_when_configured(trusted: int, scheme: str) -> None:
    app = create_app(ROOT / "assets", Config(trusted_proxies=trusted)).server
    seen: list[str] = []

    def note(_sender: flask.Flask) -> None:
        seen.append(flask.request.scheme)

    with flask.request_started.connected_to(note, app):
        app.test_client().get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert seen == [scheme]


def test_unknown_files_are_one_plain_line() -> None:
    for path in ("/_dash-component-suites/nope/x.js", "/_dash-component-suites/dash/nope.js", "/assets/nope.js"):
        answer = server.test_client().get(path)
        assert answer.status_code == 404
        assert answer.mimetype == "text/plain"
        assert answer.get_data(as_text=True).count("\n") == 1


def test_only_large_answers_are_packed() -> None:
    client = server.test_client()
    layout = client.get("/_dash-layout", headers=GZIP)
    assert layout.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(layout.data)) == client.get("/_dash-layout").get_json()
    assert "Content-Encoding" not in client.get("/healthz", headers=GZIP).headers
