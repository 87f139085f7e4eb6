"""Studies of the visitors' own: their addresses, their bounds, and what happens when something is killed."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import numpy as np
import pytest
from asking import attempts
from flask.testing import FlaskClient
from visiting import free_port, start, stop

import minimal_model as mm
from minimal_model.dashboard import Config, create_app
from minimal_model.dashboard.studies import http, runner
from minimal_model.dashboard.studies import store as store_module
from minimal_model.dashboard.studies.store import FullError, Store
from minimal_model.studies.chunks import Chunk

ROOT = Path(__file__).parents[2]
STUDY: dict[str, Any] = {"activations": ["tanh", "relu"], "bins": [10, 20], "seeds": [0, 1, 2], "biases": [0, 0.5]}
TABLE = mm.run(mm.specifications(**STUDY))
RUNNERS: list[Path] = []


@pytest.fixture(autouse=True)
def no_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody computes; the tests say what has been done."""
    monkeypatch.setattr(http, "start_runner", lambda folder, processes: RUNNERS.append(folder))
    RUNNERS.clear()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., FlaskClient]:
    """Return a client of an app with settings of its own; an app takes a second to make."""

    def made(folder: Path, **settings: Any) -> FlaskClient:
        return create_app(ROOT / "assets", Config(store=str(folder), **settings), patient=False).server.test_client()

    return made


@pytest.fixture(scope="module")
def shared(make: Callable[..., FlaskClient], tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, Store]:
    folder = tmp_path_factory.mktemp("shared") / "store"
    return make(folder, studies_waiting=2, study_curves=100, study_megabytes=8), Store(folder)


def post(client: FlaskClient, study: Any, status: int = 201) -> Any:
    answer = client.post("/studies", json=study)
    assert answer.status_code == status, answer.data
    return answer.get_json() if status < 300 else answer.get_data(as_text=True)


def compute(store: Store, holder: str = "me", parts: int = 2) -> str:
    """Do what a runner does, with the results of the core."""
    assert store.hold(holder)
    found = store.next()
    assert found is not None
    digest, study, done = found
    results = mm.run(study).results
    first = max((stop for _, stop in done), default=0)
    for part in np.array_split(np.arange(first, len(study)), parts):
        assert store.keep(holder, digest, Chunk(int(part[0]), results[part]), 1.5)
    store.let_go(holder)
    return digest


# --- The addresses ---------------------------------------------------------------------------------------------------


def test_a_study_waits_is_computed_and_can_be_taken_along(shared: tuple[FlaskClient, Store]) -> None:
    client, store = shared
    told = post(client, STUDY)
    digest = mm.specifications(**STUDY).digest
    assert (told["id"], told["state"], told["done"], told["curves"], told["ahead"]) == (digest, "waiting", 0, 24, 0)
    assert told["choices"]["biases"] == [0, 0.5]
    assert len(RUNNERS) == 1
    assert post(client, STUDY, 200)["id"] == digest
    assert client.get(f"/studies/{digest}.csv").status_code == 404
    assert compute(store) == digest
    told = client.get(f"/studies/{digest}").get_json()
    assert (told["state"], told["done"], told["seconds_left"]) == ("finished", 24, 0)
    rows = client.get(f"/studies/{digest}.csv").get_data(as_text=True).splitlines()
    assert len(rows) == 26
    assert [float(row.split(",")[10]) for row in rows[2:]] == TABLE["last"].tolist()
    body = {"parameters": {"threshold": 0.1, "activation": "elu"}, "sequence": 1, "theme": "light", "study": digest}
    drawn = client.post("/robustness/_dash-update-component", json={
        "output": "..notice.children...robustness-summary.children...answer.data..",
        "outputs": [{"id": i, "property": p} for i, p in (
            ("notice", "children"), ("robustness-summary", "children"), ("answer", "data"))],
        "inputs": [{"id": "request", "property": "data", "value": body}], "changedPropIds": ["request.data"],
    }).get_json()["response"]  # fmt: skip
    assert drawn["answer"]["data"]["stamp"] == f"{digest}#finished"
    share = float(np.mean(TABLE["highest"] - TABLE["last"] > 0.1))
    assert drawn["robustness-summary"]["children"].startswith(f"At 0.1 bit, {100 * share:.1f} % of 24 curves compress")
    assert client.delete(f"/studies/{digest}").status_code == 204
    assert client.get(f"/studies/{digest}").status_code == 404
    assert client.delete(f"/studies/{digest}").status_code == 404


