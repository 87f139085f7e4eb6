"""What a page does where not all is as usual: no scripts, blocked ones, and readers with settings of their own."""

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from visiting import DRAWN, Visits, until

import minimal_model

Visit = Callable[..., Page]
BLOCKED = {
    "both addresses of plotly.js": (("**/*plotly*", "**/drawing.js*"), "plotly.js did not come"),
    "Dash": (("**/_dash-component-suites/dash/**",), "scripts of Dash did not come"),
    "own": (("**/explorer.bundle.js*",), "its own scripts did not come"),
    "styles": (("**/*.bundle.css*",), "style sheet did not come"),
}


def test_without_scripts_every_page_shows_its_text_and_a_picture(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    for path in ("", "?activation=relu", "figures", "questions?bins=7", "lessons", "?embed=1"):
        page.goto(f"{server}/{path}")
        expect(page.locator(".missing")).to_contain_text("need JavaScript, which is off")
        assert page.locator(".missing").is_visible(), path
        picture = page.locator(".first-picture").bounding_box()
        assert picture is not None, path
        assert picture["width"] > 300, path
        assert picture["y"] + picture["height"] < 800, path
        assert page.locator("main").count() == 1, path
        assert page.locator("main").is_visible(), path
        assert page.locator(".first-fetching").count() == ("?" in path), path
        assert not page.locator(".first-fetching").is_visible(), path
    context.close()


def test_a_page_draws_though_a_blocker_drops_plotly_from_addresses(visits: object, visit: Visit) -> None:
    visits.expects_failures = True  # type: ignore[attr-defined]
    drop = lambda page: page.route("**/*plotly*", lambda route: route.abort("blockedbyclient"))  # noqa: E731
    for path in ("", "questions"):
        page = visit(path=path, prepare=drop)
        until(page, "document.querySelector('.js-plotly-plot .js-line') !== null")
        assert page.locator(".missing").count() == 0


def test_one_line_says_what_did_not_come_or_came_empty(browser: Browser, server: str) -> None:
    with browser.new_context() as visitor:
        for kind, (patterns, said) in BLOCKED.items():
            page = visitor.new_page()
            for pattern in patterns:
                page.route(pattern, lambda route: route.abort("blockedbyclient"))
            page.goto(f"{server}/?bins=40")
            line = page.locator(".missing")
            expect(line, kind).to_contain_text(said)
            expect(line, kind).to_contain_text("reload the page")
            expect(line, kind).to_have_count(1)
            assert not page.get_by_text("Fetching this").is_visible(), kind
        page = visitor.new_page()
        for pattern in BLOCKED["both addresses of plotly.js"][0]:
            page.route(pattern, lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.goto(server)
        expect(page.locator(".missing")).to_contain_text("plotly.js did not come")


def test_the_footer_comes_after_the_screen_and_a_report_says_where_it_was(visit: Visit) -> None:
    page = visit(
        "?utm_source=mail&bins=40&fbclid=x#here",
        viewport={"width": 1366, "height": 650},
        permissions=["clipboard-read", "clipboard-write"],
    )
    # What counts visits has gone, and nothing is said of it.
    until(page, "location.search === '?bins=40' && location.hash === '#here'")
    assert page.locator("#notice").inner_text() == ""
    assert page.evaluate("document.querySelector('#about').getBoundingClientRect().top") >= 650
    page.locator("#about summary").click()
    expect(page.locator("#about pre")).to_contain_text("@inproceedings{saxe2018information,")
    page.locator("#report").click()
    expect(page.locator("#reported")).to_contain_text("Copied")
    report = page.evaluate("navigator.clipboard.readText()")
    assert f"Minimal Model Explorer {minimal_model.__version__}\nAddress: {page.url}\n" in report
    assert re.search(r"^Browser: Mozilla/5\.0 .+", report, re.MULTILINE)
    page.emulate_media(media="print")
    expect(page.locator("#about")).to_be_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("f")
    expect(page.locator("#about")).to_be_hidden()


def test_where_the_system_sets_the_colours_lines_say_what_is_chosen(visit: Visit) -> None:
    page = visit(forced_colors="active", reduced_motion="reduce")
    border = "name => getComputedStyle(document.querySelector(name)).borderBottomColor"
    links = [page.evaluate(border, f"nav a{which}") for which in ("[aria-current]", ":not([aria-current])")]
    assert links[0] != links[1] == page.evaluate("getComputedStyle(document.body).backgroundColor")
    widths = page.evaluate(
        "['true', 'false'].map(chosen => parseFloat(getComputedStyle("
        "document.querySelector(`.ruler[aria-checked=${chosen}]`)).outlineWidth))"
    )
    assert widths[0] > widths[1] > 0
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part in ("track", "range"):
        style = f"getComputedStyle(document.querySelector('.dash-slider-{part}')).backgroundColor"
        assert page.evaluate(style) not in (paper, "rgba(0, 0, 0, 0)")
    moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0"
    assert page.evaluate(f"{moving} || getComputedStyle(e).animationName !== 'none').length") == 0


@pytest.fixture(scope="module")
def large(browser: Browser) -> Iterator[Browser]:
    """A browser whose own size of type is twice the usual."""
    large = browser.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM"), args=["--blink-settings=defaultFontSize=32", "--process-per-site"]
    )
    yield large
    large.close()


def test_at_twice_the_size_of_type_nothing_is_cut_off_or_lies_over_another(large: Browser, server: str) -> None:
    visits = Visits(large, server)
    for path in DRAWN:
        page = visits.open(path=path, viewport={"width": 1440, "height": 1800})  # with a figure in sight
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate(OVERLAPPING) == [], path
        if path != "lessons":
            # Figures have larger letters as well: those of a projector.
            page.locator(".plot").first.scroll_into_view_if_needed()
            until(page, "parseFloat(document.querySelector('.xtick text')?.style.fontSize) >= 18")
    visits.close()


# Labels, values and buttons of which one lies over another.
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll('.label, .value, .typed-place, #page .plain')]
    .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.hand'))
    .map(e => [e.textContent || e.className, e.getBoundingClientRect()]).filter(([, r]) => r.width > 2);
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  return boxes.flatMap(([one, a], k) =>
    boxes.slice(k + 1).filter(([, b]) => over(a, b)).map(([other]) => one + ' / ' + other));
}"""
