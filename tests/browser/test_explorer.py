"""The explorer in a real browser: every control, by mouse and by keyboard."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from visiting import serious_findings, until

from minimal_model.state.parameters import SPECIFICATIONS

Visit = Callable[..., Page]
SLIDERS = ("weight", "bias", "bins", "samples")


def state(page: Page) -> dict[str, str]:
    """The state in the address."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def await_state(page: Page, **expected: str) -> None:
    """Wait until the address holds exactly these values."""
    until(
        page,
        "want => { const have = Object.fromEntries(new URLSearchParams(location.search));"
        "return Object.keys(have).length === Object.keys(want).length"
        " && Object.keys(want).every(key => have[key] === want[key]); }",
        arg=expected,
    )


def thumb(page: Page, key: str) -> Any:
    return page.locator(f"#control-{key} [role=slider]")


def subtitle(page: Page) -> str:
    return str(page.locator("#subtitle-graph-mi-curve").inner_text())


def unfold(page: Page) -> None:
    """Open the folded parts of the controls."""
    for summary in page.locator("details:not(#how-many) > summary").all():
        summary.click()


def test_first_view_teaches_without_a_click(visit: Visit) -> None:
    page = visit()
    expect(page.locator("#readout")).to_contain_text("tanh, w = 5: I(X;T) = H(T) = 3.1725 bits")
    expect(page.locator("#readout")).to_contain_text("of 50 bins")
    for graph in ("mi-curve", "strip", "partition", "activation"):
        assert page.locator(f"#graph-{graph} path").count() > 0
    for key in ("activation", "binning", *SLIDERS):
        expect(page.locator(f"#control-{key}")).to_be_in_viewport()
    assert state(page) == {}


def test_every_slider_moves_by_keyboard_and_the_address_follows(visit: Visit) -> None:
    page = visit()
    entries = page.evaluate("history.length")
    for key in SLIDERS:
        thumb(page, key).focus()
        page.keyboard.press("ArrowRight")
        expect(thumb(page, key)).to_be_focused()
    await_state(page, weight="50", bias="0.1", bins="51", samples="1100")
    expect(page.locator("#readout")).to_contain_text("tanh, w = 5.1, b = 0.1:")
    expect(page.locator("#readout")).to_contain_text("of 51 bins")
    assert page.evaluate("history.length") == entries


def test_dropdowns_work_by_keyboard(visit: Visit) -> None:
    page = visit()
    page.locator("#control-activation").focus()
    page.keyboard.press("Enter")
    until(page, "document.activeElement.value === 'tanh'")
    page.keyboard.press("ArrowDown")
    until(page, "document.activeElement.value === 'relu'")
    page.keyboard.press("Enter")
    await_state(page, activation="relu")
    expect(page.locator("#readout")).to_contain_text("relu, w = 5:")


def test_dropdowns_work_by_mouse(visit: Visit) -> None:
    page = visit()
    page.locator("#control-binning").click()
    page.get_by_role("option", name="equal-frequency").click()
    await_state(page, binning="equal-frequency")
    expect(page.locator("#subtitle-graph-mi-curve")).to_contain_text("equal-frequency")


def test_tab_reaches_every_control(visit: Visit) -> None:
    page = visit()
    unfold(page)
    reached: set[str] = set()
    page.locator("#theme-toggle").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached |= set(page.evaluate(
            "(() => { const e = document.activeElement; const c = e.closest('[id^=control-]');"
            "return [c ? c.id : e.id]; })()"))  # fmt: skip
    # What the ruler has no use for is not there: these bins have a number, neither a width nor a noise.
    wanted = {f"control-{key}" for key in SPECIFICATIONS if key not in ("width", "noise")}
    assert wanted | {"play", "new-sample", "reset", "copy-link", "save"} <= reached


def test_an_address_opens_exactly_its_state(visit: Visit) -> None:
    wanted = {
        "activation": "relu", "binning": "global", "bias": "1.5", "bins": "7", "samples": "1234", "weight": "42",
        "weight_max": "50", "seed": "3", "draw": "1", "estimator": "miller-madow", "width": "0.5",
    }  # fmt: skip
    page = visit("?" + "&".join(f"{key}={value}" for key, value in wanted.items()))
    expect(page.locator("#readout")).to_contain_text("relu, w = 10.75")
    for key, text in {"bias": "1.5", "bins": "7", "samples": "1,234", "weight": "w = 10.75"}.items():
        expect(page.locator(f"#value-{key}")).to_have_text(text)
    expect(page.locator("#control-activation")).to_contain_text("relu")
    # One further change is written beside the values that came in.
    thumb(page, "bins").focus()
    page.keyboard.press("ArrowRight")
    await_state(page, **wanted | {"bins": "8"})


