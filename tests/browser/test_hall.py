"""What a lecture needs besides lessons: pins, links for students, projector, keys, scripts, the handout."""

import re
from collections.abc import Callable
from typing import Any

from contrasting import serious_findings_in_both_themes
from playwright.sync_api import Page, expect
from visiting import until

Visit = Callable[..., Page]
PINS = "new URLSearchParams(location.search).get('pins')"
CURVES = "document.querySelectorAll('#graph-mi-curve g.trace path.js-line').length"


def teach(page: Page, name: str) -> None:
    """Press a button of the folded part."""
    button = page.get_by_role("button", name=name, exact=False).and_(page.locator("#controls button"))
    if not button.is_visible():
        page.locator("summary", has_text="Teach and take along").click()
    button.click()


def test_curves_are_pinned_listed_linked_and_removed(visit: Visit) -> None:
    page = visit()
    before = page.evaluate(CURVES)
    page.locator("#pin").click()
    until(page, f"{PINS} === 'default'")
    expect(page.locator("#pins li")).to_contain_text("tanh, per-weight, 50 bins")
    page.keyboard.press("a")
    expect(page.locator("#readout")).to_contain_text("relu, w = 5:")
    until(page, f"{CURVES} === {before + 2}")  # with the curve before the choice, until the next change
    page.keyboard.press("p")
    until(page, f"{PINS} === 'default;activation:relu'")
    page.locator("#pin").click()
    expect(page.locator("#notice")).to_contain_text("pinned already")
    page.reload()
    expect(page.locator("#pins li")).to_have_count(2)
    until(page, f"{CURVES} === {before + 2}")
    page.get_by_role("button", name="Remove pin: tanh, per-weight, 50 bins").click()
    until(page, f"{PINS} === 'activation:relu'")
    expect(page.locator("#pins button")).to_be_focused()
    page.keyboard.press("Enter")
    until(page, f"{PINS} === null")
    expect(page.locator("#pin")).to_be_focused()


def test_a_seventh_pin_is_refused(visit: Visit) -> None:
    page = visit("?pins=bins:2;bins:3;bins:4;bins:5;bins:6;bins:7;bins:8")
    expect(page.locator("#notice")).to_contain_text("at most 6 curves")
    expect(page.locator("#pins li")).to_have_count(6)
    page.locator("#pin").click()
    expect(page.locator("#notice")).to_contain_text("At most 6 curves")
    expect(page.locator("#pins li")).to_have_count(6)


WATCH = """window.seen = [];
  new MutationObserver(() => {
    const header = document.querySelector('header');
    if (header && getComputedStyle(header).display !== 'none') window.seen.push(performance.now());
  }).observe(document, { subtree: true, childList: true, attributes: true });"""


def test_a_link_for_students_opens_what_it_says(visit: Visit) -> None:
    page = visit("?activation=elu&bias=1.5&pins=default")
    teach(page, "Links for students")
    link, frame = page.locator("#student-link"), page.locator("#student-frame")
    page.locator("#see-activation").select_option("hidden")
    page.locator("#see-bins").select_option("locked")
    page.locator("#see-population").select_option("locked")
    page.get_by_label("Quiz").check()
    page.get_by_label("Embed").check()
    query = "activation=elu&bias=1.5&embed=1&quiz=1&lock=bins,population&hide=activation&pins=default"
    expect(link).to_have_value(re.compile(re.escape(f"?{query}") + "$"))
    expect(frame).to_have_value(re.compile('<iframe src="[^"<>]*&amp;embed=1[^"<>]*" title="[^"]+"'))
    code = page.locator("#student-code")
    until(page, "document.querySelector('#student-code').naturalWidth > 0")
    small = code.bounding_box()
    page.get_by_role("button", name="Large code").click()
    large = code.bounding_box()
    assert small is not None
    assert large is not None
    assert large["width"] > 2.5 * small["width"]
    page.get_by_role("button", name="Close: Links").click()
    expect(page.locator("#links-dialog")).to_be_hidden()

    page = visit(f"?{query}", prepare=lambda page: page.add_init_script(WATCH))
    # What an address hides never flashes up, which would have been seen.
    assert page.evaluate("window.seen") == []
    expect(page.locator("#control-activation")).to_be_hidden()
    expect(page.locator("header")).to_be_hidden()
    expect(page.locator("#readout")).to_be_hidden()
    for title in page.locator("#views figcaption :is(h3, p)").all():
        expect(title).to_be_hidden()
    thumb = page.locator("#control-bins [role=slider]")
    assert thumb.get_attribute("data-disabled") is not None
    expect(page.locator("#label-bins")).to_be_visible()
    page.keyboard.press("a")  # what is hidden cannot be moved by its key either
    page.keyboard.press("b")
    until(page, "location.search.includes('binning=function-limits')")
    assert "activation=elu" in page.url
    page.locator("#reset").click()
    until(page, f"location.search === '?{query}'")
    href = page.locator("#embed-link").get_attribute("href") or ""
    assert "embed" not in href
    assert "quiz=1" in href
    assert page.evaluate("window.seen") == []
    page.evaluate("document.querySelector('header').style.display = 'block'")
    until(page, "window.seen.length > 0")


