"""What nobody may do to the rooms: guess codes, fill them, flood them; and what a store does that fails."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from asking import attempts
from teaching import START, Hall, new_voter

from minimal_model.dashboard.rooms import rooms as rooms_module
from minimal_model.dashboard.rooms import store as store_module
from minimal_model.dashboard.rooms.store import Store
from minimal_model.dashboard.server.store_file import DamagedError
from minimal_model.dashboard.server.store_folder import store_folder

GUESSER = "203.0.113.7"


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path).open()


def guess(hall: Hall, times: int, address: str = GUESSER) -> list[int]:
    return [hall.ask("GET", "/rooms/AAAAAA", address=address).status_code for _ in range(times)]


# --- Guessing codes -------------------------------------------------------------------------------------------------


def test_after_sixty_misses_an_address_may_ask_once_a_second_for_hits_and_misses_alike(hall: Hall) -> None:
    assert guess(hall, 61) == [404] * 60 + [429]
    hit = hall.ask("GET", hall.path, address=GUESSER)
    assert (hit.status_code, hit.headers["Retry-After"]) == (429, "1")
    assert hall.ask("GET", hall.path, address="203.0.113.8").status_code == 200
    hall.now += 1
    assert hall.ask("GET", hall.path, address=GUESSER).status_code == 200  # a hit costs nothing
    assert guess(hall, 2) == [404, 429]
    hall.now += 30
    assert guess(hall, 31) == [404] * 30 + [429]


@pytest.mark.parametrize(("method", "path"), [
    ("GET", ""), ("GET", "/stage"), ("GET", "/desk"), ("PUT", "/voter"), ("PUT", "/vote"), ("POST", "/state"),
])  # fmt: skip
def test_misses_count_on_every_path(hall: Hall, method: str, path: str) -> None:
    for _ in range(60):
        assert hall.ask(method, f"/rooms/AAAAAA{path}", {}, address=GUESSER).status_code == 404
    assert guess(hall, 1) == [429]


@pytest.mark.parametrize(("key", "body"), [
    ("", {}), ("short", {}), ("k" * 32, {}), ("k" * 32, {"lesson": "samples", "step": 1, "phase": "party", "round": 1}),
])  # fmt: skip
def test_to_open_a_room_again_without_its_key_or_place_tells_no_more_codes(hall: Hall, key: str, body: Any) -> None:
    statuses = [hall.ask("PUT", "/rooms/AAAAAA", body, key=key, address=GUESSER).status_code for _ in range(61)]
    assert set(statuses[:60]) <= {400, 403}
    assert statuses[60] == 429
    assert hall.ask("PUT", hall.path, body, key=key, address=GUESSER).status_code == 429


def test_a_hall_behind_the_guessers_address_is_not_locked_out(hall: Hall) -> None:
    voter, epoch = hall.join(), hall.phone()["epoch"]
    hall.act("vote")
    guess(hall, 61)
    poll = {"If_None_Match": f'W/"{epoch}-1"'}
    assert hall.ask("GET", hall.path, address=GUESSER, **poll).status_code == 200
    assert hall.ask("GET", f"{hall.path}/stage", address=GUESSER, **poll).status_code == 200
    ballot = {"voter": voter, "lesson": "saturation", "step": 1, "round": 1, "choice": 2}
    assert hall.ask("PUT", f"{hall.path}/vote", ballot, address=GUESSER).status_code == 200
    assert hall.ask("PUT", f"{hall.path}/voter", {"voter": voter}, address=GUESSER).status_code == 200
    assert hall.ask("GET", f"{hall.path}/desk", key=hall.key, address=GUESSER).status_code == 200
    act = {"rev": 2, "action": "close"}
    assert hall.ask("POST", f"{hall.path}/state", act, key=hall.key, address=GUESSER).status_code == 200
    # Whoever has none of these is told nothing.
    for answer in (
        hall.ask("GET", hall.path, address=GUESSER, If_None_Match='"0000000000-1"'),
        hall.ask("GET", hall.path, address=GUESSER, If_None_Match="*"),
        hall.ask("GET", f"{hall.path}/desk", key="x" * 32, address=GUESSER),
        hall.ask("PUT", f"{hall.path}/voter", {"voter": new_voter()}, address=GUESSER),
        hall.ask("PUT", f"{hall.path}/vote", ballot | {"voter": new_voter()}, address=GUESSER),
    ):
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1


def test_a_network_of_ipv6_counts_as_one_address(hall: Hall) -> None:
    for k in range(60):
        guess(hall, 1, f"2001:db8:1:2::{k:x}")
    assert guess(hall, 1, "2001:db8:1:2:ffff::1") == [429]
    assert guess(hall, 1, "2001:db8:1:3::1") == [404]


def test_of_an_address_a_keyed_hash_is_kept_for_ten_minutes_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms_module, "FORGET_EVERY", 0.01)
    hall = Hall(tmp_path).open()
    guess(hall, 5)
    hall.ask("POST", "/rooms", {"lesson": "saturation", "step": 1}, address=GUESSER)
    files = b"".join(path.read_bytes() for path in hall.folder.iterdir())
    assert GUESSER.encode() not in files
    with hall.rooms.store.reading() as connection:
        hashes = [who for (who,) in connection.execute("SELECT who FROM limits")]
        assert len(hashes) == 3  # misses, new rooms of two addresses
        hall.now += 600
        # Nobody asks for anything meanwhile.
        for _ in attempts():
            left = [connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in ("limits", "secret")]
            if left == [0, 0]:
                break
        assert left == [0, 0]
    # Nor does anything of it stay in what SQLite writes first, or in the pages that it no longer uses.
    for _ in attempts():
        files = b"".join(path.read_bytes() for path in hall.folder.iterdir())
        if not any(who in files for who in hashes):
            break
    assert not any(who in files for who in hashes)


# --- Filling rooms --------------------------------------------------------------------------------------------------


def opened(hall: Hall, address: str) -> Any:
    return hall.ask("POST", "/rooms", {"lesson": "samples", "step": 1}, address=address)


def test_an_address_opens_ten_rooms_and_then_one_a_minute(hall: Hall) -> None:
    assert [opened(hall, GUESSER).status_code for _ in range(10)] == [201] * 10
    refused = opened(hall, GUESSER)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert opened(hall, "203.0.113.8").status_code == 201
    hall.now += 60
    assert [opened(hall, GUESSER).status_code for _ in range(2)] == [201, 429]


def test_a_server_holds_a_hundred_rooms(hall: Hall) -> None:
    for k in range(99):
        assert opened(hall, f"198.51.100.{k}").status_code == 201
    full = opened(hall, "198.51.100.200")
    assert full.status_code == 503
    assert int(full.headers["Retry-After"]) > 0
    at = {"lesson": "samples", "step": 1, "phase": "vote", "round": 1}
    assert hall.ask("PUT", "/rooms/AAAAAA", at, key="k" * 32, address="198.51.100.201").status_code == 503
    hall.now += 4 * 3600
    assert opened(hall, "198.51.100.200").status_code == 201


def test_rooms_that_are_opened_again_count_as_new_ones(hall: Hall) -> None:
    at = {"lesson": "samples", "step": 1, "phase": "vote", "round": 1}
    codes = [f"AAAAA{sign}" for sign in "ACDEFGHJKMN"]
    statuses = [hall.ask("PUT", f"/rooms/{code}", at, key="k" * 32, address=GUESSER).status_code for code in codes]
    assert statuses == [201] * 10 + [429]


# --- Flooding -------------------------------------------------------------------------------------------------------


def test_a_hundred_come_in_at_once_and_then_ten_a_second(hall: Hall) -> None:
    def come() -> Any:
        return hall.ask("PUT", f"{hall.path}/voter", {"voter": new_voter()})

    assert [come().status_code for _ in range(100)] == [200] * 100
    refused = come()
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    hall.now += 0.5
    assert [come().status_code for _ in range(6)] == [200] * 5 + [429]
    assert hall.desk()["joined"] == 105


def test_limits_hold_for_all_workers_together(hall: Hall) -> None:
    guess(hall, 30)
    other = Hall(hall.folder)
    assert guess(other, 31) == [404] * 30 + [429]
    assert guess(hall, 1) == [429]


# --- The store ------------------------------------------------------------------------------------------------------


def refusals(hall: Hall) -> list[Any]:
    return [
        hall.ask("POST", "/rooms", {"lesson": "saturation", "step": 1}),
        hall.ask("GET", hall.path),
        hall.ask("GET", f"{hall.path}/desk", key=hall.key),
        hall.ask("PUT", f"{hall.path}/voter", {"voter": new_voter()}),
        hall.ask("POST", f"{hall.path}/state", {"rev": 1, "action": "vote"}, key=hall.key),
    ]


def check_away(answer: Any) -> None:
    assert (answer.status_code, answer.text) == (503, "The rooms cannot be reached at the moment.\n")
    assert int(answer.headers["Retry-After"]) >= 1


def test_a_store_away_is_a_503_and_a_store_that_is_back_serves(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "store").open()
    # A file in the place of the folder: what nobody can write into, not even root.
    (tmp_path / "store").rename(tmp_path / "elsewhere")
    (tmp_path / "store").write_text("no folder")
    for answer in refusals(hall):
        check_away(answer)
    assert hall.ask("GET", "/healthz").status_code == 404  # whatever is no room's is answered as before
    (tmp_path / "store").unlink()
    (tmp_path / "elsewhere").rename(tmp_path / "store")
    assert hall.desk()["phase"] == "lobby"


def test_a_full_disk_is_a_503_and_counts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = Hall(tmp_path).open()
    hall.act("vote")
    voters = [hall.join() for _ in range(40)]
    # No page more than there is now: SQLite then says that the disk is full.
    with hall.rooms.store.reading() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    monkeypatch.setattr(store_module, "SETTINGS", f"{store_module.SETTINGS} PRAGMA max_page_count = {pages};")
    full = Hall(tmp_path, most_voters=1000)
    answers = []
    for _ in range(200):
        full.now += 1  # so that nobody comes too fast
        answers.append(full.ask("PUT", f"{hall.path}/voter", {"voter": new_voter()}))
    refused = [answer for answer in answers if answer.status_code != 200]
    assert refused
    for answer in refused:
        check_away(answer)
    assert hall.desk()["joined"] == len(voters) + 200 - len(refused)
    assert hall.vote(voters[0], 1).status_code == 200


def test_a_file_that_is_no_database_makes_room_for_a_new_one(hall: Hall, capsys: pytest.CaptureFixture[str]) -> None:
    for path in hall.folder.iterdir():
        path.write_bytes(b"This is no database." * 1000)
    other = Hall(hall.folder)
    assert other.ask("GET", hall.path).status_code == 404
    assert "begins anew" in capsys.readouterr().err
    assert other.open().desk()["phase"] == "lobby"


def other_schema(data: bytes) -> bytes:
    """A database of another program, or of another version of this one."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE rooms (code TEXT, name TEXT)")
    return connection.serialize()


