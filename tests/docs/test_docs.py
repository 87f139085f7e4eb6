"""The documents say what is so: tables, examples, links, paths, commands, names and versions."""

import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import minimal_model
import minimal_model.dashboard
import minimal_model.plots
from minimal_model import BINNINGS, sample_input
from minimal_model.dashboard.address.presentation import LISTS, SWITCHES
from minimal_model.dashboard.lessons.lesson import lessons, read_lesson
from minimal_model.dashboard.server.config import SETTINGS

ROOT = Path(minimal_model.__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EVERYWHERE = [*DOCUMENTS, ROOT / "CHANGELOG.md"]
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in EVERYWHERE}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = [(name, code) for name, text in TEXTS.items() for kind, code in FENCED.findall(text) if kind == "python"]


def prose(name: str) -> str:
    """A document without its blocks of code and its comments."""
    return re.sub(r"<!--.*?-->", "", FENCED.sub("", TEXTS[name]), flags=re.DOTALL)


# --- What is written by a command ------------------------------------------------------------------------------------


def reference(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(folder / "scripts" / "reference.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_no_table_is_stale() -> None:
    run = reference(ROOT, "--check")
    assert run.returncode == 0, f"run make docs:\n{run.stdout}{run.stderr}"


def test_a_stale_table_is_noticed_and_mended(tmp_path: Path) -> None:
    (tmp_path / "minimal_model").symlink_to(ROOT / "minimal_model")
    for name in ("scripts", "docs"):
        (tmp_path / name).mkdir()
    (tmp_path / "scripts" / "reference.py").write_bytes((ROOT / "scripts" / "reference.py").read_bytes())
    pages = tmp_path / "docs" / "pages.md"
    for path in (tmp_path / "README.md", pages):
        path.write_bytes((ROOT / path.relative_to(tmp_path)).read_bytes())
    good = pages.read_text(encoding="utf-8")
    assert "| `bins` | 50 |" in good
    pages.write_text(good.replace("| `bins` | 50 |", "| `bins` | 51 |"), encoding="utf-8")
    assert reference(tmp_path, "--check").returncode != 0
    assert reference(tmp_path).returncode == 0
    assert pages.read_text(encoding="utf-8") == good


# --- Examples --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed() -> list[str]:
    """What each example prints: all of them in one Python, each with names of its own."""
    program = """
import contextlib, io, json, sys, traceback
printed = []
for code in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            exec(compile(code, "example", "exec"), {"__name__": "__main__"})
        except Exception:
            traceback.print_exc(file=out)
    printed.append(out.getvalue())
json.dump(printed, sys.stdout)
"""
    codes = json.dumps([code for _, code in EXAMPLES])
    command = [sys.executable, "-W", "error", "-c", program]
    run = subprocess.run(command, input=codes, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return list(json.loads(run.stdout))


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[f"{name}-{k}" for k, (name, _) in enumerate(EXAMPLES)])
def test_an_example_prints_what_its_comments_say(printed: list[str], number: int) -> None:
    said = re.findall(r"^ *print\(.*\)  # (.*)$", EXAMPLES[number][1], re.MULTILINE)
    assert printed[number].splitlines() == said


def test_the_readme_has_the_first_example_of_the_api_and_its_numbers_are_the_sources() -> None:
    numbers = [code for name, code in EXAMPLES if name == "README.md"]
    assert len(numbers) == 1
    x = sample_input(1000)
    of_input, at_five = (stats.entropy(np.histogram(y, 50)[0], base=2) for y in (x, np.tanh(5.0 * x)))
    assert f"# {of_input:.2f} bits\n" in numbers[0]
    assert f"# {at_five:.4f} bits in 50 bins\n" in numbers[0]
    assert len([name for name, _ in EXAMPLES if name == "api.md"]) >= 5


LESSON = next(code for kind, code in FENCED.findall(TEXTS["writing-a-lesson.md"]) if kind == "markdown")


def test_the_example_of_a_lesson_is_a_lesson() -> None:
    lesson = read_lesson("ruler", LESSON)
    assert lesson.order > max(other.order for other in lessons().values())
    assert [step.answer for step in lesson.steps] == ["rises", "flat", "lower"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("---\norder", "order"),
        ("minutes: 4\n", ""),
        ("minutes: 4", "minutes: 4-5"),
        ("## And relu?", "And relu?"),
        ("binning=global", "binning=globall"),
        ("### Answer\n", ""),
        ("rises, falls, flat, hump", "rises, lower"),
        ("answer: rises", "answer: dip"),
        ("answer: rises", "answer: falls"),
        ("pins: activation:linear\n", ""),
    ],
)
def test_a_wrong_lesson_is_refused_by_the_message_that_is_explained(old: str, new: str) -> None:
    with pytest.raises(ValueError, match=r"^ruler\.md") as caught:
        read_lesson("ruler", LESSON.replace(old, new, 1))
    assert f"| `{caught.value}` |" in TEXTS["writing-a-lesson.md"]


# --- Links, paths and commands ---------------------------------------------------------------------------------------


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    text = FENCED.sub("", path.read_text(encoding="utf-8"))
    return {slug(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


@pytest.mark.parametrize("document", EVERYWHERE, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", prose(document.name))
    assert targets
    for target in targets:
        if re.match(r"https?://", target):
            continue
        place, _, anchor = target.partition("#")
        path = (document.parent / place) if place else document
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), target


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path.parent != ROOT], ids=lambda p: p.name)
def test_a_document_can_be_reached_from_the_readme_and_lists_its_sections(document: Path) -> None:
    assert f"](docs/{document.name})" in TEXTS["README.md"]
    sections = re.findall(r"^## (.*)$", FENCED.sub("", document.read_text(encoding="utf-8")), re.MULTILINE)
    if len(sections) > 6:
        assert [name for name in sections if f"](#{slug(name)})" not in TEXTS[document.name]] == []


UNTRACKED = ("__pycache__", "build", "dist", "node_modules")


@cache
def tree() -> frozenset[str]:
    """All folders, with a slash at their ends, and all files of the project, with a slash at their beginnings."""
    found: set[str] = set()
    for place, folders, names in os.walk(ROOT):
        folders[:] = [f for f in folders if not f.startswith(".") and f not in UNTRACKED]
        below = "/" + Path(place).relative_to(ROOT).as_posix().removeprefix(".")
        found |= {f"{below.rstrip('/')}/{name}" for name in names} | {f"{below.rstrip('/')}/{f}/" for f in folders}
    return frozenset(found)


def exists(named: str) -> bool:
    """Whether a path, or the end of one, is in the project."""
    wanted = "/" + named
    return any(path.endswith((wanted, wanted + "/")) for path in tree())


PATH = re.compile(r"[\w.-]+/(?:[\w.-]+/)*[\w.-]*|[\w-][\w.-]*\.(?:py|js|css|md|cff|toml|txt|yaml|conf|sh|png)")
# What a reader makes, what a server answers, and what lies outside of the project.
NOT_HERE = {"build/packed", "ruler.md", "python/api.py", "python/numpy.py", "python/figure.py", "jo.doe/"}


@pytest.mark.parametrize("name", TEXTS)
def test_every_path_that_is_named_exists(name: str) -> None:
    code = re.findall(r"`([^`\n]+)`", prose(name))
    code += [block for kind, block in FENCED.findall(TEXTS[name]) if kind == "sh"]
    words = {word for text in code for word in text.split()}
    paths = {word for word in words if PATH.fullmatch(word)} - NOT_HERE
    assert sorted(path for path in paths if not exists(path)) == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_that_is_named_exists(name: str) -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"`make ([\w ]+)`", prose(name))
    named += re.findall(r"^(?:[A-Z_]+=\S+ )*make ([a-z]+)", "".join(b for _, b in FENCED.findall(TEXTS[name])), re.M)
    assert {target for targets_ in named for target in targets_.split()} <= targets


