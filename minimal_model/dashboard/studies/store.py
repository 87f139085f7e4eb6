"""The file that studies are kept in: SQLite in a folder that the workers, the study runner and replicas share.

What a runner has done is in the file after each chunk, so that nothing of it is lost when the runner, one of its
processes or a web server dies. Only who holds the lease may write results: of two runners, one.
"""

import errno
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from minimal_model.dashboard.server.store_file import StoreFile, is_broken
from minimal_model.studies import files
from minimal_model.studies.chunks import RESULTS, Chunk
from minimal_model.studies.run import StudyTable
from minimal_model.studies.specifications import Specifications

NAME = "studies.sqlite3"
SETTINGS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
"""
SCHEMA = """
CREATE TABLE IF NOT EXISTS studies (
    id TEXT PRIMARY KEY, choices TEXT NOT NULL, curves INTEGER NOT NULL, done INTEGER NOT NULL, state TEXT NOT NULL,
    arrived REAL NOT NULL, touched REAL NOT NULL, left REAL, reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS chunks (
    id TEXT NOT NULL, start INTEGER NOT NULL, results BLOB NOT NULL, PRIMARY KEY (id, start)
);
CREATE TABLE IF NOT EXISTS lease (one INTEGER PRIMARY KEY CHECK (one = 1), holder TEXT NOT NULL, until REAL NOT NULL);
"""
PATIENCE = 5.0  # seconds that a statement waits for another process
# Seconds that a runner is taken for alive after it was last heard of.
LEASE = 4.0
WAITING, RUNNING, FINISHED, FAILED = STATES = ("waiting", "running", "finished", "failed")
CURVE_BYTES = 8 * len(RESULTS)


@dataclass(frozen=True)
class Study:
    """How far a study is.

    Attributes
    ----------
    id : str
        The digest of its choices.
    specifications : Specifications
        Its choices.
    done : int
        How many of its curves are computed.
    state : str
        One of `STATES`.
    left : float or None
        Seconds that the rest will take, where that can be told.
    computing : bool
        Whether a study runner has been heard of lately.
    ahead : int
        How many studies come before it.
    reason : str
        Why it failed, empty if it did not.
    """

    id: str
    specifications: Specifications
    done: int
    state: str
    left: float | None
    computing: bool
    ahead: int
    reason: str


class FullError(Exception):
    """There is no room for a further study; the message names the bound."""


class Store:
    """The file; a connection is opened for each use, so that none is carried over a fork.

    Parameters
    ----------
    folder : Path
        Where the file lies; it is made with the first study.
    """

    def __init__(self, folder: Path) -> None:
        self._at = StoreFile(folder, NAME, SCHEMA)

    @property
    def is_there(self) -> bool:
        """Whether there has ever been a study."""
        return self._at.path.exists()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Give a connection within one transaction; what is raised inside of it takes everything back."""
        connection = self._at.connect(SETTINGS, PATIENCE)
        file = self._at.file()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if is_broken(error):
                self._at.begin_anew(error, file)
            raise
        finally:
            connection.close()

    # --- for the web server -----------------------------------------------------------------------------------------

    def add(self, study: Specifications, waiting: int, most_bytes: int) -> bool:
        """Let a study wait for its turn; return whether it is new.

        A study that is there already stays what it is, but one that failed is tried once more.

        Raises
        ------
        FullError
            If too many are waiting, or what is not finished takes all bytes.
        """
        now = time.time()
        with self._open() as connection:
            known = connection.execute("SELECT state FROM studies WHERE id = ?", (study.digest,)).fetchone()
            if known and known[0] != FAILED:
                return False
            (queued,) = connection.execute("SELECT count(*) FROM studies WHERE state = ?", (WAITING,)).fetchone()
            if queued >= waiting:
                raise FullError(f"{queued} studies are waiting, and no more than {waiting} may (STUDIES_WAITING)")
            if known:  # what is done of it is kept
                again = "UPDATE studies SET state = ?, arrived = ?, touched = ?, left = NULL, reason = '' WHERE id = ?"
                connection.execute(again, (WAITING, now, now, study.digest))
                return True
            _make_room(connection, most_bytes - CURVE_BYTES * len(study))
            values = (study.digest, files.as_text(study), len(study), 0, WAITING, now, now, None, "")
            connection.execute("INSERT INTO studies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            return True

    def find(self, digest: str) -> Study | None:
        """Return a study, None if it is not there."""
        if not self.is_there:
            return None
        with self._open() as connection:
            row = connection.execute(
                "SELECT choices, done, state, left, reason, arrived FROM studies WHERE id = ?", (digest,)
            ).fetchone()
            if row is None:
                return None
            before = "SELECT count(*) FROM studies WHERE state IN (?, ?) AND arrived < ?"
            (ahead,) = connection.execute(before, (WAITING, RUNNING, row[5])).fetchone()
            choices, done, state, left, reason, _ = row
            if (study := _readable(connection, digest, choices)) is None:
                return None
            return Study(digest, study, done, state, left, _is_held(connection), ahead, reason)

    def table(self, study: Study) -> StudyTable | None:
        """Return the table of a study that is finished, None if it has gone meanwhile."""
        results, found = np.empty((len(study.specifications), len(RESULTS))), 0
        with self._open() as connection:
            for start, part in connection.execute("SELECT start, results FROM chunks WHERE id = ?", (study.id,)):
                rows = np.frombuffer(part).reshape(-1, len(RESULTS))
                results[start : start + len(rows)] = rows
                found += len(rows)
        return StudyTable(study.specifications, results) if found == len(results) else None

    def remove(self, digest: str) -> bool:
        """Delete a study, whatever it is at; return whether it was there."""
        if not self.is_there:
            return False
        with self._open() as connection:
            connection.execute("DELETE FROM chunks WHERE id = ?", (digest,))
            return connection.execute("DELETE FROM studies WHERE id = ?", (digest,)).rowcount > 0

    def forget(self, seconds: float) -> None:
        """Delete what ended longer ago."""
        with self._open() as connection:
            old = "SELECT id FROM studies WHERE state IN (?, ?) AND touched < ?"
            for (digest,) in connection.execute(old, (FINISHED, FAILED, time.time() - seconds)).fetchall():
                _delete(connection, digest)

    def needs_runner(self) -> bool:
        """Whether there is something to do, and nobody who does it."""
        if not self.is_there:
            return False
        with self._open() as connection:
            todo = connection.execute("SELECT 1 FROM studies WHERE state IN (?, ?)", (WAITING, RUNNING)).fetchone()
            return todo is not None and not _is_held(connection)

    # --- for the runner ---------------------------------------------------------------------------------------------

    def hold(self, holder: str) -> bool:
        """Take the lease or keep it; return whether one has it now."""
        now = time.time()
        with self._open() as connection:
            return _hold(connection, holder, now)

    def let_go(self, holder: str) -> None:
        """Give the lease back."""
        with self._open() as connection:
            connection.execute("DELETE FROM lease WHERE holder = ?", (holder,))

    def next(self) -> tuple[str, Specifications, list[tuple[int, int]]] | None:
        """Return the study whose turn it is: its id, its choices and the ranges that are done; None without one."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT id, choices FROM studies WHERE state IN (?, ?) ORDER BY arrived LIMIT 1", (WAITING, RUNNING)
            ).fetchone()
            if row is None or (study := _readable(connection, *row)) is None:
                return None
            connection.execute("UPDATE studies SET state = ? WHERE id = ?", (RUNNING, row[0]))
            parts = connection.execute("SELECT start, length(results) FROM chunks WHERE id = ?", (row[0],))
            done = [(start, start + size // CURVE_BYTES) for start, size in parts]
            return row[0], study, done

    def keep(self, holder: str, digest: str, chunk: Chunk, left: float | None) -> bool:
        """Keep a chunk that is done; return whether the study is still wanted, and by this runner."""
        now = time.time()
        with self._open() as connection:
            if not _hold(connection, holder, now):
                return False
            wanted = "SELECT 1 FROM studies WHERE id = ? AND state IN (?, ?)"
            if not connection.execute(wanted, (digest, WAITING, RUNNING)).fetchone():
                return False
            if len(chunk.results):
                values = (digest, chunk.start, chunk.results.tobytes())
                connection.execute("INSERT INTO chunks VALUES (?, ?, ?)", values)
                done = "UPDATE studies SET done = done + ?, left = ?, touched = ? WHERE id = ?"
                connection.execute(done, (len(chunk.results), left, now, digest))
                finished = "UPDATE studies SET state = ?, left = 0 WHERE id = ? AND done = curves"
                connection.execute(finished, (FINISHED, digest))
            return True

    def fail(self, digest: str, reason: str) -> None:
        """Note that a study cannot be computed."""
        with self._open() as connection:
            values = (FAILED, reason, time.time(), digest)
            connection.execute("UPDATE studies SET state = ?, reason = ?, touched = ? WHERE id = ?", values)


def reason_of(error: Exception) -> str:
    """Return why the store cannot be used, in words that go on from "the store"."""
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL or getattr(error, "errno", 0) == errno.ENOSPC:
        return "is full"
    return f"cannot be written or read ({type(error).__name__})"


def _hold(connection: sqlite3.Connection, holder: str, now: float) -> bool:
    taken = connection.execute(
        "INSERT INTO lease VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, "
        "until = excluded.until WHERE holder = excluded.holder OR until < ? RETURNING one",
        (holder, now + LEASE, now),
    ).fetchall()
    return bool(taken)


def _is_held(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM lease WHERE until > ?", (time.time(),)).fetchone() is not None


def _readable(connection: sqlite3.Connection, digest: str, choices: str) -> Specifications | None:
    """Return a study's choices; one that another version of the program has left, and this one refuses, is deleted."""
    try:
        return files.from_text(choices)
    except ValueError:
        _delete(connection, digest)
        return None


def _make_room(connection: sqlite3.Connection, most_bytes: int) -> None:
    """Delete the oldest finished studies until all fit into so many bytes."""
    known = "SELECT id, curves, state FROM studies ORDER BY state NOT IN (?, ?), touched"
    studies = connection.execute(known, (FINISHED, FAILED)).fetchall()
    taken = CURVE_BYTES * sum(curves for _, curves, _ in studies)
    for digest, curves, state in studies:
        if taken <= most_bytes:
            return
        if state not in (FINISHED, FAILED):
            break
        _delete(connection, digest)
        taken -= CURVE_BYTES * curves
    if taken > most_bytes:
        raise FullError("the studies that are under way fill the store (STUDY_MEGABYTES)")


def _delete(connection: sqlite3.Connection, digest: str) -> None:
    connection.execute("DELETE FROM chunks WHERE id = ?", (digest,))
    connection.execute("DELETE FROM studies WHERE id = ?", (digest,))
