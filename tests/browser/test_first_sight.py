"""What is seen before the scripts have come, and how the live page takes its place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route
from visiting import until

HEADLINES = {
    "": "Does this neuron lose information, or is it your ruler?",
    "figures": "The figures of the sources, computed anew",
    "questions": "Questions that the notebook leaves open",
    "robustness": "Which choices decide whether a neuron compresses?",
    "lessons": "Lessons: predict, then look",
}
# Where something stands on the screen, in pixels.
PLACE = "id => { const { x, y, width } = document.getElementById(id).getBoundingClientRect(); return [x, y, width]; }"
# In each picture of the screen from now on: all places where the live elements have stood.
WATCH_PLACES = f"""names => {{
    const place = {PLACE};
    window.places = Object.fromEntries(names.map((name) => [name, []]));
    const note = () => {{
        names.filter((name) => document.getElementById(name)).forEach((name) => {{
            const [now, before] = [place(name), places[name].at(-1)];
            if (String(now) !== String(before)) places[name].push(now);
        }});
        requestAnimationFrame(note);
    }};
    requestAnimationFrame(note);
}}"""
OF_COPY = ("page", "explorer", "controls", "rulers", "verdict", "readout", "graph-mi-curve", "graph-activation", "play")


class Held:
    """Scripts, or other files, that do not come until they are let go."""

    def __init__(self, page: Page, pattern: str = "**/*.js*") -> None:
        self.waiting: list[Route] = []
        self.free = False
        page.route(pattern, self._take)

    def _take(self, route: Route) -> None:
        if self.free:
            route.continue_()
        else:
            self.waiting.append(route)

    def let_go(self) -> None:
        self.free = True
        for route in self.waiting:
            route.continue_()


def test_a_page_is_seen_before_its_scripts_have_come(browser: Browser, server: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 720}) as visitor:
        for path in HEADLINES:
            is_seen_before_its_scripts_have_come(visitor.new_page(), server, path)


def is_seen_before_its_scripts_have_come(page: Page, server: str, path: str) -> None:
    """A page shows its headline, and the explorer its curve, while no script has come; then the live page does."""
    held = Held(page)
    page.goto(f"{server}/{path}", wait_until="commit")
    until(page, "() => document.querySelector('h1') !== null")
    assert page.locator("h1").inner_text() == HEADLINES[path]
    assert page.locator("h1").is_visible()
    assert not page.get_by_text("Loading").count()
    # The rules of the page: its own letters, and no gap around it.
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    curve = page.locator(".first-picture path")
    assert curve.count() == (1 if path == "" else 0)
    if path == "":
        width, height = (curve.bounding_box() or {}).get("width", 0), (curve.bounding_box() or {}).get("height", 0)
        assert width > 300
        assert height > 50
    held.let_go()
    until(page, "() => document.getElementById('page') !== null")
    until(page, "() => document.getElementById('first-sight') === null")
    until(page, "() => document.querySelector('.first-picture') === null")
    assert page.locator("h1").inner_text() == HEADLINES[path]


def test_hardly_anything_jumps_when_the_live_page_comes(browser: Browser, server: str) -> None:
    # One visitor, whose later pages find the scripts compiled: this is of where things stand, not of when they come.
    with browser.new_context() as visitor:
        for width, height in ((1280, 720), (820, 1180), (390, 844)):
            page = visitor.new_page()
            page.set_viewport_size({"width": width, "height": height})
            hardly_anything_jumps(page, server)


def hardly_anything_jumps(page: Page, server: str) -> None:
    """Nothing of the live page ever stands more than 12 pixels from where its copy has stood."""
    # Slow enough that controls, sentences and figures come one after the other.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 3})
    held = Held(page)
    page.goto(server, wait_until="commit")
    until(page, "() => document.getElementById('first-about') !== null")  # the last of the copy
    before = {name: page.evaluate(PLACE, f"first-{name}") for name in OF_COPY}
    page.evaluate(WATCH_PLACES, list(OF_COPY))
    held.let_go()
    until(page, "() => document.querySelector('#graph-mi-curve .js-line') !== null")
    until(page, "() => document.querySelectorAll('.ruler-curve path').length === 7")
    until(page, "() => document.querySelectorAll('#controls .field [role=slider]').length >= 4")
    for name, places in page.evaluate("window.places").items():
        assert places, name
        for place in places:
            assert place == pytest.approx(before[name], abs=12), name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("remembered", [None, "light", "dark"])
def test_the_first_sight_has_the_theme_of_the_page(
    browser: Browser, server: str, scheme: str, remembered: str | None
) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    if remembered:
        context.add_init_script(f"localStorage.setItem('theme', '{remembered}')")
    page = context.new_page()
    Held(page)
    page.goto(server, wait_until="commit")
    until(page, "() => document.querySelector('.first-picture') !== null")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(23, 28, 37)" if (remembered or scheme) == "dark" else "rgb(255, 255, 255)")
    context.close()


def test_the_page_asks_for_layout_and_callbacks_once_and_at_once(visit: Callable[..., Page]) -> None:
    asked: list[str] = []
    page = visit(prepare=lambda page: page.on("request", lambda request: asked.append(request.url)))
    for name in ("_dash-layout", "_dash-dependencies", "plotly.min.js"):
        assert sum(name in url for url in asked) == 1, name
    layout = next(k for k, url in enumerate(asked) if "_dash-layout" in url)
    assert layout < next(k for k, url in enumerate(asked) if "async-graph" in url)
    assert page.evaluate("document.querySelectorAll('#views .main-svg').length") >= 8


def test_an_address_with_a_query_is_never_shown_as_the_default(browser: Browser, server: str) -> None:
    page = browser.new_page()
    held = Held(page)
    page.goto(f"{server}/?activation=relu", wait_until="commit")
    until(page, "() => document.querySelector('h1') !== null")
    assert page.locator(".first-picture").count() == 0
    # Nor do the controls say anything before the answer.
    answers = Held(page, "**/_dash-update-component*")
    held.let_go()
    until(page, "() => document.querySelectorAll('#controls .typed').length >= 4")
    until(page, "() => document.querySelector('#control-bins [role=slider]') !== null")
    opacity = "said => getComputedStyle(document.querySelector(said)).opacity"
    for said in ("#control-activation", "#control-binning", "#typed-bins", ".field-bins .dash-slider-container"):
        assert page.evaluate(opacity, said) == "0", said
    answers.let_go()
    until(page, "() => document.querySelector('#readout')?.textContent.includes('relu')")
    until(page, f"said => ({opacity})(said) === '1'", "#typed-bins")
    assert page.locator("#control-activation").inner_text() == "relu"
    page.close()
