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


def unfold(page: Page) -> None:
    """Open the folded parts of the controls."""
    for summary in page.locator("details:not(#how-many) > summary").all():
        summary.click()


def expect_theme(page: Page, name: str) -> None:
    """Wait until page and figures have a theme."""
    until(page, f"document.documentElement.dataset.theme === '{name}'")
    paper = {"light": "#ffffff", "dark": "#171c25"}[name]
    until(page, f"document.querySelector('#graph-strip .js-plotly-plot')?.layout.paper_bgcolor === '{paper}'")


def test_first_view_teaches_without_a_click(visit: Visit) -> None:
    page = visit()
    expect(page.locator("#readout")).to_contain_text("tanh, w = 5: I(X;T) = H(T) = 3.1725 bits")
    expect(page.locator("#readout")).to_contain_text("of 50 bins")
    for graph in ("mi-curve", "strip", "partition", "activation"):
        assert page.locator(f"#graph-{graph} path").count() > 0
    for key in ("activation", "binning", *SLIDERS):
        expect(page.locator(f"#control-{key}")).to_be_in_viewport()
    assert state(page) == {}
    expect_theme(page, "light")
    # The plots' buttons neither upload anything nor show whose they are.
    titles = page.evaluate("[...document.querySelectorAll('.modebar-btn')].map(b => b.dataset.title || '')")
    assert len(titles) == 12
    assert not [title for title in titles if "loud" in title or "hare" in title or "roduced" in title]


def test_every_control_moves_by_keyboard_or_mouse_and_the_address_follows(visit: Visit) -> None:
    page = visit()
    entries = page.evaluate("history.length")
    for key in SLIDERS:
        thumb(page, key).focus()
        page.keyboard.press("ArrowRight")
        expect(thumb(page, key)).to_be_focused()
    moved = {"weight": "50", "bias": "0.1", "bins": "51", "samples": "1100"}
    await_state(page, **moved)
    expect(page.locator("#readout")).to_contain_text("tanh, w = 5.1, b = 0.1:")
    expect(page.locator("#readout")).to_contain_text("of 51 bins")
    # A menu by keyboard, and one by mouse.
    page.locator("#control-activation").focus()
    page.keyboard.press("Enter")
    until(page, "document.activeElement.value === 'tanh'")
    page.keyboard.press("ArrowDown")
    until(page, "document.activeElement.value === 'relu'")
    page.keyboard.press("Enter")
    await_state(page, **moved, activation="relu")
    expect(page.locator("#readout")).to_contain_text("relu, w = 5.1, b = 0.1:")
    page.locator("#control-binning").click()
    page.get_by_role("option", name="equal-frequency").click()
    page.locator("#new-sample").click()
    await_state(page, **moved, activation="relu", binning="equal-frequency", seed="1")
    expect(page.locator("#subtitle-graph-mi-curve")).to_contain_text("equal-frequency")
    page.locator("#reset").click()
    await_state(page)
    expect(page.locator("#value-bias")).to_have_text("0")
    expect(page.locator("#readout")).to_contain_text("3.1725 bits")
    assert page.evaluate("history.length") == entries


def test_tab_reaches_every_control_and_no_width_scrolls_sideways(visit: Visit) -> None:
    page = visit(viewport={"width": 390, "height": 844})
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for width, height in ((768, 1024), (1920, 1080), (390, 844), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        # The figures follow a moment later.
        until(page, "width => document.documentElement.scrollWidth <= width", arg=width)
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


def test_an_address_opens_exactly_its_state_and_is_copied(visit: Visit) -> None:
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
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#copy-link").click()
    expect(page.locator("#notice")).to_contain_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.context.clear_permissions()


def test_bad_values_open_the_nearest_state_and_are_told(visit: Visit) -> None:
    page = visit("?bins=1e9&bias=nan&weight=9999&nonsense=1&activation=<b>x</b>")
    for name in ("bins", "bias", "weight", "nonsense", "activation"):
        expect(page.locator("#notice")).to_contain_text(name)
    assert page.locator("#notice b").count() == 0
    await_state(page, bins="256", weight="198")
    expect(page.locator("#readout")).to_contain_text("tanh, w = 19.9")


def test_play_steps_the_weight_until_pause_and_not_where_motion_is_reduced(visit: Visit) -> None:
    page = visit(clock=True)
    page.locator("#play").click()
    expect(page.locator("#play")).to_have_text("Pause")
    weight = "Number(new URLSearchParams(location.search).get('weight'))"
    until(page, f"{weight} > 52")
    page.locator("#play").click()
    expect(page.locator("#play")).to_have_text("Play")
    page.clock.run_for(1000)  # until the address has followed
    stopped = page.evaluate(weight)
    page.clock.run_for(5000)
    assert page.evaluate(weight) == stopped
    expect(page.locator("#readout")).to_contain_text(f"tanh, w = {(stopped + 1) / 10:g}:")
    page.emulate_media(reduced_motion="reduce")
    page.locator("#play").click()
    expect(page.locator("#notice")).to_contain_text("reduced motion")
    page.clock.run_for(5000)
    assert page.evaluate(weight) == stopped


def test_the_pointer_outlines_a_bin_elsewhere_and_chooses_a_weight_on_the_curve(visit: Visit) -> None:
    page = visit("?bins=5&weight=10")
    for here, there in (("strip", "partition"), ("partition", "strip")):
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
        middle = plot["x"] + plot["width"] / 2
        assert shown["x"] + shown["width"] / 2 == pytest.approx(middle, abs=0.05 * plot["width"])
        page.mouse.move(5, 5)
        expect(outline).to_be_hidden()
    box = page.locator("#graph-mi-curve .nsewdrag").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    await_state(page, bins="5", weight="99")
    page.mouse.move(box["x"] + box["width"] * 0.75, middle, steps=4)
    page.mouse.up()
    await_state(page, bins="5", weight="149")
    expect(page.locator("#readout")).to_contain_text("tanh, w = 15:")


def test_theme_follows_the_system_until_the_switch_and_both_pass_axe(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    unfold(page)
    expect_theme(page, "dark")
    assert serious_findings(page) == []
    page.emulate_media(color_scheme="light")
    expect_theme(page, "light")
    assert serious_findings(page) == []
    page.locator("#theme-toggle").click()
    expect_theme(page, "dark")
    page.reload()
    expect_theme(page, "dark")
    page.locator("#theme-toggle").click()
    page.emulate_media(color_scheme="dark")
    expect_theme(page, "light")


def test_two_users_do_not_meet(visit: Visit) -> None:
    first, second = visit("?activation=relu&weight=50"), visit("?activation=elu&seed=9")
    for page in (first, second):
        thumb(page, "bins").focus()
        page.keyboard.press("ArrowLeft")
    await_state(first, activation="relu", weight="50", bins="49")
    await_state(second, activation="elu", seed="9", bins="49")
    expect(first.locator("#readout")).to_contain_text("relu, w = 5.1")
    expect(second.locator("#readout")).to_contain_text("elu, w = 5:")
