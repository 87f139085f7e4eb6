"""Files, headers and prefixes, without a network."""

import gzip
import json
import re
import shutil
from pathlib import Path

import brotli
import flask
import pytest

from app import server
from minimal_model.dashboard import Config, create_app
from minimal_model.dashboard.server import files

ROOT = Path(__file__).parents[2]
GZIP = {"Accept-Encoding": "gzip"}
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"


def files_of(path: str) -> list[str]:
    html = server.test_client().get(path).get_data(as_text=True)
    return re.findall(r'(?:src|href)="(/[^"]+)"', html)


@pytest.mark.parametrize("path", ["/", "/figures", "/questions", "/robustness"])
def test_every_file_of_a_page_is_sent_packed_and_is_the_same_unpacked(path: str) -> None:
    client = server.test_client()
    files = [name for name in files_of(path) if name.split("?")[0].endswith((".js", ".css"))]
    assert len(files) > 8
    (icon,) = (name for name in files_of(path) if "favicon" in name)
    for name in [*files, icon]:
        plain = client.get(name)
        assert "Content-Encoding" not in plain.headers
        etags = {plain.headers["ETag"]}
        for encoding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
            packed = client.get(name, headers={"Accept-Encoding": encoding})
            assert packed.headers["Content-Encoding"] == encoding
            assert unpack(packed.data) == plain.data
            assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
            etags.add(packed.headers["ETag"])
        assert len(etags) == 3


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
    monkeypatch.setattr(Path, "read_bytes", lambda *_: pytest.fail("read again"))
    monkeypatch.setattr(files, "pack_all", lambda *_: pytest.fail("packed again"))
    assert server.test_client().get(PLOTLY, headers=GZIP).data == first


@pytest.mark.parametrize("other", ["/assets/explorer.bundle.css?m=1.5", "/assets/explorer.bundle.css?m=",
                                   "/assets/explorer.bundle.css?x", "/assets/explorer.bundle.v1m2.css",
                                   "/assets/explorer.bundle.css"])  # fmt: skip
def test_another_version_of_a_file_is_the_same_but_asked_for_again(other: str) -> None:
    """As a page asks that was opened before the server was renewed, or of another replica."""
    client = server.test_client()
    (proper,) = (name for name in files_of("/") if name.startswith("/assets/explorer.bundle.css?m="))
    assert "immutable" in client.get(proper).headers["Cache-Control"]
    answer = client.get(other)
    assert (answer.data, answer.headers["ETag"]) == (client.get(proper).data, client.get(proper).headers["ETag"])
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_that_no_page_names_is_dashs() -> None:
    client = server.test_client()
    for name in ("/_dash-component-suites/dash/dcc/async-markdown.js", "/figures/assets/common/page.css"):
        with client.get(name, headers=GZIP) as answer:
            assert answer.status_code == 200
            assert "Content-Encoding" not in answer.headers
    for name in (
        "/assets/./common/page.css",
        "/assets//common/page.css",
        "/assets/x/../common/page.css",
        "/assets/common/page.css.gz",
    ):
        with client.get(name, headers=GZIP) as answer:
            assert "Content-Encoding" not in answer.headers


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    """The app's own scripts and styles, and two more in folders of folders."""
    assets = tmp_path / "assets"
    shutil.copytree(ROOT / "assets", assets)
    (assets / "some/where/deep").mkdir(parents=True)
    (assets / "some/where/deep/extra.css").write_text("p { color: red }\n" * 100)
    (assets / "some/extra-of-all.js").write_text("window.extra = 1;\n" * 100)
    return assets


@pytest.mark.parametrize("stripped", [False, True])
def test_files_may_lie_in_folders_of_any_depth(deep: Path, stripped: bool) -> None:
    app = create_app(deep, Config(path_prefix="/a%40b/", prefix_stripped=stripped)).server
    client, routes = app.test_client(), "/" if stripped else "/a@b/"
    html = client.get(routes).get_data(as_text=True)
    for name in ("some/where/deep/extra.css", "some/extra-of-all.js"):
        ending = name.rpartition(".")[2]
        (address,) = re.findall(rf'"/a%40b/(assets/explorer\.bundle\.{ending}\?m=[^"]+)"', html)
        answer = client.get(routes + address, headers=GZIP)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert (deep / name).read_bytes() in gzip.decompress(answer.data)