@pytest.mark.parametrize(
    ("study", "status", "part"),
    [
        ({"activations": ["Tanh"]}, 400, "activations is 'Tanh'; it must be one of sigmoid"),
        ({"activations": "tanh"}, 400, "activations is 'tanh'"),
        ({"bins": [1000]}, 400, "bins is 1000; it must be 2 to 256"),
        ({"bins": [1]}, 400, "bins is 1;"),
        ({"bins": [[1]]}, 400, "bins is [1];"),
        ({"samples": [200_000]}, 400, "samples is 200000; it must be 10 to 100,000"),
        ({"weight_max": [7]}, 400, "weight_max is 7.0; it must be one of 5, 10, 20, 50, 100"),
        ({"biases": [5.5]}, 400, "biases is 5.5"),
        ({"seeds": list(range(101))}, 400, "101 curves, and this server computes at most 100 (STUDY_CURVES); the com"),
        ({"noise": [0.1]}, 400, "'noise' is no choice"),
        ({"seeds": None}, 400, "seeds is None"),
        ([], 400, "The body is a JSON object"),
        ({"seeds": [int("9" * 4000)]}, 400, "seeds is "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_one_line(
    shared: tuple[FlaskClient, Store], study: Any, status: int, part: str
) -> None:
    line = post(shared[0], study, status)
    assert part in line
    assert line.count("\n") == 1


def test_a_body_of_another_kind_is_refused(shared: tuple[FlaskClient, Store]) -> None:
    client = shared[0]
    assert client.post("/studies", data=json.dumps(STUDY), content_type="text/plain").status_code == 415
    for data in (b"", b"{", b"[" * 10_000, b'{"seeds": [' + b"1," * 20_000 + b"1]}", b"\xff"):
        assert client.post("/studies", data=data, content_type="application/json").status_code == 400
    assert client.post("/studies", data=b"x" * 100_000, content_type="application/json").status_code == 413
    for path in ("/studies/x", "/studies/" + "f" * 16, "/studies/..%2f..", "/studies/x.csv", "/studies", "/studies/"):
        assert client.get(path).status_code == 404
    assert client.put("/studies", json=STUDY).status_code == 405


def test_what_waits_and_what_is_stored_is_bounded(shared: tuple[FlaskClient, Store]) -> None:
    client, store = shared
    for seed in (1, 2):
        told = post(client, {"seeds": [seed]})
    assert told["ahead"] == 1
    assert "2 studies are waiting, and no more than 2 may (STUDIES_WAITING); the command" in post(
        client, {"seeds": [3]}, 429
    )
    while store.next():
        compute(store, parts=1)
    assert post(client, {"seeds": [3]})["state"] == "waiting"
    store.remove(mm.specifications(seeds=[3]).digest)


def test_without_studies_their_addresses_say_what_does_it(make: Callable[..., FlaskClient], tmp_path: Path) -> None:
    client = make(tmp_path / "store", studies=False)
    line = "This server computes no studies; the command minimal-model study does.\n"
    answers = client.post("/studies", json=STUDY), client.get("/studies/" + "f" * 16), client.delete("/studies/x")
    for answer in answers:
        assert (answer.status_code, answer.get_data(as_text=True)) == (404, line)
    assert client.get("/studies/default.csv").status_code == 200
    layout = client.get("/robustness/_dash-layout").get_data(as_text=True)
    assert "computes no studies of your own" in layout
    assert "study-form" not in layout
    assert not (tmp_path / "store").exists()


def fill(store: Store) -> None:
    """Write until nothing more can be written."""
    for k in range(1000):
        with store._open() as connection:
            row = (str(k), "x" * 200, 1, 1, "finished", 0, time.time(), None, "")
            connection.execute("INSERT INTO studies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def test_a_store_that_is_away_is_told_and_serves_as_soon_as_it_is_back(
    shared: tuple[FlaskClient, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, store = shared
    told = post(client, STUDY)
    folder = store._at.folder
    # A file in the place of the folder: what nobody can write into, not even root.
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("no folder")
    assert post(client, STUDY, 503).startswith("The server's store of studies cannot be written or read (")
    assert client.get(f"/studies/{told['id']}").status_code == 404
    folder.unlink()
    folder.with_name("elsewhere").rename(folder)
    assert client.get(f"/studies/{told['id']}").get_json()["state"] == "waiting"
    # A full disk: no page more than there is now.
    full = f"{store_module.SETTINGS} PRAGMA max_page_count = 1;"
    with monkeypatch.context() as context:
        context.setattr(store_module, "SETTINGS", full)
        with pytest.raises(sqlite3.OperationalError, match="full"):
            fill(store)
        line = post(client, {"seeds": list(range(10**9, 10**9 + 100))}, 503)
        assert line == "The server's store of studies is full; try again later.\n"
        assert client.get(f"/studies/{told['id']}").get_json()["state"] == "waiting"
    # Taken away altogether: nothing is there, and the next study makes it anew.
    shutil.rmtree(folder)
    assert client.get(f"/studies/{told['id']}").status_code == 404
    assert post(client, STUDY)["state"] == "waiting"
    compute(store)
    assert client.delete(f"/studies/{told['id']}").status_code == 204


def test_a_table_that_goes_while_it_is_read_is_no_table(shared: tuple[FlaskClient, Store]) -> None:
    client, store = shared
    digest = post(client, STUDY)["id"]
    compute(store)
    with store._open() as connection:
        connection.execute("DELETE FROM chunks WHERE id = ? AND start > 0", (digest,))
    assert client.get(f"/studies/{digest}.csv").status_code == 503
    assert client.delete(f"/studies/{digest}").status_code == 204


@pytest.mark.parametrize("kind", ["no database", "cut short", "another's", "of another version"])
def test_a_broken_or_foreign_file_makes_room_for_a_new_one(
    kind: str, shared: tuple[FlaskClient, Store], capsys: pytest.CaptureFixture[str]
) -> None:
    client, store = shared
    digest = post(client, STUDY)["id"]
    compute(store)
    path, beside = store._at.path, store._at.path.with_name("studies.sqlite3.set-aside")
    beside.unlink(missing_ok=True)
    for log in ("-wal", "-shm"):
        Path(f"{path}{log}").unlink(missing_ok=True)
    if kind == "no database":
        path.write_bytes(b"This is no database." * 1000)
    elif kind == "cut short":
        path.write_bytes(path.read_bytes()[:4096] + b"x" * 8192)
    elif kind == "another's":
        path.unlink()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE studies (id TEXT, name TEXT)")
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA application_id = 5")
    before = path.read_bytes()
    # Whoever comes first may be told once that it is away; nobody after that.
    first = client.get(f"/studies/{digest}")
    assert first.status_code in (404, 503)
    assert client.get(f"/studies/{digest}").status_code == 404
    assert post(client, STUDY)["done"] == 0
    assert compute(store) == digest
    assert client.get(f"/studies/{digest}").get_json()["state"] == "finished"
    assert client.delete(f"/studies/{digest}").status_code == 204
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"The store {path} is ")
    assert "begins anew" in line
    # What was never ours is nobody's to delete; what was ours is.
    assert beside.exists() == (kind != "cut short")
    assert not beside.exists() or beside.read_bytes()[100:] == before[100:]


def test_a_file_that_another_has_replaced_already_is_left_alone(store: Store, tmp_path: Path) -> None:
    store.add(mm.specifications(), 8, 10**6)
    error = sqlite3.DatabaseError("file is not a database")
    store._at.begin_anew(error, (1, 2))
    store._at.begin_anew(error)
    assert store.find(mm.specifications().digest) is not None


def test_a_study_that_this_version_does_not_know_is_forgotten(shared: tuple[FlaskClient, Store]) -> None:
    client, store = shared
    digest = post(client, STUDY)["id"]
    with store._open() as connection:
        connection.execute("UPDATE studies SET choices = ?", ('{"activations": ["swoosh"]}',))
    assert store.next() is None
    assert client.get(f"/studies/{digest}").status_code == 404


# --- The store -------------------------------------------------------------------------------------------------------


def test_files_are_the_owners_alone(store: Store, tmp_path: Path) -> None:
    store.add(mm.specifications(), 8, 10**6)
    assert (tmp_path / "store").stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (tmp_path / "store").iterdir())


def test_studies_come_in_the_order_of_their_arrival(store: Store) -> None:
    studies = [mm.specifications(seeds=[seed]) for seed in (5, 3, 4)]
    for study in studies:
        assert store.add(study, 8, 10**6)
        assert not store.add(study, 8, 10**6)
    assert [compute(store, parts=1) for _ in studies] == [study.digest for study in studies]


def test_only_who_holds_the_lease_writes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    study = mm.specifications(seeds=[0, 1])
    store.add(study, 8, 10**6)
    assert store.needs_runner()
    assert store.hold("one")
    assert not store.needs_runner()
    assert store.find(study.digest).computing  # type: ignore[union-attr]
    assert not store.hold("other")
    chunk = Chunk(0, mm.run(study).results[:1])
    assert not store.keep("other", study.digest, chunk, None)
    assert store.keep("one", study.digest, chunk, None)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 5)
    assert store.needs_runner()
    assert not store.find(study.digest).computing  # type: ignore[union-attr]
    assert store.hold("other")
    assert not store.keep("one", study.digest, Chunk(1, chunk.results), None)
    found = store.find(study.digest)
    assert found is not None
    assert found.done == 1
    assert store.next() == (study.digest, study, [(0, 1)])


def test_a_study_that_was_cancelled_keeps_nothing(store: Store) -> None:
    study = mm.specifications(seeds=[0, 1])
    store.add(study, 8, 10**6)
    store.hold("me")
    store.next()
    assert store.remove(study.digest)
    assert not store.keep("me", study.digest, Chunk(0, np.zeros((1, 4))), None)
    assert store.next() is None


def test_the_oldest_finished_make_room_and_what_is_under_way_does_not(store: Store) -> None:
    room = 32 * 25
    studies = [mm.specifications(seeds=range(10 * k, 10 * k + 10)) for k in range(4)]
    for study in studies[:2]:
        store.add(study, 8, room)
        compute(store)
    store.add(studies[2], 8, room)
    assert [store.find(study.digest) is not None for study in studies] == [False, True, True, False]
    store.add(studies[3], 8, room)
    with pytest.raises(FullError, match="STUDY_MEGABYTES"):
        store.add(mm.specifications(seeds=range(40, 50)), 8, room)
    assert [store.find(study.digest) is not None for study in studies] == [False, False, True, True]


def test_what_ended_long_ago_is_forgotten(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    old, waiting = mm.specifications(), mm.specifications(seeds=[9])
    store.add(old, 8, 10**6)
    compute(store, parts=1)
    store.add(waiting, 8, 10**6)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100)
    store.forget(101)
    assert store.find(old.digest) is not None
    store.forget(99)
    assert store.find(old.digest) is None
    assert store.find(waiting.digest) is not None


def test_a_study_that_failed_can_be_tried_again(store: Store) -> None:
    study = mm.specifications(seeds=[0, 1, 2])
    store.add(study, 8, 10**6)
    store.hold("one")
    store.next()
    store.keep("one", study.digest, Chunk(0, mm.run(study).results[:1]), None)
    store.let_go("one")
    store.fail(study.digest, "BrokenProcessPool: out of memory")
    found = store.find(study.digest)
    assert found is not None
    assert (found.state, found.reason) == ("failed", "BrokenProcessPool: out of memory")
    # What had been done of it is not done again.
    assert store.add(study, 8, 10**6)
    assert (found.done, store.find(study.digest).done) == (1, 1)  # type: ignore[union-attr]
    compute(store, parts=1)
    assert store.find(study.digest).state == "finished"  # type: ignore[union-attr]
    assert (np.asarray(store.table(store.find(study.digest)).results) == mm.run(study).results).all()  # type: ignore[arg-type]


# --- The runner ------------------------------------------------------------------------------------------------------


class Counted(Store):
    """A store that is away for some uses."""

    away = 0

    def keep(self, *words: Any) -> bool:
        if self.away:
            self.away -= 1
            raise sqlite3.OperationalError("database or disk is full")
        return super().keep(*words)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A runner that waits for nothing and computes in a thread."""
    monkeypatch.setattr(runner, "AGAIN", 0)
    monkeypatch.setattr(runner, "Pool", ThreadPoolExecutor)


@pytest.mark.usefixtures("quick")
def test_a_runner_waits_for_a_store_that_is_away_and_loses_nothing(tmp_path: Path) -> None:
    store, study = Counted(tmp_path / "store"), mm.specifications(**STUDY)
    store.add(study, 8, 10**6)
    store.hold("me")
    store.away = 3
    runner._compute(store, "me", *store.next(), 1)  # type: ignore[misc]
    found = store.find(study.digest)
    assert found is not None
    assert found.state == "finished"
    assert (np.asarray(store.table(found).results) == TABLE.results).all()  # type: ignore[union-attr]


@pytest.mark.parametrize("away", [True, False])
def test_a_runner_with_nothing_to_do_or_no_store_ends_by_itself(tmp_path: Path, away: bool) -> None:
    folder = tmp_path / "store"
    if away:
        folder.write_text("no folder")
    script = (
        "from minimal_model.dashboard.studies import runner; runner.IDLE = runner.AGAIN = runner.HEARTBEAT = 0.1; "
        f"runner.main({str(folder)!r}, '1')"
    )
    # The server is there all the time: its end of the pipe stays open.
    process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stderr is not None
    with process.stdin, process.stderr:
        assert process.wait(60) == 0
        told = process.stderr.read()
    if away:
        assert told.startswith(f"The store of studies in {folder} cannot be written or read (")
        assert told.count("\n") == 1
    else:
        assert told == ""


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError("no more"), "MemoryError: no more"),
        (BrokenExecutor("x"), "the processes that compute it have ended 4 times, perhaps for want of memory"),
    ],
)
def test_a_study_that_cannot_be_computed_fails_and_is_not_tried_for_ever(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def fail(*_: object) -> Iterator[Chunk]:
        yield Chunk(0, TABLE.results[:5])
        raise error

    study = mm.specifications(**STUDY)
    store.add(study, 8, 10**6)
    store.hold("me")
    monkeypatch.setattr(runner, "chunks", fail)
    runner._compute(store, "me", *store.next(), 1)  # type: ignore[misc]
    found = store.find(study.digest)
    assert found is not None
    assert (found.state, found.reason, found.done) == ("failed", reason, 5)


# --- The real server -------------------------------------------------------------------------------------------------


class Real:
    """A real server, which may be stopped and started again; its store outlives it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        port = free_port()
        self.process = start(port, STORE=str(self.folder), STUDY_PROCESSES="2")
        self.address = f"http://127.0.0.1:{port}/studies"

    def stop(self) -> None:
        if self.process.poll() is None:
            stop(self.process)

    def processes(self) -> list[int]:
        """Return the runner and its pool."""
        return processes(str(self.folder), "runner")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    real = Real(tmp_path_factory.mktemp("real") / "store")
    yield real
    real.stop()


def ask(address: str, study: Any = None, method: str = "GET") -> Any:
    body = None if study is None else json.dumps(study).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, body, headers, method="POST" if body else method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")
    except (HTTPError, OSError):  # a worker that is being killed
        return None


def until(address: str, condition: Callable[[Any], bool]) -> Any:
    deadline = time.monotonic() + 60
    while not ((told := ask(address)) and condition(told)):
        assert time.monotonic() < deadline, told
        time.sleep(0.05)
    return told


def processes(*words: str) -> list[int]:
    """Return the processes whose command holds some words, or whose parent is one of them."""
    listed = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    lines = [line.split(None, 2) for line in listed.splitlines()]
    found = [int(pid) for pid, _, command in lines if all(word in command for word in words)]
    return found + [int(pid) for pid, parent, _ in lines if int(parent) in found]


def goes_on_without(gone: int, real: Real, own: str) -> Any:
    """Wait until more is done of a study than when a process was gone."""
    for _ in attempts():
        if gone not in real.processes():
            break
    told = until(own, lambda _: True)
    return until(own, lambda new: new["done"] > told["done"])


def test_nothing_done_is_lost_whoever_is_killed_and_nothing_is_left_behind(real: Real) -> None:
    study = {"activations": ["tanh", "linear"], "binnings": ["fixed-width"], "bins": [200], "weight_max": [50],
             "seeds": list(range(2500)), "biases": [0, 1]}  # fmt: skip
    told = ask(real.address, study)
    own = f"{real.address}/{told['id']}"
    until(own, lambda told: told["done"] > 0)
    *_, last = real.processes()
    os.kill(last, signal.SIGKILL)
    goes_on_without(last, real, own)
    runner, *_ = real.processes()
    os.kill(runner, signal.SIGKILL)
    goes_on_without(runner, real, own)
    # The web worker that has started it takes it along.
    runner, *_ = real.processes()
    parent = subprocess.run(["ps", "-o", "ppid=", "-p", str(runner)], capture_output=True, text=True, check=True)
    os.kill(int(parent.stdout), signal.SIGKILL)
    told = goes_on_without(runner, real, own)
    assert told["done"] < told["curves"]
    before = real.processes()
    real.stop()
    for _ in attempts():
        if not any(Path(f"/proc/{pid}").exists() for pid in before):
            break
    # The same store, another server: it goes on.
    real.start()
    own = f"{real.address}/{told['id']}"
    kept = ask(own)["done"]
    assert kept >= told["done"]
    until(own, lambda new: new["done"] > kept)
    with closing(sqlite3.connect(real.folder / "studies.sqlite3")) as connection:
        connection.execute("BEGIN")  # both are read of one moment
        (done,) = connection.execute("SELECT done FROM studies").fetchone()
        parts = connection.execute("SELECT start, results FROM chunks ORDER BY start").fetchall()
    ask(own, method="DELETE")
    rows = {start + k: row for start, part in parts for k, row in enumerate(np.frombuffer(part).reshape(-1, 4))}
    # Nothing is counted twice, and all of it is what the core says.
    assert len(rows) == sum(len(part) // 32 for _, part in parts) == done
    for number in list(rows)[:: len(rows) // 5]:
        row = mm.specifications(**study).row(number)
        x, weights = mm.sample_input(1000, row["seed"]), np.arange(0.25, 50, 0.25)
        curve = mm.mi_curve(x, row["activation"], bias=row["bias"], width=0.01, binning="fixed-width", weights=weights)
        assert rows[number].tolist() == [curve[0], curve[-1], curve.max(), curve.min()]


def test_cancel_stops_the_computing(real: Real) -> None:
    told = ask(real.address, {"activations": ["linear"], "binnings": ["fixed-width"], "bins": [200],
                              "weight_max": [50], "samples": [10_000], "seeds": list(range(1000))})  # fmt: skip
    own = f"{real.address}/{told['id']}"
    until(own, lambda told: told["done"] > 0)
    runner, *pool = real.processes()
    assert len(pool) > 2
    ask(own, method="DELETE")
    assert ask(own) is None
    # The tracker of the pool's semaphores is what stays.
    for _ in attempts():
        if len(real.processes()) <= 2:
            break
    stayed = real.processes()
    assert stayed
    assert set(stayed) <= {runner, *pool}
