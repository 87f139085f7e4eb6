"""Dependencies point one way, and the documents say what the code says."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
from scipy import stats

import minimal_model
from minimal_model import sample_input
from minimal_model.state.parameters import SPECIFICATIONS

ROOT = Path(minimal_model.__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_the_core_imports_neither_dash_nor_plotly() -> None:
    program = "import sys, minimal_model; print(sorted({'dash', 'plotly', 'flask'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_public_names_are_those_in_the_readme() -> None:
    listed = README.split("Public names: ")[1].split("Wrong input")[0]
    assert sorted(re.findall(r"`(\w+)`", listed)) == sorted(minimal_model.__all__)


def test_parameter_table_in_the_readme_is_the_codes() -> None:
    for key, specification in SPECIFICATIONS.items():
        assert f"| `{key}` | {specification.default} | {specification.allowed} |" in README


def test_the_readmes_examples_run() -> None:
    first, second = (example.split("```")[0] for example in README.split("```python\n")[1:])
    assert output(first).startswith("5.11 bits\n1000 ")
    x = sample_input(1000)
    total, of_input = (stats.entropy(np.histogram(y, 50)[0], base=2) for y in (np.tanh(0.9 * x), x))
    gain, verdict = output(second).splitlines()
    assert gain.startswith(f"{of_input:.2f} ")
    assert gain.endswith(f" = {total:.2f} bits")
    assert verdict == "compresses"


def output(program: str) -> str:
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout
