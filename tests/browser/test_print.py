"""A print of any page, unscrolled, gives all of it: each plot drawn, whole, light, and nothing cut off at the right."""

import re
from collections.abc import Callable

import pytest
from paper import printed
from playwright.sync_api import Page, expect
from visiting import until

Visit = Callable[..., Page]
# Path, search, paper, scheme, width of the window, number of plots.
PRINTS = [
    ("", "", "A4", "dark", 1440, 4),
    ("", "?activation=relu&binning=fixed-width&pins=default", "Letter", "light", 390, 4),
    ("figures", "", "A4", "dark", 1440, 46),
    ("questions", "?weight=20", "Letter", "dark", 820, 13),
    ("questions", "", "A4", "light", 1920, 13),
    ("robustness", "", "A4", "dark", 820, 3),
    ("lessons", "", "A4", "dark", 390, 0),
]


@pytest.mark.parametrize(("path", "search", "paper", "scheme", "width", "number"), PRINTS)
def test_a_print_gives_every_plot_whole_and_light(
    visit: Visit, path: str, search: str, paper: str, scheme: str, width: int, number: int
) -> None:
    page = visit(search, path=path, color_scheme=scheme, viewport={"width": width, "height": 900})
    until(page, "document.querySelector('#print-summary') !== null")
    # Answers that the page asks for by themselves have come.
    until(page, "[...document.querySelectorAll('[id$=-table]')].every(table => table.rows.length > 1)")
    until(page, "document.querySelector('[aria-busy]') === null")
    names, found, sheets = printed(page, paper)
    assert len(names) == number
    assert [part.name for part in found] == names  # each once: none left out, none split
    for part in found:
        assert part.pixels.shape[0] > 100
        assert part.pixels.shape[1] > 200
        assert part.ink > 0.005, part.name
        assert part.dark < 0.3, part.name
    for sheet in sheets:
        assert (sheet[:, -20:] > 250).all()  # the margin on the right
        assert (sheet < 200).any()
        assert (sheet.min(axis=2) > 250).mean() > 0.4  # paper


def test_a_print_says_the_parameters_the_address_and_its_code(visit: Visit) -> None:
    for path, search, said in (
        ("", "?bias=1.5", "Bias b 1.5"),
        ("figures", "?bins=30", "Bins 30 · Bias b as in the source"),
        ("questions", "?activation=relu", "Activation f relu"),
        ("lessons", "", "lessons"),
    ):
        page = visit(search, path=path)
        fetched = "performance.getEntriesByType('resource').some(entry => entry.name.includes('qr.svg'))"
        until(page, fetched)
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        summary = page.locator("#print-summary")
        expect(summary).to_contain_text(re.compile(re.escape(said).replace("\\ ·\\ ", ".*")))
        expect(summary.locator(".permalink")).to_have_text(page.url)
        for gone in ("nav", "#theme-toggle", ".lead", "#controls", "#what-if", "#neuron"):
            expect(page.locator(f"{gone}:visible")).to_have_count(0)


# Size and colour of each plot that is drawn, and whether it is scaled.
LOOK = """() => Object.fromEntries([...document.querySelectorAll('.js-plotly-plot')].map(plot => [plot.id,
  [plot._fullLayout.width, plot._fullLayout.paper_bgcolor,
    plot.querySelector('.main-svg').hasAttribute('viewBox')]]))"""


def test_after_the_print_the_screen_is_as_it_was(visit: Visit) -> None:
    page = visit(path="questions", color_scheme="dark")
    before = page.evaluate(LOOK)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert {(colour, scaled) for _, colour, scaled in page.evaluate(LOOK).values()} == {("#ffffff", True)}
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    # What has been drawn for the print alone stays.
    same = "Object.entries(before).every(([id, look]) => JSON.stringify(now[id]) === JSON.stringify(look))"
    until(page, f"before => {{ const now = ({LOOK})(); return {same}; }}", arg=before)
