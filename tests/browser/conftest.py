"""One server and one browser for all tests; every page tells at the end what went wrong in it."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from serving import chromium, serving

OpenPage = Callable[..., Page]

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("server") / "log") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), headless=True)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Return a function that opens the page in a context of its own and waits until it is drawn.

    Console errors, uncaught errors and requests to other hosts fail the test at its end; with `failing` only the
    latter two do, since a browser reports each failed request on the console.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(search: str = "", *, failing: bool = False, script: str = "", **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        host = urlsplit(address).netloc
        page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
        if not failing:
            page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on(
            "request",
            lambda request: (
                None
                if urlsplit(request.url).scheme in ("data", "blob") or urlsplit(request.url).netloc == host
                else complaints.append(f"request to {request.url}")
            ),
        )
        if script:
            page.add_init_script(script)
        page.goto(f"{address}/{search}")
        expect(page.locator("#readout")).to_contain_text("bits")
        page.wait_for_function(
            "() => [...document.querySelectorAll('.view')].every((view) => view.querySelector('.cartesianlayer .plot'))"
        )
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []
