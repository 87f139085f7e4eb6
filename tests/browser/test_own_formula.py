"""A formula of one's own: chosen in the menu, read while it is typed, kept in the address, pinned, taken away again."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from visiting import serious_findings, until

Visit = Callable[..., Page]

GELU = "z * sigmoid(1.702 * z)"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Dash's functions in the browser may promise an answer: here they hear of nothing before `tell` is called.
TOLD_LATE = """() => {
  const { explorer } = dash_clientside, { changed } = explorer;
  const told = new Promise(resolve => { window.tell = resolve; });
  explorer.changed = (...values) => told.then(() => changed(...values));
}"""
GIVES_BACK_LATE = """() => {
  const menu = document.querySelector('#control-activation'), focus = menu.focus.bind(menu);
  menu.focus = (...how) => setTimeout(() => { focus(...how); window.givenBack = true; }, 300);
}"""
OUTLINES = "id => document.querySelectorAll(`#${id} .bin-outline:not([hidden])`).length"


def formula_in_address(page: Page, text: str | None) -> None:
    until(page, "text => new URLSearchParams(location.search).get('formula') === text", text)


def test_a_formula_is_typed_pinned_refused_emptied_and_taken_away(visit: Visit) -> None:
    page = visit()
    page.get_by_text("More parameters").click()
    box, said = page.locator("#control-formula"), page.locator("#formula-said")
    box.fill("max(z, 0, 1 - z)")
    box.press("Enter")
    readout, pins = page.locator("#readout"), page.locator("#pins li")
    expect(readout).to_contain_text("By per-weight bins max(z, 0, 1 - z)")
    expect(page.locator("#holds")).to_contain_text("Your formula: ")
    expect(page.locator("#chips")).to_contain_text("Own formula: max(z, 0, 1 - z)")
    page.locator("#pin").click()
    expect(pins).to_contain_text(["max(z, 0, 1 - z)"])
    expect(page).to_have_url(re.compile(r"formula=max%28z.*pins=formula:max"))
    page.reload()
    expect(readout).to_contain_text("By per-weight bins max(z, 0, 1 - z)")
    expect(pins).to_contain_text(["max(z, 0, 1 - z)"])
    expect(page.locator("#control-activation")).to_contain_text("own formula")
    page.get_by_text("More parameters").click()
    box.fill("2z")
    box.press("Enter")
    # The last good one stays, in the figures and in the address.
    expect(said).to_contain_text("Column 2: a sign is missing before z, such as *. Still drawn: max(z, 0, 1 - z).")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("2z")
    formula_in_address(page, "max(z, 0, 1 - z)")
    expect(readout).to_contain_text("By per-weight bins max(z, 0, 1 - z)")
    box.press("Escape")
    expect(box).to_have_value("max(z, 0, 1 - z)")
    expect(box).to_have_attribute("aria-invalid", "false")
    box.fill("sin(z)")
    box.press("Enter")
    expect(readout).to_contain_text("By per-weight bins sin(z)")
    box.fill("")
    box.press("Enter")
    expect(readout).to_contain_text("By per-weight bins tanh")
    expect(page).not_to_have_url(re.compile(r"[?&]formula="))
    page.locator(".example").first.click()
    expect(readout).to_contain_text(GELU)
    # The link of a sentence, a key and a chip each take it away.
    page.locator("#verdict button").click()
    expect(readout).not_to_contain_text(GELU)
    page.locator("#undo").click()
    expect(readout).to_contain_text(GELU)
    page.locator("body").press("a")
    expect(readout).to_contain_text("bins relu")
    page.locator("#undo").click()
    expect(readout).to_contain_text(GELU)
    page.get_by_label("Back to the default: Own formula").click()
    expect(readout).to_contain_text("bins tanh")
    page.locator("#undo").click()
    expect(readout).to_contain_text(GELU)
    # What a print says: the formula is the activation.
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#print-summary dl")).to_contain_text(f"Own formula {GELU}")
    expect(page.locator("#print-summary dl")).not_to_contain_text("Activation f")


def search_for(page: Page, name: str) -> None:
    """Search an open menu for the one entry of a name, and take it, by keyboard alone."""
    expect(page.locator("[role=option] input:focus")).to_have_count(1)
    page.keyboard.press(name[0])
    # The first letter moves to the search, and a busy page may take its time for it.
    expect(page.locator(".dash-dropdown-search:focus")).to_have_value(name[0])
    page.keyboard.type(name[1:])
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")


def test_the_menu_leads_to_the_box_by_keyboard_and_a_named_activation_leaves_it(visit: Visit) -> None:
    page = visit()
    menu, box, readout = page.locator("#control-activation"), page.locator("#control-formula"), page.locator("#readout")
    menu.focus()
    page.keyboard.press("Enter")
    search_for(page, "own")
    expect(box).to_be_focused()
    # It is read while it is typed; what is not yet a formula changes nothing.
    page.keyboard.type("z * sigm")
    expect(page.locator("#formula-said")).to_contain_text("Column 5: sigm is not known")
    expect(readout).to_contain_text("bins tanh")
    page.keyboard.type("oid(1.702 * z)")
    expect(readout).to_contain_text(GELU)
    expect(page.locator("#formula-said")).to_have_text("Folds once, at z = −0.751.")
    expect(page.locator("#formula-sketch path")).to_have_count(1)
    expect(page.locator("#ghost")).to_contain_text("with tanh")
    expect(box).to_be_focused()
    expect(menu).to_contain_text("own formula")
    # All of it is one gesture.
    page.locator("#undo").click()
    expect(readout).to_contain_text("bins tanh")
    expect(box).to_have_value("")
    expect(menu).to_contain_text("tanh")
    page.locator("#redo").click()
    expect(box).to_have_value(GELU)
    # The same name as the one that waits behind the formula.
    menu.click()
    search_for(page, "tanh")
    expect(readout).to_contain_text("bins tanh")
    expect(box).to_have_value("")
    formula_in_address(page, None)
    # Arrow keys pass over the heading between the groups.
    menu.click()
    search_for(page, "linear")
    expect(menu).to_contain_text("linear")
    menu.click()
    expect(page.locator("[role=option] input[value=linear]")).to_be_focused()
    expect(page.locator("[role=option][aria-disabled=true]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option] input[value=gelu]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(readout).to_contain_text("bins gelu")


def test_whoever_leaves_the_box_empty_leaves_the_menu_where_it_was(visit: Visit) -> None:
    page = visit("?activation=gelu")
    menu, box, bias = (page.locator(f"#control-{name}") for name in ("activation", "formula", "bias [role=slider]"))
    menu.click()
    page.get_by_role("option", name="own formula").click()
    expect(box).to_be_focused()
    bias.focus()
    expect(menu).to_contain_text("gelu")
    # Also where Dash tells of the choice only when the box has been left again.
    page.evaluate(TOLD_LATE)
    menu.click()
    page.get_by_role("option", name="own formula").click()
    expect(box).to_be_focused()
    bias.focus()
    page.evaluate("tell()")
    expect(menu).to_contain_text("gelu")
    expect(bias).to_be_focused()
    # A menu that closes slowly takes the focus from nobody who types.
    page.evaluate(GIVES_BACK_LATE)
    menu.click()
    page.get_by_role("option", name="own formula").click()
    until(page, "window.givenBack")
    expect(box).to_be_focused()


def findings_in_both_themes(page: Page) -> list[str]:
    found = []
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        until(page, f"document.documentElement.dataset.theme === '{theme}'")
        found += serious_findings(page)
    return found


def test_a_formula_typed_on_a_phone_draws_and_passes_axe(visit: Visit) -> None:
    page = visit("?input=uniform", **PHONE)
    expect(page.locator("#lead-input")).to_have_text("uniform on −√3 … √3")
    page.locator("#control-activation").tap()
    page.get_by_role("option", name="own formula").tap()
    box = page.locator("#control-formula")
    expect(box).to_be_focused()
    page.keyboard.type(GELU)
    expect(page.locator("#readout")).to_contain_text(GELU)
    expect(page.locator("#formula-sketch path")).to_be_visible()
    page.keyboard.type(" *")
    expect(page.locator("#formula-said")).to_contain_text("Column 25")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # However long it is, there is room for the controls between what stays above and below.
    box.fill("max(" + "z," * 60 + "z)")
    expect(page.locator("#readout")).to_contain_text("max(z,z")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = "['.pair', '.hand'].map(part => document.querySelector(part).offsetHeight)"
    assert sum(page.evaluate(heights)) < 844 - 150
    assert findings_in_both_themes(page) == []
    page.locator("#control-input").tap()
    expect(page.locator("[role=option] .density")).to_have_count(8)
    expect(page.locator("[role=listbox][aria-labelledby=label-input]")).to_have_count(1)
    # Dash puts a radio button into each entry of a menu.
    assert [finding for finding in findings_in_both_themes(page) if not finding.startswith("nested-interactive")] == []
    expect(page.locator("[role=listbox][aria-labelledby=label-input]")).to_have_count(1)


def test_pieces_of_a_bin_are_outlined_by_mouse_and_by_touch_and_a_tap_says_why_a_ruler_is_refused(visit: Visit) -> None:
    """Of a sine over 11 half-waves; eight bins of which each has a piece on every half-wave, but for the outer ones."""
    search = "?activation=sin&bins=8&weight=40"
    for options in ({}, PHONE):
        page = visit(search, **options)
        area = page.locator("#graph-partition .nsewdrag").last.bounding_box()
        assert area is not None
        at = area["x"] + 0.56 * area["width"], area["y"] + 0.7 * area["height"]
        if options:
            page.touchscreen.tap(*at)
        else:
            page.mouse.move(*at, steps=3)
        until(page, f"({OUTLINES})('graph-partition') > 2")
        until(page, f"({OUTLINES})('graph-activation') > 2")
        until(page, f"({OUTLINES})('graph-strip') === 1")
        if options:
            expect(page.locator("#graph-partition .hovertext")).to_have_count(1)
            page.locator("h1").tap()
        else:
            page.mouse.move(20, 20)
        until(page, f"({OUTLINES})('graph-partition') === 0")
    # Where no mouse can hover over a ruler that is refused, a tap says why.
    ruler = page.locator("#rulers [data-ruler=net-input]")
    expect(ruler).to_contain_text("– sin folds")
    ruler.tap(force=True)
    expect(page.locator("#ruler-meaning")).to_contain_text("several net inputs become one activation")
