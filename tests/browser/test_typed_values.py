"""Values typed beside the sliders, as people write numbers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from visiting import until

Visit = Callable[..., Page]

# By address, in turns, by the key of the box: what is typed, what the address then holds, what the box then shows.
TYPED: dict[str, list[dict[str, tuple[str, str, str]]]] = {
    "": [
        {"bias": ("2,5", "2.5", "2.5"), "bins": (" 64 ", "64", "64"), "samples": ("2,000", "2000", "2,000"),
         "weight": ("7,5", "74", "7.5")},
        {"bias": ("-1.2", "-1.2", "−1.2"), "bins": ("12.4", "12", "12"), "samples": ("1e4", "10000", "10,000"),
         "weight": ("12", "119", "12")},
        {"bias": ("−0,3", "-0.3", "−0.3"), "samples": ("2.000", "2000", "2,000"), "weight": ("w = 7.54", "74", "7.5")},
        {"bias": ("0.123", "0.1", "0.1"), "samples": ("12 345", "12345", "12,345")},
        {"samples": ("1.000.000", "1000000", "1,000,000")},
        {"samples": ("2,5e3", "2500", "2,500")},
    ],
    "?binning=fixed-width&weight_max=100": [
        {"width": ("0,123", "0.123", "0.123"), "weight": ("33,3", "66", "33.5")},
        {"width": ("1,000", "1", "1")},
        {"width": ("0.3456", "0.3456", "0.3456")},
    ],
}  # fmt: skip
# Key, what is typed, what the address then holds, what is said.
OUTSIDE = [
    ("bins", "300", "256", "Bins: 300 is not allowed (2 to 256); the nearest is 256."),
    ("bins", "1", "2", "Bins: 1 is not allowed (2 to 256); the nearest is 2."),
    ("bias", "-7,5", "-5", "Bias b: -7,5 is not allowed (−5 to 5); the nearest is −5."),
    ("weight", "25", "198", "Weight: 25 is not allowed (0.1 to 19.9); the nearest is 19.9."),
    ("weight", "0", "0", "Weight: 0 is not allowed (0.1 to 19.9); the nearest is 0.1."),
    # The last, as each further answer would be of a million.
    ("samples", "2 000 000", "1000000",
     "Samples: 2 000 000 is not allowed (10 to 1,000,000); the nearest is 1,000,000."),
]  # fmt: skip


def holds(page: Page, key: str, value: str) -> None:
    until(page, f"new URLSearchParams(location.search).get('{key}') === '{value}'")


def expect_a_box_for_each_slider(page: Page) -> None:
    """Each is named like its slider."""
    until(page, "document.querySelectorAll('.typed').length > 0")
    pairs = page.evaluate("""() => [...document.querySelectorAll('[id^=control-]')]
      .filter(control => control.querySelector('[role=slider]'))
      .map(control => control.id.replace('control-', ''))
      .map(key => [key, document.querySelector('#typed-' + key)?.getAttribute('aria-labelledby')])""")
    assert len(pairs) >= 3
    assert all(label == f"label-{key}" for key, label in pairs)


@pytest.mark.parametrize("search", TYPED)
def test_a_number_is_taken_as_it_is_written(visit: Visit, search: str) -> None:
    page = visit(search)
    expect_a_box_for_each_slider(page)
    for turn in TYPED[search]:
        for key, (text, _, shown) in turn.items():
            box = page.locator(f"#typed-{key}")
            box.fill(text)
            box.press("Enter" if len(text) % 2 else "Tab")
            expect(box).to_have_value(shown)
        for key, (_, value, _) in turn.items():
            holds(page, key, value)
        expect(page.locator("#notice")).to_be_empty()


def test_what_is_not_allowed_becomes_the_nearest_and_is_told_until_the_next_change(visit: Visit) -> None:
    page = visit("?bins=1e9")  # the server has a correction of its own to tell
    notice = page.locator("#notice")
    expect(notice).to_contain_text("Corrected")
    for key, text, value, said in OUTSIDE:
        box = page.locator(f"#typed-{key}")
        box.fill(text)
        box.press("Enter")
        expect(notice).to_have_text(said)
        expect(notice).to_have_attribute("data-kind", "warn")
        holds(page, key, value)
        page.keyboard.press("Tab")
        page.locator("#new-sample").click()
        expect(notice).to_be_empty()
    holds(page, "seed", str(len(OUTSIDE)))


def test_what_is_no_number_leaves_what_is_in_force(visit: Visit) -> None:
    page = visit("?bins=20&bias=-1.5")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "_dash-update" in request.url else None)
    ways = ["Enter", "Tab"]
    for text in ("", "   ", "", "two", "1,2,3", "--1", "1.2.3,4", "Infinity", "0x10", "1e999", "two", ""):
        for way, (key, held) in zip(ways, (("bins", "20"), ("bias", "−1.5")), strict=True):
            box = page.locator(f"#typed-{key}")
            box.fill(text)
            box.press(way)
            expect(box, f"{key}: {text!r}, left by {way}").to_have_value(held)
        ways.reverse()  # each box is left in either way, by turns
    assert sent == []


def test_box_and_slider_follow_each_other_and_what_is_being_typed_is_left_alone(visit: Visit) -> None:
    page = visit()
    slider, box = page.locator("#control-bins [role=slider]"), page.locator("#typed-bins")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(box).to_have_value("51")
    expect(slider).to_be_focused()
    box.fill("80")
    page.keyboard.press("Enter")
    expect(slider).to_have_attribute("aria-valuenow", "80")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(box).to_have_value("79")
    expect(page.locator("#value-bins")).to_have_text("79")
    # Escape gives the value back.
    box.fill("33")
    box.press("Escape")
    expect(box).to_have_value("79")
    box.press("Tab")
    expect(box).to_have_value("79")
    # What somebody else changes meanwhile does not write over what is being typed.
    weight = page.locator("#typed-weight")
    weight.fill("12")
    page.evaluate("document.querySelector('#new-sample').click()")
    until(page, "location.search === '?bins=79&seed=1'")
    expect(page.locator("#readout")).to_contain_text("of 79 bins")
    expect(weight).to_have_value("12")
    weight.press("Enter")
    holds(page, "weight", "119")


def test_the_other_pages_take_typed_values_too(visit: Visit) -> None:
    page = visit(path="questions")
    expect_a_box_for_each_slider(page)
    page.locator("#typed-weight").fill("3,3")
    page.keyboard.press("Enter")
    expect(page.locator("#title-global")).to_contain_text("w = 3.3")
    page = visit(path="figures")
    expect_a_box_for_each_slider(page)
    expect(page.locator("#typed-bins")).to_have_value("")  # as each source has it
    page.locator("#typed-bins").fill("33")
    page.keyboard.press("Enter")
    expect(page.locator("#parameters-per-weight")).to_contain_text("33 bins")


def test_what_a_lecturer_has_locked_takes_nothing_typed(visit: Visit) -> None:
    page = visit("?lock=activation,bins")
    expect(page.locator("#typed-bins")).to_be_disabled()
    expect(page.locator("#typed-bias")).to_be_enabled()
    page.get_by_text("More parameters").click()
    # No formula takes the place of a locked activation.
    expect(page.locator("#control-formula")).to_be_disabled()
    expect(page.locator(".example").first).to_be_disabled()
