"""The file that rooms are kept in: SQLite in a folder that the workers, and replicas on one host, share."""

import os
import sqlite3
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minimal_model.dashboard.server.store_folder import private_file

NAME = "rooms.sqlite3"
# The ballots name voters by a hash, and are gone when the lecturer leaves the step; only their counts stay.
SCHEMA = """
CREATE TABLE IF NOT EXISTS rooms (
    code TEXT PRIMARY KEY, rev INTEGER NOT NULL, epoch TEXT NOT NULL, lesson TEXT NOT NULL, step INTEGER NOT NULL,
    phase TEXT NOT NULL, round INTEGER NOT NULL, shown INTEGER NOT NULL, follow REAL, door INTEGER NOT NULL,
    touched REAL NOT NULL, key BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS voters (code TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (code, hash)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ballots (
    code TEXT NOT NULL, lesson TEXT NOT NULL, step INTEGER NOT NULL, round INTEGER NOT NULL, hash BLOB NOT NULL,
    choice INTEGER NOT NULL, PRIMARY KEY (code, lesson, step, round, hash)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counts (
    code TEXT NOT NULL, lesson TEXT NOT NULL, step INTEGER NOT NULL, round INTEGER NOT NULL, choice INTEGER NOT NULL,
    n INTEGER NOT NULL, PRIMARY KEY (code, lesson, step, round, choice)
);
CREATE TABLE IF NOT EXISTS limits (
    kind TEXT NOT NULL, who BLOB NOT NULL, full REAL NOT NULL, PRIMARY KEY (kind, who)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS secret (one INTEGER PRIMARY KEY CHECK (one = 1), key BLOB NOT NULL);
"""
# Rooms live for hours and are made anew by the lecturer's page where they are lost: no disk has to be waited for.
SETTINGS = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA secure_delete = ON;
"""
PATIENCE = 2.0  # seconds that a statement waits for another process
# What says nothing about the file itself, and may be over a moment later: a full disk, a lock, a missing folder.
PASSING = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_NOLFS,
)  # fmt: skip


Values = Sequence[Any] | Mapping[str, Any]


class StoreAwayError(Exception):
    """The store cannot be read or written now; a moment later it may be."""


class BrokenError(sqlite3.DatabaseError):
    """What the file holds is not what was written into it."""


@dataclass
class _Open:
    """A connection, the process that opened it, and the file that it has open."""

    connection: sqlite3.Connection
    process: int
    file: tuple[int, int]


class Store:
    """The file, opened by each thread for itself.

    A connection must not be carried over a fork, and none is opened before the first request, so that a server whose
    rooms nobody uses leaves no file behind.

    Parameters
    ----------
    folder : Path
        Where the file lies; it is made if it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / NAME
        self._local = threading.local()
        # Threads of one process take turns at writing, instead of waiting for each other inside of SQLite.
        self._writing = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for single statements, each of which is a transaction by itself.

        Raises
        ------
        StoreAwayError
            If the file cannot be read or written.
        """
        try:
            yield self._connection()
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            self._close(broken=says_broken(error))
            raise StoreAwayError(f"{type(error).__name__}: {error}") from error

    @contextmanager
    def statement(self) -> Iterator[sqlite3.Connection]:
        """Give a connection for a single statement that writes."""
        with self._writing, self.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection within one transaction; what is raised inside of it takes everything back."""
        with self._writing, self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @property
    def is_there(self) -> bool:
        """Whether somebody has ever opened a room."""
        return self._path.exists()

    def _connection(self) -> sqlite3.Connection:
        held: _Open | None = getattr(self._local, "held", None)
        # A file that was taken away lives on for those who have it open: workers would no longer share one.
        if held is None or held.process != os.getpid() or held.file != self._file():
            if held is not None and held.process == os.getpid():
                held.connection.close()
            self._local.held = held = self._open()
        return held.connection

    def _file(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _open(self, again: bool = False) -> _Open:
        private_file(self._folder, NAME)
        found = self._file()
        connection = sqlite3.connect(
            self._path, timeout=PATIENCE, isolation_level=None, cached_statements=64, check_same_thread=False
        )
        try:
            connection.executescript(SETTINGS + SCHEMA)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            connection.close()
            if says_broken(error):
                self._begin_anew(found)
                if not again:
                    return self._open(again=True)
            raise
        file = self._file()
        if file is None:
            connection.close()
            raise FileNotFoundError(f"{self._path} was taken away")
        return _Open(connection, os.getpid(), file)

    def close(self) -> None:
        """Close the calling thread's connection."""
        self._close(broken=False)

    def _close(self, broken: bool) -> None:
        """Let go of a connection that failed; a file that is not what it was makes room for a new one."""
        held: _Open | None = getattr(self._local, "held", None)
        self._local.held = None
        if held is None:
            return
        if held.process == os.getpid():
            held.connection.close()
        if broken:
            self._begin_anew(held.file)

    def _begin_anew(self, broken: tuple[int, int] | None) -> None:
        """Delete the file that is broken, unless another process has done so, and one of its own is there by now."""
        if broken is None or broken != self._file():
            return
        print(f"The store {self._path} is broken, and begins anew.", file=sys.stderr)
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._path}{ending}").unlink(missing_ok=True)


def says_broken(error: Exception) -> bool:
    """Whether an error says that the file is not what it was; SQLite gives a code to all that it finds out itself."""
    if isinstance(error, UnicodeDecodeError):
        return True
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return isinstance(error, sqlite3.DatabaseError) and code & 0xFF not in PASSING


def rows(
    connection: sqlite3.Connection, kinds: tuple[Any, ...], query: str, values: Values = ()
) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a query, whose values are of these kinds.

    SQLite keeps anything in any column: a file that was damaged may be one all the same.

    Raises
    ------
    BrokenError
        If a value is of another kind.
    """
    for row in connection.execute(query, values):
        if not all(isinstance(value, kind) for value, kind in zip(row, kinds, strict=True)):
            raise BrokenError(f"A row holds {row!r:.80}.")
        yield row
