"""The three switches of the explorer in a real browser."""

from collections.abc import Callable
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from scipy import stats
from visiting import serious_findings, until

from minimal_model import sample_input

Visit = Callable[..., Page]


def switch(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=name, exact=True)


def lines_drawn(page: Page, colour: str, count: int) -> None:
    """Wait until so many lines of a colour are drawn over the weights."""
    until(
        page,
        "([colour, count]) => [...document.querySelectorAll('#graph-mi-curve .js-line')]"
        ".filter(line => line.getAttribute('d') && getComputedStyle(line).stroke === colour).length === count",
        arg=[colour, count],
    )


def test_population_curve_by_mouse(visit: Visit) -> None:
    page = visit("?weight=10", color_scheme="light")
    expect(page.locator("#explanations")).to_be_hidden()
    lines_drawn(page, "rgb(90, 100, 117)", 0)
    page.locator("summary", has_text="Show more on the curve").click()
    switch(page, "Population curve").click()
    lines_drawn(page, "rgb(90, 100, 117)", 1)
    w, x = np.arange(0.1, 20, 0.1)[10], sample_input(1000)
    counts, edges = np.histogram(np.tanh(w * x), 50)
    masses = np.diff(stats.norm.cdf(np.arctanh(edges[1:-1]) / w), prepend=0, append=1)
    below = stats.entropy(masses, base=2) - stats.entropy(counts, base=2)
    expect(page.locator("#explanations")).to_contain_text(f"at w = 1.1 the sample lies {below:.3f} bits below")
    expect(page.locator("#graph-mi-curve .annotation").last).to_contain_text("population")
    until(page, "location.search === '?weight=10&population=on'")
    switch(page, "Population curve").click()
    lines_drawn(page, "rgb(90, 100, 117)", 0)
    expect(page.locator("#explanations")).to_be_hidden()


def test_switches_by_keyboard_open_the_same_state_from_the_address(visit: Visit) -> None:
    page = visit("?binning=fixed-width&activation=linear", color_scheme="light")
    page.locator("summary", has_text="Show more on the curve").focus()
    page.keyboard.press("Enter")
    for name in ("Population curve", "Other samples", "Why this value"):
        page.keyboard.press("Tab")
        expect(switch(page, name)).to_be_focused()
        page.keyboard.press("Space")
        expect(switch(page, name)).to_be_checked()
        expect(page.locator("#explanations")).to_contain_text(f"{name}:")
    lines_drawn(page, "rgb(27, 127, 92)", 1)
    until(page, "location.search.includes('why=on')")
    text = page.locator("#explanations").inner_text()
    spread = stats.norm(scale=5).entropy() / np.log(2)
    assert f"{spread:.3f} + 3.322 = {spread + np.log2(10):.3f} bits" in text
    again = visit("?" + urlsplit(page.url).query)
    expect(again.locator("#explanations")).to_have_text(text)
    # They are not folded away while one of them is on.
    for name in ("Population curve", "Other samples", "Why this value"):
        expect(switch(again, name)).to_be_visible()
        expect(switch(again, name)).to_be_checked()


@pytest.mark.parametrize(("width", "scheme", "paper"), [(390, "light", "#ffffff"), (1440, "dark", "#171c25")])
def test_all_switches_pass_axe_and_fit(visit: Visit, width: int, scheme: str, paper: str) -> None:
    """Contrast is of the theme and place of the width, so each is tried once."""
    search = "?binning=fixed-width&population=on&band=on&why=on&weight=60"
    page = visit(search, color_scheme=scheme, viewport={"width": width, "height": 900})
    expect(page.locator("#explanations")).to_contain_text("Broken here")
    until(page, f"document.querySelector('#graph-mi-curve .js-plotly-plot').layout.paper_bgcolor === '{paper}'")
    assert serious_findings(page) == []
    fits(page, width)


def fits(page: Page, width: int) -> None:
    """The key stands between the subtitle and the plot, and nothing is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    key = page.locator("#graph-mi-curve .annotation").last.bounding_box()
    plot = page.locator("#graph-mi-curve .nsewdrag").bounding_box()
    subtitle = page.locator("#subtitle-graph-mi-curve").bounding_box()
    assert key is not None
    assert plot is not None
    assert subtitle is not None
    assert subtitle["y"] + subtitle["height"] <= key["y"] + 2
    assert key["y"] + key["height"] <= plot["y"] + 2
    assert key["x"] + key["width"] <= plot["x"] + plot["width"]
