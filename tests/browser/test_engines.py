"""The main tour in Firefox and WebKit, and the faults that these engines are known for.

What a driver cannot do is looked at in another way: WebKit's has no print (there its rules and its event are), neither
has two fingers (the page gets the events that an engine sends for them), and WebKit's scrollbars lie over the page.
"""

import re
from collections.abc import Iterator

import numpy as np
import pytest
import recounting
from cutting import Line
from driving import ENGINES, Driven, Firefox, driven
from teaching import Behind
from visiting import DRAWN

from minimal_model.state.parameters import Parameters

SCREEN, TABLET, PHONE = (1366, 650), (820, 1180), (390, 844)
CHOSEN = "document.querySelector('#rulers [aria-checked=true]')?.dataset.ruler"
QUERY = "new URLSearchParams(location.search).get(arguments[0])"
SHOWS = "document.querySelector(arguments[0])?.innerText.includes(arguments[1])"
# The plots and what is around them have come to rest.
AT_REST = """new Promise(resolve => {
  let before = '', frames = 0;
  const look = () => {
    const boxes = [...document.querySelectorAll('.nsewdrag')].map(plot => JSON.stringify(plot.getBoundingClientRect()));
    const now = [scrollY, innerWidth, ...boxes].join();
    frames = now === before ? frames + 1 : 0;
    before = now;
    if (frames > 5) resolve(true); else requestAnimationFrame(look);
  };
  look();
})"""
# Text that its box cuts off, or that leaves the window at the right.
CUT = """[...document.querySelectorAll(`h1, h2, h3, p, figcaption, button, a, label, .label, .ruler span, .value,
    summary, dt, dd, input.typed`)].filter(e => {
  const style = getComputedStyle(e);
  return e.checkVisibility({ visibilityProperty: true }) && !e.closest('.scroll') && style.clipPath === 'none'
    && (style.overflow !== 'visible' && e.scrollWidth > e.clientWidth + 1
      || e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
}).map(e => `${e.id || e.className}: ${e.textContent}`)"""
# The rules of a print hold on the screen too.
AS_PRINTED = """[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
  .filter(rule => rule instanceof CSSMediaRule && rule.conditionText === 'print')
  .map(rule => { rule.media.mediaText = 'all'; }).length"""
# As in an engine that knows no `:has`, which then drops the whole rule.
WITHOUT_HAS = """(() => {
  const drop = holder => [...holder.cssRules].reduceRight((count, rule, at) => {
    if (rule.selectorText?.includes(':has(')) { holder.deleteRule(at); return count + 1; }
    return rule.cssRules ? count + drop(rule) : count;
  }, 0);
  return [...document.styleSheets].reduce((count, sheet) => count + drop(sheet), 0);
})()"""
# The control with the focus can be seen: nothing lies over its middle.
FOCUS_IS_SEEN = """(() => {
  const own = document.activeElement, box = own.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return own === document.body || own.contains(top) || Boolean(top?.contains(own)) || own.outerHTML;
})()"""


@pytest.fixture(scope="session", params=ENGINES)
def browser_of_its_own(request: pytest.FixtureRequest) -> Iterator[Driven]:
    with driven(request.param) as page:
        yield page


@pytest.fixture(scope="session")
def line(server: str) -> Iterator[Line]:
    """The way to the server, which can be cut."""
    line = Line(server)
    yield line
    line.cut()


@pytest.fixture
def page(browser_of_its_own: Driven, line: Line) -> Iterator[Driven]:
    """The page of an engine, which may complain of nothing."""
    yield browser_of_its_own
    browser_of_its_own.open(f"{line.address}/healthz")
    browser_of_its_own.run("[localStorage, sessionStorage].forEach(storage => storage.clear())")
    assert browser_of_its_own.complaints() == []


def visit(page: Driven, line: Line, path: str = "", query: str = "", size: tuple[int, int] = SCREEN) -> None:
    """Open a page at a size, and wait until it is drawn."""
    page.resize(*size)
    page.open(f"{line.address}/{path}{query}")
    answered, sheets = DRAWN[path]
    page.until(answered)
    page.until("document.querySelectorAll('.main-svg').length >= arguments[0]", sheets)
    page.run(AT_REST)


def fits(page: Driven) -> None:
    """Nothing is cut off, and the page does not scroll sideways; plots follow the window a moment later."""
    page.becomes([0], f"[document.documentElement.scrollWidth - document.documentElement.clientWidth, ...{CUT}]")


