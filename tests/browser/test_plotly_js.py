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


@pytest.fixture(params=[path for path in (SMALL, OWN) if path.exists()], ids=lambda path: str(path.stem))
def script(request: pytest.FixtureRequest) -> Path:
    """Each that a page can get here: without npm there is but one."""
    return Path(request.param)


def giving(script: Path) -> Callable[[Page], None]:
    """What has a page get a script at the address of plotly.js, whichever the server has."""
    return lambda page: page.route("**/plotly.min.js*", lambda route: route.fulfill(path=script))


def test_the_explorer_draws_curve_bars_and_coloured_bins(visit: Visit, script: Path) -> None:
    page = visit(prepare=giving(script))
    assert ("(cartesian" in page.evaluate(HEAD, page.evaluate(ASKED)[0])) == (script == SMALL)
    until(page, "document.querySelector('#graph-mi-curve .js-line')?.getAttribute('d').split('L').length > 100")
    for figure, drawn in (("strip", ".bars path"), ("partition", ".hm image"), ("activation", ".js-line")):
        until(page, f"document.querySelectorAll('#graph-{figure} {drawn}').length > 0")


@pytest.mark.parametrize("path", ["figures", "questions"])
def test_the_other_pages_draw_their_plots(visit: Visit, script: Path, path: str) -> None:
    page = visit(path=path, prepare=giving(script))
    for plot in page.locator(".js-plotly-plot").all():
        plot.scroll_into_view_if_needed()
    until(page, "document.querySelectorAll('.js-plotly-plot .js-line').length > 0")


def test_the_server_gives_the_small_one_where_it_is(visit: Visit) -> None:
    page = visit()
    (address,) = set(page.evaluate(ASKED))
    assert ("(cartesian" in page.evaluate(HEAD, address)) == SMALL.exists()
    until(page, "document.querySelector('#graph-mi-curve .js-line')?.getAttribute('d').split('L').length > 100")
