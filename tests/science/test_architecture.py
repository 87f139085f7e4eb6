"""Dependencies point one way."""

import subprocess
import sys
from pathlib import Path

import minimal_model

ROOT = Path(minimal_model.__file__).parents[1]


def test_the_core_imports_neither_dash_nor_plotly() -> None:
    program = "import sys, minimal_model; print(sorted({'dash', 'plotly', 'flask'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