def test_every_target_of_the_makefile_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()) - {"broken"}  # type: ignore[index]
    assert targets == set(re.findall(r"^\| `make (\w+)` \|", TEXTS["development.md"], re.MULTILINE))
    assert targets == set(re.findall(r"^#   make (\w+) ", makefile, re.MULTILINE))


# --- What has to be told ---------------------------------------------------------------------------------------------


def test_the_readme_is_short_and_shows_a_picture() -> None:
    text = TEXTS["README.md"]
    assert len(text.splitlines()) <= 150
    assert re.search(r"!\[[^\]]+\]\(docs/explorer\.png\)", text)
    for picture in (ROOT / "docs").glob("*.png"):
        assert any(f"{picture.name})" in shown for shown in TEXTS.values()), picture.name


@pytest.mark.parametrize(
    "module", [minimal_model, minimal_model.dashboard, minimal_model.plots], ids=lambda module: module.__name__
)
def test_every_public_name_is_documented(module: object) -> None:
    names: list[str] = module.__all__  # type: ignore[attr-defined]
    for name in names:
        value = getattr(module, name)
        assert not callable(value) or (value.__doc__ or "").strip()
        assert re.search(rf"^### `{name}`$|^\| `{name}` \|", TEXTS["api.md"], re.MULTILINE), name


