"""The pages draw with either plotly.js: the small one that npm fetches, and the one that plotly brings."""

from collections.abc import Callable
from pathlib import Path

import plotly
import pytest
from playwright.sync_api import Page
from visiting import ROOT, until

Visit = Callable[..., Page]
SMALL = ROOT / "node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js"
OWN = Path(plotly.__file__).parent / "package_data/plotly.min.js"
ASKED = (
    "performance.getEntriesByType('resource').map(entry => entry.name).filter(name => name.includes('/plotly.min.js'))"
)
HEAD = "address => fetch(address).then(answer => answer.text()).then(text => text.slice(0, 100))"


def curve_bars_and_coloured_bins_are_drawn(page: Page) -> None:
    """The explorer shows a figure of each kind that it has."""
    until(page, "document.querySelector('#graph-mi-curve .js-line')?.getAttribute('d').split('L').length > 100")
    for figure, drawn in (("strip", ".bars path"), ("partition", ".hm image"), ("activation", ".js-line")):
        until(page, f"document.querySelectorAll('#graph-{figure} {drawn}').length > 0")


def test_the_server_gives_the_small_one_where_it_is(visit: Visit) -> None:
    """What the other pages draw with it, where it is, their own tests and those of prints hold."""
    page = visit()
    (address,) = set(page.evaluate(ASKED))
    assert ("(cartesian" in page.evaluate(HEAD, address)) == SMALL.exists()
    curve_bars_and_coloured_bins_are_drawn(page)


@pytest.mark.parametrize("path", ["", "figures", "questions"])
def test_every_page_draws_with_plotlys_own(visit: Visit, path: str) -> None:
    page = visit(path=path, prepare=lambda page: page.route("**/plotly.min.js*", lambda route: route.fulfill(path=OWN)))
    assert "(cartesian" not in page.evaluate(HEAD, page.evaluate(ASKED)[0])
    if path == "":
        curve_bars_and_coloured_bins_are_drawn(page)
    for plot in page.locator(".js-plotly-plot").all():
        plot.scroll_into_view_if_needed()
    until(page, "document.querySelectorAll('.js-plotly-plot .js-line').length > 0")