def test_keys_do_what_their_list_says_and_none_is_taken_from_a_control(visit: Visit) -> None:
    page = visit("?weight=20")
    page.keyboard.press("ArrowRight")
    until(page, "location.search.includes('weight=21')")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    until(page, "location.search.includes('weight=19')")
    page.keyboard.press(" ")
    expect(page.locator("#play")).to_have_text("Pause")
    page.keyboard.press(" ")
    expect(page.locator("#play")).to_have_text("Play")
    page.keyboard.press("b")
    expect(page.locator("#readout")).to_contain_text("tanh")
    until(page, "location.search.includes('binning=function-limits')")
    page.keyboard.press("r")
    until(page, "location.search === ''")
    page.keyboard.press("?")
    listed = page.locator("#keys-dialog")
    expect(listed).to_be_visible()
    for name in ("Space", "←", "→", "B", "A", "P", "R", "F", "?"):
        expect(listed.locator("kbd", has_text=re.compile(f"^{re.escape(name)}$"))).to_be_visible()
    page.keyboard.press("b")  # a dialog has the keyboard for itself
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    assert "binning" not in page.url
    # The projector's type.
    size = "parseFloat(getComputedStyle(document.querySelector('#graph-mi-curve .xtitle')).fontSize)"
    assert page.evaluate(size) < 14
    page.keyboard.press("f")
    until(page, f"{size} > 20")
    until(page, "location.search === '?projector=1'")
    page.keyboard.press("f")
    until(page, f"{size} < 14")
    until(page, "location.search === ''")
    # A control has its keys for itself.
    thumb = page.locator("#control-bins [role=slider]")
    thumb.focus()
    page.keyboard.press("ArrowRight")
    until(page, "location.search === '?bins=51'")  # and not the weight
    page.locator("#new-sample").focus()
    page.keyboard.press(" ")
    until(page, "location.search.includes('seed=1')")
    expect(page.locator("#play")).to_have_text("Play")
    page.locator("summary", has_text="More parameters").click()
    box = page.locator("#control-seed")
    box.fill("")
    box.press_sequentially("7")
    box.press("b")
    box.press("Control+a")
    box.fill("7")
    box.press("Enter")
    until(page, "location.search.includes('seed=7')")
    assert "binning" not in page.url
    page.locator("#control-activation").focus()
    page.keyboard.press(" ")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.locator("#play")).to_have_text("Play")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    thumb.focus()
    page.keyboard.press("ArrowRight")
    until(page, "location.search.includes('bins=52')")
    assert "activation" not in page.url