def within(inner: dict[str, float], width: float, height: float) -> bool:
    return inner["top"] >= 0 and inner["left"] >= 0 and inner["bottom"] <= height and inner["right"] <= width


def fits_every_screen(page: Driven) -> None:
    """Nothing is cut off on any screen, also where the font is wider."""
    for size in (SCREEN, TABLET, PHONE):
        page.resize(*size)
        for spacing in ("0.05em", ""):
            page.run("document.body.style.letterSpacing = arguments[0]", spacing)
            page.run(AT_REST)
            fits(page)


def test_the_explorer_opens_on_one_screen_and_fits_every_other_also_without_has(page: Driven, line: Line) -> None:
    visit(page, line)
    default = Parameters()
    bits = recounting.entropy(recounting.counts(default, 5.0), "plug-in")
    assert f"I(X;T) = H(T) = {bits:.4f} bits" in page.text("#readout")
    for graph in ("mi-curve", "strip", "partition", "activation"):
        assert within(page.box(f"#graph-{graph}"), *SCREEN), graph
        assert page.run("document.querySelectorAll(arguments[0]).length", f"#graph-{graph} path") > 0
    assert page.run("[...document.querySelectorAll('#rulers [role=radio]')].length") == 7
    # A term shows that it can be asked.
    style = "getComputedStyle(document.querySelector('#readout .term'))"
    assert page.run(f"[{style}.textDecorationLine, {style}.textDecorationStyle]") == ["underline", "dotted"]
    # A scrollbar that comes moves nothing sideways.
    width = page.box("#page")["width"]
    page.run("document.body.style.paddingBottom = '2000px'")
    page.run(AT_REST)
    assert page.run("document.documentElement.scrollHeight") > SCREEN[1]
    assert page.box("#page")["width"] == width
    if page.name == "firefox":  # a scrollbar that lies over the page could not move it
        assert page.run("innerWidth - document.documentElement.clientWidth") > 0
    page.run("document.body.style.paddingBottom = ''")
    fits_every_screen(page)
    # Where the engine knows no `:has`, what is moved stays in sight with the curve.
    page.resize(*TABLET)
    assert page.run(WITHOUT_HAS) > 0
    page.run(AT_REST)
    for key in ("weight", "samples"):
        page.run(
            "document.querySelector(arguments[0]).scrollIntoView({ block: 'nearest', behavior: 'instant' })",
            f"#control-{key}",
        )
        page.run(AT_REST)
        assert within(page.box("#graph-mi-curve .nsewdrag"), *TABLET)
        assert within(page.box(f"#control-{key}"), *TABLET)
    fits(page)


def test_by_keyboard_mouse_and_finger_also_while_the_server_is_away(page: Driven, line: Line) -> None:
    visit(page, line)
    page.run("document.querySelector('#theme-toggle').focus()")
    page.press("Tab", "Tab", "Tab", "Tab")
    assert page.run("document.activeElement.id") == "play"
    ring = "(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))"
    page.until(f"JSON.stringify({ring}) === arguments[0]", '["solid","2px"]')
    page.press("Shift+Tab")
    page.until(f"{ring}[1] === '2px' && document.activeElement.getAttribute('role') === 'slider'")
    for key, expected in {"weight": "50", "bias": "0.1", "bins": "51", "samples": "1100"}.items():
        page.run("document.querySelector(arguments[0]).focus()", f"#control-{key} [role=slider]")
        page.press("ArrowRight")
        page.until(f"{QUERY} === arguments[1]", key, expected)
    page.run("document.querySelector('#rulers [aria-checked=true]').focus()")
    for ruler in ("function-limits", "fixed-width", "net-input", "equal-frequency", "noise", "global", "per-weight"):
        page.press("ArrowRight")
        page.until(f"{CHOSEN} === arguments[0]", ruler)
    page.run("document.querySelector('#control-activation').focus()")
    page.press("Enter")
    page.until("document.activeElement.value === 'tanh'")
    page.press("ArrowDown")
    page.until("document.activeElement.value === 'relu'")
    page.press("Enter")
    page.until(SHOWS, "#readout", "relu, w = 5.1")
    page.click("#control-binning")
    page.until("document.querySelector('.dash-dropdown-content [role=option]')")
    option = "[...document.querySelectorAll('[role=option]')].find(option => option.textContent === 'global')"
    page.run(AT_REST)  # it opens where it is not to be, and is then placed
    place = page.run(f"{option}.getBoundingClientRect().toJSON()")
    page.mouse((place["x"] + 10, place["y"] + place["height"] / 2))
    page.until(f"{CHOSEN} === 'global'")
    page.until(SHOWS, "#subtitle-graph-mi-curve", "relu, global")
    mouse_and_finger_drag_the_curve(page)
    assert page.complaints() == []
    line.cut()
    try:
        page.run("document.querySelector('#control-bins [role=slider]').focus()")
        page.press("ArrowRight", "ArrowRight")
        page.until(SHOWS, "#connection", "The server cannot be reached. Your settings are kept; trying again")
        page.press("ArrowRight")
    finally:
        line.mend()
    page.run("window.dispatchEvent(new Event('online'))")  # sooner than the page would try by itself
    page.until(SHOWS, "#readout", "of 54 bins")
    page.until("!document.querySelector('#connection').checkVisibility()")
    page.until(f"{QUERY} === '54' && location.search.includes('activation=relu')", "bins")
    page.complaints()  # of the requests that nobody answered