def test_bad_values_open_the_nearest_state_and_are_told(visit: Visit) -> None:
    page = visit("?bins=1e9&bias=nan&weight=9999&nonsense=1&activation=<b>x</b>")
    for name in ("bins", "bias", "weight", "nonsense", "activation"):
        expect(page.locator("#notice")).to_contain_text(name)
    assert page.locator("#notice b").count() == 0
    await_state(page, bins="256", weight="198")
    expect(page.locator("#readout")).to_contain_text("tanh, w = 19.9")


def test_new_sample_and_reset(visit: Visit) -> None:
    page = visit("?bias=2")
    page.locator("#new-sample").click()
    await_state(page, bias="2", seed="1")
    page.locator("#reset").click()
    await_state(page)
    expect(page.locator("#value-bias")).to_have_text("0")
    expect(page.locator("#readout")).to_contain_text("3.1725 bits")


def test_copy_link(visit: Visit) -> None:
    page = visit("?weight=100", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#copy-link").click()
    expect(page.locator("#notice")).to_contain_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_play_steps_the_weight_and_pause_stops_it(visit: Visit) -> None:
    page = visit()
    page.locator("#play").click()
    expect(page.locator("#play")).to_have_text("Pause")
    until(page, "Number(new URLSearchParams(location.search).get('weight')) > 52")
    page.locator("#play").click()
    expect(page.locator("#play")).to_have_text("Play")
    stopped = page.locator("#value-weight").inner_text()
    expect(page.locator("#readout")).to_contain_text(f"tanh, {stopped}:")


def test_play_respects_reduced_motion(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    page.locator("#play").click()
    expect(page.locator("#notice")).to_contain_text("reduced motion")
    expect(page.locator("#value-weight")).to_have_text("w = 5")


def test_clicking_and_dragging_on_the_curve_chooses_the_weight(visit: Visit) -> None:
    page = visit()
    box = page.locator("#graph-mi-curve .nsewdrag").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    until(page, "new URLSearchParams(location.search).get('weight') === '99'")
    page.mouse.move(box["x"] + box["width"] * 0.75, middle, steps=4)
    page.mouse.up()
    await_state(page, weight="149")
    expect(page.locator("#readout")).to_contain_text("tanh, w = 15:")


@pytest.mark.parametrize(("here", "there"), [("strip", "partition"), ("partition", "strip")])
def test_hovering_a_bin_outlines_it_elsewhere(visit: Visit, here: str, there: str) -> None:
    page = visit("?bins=5&weight=10")
    until(page, f"document.querySelector('#graph-{here} .js-plotly-plot').dataset.linked")
    box = page.locator(f"#graph-{here} .nsewdrag").last.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.49, box["y"] + box["height"] * 0.8)
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.8, steps=3)
    outline = page.locator(f"#graph-{there} .bin-outline")
    expect(outline).to_be_visible()
    # The third of five symmetric bins lies in the middle of both views.
    plot, shown = page.locator(f"#graph-{there} .nsewdrag").last.bounding_box(), outline.bounding_box()
    assert plot is not None
    assert shown is not None
    assert shown["x"] + shown["width"] / 2 == pytest.approx(plot["x"] + plot["width"] / 2, abs=0.05 * plot["width"])
    page.mouse.move(5, 5)
    expect(outline).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_follows_the_system_and_the_switch_and_passes_axe(visit: Visit, theme: str) -> None:
    page = visit(color_scheme=theme)
    other = {"light": "dark", "dark": "light"}[theme]
    papers = {"light": "#ffffff", "dark": "#171c25"}
    paper = "document.querySelector('#graph-strip .js-plotly-plot').layout.paper_bgcolor"
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    until(page, f"{paper} === '{papers[theme]}'")
    unfold(page)
    assert serious_findings(page) == []
    page.locator("#theme-toggle").click()
    until(page, f"{paper} === '{papers[other]}'")
    page.reload()
    until(page, f"document.documentElement.dataset.theme === '{other}'")


def test_no_sideways_scrolling(visit: Visit) -> None:
    page = visit(viewport={"width": 390, "height": 844})
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for width, height in ((768, 1024), (1920, 1080), (1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        # The figures follow a moment later.
        until(page, "width => document.documentElement.scrollWidth <= width", arg=width)


def test_the_modebar_offers_neither_upload_nor_logo(visit: Visit) -> None:
    page = visit()
    titles = page.evaluate("[...document.querySelectorAll('.modebar-btn')].map(b => b.dataset.title || '')")
    assert len(titles) == 12
    assert not [title for title in titles if "loud" in title or "hare" in title or "roduced" in title]


def test_two_users_do_not_meet(visit: Visit) -> None:
    first, second = visit("?activation=relu&weight=50"), visit("?activation=elu&seed=9")
    for page in (first, second):
        thumb(page, "bins").focus()
        page.keyboard.press("ArrowLeft")
    await_state(first, activation="relu", weight="50", bins="49")
    await_state(second, activation="elu", seed="9", bins="49")
    expect(first.locator("#readout")).to_contain_text("relu, w = 5.1")
    expect(second.locator("#readout")).to_contain_text("elu, w = 5:")
