"""What the HTML of a page shows before any script has come, and the figures that come with the layout."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from posting import post

from app import server
from minimal_model import mi_curve, sample_input
from minimal_model.dashboard.app import PAGES
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.pages.explorer.plots import GRAPHS

EXPLORER, *OTHERS = PAGES


def html_of(address: str) -> str:
    """The page as a browser with scripts takes it: it leaves out what is for those without."""
    html = server.test_client().get(address).get_data(as_text=True)
    return re.sub(r"<noscript>.*?</noscript>", "", html, flags=re.DOTALL)


def without_scripts(address: str) -> str:
    """What a browser without scripts adds to that."""
    html = server.test_client().get(address).get_data(as_text=True)
    return "".join(re.findall(r"<noscript>(.*?)</noscript>", html, re.DOTALL))


class Reader(HTMLParser):
    """Collects what is seen, and every id, up to the place where Dash mounts the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen, self.ids, self.headlines, self._silent = "", list[str](), list[str](), ""
        self.feed(html.partition('<div id="react-entry-point">')[0].partition("<body>")[2])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attributes if name == "id"]
        self._silent = tag if tag in ("style", "script") else ""
        if tag == "h1":
            self.headlines.append("")

    def handle_endtag(self, tag: str) -> None:
        self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.seen += data
            if self.headlines and not self.headlines[-1]:
                self.headlines[-1] = data


def test_the_question_the_answer_and_the_curve_stand_in_the_html() -> None:
    html = html_of("/")
    read = Reader(html)
    assert read.headlines == ["Does this neuron lose information, or is it your ruler?"]
    assert "One neuron, Y = f(wX + b) with X ~ N(0, 1)." in read.seen
    assert "Drag the weight, then choose another ruler." in read.seen
    assert "Loading" not in read.seen
    bits = mi_curve(sample_input(1000), "tanh")
    assert f"H(T) = {bits[49]:.4f} bits" in read.seen
    (picture,) = re.findall(r'<div class="first-picture".*?</svg>', html, re.DOTALL)
    (path,) = re.findall(r'<path d="M([^"]*)"', picture)
    x, y = np.array([point.split(",") for point in path.split("L")], float).T
    # The axis begins at 0; how far it goes is the figure's matter.
    heights = 1000 - y
    np.testing.assert_allclose(x, np.arange(0.1, 20, 0.1) * 50, atol=0.6)
    np.testing.assert_allclose(heights / heights.max(), bits / bits.max(), atol=2e-3)
    (mark,) = re.findall(r'<line class="mark" x1="(\d+)"', picture)
    assert int(mark) == 5 * 50
    assert "5 of 6 rulers" in read.seen


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.PATH)
def test_other_pages_show_their_headline_and_frame(page: Any) -> None:
    html = html_of(f"/{page.PATH}")
    read = Reader(html)
    assert len(read.headlines) == 1
    assert len(read.headlines[0]) > 10
    assert all(name in read.seen for name in ("Explorer", "Figures", "Questions", "Lessons"))
    assert "Loading" not in read.seen
    assert "first-picture" not in html.partition("<body>")[2]


def test_an_address_that_asks_for_something_else_shows_only_what_is_true_of_it() -> None:
    read = Reader(html := html_of("/?activation=relu"))
    assert read.headlines == ["Does this neuron lose information, or is it your ruler?"]
    assert "bits" not in read.seen.replace("in bits, what Y still tells", "")
    assert '<svg viewBox="0 0 1000' not in html
    assert "Fetching this neuron …" in read.seen
    # The input, which a step of a lesson sets, too; of own data an address says no more.
    inputs = {
        "input=uniform": "uniform on −√3 … √3",
        "lesson=another-input&step=1": "exp N(0, 1), standardised",
        "input=column": "the column of data",
        "input=%00&lesson=%ff": "N(0, 1)",
    }
    for query, notation in inputs.items():
        assert f"with X ~ {notation}. As" in Reader(html_of(f"/?{query}")).seen
        # Without scripts the default neuron is shown.
        assert ("N(0, 1)" in without_scripts(f"/?{query}")) == (notation != "N(0, 1)")
    # Inside of another page the header is not shown either.
    assert Reader(html_of("/?embed=1")).seen.split() == ["Fetching", "this", "neuron", "…"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.PATH or "explorer")
