"""One server and one browser for all tests of the page."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from visiting import Visits, get, serving

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serving() as address:
        assert get(f"{address}/healthz") == 200
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable)
        yield browser
        browser.close()


@pytest.fixture
def visits(browser: Browser, server: str) -> Iterator[Visits]:
    visits = Visits(browser, server)
    yield visits
    visits.close()


@pytest.fixture
def visit(visits: Visits) -> Callable[..., Page]:
    return visits.open
