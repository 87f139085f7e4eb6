"""A lesson is taught: a desk, a projector and four phones, one on a slow line and one that goes offline."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from contrasting import serious_findings_in_colours
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from visiting import serious_findings, serving, until

PROJECTOR = {"width": 1280, "height": 720}
SMALL, LARGE = {"width": 320, "height": 568}, {"width": 390, "height": 844}


class Class:
    """The browsers of a class, and what none of their pages may do: complain, or ask another host."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server, self.code = browser, server, ""
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def device(self, size: Any, **options: Any) -> Page:
        context = self.browser.new_context(viewport=size, **options)
        self.contexts.append(context)
        return self.watched(context.new_page())

    def watched(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", lambda message: self._console(message))
        page.on("request", lambda request: self._request(request.url))
        return page

    def _console(self, message: Any) -> None:
        # The browser itself notes each request that failed, and each 4xx.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(self.server):
            self.complaints.append(f"request to {url}")

    def desk(self, lesson: str, step: int, **options: Any) -> Page:
        desk = self.device(PROJECTOR, **options)
        desk.goto(f"{self.server}/desk?lesson={lesson}&step={step}")
        desk.locator("#create").click()
        until(desk, "document.documentElement.dataset.phase === 'lobby'")
        self.code = desk.locator("html").get_attribute("data-code") or ""
        return desk

    def stage(self, beside: Page | None = None) -> Page:
        """A projector: in a browser of its own, or in that of the desk."""
        page = self.watched(beside.context.new_page()) if beside else self.device(PROJECTOR)
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(f"{self.server}/stage/{self.code}")
        return page

    def phone(self, size: Any = LARGE, **options: Any) -> Page:
        page = self.device(size, **options)
        page.goto(f"{self.server}/r/{self.code}")
        said(page, "You are in")
        return page


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    store = tmp_path_factory.mktemp("store")
    with serving(STORE=str(store)) as address:
        yield address, store


@pytest.fixture
def taught(browser: Browser, place: tuple[str, Path]) -> Iterator[Class]:
    taught = Class(browser, place[0])
    yield taught
    for context in taught.contexts:
        context.close()
    assert taught.complaints == []


def phase(name: str, step: int, *pages: Page) -> None:
    """Wait until pages are there; none waits for its next look, as each looks at once when its reader is back."""
    for page in pages:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        until(page, "([p, s]) => { const d = document.documentElement.dataset; return d.phase === p && d.step === s; }",
              [name, str(step)])  # fmt: skip


def shows(page: Page, selector: str, text: str) -> None:
    """Wait for what a page learns at its next look, which it takes every second."""
    until(page, "([name, text]) => document.querySelector(name)?.textContent.includes(text)", [selector, text])


def said(page: Page, text: str) -> None:
    shows(page, "#said", text)


def vote(page: Page, choice: int) -> None:
    page.locator(f"[data-choice='{choice}']").click()


def counted(page: Page) -> None:
    until(page, "document.querySelector('#said').dataset.vote === 'counted'")


def slow(page: Page) -> None:
    """A line of 400 ms and 400 kbit/s."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000,
    })  # fmt: skip


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical, in light and in dark."""
    page.emulate_media(color_scheme="light")
    findings = serious_findings(page)
    page.emulate_media(color_scheme="dark")
    return findings + serious_findings_in_colours(page)


FITS = "document.documentElement.scrollWidth <= innerWidth"
# What the projector's screen does not hold: what lies beyond it, and what a box of its own cuts off.
CUT = """[...document.querySelectorAll('main, main *, #way *')].filter(e => {
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return e.checkVisibility() && !e.closest('svg') && (box.bottom > innerHeight + 1 || box.right > innerWidth + 1
    || style.overflow !== 'visible' && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1));
}).map(e => `${e.id || e.className}: ${e.textContent}`)"""
# The same of the explorer beside the answer: what it says, curve and Gaussian lie above its bar, with all their text.
CUT_IN_EXPLORER = """(() => {
  const bar = document.querySelector('.hand').getBoundingClientRect().top;
  const shown = ['readout', 'pins', 'graph-mi-curve', 'graph-partition'].map(id => document.getElementById(id));
  const low = shown.filter(e => e.getBoundingClientRect().bottom > bar + 1 || e.scrollHeight > e.clientHeight + 1);
  const texts = [...document.querySelectorAll('.pair .main-svg text')].filter(text => {
    const box = text.getBoundingClientRect(), plot = text.closest('.js-plotly-plot').getBoundingClientRect();
    return box.width && (box.left < plot.left - 1 || box.right > plot.right + 1 || box.top < plot.top - 1
      || box.bottom > plot.bottom + 1);
  });
  return [...low.map(e => e.id), ...texts.map(text => text.textContent)];
})()"""
# What a thumb has to find: buttons, boxes and links that stand alone are 44 pixels high at least.
TOO_SMALL = """[...document.querySelectorAll('main :is(button, input, .button)')]
    .filter(node => node.checkVisibility() && node.getBoundingClientRect().height < 44).map(node => node.outerHTML)"""


def test_a_lesson_is_taught(taught: Class) -> None:
    desk = taught.desk("homogeneity", 2)
    assert "#" not in desk.url
    assert desk.evaluate("document.cookie") == ""
    stage = taught.stage(desk)
    # The page was opened on a loopback address, which no phone can open.
    expect(stage.locator("#loopback")).to_be_visible()
    expect(stage.locator("#qr")).to_be_hidden()
    expect(desk.locator("#host-line")).to_contain_text("Phones cannot open 127.0.0.1")
    desk.locator("#host").fill("hall.example.org")
    until(stage, "document.querySelector('#qr').naturalWidth > 0")
    expect(stage.locator("#address")).to_have_text(re.compile(r"^hall\.example\.org:\d+/r$"))
    expect(stage.locator("#code")).to_have_text(taught.code)

    # One types the code, in small letters; three come by the link, one of them over a slow line.
    typing = taught.device(SMALL, has_touch=True)
    typing.goto(f"{taught.server}/r")
    assert serious(typing) == []
    typing.locator("#code").fill(f" {taught.code[:3].lower()} {taught.code[3:].lower()} ")
    typing.locator("#join").click()
    said(typing, "You are in")
    over_slow = taught.device(LARGE)
    slow(over_slow)
    over_slow.goto(f"{taught.server}/r/{taught.code}")
    said(over_slow, "You are in")
    third, away = taught.phone(), taught.phone()
    phones = [typing, over_slow, third, away]
    everybody = [desk, stage, *phones]
    shows(stage, "#voted", "4 in the room")
    shows(desk, "#joined", "4 in the room")

    # Free play until the first vote calls back.
    third.locator("#play").click()
    expect(third.frame_locator("iframe").locator("#readout")).to_contain_text("bits")
    desk.locator("#next").click()
    phase("vote", 2, *everybody)
    expect(third.locator("iframe")).to_have_count(0)
    shows(stage, "#voted", "0 of 4")
    for page in (desk, stage, typing):
        assert serious(page) == []
    for page in everybody:
        assert page.evaluate(FITS)
        assert page.evaluate("document.documentElement.dataset.round") == "1"
    for page in phones:
        assert page.evaluate(TOO_SMALL) == []

    # A vote can be changed; an offline phone keeps its own, and sends it when it is back.
    vote(typing, 0)
    counted(typing)
    said(typing, "Counted")
    vote(typing, 1)
    expect(typing.locator("[data-choice='1']")).to_have_attribute("aria-pressed", "true")
    expect(typing.locator("[data-choice='0']")).to_have_attribute("aria-pressed", "false")
    vote(over_slow, 3)
    vote(third, 1)
    away.context.set_offline(True)
    until(away, "document.documentElement.dataset.line === 'off'")
    vote(away, 0)
    until(away, "document.querySelector('#said').dataset.vote === 'kept'")
    said(away, "your prediction is kept")
    assert serious(away) == []
    for page in (typing, over_slow, third):
        counted(page)
    shows(stage, "#voted", "3 of 4")
    away.context.set_offline(False)
    counted(away)
    expect(away.locator("html")).to_have_attribute("data-line", "on")
    shows(stage, "#voted", "4 of 4")
    expect(stage.locator("#bars")).to_be_hidden()
    shows(desk, "#phase", "4 of 4")
    assert bars(desk.locator("#counts")) == [[1], [2], [0], [1]]

    # Closed: half are right, so the hint is to talk; who reloads is where they were.
    desk.locator("#next").click()
    phase("talk", 2, *everybody)
    expect(stage.locator("#talk")).to_have_text("Convince your neighbour")
    expect(stage.locator("#bars")).to_be_hidden()
    expect(desk.locator("#hint")).to_contain_text("50 % right")
    expect(desk.locator("#next")).to_have_text("Vote again")
    typing.reload()
    counted(typing)
    expect(typing.locator("[data-choice='1']")).to_have_attribute("aria-pressed", "true")
    for button in typing.locator(".choice").all():
        expect(button).to_have_attribute("aria-disabled", "true")
    desk.reload()
    phase("talk", 2, desk)

    # A clicker on the projector: PageUp shows the bars, PageDown goes on, and its second press is none.
    stage.keyboard.press("PageUp")
    expect(stage.locator("#bars")).to_be_visible()
    assert stage.evaluate(CUT) == []
    assert bars(stage.locator("#bars")) == [[1], [2], [0], [1]]
    expect(stage.locator("#bars .right")).to_have_count(0)
    desk.keyboard.press("PageDown")
    desk.keyboard.press("PageDown")
    phase("vote", 2, *everybody)
    expect(stage.locator("#bars")).to_be_hidden()
    shows(stage, "#voted", "0 of 4")
    assert stage.evaluate(CUT) == []

    # The second vote; a phone that is away while it closes hears that it was not counted, and no more "Sending".
    for page in (typing, over_slow, third):
        vote(page, 1)
    for page in (typing, over_slow, third):
        counted(page)
    away.context.set_offline(True)
    until(away, "document.documentElement.dataset.line === 'off'")
    vote(away, 2)
    until(away, "document.querySelector('#said').dataset.vote === 'kept'")
    until(desk, "document.querySelector('#phase').textContent.includes('3 of 4')")
    desk.locator("#next").click()
    phase("talk", 2, desk, stage)
    away.context.set_offline(False)
    until(away, "document.querySelector('#said').dataset.vote === 'closed'")
    said(away, "Not counted: closed")
    expect(desk.locator("#next")).to_have_text("Reveal the answer")
    desk.locator("#show").click()
    shows(stage, "#bars .legend", "second vote")
    assert stage.evaluate(CUT) == []
    stage.keyboard.press("PageDown")
    phase("reveal", 2, *everybody)

    # The answer: second bars beside the first, the curve on all screens, which follow the lecturer's weight.
    assert bars(stage.locator("#bars")) == [[1, 0], [2, 3], [0, 0], [1, 0]]
    expect(stage.locator("#bars .right .name")).to_have_text("falls ✓")
    explorer = stage.frame_locator("iframe")
    expect(explorer.locator("#readout")).to_contain_text("elu, w = 1.1:")
    for page in phones:
        expect(page.locator("#curve")).to_be_visible()
        expect(page.locator("#explanation")).not_to_be_empty()
    said(typing, "You predicted “falls” both times. Right is “falls”.")
    said(over_slow, "You predicted “hump”, then “falls”.")
    expect(third.locator("#reading")).to_have_text(re.compile(r"^At w = 1\.1: 5\.1\d bits\.$"))
    desk.locator("#follow").check()
    desk.locator("#weight").fill("99")
    for page in (third, over_slow):
        shows(page, "#reading", "w = 10")
        expect(page.locator("#reading")).to_have_text(re.compile(r"^At w = 10\.0: 3\.5\d bits\.$"))
    expect(explorer.locator("#readout")).to_contain_text("w = 10:")
    explorer.locator("#graph-mi-curve .nsewdrag").click(position={"x": 20, "y": 40})
    expect(third.locator("#reading")).not_to_contain_text("w = 10")
    shown = re.search(r"w = [\d.]+", third.locator("#reading").inner_text())
    expect(explorer.locator("#readout")).to_contain_text(shown[0].removesuffix("0") if shown else "no weight")
    # A projector that is opened anew, and slowly, shows the weight that is followed, and moves it for nobody.
    desk.locator("#weight").fill("99")
    shows(third, "#reading", "w = 10")
    held: list[Any] = []
    stage.route("**/_dash-update-component", lambda route: held.append(route))
    stage.reload()
    until(stage, "document.querySelector('iframe')?.contentDocument?.documentElement?.dataset.stage === 'yes'")
    for _ in range(2):
        with stage.expect_response("**/stage"):
            pass
    stage.unroute("**/_dash-update-component")
    for route in held:
        route.continue_()
    expect(explorer.locator("#readout")).to_contain_text("w = 10:")
    with third.expect_response(f"**/rooms/{taught.code}"):
        pass
    assert ask(desk, taught)["follow"] == 10
    for page in (desk, stage, typing):
        assert serious(page) == []
        assert page.evaluate(FITS)
    assert stage.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert stage.evaluate(CUT) == []
    assert stage.frames[-1].evaluate(CUT_IN_EXPLORER) == []

    # On to the next step, by the clicker while the explorer has the keyboard; then the end, and the counts as a table.
    explorer.locator("body").press("PageDown")
    phase("vote", 3, *everybody)
    said(third, "What is your prediction?")
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.locator("#end").click()
    phase("ended", 3, *everybody)
    said(third, "Thank you")
    expect(stage.locator("#address")).to_contain_text("?lesson=homogeneity&step=1")
    for page in (desk, stage, third):
        assert serious(page) == []
    assert stage.evaluate(CUT) == []
    expect(third.locator("#lesson")).to_have_attribute("href", "/?lesson=homogeneity&step=1")
    assert [row[1:] for row in table_of(desk) if row[0] == "2"] == [
        ("1", "rises", "1"), ("1", "falls", "2"), ("1", "flat", "0"), ("1", "hump", "1"),
        ("2", "rises", "0"), ("2", "falls", "3"), ("2", "flat", "0"), ("2", "hump", "0"),
    ]  # fmt: skip


def table_of(desk: Page) -> list[tuple[str, str, str, str]]:
    """Step, round, name and count of each row of the table that the desk gives."""
    table = unquote((desk.locator("#csv").get_attribute("href") or "").partition(",")[2])
    return [(row["step"], row["round"], row["name"], row["count"]) for row in csv.DictReader(io.StringIO(table))]


def bars(chart: Locator) -> list[list[int]]:
    """The numbers beside the bars: of each choice those of all rounds."""
    numbers = "(row) => [...row.querySelectorAll('.number')].map((number) => parseInt(number.innerText, 10))"
    return list(chart.evaluate(f"chart => [...chart.querySelectorAll('.bar')].map({numbers})"))


def test_a_lost_room_is_opened_again_and_phones_vote_again(taught: Class, place: tuple[str, Path]) -> None:
    desk = taught.desk("homogeneity", 1)
    stage, phones = taught.stage(), [taught.phone(), taught.phone(SMALL)]
    desk.locator("#next").click()
    phase("vote", 1, desk, stage, *phones)
    vote(phones[0], 3)
    counted(phones[0])
    until(desk, "document.querySelector('#phase').textContent.includes('1 of 2')")
    # The second click of a double click reveals nothing.
    desk.locator("#next").dblclick()
    phase("talk", 1, desk, *phones)
    desk.locator("#next").click()
    phase("reveal", 1, desk)
    desk.locator("#next").click()
    phase("vote", 2, desk, stage, *phones)
    for choice, page in enumerate(phones):
        vote(page, choice)
        counted(page)
    shows(stage, "#voted", "2 of 2")
    epoch = ask(desk, taught)["epoch"]
    for file in place[1].iterdir():
        file.unlink()
    renewed = (
        "async ([path, epoch]) => { const a = await fetch(path); return a.ok && (await a.json()).epoch !== epoch; }"
    )
    until(desk, renewed, [f"/rooms/{taught.code}", epoch])
    shows(stage, "#voted", "2 of 2")
    assert ask(desk, taught)["phase"] == "vote"
    shows(desk, "#phase", "2 of 2")
    assert bars(desk.locator("#counts")) == [[1], [1], [0], [0]]
    # The counts of the step before are those that the desk has kept.
    assert table_of(desk)[:4] == [
        ("1", "1", name, count) for name, count in zip(("rises", "falls", "flat", "hump"), "0001", strict=True)
    ]
    # A projector in another browser has no key: its keys move nothing.
    stage.keyboard.press("PageDown")
    desk.locator("#door").click()
    expect(desk.locator("#door")).to_have_text("Open the door")
    phase("vote", 2, desk, stage)
    late = taught.device(LARGE)
    late.goto(f"{taught.server}/r/{taught.code}")
    said(late, "shut the door")


def ask(page: Page, taught: Class) -> Any:
    return page.evaluate("async path => (await fetch(path)).json()", f"/rooms/{taught.code}")


def test_a_desk_is_led_from_another_browser_by_its_link(taught: Class, browser: Browser) -> None:
    desk = taught.desk("saturation", 1, permissions=["clipboard-read", "clipboard-write"])
    desk.locator("#copy").click()
    expect(desk.locator("#copied")).to_contain_text("Copied")
    link = desk.evaluate("navigator.clipboard.readText()")
    other = taught.device(PROJECTOR)
    other.goto(link)
    phase("lobby", 1, other)
    assert "#" not in other.url
    other.locator("#next").click()
    phase("vote", 1, desk, other)
    stranger = taught.device(PROJECTOR)
    stranger.goto(link.partition("#")[0])
    expect(stranger.locator("#begin-title")).to_contain_text("does not have the room’s key")
    expect(stranger.locator("#next")).to_be_hidden()


def test_a_code_that_is_none_is_told(taught: Class) -> None:
    phone = taught.device(SMALL)
    phone.goto(f"{taught.server}/r")
    phone.locator("#code").fill("OI0")
    phone.locator("#join").click()
    expect(phone.locator("#enter-said")).to_contain_text("six signs")
    assert float(phone.evaluate("parseFloat(getComputedStyle(document.querySelector('#code')).fontSize)")) >= 16
    phone.locator("#code").fill("AAAAAA")
    phone.locator("#code").press("Enter")
    expect(phone.locator("#enter-title")).to_have_text("This room is closed")
    expect(phone.locator("#enter-said")).to_have_text("Is the code right?")
    assert serious(phone) == []
    expect(phone.locator("#code")).to_be_visible()


def test_a_projector_keeps_its_picture_and_the_desk_says_that_the_server_is_away(taught: Class) -> None:
    desk = taught.desk("saturation", 1)
    stage = taught.stage()
    desk.locator("#next").click()
    phase("vote", 1, desk, stage)
    for page in (desk, stage):
        page.context.set_offline(True)
    expect(desk.locator("#unreachable")).to_be_visible()
    expect(stage.locator("#away")).to_be_visible()
    expect(stage.locator("#question")).not_to_be_empty()
    for page in (desk, stage):
        page.context.set_offline(False)
    expect(desk.locator("#unreachable")).to_be_hidden()
    expect(stage.locator("#away")).to_be_hidden()