def mouse_and_finger_drag_the_curve(page: Driven) -> None:
    curve = page.box("#graph-mi-curve .nsewdrag")
    y = curve["y"] + curve["height"] / 2
    # The axis runs from 0 to 20, and the weights are 0.1, 0.2 …
    low, high = page.run("document.querySelector('#graph-mi-curve .js-plotly-plot')._fullLayout.xaxis.range")
    for kind, share in (("mouse", 0.75), ("touch", 0.5)):
        x = round(curve["x"] + share * curve["width"])
        page.mouse((x - 60, y), (x - 30, y), (x, y), kind=kind)
        weight = low + (high - low) * (x - curve["x"]) / curve["width"]
        page.until(f"Math.abs({QUERY} - arguments[1]) <= 1", "weight", weight * 10 - 1)
        page.until("Math.abs(document.querySelector('#typed-weight').value - arguments[0]) <= 0.1", weight)


def test_two_fingers_choose_no_weight(page: Driven, line: Line) -> None:
    """The driver has no two fingers: the page gets the events that an engine sends for them."""
    visit(page, line, query="?weight=30")
    curve = page.box("#graph-mi-curve .nsewdrag")
    x, y = curve["x"] + curve["width"] / 2, curve["y"] + curve["height"] / 2
    send = """(([kind, id, x, y]) => document.querySelector('#graph-mi-curve .nsewdrag').dispatchEvent(
      new PointerEvent('pointer' + kind, { bubbles: true, pointerType: 'touch', pointerId: id, isPrimary: id === 7,
        clientX: x, clientY: y })))(arguments[0])"""
    dot = "document.querySelector('#graph-mi-curve .scatterlayer .point').getAttribute('transform')"
    before = page.run(dot)
    page.run(send, ["down", 7, x, y])
    page.run(send, ["move", 7, x + 40, y])
    page.until(f"{dot} !== arguments[0]", before)
    page.run(send, ["down", 8, x + 80, y])
    for kind in ("move", "up"):
        page.run(send, [kind, 7, x + 60, y])
        page.run(send, [kind, 8, x + 90, y])
    page.until(f"{dot} === arguments[0]", before)
    page.until(f"{QUERY} === '30'", "weight")


def test_a_step_of_a_lesson(page: Driven, line: Line) -> None:
    visit(page, line, query="?lesson=saturation&step=1")
    page.until("document.querySelector('#lesson-choices .choice')")
    visible = "getComputedStyle(document.querySelector('#graph-mi-curve')).visibility"
    assert page.run(visible) == "hidden"
    page.click("[data-choice=hump]")
    page.until(SHOWS, "#lesson-verdict", "Right: you predicted “hump”")
    assert page.run(visible) == "visible"
    page.click("#lesson-next")
    page.until(SHOWS, "#lesson-progress", "Step 2 of")
    fits(page)


DROP = """((text) => {
  const files = new DataTransfer();
  files.items.add(new File([text], 'column.csv'));
  for (const kind of ['dragover', 'drop']) document.querySelector('#views')
    .dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
})(arguments[0])"""


ALLOWED = "getComputedStyle(document.querySelector(arguments[0])).touchAction"


