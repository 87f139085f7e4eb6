"""The study that the page opens with: computed by `scripts/default_study.py` and kept in a file beside this one.

The file says itself what it is a study of, so that a function or a binning that is added later changes nothing of it.
"""

import lzma
from functools import lru_cache
from pathlib import Path

import numpy as np

from minimal_model.studies.chunks import RESULTS
from minimal_model.studies.files import as_text, from_text
from minimal_model.studies.run import StudyTable

FILE = Path(__file__).with_name("default_study.xz")


def packed(table: StudyTable) -> bytes:
    """Return a table as bytes: its choices in a line, then its results in single precision, like bytes side by side."""
    numbers = np.ascontiguousarray(table.results.T, dtype="<f4")
    planes = numbers.view(np.uint8).reshape(-1, 4).T
    text = f"{as_text(table.specifications)}\n".encode() + planes.tobytes()
    return lzma.compress(text, preset=9 | lzma.PRESET_EXTREME)


@lru_cache(maxsize=1)
def default_study() -> StudyTable:
    """Return the table of the file, exact to 1e-6 bits."""
    line, _, plain = lzma.decompress(FILE.read_bytes()).partition(b"\n")
    planes = np.frombuffer(plain, dtype=np.uint8).reshape(4, -1)
    numbers = np.ascontiguousarray(planes.T).view("<f4").reshape(len(RESULTS), -1)
    results = np.ascontiguousarray(numbers.T, dtype=np.float64)
    results.setflags(write=False)
    return StudyTable(from_text(line.decode()), results)