@pytest.mark.parametrize("damaged", [
    lambda data: data[:5000],
    lambda data: data[:200] + bytes(len(data) - 200),
    lambda data: data[:4096] + b"\xa5" * (len(data) - 4096),
    lambda data: data.replace(b"saturation", b"satura\xff\xfe\xfd\xfc"),
    lambda data: data.replace(b"CREATE TABLE ballots", b"CREATE TABLE \xff\xfe\xfd\xfc\xfb\xfa\xf9"),
    other_schema,
], ids=["cut", "zeros", "noise", "no text", "no name", "of another program"])  # fmt: skip
def test_a_damaged_store_is_a_503_once_and_then_begins_anew(hall: Hall, damaged: Callable[[bytes], bytes]) -> None:
    hall.vote(hall.join(), 1)
    with hall.rooms.store.reading() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = hall.folder / "rooms.sqlite3"
    data = file.read_bytes()
    for path in hall.folder.iterdir():
        path.unlink()
    file.write_bytes(damaged(data))
    # Two workers, which find out one after the other.
    workers = [Hall(hall.folder), Hall(hall.folder)]
    for worker in workers:
        statuses = {answer.status_code for _ in range(2) for answer in refusals(hall.known_to(worker))}
        assert statuses <= {200, 201, 403, 404, 409, 503}
    codes = [worker.open().code for worker in workers]
    assert [worker.ask("GET", f"/rooms/{code}").status_code for worker in workers for code in codes] == [200] * 4


