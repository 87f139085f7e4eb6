"""Write what the code says of itself into the documents: tables of parameters, settings, files and public names.

python scripts/reference.py          rewrite what stands between the markers in README.md and docs/*.md
python scripts/reference.py --check  change nothing, and fail if something would change

The markers are those of cog: what stands between "[[[cog print(reference.NAME()) ]]]" and "[[[end]]]" is what the
function of that name returns. Files are read and not imported, so that the map can list all of them.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from cogapp import Cog

# A script sees its own folder; the package lies beside it and need not be installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import minimal_model
from minimal_model import ACTIVATIONS, INPUTS
from minimal_model.binnings import BY_NAME
from minimal_model.dashboard.lessons.lesson import lessons as all_lessons
from minimal_model.dashboard.server.config import SETTINGS
from minimal_model.state.parameters import SPECIFICATIONS
from minimal_model.state.presets import SOURCE_FIGURES, SOURCES

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ELLIPSIS = "…"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table in Markdown; a line break or a bar in a cell would end it."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


# --- Tables of the pages and of the server ---------------------------------------------------------------------------


def parameters() -> str:
    """Return the parameters of the explorer: the keys of its address and the fields of `Parameters`."""
    rows = [(f"`{key}`", address_value(s.default), s.allowed, s.help) for key, s in SPECIFICATIONS.items()]
    return table(("key", "default", "allowed", "what it is"), rows)


def address_value(value: object) -> str:
    """Return a value as an address has it: a switch is on or off."""
    return ("off", "on")[value] if isinstance(value, bool) else str(value)


def settings() -> str:
    """Return the environment variables that the server reads."""
    rows = [(f"`{name}`", f"`{s.default}`", s.allowed, s.help) for name, s in SETTINGS.items()]
    return table(("variable", "default", "allowed", "what it does"), rows)


def lessons() -> str:
    """Return the lessons in their order."""
    rows = [
        (f"`{lesson.name}`", lesson.title, len(lesson.steps), lesson.minutes, lesson.summary)
        for lesson in all_lessons().values()
    ]
    return table(("name", "title", "steps", "minutes", "what it is about"), rows)


def source_figures() -> str:
    """Return the figures of the sources, which are the menu of presets."""
    short = {source: name.split(",")[0] for source, name in SOURCES.items()}
    rows = [(short[f.source], f.place, f.title, len(f.presets)) for f in SOURCE_FIGURES]
    return table(("source", "place", "figure", "presets"), rows)


def activations() -> str:
    """Return the activation functions with their formulas and limits."""
    rows = [(f"`{a.name}`", a.formula, " and ".join(map(_limit, a.limits)), a.saturation) for a in ACTIVATIONS.values()]
    return table(("name", "f(z)", "limits", "saturation"), rows)


def inputs() -> str:
    """Return the distributions of the input with their entropies."""
    rows = [(f"`{i.name}`", i.notation, f"{i.entropy:.3f}".replace("-", "−")) for i in INPUTS.values()]
    return table(("name", "distribution of X", "h(X) in bits"), rows)


def binnings() -> str:
    """Return the binnings with what they say of themselves."""
    rows = [(f"`{b.name}`", b.bins, b.question, b.failure) for b in BY_NAME.values()]
    return table(("name", "bins", "the question it answers", "where it fails"), rows)


def _limit(value: float) -> str:
    return f"{value:g}".replace("-", "−").replace("inf", "∞") if np.isinf(value) else f"{value:.4g}".replace("-", "−")


# --- The map of the house --------------------------------------------------------------------------------------------


def files(folder: str) -> str:
    """Return the folders and files below a folder, each with the first sentence that it says of itself."""
    rows: list[tuple[str, str]] = []
    top = ROOT / folder
    for place in [top, *sorted(path for path in top.rglob("*") if path.is_dir() and path.name != "__pycache__")]:
        inside = sorted(path for path in place.iterdir() if path.suffix in (".py", ".js", ".css"))
        about = place / "__init__.py"
        if about.exists() or (inside and place != top):
            rows.append((f"**`{place.relative_to(ROOT)}/`**", first_sentence(about) if about.exists() else ""))
        rows += [(f"`{path.name}`", first_sentence(path)) for path in inside if path != about]
    return table(("file", "what it holds"), rows)


def first_sentence(path: Path) -> str:
    """Return the first sentence of a file's docstring or of its first comment."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        about = ast.get_docstring(ast.parse(text)) or ""
    else:
        comment = re.match(r"\s*/\*+(.*?)\*/", text, re.DOTALL)
        about = re.sub(r"\n\s*\*?", "\n", comment[1]).strip() if comment else ""
    return sentence(about)


