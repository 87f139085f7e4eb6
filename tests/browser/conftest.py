"""One server for all tests of the page."""

from collections.abc import Callable, Iterator

import pytest
from driving import ENGINES
from playwright.sync_api import Browser, Page
from visiting import Visits, get, serving

# Where BROWSERS names no engine but Chromium.
collect_ignore = [] if ENGINES else ["test_engines.py"]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serving() as address:
        assert get(f"{address}/healthz") == 200
        yield address


@pytest.fixture
def visits(browser: Browser, server: str) -> Iterator[Visits]:
    visits = Visits(browser, server)
    yield visits
    visits.close()


@pytest.fixture
def visit(visits: Visits) -> Callable[..., Page]:
    return visits.open
