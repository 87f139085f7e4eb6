"""The chosen weight moves in the browser, before the server has answered; fingers that tap, drag and zoom."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Page, Route, expect
from sliding import drag
from visiting import AT_REST, WATCH_THE_DOT, until

from minimal_model import mi_curve, sample_input

Visit = Callable[..., Page]
UPDATE = "**/_dash-update-component*"
WEIGHT = "Number(new URLSearchParams(location.search).get('weight') ?? 49)"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
PLOT = "document.querySelector('#graph-mi-curve .js-plotly-plot')"
# Where dot and line are, in the units of the axes, by what is drawn and by what the data say.
SHOWN = """() => {
  const plot = document.querySelector('#graph-mi-curve .js-plotly-plot');
  const { xaxis, yaxis } = plot._fullLayout;
  const dots = plot.data.findIndex(trace => trace.mode === 'markers');
  const [, x, y] = plot.querySelector('.trace .point').getAttribute('transform').match(/([-0-9.]+),([-0-9.]+)/);
  const lines = plot.layout.shapes.map((shape, k) => [shape, k]).filter(([shape]) => shape.yref === 'paper');
  const [line, index] = lines[0];
  const path = plot.querySelector(`.shapelayer path[data-index="${index}"]`).getAttribute('d');
  return {
    dot: [xaxis.p2c(Number(x)), yaxis.p2c(Number(y))],
    line: xaxis.p2c(Number(path.match(/M([-0-9.]+),/)[1]) - xaxis._offset),
    dataDot: [plot.data[dots].x[0], plot.data[dots].y[0]],
    dataLine: [line.x0, line.x1],
    text: document.querySelector('#value-weight').textContent,
  };
}"""


@pytest.fixture
def curve() -> dict[float, float]:
    """The core's curve of the defaults, by weight."""
    weights = np.arange(0.1, 20, 0.1)
    values = mi_curve(sample_input(1000), "tanh", binning="per-weight", bins=50)
    return {round(float(w), 1): float(value) for w, value in zip(weights, values, strict=True)}


def holds(shown: dict[str, Any], w: float, value: float) -> bool:
    """Whether all that a page shows is a weight and the value of the curve there."""
    places = [shown["dot"][0], shown["dataDot"][0], shown["line"], *shown["dataLine"]]
    values = [shown["dot"][1], shown["dataDot"][1]]
    return np.allclose(places, w, atol=0.03) and np.allclose(values, value, atol=0.02) and shown["text"] == f"w = {w:g}"


def expect_shown(page: Page, w: float, value: float) -> None:
    """Wait until the page shows a weight."""
    until(page, f"document.querySelector('#value-weight').textContent === 'w = {w:g}'")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert holds(page.evaluate(SHOWN), w, value)


def hold_the_first(page: Page) -> list[Route]:
    """Return the requests that leave from now on, of which the first waits until it is continued."""
    sent: list[Route] = []

    def note(route: Route) -> None:
        sent.append(route)
        if len(sent) > 1:
            route.continue_()

    page.route(UPDATE, note)
    return sent


@pytest.mark.parametrize("behind", ["", "?pins=bins:10"])
def test_ten_key_presses_show_ten_states_of_the_curve_before_any_answer(visit: Visit, behind: str) -> None:
    """Also where a curve lies behind. How quickly they follow each other is measured by benchmarks/keys.py."""
    page = visit(behind)
    held = hold_the_first(page)
    page.locator("#control-weight [role=slider]").focus()
    page.evaluate(WATCH_THE_DOT)
    until(page, "states.length === 1")
    for press in range(10):
        page.keyboard.press("ArrowRight")
        until(page, f"states.length === {press + 2}")
    assert len(held) == 1  # and only one request is under way meanwhile
    held[0].continue_()
    expect(page.locator("#readout")).to_contain_text("w = 6:")


def press(page: Page, key: str, times: int) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def by_key(page: Page) -> None:
    page.locator("#control-weight [role=slider]").focus()
    press(page, "ArrowRight", 3)


def by_slider(page: Page) -> None:
    drag(page, "weight", 60)


