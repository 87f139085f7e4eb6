"""Rooms in the store: opened, joined, voted in, moved on by the lecturer, and forgotten."""

import hmac
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from minimal_model.dashboard.rooms import limits
from minimal_model.dashboard.rooms.codes import key_hash, new_code, new_epoch, new_key
from minimal_model.dashboard.rooms.phases import PHASES, ROUNDS, Room, Steps, after, leaves_step
from minimal_model.dashboard.rooms.store import Store, StoreAwayError
from minimal_model.dashboard.server.store_file import DamagedError, rows

MOST_ROOMS = 100
LIFE = 4 * 3600.0  # seconds after the lecturer's last action
FORGET_EVERY = 5.0  # seconds
COLUMNS = "code, rev, epoch, lesson, step, phase, round, shown, follow, door, touched, key"
KINDS = (str, int, str, str, int, str, int, int, float | None, int, float, bytes)
PLACE = "code = :code AND lesson = :lesson AND step = :step"
Counts = dict[int, list[int]]

# Nothing of a vote is decided outside of this statement: what it does not count is not counted.
VOTE = """
INSERT INTO ballots
SELECT code, lesson, step, round, :hash, :choice FROM rooms
WHERE code = :code AND phase = 'vote' AND lesson = :lesson AND step = :step AND round = :round AND touched > :oldest
AND EXISTS (SELECT 1 FROM voters WHERE voters.code = :code AND hash = :hash)
ON CONFLICT (code, lesson, step, round, hash) DO UPDATE SET choice = excluded.choice
"""


class FullError(Exception):
    """There are as many rooms, or voters in a room, as there may be."""


class ShutError(Exception):
    """The lecturer has shut the door."""


class GoneError(Exception):
    """There is no such room, or no longer."""


class StaleError(Exception):
    """The lecturer's page acted on a state that is no longer."""


@dataclass(frozen=True)
class Ballot:
    """A vote as a phone sends it."""

    lesson: str
    step: int
    round: int
    choice: int


