"""Terms explain themselves by mouse, by keyboard and by touch."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from minimal_model.dashboard.page.glossary import GLOSSARY

Visit = Callable[..., Page]


@pytest.mark.parametrize("way", ["hover", "focus", "tap"])
def test_a_term_says_what_it_means(visit: Visit, way: str) -> None:
    page = visit(has_touch=True) if way == "tap" else visit()
    term = page.locator("#views .term").first
    name = term.get_attribute("data-term")
    (meaning,) = [entry.meaning for entry in GLOSSARY if entry.name == name]
    getattr(term, way)()
    expect(page.locator("#term-bubble")).to_have_text(meaning)
    expect(page.locator("#term-bubble")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(page.locator("#term-bubble")).to_be_hidden()


def test_every_term_is_marked_somewhere_on_the_page(visit: Visit) -> None:
    page = visit()
    for summary in page.locator("details summary").all():
        summary.click()
    for entry in GLOSSARY:
        page.locator(f".term[data-term='{entry.name}']").first.focus()
        expect(page.locator("#term-bubble")).to_have_text(entry.meaning)


def test_every_term_is_listed_with_its_meaning(visit: Visit) -> None:
    page = visit()
    page.get_by_text("Words", exact=True).click()
    for entry in GLOSSARY:
        expect(page.locator(".words div", has=page.locator(f"dt:text-is('{entry.name}')"))).to_contain_text(
            entry.meaning
        )


def test_a_label_says_what_its_control_does(visit: Visit) -> None:
    page = visit()
    page.locator("#label-bias").hover()
    expect(page.locator("#term-bubble")).to_have_text(page.locator("#help-bias").inner_text())