def test_the_projectors_type_can_be_read_from_the_last_row(visit: Visit) -> None:
    page = visit("?lesson=saturation&step=1&projector=1&pins=default", viewport={"width": 1920, "height": 1080})
    page.get_by_role("button", name="Show it without a prediction").click()
    expect(page.locator("#lesson-verdict")).not_to_be_empty()
    until(page, "document.querySelectorAll('#pins li').length === 1")
    page.locator("summary", has_text="Teach and take along").click()
    small = """() => [...document.querySelectorAll('#page *')].filter(node =>
        [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim())
        && node.checkVisibility({ visibilityProperty: true }) && !node.closest('.visually-hidden, .modebar, script')
        && node.getBoundingClientRect().width > 1 && parseFloat(getComputedStyle(node).fontSize) < 20)
        .map(node => node.tagName + ' ' + node.textContent.slice(0, 20)
            + ' ' + getComputedStyle(node).fontSize)"""
    assert page.evaluate(small) == []
    width = "parseFloat(getComputedStyle(document.querySelector('#graph-mi-curve path.js-line')).strokeWidth)"
    assert page.evaluate(width) > 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_script_and_a_handout_are_taken_along(visit: Visit, capsys: Any) -> None:
    page = visit(
        "?activation=softsign&binning=global&bias=-1&weight=77", permissions=["clipboard-read", "clipboard-write"]
    )
    shown = re.search(r"= ([\d.]+) bits", page.locator("#readout").inner_text())
    assert shown is not None
    teach(page, "Copy as Python")
    for kind in ("api", "numpy"):
        until(page, f"document.querySelector('#python-{kind}')?.textContent.includes('print')")
        page.locator(f"#python-{kind} + span button").click()
        expect(page.locator(f"#python-{kind} + span [role=status]")).to_have_text("Copied.")
        script = page.evaluate("navigator.clipboard.readText()")
        exec(script, {})
        assert capsys.readouterr().out == f"I(X;T) = {shown[1]} bits\n"
    page.keyboard.press("Escape")
    is_a_handout(page, "softsign", "global")


def test_a_step_of_a_lesson_is_printed_from_the_dark_theme(visit: Visit) -> None:
    is_a_handout(visit("?lesson=saturation&step=1&pins=default", color_scheme="dark"), "tanh", "global")


def is_a_handout(page: Page, activation: str, ruler: str) -> None:
    """A print is one or two pages, with what is drawn and where, and without what can only be pressed."""
    pdf = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    summary = page.locator("#print-summary")
    expect(summary).to_contain_text(f"Activation f {activation}")
    expect(summary).to_contain_text(f"Ruler {ruler}")
    expect(summary.locator(".permalink")).to_have_text(page.url)
    for gone in ("#controls", "nav", "#theme-toggle"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("#graph-strip")).to_be_visible()


def test_what_a_link_hides_or_locks(visit: Visit) -> None:
    """The one is neither printed nor pinned, and the other stays, whatever is pressed."""
    page = visit("?activation=elu&bias=1.5&quiz=1&lock=weight,seed&hide=activation,bias")
    page.keyboard.press("p")
    expect(page.locator("#pins li")).to_have_text("pin 1×")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#print-summary")).to_contain_text("Ruler")
    printed = page.locator("#print-summary").inner_text()
    assert not re.search("elu|Bias|Activation function|http", printed)
    for title in page.locator("#views figcaption :is(h3, p), #verdict, #holds, #rulers").all():
        expect(title).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.locator("#play")).to_be_hidden()
    expect(page.locator("#new-sample")).to_be_hidden()
    page.locator("#graph-mi-curve .nsewdrag").click(position={"x": 200, "y": 60})
    page.keyboard.press("ArrowRight")
    page.keyboard.press("b")  # something that does change: what came before it had its time
    until(page, "location.search.includes('function-limits')")
    assert "weight=" not in page.url


def test_dialogs_and_pins_are_accessible_in_both_themes(visit: Visit) -> None:
    page = visit("?pins=default;activation:relu", color_scheme="light")
    assert serious_findings_in_both_themes(page) == []
    for name, heading in (("Links for students", "links"), ("Copy as Python", "python"), ("Keys", "keys")):
        teach(page, name)
        expect(page.locator(f"#{heading}-dialog")).to_be_visible()
        assert serious_findings_in_both_themes(page, f"#{heading}-dialog") == []
        page.keyboard.press("Escape")
        expect(page.locator(f"#{heading}-dialog")).to_be_hidden()
    page = visit("?embed=1&lock=bins,band&hide=samples&projector=1", color_scheme="light")
    until(page, "!!document.querySelector('#control-weight [role=slider]')?.getAttribute('aria-labelledby')")
    until(page, "!!document.querySelector('#control-binning')?.getAttribute('aria-labelledby')")
    assert serious_findings_in_both_themes(page) == []


def test_everything_fits_on_a_phone(visit: Visit) -> None:
    page = visit("?pins=default;activation:relu,bias:1.0", viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator("summary", has_text="Teach and take along").tap()
    for name in ("links", "python", "keys"):
        page.locator(f"#{name}").tap()
        dialog = page.locator(f"#{name}-dialog")
        expect(dialog).to_be_visible()
        assert page.evaluate(f"(d => d.scrollWidth <= d.clientWidth)(document.querySelector('#{name}-dialog'))")
        dialog.locator(".close").tap()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
