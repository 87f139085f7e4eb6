"""What has to be seen together is seen together: on a screen, at half its size, and on a phone."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from visiting import until

Visit = Callable[..., Page]
CONTROLS = ("activation", "binning", "weight", "bias", "bins", "samples")
GRAPHS = ("graph-mi-curve", "graph-strip", "graph-partition", "graph-activation")
# Plotly's sheet is as wide as the place that it lies in.
DRAWN_FOR_ITS_PLACE = """[...document.querySelectorAll('#views .js-plotly-plot')].every(
  plot => Math.abs(plot._fullLayout.width - plot.clientWidth) < 2
    && Math.abs(plot._fullLayout.height - plot.clientHeight) < 2)"""


def box(page: Page, selector: str) -> dict[str, Any]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return dict(found)


def test_all_is_on_one_screen_and_larger_in_large_type(visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 720})
    for width, height in ((1920, 1080), (1280, 720), (1366, 650), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        all_is_seen(page, width, height)
    before = box(page, "h1")["height"]
    page.evaluate("document.documentElement.style.fontSize = '125%'")
    until(page, f"document.querySelector('h1').getBoundingClientRect().height > {1.2 * before}")
    # The figures follow a moment later.
    until(page, "document.documentElement.scrollWidth <= 1440")


def all_is_seen(page: Page, width: int, height: int) -> None:
    """Everything that belongs to the explorer's question lies within the window, and no figure is tiny."""
    until(page, "width => innerWidth === width", arg=width)
    rulers = "#rulers [role=radio]"
    assert page.locator(rulers).count() == 7
    wanted = [
        "h1",
        "#verdict",
        "#readout",
        "#play",
        *(f"#control-{key}" for key in CONTROLS),
        *(f"#{graph}" for graph in GRAPHS),
    ]
    boxes = [box(page, selector) for selector in wanted]
    boxes += [dict(each.bounding_box() or {}) for each in page.locator(rulers).all()]
    for selector, own in zip([*wanted, *["ruler"] * 7], boxes, strict=True):
        assert own["y"] >= 0, selector
        assert own["y"] + own["height"] <= height, selector
        assert own["x"] + own["width"] <= width, selector
    for graph in GRAPHS:
        assert box(page, f"#{graph}")["width"] >= 260
        assert box(page, f"#{graph}")["height"] >= 150


def test_the_curve_stays_in_sight_while_any_control_is_used(visit: Visit) -> None:
    page = visit(viewport={"width": 820, "height": 1180})
    the_curve_stays_in_sight(page, 820, 1180)
    page.set_viewport_size({"width": 720, "height": 450})
    the_curve_stays_in_sight(page, 720, 450)


def the_curve_stays_in_sight(page: Page, width: int, height: int) -> None:
    """The curve is whole and beside each control that is scrolled to."""
    # The figures follow a new size of the window a moment later.
    until(page, DRAWN_FOR_ITS_PLACE)
    assert page.evaluate("innerWidth") == width
    for key in CONTROLS:
        page.locator(f"#control-{key}").scroll_into_view_if_needed()
        curve = box(page, "#graph-mi-curve .nsewdrag")
        assert curve["y"] >= 0, key
        assert curve["y"] + curve["height"] <= height, key
        control = box(page, f"#control-{key}")
        overlaps = control["y"] < curve["y"] + curve["height"] and control["x"] < curve["x"] + curve["width"]
        assert (
            not overlaps
            or control["y"] + control["height"] <= curve["y"]
            or control["x"] + control["width"] <= curve["x"]
        ), key


def test_on_a_phone_weight_and_ruler_lie_at_the_bottom_and_the_gaussian_above(visit: Visit) -> None:
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    the_curve_stays_in_sight(page, 390, 844)
    page.locator("#control-samples").scroll_into_view_if_needed()
    for key in ("weight", "binning"):
        own = box(page, f"#control-{key}")
        assert own["y"] > 844 - 130
        assert own["y"] + own["height"] <= 844
    curve, gaussian = (box(page, f"#{graph} .nsewdrag") for graph in ("graph-mi-curve", "graph-partition"))
    assert 0 <= curve["y"] < curve["y"] + curve["height"] <= gaussian["y"]
    assert gaussian["y"] + gaussian["height"] < 844 - 130


def test_a_projector_shows_curve_weight_and_value_without_scrolling_and_cuts_nothing_off(visit: Visit) -> None:
    page = visit("?projector=1", viewport={"width": 1280, "height": 720})
    expect(page.locator("#title-graph-strip")).to_contain_text("bits")
    cut = page.evaluate(
        "[...document.querySelectorAll('#views h3, #views p, .ruler span, #controls .label, h1')]"
        ".filter(e => e.offsetParent && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline'"
        " || e.getBoundingClientRect().right > innerWidth)).map(e => e.id || e.textContent)")  # fmt: skip
    assert cut == []
    assert page.locator("#graph-mi-curve .g-gtitle text").count() == 0  # titles are text of the page
    # The figures are drawn anew in larger type, and change their size a moment later.
    until(page, "document.querySelector('#graph-mi-curve .nsewdrag').getBoundingClientRect().bottom <= innerHeight")
    value, play = box(page, "#typed-weight"), box(page, "#play")
    assert value["x"] + value["width"] <= play["x"]


def test_a_print_shows_the_four_figures_side_by_side(visit: Visit) -> None:
    page = visit(color_scheme="dark", viewport={"width": 794, "height": 1123})
    for scheme in ("dark", "light"):
        page.emulate_media(media="print", color_scheme=scheme)
        until(page, "scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        curve, strip, partition, activation = (box(page, f".view.{graph}") for graph in GRAPHS)
        assert curve["y"] == partition["y"] < strip["y"] == activation["y"], scheme
        assert curve["x"] == strip["x"] < partition["x"] == activation["x"], scheme
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")


def test_fixed_width_shows_its_width_in_place_of_the_bins_and_a_newcomer_finds_the_first_lesson(visit: Visit) -> None:
    page = visit()
    expect(page.locator("#control-width")).to_be_hidden()
    page.locator("#rulers [data-ruler=fixed-width]").click()
    expect(page.locator("#control-width")).to_be_visible()
    expect(page.locator("#control-bins")).to_be_hidden()
    thumb = page.locator("#control-width [role=slider]")
    thumb.focus()
    page.keyboard.press("ArrowRight")
    until(page, "Number(new URLSearchParams(location.search).get('width')) > 0.04")
    page.locator("#new-here").click()
    expect(page.locator("#lesson-step")).to_be_visible()


def test_what_stands_one_step_further_shows_as_a_chip_and_goes_by_it(visit: Visit) -> None:
    page = visit("?seed=3&estimator=miller-madow")
    expect(page.locator("#chips")).to_contain_text("3")
    expect(page.locator("#chips")).to_contain_text("miller-madow")
    page.locator("#chips li", has_text="3").get_by_role("button").click()
    until(page, "!new URLSearchParams(location.search).has('seed')")
    expect(page.locator("#chips li")).to_have_count(1)
