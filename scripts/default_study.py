"""Compute the study that the page `/robustness` opens with, and write its file.

python scripts/default_study.py [--processes N]      142,560 curves: about three minutes for one process

It is a study of the command, by way of a file that is left where it was interrupted, and goes on there the next time.
"""

import sys
from pathlib import Path

# A script sees its own folder; the package lies beside it and need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from minimal_model.activations import ACTIVATIONS
from minimal_model.binnings import BINNINGS
from minimal_model.command import main as command
from minimal_model.dashboard.pages.robustness.default import FILE, packed
from minimal_model.studies import files
from minimal_model.studies.specifications import CHOICES, specifications

# The notebook's functions, and the binnings of its time: what is added later does not change what the page opens with.
DEFAULT = specifications(
    activations=tuple(ACTIVATIONS)[:11],
    binnings=BINNINGS[:6],
    bins=(10, 20, 30, 50, 100, 200),
    samples=(100, 1000, 10_000),
    seeds=tuple(range(10)),
    weight_max=(5, 10, 20, 50),
    biases=(0, 1, 2),
)
TABLE = Path(__file__).resolve().parents[1] / "build" / "default_study.npz"


def main(words: list[str]) -> int:
    """Compute all curves and write the file."""
    TABLE.parent.mkdir(exist_ok=True)
    for argument, choice in CHOICES.items():
        values = ",".join(map(str, getattr(DEFAULT, choice)))
        words.append(f"--{argument.replace('_', '-')}={values}")
    if status := command(["study", *words, f"--out={TABLE}"]):
        return status
    FILE.write_bytes(packed(files.read(TABLE)))
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
