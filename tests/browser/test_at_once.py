"""The chosen weight moves in the browser, before the server has answered; fingers that tap, drag and zoom."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Page, Route, expect
from visiting import AT_REST, WATCH_THE_DOT, Visits, until

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
  const [, x, y] = plot.querySelector('.scatterlayer .point').getAttribute('transform').match(/([-0-9.]+),([-0-9.]+)/);
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


def test_ten_key_presses_show_ten_states_of_the_curve_before_any_answer(visit: Visit) -> None:
    """How quickly they follow each other is measured by benchmarks/keys.py."""
    page = visit()
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route(UPDATE, hold_the_first)
    page.locator("#control-weight [role=slider]").focus()
    page.evaluate(WATCH_THE_DOT)
    until(page, "states.length === 1")
    for press in range(10):
        page.keyboard.press("ArrowRight")
        until(page, f"states.length === {press + 2}")
    assert len(held) == 1  # and only one request is under way meanwhile
    held[0].continue_()
    expect(page.locator("#readout")).to_contain_text("w = 6:")


@pytest.mark.parametrize("way", ["key", "slider", "curve", "play", "typed", "shortcut"])
def test_dot_and_line_follow_before_the_server_has_answered(visit: Visit, way: str, curve: dict[float, float]) -> None:
    page = visit()
    held: list[Route] = []
    page.route(UPDATE, lambda route: held.append(route))
    if way == "key":
        page.locator("#control-weight [role=slider]").focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
    elif way == "slider":
        thumb = page.locator("#control-weight [role=slider]").bounding_box()
        assert thumb is not None
        page.mouse.move(thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2)
        page.mouse.down()
        page.mouse.move(thumb["x"] + 60, thumb["y"] + thumb["height"] / 2, steps=5)
        page.mouse.up()
    elif way == "curve":
        area = page.locator("#graph-mi-curve .nsewdrag").bounding_box()
        assert area is not None
        page.mouse.click(area["x"] + 0.7 * area["width"], area["y"] + area["height"] / 2)
    elif way == "play":
        page.locator("#play").click()
    elif way == "typed":
        page.locator("#typed-weight").fill("7,5")
        page.keyboard.press("Enter")
    else:
        page.locator("h1").click()
        for _ in range(4):
            page.keyboard.press("ArrowLeft")
    until(page, "document.querySelector('#value-weight').textContent !== 'w = 5'")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    w = float(page.locator("#value-weight").inner_text().removeprefix("w = "))
    expected = {"key": 5.3, "play": 5.1, "typed": 7.5, "shortcut": 4.6, "curve": 14.0}
    assert w == pytest.approx(expected.get(way, w), abs=0.15 if way == "curve" else 1e-9)
    expect_shown(page, w, curve[round(w, 1)])
    assert len(held) == 1
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


def test_a_change_of_size_leaves_the_dot_where_it_is(visit: Visit, curve: dict[float, float]) -> None:
    page = visit()
    page.route(UPDATE, lambda route: None)
    page.locator("#control-weight [role=slider]").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect_shown(page, 7, curve[7.0])
    before = page.evaluate(f"{PLOT}._fullLayout.width")
    page.set_viewport_size({"width": 1800, "height": 900})
    until(page, f"{PLOT}._fullLayout.width !== {before}")
    expect_shown(page, 7, curve[7.0])


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


@pytest.mark.parametrize(("path", "plot"), [("", "#graph-mi-curve"), ("questions", "#plot-global")])
@pytest.mark.parametrize("late", [False, True])
def test_two_fingers_never_move_the_weight(visit: Visit, path: str, plot: str, late: bool) -> None:
    page = visit("?weight=30", path=path, clock=True, **PHONE)
    expect(page.locator(f"{plot} .nsewdrag").first).to_be_attached()
    session, box = fingers(page, plot)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch(session, "touchStart", (x, y))
    if late:  # the first finger has dragged before the second comes
        touch(session, "touchMove", (x + 20, y))
        until(page, f"{WEIGHT} > 99")
        x += 20
    touch(session, "touchStart", (x, y), (x + 40, y))
    for step in range(1, 6):
        touch(session, "touchMove", (x - 8 * step, y), (x + 40 + 8 * step, y))
    touch(session, "touchEnd", (x - 40, y))
    touch(session, "touchMove", (x - 20, y))
    touch(session, "touchEnd")
    until(page, f"{WEIGHT} === 30")
    page.clock.run_for(1000)  # the address follows after a quarter of a second
    assert page.evaluate(WEIGHT) == 30


def test_two_fingers_may_zoom_the_page_at_the_curves(visit: Visit) -> None:
    page = visit(**PHONE)
    allowed = "node => getComputedStyle(node).touchAction"
    assert page.locator("#graph-mi-curve .nsewdrag").evaluate(allowed) == "pan-y pinch-zoom"
    page = visit(path="questions", **PHONE)
    assert page.locator("#plot-global .nsewdrag").evaluate(allowed) == "pan-y pinch-zoom"


SCALES = """plot => { const { xaxis, yaxis } = document.querySelector(plot)._fullLayout;
                      return [...xaxis.range, ...yaxis.range]; }"""


@pytest.mark.parametrize(
    ("path", "plot", "options"),
    [
        ("", "#graph-mi-curve .js-plotly-plot", PHONE),
        ("", "#graph-activation .js-plotly-plot", PHONE),
        ("", "#graph-mi-curve .js-plotly-plot", {"viewport": {"width": 820, "height": 1180}, "has_touch": True}),
        ("", "#graph-mi-curve .js-plotly-plot", {}),
        ("questions", "#plot-global", PHONE),
    ],
)
def test_taps_never_change_a_scale(visits: Visits, path: str, plot: str, options: dict[str, Any]) -> None:
    page = visits.open(path=path, clock=True, **options)
    expect(page.locator(f"{plot} .nsewdrag").first).to_be_attached()
    if not path:  # a scale of the reader's own
        page.locator(f"{plot} .modebar-btn[data-val=in]").evaluate("button => button.click()")
    before = page.evaluate(SCALES, plot)
    session, box = fingers(page, plot)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for count in range(4):
        if options:
            touch(session, "touchStart", (x, y))
            touch(session, "touchEnd")
        else:
            page.mouse.click(x, y, click_count=count % 2 + 1)
    if "curve" in plot or path:
        until(page, f"{WEIGHT} !== 49")
    page.clock.run_for(1000)  # plotly waits some 300 ms for a second tap
    after = page.evaluate(SCALES, plot)
    assert all(math.isclose(one, other) for one, other in zip(before, after, strict=True))