def test_on_a_phone_the_curve_stays_above_what_is_moved(page: Driven, line: Line) -> None:
    """Also above a formula and data of one's own; weight and ruler stay below."""
    visit(page, line, size=PHONE)
    page.run("document.querySelector('#theme-toggle').focus()")
    for _ in range(25):
        page.press("Tab")
        assert page.run(FOCUS_IS_SEEN) is True
    page.run("scrollTo({ top: 1e6, behavior: 'instant' })")
    page.run(AT_REST)
    curve, gaussian, bar = page.box("#graph-mi-curve"), page.box("#graph-partition"), page.box(".hand")
    assert 0 <= curve["top"] < curve["bottom"] <= gaussian["top"] < gaussian["bottom"] < bar["top"]
    assert bar["bottom"] == PHONE[1]
    # Nothing lies over the curve.
    over = "document.elementFromPoint(arguments[0], arguments[1]).closest('.view')?.className"
    assert "graph-mi-curve" in page.run(over, curve["left"] + curve["width"] / 2, curve["top"] + curve["height"] / 2)
    assert page.run(ALLOWED, "#graph-mi-curve .nsewdrag") == "pan-y pinch-zoom"
    page.run("document.querySelector('#control-activation').focus()")
    page.press("Enter")
    page.until("document.activeElement.value === 'tanh'")
    page.press(*"own")
    page.until("document.querySelectorAll('[role=option]').length === 1")
    page.press("Enter")
    page.until("document.activeElement.id === 'control-formula'")
    page.press(*"z * relu(")
    page.until(SHOWS, "#formula-said", "Still drawn: tanh.")
    page.press(*"z)")
    page.until(SHOWS, "#readout", "z * relu(z)")
    page.until(f"{QUERY} === arguments[1]", "formula", "z * relu(z)")
    page.until("document.querySelector('#formula-sketch path')")
    # Box, line and sketch stand between the figures that stay above and what stays below.
    page.run(AT_REST)
    box, sketch = page.box("#control-formula"), page.box("#formula-sketch")
    assert page.box(".pair")["bottom"] <= box["top"] < sketch["bottom"] <= page.box(".hand")["top"]
    fits(page)
    values = [round(0.7 * k - 9, 1) for k in range(40)]
    page.run(DROP, "t;mV\r\n" + "\r\n".join(f"{k};{value}".replace(".", ",") for k, value in enumerate(values)))
    page.until(SHOWS, "#column-told", "40 numbers from −9 to 18.3; the first is “-9,0”, read as −9.")
    page.click("#column-use")
    page.until(SHOWS, "#chips", "own data (n = 40)")
    z = 5 * np.array(values)
    counts = np.histogram(z * np.maximum(z, 0), 50)[0]
    page.until(SHOWS, "#readout", f"H(T) = {recounting.entropy(counts, 'plug-in'):.4f} bits")
    # The tab still has the numbers; its address does not.
    page.until(f"{QUERY} === arguments[1]", "input", "column")
    page.open(str(page.run("location.href")))
    page.until(SHOWS, "#chips", "own data (n = 40)")
    page.until(SHOWS, "#readout", "z * relu(z)")
    fits(page)


ALL_IS_SEEN = """[document.documentElement, document.querySelector('main')].map(
  box => box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth)"""
ROOM = "[document.documentElement.dataset.phase, document.documentElement.dataset.round].join() === arguments[0]"
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
PRESSED = "[...document.querySelectorAll('.choice')].map(c => c.getAttribute('aria-pressed') === 'true').indexOf(true)"


