"""The table of rules: what the browser is told, and that its scripts and styles know nothing of it by themselves."""

import json
import re
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app import server
from minimal_model import BINNINGS, Parameters
from minimal_model.dashboard.page.rules import digits
from minimal_model.explain.shape import SHAPES
from minimal_model.state.parameters import SPECIFICATIONS

ASSETS = Path(__file__).parents[2] / "assets"
# The first is the page's own; the explorer has another for what the live class adds to it.
FOLDERS = {
    "/": ("explorer", "in_room"),
    "/figures": ("figures",),
    "/questions": ("questions",),
    "/robustness": ("robustness",),
    "/lessons": ("lessons",),
}
# The pages of the live class are no app of Dash's: they have no registry, and get no rules but by what they ask for.
ROOM = ASSETS / "room"
SCRIPTS = sorted(script for script in ASSETS.rglob("*.js") if script.parent != ROOM)


class Head(HTMLParser):
    """Finds the element that carries the rules."""

    rules: Any = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta" and dict(attrs).get("name") == "rules":
            assert self.rules is None
            self.rules = json.loads(str(dict(attrs)["content"]))


def rules(path: str) -> Any:
    head = Head()
    head.feed(server.test_client().get(path).get_data(as_text=True))
    return head.rules


def bare(script: Path) -> str:
    """A script without its comments."""
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", script.read_text(), flags=re.S)


@pytest.mark.parametrize("path", FOLDERS)
def test_a_page_loads_its_own_scripts_and_styles_and_all_of_them(path: str) -> None:
    client = server.test_client()
    bundles = re.findall(r'(?:src|href)="(/assets/[^"]+bundle[^"]+)', client.get(path).get_data(as_text=True))
    texts = (client.get(bundle).get_data(as_text=True) for bundle in bundles)
    loaded = {name for text in texts for name in re.findall(r"^/\* ==== (.+) ==== \*/$", text, re.M)}
    there = {
        str(file.relative_to(ASSETS))
        for folder in ("common", *FOLDERS[path])
        for file in (ASSETS / folder).iterdir()
        if file.suffix in (".js", ".css")
    }
    assert loaded == there


def test_files_need_no_name_of_their_page() -> None:
    assert not [file for file in ASSETS.rglob("*.*") if file.name.startswith(file.parent.name)]
    known = {"common", ROOM.name, *chain.from_iterable(FOLDERS.values())}
    assert all(file.parent.name in known for file in ASSETS.rglob("*.*"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.relative_to(ASSETS)))
def test_a_script_registers_under_its_path_and_needs_what_is_there(script: Path) -> None:
    if script.name == "registry.js":
        return
    name = str(script.relative_to(ASSETS).with_suffix(""))
    match = re.search(
        r'^\(window\.minimalModel \|\|= \[\]\)\.push\(\["([^"]+)", \[([^\]]*)\]', script.read_text(), re.M
    )
    assert match is not None
    assert match[1] == name
    for need in re.findall(r'"([^"]+)"', match[2]):
        assert (ASSETS / f"{need}.js").exists()
        # What a page has besides builds on the page, which knows nothing of it.
        own = next(
            (folders for folders in FOLDERS.values() if name.split("/")[0] in folders[1:]), (name.split("/")[0],)
        )
        assert need.split("/")[0] in ("common", *own)


def test_every_page_knows_its_parameters_and_bounds() -> None:
    explorer, figures, questions = (rules(path)["parameters"] for path in ("/", "/figures", "/questions"))
    assert list(explorer) == list(Parameters().to_dict())
    assert list(figures) == ["samples", "seed", "bins", "bias"]
    assert list(questions) == [
        *(key for key in explorer if "switch" not in explorer[key]),
        "threshold",
    ]
    assert (explorer["seed"]["low"], explorer["seed"]["high"]) == (0, 2**32 - 1)
    assert (explorer["samples"]["high"], questions["samples"]["high"]) == (1_000_000, 100_000)
    assert (explorer["bias"]["step"], explorer["bias"]["digits"]) == (0.1, 1)
    assert (questions["threshold"]["step"], questions["threshold"]["digits"]) == (0.01, 2)
    assert explorer["binning"]["choices"] == list(BINNINGS)
    assert [key for key in explorer if "switch" in explorer[key]] == ["population", "band", "why"]
    assert rules("/lessons")["parameters"] == {}


