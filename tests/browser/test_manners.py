"""Small things that every page must do right: mistyped numbers, fingers, and the neuron that goes along."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from visiting import AT_REST, SAYS_BINS, get, until

Visit = Callable[..., Page]
WEIGHT = "new URLSearchParams(location.search).get('weight')"


def touch(page: Page, plot: str, steps: list[tuple[float, float]]) -> None:
    """Put a finger on the middle of a plot, move it by these shares of its width and height, and lift it."""
    page.evaluate(AT_REST)
    page.locator(plot).scroll_into_view_if_needed()
    box = page.locator(f"{plot} .nsewdrag").first.bounding_box()
    assert box is not None
    fingers = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for across, down in steps:
        point = {"x": x + across * box["width"], "y": y + down * box["height"]}
        fingers.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize(("path", "mistyped"), [
    ("", (("seed", ""), ("draw", "2.7"))), ("figures", (("seed", ""), ("seed", "-4"))),
    ("questions", (("width", "-4"), ("width", ""))),
])  # fmt: skip
def test_a_mistyped_number_keeps_the_last_value_and_asks_for_nothing(
    visit: Visit, path: str, mistyped: tuple[tuple[str, str], ...]
) -> None:
    page = visit(path=path)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "_dash-update" in request.url else None)
    for bins, (control, text) in enumerate(mistyped, 51):
        page.evaluate("document.querySelectorAll('#page details').forEach(details => { details.open = true; })")
        sent.clear()
        box = page.locator(f"#control-{control}")
        kept = "" if path == "figures" else box.input_value()
        box.fill(text)
        page.keyboard.press("Enter")
        page.locator("#theme-toggle").focus()
        if kept:
            expect(box, text).to_have_value(kept)
        page.locator("#control-bins [role=slider]").focus()
        page.keyboard.press("ArrowRight")
        until(page, f"new URLSearchParams(location.search).get('bins') === '{bins}'")
        assert "NaN" not in page.url
        assert control not in page.url
        until(page, SAYS_BINS[path].format(bins))
        # The first for a value that was typed, if it was one that could be corrected, and one for the bins.
        assert 1 <= len(sent) <= 2, text
        expect(page.locator("#connection")).to_be_hidden()


@pytest.mark.parametrize(("path", "plot"), [("", "#graph-mi-curve"), ("questions", "#plot-global")])
def test_a_finger_that_scrolls_leaves_the_weight_and_a_tap_or_a_swipe_chooses_it(
    visit: Visit, path: str, plot: str
) -> None:
    page = visit(path=path, viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator(plot).scroll_into_view_if_needed()
    expect(page.locator(f"{plot} .nsewdrag").first).to_be_attached()
    touch(page, plot, [(0, -0.2), (0.01, -0.4), (0.01, -0.8)])
    touch(page, plot, [])
    until(page, f"{WEIGHT} === '99'")  # the tap in the middle, and nothing before it
    touch(page, plot, [(0.1, 0), (0.25, 0.02)])
    until(page, f"Number({WEIGHT}) > 140")


def test_the_neuron_goes_along_past_every_page(visit: Visit) -> None:
    page = visit("?activation=relu&weight=50")
    until(page, "document.querySelectorAll('nav a')[2].search.includes('relu')")
    page.get_by_role("link", name="Figures").click()
    until(page, "document.querySelector('nav a')?.search.includes('relu')")
    expect(page.locator("nav a[aria-current=page]")).to_have_text("Figures")
    page.get_by_role("link", name="Questions").click()
    expect(page.locator("#map-summary")).to_contain_text("verdicts")
    until(page, "document.querySelector('nav a').search.includes('relu')")
    page.get_by_role("link", name="Explorer", exact=True).click()
    expect(page.locator("#readout")).to_contain_text("relu, w = 5.1")


def test_the_folded_controls_say_what_is_used_and_close_on_escape_and_on_a_click_elsewhere(visit: Visit) -> None:
    page = visit("?binning=fixed-width", path="questions")
    expect(page.locator("#value-bins")).to_have_text("50")
    width = page.locator("#control-width")
    page.locator("#neuron summary").click()
    expect(width).to_be_visible()
    expect(page.locator("#value-width")).to_have_text("for fixed-width")
    page.keyboard.press("Escape")
    expect(width).to_be_hidden()
    expect(page.locator("#neuron summary")).to_be_focused()
    page.locator("#neuron summary").click()
    expect(width).to_be_visible()
    page.locator("h2", has_text="Which binning").click()
    expect(width).to_be_hidden()


def test_unknown_pages_are_not_found(server: str) -> None:
    assert [get(f"{server}/{path}") for path in ("nope", "figures/nope", "questions/x/y")] == [404, 404, 404]
