"""Shortcuts on keyboards of all layouts, what a choice is compared with, and messages that come and go."""

import json
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Request, expect
from visiting import until

from minimal_model.state.parameters import SPECIFICATIONS

Visit = Callable[..., Page]

# Key, its place, with Shift: on which layout, and what it then does.
KEYS = {
    "Cyrillic B": ("и", "KeyB", False, "binning"),
    "Cyrillic A": ("ф", "KeyA", False, "activation"),
    "Cyrillic capital A": ("Ф", "KeyA", True, "activation"),
    "Greek A": ("α", "KeyA", False, "activation"),
    "Hebrew B": ("נ", "KeyB", False, "binning"),
    "Arabic B": ("لا", "KeyB", False, "binning"),
    "AZERTY A": ("a", "KeyQ", False, "activation"),
    "Dvorak B": ("b", "KeyN", False, "binning"),
    "Dvorak P": ("p", "KeyR", False, "pins"),
}
NOTHING = {
    "AZERTY Q": ("q", "KeyA", False),
    "Dvorak X": ("x", "KeyB", False),
    "AZERTY comma": (",", "KeyM", False),
    "Dvorak comma": (",", "KeyW", False),
}
QUESTIONS = {
    "English": ("?", "Slash", True), "German": ("?", "Minus", True), "Russian": ("?", "Digit7", True),
    "Russian, where English has it": (",", "Slash", True), "Arabic": ("؟", "Slash", True),
}  # fmt: skip


# Where the page shows what is changed, at once.
SHOWN = {"activation": "#control-activation", "binning": "#control-binning", "pins": "#pins li"}
CHANGED = """([shown, before]) =>
  JSON.stringify([...document.querySelectorAll(shown)].map(node => node.innerText)) !== JSON.stringify(before)"""


def press(page: Page, key: str, code: str, shift: bool, **more: bool) -> None:
    """Press a key as another layout would."""
    page.evaluate(
        """options => document.body.dispatchEvent(
             new KeyboardEvent('keydown', Object.assign({ bubbles: true, cancelable: true }, options)))""",
        {"key": key, "code": code, "shiftKey": shift, **more},
    )


def test_keys_of_all_layouts_do_what_they_say_and_nothing_else(visit: Visit) -> None:
    page = visit()
    for name, (key, code, shift, changed) in KEYS.items():
        before = page.locator(SHOWN[changed]).all_inner_texts()
        press(page, key, code, shift)
        until(page, CHANGED, [SHOWN[changed], before, name])
    # Four of each, one after the other.
    activation, binning = further("activation", 4), further("binning", 4)
    reached = f"activation={activation}&binning={binning}"
    pinned = f"pins=activation:{activation},binning:{binning}"
    until(page, f"location.search === '?{reached}&{pinned}'")
    for key, code, shift in NOTHING.values():
        press(page, key, code, shift)
    page.locator("#new-sample").click()
    until(page, f"location.search === '?{reached}&seed=1&{pinned}'")
    # Undo and redo on a Cyrillic one.
    press(page, "я", "KeyZ", False, ctrlKey=True)
    until(page, f"location.search === '?{reached}&{pinned}'")
    press(page, "Я", "KeyZ", True, ctrlKey=True)
    until(page, f"location.search === '?{reached}&seed=1&{pinned}'")
    # The list of keys opens, and names them.
    for key, code, shift in QUESTIONS.values():
        press(page, key, code, shift)
        expect(page.locator("#keys-dialog")).to_be_visible()
        rows = page.locator("#keys-content dl > div").all_inner_texts()
        assert any("Ctrl+Z" in row and "undo" in row for row in rows)
        assert any("Ctrl+Shift+Z" in row and "redo" in row for row in rows)
        page.keyboard.press("Escape")
        expect(page.locator("#keys-dialog")).to_be_hidden()


def further(key: str, times: int) -> Any:
    """Return the choice that comes so many times after the default."""
    choices = SPECIFICATIONS[key].choices
    return choices[(choices.index(SPECIFICATIONS[key].default) + times) % len(choices)]


def bodies(page: Page) -> list[dict[str, Any]]:
    """The requests for drawings that a page sends from now on."""
    sent: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if "_dash-update-component" in request.url:
            inputs = json.loads(request.post_data or "{}")["inputs"]
            sent.extend(entry["value"] for entry in inputs if entry["id"] == "request")

    page.on("request", note)
    return sent


def settled(page: Page, sent: list[dict[str, Any]], **values: Any) -> str:
    """Wait until a request asks for these values, and return what it asks to compare with."""
    deadline = time.monotonic() + 30
    while not (sent and all(sent[-1]["parameters"][key] == value for key, value in values.items())):
        assert time.monotonic() < deadline, f"never asked for {values}"
        page.wait_for_timeout(20)
    before = str(sent[-1]["before"])
    until(page, "document.querySelector('#slow').hidden")
    return before


def test_a_choice_is_compared_with_the_curve_before_until_the_next_change(visit: Visit) -> None:
    page = visit("?bins=20&weight=60")
    sent = bodies(page)
    page.keyboard.press("b")
    assert settled(page, sent, binning="function-limits") == "bins:20"
    expect(page.locator("#readout")).to_contain_text("function-limits")
    page.locator("#rulers [data-ruler=equal-frequency]").click()
    assert settled(page, sent, binning="equal-frequency") == "binning:function-limits,bins:20"
    page.locator("#control-bins [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    assert settled(page, sent, bins=21) == ""
    page.locator("#control-activation").click()
    page.get_by_role("option", name="softplus").click()
    assert settled(page, sent, activation="softplus") == "binning:equal-frequency,bins:21"
    page.keyboard.press("Control+z")
    assert settled(page, sent, activation="tanh") == ""
    page.keyboard.press("Control+Shift+Z")
    assert settled(page, sent, activation="softplus") == ""
    page.locator("#reset").click()
    assert settled(page, sent, activation="tanh", bins=50) == ""
    assert "before" not in page.url
    assert not any(body["whole"] for body in sent)


def test_good_news_goes_away_unless_it_is_read_and_bad_news_stays_until_the_next_change(visit: Visit) -> None:
    page = visit("?pins=default;" + ";".join(f"bins:{bins}" for bins in range(10, 15)), clock=True)
    notice, pins = page.locator("#notice"), page.locator("#pins li")
    expect(pins).to_have_count(6)
    page.keyboard.press("p")
    expect(notice).to_have_text("This curve is pinned already.")
    expect(notice).to_have_attribute("data-kind", "done")
    notice.hover()
    page.clock.run_for(20_000)
    expect(notice).to_have_text("This curve is pinned already.")
    page.mouse.move(5, 5)
    page.clock.run_for(7_000)
    expect(notice).to_be_empty()
    page.keyboard.press("p")
    expect(notice).to_have_text("This curve is pinned already.")
    page.keyboard.press("a")  # the next change
    expect(notice).to_be_empty()
    page.keyboard.press("p")
    expect(notice).to_have_text("At most 6 curves can be pinned; remove one first.")
    expect(notice).to_have_attribute("data-kind", "warn")
    page.clock.run_for(60_000)
    expect(notice).to_have_text("At most 6 curves can be pinned; remove one first.")
    page.locator("#pins button").first.click()
    expect(notice).to_be_empty()