def by_curve(page: Page) -> None:
    area = page.locator("#graph-mi-curve .nsewdrag").bounding_box()
    assert area is not None
    page.mouse.click(area["x"] + 0.7 * area["width"], area["y"] + area["height"] / 2)


def by_typing(page: Page) -> None:
    page.locator("#typed-weight").fill("7,5")
    page.keyboard.press("Enter")


def by_shortcut(page: Page) -> None:
    page.locator("h1").click()
    press(page, "ArrowLeft", 4)


def by_playing(page: Page) -> None:
    page.locator("#play").click()


# How the weight is moved, and where to from w = 5: a pointer may be a pixel off, and a thumb is where it is.
WAYS: dict[str, tuple[Callable[[Page], None], float | None]] = {
    "key": (by_key, 5.3), "slider": (by_slider, None), "curve": (by_curve, 14.0), "shortcut": (by_shortcut, 4.6),
    "play": (by_playing, 5.1), "typed": (by_typing, 7.5),
}  # fmt: skip


def test_dot_and_line_follow_before_the_server_has_answered(visit: Visit, curve: dict[float, float]) -> None:
    page = visit()
    sent = hold_the_first(page)
    for way, (moves, expected) in WAYS.items():
        if sent:  # back to where all begin
            page.locator("#reset").click()
            with page.expect_request(UPDATE):  # by which what was held is drawn
                sent[0].continue_()
            expect(page.locator("#readout")).to_contain_text("w = 5:")
            sent.clear()
        moves(page)
        until(page, "document.querySelector('#value-weight').textContent !== 'w = 5'")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        w = float(page.locator("#value-weight").inner_text().removeprefix("w = "))
        if expected is not None:
            assert w == pytest.approx(expected, abs=0.15 if way == "curve" else 1e-9), way
        expect_shown(page, w, curve[round(w, 1)])
        assert len(sent) == 1, way
    # Another size leaves them where they are.
    before = page.evaluate(f"{PLOT}._fullLayout.width")
    page.set_viewport_size({"width": 1800, "height": 900})
    until(page, f"{PLOT}._fullLayout.width !== {before}")
    expect_shown(page, w, curve[round(w, 1)])
    page.unroute_all(behavior="ignoreErrors")


def test_a_late_answer_does_not_take_the_weight_back(visit: Visit, curve: dict[float, float]) -> None:
    page = visit("?bias=1")  # of another curve, which the first answer has to draw
    held: list[Route] = []
    page.route(UPDATE, lambda route: held.append(route))
    page.locator("#reset").click()
    while not held:
        page.wait_for_timeout(20)
    page.locator("#control-weight [role=slider]").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.evaluate(WATCH_THE_DOT)
    held[0].continue_()
    while len(held) < 2:
        page.wait_for_timeout(20)
    expect(page.locator("#subtitle-graph-mi-curve")).to_contain_text("b = 0")
    expect_shown(page, 6, curve[6.0])
    places = [float(state.split("(")[1].split(",")[0]) for state in page.evaluate("states")]
    assert max(places) - min(places) < 1
    held[1].continue_()
    expect(page.locator("#readout")).to_contain_text("w = 6:")
    expect_shown(page, 6, curve[6.0])


def test_a_move_of_the_dot_takes_no_time(visit: Visit) -> None:
    """It touches one dot and one line, and lets plotly draw nothing."""
    page = visit()
    page.locator("#control-weight [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#readout")).to_contain_text("w = 5.1:")
    page.route(UPDATE, lambda route: None)
    page.evaluate(f"""() => {{
      window.drawn = 0;
      {PLOT}.on('plotly_afterplot', () => {{ window.drawn += 1; }});
      window.changed = new Set();
      const note = ({{ target }}) => changed.add(target.tagName + target.className.baseVal);
      new MutationObserver(list => list.forEach(note))
        .observe({PLOT}, {{ subtree: true, attributes: true, childList: true }});
    }}""")
    page.keyboard.press("ArrowRight")
    until(page, "changed.size > 0")
    assert page.evaluate("[drawn, [...changed].sort()]") == [0, ["path", "pathpoint"]]


# ---- fingers ----