def test_a_live_class_on_phone_desk_and_projector(page: Driven, line: Line) -> None:
    room = Behind(line.address)
    page.resize(*PHONE)
    page.open(f"{line.address}/r")
    page.until("document.activeElement.id === 'code'")
    page.press(*room.code.lower(), "Enter")
    page.until(SHOWS, "#said", "You are in")
    room.act("vote")
    page.until(ROOM, "vote,1")
    # A vote, another one in its place, and a reload.
    for choice in (1, 3):
        page.click(f"[data-choice='{choice}']")
        page.until(f"document.querySelector('#said').dataset.vote === 'counted' && {PRESSED} === arguments[0]", choice)
        page.until(SHOWS, "#said", "Counted")
        counts = [0, 0, 0, 0]
        counts[choice] = 1
        assert room.desk()["counts"] == {"1": counts}
    page.open(f"{line.address}/r/{room.code}")
    page.until(f"document.querySelector('#said')?.dataset.vote === 'counted' && {PRESSED} === 3")
    # From now on it looks at once, as when its reader is back.
    room.act("close")
    page.run(LOOK)
    page.until(ROOM, "talk,1")
    page.until("[...document.querySelectorAll('.choice')].every(c => c.getAttribute('aria-disabled') === 'true')")
    room.act("reveal")
    page.run(LOOK)
    page.until(ROOM, "reveal,1")
    page.until(SHOWS, "#said", "You predicted “hump”. Right is “hump”.")
    curve = page.box("#curve path:not(.pin)")
    assert within(curve | {"bottom": 0}, *PHONE)
    assert curve["width"] > 200 < page.box("#curve")["width"]
    room.act("follow", weight=15.1)
    page.run(LOOK)
    page.until(SHOWS, "#reading", "At w = 15.1: 1.9")
    page.becomes(0, "document.documentElement.scrollWidth - document.documentElement.clientWidth")
    # The desk by its link, in the same browser the projector, which shows the explorer beside the answer.
    page.resize(1280, 720)
    page.open(f"{line.address}/desk/{room.code}#{room.key}")
    page.until(SHOWS, "#phase", "The answer is on the screens")
    assert page.run("location.hash") == ""
    page.until("document.querySelector('#follow').checked && Number(document.querySelector('#weight').value) === 150")
    page.open(f"{line.address}/stage/{room.code}")
    page.until(ROOM, "reveal,1")
    page.until("document.querySelectorAll('#bars .bar').length === 4")
    # The text as it stands there: asked what of it is seen, the explorer would lay itself out before it has loaded.
    shown = "document.querySelector('iframe')?.contentDocument.querySelector('#readout')?.textContent"
    page.until(f"{shown}?.includes('w = 15.1')")
    page.becomes([True, True], ALL_IS_SEEN)
    # Also where its style has come after what it says: in WebKit scripts do not wait for it.
    page.run("document.documentElement.style.fontSize = '26px'")
    assert page.run(ALL_IS_SEEN) == [True, False]
    page.run("dispatchEvent(new Event('load'))")
    page.becomes([True, True], ALL_IS_SEEN)
    page.run("document.documentElement.style.fontSize = ''")
    room.act("end")
    page.run(LOOK)
    page.until(SHOWS, "h1", "Thank you")


def test_dialogs_themes_and_a_print(page: Driven, line: Line) -> None:
    visit(page, line, query="?bias=0.5")
    page.run("[...document.querySelectorAll('#controls details')].forEach(each => { each.open = true; })")
    page.run(AT_REST)
    for name in ("links", "python", "keys"):
        page.click(f"#{name}")
        page.until("document.querySelector(arguments[0]).open", f"#{name}-dialog")
        wider = "(d => d.scrollWidth - d.clientWidth)(document.querySelector(arguments[0]))"
        assert page.run(wider, f"#{name}-dialog") == 0
        page.press("Escape")
        page.until("!document.querySelector(arguments[0]).open", f"#{name}-dialog")
        page.until("document.activeElement.id === arguments[0]", name)
    ground = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.querySelector('#graph-mi-curve .scatterlayer .js-line')).stroke"
    light = page.run(f"[{ground}, {ink}]")
    page.click("#theme-toggle")
    page.until(f"{ground} !== arguments[0][0] && {ink} !== arguments[0][1]", light)
    colours = (*light, *page.run(f"[{ground}, {ink}]"))
    paper, trace, dark_paper, dark_trace = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours)
    assert trace < paper
    assert dark_paper < dark_trace
    # A print has the parameters, and the figures side by side.
    summary = "document.querySelector('#print-summary').textContent"
    assert "Bias" not in page.run(summary)
    if isinstance(page.browser, Firefox):
        assert page.browser.print().startswith(b"%PDF")
    else:
        page.run("window.dispatchEvent(new Event('beforeprint'))")
    page.until(f"{summary}.includes(arguments[0]) && {summary}.includes('0.5')", "bias=0.5")
    page.resize(794, 1123)
    assert page.run(AS_PRINTED) > 0
    page.run(AT_REST)
    curve, strip, partition, activation = (
        page.box(f".view.graph-{graph}") for graph in ("mi-curve", "strip", "partition", "activation")
    )
    assert curve["y"] == partition["y"] < strip["y"] == activation["y"]
    assert curve["x"] == strip["x"] < partition["x"] == activation["x"]
    assert not page.run("document.querySelector('#controls').checkVisibility()")
    # The other pages remember the theme.
    visit(page, line, "lessons")
    page.until("document.documentElement.dataset.theme === 'dark'")
    fits_every_screen(page)


@pytest.mark.parametrize("path", ["figures", "robustness", "questions"])
def test_every_other_page_fits_every_screen(page: Driven, line: Line, path: str) -> None:
    visit(page, line, path)
    fits_every_screen(page)
    if path == "questions":  # the page moves below a finger on a plot
        assert page.run(ALLOWED, "#plot-global .nsewdrag") == "pan-y pinch-zoom"
