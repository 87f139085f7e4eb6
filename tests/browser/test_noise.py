"""Noise in the place of bins, by every way to choose it; and the grid of bins that is moved on /questions."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from visiting import serious_findings, until

from minimal_model import BINNINGS, noisy_curve

Visit = Callable[..., Page]
NOISE = "#rulers [data-ruler=noise]"


def key(page: Page, name: str) -> Any:
    return page.evaluate("name => new URLSearchParams(location.search).get(name)", name)


def opens(page: Page, **values: str | None) -> None:
    """Wait until the address says so."""
    for name, value in values.items():
        until(
            page, f"new URLSearchParams(location.search).get('{name}') === {'null' if value is None else repr(value)}"
        )


def says(page: Page, noise: float) -> None:
    """Wait until the page shows what is left behind a noise, by the core, and no control of bins."""
    bits = noisy_curve("tanh", noise=noise)[49]
    expect(page.locator("#readout")).to_contain_text(f"I(X; Y + N) = {bits:.4f} bits")
    expect(page.locator(NOISE)).to_have_attribute("aria-checked", "true")
    assert page.locator("#rulers [aria-checked=true]").count() == 1
    assert page.locator("#rulers [tabindex='0']").count() == 1
    expect(page.locator("#control-binning")).to_contain_text("noise")
    expect(page.locator(".field-noise")).to_be_visible()
    expect(page.locator(".field-bins")).to_be_hidden()
    expect(page.locator(".of-bins")).to_be_hidden()


def test_noise_is_chosen_by_mouse_keys_touch_menu_and_address(visit: Visit) -> None:
    page = visit(has_touch=True)
    expect(page.locator(".field-noise")).to_be_hidden()
    page.locator(NOISE).click()
    says(page, 0.1)
    opens(page, noise="0.1")
    expect(page.locator("#ghost")).to_contain_text("bits with per-weight, ")
    expect(page.locator("#chips")).to_contain_text("Noise s: 0.1")
    assert serious_findings(page) == []
    # Its own slider; its left end is the smallest noise.
    page.locator("#control-noise [role=slider]").focus()
    page.keyboard.press("Home")
    opens(page, noise="0.03")
    page.locator("#typed-noise").fill("0.25")
    page.keyboard.press("Enter")
    says(page, 0.25)
    page.locator("#pin").click()
    opens(page, pins="noise:0.25")
    # Arrow keys walk to it and from it, and choosing bins ends it.
    page.locator(NOISE).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"#rulers [data-ruler={BINNINGS[-1]}]")).to_have_attribute("aria-checked", "true")
    opens(page, noise=None, binning=BINNINGS[-1])
    expect(page.locator(".field-bins")).to_be_visible()
    page.keyboard.press("ArrowRight")
    says(page, 0.1)
    page.keyboard.press("Control+z")
    opens(page, noise=None)
    page.keyboard.press("Control+Shift+Z")
    says(page, 0.1)
    # The menu of rulers says and does the same.
    page.locator("#control-binning").click()
    page.get_by_role("option", name="per-weight").click()
    opens(page, noise=None, binning=None)
    page.locator("#control-binning").click()
    page.get_by_role("option", name="noise").click()
    says(page, 0.1)
    page.locator("#chips button").click()
    opens(page, noise=None)
    page.locator(NOISE).tap()
    says(page, 0.1)
    # The curve is under the pointer as ever, and the weight alone computes nothing new.
    page.keyboard.press("b")
    expect(page.locator(f"#rulers [data-ruler={BINNINGS[0]}]")).to_have_attribute("aria-checked", "true")


def test_an_address_opens_it_and_a_formula_refuses_it(visit: Visit) -> None:
    page = visit("?noise=0.3&binning=fixed-width")
    says(page, 0.3)
    assert key(page, "binning") == "fixed-width"
    page = visit("?formula=z*z&noise=0.3")
    expect(page.locator("#notice")).to_contain_text("noise “0.3” became 0")
    ruler = page.locator(NOISE)
    expect(ruler).to_have_attribute("aria-disabled", "true")
    said = "Not possible: of a formula nothing is known but its values, and noise takes the density of Y."
    expect(ruler).to_have_attribute("title", said)
    page.keyboard.press("b")
    page.keyboard.press("b")
    page.keyboard.press("b")
    assert key(page, "noise") is None


def test_a_grid_is_moved_and_its_mean_meets_the_noise(visit: Visit) -> None:
    page = visit("?noise=0.2", path="questions")
    page.locator("#noise").scroll_into_view_if_needed()
    told = page.locator("#grid-told")
    expect(told).to_contain_text("mean of 12 places")
    place = page.get_by_role("slider", name="Place of the grid")
    place.focus()
    page.keyboard.press("End")
    expect(told).to_contain_text("mean of 48 places")
    until(
        page,
        """() => { const [at, mean, noise] = document.querySelector('#grid-told').textContent
      .match(/[0-9.]+(?= bits|;|\\.$)/g).map(Number); return Math.abs(mean - noise) < 0.01 && at > 0; }""",
    )
    until(page, "document.querySelector('#plot-grid .scatterlayer .point') !== null")
    page.keyboard.press("Home")
    expect(told).not_to_contain_text("mean")
    # Another noise is another width, and stands in the address.
    page.locator("#typed-noise").fill("0.1")
    page.keyboard.press("Enter")
    opens(page, noise=None)
    expect(page.locator("#title-grid")).to_contain_text("Bins of width 0.413")
    assert serious_findings(page) == []