def sentence(about: str) -> str:
    """Return the first sentence of a text."""
    paragraph = " ".join(about.split("\n\n")[0].split())
    return re.split(r"(?<=[.!?])(?<!et al\.)(?<!Fig\.)\s", paragraph)[0].rstrip(":.") if paragraph else ""


# --- Public names ----------------------------------------------------------------------------------------------------


def constants() -> str:
    """Return the public names that are values."""
    rows = [(f"`{name}`", _content(value)) for name, value in _public(minimal_model) if not callable(value)]
    return table(("name", "what it holds"), rows)


def _content(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"An array of {value.size} numbers from {value[0]:g} to {value[-1]:g}: the weights of the sweep."
    names = ", ".join(f"`{name}`" for name in value)
    return names if isinstance(value, tuple) else f"A mapping of names: {names}."


def functions() -> str:
    """Return the public functions with their arguments and the first sentence of their docstrings."""
    return _listed(value for _, value in _public(minimal_model) if callable(value) and not inspect.isclass(value))


def types() -> str:
    """Return the public types with their fields and the first sentence of their docstrings."""
    return _listed(value for _, value in _public(minimal_model) if inspect.isclass(value))


def dashboard() -> str:
    """Return the public names of the dashboard."""
    import minimal_model.dashboard

    return _listed(value for _, value in _public(minimal_model.dashboard))


def plots() -> str:
    """Return the public names of the figures for papers."""
    import minimal_model.plots

    return _listed(value for _, value in _public(minimal_model.plots))


def _public(module: Any) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(module, name)) for name in module.__all__)


def _listed(values: Iterable[Any]) -> str:
    return "\n\n".join(f"### `{v.__name__}`\n\n```text\n{call(v)}\n```\n\n{about(v)}" for v in values)


def about(value: Any) -> str:
    """Return the first sentence of a docstring, with a full stop."""
    return sentence(inspect.getdoc(value) or "") + "."


def call(value: Any) -> str:
    """Return how a function or a type is called: names and defaults, and what comes back where that has a name."""
    signature = inspect.signature(value)
    shown = [_argument(parameter) for parameter in signature.parameters.values()]
    keyword_only = [k for k, p in enumerate(signature.parameters.values()) if p.kind is p.KEYWORD_ONLY]
    if keyword_only:
        shown.insert(keyword_only[0], "*")
    back = signature.return_annotation
    named = getattr(back, "__name__", "") if getattr(back, "__module__", "").startswith("minimal_model") else ""
    line = f"{value.__name__}({', '.join(shown)})" + (f" -> {named}" if named else "")
    if len(line) <= 110:
        return line
    return f"{value.__name__}(\n    " + _wrapped(shown) + "\n)" + (f" -> {named}" if named else "")


def _wrapped(shown: list[str]) -> str:
    lines = [""]
    for argument in shown:
        if len(lines[-1]) + len(argument) > 100:
            lines.append("")
        lines[-1] += ("" if not lines[-1] else " ") + argument + ","
    return "\n    ".join(lines)


def _argument(parameter: inspect.Parameter) -> str:
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    if parameter.default is parameter.empty:
        return stars + parameter.name
    return f"{parameter.name}={_default(parameter.default)}"


def _default(value: Any) -> str:
    # A long default is written by the public name that it has; one without a name need not be shown.
    for name, public in _public(minimal_model):
        if public is value and not isinstance(value, type):
            return name
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    return text if isinstance(value, str | int | float | tuple | None) and len(text) <= 30 else ELLIPSIS


def main(arguments: list[str]) -> int:
    """Rewrite the documents, or check them."""
    mode = ["--check", "--diff"] if arguments == ["--check"] else ["-r"]
    here = str(Path(__file__).parent)
    paths = [str(path) for path in DOCUMENTS]
    status: int = Cog().main(["cog", *mode, "--verbosity=1", "-P", "-I", here, "-p", "import reference", *paths])
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
