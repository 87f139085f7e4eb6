"""The real server as `make run` starts it, and visits to it that watch what no page may do."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
# A condition is waited for as long as `until` does, also on a machine that others use.
expect.set_options(timeout=30_000)
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What tells that a page has its first answer, and how many drawing sheets it then has at least.
DRAWN = {
    # The rulers are marked when the scripts have taken the answer, and the figures below the curve come a moment later.
    "": (
        "document.querySelector('#rulers [aria-checked=true]') !== null"
        " && [...document.querySelectorAll('#views .js-plotly-plot')].filter(plot => plot.calcdata?.length)"
        ".length === 4",
        8,
    ),
    "figures": ("document.querySelector('#check-input-0')?.textContent.includes('bits')", 2),
    "lessons": ("document.querySelector('#lesson-list') !== null", 0),
    "robustness": ("document.querySelector('#share-table') !== null", 0),
    "questions": ("document.querySelector('#map-summary')?.textContent.includes('verdicts')", 2),
}
# What says on a page that an answer is drawn for so many bins.
SAYS_BINS = {
    "": "document.querySelector('#readout').textContent.includes('of {} bins')",
    "questions": "document.querySelector('#link-per-weight').search.includes('bins={}')",
    "figures": "document.querySelector('#parameters-per-weight').textContent.includes('{} bins')",
}

# Dash fetches its controls by themselves, and what they lack is added a moment after they have come.
COMPLETE = """[...document.querySelectorAll('.field')].every(field => {
    const key = [...field.classList].find(name => name.startsWith('field-'))?.slice('field-'.length);
    return !key || document.getElementById('control-' + key) !== null;
  })
  && document.querySelector('.dash-dropdown-focus-target:not([tabindex="-1"])') === null
  && document.querySelector('[role=slider]:not([aria-labelledby])') === null
  && document.querySelector('[aria-busy=true]') === null"""
# A page that was scrolled by a finger moves on for a while.
AT_REST = """() => new Promise(resolve => {
  let place = NaN, frames = 0;
  const look = () => {
    frames = window.scrollY === place ? frames + 1 : 0;
    place = window.scrollY;
    if (frames > 5) resolve(true); else requestAnimationFrame(look);
  };
  look();
})"""
# A page that is being left has no answer, and between two documents there is neither a root nor an element.
NOT_THERE_YET = ("context was destroyed", "Cannot read properties of null")
# What a page shows, for the message of a condition that never came true.
SHOWN = """() => [document.readyState, window.scrollY, document.documentElement?.scrollHeight,
  document.activeElement?.id, document.body?.innerText.slice(0, 400)]"""
# Every state of the dot on the curve that was on the screen, picture by picture.
WATCH_THE_DOT = """() => {
  window.states = [];
  const look = () => {
    const place = document.querySelector('#graph-mi-curve .trace .point').getAttribute('transform');
    if (states.at(-1) !== place) states.push(place);
    requestAnimationFrame(look);
  };
  look();
}"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(port: int, application: str = "app:server", **settings: str) -> subprocess.Popen[str]:
    """Start gunicorn as `make run` does, and return when it listens."""
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "2", "REQUEST_LOG": "0"} | settings
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", application]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    # gunicorn says so when the port is bound; from then on requests wait in its queue.
    for line in process.stderr:
        if "Listening at" in line:
            return process
    process.communicate(timeout=20)
    raise RuntimeError("the server did not start")


def stop(process: subprocess.Popen[str]) -> None:
    """Stop a server and wait for its end."""
    process.terminate()
    process.communicate(timeout=20)


@contextmanager
def serving(**settings: str) -> Iterator[str]:
    """Start gunicorn on a free port, and give its address."""
    port = free_port()
    process = start(port, **settings)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


@contextmanager
def launched(*switches: str) -> Iterator[Browser]:
    """Start the Chromium that CHROMIUM names, or one on the path, or Playwright's own."""
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=switches)
        yield browser
        browser.close()


