"""Terms explain themselves by mouse, by keyboard and by touch."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from minimal_model.dashboard.page.glossary import GLOSSARY

Visit = Callable[..., Page]


def says_its_meaning(page: Page, way: str) -> None:
    """The first term over the figures says what it means in a bubble that is wholly seen, until Escape is pressed."""
    term = page.locator("#views .term").first
    name = term.get_attribute("data-term")
    (meaning,) = [entry.meaning for entry in GLOSSARY if entry.name == name]
    getattr(term, way)()
    expect(page.locator("#term-bubble"), way).to_have_text(meaning)
    expect(page.locator("#term-bubble"), way).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(page.locator("#term-bubble"), way).to_be_hidden()
    page.mouse.move(5, 5)


def test_a_term_says_what_it_means_to_a_finger(visit: Visit) -> None:
    says_its_meaning(visit(has_touch=True), "tap")


def test_a_term_says_what_it_means_and_each_is_marked_somewhere_and_listed_with_its_meaning(visit: Visit) -> None:
    page = visit()
    for way in ("hover", "focus"):
        says_its_meaning(page, way)
    # A label says what its control does.
    page.locator("#label-bias").hover()
    expect(page.locator("#term-bubble")).to_have_text(page.locator("#help-bias").inner_text())
    page.mouse.move(5, 5)
    for summary in page.locator("details:not(#how-many) > summary").all():
        summary.click()
    for entry in GLOSSARY:
        page.locator(f".term[data-term='{entry.name}']").first.focus()
        expect(page.locator("#term-bubble")).to_have_text(entry.meaning)
        expect(page.locator(".words div", has=page.locator(f"dt:text-is('{entry.name}')"))).to_contain_text(
            entry.meaning
        )
