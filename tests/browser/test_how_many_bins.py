"""How many bins? Beside their control, by mouse, keyboard and touch, and over the page rather than in it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from visiting import serious_findings, until

Visit = Callable[..., Page]
PLACES = """() => ["control-samples", "presets", "graph-mi-curve"].map(id =>
  (document.getElementById(id) || document.getElementById("label-" + id)).getBoundingClientRect().top)"""


def test_a_rule_is_taken_by_keyboard_and_mouse_and_nothing_moves(visit: Visit) -> None:
    page = visit(viewport={"width": 1366, "height": 650})
    places, height = page.evaluate(PLACES), page.evaluate("document.documentElement.scrollHeight")
    summary = page.locator("#how-many summary")
    summary.focus()
    page.keyboard.press("Enter")
    # 1,000 samples: 1 + log2 1000, rounded up, and the root of 1,000.
    expect(page.locator("#bins-advice button")).to_have_count(4)
    expect(page.locator("#bins-advice button", has_text="Sturges")).to_have_text("Sturges: 11 bins")
    expect(page.locator("#bins-advice")).to_contain_text("not for measuring an entropy")
    box = page.locator("#bins-advice").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 650
    assert page.evaluate(PLACES) == places
    assert page.evaluate("document.documentElement.scrollHeight") == height

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(page, "location.search === '?bins=32'")
    expect(page.locator("#readout")).to_contain_text("of 32 bins")
    expect(page.locator("#bins-advice")).to_contain_text(
        "At w = 5, 32 bins: 32 occupied, 31 in each, of 1,000 samples."
    )
    focused = "document.activeElement"
    until(page, f"{focused}.textContent === '√n: 32 bins' && {focused}.getAttribute('aria-pressed') === 'true'")
    assert serious_findings(page) == []

    # It follows the neuron, while its slider is moved beside it.
    page.locator("#bins-advice button", has_text="Doane").click()
    expect(page.locator("#readout")).to_contain_text("of 13 bins")
    page.locator("#control-bins [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#bins-advice")).to_contain_text("At w = 5, 14 bins")
    page.keyboard.press("Escape")
    expect(page.locator("#bins-advice")).to_be_hidden()
    until(page, "document.activeElement.matches('#how-many summary')")
    summary.click()
    expect(page.locator("#bins-advice")).to_be_visible()
    page.locator("#verdict").click(position={"x": 2, "y": 2})
    expect(page.locator("#bins-advice")).to_be_hidden()
    page.locator("#undo").click()
    until(page, "location.search === '?bins=13'")


def test_it_is_tapped_on_a_phone(visit: Visit) -> None:
    page = visit("?activation=gelu", viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark")
    page.locator("#how-many summary").tap()
    button = page.locator("#bins-advice button", has_text="√n")
    button.scroll_into_view_if_needed()
    button.tap()
    until(page, "new URLSearchParams(location.search).get('bins') === '32'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious_findings(page) == []


def test_a_lecturers_link_that_holds_the_bins_has_none_of_it(visit: Visit) -> None:
    expect(visit("?lock=bins").locator("#how-many")).to_be_hidden()
