"""Make the pictures that stand for the pages elsewhere: the icon of a home screen, and the picture beside a link.

python scripts/pictures.py writes both into assets/common/. It needs the packages of requirements-dev.txt and a
Chromium, whose path may be given in CHROMIUM. What it writes is committed; it is run again when the explorer looks
another way.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser

# The tests know how to start the server and when a page is drawn.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from visiting import Visits, launched, serving, until

from minimal_model.dashboard.server.previews import HEIGHT, ICON, LARGE_ICON, PICTURE, WIDTH

ASSETS = Path(__file__).resolve().parents[1] / "assets"
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


def main() -> None:
    """Draw both."""
    with launched() as browser, serving() as address:
        icon(browser)
        picture(browser, address)


if __name__ == "__main__":
    main()