def get(address: str) -> int:
    """Return the status of an address."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            answer.read()
            return int(answer.status)
    except URLError as error:
        return int(getattr(error, "code", 0))


def until(page: Page, condition: str, arg: Any = None, timeout: float = 30) -> None:
    """Wait until an expression or a function is true in the page.

    Playwright's own way evaluates text inside of the page, which the content policy forbids there, as it should.
    What fails as its document or an element is not there is not true yet; it is told if it never becomes true.
    """
    deadline = time.monotonic() + timeout
    failed = ""
    while True:
        try:
            if page.evaluate(condition, arg):
                return
            failed = ""
        except Error as error:
            if not any(words in str(error) for words in NOT_THERE_YET):
                raise
            failed = f", which fails: {error}"
        if time.monotonic() > deadline:
            raise AssertionError(f"never true: {condition} ({arg}){failed} of {page.url}: {page.evaluate(SHOWN)}")
        page.wait_for_timeout(30)


def until_complete(page: Page) -> None:
    """Wait until all controls are there, also after the figures, and nothing is pale as it will soon be replaced."""
    until(page, COMPLETE)


def serious_findings(page: Page) -> list[str]:
    """Return what axe-core finds serious or critical: the rule, and the first place that breaks it."""
    until_complete(page)
    findings = Axe().run(page).response["violations"]
    return [f["id"] + str(f["nodes"][0]["html"]) for f in findings if f["impact"] in ("serious", "critical")]


# Visitors by browser and kind of device: who has a page's scripts, and has them compiled, opens it faster.
VISITORS: dict[tuple[Browser, str], list[BrowserContext]] = {}
SCREEN = {"width": 1440, "height": 900}
# What a page can be given after it is there, so that visitors with any of it are one visitor.
MEDIA = ("color_scheme", "reduced_motion", "forced_colors")


class Visits:
    """Opens pages and watches what no page may do: complain, fail, or ask another host."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.contexts: list[BrowserContext] = []
        self.pages: list[Page] = []
        self.complaints: list[str] = []
        self.expects_failures = False

    def open(
        self,
        search: str = "",
        path: str = "",
        prepare: Callable[[Page], None] = lambda _: None,
        viewport: Any = SCREEN,
        clock: bool = False,
        **options: Any,
    ) -> Page:
        """Open a page and wait until it is drawn.

        `prepare` gets it before it asks for anything. With `clock` its clock is the test's, as it then is for all pages
        of that visitor.
        """
        media = {name: options.pop(name) for name in MEDIA if name in options}
        page = self._context(options, clock).new_page()
        page.set_viewport_size(viewport)
        if media:
            page.emulate_media(**media)
        self.pages.append(page)
        page.on("console", lambda message: self._console(message))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        if clock:
            page.clock.install()
        prepare(page)
        page.goto(f"{self.server}/{path}{search}")
        answered, sheets = DRAWN[path]
        until(page, answered)
        until(page, "sheets => document.querySelectorAll('.main-svg').length >= sheets", arg=sheets)
        return page

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning", "trace", "assert"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(self.server):
            self.complaints.append(f"request to {url}")

    def _context(self, options: dict[str, Any], clock: bool) -> BrowserContext:
        """Return a visitor who was here before, whose browser has the files; those of one test are different ones."""
        visitors = VISITORS.setdefault((self.browser, repr((clock, sorted(options.items())))), [])
        context = next((visitor for visitor in visitors if visitor not in self.contexts), None)
        if context is None:
            context = self.browser.new_context(**options)
            visitors.append(context)
        self.contexts.append(context)
        return context

    def close(self) -> None:
        for context in self.contexts:
            context.set_offline(False)
            if not any(context in visitors for visitors in VISITORS.values()):
                context.close()
            elif len(context.pages) == sum(page in context.pages for page in self.pages):
                # Where pages of one site share a process, it lives on with this one, and has the scripts compiled.
                context.new_page().goto(f"{self.server}/healthz")
        for page in self.pages:
            if not page.is_closed():
                if page.url.startswith(self.server):
                    page.evaluate("localStorage.clear()")
                page.close()
        if not self.expects_failures:
            assert self.complaints == []
