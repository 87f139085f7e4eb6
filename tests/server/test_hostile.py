"""What no page sends, one kind after another, and what the app answers; without a network."""

import gzip
import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from attacking import ENDPOINT, PAGES, TELLING, Answer, Request, check, frame
from hypothesis import given, settings
from hypothesis import strategies as st

from app import app, server
from minimal_model.dashboard import app as factory
from minimal_model.dashboard.pages.explorer import draw as explorer_draw
from minimal_model.dashboard.server.guard import well_formed
from minimal_model.state.parameters import SPECIFICATIONS

ROOT = Path(__file__).parents[2]
Body = dict[str, Any]
DATE = "Mon, 01 Jan {} {}:00:00 {}"


def ask(path: str, method: str, headers: dict[str, str], **options: Any) -> Answer:
    """Return the app's answer to a request, which is neither a fault nor more than one line of refusal."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with server.test_client().open(path, method=method, headers=named, **options) as response:
        answer = Answer(response.status_code, dict(response.headers), response.get_data())
    check(answer, method)
    return answer


def get(path: str, method: str = "GET", **headers: str) -> Answer:
    return ask(path, method, headers)


def post(data: bytes | str, page: str = "explorer", query: str = "", content_type: str | None = "application/json",
         **headers: str) -> Answer:  # fmt: skip
    return ask(f"{PAGES[page]}{ENDPOINT}{query}", "POST", headers, data=data, content_type=content_type)


@pytest.fixture
def drawing(proper: dict[str, list[Request]]) -> Body:
    """A drawing request of the explorer, with several outputs."""
    return deepcopy(proper["explorer"][0].body)


def test_what_the_pages_send_is_answered(proper: dict[str, list[Request]]) -> None:
    counts = {page: len(requests) for page, requests in proper.items()}
    assert counts == {"explorer": 3, "figures": 2, "questions": 2, "robustness": 2}
    for page, requests in proper.items():
        for request in requests:
            assert post(json.dumps(request.body), page).status == 200


# --- Bodies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("data", [
    b"", b" ", b"\0", b"{", b"}", b"[]", b"{}", b"5", b"null", b'"text"', b"NaN", b"undefined", b"{'a': 1}",
    b"\xff\xfe",
    b"\xed\xa0\x80", b'{"output": "answer.data"', b'{"output": "\xff"}', b"[" * 100, b"[" * 60_000, b'{"a":' * 9_000,
    b"9" * 5_000, b'{"output": ' + b"9" * 5_000 + b"}", b'{"output": 1e999}', gzip.compress(b"{}", mtime=0), b"a=1&b=2",
])  # fmt: skip
def test_a_body_that_is_no_request_is_refused(data: bytes, page: str) -> None:
    assert post(data, page).status == 400


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: json.dumps(text).encode()))
def test_random_bytes_are_refused(data: bytes) -> None:
    assert post(data).status == 400


@pytest.mark.parametrize("content_type", [
    None, "", "text/plain", "text/html", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "application/octet-stream", "json", "application/json-seq", "\xff", "a/b;" * 1000,
])  # fmt: skip
def test_a_body_of_another_type_is_refused(drawing: Body, content_type: str | None) -> None:
    assert post(json.dumps(drawing), content_type=content_type).status == 400


@pytest.mark.parametrize(("encoding", "status"), [
    ("utf-8", 200), ("utf-8-sig", 200), ("utf-16", 200), ("utf-32", 200), ("latin-1", 400), ("cp037", 400),
])  # fmt: skip
def test_only_encodings_of_json_are_read(drawing: Body, encoding: str, status: int) -> None:
    drawing["inputs"][0]["value"]["search"] = "?é=1"
    data = json.dumps(drawing, ensure_ascii=False).encode(encoding)
    assert post(data, content_type=f"application/json; charset={encoding}").status == status


def test_a_packed_body_is_refused(drawing: Body) -> None:
    assert post(gzip.compress(json.dumps(drawing).encode()), Content_Encoding="gzip").status == 400


@pytest.mark.parametrize("place", [("inputs", 0, "value", "search"), ("inputs", 0, "value"), ("output",), ("zzz",)])
def test_a_text_of_five_megabytes_is_refused_by_its_size(drawing: Body, place: tuple[Any, ...]) -> None:
    assert post(json.dumps(put(drawing, place, "x" * 5_000_000))).status == 413


def put(body: Body, place: tuple[Any, ...], value: Any) -> Body:
    """Return the body with a value put in some place of it."""
    holder: Any = body
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    return body


# --- Frames: which callback, with which outputs, inputs and states ----------------------------------------------------

Change = Callable[[Body], Any]
FRAMES: dict[str, Change] = {
    "no output": lambda b: b.pop("output"),
    "unknown output": lambda b: put(b, ("output",), "graph-mi-curve.figure"),
    "output of another page": lambda b: put(b, ("output",), "..notice.children...answer.data.."),
    "output is a list": lambda b: put(b, ("output",), [b["output"]]),
    "output is an object": lambda b: put(b, ("output",), {}),
    "output without dots": lambda b: put(b, ("output",), b["output"].strip(".")),
    "no outputs": lambda b: b.pop("outputs"),
    "outputs is null": lambda b: put(b, ("outputs",), None),
    "outputs is empty": lambda b: put(b, ("outputs",), []),
    "outputs is a text": lambda b: put(b, ("outputs",), "answer.data"),
    "an output is missing": lambda b: b["outputs"].pop(),
    "an output is repeated": lambda b: b["outputs"].append(b["outputs"][0]),
    "outputs in another order": lambda b: b["outputs"].reverse(),
    "an output of another component": lambda b: put(b, ("outputs", 0, "id"), "strip"),
    "an output's id is an object": lambda b: put(b, ("outputs", 0, "id"), {"type": "a", "index": 1}),
    "an output is null": lambda b: put(b, ("outputs", 0), None),
    "an output is a list": lambda b: put(b, ("outputs", 0), [b["outputs"][0]]),
    "outputs within a list": lambda b: put(b, ("outputs",), [b["outputs"]]),
    "no inputs": lambda b: b.pop("inputs"),
    "inputs is null": lambda b: put(b, ("inputs",), None),
    "inputs is empty": lambda b: put(b, ("inputs",), []),
    "inputs is an object": lambda b: put(b, ("inputs",), b["inputs"][0]),
    "inputs twice": lambda b: b["inputs"].append(b["inputs"][0]),
    "an input within a list": lambda b: put(b, ("inputs", 0), [b["inputs"][0]]),
    "an input without id": lambda b: b["inputs"][0].pop("id"),
    "an input without property": lambda b: b["inputs"][0].pop("property"),
    "an input's id is a number": lambda b: put(b, ("inputs", 0, "id"), 10**4299),
    "an input's property is a list": lambda b: put(b, ("inputs", 0, "property"), ["data"]),
    "id and property swapped": lambda b: b["inputs"][0].update(id="data", property="request"),
    "dot in the wrong place": lambda b: b["inputs"][0].update(id="request.data", property=""),
    "a state too many": lambda b: put(b, ("state",), [{"id": "answer", "property": "data", "value": {}}]),
    "state is null": lambda b: put(b, ("state",), None),
    "state is an object": lambda b: put(b, ("state",), {}),
    "changes are null": lambda b: put(b, ("changedPropIds",), None),
    "changes are a text": lambda b: put(b, ("changedPropIds",), "request.data"),
    "changes are numbers": lambda b: put(b, ("changedPropIds",), [1]),
    "changes are lists": lambda b: put(b, ("changedPropIds",), [["request.data"]]),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_that_no_callback_has_is_refused(drawing: Body, name: str) -> None:
    FRAMES[name](drawing)
    assert post(json.dumps(drawing)).status == 400


def test_a_single_output_is_no_list_and_a_state_is_needed() -> None:
    """No page has such a callback now; the next one will."""
    place = {"id": "file", "property": "data"}
    callbacks = {"file.data": {"callback": print, "inputs": [place], "state": [place]}}
    body = {"output": "file.data", "outputs": place, "inputs": [place], "state": [place]}
    assert well_formed(body, callbacks)
    assert not well_formed(body | {"outputs": [place]}, callbacks)
    assert not well_formed(body | {"state": []}, callbacks)


@pytest.mark.parametrize("page", PAGES)
def test_what_the_browser_computes_cannot_be_asked_of_the_server(page: str) -> None:
    specs = server.test_client().get(f"{PAGES[page]}_dash-dependencies").get_json()
    own = [spec for spec in specs if spec["clientside_function"] is not None]
    assert len(own) >= 3
    for spec in own:
        values = {place["id"]: 1 for place in spec["inputs"] + spec["state"]}
        for body in (
            frame(spec, values),
            frame(spec, values) | {"outputs": []},
            frame(spec, values) | {"outputs": None},
        ):
            assert post(json.dumps(body), page).status == 400


def test_a_callback_of_one_page_is_unknown_to_the_others(proper: dict[str, list[Request]]) -> None:
    for page, requests in proper.items():
        for other in set(PAGES) - {page}:
            assert post(json.dumps(requests[0].body), other).status == 400


EXTRAS: dict[str, Any] = {
    "job": "1", "cancelJob": ["1"], "oldJob": [1], "cacheKey": "x", "endId": "forged", "long": {"interval": 1},
    "background": {"interval": 0}, "running": {"a": 1}, "cancel": [{"id": "a"}], "progress": {"a": 1}, "sideUpdate": {},
    "parsedChangedPropsIds": 5, "changedPropIds": ["answer.data", "nobody.nothing", "."], "multi": True, "dist": [],
    "no_output": True, "__proto__": {}, "_dash_error": {}, "websocket": True, "\ud800": "\x00",
}  # fmt: skip


@pytest.mark.parametrize("key", EXTRAS)
def test_keys_that_dash_knows_elsewhere_change_nothing(drawing: Body, key: str) -> None:
    plain = post(json.dumps(drawing))
    assert post(json.dumps(drawing | {key: EXTRAS[key]})).body == plain.body
    drawing["inputs"][0][f"_{key}"] = EXTRAS[key]
    drawing["outputs"][0][f"_{key}"] = EXTRAS[key]
    assert post(json.dumps(drawing)).body == plain.body


@pytest.mark.parametrize("query", [
    "?endId=", "?endId=forged~00", "?endId=a&endId=b", "?cancelJob=1&cancelJob=2", "?job=1&cacheKey=x&oldJob=3",
    "?%ff=%fe", "?\x00", "?" + "a=1&" * 900, "?" + "x" * 3000, "?;&=&&", "?endId[]=1",
])  # fmt: skip
def test_arguments_in_the_address_of_a_callback_change_nothing(drawing: Body, query: str) -> None:
    answer = post(json.dumps(drawing), query=query)
    assert (answer.status, answer.body) == (200, post(json.dumps(drawing)).body)


PLACES: dict[str, tuple[Any, ...]] = {
    "sequence": ("inputs", 0, "value", "sequence"), "theme": ("inputs", 0, "value", "theme"),
    "parameter": ("inputs", 0, "value", "search"), "pins": ("inputs", 0, "value", "pins"),
    "value": ("inputs", 0, "value"), "id": ("inputs", 0, "id"),
    "input": ("inputs", 0, "more"), "outputs": ("outputs",), "changes": ("changedPropIds", 0), "elsewhere": ("more",),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_nests_are_refused_wherever_they_are(drawing: Body, place: str, opening: str) -> None:
    # The reader of JSON gives up between 900 and 1,000 levels, and its writer somewhat earlier.
    for depth in (30, 500, *range(940, 1000), 6_000):
        closing = "]" if opening == "[" else "}"
        nest = opening * depth + "1" + closing * depth
        data = json.dumps(put(drawing, PLACES[place], "@nest")).replace('"@nest"', nest)
        assert post(data).status == 400


# --- Values: the page opens the nearest permitted state ---------------------------------------------------------------

VALUES = [
    "1e12", "1000000000000", "-1", "1e999", "-1e999", "NaN", "Infinity", "-Infinity", "1e-400", "-0", "0.5", "7" * 4299,
    "-" + "7" * 4299, "true", "false", "null", "[]", "{}", "[1]", '{"a": [null]}', '""', '"\\ud800"', '"a\\u0000"',
    '"nan"',
    '"1e999"', '"9999999999999999999999"', '"٣"', '"1_0"', '" 7 "', '"<script>"', json.dumps("x" * 40_000),
]  # fmt: skip
# The pages read values by the same code: the explorer gets all of them, the others one in three.
VALUES_BY_PAGE = [(page, value) for page in PAGES for value in (VALUES if page == "explorer" else VALUES[::3])]
KEYS = ["samples", "bins", "bias", "weight", "seed", "width", "activation", "threshold", "weight_max", "no such key"]


@pytest.mark.parametrize(("page", "value"), VALUES_BY_PAGE)
def test_forged_values_are_corrected(proper: dict[str, list[Request]], page: str, value: str) -> None:
    body = deepcopy(proper[page][1].body)
    for key in KEYS:
        body["inputs"][0]["value"]["parameters"] = {key: "@", "samples": 10} if key != "samples" else {key: "@"}
        answer = post(json.dumps(body).replace('"@"', value), page)
        assert answer.status == 200
        # `check` has seen that the state is permitted; here it must also be one of the page's.
        own = "threshold" if page == "robustness" else "samples"
        assert own in json.loads(answer.body)["response"]["answer"]["data"]["parameters"]


@pytest.mark.parametrize(("page", "value"), VALUES_BY_PAGE)
@pytest.mark.parametrize("key", ["theme", "whole", "search", "parameters", "pins", "no such key"])
def test_a_drawing_needs_no_particular_type_of_anything(
    proper: dict[str, list[Request]], page: str, key: str, value: str
) -> None:
    body = deepcopy(proper[page][1].body)
    body["inputs"][0]["value"] = {"parameters": {"samples": 10}, key: "@"}
    status = post(json.dumps(body).replace('"@"', value), page).status
    # Whose number is none that a browser counts to is ignored; all else is drawn as it is, or corrected.
    assert status == 200 or (status == 204 and key == "sequence")


def test_digits_beyond_what_python_reads_are_refused(drawing: Body) -> None:
    for place in PLACES.values():
        data = json.dumps(put(deepcopy(drawing), place, "@")).replace('"@"', "7" * 4301)
        assert post(data).status == 400


def test_as_many_remarks_as_fit_into_a_body_become_one_short_notice(drawing: Body) -> None:
    drawing["inputs"][0]["value"] = {"parameters": {f"k{k}": "<b>" for k in range(4000)}}
    answer = post(json.dumps(drawing))
    assert answer.status == 200
    assert len(json.loads(answer.body)["response"]["notice"]["children"]) < 1000


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10) | st.sampled_from(KEYS), inner),
    max_leaves=12,
)


@pytest.mark.parametrize("page", PAGES)
def test_any_value_of_json_is_drawn_or_ignored(proper: dict[str, list[Request]], page: str) -> None:
    body = deepcopy(proper[page][0].body)
    small = st.sampled_from(["?samples=10", "?samples=10&bins=2"])

    @settings(derandomize=True, max_examples=60, deadline=None)
    @given(
        JSON_VALUES
        | st.fixed_dictionaries({"parameters": st.dictionaries(st.sampled_from(KEYS), JSON_VALUES)})
        | st.fixed_dictionaries({"search": small | st.text()}, optional={"theme": JSON_VALUES, "whole": JSON_VALUES})
    )
    def draws(value: Any) -> None:
        body["inputs"][0]["value"] = value
        number = value.get("sequence") if isinstance(value, dict) else "none"
        counted = number is None or (isinstance(number, int) and abs(number) <= 2**53)
        assert post(json.dumps(body), page).status == (200 if counted else 204)

    draws()


PIN_TEXTS = [
    "", ";", ":", ",", ";" * 20_000, "default;" * 5_000, "bins:7;" * 5_000, "a:b:c", "activation:relu:elu",
    "bins:1e999",
    "bins:" + "7" * 4_000, "width:0.001,binning:fixed-width", "\ud800:\udfff", "bins:\x00", "<script>:<b>",
    "samples:-1",
    ";".join(f"samples:10,seed:{seed}" for seed in range(200)), "lesson:samples,step:1", "٣:٣", "weight:x" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", PIN_TEXTS, ids=lambda text: repr(text)[:30])
def test_forged_pins_are_corrected_wherever_they_stand(proper: dict[str, list[Request]], text: str) -> None:
    for place in (
        {"parameters": {"samples": 10}, "pins": text},
        {"search": "?samples=10&pins=" + quote(text, errors="replace")},
    ):
        body = put(deepcopy(proper["explorer"][0].body), ("inputs", 0, "value"), place)
        data = json.dumps(body)
        if len(data) > factory.LARGEST_BODY:
            assert post(data).status == 413
            continue
        answer = post(data)
        assert answer.status == 200
        response = json.loads(answer.body)["response"]
        assert len(response["answer"]["data"]["pins"]) <= 6
        assert len(response["notice"]["children"]) < 1000


SEARCHES = [
    "lesson=", "lesson=%00", "lesson=..%2fsamples", "lesson=samples&lesson=nothing", "lesson=samples&step=1e999",
    "step=2",
    "lesson=samples&step=" + "9" * 3_000, "lesson[]=samples", "lesson=__proto__", "lesson=samples&step=nan", "notes=on",
    "lock=" + "bins," * 700, "hide=%ff,%00,__proto__", "lock=" + ",".join(f"k{k}" for k in range(500)),
    "embed=1&quiz=2",
    "lesson=equalisation&step=2&pins=", "lesson=samples&bins=1e9&pins=:;:",
]  # fmt: skip


@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: search[:30])
def test_forged_lessons_and_locks_are_corrected(proper: dict[str, list[Request]], search: str) -> None:
    body = put(deepcopy(proper["explorer"][0].body), ("inputs", 0, "value"), {"search": f"?samples=10&{search}"})
    answer = post(json.dumps(body))
    assert answer.status == 200
    response = json.loads(answer.body)["response"]
    presentation = response["answer"]["data"]["presentation"]
    assert set(presentation["lock"] + presentation["hide"]) <= set(SPECIFICATIONS)
    assert (presentation["step"] == 0) == (presentation["lesson"] == "")
    assert len(response["notice"]["children"]) < 1000


# --- Methods, paths, headers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "NONSENSE"])
@pytest.mark.parametrize("path", [
    "/", "/figures", "/figures/", "/questions", "/healthz", "/_dash-layout", "/_dash-dependencies", "/_reload-hash",
    "/_favicon.ico", "/assets/common/page.css", "/nowhere", "/_dash-component-suites/dash/dcc/async-slider.js",
    "/lessons", "/lessons/samples.json", "/python/api.py", "/python/numpy.py", "/qr.svg",
    "/bins.json", "/questions/folding.json", "/questions/inputs.json",
])  # fmt: skip
def test_pages_and_files_are_only_read(path: str, method: str) -> None:
    answer = get(path, method)
    assert answer.status == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("page", PAGES)
def test_callbacks_are_only_posted(page: str) -> None:
    path = f"{PAGES[page]}{ENDPOINT}"
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT"):
        answer = get(path, method)
        assert answer.status == 405
        assert set(answer.headers["Allow"].split(", ")) >= {"POST", "OPTIONS"}
    for method in ("GET", "HEAD"):
        assert get(path, method).status == 404
    assert get(path, "OPTIONS").status == 200
    assert get(f"/nowhere{path}", "POST").status == 400


QUERIES = [
    "?", "?%ff=%fe", "?%00", "?&&=&=", "?" + "a=1&" * 900, "?" + "x" * 60_000, "?activation=%00", "?bins=1e999&bins=7",
    "?samples=" + "9" * 5_000, "?__proto__=1", "?activation[]=relu", "?bins=%D9%A3", "?seed=-1&width=nan", "?text=%ff",
    "?samples=1000000&binning=fixed-width&width=0.001", "?text=", "?text=%00", "?text=https://%00", "?text=https://[",
    "?text=https://[::1", "?text=https://a:99999999/", "?text=https://a:b/", "?text=javascript:alert(1)",
    "?text=https:",
    "?text=https://a/" + "%F0%9F%98%80" * 970, "?text=https://a/" + "%" * 990, "?text=https://a/" + "x" * 60_000,
    "?text=https://a/&text=x", "?text[]=https://a/", "?text=https://" + "%EF%BC%8F" * 30, "?text=https://%E2%84%80/",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:40])
@pytest.mark.parametrize("path", [
    "/python/api.py", "/python/numpy.py", "/qr.svg", "/lessons/samples.json", "/lessons", "/bins.json",
    "/questions/folding.json", "/questions/inputs.json",
])  # fmt: skip
def test_hostile_queries_are_corrected_or_refused(path: str, query: str) -> None:
    for method in ("GET", "HEAD"):
        status = get(path + query, method).status
        assert status in (200, 400) if path == "/qr.svg" else status == 200


@pytest.mark.parametrize("path", [
    "/", "/figures", "/healthz", "/_dash-layout", "/assets/common/page.css", "/_favicon.ico",
])  # fmt: skip
def test_head_is_get_without_the_body(path: str) -> None:
    whole, head = get(path), get(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    names = ("Content-Type", "Cache-Control", "ETag", "Content-Security-Policy")
    assert [head.headers.get(name) for name in names] == [whole.headers.get(name) for name in names]


@pytest.mark.parametrize("path", [
    "/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2fapp.py", "/assets/..%5capp.py", "/assets/\\..\\app.py",
    "/assets/../../etc/passwd", "/assets/%00", "/assets/common/page.css%00", "/assets/.", "/assets/", "/assets",
    "/static/x", "/static/../app.py", "/app.py", "/minimal_model/__init__.py", "/.git/config", "/%ff", "/%00", "/%",
    "/%zz", "/;x",
    "/%0d%0aSet-Cookie:x", "/" + "a" * 60_000, "/assets/" + "a/" * 2_000, "/assets/" + "a" * 60_000, "/figures/x",
    "/_mcp",
    "/mcp", "/_dash-ws-callback", "/_dash-layout/", "/_dash-layout/x", "/figures//_dash-layout", "/healthz/",
    "/_dash-component-suites", "/_dash-component-suites/", "/_dash-component-suites/dash", "/assets/%F0%9F%98%80",
    "/_dash-component-suites/os/path.py", "/_dash-component-suites/minimal_model/presets.py",
    "/_dash-component-suites/dash/dash.py", "/_dash-component-suites/dash/../app.py",
    "/_dash-component-suites/dash/%00",
    "/_dash-component-suites/dash/%2e%2e/%2e%2e/app.py", "/_dash-component-suites/%00/x.js",
    "/_dash-component-suites/dash/x.v1m1.js", "/_dash-component-suites/dash/.v1m1.", "/_dash-component-suites/dash/.",
    "/figures/_dash-component-suites/plotly/x.js", "/figures/assets/../../app.py", "/lessons/x",
    "/lessons/..json", "/lessons/../lessons.json", "/lessons/%00.json", "/lessons/%2e%2e%2fx.json",
    "/lessons/samples.md", "/lessons/samples.json/", "/python/", "/python/api", "/python/%00.py", "/python/os.py",
    "/python/../app.py", "/qr.png", "/questions/x.json", "/questions/folding", "/questions/folding.json/",
    "/questions/folding,inputs.json", "/bins.json/", "/folding.json",
])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_not_there_is_not_found(path: str, method: str) -> None:
    assert get(path, method).status == 404


def test_a_file_that_dash_lists_is_there_or_not_found() -> None:
    names = [(package, name) for package, listed in app.registered_paths.items() for name in listed]
    statuses = {name: get(f"/_dash-component-suites/{package}/{name}").status for package, name in names}
    assert set(statuses.values()) == {200, 404}
    # Dash lists the maps of all its scripts, and its package lacks some.
    assert all(name.endswith(".map") for name, status in statuses.items() if status == 404)


IMPOSSIBLE = [
    DATE.format("9" * 25, "00", "GMT"),
    DATE.format(2020, "9" * 12, "GMT"),
    DATE.format(2020, "00", "+" + "9" * 15),
]
ODD = [
    "", "yesterday", "0", "-1", "9" * 5_000, DATE.format("0000", "00", "GMT"), DATE.format(2020, "25", "GMT"),
    DATE.format(9999, "00", "-2359"), DATE.format(1, "00", "+2359"), "\xff", "(" * 6_000,
]  # fmt: skip
CONDITIONAL = [
    "/assets/explorer.bundle.css", "/figures/assets/common/page.css",
    "/_dash-component-suites/dash/dcc/async-slider.js",
]  # fmt: skip


@pytest.mark.parametrize("path", ["/", *CONDITIONAL])
@pytest.mark.parametrize("name", ["If-Modified-Since", "If-Unmodified-Since", "If-Range"])
def test_dates_are_refused_if_impossible_and_ignored_if_none(path: str, name: str) -> None:
    for method in ("GET", "HEAD"):
        for date in IMPOSSIBLE:
            assert get(path, method, **{name: date, "Range": "bytes=0-1"}).status == 400
        for date in ODD:
            assert get(path, method, **{name: date}).status in (200, 304, 412)


@pytest.mark.parametrize("path", CONDITIONAL)
@pytest.mark.parametrize(("name", "values", "statuses"), [
    ("If-None-Match", ['"', '""', 'W/"', "W/", ",,,", '"a",' * 1_500, "\\" * 8_000, '" ' * 4_000, "\xff"], {200}),
    ("If-None-Match", ["*"], {304, 200}),
    ("If-Match", ['"a"', "*", "\xff"], {200, 304, 412}),
    ("If-Range", ['"a"', "W/\"", "\xff"], {200}),
    ("Range", ["bytes=0-1", "bytes=5-1", "bytes=-", "bytes=--1", "bytes=a-b", "bytes=\xb2-5", "bytes", "=", "lines=1-2",
               "bytes=0-" + "9" * 5_000, "bytes=" + "9" * 5_000 + "-", "bytes=" + "0-1," * 2_000, "bytes=1_0-2_0"],
     {200, 206, 416}),
    ("Accept-Encoding", ["gzip;q=nan", "gzip;q=inf", "gzip;q=1e999", "gzip;q=-1", "gzip;q=" + "9" * 5_000, "*", ";;;",
                         "gzip," * 1_600, "gzip;q*=utf-8''%ff", "\xff"], {200}),
    ("Accept", ["*;q=nan", "a/b;" * 1_500, "\xff"], {200}),
    ("Cookie", ["\xff", "=;;;", 'a="\\377', "a=1;" * 1_900], {200}),
    ("Host", ["a..b", ".", "x" * 300], {200, 400}),
    ("Host", ["a:b", "[::1", "<>", "a b", "\xff"], {200}),
    ("Authorization", ["Basic =", "Digest a=\"", "\xff"], {200}),
    ("Content-Length", ["abc", "-1", "\xb2", "9" * 5_000], {200}),
])  # fmt: skip
def test_absurd_headers_are_ignored_or_refused(path: str, name: str, values: list[str], statuses: set[int]) -> None:
    for value in values:
        assert get(path, **{name: value}).status in statuses


@pytest.mark.parametrize("host", ["a..b", ".", "x" * 300, "a." + "y" * 64])
def test_a_host_that_no_name_server_knows_is_refused(host: str) -> None:
    assert get("/", Host=host).status == get("//figures", Host=host).status == 400


@pytest.mark.parametrize("path", ["/", "/assets/common/page.css", "/_dash-layout"])
def test_a_quality_that_is_no_number_packs_nothing(path: str) -> None:
    for quality in ("0", "nan", "-1", "x"):
        assert "Content-Encoding" not in get(path, Accept_Encoding=f"gzip;q={quality}").headers


# --- Faults of the app itself are not hidden -------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [RuntimeError("secret"), OverflowError("secret"),
                                   FileNotFoundError(2, "no", "secret"), ValueError("secret")])  # fmt: skip
def test_a_fault_of_the_app_is_a_500_without_details(
    drawing: Body, fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object) -> None:
        raise fault

    monkeypatch.setattr(explorer_draw, "kept_update", fail)
    answer = server.test_client().post(f"/{ENDPOINT}", json=drawing)
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    line = answer.get_data(as_text=True)
    assert line.count("\n") == 1
    assert not TELLING.search(line)
    assert "secret" not in line
    assert "secret" in caplog.text


def test_pages_below_a_prefix_are_guarded_as_well(drawing: Body) -> None:
    client = factory.create_app(ROOT / "assets", factory.Config(path_prefix="/lab/")).server.test_client()
    assert client.post(f"/lab/{ENDPOINT}", json=drawing).status_code == 200
    assert client.post(f"/lab/{ENDPOINT}", json=drawing | {"outputs": []}).status_code == 400
    assert client.post(f"/{ENDPOINT}", json=drawing).status_code == 400
    assert client.get("/lab/_dash-component-suites/dash/nothing.js").status_code == 404
    assert client.get("/lab/assets/common/page.css", headers={"If-Modified-Since": IMPOSSIBLE[0]}).status_code == 400
