"""An SQLite file in the folder of the store, which begins anew where it is broken or was never ours.

Its stamp, which SQLite keeps in the file's head as the application's id, says which tables it was made with.
"""

import os
import sqlite3
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minimal_model.dashboard.server.store_folder import private_file

try:
    import fcntl
except ModuleNotFoundError:  # where it is not, an open file cannot be renamed either
    fcntl = None  # type: ignore[assignment]

File = tuple[int, int]
SET_ASIDE = ".set-aside"
# Where the stamp lies in an SQLite file, and how it begins: https://www.sqlite.org/fileformat.html
STAMP_AT, STAMP_BYTES, MAGIC = 68, 4, b"SQLite format 3\0"


class NotOursError(sqlite3.DatabaseError):
    """The file has other tables than ours."""


class DamagedError(sqlite3.DatabaseError):
    """What the file holds is not what was written into it."""


@dataclass(frozen=True)
class StoreFile:
    """Where a file lies and what is in it.

    Attributes
    ----------
    folder : Path
        Its folder, which is made where it is not there.
    name : str
        Its name.
    tables : str
        The statements that make its tables; a file that was made by others is not ours.
    """

    folder: Path
    name: str
    tables: str

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / self.name

    @property
    def stamp(self) -> int:
        """The number that a file with these tables has in its head."""
        return zlib.crc32(self.tables.encode()) & 0x7FFFFFFF

    def connect(self, settings: str, patience: float) -> sqlite3.Connection:
        """Return a connection without transactions of its own; what is broken or not ours makes room for a new file.

        Parameters
        ----------
        settings : str
            Statements that each connection begins with.
        patience : float
            Seconds that a statement waits for another process.

        Raises
        ------
        sqlite3.Error, OSError
            If the file can be neither opened nor made.
        """
        try:
            return self._connect(settings, patience)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if not is_broken(error):
                raise
            self.begin_anew(error)
            return self._connect(settings, patience)

    def _connect(self, settings: str, patience: float) -> sqlite3.Connection:
        path = private_file(self.folder, self.name)
        found = self.file()
        connection = sqlite3.connect(
            path, timeout=patience, isolation_level=None, cached_statements=64, check_same_thread=False
        )
        try:
            connection.executescript(settings)
            if _stamp(connection) != self.stamp:
                self._make_tables(connection)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            connection.close()
            error.file = found  # type: ignore[union-attr]
            raise
        return connection

    def _make_tables(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        if _stamp(connection) == self.stamp:  # another was quicker
            connection.execute("COMMIT")
            return
        (known,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if known or _stamp(connection):
            connection.execute("ROLLBACK")
            raise NotOursError("it has other tables")
        for statement in filter(str.strip, self.tables.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {self.stamp}")
        connection.execute("COMMIT")

    def file(self) -> File | None:
        """Return what tells this file from another of the same name; None where there is none."""
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def begin_anew(self, error: Exception, file: File | None = None) -> None:
        """Make room for a new file, where nobody has done so by now, and say it in the log.

        One that was ours is deleted: it may hold what must not be kept. Whatever else it is stays beside it.

        Parameters
        ----------
        error : Exception
            What is wrong with it.
        file : tuple of int, optional
            The file that was found broken; by default the one that the error came from.
        """
        broken = file or getattr(error, "file", None)
        with _alone(self.folder):
            if broken is None or self.file() != broken:
                return
            ours = self._was_ours()
            # In this order: SQLite itself deletes a log that it finds beside a file without bytes.
            for ending in ("-wal", "-shm"):
                Path(f"{self.path}{ending}").unlink(missing_ok=True)
            if ours:
                self.path.unlink(missing_ok=True)
            else:
                os.replace(self.path, f"{self.path}{SET_ASIDE}")
        what = "is broken" if ours else f"is not ours or broken, is kept as {self.name}{SET_ASIDE}"
        print(f"The store {self.path} {what}, and begins anew ({error}).", file=sys.stderr, flush=True)

    def _was_ours(self) -> bool:
        with self.path.open("rb") as file:
            head = file.read(STAMP_AT + STAMP_BYTES)
        return head.startswith(MAGIC) and int.from_bytes(head[STAMP_AT:], "big") == self.stamp


def is_broken(error: BaseException) -> bool:
    """Whether an error says that the file itself is of no use: unlike a full disk, a lock or a missing folder."""
    if isinstance(error, NotOursError | DamagedError | UnicodeDecodeError):
        return True
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    # With our stamp it has our tables, whose names may be what was damaged.
    nameless = code == sqlite3.SQLITE_ERROR and str(error).startswith(("no such", "malformed"))
    # What is no text is found by Python, which gives no code.
    return nameless or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "decode to UTF-8" in str(error)


def rows(
    connection: sqlite3.Connection, kinds: Sequence[Any], query: str, values: Sequence[Any] | Mapping[str, Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a query, whose values are of these kinds.

    SQLite keeps anything in any column: a file that was damaged may be one all the same.

    Raises
    ------
    DamagedError
        If a value is of another kind.
    """
    for row in connection.execute(query, values):
        if not all(isinstance(value, kind) for value, kind in zip(row, kinds, strict=True)):
            raise DamagedError(f"a row holds {row!r:.80}")
        yield row


def _stamp(connection: sqlite3.Connection) -> int:
    (stamp,) = connection.execute("PRAGMA application_id").fetchone()
    return int(stamp)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time look at the file and replace it."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
