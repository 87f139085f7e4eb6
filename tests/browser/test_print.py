"""A print of any page, unscrolled, gives all of it: each plot drawn, whole, light, and nothing cut off at the right."""

import re
from collections.abc import Callable

import pytest
from paper import printed
from playwright.sync_api import Page, expect
from visiting import until

Visit = Callable[..., Page]
# Path, search, paper, scheme, width of the window, number of plots, and what the summary says.
PRINTS = [
    ("", "?bias=1.5", "A4", "dark", 1440, 4, "Bias b 1.5"),
    ("", "?activation=relu&binning=fixed-width&pins=default", "Letter", "light", 390, 4, "Activation f relu"),
    ("figures", "?bins=30", "A4", "dark", 1440, 46, "Bins 30 · Bias b as in the source"),
    ("questions", "?activation=relu&weight=20", "Letter", "light", 1920, 13, "Activation f relu"),
    ("robustness", "", "A4", "dark", 820, 3, "robustness"),
    ("lessons", "", "A4", "dark", 390, 0, "lessons"),
]
# Size and colour of each plot that is drawn, and whether it is scaled.
LOOK = """() => Object.fromEntries([...document.querySelectorAll('.js-plotly-plot')].map(plot => [
  plot.id || plot.closest('[id]').id,
  [plot._fullLayout.width, plot._fullLayout.paper_bgcolor,
    plot.querySelector('.main-svg').hasAttribute('viewBox')]]))"""
# Called after the page's own, so that it notes what is printed.
NOTE_THE_LOOK = f"addEventListener('beforeprint', () => {{ window.lookOfPrint = ({LOOK})(); }})"


@pytest.mark.parametrize(("path", "search", "paper", "scheme", "width", "number", "said"), PRINTS)
def test_a_print_gives_all_and_says_of_what_and_leaves_the_screen_as_it_was(
    visit: Visit, path: str, search: str, paper: str, scheme: str, width: int, number: int, said: str
) -> None:
    page = visit(search, path=path, color_scheme=scheme, viewport={"width": width, "height": 900})
    until(page, "document.querySelector('#print-summary') !== null")
    # Answers that the page asks for by themselves have come, and the code of the address.
    until(page, "[...document.querySelectorAll('[id$=-table]')].every(table => table.rows.length > 1)")
    until(page, "document.querySelector('[aria-busy]') === null")
    until(page, "performance.getEntriesByType('resource').some(entry => entry.name.includes('qr.svg'))")
    before = page.evaluate(LOOK)
    page.evaluate(NOTE_THE_LOOK)

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
    looks = page.evaluate("lookOfPrint")
    assert len(looks) == number
    assert all((colour, scaled) == ("#ffffff", True) for _, colour, scaled in looks.values())

    # What has been drawn for the print alone stays.
    same = "Object.entries(before).every(([id, look]) => JSON.stringify(now[id]) === JSON.stringify(look))"
    until(page, f"before => {{ const now = ({LOOK})(); return {same}; }}", arg=before)

    # What it says besides the plots.
    page.emulate_media(media="print")
    summary = page.locator("#print-summary")
    expect(summary).to_contain_text(re.compile(re.escape(said).replace("\\ ·\\ ", ".*")))
    expect(summary.locator(".permalink")).to_have_text(page.url)
    expect(summary.locator(".code svg")).to_be_visible()
    for gone in ("nav", "#theme-toggle", ".lead", "#controls", "#what-if", "#neuron"):
        expect(page.locator(f"{gone}:visible")).to_have_count(0)
