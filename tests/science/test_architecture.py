"""Dependencies point one way, and nobody asks a binning for its name."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import minimal_model
from minimal_model import BINNINGS

ROOT = Path(minimal_model.__file__).parents[1]

# Lowest first. A module imports from its own floor and from those below; on a floor in which several are listed, from
# its own package and from those listed before it.
FLOORS = (
    "arrays checks kept", "branches", "probe branch_description description activation activations entropy inputs",
    "formulas", "spans sweep", "binnings", "folding_masses rounded_preimages", "partition input_pieces", "setup",
    "plain measurement", "curve", "noise", "explain", "state", "studies", "plots",
    "dashboard.extra", "dashboard.results", "dashboard.page", "dashboard.plots", "dashboard.address",
    "dashboard.server", "dashboard.studies", "dashboard.lessons", "dashboard.exports", "dashboard.rooms",
    "dashboard.pages", "dashboard.app", "dashboard.notebook", "dashboard",
    "command",
)  # fmt: skip
RANK = {name: rank for rank, floor in enumerate(FLOORS) for name in floor.split()}
# What only names what others offer.
FRONTS = {"", "dashboard", "__main__"}
PAGES = ("explorer", "figures", "questions", "robustness", "lessons")


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the package: its name below it, and what stands in it."""
    for path in sorted((ROOT / "minimal_model").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT / "minimal_model").with_suffix("").parts)
        yield name.removesuffix("__init__").rstrip("."), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """The package's own modules that a module imports, also within functions; not those for types alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "minimal_model":
            base = (node.module or "").removeprefix("minimal_model").lstrip(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".lstrip(".")
                yield inner if exists(inner) else base
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.removeprefix("minimal_model").lstrip(".")
                for alias in node.names
                if alias.name.split(".")[0] == "minimal_model"
            )


def exists(name: str) -> bool:
    place = ROOT / "minimal_model" / name.replace(".", "/")
    return place.is_dir() or place.with_suffix(".py").exists()


def floor(name: str) -> str:
    """The entry of `FLOORS` that a module belongs to."""
    return next(entry for entry in (".".join(name.split(".")[:2]), name.split(".")[0]) if entry in RANK)


NAMED = dict(modules())
INSIDE = [name for name in NAMED if name not in FRONTS]


@pytest.mark.parametrize("start", ["minimal_model", "minimal_model.plots"])
def test_the_core_imports_neither_dash_nor_plotly_nor_matplotlib(start: str) -> None:
    foreign = {"dash", "plotly", "flask", "matplotlib"}
    program = f"import sys, {start}; print(sorted({foreign} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("name", INSIDE)
def test_imports_point_down(name: str) -> None:
    for other in imported(NAMED[name]):
        if other in FRONTS:  # the whole package, for its version and its folder, and the dashboard, for what it offers
            assert RANK[floor(name)] > RANK["studies" if other == "" else "dashboard.app"], (
                f"{name} imports all of {other}"
            )
        else:
            assert RANK[floor(other)] <= RANK[floor(name)], f"{name} imports {other}, which lies above it"


def test_no_page_imports_another() -> None:
    for page in PAGES:
        own = f"dashboard.pages.{page}"
        for name in (name for name in INSIDE if f"{name}.".startswith(f"{own}.")):
            foreign = [
                other
                for other in imported(NAMED[name])
                if other.startswith("dashboard.pages.") and not f"{other}.".startswith(f"{own}.")
            ]
            assert foreign == []


def test_no_module_but_the_presets_and_defaults_names_a_binning() -> None:
    """A binning is asked for its facts; its name stands in its own file, and as a default."""
    for name, tree in NAMED.items():
        if name.startswith("binnings.") or name == "state.presets":
            continue
        allowed = {node for node in ast.walk(tree) if is_default(node)}
        inside_defaults = {id(inner) for node in allowed for inner in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in BINNINGS:
                assert id(node) in inside_defaults, f"{name}, line {node.lineno}: {node.value}"


def is_default(node: ast.AST) -> bool:
    """Whether a part of a module gives an argument or a parameter its default."""
    return isinstance(node, ast.arguments) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Specification"
    )


@pytest.mark.parametrize("kind", ["*.js", "*.css"])
def test_no_script_and_no_style_names_a_binning(kind: str) -> None:
    for path in (ROOT / "assets").rglob(kind):
        text = path.read_text(encoding="utf-8")
        # "global" by itself is a word of the language.
        assert not [name for name in BINNINGS if name != "global" and name in text], path.name
        assert '"global"' not in text
        assert ".global" not in text
