"""Answer one visit to each page inside the process before it serves."""

import re
from collections.abc import Iterator

from minimal_model.dashboard.server.page_app import PLOTLY, SUITES, PageApp

# The files that the first script of a page asks for by itself, because they are named in no page.
LATE = ("async-graph.js", "async-dropdown.js", "async-slider.js")


def warm_up(page: PageApp) -> None:
    """Ask for a page and for all files that it will ask for.

    Dash registers the paths of its scripts during the first request and counts itself ready before it has finished:
    script requests that arrive meanwhile in another thread would fail and leave the page blank. The files are
    compressed and kept on the way.
    """
    client = page.server.test_client()
    html = client.get(page.config.routes_pathname_prefix)
    if html.status_code != 200:
        raise RuntimeError(f"the page answers {html.status_code} to itself")
    for address in _files(page, html.get_data(as_text=True)):
        answer = client.get(page.root_routes + address, headers={"Accept-Encoding": "gzip"})
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code} to the page itself")


def _files(page: PageApp, html: str) -> Iterator[str]:
    """Yield the addresses of a page's files below the root."""
    for address in re.findall(r'(?:src|href)="([^"]+)"', html):
        if address.startswith(page.root_prefix):
            yield address.removeprefix(page.root_prefix)
    yield SUITES + PLOTLY
    yield from (f"{SUITES}dash/dcc/{name}" for name in LATE)
