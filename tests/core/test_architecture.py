"""Dependencies point one way, and the documents say what the code says."""

import re
import subprocess
import sys
from pathlib import Path

import minimal_model
from minimal_model.parameters import SPECIFICATIONS

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


def test_the_readmes_example_runs() -> None:
    example = README.split("```python\n")[1].split("```")[0]
    run = subprocess.run([sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("5.11 bits\n1000 ")
