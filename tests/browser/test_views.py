"""What the page shows first, how it looks, and how its figures answer to the pointer."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import OpenPage
from playwright.sync_api import Page, expect

GRAPHS = ("graph-mi-curve", "graph-strip", "graph-partition", "graph-activation")


def test_first_view(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.locator("#readout")).to_contain_text(
        re.compile(r"^tanh, w = 1\.1: I\(X;T\) = H\(T\) = \d\.\d{4} bits in \d+ occupied of 50 bins\.")
    )
    expect(page.locator("#notice")).to_be_empty()
    expect(page.locator("#connection")).to_be_hidden()
    for graph in GRAPHS:
        drawn = page.locator(f"#{graph} .main-svg path[d]").evaluate_all(
            "(paths) => paths.filter((path) => path.getAttribute('d').length > 10).length"
        )
        assert drawn > 0, graph


def test_nothing_offers_to_share_the_data(open_page: OpenPage) -> None:
    page = open_page()
    for graph in GRAPHS:
        page.locator(f"#{graph} .nsewdrag").first.hover()
        titles = page.locator(f"#{graph} .modebar-btn").evaluate_all(
            "(buttons) => buttons.map((b) => b.dataset.title || b.dataset.attr || b.className)"
        )
        assert titles
        assert len(titles) == 4, titles
        assert not [title for title in titles if re.search("share|cloud|logo|plotly|studio", str(title), re.I)]


def box_of(page: Page, graph: str) -> dict[str, float]:
    box = page.locator(f"#{graph} .nsewdrag").first.bounding_box()
    assert box
    return dict(box)


def test_pointer_on_the_curve_chooses_the_weight(open_page: OpenPage) -> None:
    page = open_page()
    box = box_of(page, "graph-mi-curve")
    middle = box["y"] + box["height"] / 2
    page.mouse.click(box["x"] + box["width"] * 0.5, middle)
    expect(page.locator("#value-weight")).to_have_text("w = 10")
    expect(page.locator("#readout")).to_contain_text("w = 10:")
    # Moving on without the button changes nothing; with the button held the weight follows, to the ends and not past.
    page.mouse.move(box["x"] + box["width"] * 0.6, middle)
    page.mouse.down()
    expect(page.locator("#value-weight")).to_have_text("w = 12")
    page.mouse.move(box["x"] + box["width"] * 0.75, middle, steps=5)
    expect(page.locator("#readout")).to_contain_text("w = 15:")
    page.mouse.move(box["x"] + box["width"] + 200, middle, steps=5)
    expect(page.locator("#readout")).to_contain_text("w = 19.9:")
    page.mouse.up()
    page.mouse.move(box["x"] + box["width"] * 0.2, middle, steps=5)
    expect(page.locator("#value-weight")).to_have_text("w = 19.9")


@pytest.mark.parametrize(
    ("hovered", "other", "height"),
    [
        ("graph-strip", "graph-partition", 0.75),
        ("graph-partition", "graph-strip", 0.95),
        ("graph-strip", "graph-activation", 0.75),
    ],
)
def test_hovering_a_bin_outlines_it_elsewhere(open_page: OpenPage, hovered: str, other: str, height: float) -> None:
    page = open_page("?bins=9&activation=linear")
    plot = page.locator(f"#{hovered} .js-plotly-plot").bounding_box()
    axes = page.evaluate(
        f"""() => {{
            const layout = document.querySelector('#{hovered} .js-plotly-plot')._fullLayout;
            const data = document.querySelector('#{hovered} .js-plotly-plot')._fullData[0];
            const cell = Array.from(data.z[0]).indexOf(4);
            const middle = (data.x[cell] + data.x[cell + 1]) / 2;
            return {{x: layout.xaxis._offset + layout.xaxis.d2p(middle), top: layout._size.t, size: layout._size.h}};
        }}"""
    )
    assert plot
    page.wait_for_function(f"() => document.querySelector('#{hovered} .js-plotly-plot').dataset.linked")
    y = plot["y"] + axes["top"] + height * axes["size"]
    page.mouse.move(plot["x"] + axes["x"] - 3, y)
    page.mouse.move(plot["x"] + axes["x"], y, steps=3)
    outline = page.locator(f"#{other} .bin-outline")
    expect(outline).to_be_visible()
    expected = page.evaluate(
        f"""() => {{
            const plot = document.querySelector('#{other} .js-plotly-plot');
            const data = plot._fullData[0];
            const cell = Array.from(data.z[0]).indexOf(4);
            const axis = plot._fullLayout.xaxis;
            const left = plot.getBoundingClientRect().left + axis._offset;
            return [left + axis.d2p(data.x[cell]), left + axis.d2p(data.x[cell + 1])];
        }}"""
    )
    box = outline.bounding_box()
    assert box
    assert [box["x"], box["x"] + box["width"]] == pytest.approx(expected, abs=3)
    page.mouse.move(5, 5)
    expect(outline).to_be_hidden()


SURFACES = {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 28, 37)"}


def expect_theme(page: Page, theme: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    for graph in GRAPHS:
        expect(page.locator(f"#{graph} .main-svg").first).to_have_css("background-color", SURFACES[theme])


@pytest.mark.parametrize(("theme", "other"), [("light", "dark"), ("dark", "light")])
def test_theme_follows_the_system_and_the_button(open_page: OpenPage, theme: str, other: str) -> None:
    page = open_page(color_scheme=theme)
    expect_theme(page, theme)
    page.locator("#theme-toggle").click()
    expect_theme(page, other)
    page.reload()
    expect_theme(page, other)
    page.locator("#theme-toggle").click()
    expect_theme(page, theme)


@pytest.mark.parametrize("opened", ["", "?bins=1e9&foo=1"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_barrier(open_page: OpenPage, theme: str, opened: str) -> None:
    page = open_page(opened, color_scheme=theme)
    expect_theme(page, theme)
    page.locator("summary").click()
    expect(page.locator("#control-seed")).to_be_visible()
    expect(page.locator("#control-seed")).to_have_attribute("aria-labelledby", "label-seed")
    violations = Axe().run(page).response["violations"]
    serious = [
        (violation["id"], node["html"][:200], node["failureSummary"])
        for violation in violations
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
    assert serious == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (768, 1024), (1440, 900), (1920, 1080)])
def test_nothing_scrolls_sideways(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page(viewport={"width": width, "height": height})
    page.locator("summary").click()
    expect(page.locator("#control-seed")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    for graph in GRAPHS:
        box = page.locator(f"#{graph} .main-svg").first.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