def test_every_folder_is_in_the_map() -> None:
    told = set(re.findall(r"^\| \w* ?\|? ?`([\w/]+)/` \|", TEXTS["development.md"], re.MULTILINE))
    folders = {
        Path(path).parent.as_posix().lstrip("/")
        for path in tree()
        if re.search(r"\.(?:py|js|css|md|sh|conf)$", path) and not path.startswith("/tests/conftest")
    } - {"", "."}
    # The folders of assets are listed file by file, from the files themselves.
    assert sorted(f for f in folders if f not in told and not f.startswith("assets/")) == []
    assert sorted(f for f in told if not exists(f)) == []


def test_every_key_of_the_address_every_setting_and_every_binning_is_told() -> None:
    for key in ("lesson", "step", "pins", "threshold", "study", *LISTS):
        assert re.search(rf"^\| [^|]*`{key}`", TEXTS["pages.md"], re.MULTILINE), key
    for key in SWITCHES:
        assert f"`{key}=1`" in TEXTS["pages.md"], key
    for binning in BINNINGS:
        assert f"\n| `{binning}` |" in TEXTS["model.md"], binning
    assert set(re.findall(r"\b(?:[A-Z]+_)+[A-Z]+\b(?==)", TEXTS["deployment.md"])) <= set(SETTINGS)


def test_every_dependency_has_its_reason_and_no_other_is_listed() -> None:
    section = TEXTS["development.md"].split("## Dependencies")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([\w, -]+) \| (.+) \|$", section, re.MULTILINE)[1:]
    listed = {name for names, _ in rows for name in names.split(", ")} - {"---"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["dashboard"]]
    for name in ("requirements.txt", "requirements-cluster.txt", "requirements-dev.txt"):
        lines += [line for line in (ROOT / name).read_text().splitlines() if line and line[0] not in "-#"]
    assert listed == {re.match(r"[\w-]+", line)[0] for line in lines}  # type: ignore[index]


# --- Versions --------------------------------------------------------------------------------------------------------


def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    # Where the project file leaves it to the package, the package says it.
    return str(project["version"] if "version" in project else vars(minimal_model)["__version__"])


def test_citation_package_and_changelog_name_the_same_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (\S+)$", citation, re.MULTILINE) == [version()]
    assert re.findall(r"^## \[(\d\S*)\]", TEXTS["CHANGELOG.md"], re.MULTILINE)[0] == version()


def test_the_citation_has_what_the_format_asks_for_and_names_its_sources() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    keys = re.findall(r"^([a-z-]+):", citation, re.MULTILINE)
    assert keys[0] == "cff-version"
    assert set(keys) >= {"cff-version", "message", "title", "authors", "version", "license", "abstract", "references"}
    assert len(keys) == len(set(keys))
    assert re.findall(r"^  - type: [a-z-]+\n    title: (.*)$", citation, re.MULTILINE) == [
        "On the Information Bottleneck Theory of Deep Learning",
        "Opening the Black Box of Deep Neural Networks via Information",
    ]
