"""Studies as files: what is done of one while it is under way, and its whole table as CSV or .npz.

While a study is under way, the file beside its own holds a line that names the study, and then 40 bytes for each curve
that is done: its number and its four results. Whatever ends the program, at most the last curve in it is broken.
"""

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from minimal_model.arrays import FloatArray
from minimal_model.checks import refuse
from minimal_model.studies.chunks import RESULTS, Chunk
from minimal_model.studies.run import StudyTable
from minimal_model.studies.specifications import CHOICES, Specifications, specifications

CSV, NPZ = ENDINGS = (".csv", ".npz")
PARTIAL = ".partial"
MARK = "# study = "
RECORD = np.dtype([("number", "<i8"), ("results", "<f8", (len(RESULTS),))])
# Rows of a CSV that are written at once.
ROWS = 5_000


def as_text(study: Specifications) -> str:
    """Return the choices of a study as one line of JSON, by the arguments of `specifications`."""
    return json.dumps({argument: getattr(study, choice) for argument, choice in CHOICES.items()})


def from_text(text: str) -> Specifications:
    """Return the study of a line that `as_text` has made.

    Raises
    ------
    ValueError
        If it is none.
    """
    chosen = json.loads(text)
    if not isinstance(chosen, dict) or not set(chosen) <= set(CHOICES):
        raise refuse("study", text, "a JSON object of " + ", ".join(CHOICES))
    return specifications(**chosen)


class Partial:
    """What is done of a study that is under way, in a file beside its own.

    Parameters
    ----------
    path : Path
        The study's own file.
    study : Specifications
        The study.

    Raises
    ------
    ValueError
        If the file is there and holds another study.
    """

    def __init__(self, path: Path, study: Specifications) -> None:
        self.path, self._study = path.with_name(path.name + PARTIAL), study
        head = f"{MARK}{as_text(study)}\n".encode()
        known = self.path.read_bytes() if self.path.exists() else b""
        if known and not known.startswith(head) and not head.startswith(known):
            raise ValueError(f"{self.path} holds another study; delete it, or choose another file")
        self.results: FloatArray = np.empty((len(study), len(RESULTS)))
        whole = (len(known) - len(head)) // RECORD.itemsize if known.startswith(head) else 0
        records = np.frombuffer(known, RECORD, max(whole, 0), len(head)) if whole > 0 else np.empty(0, RECORD)
        self.is_done = np.zeros(len(study), dtype=bool)
        self.results[records["number"]], self.is_done[records["number"]] = records["results"], True
        # What was broken off is written over.
        self._file: BinaryIO = self.path.open("r+b" if known else "wb")
        self._file.write(head)
        self._file.truncate(len(head) + records.nbytes)
        self._file.seek(0, os.SEEK_END)

    def add(self, chunk: Chunk) -> None:
        """Keep a chunk that is done."""
        records = np.empty(len(chunk.results), RECORD)
        numbers = np.arange(chunk.start, chunk.start + len(chunk.results))
        records["number"], records["results"] = numbers, chunk.results
        self._file.write(records.tobytes())
        self._file.flush()
        self.results[numbers], self.is_done[numbers] = chunk.results, True

    def done(self) -> Iterator[tuple[int, int]]:
        """Yield the ranges of the curves that are done."""
        edges = np.flatnonzero(np.diff(np.concatenate(([False], self.is_done, [False]))))
        yield from ((int(start), int(stop)) for start, stop in edges.reshape(-1, 2))

    def close(self) -> None:
        """Close the file, and leave it for the next time if it holds a curve."""
        self._file.close()
        if not self.is_done.any():
            self.path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Delete the file, once the study has its own."""
        self._file.close()
        self.path.unlink()


def write(path: Path, table: StudyTable) -> None:
    """Write a table by the ending of a file's name; the file is there when it is whole, and not before."""
    unfinished = path.with_name(path.name + ".writing")
    with unfinished.open("wb") as file:
        if path.suffix == NPZ:
            arrays: dict[str, Any] = {name: table[name] for name in table.columns}
            np.savez_compressed(file, study=np.array(as_text(table.specifications)), **arrays)
        else:
            for text in csv_parts(table):
                file.write(text.encode())
    os.replace(unfinished, path)


def csv_parts(table: StudyTable) -> Iterator[str]:
    """Yield a table as CSV, some rows at a time: a line that names the study, the columns, and a row for each curve."""
    yield f"{MARK}{as_text(table.specifications)}\n{','.join(table.columns)}\n"
    columns = [table[name] for name in table.columns]
    for start in range(0, len(table), ROWS):
        text = io.StringIO()
        part = (column[start : start + ROWS].tolist() for column in columns)
        csv.writer(text, lineterminator="\n").writerows(zip(*part, strict=True))
        yield text.getvalue()


def read(path: Path) -> StudyTable:
    """Return the table of a file that `minimal-model study` has written.

    Raises
    ------
    ValueError
        If it holds no study.
    """
    try:
        if path.suffix == NPZ:
            with np.load(path) as file:
                study = from_text(str(file["study"]))
                return StudyTable(study, np.stack([file[name] for name in RESULTS], axis=1))
        with path.open(encoding="utf-8") as lines:
            study = from_text(next(lines).removeprefix(MARK))
            numbers = np.loadtxt(lines, delimiter=",", skiprows=1, usecols=range(-len(RESULTS), 0), ndmin=2)
            return StudyTable(study, numbers.reshape(len(study), len(RESULTS)))
    except (KeyError, StopIteration, UnicodeDecodeError, ValueError) as error:
        raise ValueError(f"{path} holds no study: {error}") from error
