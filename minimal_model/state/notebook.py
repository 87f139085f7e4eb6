"""A state of the explorer as a Jupyter notebook in plain NumPy: the script of `snippets`, cell by cell, explained."""

import json
from typing import Any

from minimal_model.state.names import caption
from minimal_model.state.parameters import Parameters
from minimal_model.state.snippets import numpy_blocks

# What NumPy lacks, as exact as SciPy's. In the logistic function nothing overflows; erf is that of the C library.
OWN = {
    "expit": ["", "", "def expit(z):", "    e = np.exp(-np.abs(z))", "    return np.where(z >= 0, 1, e) / (1 + e)"],
    "ndtr": [
        "import math", "", "", "def ndtr(z):", "    tail = np.vectorize(math.erfc)(-z / math.sqrt(2)) / 2",
        "    return np.where(z > -37.67712072049519, tail, 0)  # where SciPy's underflows",
    ],
    "erf": ["import math", "", "", "def erf(z):", "    return np.vectorize(math.erf)(z)"],
    "log_ndtr": [
        "", "", "def log_ndtr(z):", "    below = np.log(ndtr(np.minimum(z, 0)))",
        "    return np.where(z > 0, np.log1p(-ndtr(-np.maximum(z, 0))), below)",
    ],
    "stdtrit": [
        "", "", "def stdtrit(_, p):  # of 3 degrees of freedom, below the median: by halving",
        "    low, high = np.full(p.shape, -1e6), np.zeros(p.shape)", "    for _ in range(100):",
        "        middle = (low + high) / 2", "        r = -middle / np.sqrt(3)",
        "        below = (np.arctan2(1, r) - r / (1 + r * r)) / np.pi < p",
        "        low, high = np.where(below, middle, low), np.where(below, high, middle)", "    return low",
    ],
}  # fmt: skip
# What these are made of.
NEEDS = {"log_ndtr": ["ndtr"]}
SCIPY = "from scipy.special import "


def notebook(parameters: Parameters, address: str) -> str:
    """Return a notebook that computes the number on the screen.

    Parameters
    ----------
    parameters : Parameters
        The state. Its `population`, `band` and `why` do not matter.
    address : str
        The address that opens it.

    Returns
    -------
    str
        A notebook of format 4.5, as JSON. Its last cell prints I(X;T) = H(T) in bits, with four decimals. It imports
        numpy and nothing else that has to be installed.
    """
    noisy = bool(parameters.noise)
    cells = [_text([
        f"# The minimal model: one neuron, {'behind noise' if noisy else 'binned'}", "", f"{caption(parameters)}.", "",
        f"The same state in the explorer: <{address}>", "",
        "Noise N in the place of bins: I(X; Y + N) = h(Y + N) - h(N), in bits." if noisy else
        "T = bin(Y) is a function of the input X, so that H(T|X) = 0 and I(X;T) = H(T), in bits.",
    ])]  # fmt: skip
    for lines in numpy_blocks(parameters):
        code = [line for own in lines for line in _in_place(own)]
        while code and not code[0]:
            code = code[1:]
        while code and not code[-1]:
            code = code[:-1]
        cells.append(_code(code))
    document = {
        "cells": [cell | {"id": f"cell-{number}"} for number, cell in enumerate(cells, 1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _in_place(line: str) -> list[str]:
    """Return what stands in place of a line that imports from SciPy."""
    if not line.startswith(SCIPY):
        return [line]
    names = line.removeprefix(SCIPY).split(", ")
    wanted = dict.fromkeys(needed for name in sorted(names) for needed in [*NEEDS.get(name, []), name])
    made = [own for name in wanted for own in OWN[name]]
    return [*dict.fromkeys(own for own in made if own.startswith("import ")),
            *(own for own in made if not own.startswith("import "))]  # fmt: skip


def _text(lines: list[str]) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": _source(lines)}


def _code(lines: list[str]) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": _source(lines)}


def _source(lines: list[str]) -> list[str]:
    """Return lines as notebooks have them: each with its end, but the last."""
    return [f"{line}\n" for line in lines[:-1]] + lines[-1:]
