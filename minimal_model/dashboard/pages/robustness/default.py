"""The study that the page opens with: computed by `scripts/default_study.py` and kept in a file beside this one."""

import lzma
from functools import lru_cache
from pathlib import Path

import numpy as np

from minimal_model.activations import ACTIVATIONS
from minimal_model.binnings import BINNINGS
from minimal_model.studies.chunks import RESULTS
from minimal_model.studies.run import StudyTable
from minimal_model.studies.specifications import specifications

FILE = Path(__file__).with_name("default_study.xz")
# The notebook's functions; what is added beside them would change every number of the page.
NOTEBOOKS_OWN = tuple(ACTIVATIONS)[:11]
DEFAULT = specifications(
    activations=NOTEBOOKS_OWN,
    binnings=BINNINGS,
    bins=(10, 20, 30, 50, 100, 200),
    samples=(100, 1000, 10_000),
    seeds=tuple(range(10)),
    weight_max=(5, 10, 20, 50),
    biases=(0, 1, 2),
)


def packed(table: StudyTable) -> bytes:
    """Return the results of a table as bytes: in single precision, the like bytes of all numbers side by side."""
    numbers = np.ascontiguousarray(table.results.T, dtype="<f4")
    planes = numbers.view(np.uint8).reshape(-1, 4).T
    return lzma.compress(planes.tobytes(), preset=9 | lzma.PRESET_EXTREME)


@lru_cache(maxsize=1)
def default_study() -> StudyTable:
    """Return the table of the file, exact to 1e-6 bits."""
    planes = np.frombuffer(lzma.decompress(FILE.read_bytes()), dtype=np.uint8).reshape(4, -1)
    numbers = np.ascontiguousarray(planes.T).view("<f4").reshape(len(RESULTS), -1)
    results = np.ascontiguousarray(numbers.T, dtype=np.float64)
    results.setflags(write=False)
    return StudyTable(DEFAULT, results)
