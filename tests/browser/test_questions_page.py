"""The page of questions in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from visiting import serious_findings, until

from minimal_model import ACTIVATIONS, BINNINGS

Visit = Callable[..., Page]


def marked_weight(binning: str) -> str:
    return f"document.querySelector('#plot-{binning}').layout.shapes.at(-1).x0"


def test_it_opens_with_both_questions_answered(visit: Visit) -> None:
    page = visit(path="questions")
    expect(page.locator("#title-per-weight")).to_contain_text("per-weight: 3.17 bits at w = 5; ↓ compresses")
    expect(page.locator("#mechanism")).to_contain_text("1.94 less than the 5.11 of the binned input")
    expect(page.locator("#map a:visible")).to_have_count(len(ACTIVATIONS) * len(BINNINGS))
    expect(page.locator("#map tr.chosen th")).to_have_text("tanh")


def test_the_weight_moves_in_all_six_by_keyboard(visit: Visit) -> None:
    page = visit(path="questions")
    page.locator("#control-weight [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    for binning in BINNINGS:
        expect(page.locator(f"#title-{binning}")).to_contain_text("w = 5.1")
    for binning in ("global", "per-weight", "function-limits"):
        until(page, f"Math.abs({marked_weight(binning)} - 5.1) < 1e-6")
    until(page, "location.search === '?weight=50'")


def test_dragging_on_a_curve_moves_the_weight_in_all(visit: Visit) -> None:
    page = visit(path="questions")
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


def test_activation_is_chosen_by_mouse_and_the_map_follows(visit: Visit) -> None:
    page = visit(path="questions")
    page.locator("#control-activation").click()
    page.get_by_role("option", name="linear").click()
    expect(page.locator("#map tr.chosen th")).to_have_text("linear")
    expect(page.locator("#title-per-weight")).to_contain_text("= constant")
    expect(page.locator("#mechanism")).to_contain_text("as much as the 5.11 of the binned input")


def test_the_threshold_changes_the_verdicts(visit: Visit) -> None:
    page = visit(path="questions")
    before = page.locator("#map-summary").inner_text()
    thumb = page.locator("#control-threshold [role=slider]")
    thumb.focus()
    page.keyboard.press("End")
    expect(page.locator("#value-threshold")).to_have_text("1.00 bits")
    expect(page.locator("#map-summary")).not_to_have_text(before)
    until(page, "location.search === '?threshold=1'")


def test_a_cell_opens_its_curve_in_the_explorer(visit: Visit) -> None:
    page = visit("?bias=1&weight=30", path="questions")
    page.locator("#map tbody tr").nth(8).locator("a").nth(0).click()  # elu, global
    expect(page.locator("#readout")).to_contain_text("elu, w = 3.1")
    expect(page.locator("#value-bias")).to_have_text("1")
    until(page, "new URLSearchParams(location.search).get('binning') === 'global'")


def test_the_chosen_neuron_goes_along_to_the_explorer_and_back(visit: Visit) -> None:
    page = visit("?activation=elu&threshold=0.5&seed=3", path="questions")
    until(page, "document.querySelector('nav a').search.includes('elu')")
    page.get_by_role("link", name="Explorer", exact=True).click()
    expect(page.locator("#readout")).to_contain_text("elu, w = 5:")
    expect(page.locator("#notice")).to_have_text("")
    until(page, "location.search === '?activation=elu&seed=3'")
    page.get_by_role("link", name="Questions").click()
    expect(page.locator("#mechanism")).to_contain_text("elu at w = 5")


def test_the_second_questions_binning_changes_its_plots(visit: Visit) -> None:
    page = visit("?weight=3", path="questions")
    page.locator("#control-binning").click()
    page.get_by_role("option", name="global").click()
    expect(page.locator("#mechanism")).to_contain_text("global bins")
    page.locator("#plot-joint").scroll_into_view_if_needed()
    expect(page.locator("#plot-joint .main-svg").first).to_be_visible()


def test_an_address_opens_its_state_and_reset_leads_back(visit: Visit) -> None:
    page = visit("?activation=selu&bins=20&threshold=0.3&width=0.2&seed=5", path="questions")
    expect(page.locator("#value-bins")).to_have_text("20")
    expect(page.locator("#value-threshold")).to_have_text("0.30 bits")
    expect(page.locator("#mechanism")).to_contain_text("selu")
    page.locator("#reset").click()
    until(page, "location.search === ''")
    expect(page.locator("#mechanism")).to_contain_text("tanh")


def test_bounds_of_this_page_are_told(visit: Visit) -> None:
    page = visit("?samples=1000000", path="questions")
    expect(page.locator("#notice")).to_contain_text("samples “1000000” became 100000")
    expect(page.locator("#value-samples")).to_have_text("100,000")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_and_axe(visit: Visit, theme: str) -> None:
    page = visit(path="questions", color_scheme=theme)
    papers = {"light": "#ffffff", "dark": "#171c25"}
    paper = "document.querySelector('#plot-global').layout.paper_bgcolor"
    until(page, f"{paper} === '{papers[theme]}'")
    page.locator("#neuron summary").click()
    assert serious_findings(page) == []
    page.locator("#theme-toggle").click()
    until(page, f"{paper} !== '{papers[theme]}'")


def test_no_sideways_scrolling(visit: Visit) -> None:
    page = visit(path="questions", viewport={"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for width in (768, 1920, 1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        # The figures follow a moment later.
        until(page, "width => document.documentElement.scrollWidth <= width", arg=width)
