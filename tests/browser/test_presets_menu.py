"""The explorer's menu of presets in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from visiting import until

Visit = Callable[..., Page]
PLACEHOLDER = "choose …"


def test_an_address_shows_the_preset_that_it_is_until_a_change_leaves_it(visit: Visit) -> None:
    page = visit("?activation=relu&bias=2&weight=15&draw=1")
    expect(page.locator("#control-presets")).to_contain_text("Cell 28, strip")
    expect(page.locator("#readout")).to_contain_text("relu, w = 1.6, b = 2: I(X;T) = H(T) = 5.0471 bits")
    page.locator("#control-bins [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#control-presets")).to_contain_text(PLACEHOLDER)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#control-presets")).to_contain_text("Cell 28, strip")


def test_a_preset_chosen_by_mouse_or_by_keyboard_sets_every_control(visit: Visit) -> None:
    page = visit("?bias=3&seed=5")
    page.locator("#control-presets").click()
    page.get_by_role("option", name="Saxe et al., Fig. 2C").click()
    expect(page.locator("#readout")).to_contain_text("tanh, w = 0.9:")
    expect(page.locator("#value-bins")).to_have_text("30")
    expect(page.locator("#explanations")).to_contain_text("Population curve")
    until(page, "new URLSearchParams(location.search).get('binning') === 'function-limits'")
    assert "seed" not in page.url
    expect(page.locator("#control-presets")).to_contain_text("Fig. 2C")

    page.locator("#reset").click()
    expect(page.locator("#control-presets")).to_contain_text(PLACEHOLDER)
    page.locator("#control-presets").focus()
    page.keyboard.press("Enter")
    # The menu opens with what can be typed into it; the arrows go on from there, past the heading.
    until(page, "document.activeElement.matches('.dash-dropdown-search')")
    page.keyboard.press("ArrowDown")
    until(page, "document.activeElement.getAttribute('value') === 'global-tanh'")
    page.keyboard.press("ArrowDown")
    until(page, "document.activeElement.getAttribute('value') === 'per-weight-tanh'")
    page.keyboard.press("Enter")
    expect(page.locator("#control-presets")).to_contain_text("Cell 12, per weight")
    expect(page.locator("#readout")).to_contain_text("tanh, w = 1.1")


def test_walking_past_presets_never_moves_the_weight(visit: Visit) -> None:
    """Three presets lie on the way; the menu shows them and must not take the reader back to them."""
    page = visit("?weight=4")
    page.locator("#control-weight [role=slider]").focus()
    for _ in range(36):
        page.keyboard.press("ArrowRight")
    until(page, "new URLSearchParams(location.search).get('weight') === '40'")
    expect(page.locator("#readout")).to_contain_text("tanh, w = 4.1:")
    expect(page.locator("#control-presets")).to_contain_text(PLACEHOLDER)
    expect(page.locator("#value-weight")).to_have_text("w = 4.1")
