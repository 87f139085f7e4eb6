"""The file that rooms are kept in: SQLite in a folder that the workers, and replicas on one host, share."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from minimal_model.dashboard.server.store_file import File, StoreFile, is_broken

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


class StoreAwayError(Exception):
    """The store cannot be read or written now; a moment later it may be."""


@dataclass
class _Open:
    """A connection, the process that opened it, and the file that it has open."""

    connection: sqlite3.Connection
    process: int
    file: File


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
        self._at = StoreFile(folder, NAME, SCHEMA)
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
            self._close(error)
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
        return self._at.path.exists()

    def _connection(self) -> sqlite3.Connection:
        held: _Open | None = getattr(self._local, "held", None)
        # A file that was taken away lives on for those who have it open: workers would no longer share one.
        if held is None or held.process != os.getpid() or held.file != self._at.file():
            if held is not None and held.process == os.getpid():
                held.connection.close()
            self._local.held = held = self._open()
        return held.connection

    def _open(self) -> _Open:
        connection = self._at.connect(SETTINGS, PATIENCE)
        file = self._at.file()
        if file is None:
            connection.close()
            raise FileNotFoundError(f"{self._at.path} was taken away")
        return _Open(connection, os.getpid(), file)

    def close(self) -> None:
        """Close the calling thread's connection."""
        self._close(None)

    def _close(self, error: Exception | None) -> None:
        """Let go of a connection that failed; a file that is no database any more makes room for a new one."""
        held: _Open | None = getattr(self._local, "held", None)
        self._local.held = None
        if held is not None and held.process == os.getpid():
            held.connection.close()
            if error is not None and is_broken(error):
                self._at.begin_anew(error, held.file)