def test_a_file_that_another_worker_has_made_anew_is_left_alone(hall: Hall, capsys: pytest.CaptureFixture[str]) -> None:
    slow = Hall(hall.folder)
    slow.ask("GET", hall.path)
    held = slow.rooms.store._local.held.file
    for path in hall.folder.iterdir():
        path.unlink()
    code = Hall(hall.folder).open().code
    slow.rooms.store._at.begin_anew(DamagedError(), held)
    assert slow.ask("GET", f"/rooms/{code}").status_code == 200
    assert "begins anew" not in capsys.readouterr().err


def test_a_file_of_other_tables_is_set_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(tmp_path / "rooms.sqlite3")) as connection:
        connection.execute("CREATE TABLE rooms (number INTEGER)")
    assert Hall(tmp_path).open().desk()["phase"] == "lobby"
    assert "begins anew" in capsys.readouterr().err
    with closing(sqlite3.connect(tmp_path / "rooms.sqlite3.set-aside")) as connection:
        assert connection.execute("SELECT * FROM rooms").description[0][0] == "number"


def test_a_file_that_breaks_while_it_is_open_is_deleted_with_what_it_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hall = Hall(tmp_path).open()
    path = tmp_path / "rooms.sqlite3"
    with hall.rooms.store.reading() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"x" * (path.stat().st_size - 4096))
    assert Hall(tmp_path).ask("GET", hall.path).status_code in (404, 503)
    assert "is broken, and begins anew" in capsys.readouterr().err
    assert Hall(tmp_path).open().desk()["phase"] == "lobby"
    assert not path.with_name("rooms.sqlite3.set-aside").exists()