def test_without_scripts_each_page_shows_its_text_and_the_default_neuron_and_says_so(page: Any) -> None:
    plain, asked = (f"/{page.PATH}{query}" for query in ("", "?activation=relu&bins=7"))
    line = "need JavaScript, which is off or blocked here"
    assert line in without_scripts(plain)
    assert "not what this address asks for" not in without_scripts(plain)
    assert "default neuron, not what this address asks for: tanh" in without_scripts(asked)
    bits = mi_curve(sample_input(1000), "tanh")[49]
    for address in (plain, asked):
        whole = html_of(address) + without_scripts(address)
        assert whole.count('class="first-picture"') == 1
        assert f'aria-label="I(X;T) = {bits:.4f} bits at w = 5"' in whole
        assert "How to cite" in whole
    # The words of the page itself, which come with the scripts otherwise.
    main = html_of(plain).partition("<main")[2].partition("</main>")[0]
    assert len(main) > 1000
    assert main in without_scripts(asked)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.PATH or "explorer")
def test_no_script_can_take_the_first_sight_for_the_page(page: Any) -> None:
    found = Reader(html_of(f"/{page.PATH}")).ids
    assert len(found) == len(set(found)) > 3
    assert all(each.startswith("first-") for each in found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.PATH or "explorer")
def test_the_only_inline_scripts_are_those_that_the_policy_names(page: Any) -> None:
    answer = server.test_client().get(f"/{page.PATH}")
    html, policy = answer.get_data(as_text=True), answer.headers["Content-Security-Policy"]
    # What follows a comment for old browsers is none.
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    scripts = re.findall(r'<script(?![^>]*src=)(?![^>]*json")[^>]*>(.*?)</script>', html, re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def figures_of(layout: Any) -> dict[str, Any]:
    """The figures of all graphs in a layout, by id."""
    if isinstance(layout, list):
        return {key: value for part in layout for key, value in figures_of(part).items()}
    if not isinstance(layout, dict):
        return {}
    properties = layout.get("props", {})
    if layout.get("type") == "Graph":
        return {properties["id"]: properties["figure"]}
    return figures_of(properties.get("children"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figures_that_come_with_the_layout_are_those_that_an_answer_draws(theme: str) -> None:
    came = figures_of(server.test_client().get(f"/_dash-layout?theme={theme}").get_json())
    answer = post({"sequence": 1, "search": "", "theme": theme, "whole": True}).get_json()["response"]
    for graph_id in GRAPHS:
        operations = answer[graph_id]["figure"]["operations"]
        assert came[graph_id] == {each["location"][0]: each["params"]["value"] for each in operations}


@pytest.mark.parametrize("query", ["", "?theme=dark-projector", "?theme=%00", "?them=light"])
def test_a_layout_without_a_theme_has_no_figures(query: str) -> None:
    came = figures_of(server.test_client().get(f"/_dash-layout{query}").get_json())
    assert set(came) == set(GRAPHS)
    assert not any(figure["data"] for figure in came.values())


def sent_figures(**body: Any) -> list[str]:
    request = {"sequence": 1, "theme": "light", "whole": True, "search": "", "opened": "light"} | body
    answer = post(request).get_json()["response"]
    assert answer[ids.ANSWER]["data"]["sequence"] == 1
    assert "bits" in answer[ids.READOUT]["children"]
    return [graph_id for graph_id in GRAPHS if graph_id in answer]


def test_figures_that_came_with_the_page_are_not_sent_again() -> None:
    assert sent_figures() == []
    assert sent_figures(opened="") == list(GRAPHS)
    assert sent_figures(theme="dark") == list(GRAPHS)
    assert sent_figures(search="?bins=7") == list(GRAPHS)
    assert sent_figures(search="?pins=bins:7") == list(GRAPHS)
    assert sent_figures(search=None, parameters={}) == list(GRAPHS)
