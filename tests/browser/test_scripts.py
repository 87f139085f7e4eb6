"""The scripts of the pages: they work in whatever order they come, and leave nothing but one name behind."""

import random
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from visiting import Visits, until

# What stands before each file in a bundle.
MARK = re.compile(r"^/\* ==== .+ ==== \*/$", re.MULTILINE)
PATHS = ["", "figures", "questions", "robustness", "lessons"]
Order = Callable[[list[str]], list[str]]
ORDERS: dict[str, Order] = {
    "reversed": lambda parts: parts[::-1],
    "shuffled": lambda parts: random.Random(7).sample(parts, len(parts)),
}


def ordered(order: Order, names: list[str]) -> Callable[[Page], None]:
    """Return what puts the page's own scripts into another order, and notes their names as they then come."""

    def rewrite(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        marks = MARK.findall(text)
        parts = [mark + part for mark, part in zip(marks, MARK.split(text)[1:], strict=True)]
        chosen = order(parts)
        names.extend(part.splitlines()[0] for part in chosen)
        route.fulfill(response=answer, body="".join(chosen))

    return lambda page: page.route("**/assets/*.bundle.js*", rewrite)


@pytest.mark.parametrize("name", ORDERS)
def test_the_explorer_works_in_any_order_of_its_scripts(visits: Visits, name: str) -> None:
    loaded: list[str] = []
    page = visits.open("?lesson=saturation&step=1", prepare=ordered(ORDERS[name], loaded))
    assert len(loaded) > 20
    assert loaded != sorted(loaded)
    page.locator("[data-choice=hump]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("Right: you predicted “hump”")
    page.keyboard.press("p")
    expect(page.locator("#pins li")).to_contain_text("tanh, global, 49 bins")
    page.keyboard.press("b")
    until(page, "location.search === '?lesson=saturation&step=1&binning=per-weight&pins=binning:global,bins:49'"
                "|| location.search.includes('binning=per-weight')")  # fmt: skip
    page.locator("#control-bins [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#readout")).to_contain_text("of 50 bins")
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()


@pytest.mark.parametrize("name", ORDERS)
def test_the_other_pages_work_in_any_order_of_their_scripts(visits: Visits, name: str) -> None:
    loaded: list[str] = []
    prepare = ordered(ORDERS[name], loaded)
    page = visits.open(path="figures", prepare=prepare)
    page.locator("#control-bins [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#parameters-per-weight")).to_contain_text("51 bins")
    page = visits.open(path="questions", prepare=prepare)
    page.locator("#control-weight [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#title-global")).to_contain_text("w = 5.1")
    page = visits.open("?notes=1", path="lessons", prepare=prepare)
    expect(page.locator(".note").first).to_be_visible()
    until(page, "[...document.querySelectorAll('#lesson-list a')].every(link => link.search.endsWith('&notes=1'))")
    assert loaded


def test_one_name_is_added_to_those_of_dash(visits: Visits) -> None:
    names = {path: set(visits.open(path=path).evaluate("Object.keys(window)")) for path in PATHS}
    visits.expects_failures = True  # without the scripts Dash does not find the functions that it is to call
    bare = visits.browser.new_page()
    ordered(lambda _: [], [])(bare)
    bare.goto(visits.server)  # the page that loads most of Dash
    until(bare, "document.querySelector('#theme-toggle') && window.dash_clientside.set_props && window.Plotly")
    # Chunks that Dash loads late leave their list in the window, and so does what drives the browser.
    others = ("webpack", "__playwright")
    of_dash = set(bare.evaluate("Object.keys(window)"))
    bare.close()
    for path, found in names.items():
        assert {name for name in found - of_dash if not name.startswith(others)} == {"minimalModel"}, path


def test_what_cannot_be_made_is_told(visits: Visits) -> None:
    visits.expects_failures = True
    wrong = """
        (window.minimalModel ||= []).push(["try/first", ["try/second"], () => ({})]);
        (window.minimalModel ||= []).push(["try/second", ["try/first"], () => ({})]);
        (window.minimalModel ||= []).push(["try/third", ["try/nothing", "common/dom"], () => ({})]);
        (window.minimalModel ||= []).push(["try/fourth", ["common/dom"], () => { throw new Error("broken part"); }]);
        (window.minimalModel ||= []).push(["common/dom", [], () => ({})]);
    """

    def add(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + wrong)

    page = visits.open(prepare=lambda page: page.route("**/assets/explorer.bundle.js*", add))
    expect(page.locator("#readout")).to_contain_text("bits")  # all else works
    told = "\n".join(visits.complaints)
    assert '"try/first" needs "try/second", which waits, too.' in told
    assert '"try/second" needs "try/first", which waits, too.' in told
    assert '"try/third" needs "try/nothing", which was not made.' in told
    assert "broken part" in told
    assert '"common/dom" is defined twice.' in told
    assert len(visits.complaints) == 5
