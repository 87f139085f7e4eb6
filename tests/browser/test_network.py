"""Slow, failing and racing networks."""

import math
import re
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sliding import grasp
from visiting import Visits, get, serving, until

Visit = Callable[..., Page]
UPDATE = "**/_dash-update-component*"
DRAG_SECONDS = 3
CHANGES = 6
SHOWS_BIAS = """bias =>
  document.querySelector('#subtitle-graph-mi-curve').textContent.endsWith('b = ' + bias)"""

COUNT_REDRAWS = """() => {
  window.redraws = [];
  const graph = document.querySelector('#graph-mi-curve');
  new MutationObserver(() => {
    const path = graph.querySelector('.js-line').getAttribute('d');
    if (window.redraws.at(-1) !== path) window.redraws.push(path);
  }).observe(graph, { subtree: true, childList: true, attributes: true, attributeFilter: ['d'] });
}"""


def drag_the_bias(page: Page) -> int:
    """Drag the bias to and fro, wait for its last value, and return how often the curve was drawn on the way."""
    page.evaluate(COUNT_REDRAWS)
    x, y = grasp(page, "bias")
    start = page.evaluate("performance.now()")
    while (elapsed := (page.evaluate("performance.now()") - start) / 1000) < DRAG_SECONDS:
        page.mouse.move(x + 100 * math.sin(2 * elapsed), y)
    drawn = int(page.evaluate("window.redraws.length"))
    page.mouse.move(x + 60, y)
    page.mouse.up()
    bias = page.locator("#value-bias").inner_text()
    until(page, SHOWS_BIAS, arg=bias)
    return drawn


def seconds_of_a_change(page: Page) -> float:
    """Return how long a change of the bias takes until it is drawn, where the next one waits for it."""
    page.locator("#control-bias [role=slider]").focus()
    start = time.monotonic()
    for k in range(1, CHANGES + 1):
        page.keyboard.press("ArrowRight")
        until(page, SHOWS_BIAS, arg=f"0.{k}")
    return (time.monotonic() - start) / CHANGES


@pytest.mark.parametrize("samples", [1000, 1_000_000])
def test_curve_redraws_while_a_slider_is_dragged_over_a_slow_line(visit: Visit, samples: int) -> None:
    """A drag redraws about as often as single changes would: on a slow machine both are slow."""
    page = visit(f"?samples={samples}&weight=60")
    sizes: list[int] = []
    flying = {"now": 0, "most": 0}

    def left(request: Any) -> None:
        if "_dash-update-component" in request.url:
            flying["now"] += 1
            flying["most"] = max(flying["most"], flying["now"])

    def arrived(request: Any) -> None:
        if "_dash-update-component" in request.url:
            flying["now"] -= 1
            sizes.append(len(request.response().body()))

    page.on("request", left)
    page.on("requestfinished", arrived)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 80, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    possible = DRAG_SECONDS / seconds_of_a_change(page)
    # Others may use the machine: what one drag of three reaches, the page can do.
    drawn = max(drag_the_bias(page) for _ in range(3))
    assert drawn >= max(3, possible / 2)
    assert flying["most"] == 1
    if samples == 1000:
        assert max(sizes) < 60_000


@pytest.mark.parametrize("failure", ["lost", "refused"])
def test_a_failed_request_is_told_and_the_next_change_works(visits: Visits, failure: str) -> None:
    visits.expects_failures = True
    page = visits.open()

    def fail(route: Route) -> None:
        if failure == "lost":
            route.abort()
        else:
            route.fulfill(status=503, body="busy")

    page.route(UPDATE, fail)
    thumb = page.locator("#control-bins [role=slider]")
    thumb.focus()
    page.keyboard.press("ArrowRight")
    line = page.locator("#connection")
    expect(line).to_be_visible()
    expect(line).to_contain_text("cannot be reached" if failure == "lost" else "503")
    page.unroute(UPDATE)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#readout")).to_contain_text("of 52 bins")
    expect(line).to_be_hidden()


@pytest.mark.parametrize("attempt", range(2))
def test_a_cold_server_answers_all_files_at_once(attempt: int) -> None:
    with serving() as cold, serving() as reference:
        page = urllib.request.urlopen(f"{reference}/", timeout=30).read().decode()
        files = re.findall(r'(?:src|href)="(/[^"]+)"', page)
        assert len(files) > 5
        paths = ["/", *files, "/_dash-layout", "/_dash-dependencies"]
        with ThreadPoolExecutor(len(paths)) as pool:
            statuses = dict(zip(paths, pool.map(lambda path: get(cold + path), paths), strict=True))
        assert {path: status for path, status in statuses.items() if status != 200} == {}
