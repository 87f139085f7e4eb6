"""The page of questions in a real browser."""

import re
from collections.abc import Callable
from contextlib import ExitStack

from playwright.sync_api import Page, expect
from visiting import serious_findings, until

from minimal_model import ACTIVATIONS, BINNINGS

Visit = Callable[..., Page]


def marked_weight(binning: str) -> str:
    return f"document.querySelector('#plot-{binning}').layout.shapes.at(-1).x0"


def test_both_answers_stand_there_and_follow_the_activation_and_the_threshold(visit: Visit) -> None:
    page = visit(path="questions")
    expect(page.locator("#title-per-weight")).to_contain_text("per-weight: 3.17 bits at w = 5; ↓ compresses")
    expect(page.locator("#mechanism")).to_contain_text("1.94 less than the 5.11 of the binned input")
    expect(page.locator("#map a:visible")).to_have_count(len(ACTIVATIONS) * len(BINNINGS))
    expect(page.locator("#map tr.chosen th")).to_have_text("tanh")
    page.locator("#control-activation").click()
    page.get_by_role("option", name="linear").click()
    expect(page.locator("#map tr.chosen th")).to_have_text("linear")
    expect(page.locator("#title-per-weight")).to_contain_text("= constant")
    expect(page.locator("#mechanism")).to_contain_text("as much as the 5.11 of the binned input")
    before = page.locator("#map-summary").inner_text()
    thumb = page.locator("#control-threshold [role=slider]")
    thumb.focus()
    page.keyboard.press("End")
    expect(page.locator("#value-threshold")).to_have_text("1.00 bits")
    expect(page.locator("#map-summary")).not_to_have_text(before)
    until(page, "new URLSearchParams(location.search).get('threshold') === '1'")
    page.locator("#reset").click()
    until(page, "location.search === ''")
    expect(page.locator("#mechanism")).to_contain_text("tanh")
    expect(page.locator("#map-summary")).to_have_text(before)


def test_the_weight_moves_in_all_six_by_keyboard_and_on_a_curve(visit: Visit) -> None:
    page = visit(path="questions")
    page.locator("#control-weight [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    for binning in BINNINGS:
        expect(page.locator(f"#title-{binning}")).to_contain_text("w = 5.1")
    for binning in ("global", "per-weight", "function-limits"):
        until(page, f"Math.abs({marked_weight(binning)} - 5.1) < 1e-6")
    until(page, "location.search === '?weight=50'")
    box = page.locator("#plot-per-weight .nsewdrag").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.4, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, middle, steps=4)
    page.mouse.up()
    until(page, "new URLSearchParams(location.search).get('weight') === '99'")
    until(page, f"Math.abs({marked_weight('global')} - 10) < 1e-6")
    expect(page.locator("#title-equal-frequency")).to_contain_text("w = 10;")
    # The second question has its own binning.
    page.locator("#control-binning").click()
    page.get_by_role("option", name="global").click()
    expect(page.locator("#mechanism")).to_contain_text("global bins")
    page.locator("#plot-joint").scroll_into_view_if_needed()
    expect(page.locator("#plot-joint .main-svg").first).to_be_visible()


def test_an_address_opens_its_state_which_goes_to_the_explorer_and_back_and_a_cell_opens_its_curve(
    visit: Visit,
) -> None:
    page = visit("?activation=elu&bias=1&bins=20&threshold=0.3&width=0.2&seed=5&weight=30", path="questions")
    expect(page.locator("#value-bins")).to_have_text("20")
    expect(page.locator("#value-threshold")).to_have_text("0.30 bits")
    expect(page.locator("#mechanism")).to_contain_text("elu")
    until(page, "document.querySelector('nav a').search.includes('elu')")
    page.get_by_role("link", name="Explorer", exact=True).click()
    expect(page.locator("#readout")).to_contain_text("elu, w = 3.1, b = 1:")
    expect(page.locator("#notice")).to_have_text("")
    # Only the threshold is the page's own, and stays behind.
    until(page, "location.search === '?activation=elu&bias=1&bins=20&weight=30&seed=5&width=0.2'")
    page.get_by_role("link", name="Questions").click()
    expect(page.locator("#mechanism")).to_contain_text("elu at w = 3.1")
    page.locator("#map tbody tr").nth(1).locator("a").nth(0).click()  # tanh, global
    expect(page.locator("#readout")).to_contain_text("tanh, w = 3.1")
    expect(page.locator("#value-bias")).to_have_text("1")
    until(page, "new URLSearchParams(location.search).get('binning') === 'global'")


def test_bounds_of_this_page_are_told_and_nothing_is_wider_than_the_window(visit: Visit) -> None:
    page = visit("?samples=1000000", path="questions", viewport={"width": 390, "height": 900})
    expect(page.locator("#notice")).to_contain_text("samples “1000000” became 100000")
    expect(page.locator("#value-samples")).to_have_text("100,000")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for width in (768, 1920, 1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        # The figures follow a moment later.
        until(page, "width => document.documentElement.scrollWidth <= width", arg=width)


FURTHER = ("folding", "inputs", "noise")
# Every plot has a ground, also those of the answers that take a moment.
ALL_DRAWN_ON = """ground => [...document.querySelectorAll(".js-plotly-plot")]
  .every(plot => plot.layout.paper_bgcolor === ground)"""


def switched(page: Page, theme: str, ground: str, switch: Callable[[], None]) -> None:
    """Switch the theme, and wait for all answers in it: those that take a moment are asked for a while later."""
    with ExitStack() as answers:
        for name in FURTHER:
            answers.enter_context(page.expect_response(re.compile(f"/questions/{name}[.]json[?].*theme={theme}")))
        switch()
    until(page, ALL_DRAWN_ON, ground)


def test_both_themes_pass_axe_and_follow_the_system_and_the_button(visit: Visit) -> None:
    page = visit("?bias=1", path="questions", color_scheme="dark")
    expect(page.locator("#value-bias")).to_have_text("1")
    for name in FURTHER:
        expect(page.locator(f"#{name}-said")).not_to_have_text(re.compile("^Computing|^$"))
    until(page, ALL_DRAWN_ON, "#171c25")
    page.locator("#neuron summary").click()
    assert serious_findings(page) == []
    switched(page, "light", "#ffffff", lambda: page.emulate_media(color_scheme="light"))
    assert serious_findings(page) == []
    switched(page, "dark", "#171c25", page.locator("#theme-toggle").click)
