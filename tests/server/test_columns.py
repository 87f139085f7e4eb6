"""Own data: a request names it by its digest, is asked for the numbers, and brings them along; all else is refused."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from asking import UPDATE as ENDPOINT
from attacking import PAGES, Answer, check

from app import app, server
from minimal_model.arrays import FloatArray
from minimal_model.dashboard.server.config import Config
from minimal_model.inputs import Column
from minimal_model.state.own_data import UnknownColumnError, columns, held, hold

VALUES = np.random.default_rng(3).normal(size=400)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    columns.clear()
    yield
    columns.clear()


def digest(values: FloatArray) -> str:
    return hashlib.sha256(values.astype("<f8").tobytes()).hexdigest()


def asked(values: FloatArray = VALUES, kind: str = "column", **parameters: Any) -> bytes:
    """The body of a drawing request that names a column, right after another choice."""
    output = next(name for name in app.callback_map if "answer.data" in name)
    places = [place.rsplit(".", 1) for place in output.strip(".").split("...")]
    request = {
        "sequence": 1,
        "parameters": {"input": "column", "samples": values.size} | parameters,
        "column": f"{kind}:{digest(values)}",
        "pins": "activation:relu;input:column",
        "before": "default",
        "theme": "light",
    }
    body = {
        "output": output,
        "outputs": [{"id": name, "property": what} for name, what in places],
        "inputs": [{"id": "request", "property": "data", "value": request}],
        "changedPropIds": ["request.data"],
        "state": [],
    }
    return json.dumps(body).encode()


def send(path: str, data: bytes, content_type: str | None = "application/json", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with server.test_client().post(path, data=data, content_type=content_type, headers=named) as response:
        answer = Answer(response.status_code, dict(response.headers), response.get_data())
    check(answer, "POST" if path.endswith(ENDPOINT) else "GET")
    return answer


def along(data: bytes, rest: bytes = b"", path: str = ENDPOINT, content_type: str | None = "application/octet-stream",
          **headers: str) -> Answer:  # fmt: skip
    """Send a request with a column in front of its body; one without a body becomes a GET."""
    own = {"X_Column": hashlib.sha256(data).hexdigest(), "X_Column_Bytes": str(len(data))} | headers
    return send(f"/column{path}", data + rest, content_type, **own)


def said(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.body)["response"]
    return found


def test_a_column_is_asked_for_once_and_then_known_by_its_digest() -> None:
    body = asked()
    first = send(ENDPOINT, body)
    assert (first.status, first.headers["X-Column"]) == (409, digest(VALUES))
    second = along(VALUES.tobytes(), body)
    assert second.status == 200
    third = send(ENDPOINT, body)
    assert third.status == 200
    assert said(third) == said(second)
    # A column of 400 numbers: per-weight bins at w = 5, as NumPy counts them.
    counts = np.histogram(np.tanh(5 * VALUES), 50)[0]
    shares = counts[counts > 0] / 400
    bits = -np.sum(shares * np.log2(shares))
    assert f"I(X;T) = H(T) = {bits:.4f} bits" in said(third)["readout"]["children"]
    assert said(third)["answer"]["data"]["parameters"]["input"] == f"column:{digest(VALUES)}"


def test_activations_that_were_recorded_have_a_value_for_each_ruler_and_no_sweep() -> None:
    answer = along(VALUES.tobytes(), asked(kind="recorded", activation="relu", bias=2, weight=7))
    counts = np.histogram(VALUES, 50)[0]
    shares = counts[counts > 0] / 400
    bits = -np.sum(shares * np.log2(shares))
    found = said(answer)
    assert f"H(T) = {bits:.4f} bits" in found["readout"]["children"]
    rulers = {ruler["name"]: ruler for ruler in found["answer"]["data"]["rulers"]}
    # One weight, so bins over all weights are bins of this one.
    assert rulers["global"]["change"] == rulers["per-weight"]["change"] == f"{bits:.2f}"
    assert rulers["equal-frequency"]["change"] == f"{np.log2(50):.2f}"


def test_files_are_asked_for_in_the_same_way() -> None:
    query = f"?input=column&samples=400&column=column:{digest(VALUES)}&pins=activation:relu,input:column,samples:400"
    for path in ("/export/explorer/tables.zip", "/export/explorer/figure.svg", "/export/explorer/notebook.ipynb",
                 "/python/numpy.py", "/bins.json"):  # fmt: skip
        columns.clear()
        with server.test_client().get(path + query) as response:
            assert (response.status_code, response.headers["X-Column"]) == (409, digest(VALUES))
        assert along(VALUES.tobytes(), path=path + query).status == 200
        with server.test_client().get(path + query) as response:
            assert response.status_code == 200


def test_a_column_stands_in_no_address() -> None:
    along(VALUES.tobytes(), asked())
    for search in (f"?input=column:{digest(VALUES)}", "?input=column", "?pins=input:column"):
        body = json.loads(asked())
        body["inputs"][0]["value"] = {"sequence": 1, "search": search, "theme": "light"}
        found = said(send(ENDPOINT, json.dumps(body).encode()))
        assert found["answer"]["data"]["parameters"]["input"] == "normal"
        assert found["answer"]["data"]["pins"] == []
        assert found["notice"]["children"]
    answer = along(VALUES.tobytes(), path=f"/export/explorer/tables.zip?input=column&column=column:{digest(VALUES)}")
    readme = zipfile.ZipFile(io.BytesIO(answer.body)).read("README.txt").decode()
    assert "?samples=400&input=column" in readme.splitlines()[2]


@pytest.mark.parametrize(
    ("values", "headers", "status", "line"),
    [
        (VALUES[:9], {}, 400, "at least 10 numbers"),
        (np.zeros(0), {}, 400, "at least 10 numbers"),
        (np.append(VALUES, np.nan), {}, 400, "finite"),
        (np.append(VALUES, np.inf), {}, 400, "finite"),
        (np.append(np.zeros(9), 9e-31), {}, 400, "differ by 1e-30"),
        (np.append(VALUES, 1.1e15), {}, 400, "at most 1e+15"),
        (np.zeros(100_001), {}, 413, "at most 100,000"),
        (VALUES, {"X_Column": "0" * 64}, 400, "not those of the digest"),
        (VALUES, {"X_Column": "0" * 63}, 400, "64 hexadecimal"),
        (VALUES, {"X_Column": "Ä" * 64}, 400, "64 hexadecimal"),
        (VALUES, {"X_Column_Bytes": "3199"}, 400, "8 bytes each"),
        (VALUES, {"X_Column_Bytes": "-8"}, 400, "a number"),
        (VALUES, {"X_Column_Bytes": "٣٢"}, 400, "a number"),
        (VALUES, {"X_Column_Bytes": "9" * 5000}, 400, "a number"),
        (VALUES, {"X_Column_Bytes": "800008"}, 413, "at most 100,000"),
        (VALUES, {"X_Column_Bytes": "80000"}, 400, "shorter than X-Column-Bytes says"),
        (VALUES, {"content_type": "application/json"}, 415, "octet-stream"),
    ],
)  # fmt: skip
def test_what_is_no_column_is_refused_in_a_plain_line(
    values: FloatArray, headers: dict[str, str], status: int, line: str
) -> None:
    encoded = {name: value.encode().decode("latin-1") for name, value in headers.items() if name != "content_type"}
    answer = along(values.tobytes(), asked(), content_type=headers.get("content_type", "application/octet-stream"),
                   **encoded)  # fmt: skip
    assert answer.status == status
    assert line in answer.body.decode()
    assert len(columns) == 0


def test_other_ways_to_ask_are_refused() -> None:
    client = server.test_client()
    with client.get(f"/column{ENDPOINT}") as response:
        assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    # What comes along is as small as without a column, and goes nowhere that does not exist.
    assert along(VALUES.tobytes(), b" " * 64 * 1024 + asked()).status == 413
    assert along(VALUES.tobytes(), b"{").status == 400
    assert along(VALUES.tobytes(), asked(), path="/nowhere").status in (404, 405)
    assert along(VALUES.tobytes(), asked(), path="/column" + ENDPOINT).status == 400
    assert along(VALUES.tobytes(), path="/healthz").status == 200
    # A body of unknown length, and one that ends too early.
    environ = {"wsgi.input": io.BytesIO(VALUES.tobytes()), "wsgi.input_terminated": True}
    named = {"X-Column": digest(VALUES), "X-Column-Bytes": "3200"}
    with client.post(
        "/column/healthz", environ_base=environ, headers=named, content_type="application/octet-stream"
    ) as response:
        assert response.status_code == 411
    for length in ("1" * 10, "9" * 30):
        with client.post("/column/healthz", environ_overrides={"CONTENT_LENGTH": length}, headers=named,
                         content_type="application/octet-stream") as response:  # fmt: skip
            assert (response.status_code, response.get_data()) == (413, b"The request is too long.\n")
    short = {"wsgi.input": io.BytesIO(VALUES.tobytes()[:-1])}
    with client.post("/column/healthz", environ_overrides=short | {"CONTENT_LENGTH": "3200"}, headers=named,
                     content_type="application/octet-stream") as response:  # fmt: skip
        assert response.status_code == 400


def test_a_body_without_a_column_stays_small() -> None:
    assert send(ENDPOINT, b" " * 70_000 + asked()).status == 413


def test_hostile_names_of_columns_are_no_fault() -> None:
    along(VALUES.tobytes(), asked())
    texts = ["column:", "column:" + "f" * 63, "recorded:" + "F" * 64, "column:../../etc", "x" * 5000]
    others = [7, None, ["a"], {"column": 1}, f"column:{digest(VALUES)}\n", f"normal:{digest(VALUES)}"]
    for name in (*texts, *others):
        body = json.loads(asked())
        body["inputs"][0]["value"]["column"] = name
        found = said(send(ENDPOINT, json.dumps(body).encode()))
        assert found["answer"]["data"]["parameters"]["input"] == "normal"
    # A column that nobody has.
    body["inputs"][0]["value"]["column"] = "column:" + "f" * 64
    assert send(ENDPOINT, json.dumps(body).encode()).status == 409


@pytest.mark.parametrize("number", [1.1e-30, 0.0, 1 + 2**-52, 1e15, -745.2])
def test_any_allowed_number_is_drawn_under_every_ruler(number: float) -> None:
    values = np.append(np.full(9, min(number, 0.0) + min(number, 0.0) / 1e3), number)
    rulers = ("global", "per-weight", "function-limits", "fixed-width", "net-input", "equal-frequency")
    # Each ruler and each function twice, in pairs that differ.
    for k, activation in enumerate(("linear", "sigmoid", "gelu", "square", "sin", "tanh")):
        for binning in (rulers[k], rulers[k - 2]):
            on = {"population": "on", "band": "on", "why": "on", "samples": 10}
            answer = along(values.tobytes(), asked(values, activation=activation, binning=binning, **on))
            assert answer.status == 200


def test_no_more_is_held_than_the_setting_says() -> None:
    most, columns.most_bytes = columns.most_bytes, 3 * (2 * VALUES.nbytes + 3000)
    try:
        given = [Column(VALUES + k) for k in range(4)]
        for column in given[:3]:
            hold(column)
        held(given[0].digest)  # used last
        hold(given[3])
        assert [column.digest for column in given if columns.get(column.digest)] == [given[k].digest for k in (0, 2, 3)]
        with pytest.raises(UnknownColumnError):
            held(given[1].digest)
    finally:
        columns.most_bytes = most


def test_the_setting_bounds_the_memory() -> None:
    assert Config.from_env({"COLUMN_MEGABYTES": "2"}).column_megabytes == 2
    # The longest column fits into the least.
    assert 2 * 100_000 * 8 < 2 * 2**20
    assert columns.most_bytes == 32 * 2**20


def test_samples_and_draws_end_with_the_column() -> None:
    found = said(along(VALUES.tobytes(), asked(samples=1000, draw=3)))
    parameters = found["answer"]["data"]["parameters"]
    assert (parameters["samples"], parameters["draw"]) == (400, 0)
    assert "since the column has 400 numbers" in found["notice"]["children"]


def test_pages_are_known_to_all_columns() -> None:
    # The other pages take no own data, and say so instead of drawing something else.
    for page in ("questions", "figures", "robustness"):
        with server.test_client().get(f"{PAGES[page]}?input=column") as response:
            assert response.status_code == 200