def test_the_browsers_weights_are_those_of_the_sweep() -> None:
    parts = rules("/")["sweep"]["parts"]
    for largest in SPECIFICATIONS["weight_max"].choices:
        weights = (np.arange(parts - 1) + 1) * largest / parts
        np.testing.assert_allclose(Parameters(weight_max=largest).weights, weights, rtol=1e-12)


def test_the_grid_of_the_samples_holds_numbers_of_two_digits() -> None:
    rule = rules("/")["parameters"]["samples"]
    grid, many = rule["logarithm"]["grid"], rule["logarithm"]["digits"]
    sizes = {float(f"{10 ** (k / grid):.{many}g}") for k in range(grid, 6 * grid + 1)}
    assert {10, 11, 13, 20, 50, 100, 1000, 1100, 1_000_000} <= sizes
    assert min(sizes) == rule["low"]
    assert max(sizes) == rule["high"]


def test_what_a_binning_does_not_use_is_said_by_its_name() -> None:
    assert rules("/")["unused"] == {
        binning: ({"bins": "set by the width"} if binning == "fixed-width" else {"width": "not used now"})
        | {"noise": "off"}
        for binning in BINNINGS
    } | {"noise": dict.fromkeys(("bins", "width", "estimator"), "not used by noise")}
    assert rules("/questions")["unused"] == {binning: {"width": "for fixed-width"} for binning in BINNINGS}


def test_the_explorer_knows_limits_switches_and_predictions() -> None:
    known = rules("/")
    left_out = ["weight", "population", "band", "why"]
    assert known["pins"] == {"most": 6, "left_out": left_out, "plain": "default"}
    assert known["longest_code"] == 1000
    assert known["presentation"]["switches"] == ["notes", "projector", "embed", "quiz"]
    assert known["presentation"]["lists"] == ["lock", "hide"]
    assert set(known["presentation"]["students"]) == {"projector", "embed", "quiz"}
    assert list(known["predictions"]["shape"]["choices"]) == list(SHAPES)
    assert list(known["predictions"]["compare"]["choices"]) == ["higher", "lower", "same"]
    for kind in known["predictions"].values():
        assert all(choice["path"].startswith("M6,") for choice in kind["choices"].values())


@pytest.mark.parametrize(("step", "many"), [(0.1, 1), (0.01, 2), (0.05, 2), (1, 0), (5.0, 1)])
def test_digits_of_a_step(step: float, many: int) -> None:
    assert digits(step) == many


# What Python knows: binnings, estimators, switches, the words of predictions, and whatever else was written twice.
WORDS = [
    *BINNINGS, "plug-in", "miller-madow", "tanh", "relu", "population", "band", "why", "rises", "falls", "hump", "dip",
    "higher", "lower", "default", "on", "off", "samples", "estimator", "threshold", "-projector", "set by the width",
]  # fmt: skip
NUMBERS = ["4294967296", "4294967295", "199", "198", "200", "1000", "256", "4000"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.relative_to(ASSETS)))
def test_scripts_know_no_rule_by_themselves(script: Path) -> None:
    text = bare(script)
    quoted = {part for match in re.findall(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`', text) for part in match if part}
    # HTML has a switch of its own.
    html = {"off"} if re.search("autocomplete|autocorrect", text) else set[str]()
    assert not (quoted - html) & set(WORDS)
    assert not [word for word in BINNINGS if word != "global" and re.search(rf"(?<![\w-]){word}(?![\w-])", text)]
    # A time to wait says so.
    text = re.sub(r"^.*; // ms.*$", "", script.read_text(), flags=re.M)
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    assert not [number for number in NUMBERS if re.search(rf"(?<![\w.]){number}(?![\w.])", text)]
    assert not re.search(r"MOST_|LONGEST_", text)


@pytest.mark.parametrize("script", sorted(ROOM.glob("*.js")), ids=lambda script: script.name)
def test_scripts_of_the_live_class_know_no_rule_of_the_explorer(script: Path) -> None:
    text = script.read_text()
    quoted = set(re.findall(r'"([^"\n]*)"', text))
    # Lines and switches are on or off there as well.
    assert not quoted & (set(WORDS) - {"on", "off"})
    assert not re.search(r"(?<![\w.])19[89](?![\w.])", text)


def test_styles_name_no_binning_and_no_parameter() -> None:
    for sheet in ASSETS.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
        selectors = " ".join(re.findall(r"([^{}]+)\{", text))
        assert not [word for word in BINNINGS if re.search(rf"[.#\"=-]{word}(?![\w-])", selectors)]
        named = [key for key in SPECIFICATIONS if re.search(rf"(?:control|value|label|help)-{key}\b", selectors)]
        assert not named
