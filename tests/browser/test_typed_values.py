"""Values typed beside the sliders, as people write numbers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from visiting import until

Visit = Callable[..., Page]

# Address, key, what is typed, what the address then holds, what the box then shows.
TYPED = [
    ("", "bias", "2,5", "2.5", "2.5"), ("", "bias", "-1.2", "-1.2", "−1.2"), ("", "bias", "−0,3", "-0.3", "−0.3"),
    ("", "bias", "0.123", "0.1", "0.1"), ("", "bins", " 64 ", "64", "64"), ("", "bins", "12.4", "12", "12"),
    ("", "samples", "2,000", "2000", "2,000"), ("", "samples", "2.000", "2000", "2,000"),
    ("", "samples", "12 345", "12345", "12,345"), ("", "samples", "1.000.000", "1000000", "1,000,000"),
    ("", "samples", "1e4", "10000", "10,000"), ("", "samples", "2,5e3", "2500", "2,500"),
    ("", "weight", "7,5", "74", "7.5"), ("", "weight", "w = 7.54", "74", "7.5"),
    ("?weight_max=100", "weight", "33,3", "66", "33.5"),
    ("?binning=fixed-width", "width", "0,123", "0.123", "0.123"), ("?binning=fixed-width", "width", "1,000", "1", "1"),
    ("?binning=fixed-width", "width", "0.3456", "0.3456", "0.3456"),
]  # fmt: skip
# Key, what is typed, what the address then holds, what is said.
OUTSIDE = [
    ("bins", "300", "256", "Bins: 300 is not allowed (2 to 256); the nearest is 256."),
    ("bins", "1", "2", "Bins: 1 is not allowed (2 to 256); the nearest is 2."),
    ("bias", "-7,5", "-5", "Bias b: -7,5 is not allowed (−5 to 5); the nearest is −5."),
    ("samples", "2 000 000", "1000000",
     "Samples: 2 000 000 is not allowed (10 to 1,000,000); the nearest is 1,000,000."),
    ("weight", "25", "198", "Weight: 25 is not allowed (0.1 to 19.9); the nearest is 19.9."),
    ("weight", "0", "0", "Weight: 0 is not allowed (0.1 to 19.9); the nearest is 0.1."),
]  # fmt: skip


def holds(page: Page, key: str, value: str) -> None:
    until(page, f"new URLSearchParams(location.search).get('{key}') === '{value}'")


@pytest.mark.parametrize("search", sorted({case[0] for case in TYPED}))
def test_a_number_is_taken_as_it_is_written(visit: Visit, search: str) -> None:
    page = visit(search)
    for _, key, text, value, shown in (case for case in TYPED if case[0] == search):
        box = page.locator(f"#typed-{key}")
        box.fill(text)
        box.press("Enter" if len(text) % 2 else "Tab")
        holds(page, key, value)
        expect(box).to_have_value(shown)
        expect(page.locator("#notice")).to_be_empty()


def test_what_is_not_allowed_becomes_the_nearest_and_is_told_until_the_next_change(visit: Visit) -> None:
    page = visit("?bins=1e9")  # the server has a correction of its own to tell
    notice = page.locator("#notice")
    expect(notice).to_contain_text("Corrected")
    for number, (key, text, value, said) in enumerate(OUTSIDE, 1):
        box = page.locator(f"#typed-{key}")
        box.fill(text)
        box.press("Enter")
        holds(page, key, value)
        expect(notice).to_have_text(said)
        expect(notice).to_have_attribute("data-kind", "warn")
        page.keyboard.press("Tab")
        page.locator("#new-sample").click()
        holds(page, "seed", str(number))
        expect(notice).to_be_empty()


def test_what_is_no_number_leaves_what_is_in_force(visit: Visit) -> None:
    page = visit("?bins=20&bias=-1.5")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "_dash-update" in request.url else None)
    for way in ("Enter", "Tab"):
        for text in ("", "   ", "two", "1,2,3", "--1", "1.2.3,4", "Infinity", "0x10", "1e999", ""):
            for key, held in (("bins", "20"), ("bias", "−1.5")):
                box = page.locator(f"#typed-{key}")
                box.fill(text)
                box.press(way)
                expect(box, f"{key}: {text!r}, left by {way}").to_have_value(held)
    assert sent == []


def test_escape_gives_the_value_back(visit: Visit) -> None:
    page = visit("?bins=20")
    box = page.locator("#typed-bins")
    box.fill("33")
    box.press("Escape")
    expect(box).to_have_value("20")
    box.press("Tab")
    expect(box).to_have_value("20")
    page.locator("#new-sample").click()
    until(page, "location.search === '?bins=20&seed=1'")


def test_the_box_follows_the_slider_and_leaves_it_its_keys(visit: Visit) -> None:
    page = visit()
    slider = page.locator("#control-bins [role=slider]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#typed-bins")).to_have_value("51")
    expect(slider).to_be_focused()
    page.locator("#typed-bins").fill("80")
    page.keyboard.press("Enter")
    expect(slider).to_have_attribute("aria-valuenow", "80")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#typed-bins")).to_have_value("79")
    expect(page.locator("#value-bins")).to_have_text("79")


def test_what_is_being_typed_is_not_written_over(visit: Visit) -> None:
    page = visit()
    box = page.locator("#typed-weight")
    box.fill("12")
    page.evaluate("document.querySelector('#new-sample').click()")  # what somebody else changes meanwhile
    until(page, "location.search === '?seed=1'")
    expect(page.locator("#readout")).to_contain_text("w = 5:")
    expect(box).to_have_value("12")
    box.press("Enter")
    holds(page, "weight", "119")


@pytest.mark.parametrize("path", ["", "questions", "figures"])
def test_every_slider_has_a_box_that_is_named_like_it(visit: Visit, path: str) -> None:
    page = visit("?binning=fixed-width" if not path else "", path=path)
    until(page, "document.querySelectorAll('.typed').length > 0")
    pairs = page.evaluate("""() => [...document.querySelectorAll('[id^=control-]')]
      .filter(control => control.querySelector('[role=slider]'))
      .map(control => control.id.replace('control-', ''))
      .map(key => [key, document.querySelector('#typed-' + key)?.getAttribute('aria-labelledby')])""")
    assert len(pairs) >= 3
    assert all(label == f"label-{key}" for key, label in pairs)


def test_the_other_pages_take_typed_values_too(visit: Visit) -> None:
    page = visit(path="questions")
    page.locator("#typed-weight").fill("3,3")
    page.keyboard.press("Enter")
    expect(page.locator("#title-global")).to_contain_text("w = 3.3")
    page = visit(path="figures")
    expect(page.locator("#typed-bins")).to_have_value("")  # as each source has it
    page.locator("#typed-bins").fill("33")
    page.keyboard.press("Enter")
    expect(page.locator("#parameters-per-weight")).to_contain_text("33 bins")


def test_a_locked_control_takes_no_typed_value(visit: Visit) -> None:
    page = visit("?lock=bins")
    expect(page.locator("#typed-bins")).to_be_disabled()
    expect(page.locator("#typed-bias")).to_be_enabled()
