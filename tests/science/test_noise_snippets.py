"""A state behind noise as scripts: the direct sum over the input says what the core says, in bare NumPy and SciPy."""

import ast
import contextlib
import io
import json

import pytest

from minimal_model import Parameters, noisy_curve
from minimal_model.state.notebook import notebook
from minimal_model.state.snippets import api_snippet, figure_snippet, numpy_snippet

STATES = [
    Parameters(noise=0.1),
    Parameters("selu", noise=0.3, bias=-1.2, weight=198, input="two-bumps"),
    Parameters("gelu", noise=0.03, weight=20, weight_max=5),
    Parameters("relu6", noise=1.0, input="uniform", bias=2.5),
    Parameters("sin", noise=0.2, weight=150, input="laplace"),
    Parameters("abs", "global", noise=0.07, bins=7, samples=20, input="student-t3", weight=10),
]


def said(script: str) -> float:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    start, end = "I(X; Y + N) = ", " bits\n"
    assert printed.getvalue().startswith(start)
    assert printed.getvalue().endswith(end)
    return float(printed.getvalue().removeprefix(start).removesuffix(end))


@pytest.mark.parametrize("p", STATES)
def test_both_scripts_and_the_notebook_print_the_number_on_the_screen(p: Parameters) -> None:
    bits = noisy_curve(p.activation, noise=p.noise, bias=p.bias, weights=p.weights, input=p.input)[p.weight]
    assert said(api_snippet(p)) == pytest.approx(bits, abs=5.1e-5)
    # A sum over so many places may round the last digit otherwise.
    assert said(numpy_snippet(p)) == pytest.approx(bits, abs=1.6e-4)
    cells = json.loads(notebook(p, "http://localhost/"))["cells"]
    assert said("\n".join("".join(cell["source"]) for cell in cells[1:])) == pytest.approx(bits, abs=1.6e-4)
    assert "behind noise" in cells[0]["source"][0]
    assert max(map(len, numpy_snippet(p).splitlines())) <= 120
    for word in ("histogram", "counts", "bins"):
        assert word not in numpy_snippet(p)


def test_the_direct_sum_needs_no_package_of_ours() -> None:
    for p in STATES:
        modules = {node.module for node in ast.walk(ast.parse(numpy_snippet(p))) if isinstance(node, ast.ImportFrom)}
        assert modules <= {"scipy.special"}


def test_the_lines_for_a_figure_name_the_noise() -> None:
    assert "noise=0.1" in figure_snippet(Parameters(noise=0.1))
