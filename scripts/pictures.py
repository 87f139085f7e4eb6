"""Make the pictures that stand for the pages elsewhere: in menus, beside links and in the documents.

python scripts/pictures.py writes the icon and the picture beside a link into assets/common/, the others into docs/. It
needs the packages of requirements-dev.txt and a Chromium, whose path may be given in CHROMIUM. What it writes is
committed; it is run again when a page looks another way. Only docs/live-class.png was taken by hand, in a class.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

# The tests know how to start the server and when a page is drawn.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from visiting import Visits, launched, serving, until

from minimal_model.dashboard.server.previews import HEIGHT, ICON, LARGE_ICON, PICTURE, WIDTH

ASSETS = Path(__file__).resolve().parents[1] / "assets"
DOCS = ASSETS.parent / "docs"
ICON_SIZE = 180
# Networks show the picture a few centimetres wide: the question, the rulers and the curves, and no small print.
SHOWN = """
#controls, nav, #theme-toggle, .beside, #holds, #ruler-meaning, #readout { display: none !important; }
#about, .view figcaption p { display: none !important; }
#explorer { grid-template-columns: minmax(0, 1fr) !important; }
.said { grid-template-columns: minmax(0, 1fr) !important; }
#page { padding: 1rem 1.5rem !important; }
.plot { height: 8.5rem !important; }
.lead { display: none !important; }
.view:not(.graph-mi-curve) { display: none !important; }
"""


def icon(browser: Browser) -> None:
    """Draw the icon as large as a home screen has it."""
    page = browser.new_page(viewport={"width": ICON_SIZE, "height": ICON_SIZE})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{(ASSETS / ICON).read_text()}")
    page.screenshot(path=ASSETS / LARGE_ICON, omit_background=True)
    page.close()


def picture(browser: Browser, address: str) -> None:
    """Draw the explorer as it opens, without its controls."""
    visits = Visits(browser, address)
    # The settings of a small screen that shows everything larger.
    page = visits.open(viewport={"width": WIDTH * 2 // 3, "height": HEIGHT * 2 // 3}, device_scale_factor=1.5)
    page.add_style_tag(content=SHOWN)
    # plotly draws the curve anew in its new size.
    until(
        page,
        "() => { const wide = document.querySelector('#graph-mi-curve').clientWidth;"
        " return Number(document.querySelector('#graph-mi-curve .main-svg').getAttribute('width')) === wide; }",
    )
    page.screenshot(path=ASSETS / PICTURE)
    visits.close()


def on_top(page: Page, place: str) -> None:
    """Scroll a part of a page up to below what stays in sight there."""
    page.evaluate(
        """place => {
          const stays = document.querySelector('#neuron, #what-if').offsetHeight;
          window.scrollTo(0, document.querySelector(place).getBoundingClientRect().top + window.scrollY - stays - 12);
        }""",
        place,
    )


def documents(browser: Browser, address: str) -> None:
    """Draw the pages as the documents show them."""
    visits = Visits(browser, address)
    small, large = {"width": 1366, "height": 768}, {"width": 1440, "height": 1000}

    page = visits.open(viewport=small)
    page.screenshot(path=DOCS / "explorer.png")

    page = visits.open("?lesson=saturation&step=1", viewport=small)
    page.locator("[data-choice=falls]").click()
    page.locator("#lesson-explanation").wait_for()
    page.screenshot(path=DOCS / "lesson.png")

    page = visits.open("?activation=relu&bias=1&pins=default", viewport=large)
    page.locator("summary", has_text="Teach and take along").click()
    page.locator("#links").click()
    page.locator("#link-host").fill("lecture.example.org")
    until(page, "document.querySelector('#student-code')?.naturalWidth > 0")
    page.screenshot(path=DOCS / "links.png")

    page = visits.open(path="questions", viewport=large)
    on_top(page, ".card:has(#plot-fixed-width)")
    page.screenshot(path=DOCS / "questions.png")

    page = visits.open(path="figures", viewport=large)
    on_top(page, "#figure-global")
    until(page, "[...document.querySelectorAll('#figure-global .plot')].every(plot => plot.querySelector('.main-svg'))")
    page.screenshot(path=DOCS / "figures.png")
    visits.close()


def main() -> None:
    """Draw all of them."""
    with launched() as browser, serving() as address:
        icon(browser)
        picture(browser, address)
        documents(browser, address)


if __name__ == "__main__":
    main()