def fingers(page: Page, plot: str) -> tuple[CDPSession, dict[str, float]]:
    page.evaluate(AT_REST)
    page.locator(plot).scroll_into_view_if_needed()
    page.evaluate(AT_REST)
    box = page.locator(f"{plot} .nsewdrag").first.bounding_box()
    assert box is not None
    return page.context.new_cdp_session(page), dict(box)


def touch(session: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    at = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})


SCALES = """plot => { const { xaxis, yaxis } = document.querySelector(plot)._fullLayout;
                      return [...xaxis.range, ...yaxis.range]; }"""


def expect_the_weight_unmoved_by_two_fingers(page: Page, plot: str, late: bool) -> None:
    """Spread two fingers over a plot, of which the first may have dragged before the second comes."""
    before = page.evaluate(WEIGHT)
    session, box = fingers(page, plot)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch(session, "touchStart", (x, y))
    if late:
        touch(session, "touchMove", (x + 20, y))
        until(page, f"{WEIGHT} > 99")
        x += 20
    touch(session, "touchStart", (x, y), (x + 40, y))
    for step in range(1, 6):
        touch(session, "touchMove", (x - 8 * step, y), (x + 40 + 8 * step, y))
    touch(session, "touchEnd", (x - 40, y))
    touch(session, "touchMove", (x - 20, y))
    touch(session, "touchEnd")
    until(page, f"{WEIGHT} === {before}")
    page.clock.run_for(1000)  # the address follows after a quarter of a second
    assert page.evaluate(WEIGHT) == before


def expect_the_scale_unchanged_by_taps(page: Page, plot: str, across: float = 0.5, touched: bool = True) -> None:
    """Tap, or click, four times at the same place of a plot."""
    before = page.evaluate(SCALES, plot)
    session, box = fingers(page, plot)
    x, y = box["x"] + across * box["width"], box["y"] + box["height"] / 2
    weight = page.evaluate(WEIGHT)
    for count in range(4):
        if touched:
            touch(session, "touchStart", (x, y))
            touch(session, "touchEnd")
        else:
            page.mouse.click(x, y, click_count=count % 2 + 1)
    if "activation" not in plot:
        until(page, f"{WEIGHT} !== {weight}")
    page.clock.run_for(1000)  # plotly waits some 300 ms for a second tap
    after = page.evaluate(SCALES, plot)
    assert all(math.isclose(one, other) for one, other in zip(before, after, strict=True))


def zoom_in(page: Page, plot: str) -> None:
    """Give a plot a scale of the reader's own."""
    page.locator(f"{plot} .modebar-btn[data-val=in]").evaluate("button => button.click()")


CURVE, FUNCTION = "#graph-mi-curve .js-plotly-plot", "#graph-activation .js-plotly-plot"


@pytest.mark.parametrize(("path", "plots"), [("", (CURVE, FUNCTION)), ("questions", ("#plot-global",))])
def test_two_fingers_move_no_weight_and_taps_change_no_scale(visit: Visit, path: str, plots: tuple[str, ...]) -> None:
    page = visit("?weight=30", path=path, clock=True, **PHONE)
    area = page.locator(f"{plots[0]} .nsewdrag").first
    expect(area).to_be_attached()
    # They may zoom the page instead.
    assert area.evaluate("node => getComputedStyle(node).touchAction") == "pan-y pinch-zoom"
    for late in (False, True):
        expect_the_weight_unmoved_by_two_fingers(page, plots[0], late)
    for plot in plots:
        if not path:
            zoom_in(page, plot)
        expect_the_scale_unchanged_by_taps(page, plot)
    if not path:  # a tablet
        before = page.evaluate(f"{PLOT}._fullLayout.width")
        page.set_viewport_size({"width": 820, "height": 1180})
        until(page, f"{PLOT}._fullLayout.width !== {before}")
        zoom_in(page, CURVE)
        expect_the_scale_unchanged_by_taps(page, CURVE, across=0.3)


def test_clicks_change_no_scale(visit: Visit) -> None:
    page = visit(clock=True)
    zoom_in(page, CURVE)
    expect_the_scale_unchanged_by_taps(page, CURVE, touched=False)