class Rooms:
    """All rooms of a server.

    Parameters
    ----------
    store : Store
        What keeps them.
    most_voters : int
        How many phones a room takes.
    clock : callable
        The time in Unix seconds, which all workers share.
    """

    def __init__(self, store: Store, most_voters: int, clock: Callable[[], float] = time.time) -> None:
        self.store, self._most_voters, self.clock = store, most_voters, clock
        # The process that has a thread which deletes what is too old; 0 if none has.
        self._forgets, self._forgetting = 0, threading.Lock()

    # --- rooms -------------------------------------------------------------------------------------------------------

    def find(self, code: str) -> Room | None:
        """Return the room of a code, if it lives."""
        with self.store.reading() as connection:
            return self._find(connection, code)

    def _find(self, connection: sqlite3.Connection, code: str) -> Room | None:
        row = next(rows(connection, KINDS, f"SELECT {COLUMNS} FROM rooms WHERE code = ?", (code,)), None)
        room = _room(row) if row else None
        return room if room and room.touched > self.clock() - LIFE else None

    def open(self, lesson: str, step: int, address: str) -> tuple[Room, str]:
        """Open a room, and return it with the lecturer's key.

        Raises
        ------
        FullError, TooManyError
            If there are too many rooms, or too many that this address has opened.
        """
        key = new_key()
        with self.store.writing() as connection:
            code = new_code()
            while self._find(connection, code):
                code = new_code()
            room = Room(code, 1, new_epoch(), lesson, step, "lobby", 1, False, None, True, self.clock(), key_hash(key))
            self._insert(connection, room, address)
        self.forget_in_time()
        return room, key

    def reopen(self, code: str, key: str, at: Mapping[str, Any], address: str) -> tuple[Room, bool]:
        """Open a lost room again with the lecturer's key; return it and whether that was needed.

        Raises
        ------
        GoneError
            If a room of this code lives, with another key.
        FullError, TooManyError
            As when a room is opened.
        """
        with self.store.writing() as connection:
            living = self._find(connection, code)
            if living:
                if not has_key(living, key):
                    raise GoneError
                return living, False
            phase, now = str(at["phase"]), self.clock()
            room = Room(code, 1, new_epoch(), at["lesson"], at["step"], phase, max(at["round"], 1), phase == "reveal",
                        None, True, now, key_hash(key))  # fmt: skip
            self._insert(connection, room, address)
        self.forget_in_time()
        return room, True

    def _insert(self, connection: sqlite3.Connection, room: Room, address: str) -> None:
        self._forget(connection)
        (many,) = connection.execute("SELECT COUNT(*) FROM rooms").fetchone()
        if many >= MOST_ROOMS:
            raise FullError
        limits.take(connection, limits.NEW_ROOMS, limits.new_hash(connection, address), self.clock())
        connection.execute(
            f"INSERT INTO rooms ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", tuple(vars(room).values())
        )

    def act(self, code: str, rev: int, asked: Mapping[str, Any], steps: Steps, choices: int) -> Room:
        """Do what the lecturer asks for, and return the room after it.

        Parameters
        ----------
        code, rev : str, int
            The room, and its revision as the lecturer saw it.
        asked, steps
            What `after` takes.
        choices : int
            How many choices the room's present step has.

        Raises
        ------
        GoneError
            If the room has ended its life meanwhile.
        StaleError
            If the room is no longer at the revision that the lecturer saw.
        MalformedError, ImpossibleError
            As `after` does.
        """
        with self.store.writing() as connection:
            room = self._find(connection, code)
            if room is None:
                raise GoneError
            changed = after(room, asked, steps)
            if room.rev != rev:
                raise StaleError
            changed = replace(changed, rev=rev + 1, touched=self.clock())
            if leaves_step(room, changed):
                _leave(connection, room, choices)
            connection.execute(
                f"INSERT OR REPLACE INTO rooms ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tuple(vars(changed).values()),
            )
            return changed

    # --- voters ------------------------------------------------------------------------------------------------------

    def knows(self, code: str, voter: bytes) -> bool:
        """Whether a voter has come in."""
        with self.store.reading() as connection:
            return _knows(connection, code, voter)

    def join(self, code: str, voter: bytes) -> None:
        """Let a voter in, once.

        Raises
        ------
        GoneError, ShutError, FullError, TooManyError
            If the room has gone, its door is shut, it is full, or too many come at once; who is in stays in.
        """
        with self.store.writing() as connection:
            if _knows(connection, code, voter):
                return
            room = self._find(connection, code)
            if room is None:
                raise GoneError
            if not room.door:
                raise ShutError
            if self._joined(connection, code) >= self._most_voters:
                raise FullError
            limits.take(connection, limits.NEW_VOTERS, code.encode(), self.clock())
            connection.execute("INSERT INTO voters VALUES (?, ?)", (code, voter))

    def vote(self, code: str, voter: bytes, ballot: Ballot) -> bool:
        """Count a vote, in place of an earlier one of the same round; return whether it counts."""
        values = {"code": code, "hash": voter, "oldest": self.clock() - LIFE} | vars(ballot)
        with self.store.statement() as connection:
            return connection.execute(VOTE, values).rowcount == 1

    def choice(self, code: str, voter: bytes, ballot: Ballot) -> int | None:
        """Return what counts of a voter in the round that a ballot is for."""
        values = {"code": code, "hash": voter} | vars(ballot)
        with self.store.reading() as connection:
            mine = f"SELECT choice FROM ballots WHERE {PLACE} AND round = :round AND hash = :hash"
            row = next(rows(connection, (int,), mine, values), None)
        return int(row[0]) if row else None

    # --- counts ------------------------------------------------------------------------------------------------------

    def _joined(self, connection: sqlite3.Connection, code: str) -> int:
        return int(connection.execute("SELECT COUNT(*) FROM voters WHERE code = ?", (code,)).fetchone()[0])

    def joined(self, room: Room) -> int:
        """Return how many have come in."""
        with self.store.reading() as connection:
            return self._joined(connection, room.code)

    def counts(self, room: Room, choices: int) -> Counts:
        """Return how often each choice of the room's step was chosen, by round; of the rounds that were opened."""
        counts = {number: [0] * choices for number in ROUNDS if number <= room.round}
        ended = "SELECT round, choice, n FROM counts WHERE " + PLACE
        open_ = f"SELECT round, choice, COUNT(*) FROM ballots WHERE {PLACE} GROUP BY round, choice"
        with self.store.reading() as connection:
            found = rows(connection, (int, int, int), ended if room.phase == "ended" else open_, _place(room))
            for number, choice, n in found:
                if number in counts and 0 <= choice < choices:
                    counts[number][choice] = n
        return counts

    def history(self, room: Room) -> list[dict[str, Any]]:
        """Return the counts of the steps that were left, in their order, an entry for each round."""
        found: dict[tuple[str, int, int], list[int]] = {}
        with self.store.reading() as connection:
            ended = "SELECT lesson, step, round, n FROM counts WHERE code = ? ORDER BY rowid"
            for lesson, step, number, n in rows(connection, (str, int, int, int), ended, (room.code,)):
                found.setdefault((lesson, step, number), []).append(n)
        return [{"lesson": at[0], "step": at[1], "round": at[2], "counts": n} for at, n in found.items()]

    # --- limits ------------------------------------------------------------------------------------------------------

    def check_misses(self, address: str) -> None:
        """Raise TooManyError if an address has asked for too many codes that are none."""
        with self.store.reading() as connection:
            who = limits.known_hash(connection, address)
            if who is not None:
                limits.check(connection, limits.MISSES, who, self.clock())

    def note_miss(self, address: str) -> None:
        """Count that an address has asked for a code that is none."""
        with self.store.writing() as connection:
            limits.take(connection, limits.MISSES, limits.new_hash(connection, address), self.clock())
        self.forget_in_time()

    # --- what is forgotten -------------------------------------------------------------------------------------------

    def forget_in_time(self) -> None:
        """Have a thread delete what is too old, for as long as anything is kept, also when nobody asks any more."""
        if self._forgets == os.getpid() or not self.store.is_there:
            return
        with self._forgetting:
            if self._forgets == os.getpid():
                return
            self._forgets = os.getpid()
        threading.Thread(target=_forget_in_time, args=(weakref.ref(self),), name="rooms", daemon=True).start()

    def forget(self) -> bool:
        """Delete what is too old, also from the log that SQLite writes first; return whether anything is kept."""
        left = 0
        try:
            if self.store.is_there:
                with self.store.writing() as connection:
                    self._forget(connection)
                    kept = "SELECT (SELECT COUNT(*) FROM rooms) + (SELECT COUNT(*) FROM limits)"
                    (left,) = connection.execute(kept).fetchone()
                with self.store.statement() as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except StoreAwayError:
            left = 1
        return left > 0

    def _forget(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM rooms WHERE touched <= ?", (self.clock() - LIFE,))
        for table in ("voters", "ballots", "counts"):
            connection.execute(f"DELETE FROM {table} WHERE code NOT IN (SELECT code FROM rooms)")
        limits.forget(connection, self.clock())


def _forget_in_time(of: "weakref.ref[Rooms]") -> None:
    while True:
        time.sleep(FORGET_EVERY)
        rooms = of()
        if rooms is None:
            return
        if not rooms.forget():
            rooms.store.close()
            rooms._forgets = 0  # the next request of any kind looks again
            return
        del rooms


def has_key(room: Room, key: str) -> bool:
    """Whether a key is the room's."""
    return hmac.compare_digest(room.key, key_hash(key))


def _room(row: tuple[Any, ...]) -> Room:
    room = Room(*row)
    if room.phase not in PHASES or room.round not in ROUNDS or room.step < 1:
        raise DamagedError("This is no room.")
    return replace(room, shown=bool(room.shown), door=bool(room.door))


def _place(room: Room) -> dict[str, Any]:
    return {"code": room.code, "lesson": room.lesson, "step": room.step}


def _knows(connection: sqlite3.Connection, code: str, voter: bytes) -> bool:
    found = connection.execute("SELECT 1 FROM voters WHERE code = ? AND hash = ?", (code, voter)).fetchone()
    return found is not None


def _leave(connection: sqlite3.Connection, room: Room, choices: int) -> None:
    """Keep the counts of the step that is left, with those that nobody chose, and delete its ballots."""
    place = _place(room)
    if room.phase != "lobby":
        # A step that comes a second time counts anew.
        connection.execute(f"DELETE FROM counts WHERE {PLACE}", place)
        connection.executemany(
            "INSERT INTO counts SELECT :code, :lesson, :step, :round, :choice, COUNT(*) FROM ballots "
            f"WHERE {PLACE} AND round = :round AND choice = :choice",
            [place | {"round": r, "choice": k} for r in ROUNDS if r <= room.round for k in range(choices)],
        )
    connection.execute(f"DELETE FROM ballots WHERE {PLACE}", place)