@pytest.mark.parametrize("page", ["explorer", "figures", "questions", "robustness", "lessons"])
def test_a_bundle_holds_the_pages_files_and_no_others(page: str) -> None:
    client = server.test_client()
    for ending in ("js", "css"):
        bundle = client.get(f"/assets/{page}.bundle.{ending}").get_data(as_text=True)
        names = ("common", page, "in_room") if page == "explorer" else ("common", page)
        folders = [ROOT / "assets" / folder for folder in names]
        own = [path.read_text() for folder in folders for path in folder.glob(f"*.{ending}")]
        assert all(text in bundle for text in own)
        marks = re.findall(r"^/\* ==== (.+) ==== \*/$", bundle, re.MULTILINE)
        assert len(marks) == len(set(marks)) == len(own)


def test_a_page_whose_file_is_missing_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LATE", ("dash/dcc/async-nothing.js",))
    with pytest.raises(RuntimeError, match=r"^/_dash-component-suites/dash/dcc/async-nothing\.js answers 404"):
        create_app(ROOT / "assets")


@pytest.mark.parametrize(("accepted", "encoding"), [
    ("gzip, deflate, br, zstd", "br"), ("gzip;q=1, br;q=0.1", "br"), ("*", "br"), ("BR", "br"),
    ("gzip, deflate", "gzip"), ("br;q=0, gzip", "gzip"), ("br;q=0, *;q=0.1", "gzip"), ("br;q=0.0, gzip", "gzip"),
    ("deflate, zstd", None), ("br;q=0, gzip;q=0", None), ("*;q=0", None), ("identity", None), ("", None),
])  # fmt: skip
def test_the_best_packing_that_a_browser_takes_is_sent(accepted: str, encoding: str | None) -> None:
    client = server.test_client()
    plain = client.get(PLOTLY)
    answer = client.get(PLOTLY, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding or "", bytes)(answer.data) == plain.data
    assert (answer.headers["ETag"] == plain.headers["ETag"]) == (encoding is None)
    head = client.head(PLOTLY, headers={"Accept-Encoding": accepted})
    assert head.data == b""
    for name in ("Content-Encoding", "Content-Length", "Content-Type", "ETag", "Vary", "Cache-Control"):
        assert head.headers.get(name) == answer.headers.get(name)
    known = {"Accept-Encoding": accepted, "If-None-Match": answer.headers["ETag"]}
    assert client.get(PLOTLY, headers=known).status_code == 304


@pytest.mark.parametrize(("accepted", "small", "own"), [("gzip, deflate", 0.95, 1.9), ("gzip, deflate, br", 0.85, 1.5)])
def test_a_cold_visit_stays_small(accepted: str, small: float, own: float) -> None:
    """The page's files and answers, packed as a browser takes them, with the small plotly.js and with plotly's own."""
    client = server.test_client()
    late = [f"/_dash-component-suites/dash/dcc/async-{name}.js" for name in ("graph", "dropdown", "slider")]
    names = ["/", *files_of("/"), *late, "/_dash-layout", "/_dash-dependencies"]
    answers = {name: client.get(name, headers={"Accept-Encoding": accepted}) for name in names}
    (plotly,) = (answers.pop(name) for name in files_of("/") if name.startswith(PLOTLY))
    others = sum(len(answer.data) for answer in answers.values()) / 2**20
    assert others < 0.45
    most = small if b"(cartesian" in client.get(PLOTLY).data[:100] else own
    assert others + len(plotly.data) / 2**20 < most


@pytest.mark.parametrize(
    "path", ["/", "/figures", "/questions", "/healthz", "/assets/explorer.bundle.css", "/nowhere/at/all.js"]
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


@pytest.mark.parametrize("path", ["/", "/figures", "/questions", "/robustness"])
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
