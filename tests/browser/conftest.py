"""One server for all tests of the page."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from visiting import Visits, get, serving


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