def test_a_store_that_was_taken_away_is_noticed_by_everybody(hall: Hall) -> None:
    other = Hall(hall.folder)
    assert other.ask("GET", hall.path).status_code == 200
    for path in hall.folder.iterdir():
        path.unlink()
    assert hall.ask("GET", hall.path).status_code == other.ask("GET", hall.path).status_code == 404
    at = {"lesson": "saturation", "step": 1, "phase": "talk", "round": 1}
    assert hall.ask("PUT", hall.path, at, key=hall.key).status_code == 201
    assert other.ask("GET", hall.path).json["phase"] == "talk"


def test_only_its_owner_reads_the_store(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "new").open()
    assert stat.S_IMODE(os.stat(hall.folder).st_mode) == 0o700
    assert {stat.S_IMODE(os.stat(path).st_mode) for path in hall.folder.iterdir()} == {0o600}


def test_a_folder_that_everybody_may_write_into_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o777)
    check_away(Hall(tmp_path / "shared").ask("POST", "/rooms", {"lesson": "saturation", "step": 1}))


def test_by_default_each_user_and_port_has_a_folder() -> None:
    assert store_folder("", 8050) != store_folder("", 8051)
    assert str(os.getuid()) in store_folder("", 8050).name
    assert store_folder("", 8050).parent.is_dir()


def test_no_file_is_made_before_a_room_is_asked_for(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "store")
    hall.now = START + 1e6
    hall.ask("GET", "/")
    assert not (tmp_path / "store").exists()


def test_a_transaction_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path)

    def fail() -> None:
        with store.writing() as connection:
            connection.execute("INSERT INTO voters VALUES ('AAAAAA', x'00')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.reading() as connection:
        assert connection.execute("SELECT COUNT(*) FROM voters").fetchone() == (0,)
