"""Slow lines and silent servers."""

import time

import pytest
from conftest import OpenPage
from playwright.sync_api import Page, Route, expect
from serving import UPDATE

PATTERN = f"**{UPDATE}"
# Counts the requests under way until their bodies have come, and the distinct pictures of the curve.
PROBE = """
window.probe = {flying: 0, most: 0, requests: 0, sizes: [], redraws: 0};
const untouched = window.fetch;
window.fetch = function (resource) {
    const result = untouched.apply(this, arguments);
    if (String(resource.url || resource).includes('_dash-update-component')) {
        probe.requests += 1;
        probe.flying += 1;
        probe.most = Math.max(probe.most, probe.flying);
        result.then((response) => response.clone().arrayBuffer())
            .then((body) => { probe.sizes.push(body.byteLength); }, () => {})
            .finally(() => { probe.flying -= 1; });
    }
    return result;
};
"""
WATCH = """() => {
    const plot = document.querySelector('#graph-mi-curve .js-plotly-plot');
    const picture = () => {
        const line = plot.querySelector('.scatterlayer .trace path.js-line');
        return line && line.getAttribute('d');
    };
    let last = picture();
    if (!last) throw new Error('no curve');
    Object.assign(probe, {most: 0, requests: 0, sizes: [], redraws: 0});
    new MutationObserver(() => {
        const now = picture();
        if (now && now !== last) { last = now; probe.redraws += 1; }
    }).observe(plot, {subtree: true, childList: true, attributes: true, attributeFilter: ['d']});
}"""
NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(done))"
SUBTITLE = "() => document.querySelector('#graph-mi-curve .js-plotly-plot').layout.title.subtitle.text"


@pytest.mark.parametrize(("search", "fewest"), [("", 15), ("?samples=1000000", 12)])
def test_curve_keeps_up_with_a_drag_on_a_slow_line(open_page: OpenPage, search: str, fewest: int) -> None:
    page = open_page(search, script=PROBE)
    page.wait_for_function("() => probe.flying === 0")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 80, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    page.evaluate(WATCH)
    thumb = page.locator("#control-bias [role=slider]").bounding_box()
    track = page.locator("#control-bias").bounding_box()
    assert thumb
    assert track
    y = thumb["y"] + thumb["height"] / 2
    page.mouse.move(thumb["x"] + thumb["width"] / 2, y)
    page.mouse.down()
    # From the middle to the left end and then to the right, within three seconds.
    start = time.monotonic()
    while (passed := (time.monotonic() - start) / 3) < 1:
        place = 0.5 - passed if passed < 0.3 else 0.2 + (passed - 0.3)
        page.mouse.move(track["x"] + place * track["width"], y)
        page.evaluate(NEXT_FRAME)
    during = page.evaluate("() => probe.redraws")
    page.mouse.up()
    final = page.locator("#value-bias").inner_text()
    page.wait_for_function(f"(end) => ({SUBTITLE})().endsWith(end)", arg=f"b = {final}")
    page.wait_for_function("() => probe.flying === 0")
    settled = [page.evaluate(SUBTITLE), page.locator("#readout").inner_text(), page.evaluate("() => probe.redraws")]
    page.evaluate("() => new Promise((done) => setTimeout(done, 1000))")
    later = [page.evaluate(SUBTITLE), page.locator("#readout").inner_text(), page.evaluate("() => probe.redraws")]
    probe = page.evaluate("() => probe")
    print(
        f"{search or 'default'}: {during} redraws in 3 s, {probe['requests']} requests, up to {max(probe['sizes'])} B"
    )
    assert later == settled
    assert page.locator("#value-bias").inner_text() == final
    assert during >= fewest
    assert probe["most"] == 1
    assert max(probe["sizes"]) < 40_000


def change(page: Page) -> str:
    """Move the weight by one and return what the readout must then say."""
    page.locator("#control-weight [role=slider]").press("ArrowRight")
    return page.locator("#value-weight").inner_text() + ":"


def break_once(page: Page, how: str) -> None:
    def answer(route: Route) -> None:
        if how == "abort":
            route.abort()
        elif how == "error":
            route.fulfill(status=500, body="broken")
        # A route that is neither continued nor fulfilled is never answered.

    page.route(PATTERN, answer, times=1)


@pytest.mark.parametrize(
    ("how", "words"), [("abort", "cannot be reached"), ("error", "500"), ("silence", "does not answer")]
)
def test_failed_request_is_told_and_forgotten(open_page: OpenPage, how: str, words: str) -> None:
    page = open_page(failing=True)
    connection = page.locator("#connection")
    break_once(page, how)
    change(page)
    expect(connection).to_be_visible()
    expect(connection).to_contain_text(words)
    expect(page.locator("#readout")).to_contain_text("w = 1.1:")
    expected = change(page)
    assert expected == "w = 1.3:"
    expect(page.locator("#readout")).to_contain_text(expected)
    expect(connection).to_be_hidden()


@pytest.mark.parametrize("how", ["abort", "error"])
def test_page_recovers_by_itself(open_page: OpenPage, how: str) -> None:
    page = open_page(failing=True)
    break_once(page, how)
    expected = change(page)
    expect(page.locator("#connection")).to_be_visible()
    expect(page.locator("#readout")).to_contain_text(expected)
    expect(page.locator("#connection")).to_be_hidden()


def test_outage_of_several_attempts(open_page: OpenPage) -> None:
    page = open_page(failing=True)
    page.route(PATTERN, lambda route: route.abort())
    expected = change(page)
    expect(page.locator("#connection")).to_be_visible()
    with page.expect_request(PATTERN):  # the page tries again by itself
        pass
    page.unroute(PATTERN)
    expect(page.locator("#readout")).to_contain_text(expected)
    expect(page.locator("#connection")).to_be_hidden()
