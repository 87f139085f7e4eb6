"""Answers that are late, lost, or none: the page says what happened in one line, and nothing chosen is lost."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from visiting import SAYS_BINS, Visits, until

UPDATE = "**/_dash-update-component*"
LOGIN = "<!doctype html><title>Log in</title><form>Who are you?</form>"
# What may come in place of an answer, and what is said of it.
NO_ANSWERS: dict[str, tuple[dict[str, Any], str]] = {
    "page": ({"content_type": "text/html", "body": LOGIN}, "Reload this page to log in."),
    "redirect": ({"status": 302, "headers": {"location": "/lessons"}}, "Reload this page to log in."),
    "cut off": ({"content_type": "application/json", "body": '{"multi":true,"respo'}, "cut off on its way."),
    "refused": ({"status": 503, "body": "busy"}, "The server answered with an error (503)."),
    "login refused": ({"status": 401, "body": ""}, "asks for a login (401). Reload this page to log in."),
}


def one_more_bin(page: Page) -> None:
    page.locator("#control-bins [role=slider]").focus()
    page.keyboard.press("ArrowRight")


def hold(page: Page, most: int = 100) -> list[Route]:
    """Hold the requests that leave from now on, up to so many; more of them go through."""
    held: list[Route] = []
    page.route(UPDATE, lambda route: held.append(route) if len(held) < most else route.continue_())
    return held


def gathered(page: Page, held: list[Route], count: int = 1) -> None:
    """Wait until so many requests are held."""
    while len(held) < count:
        page.wait_for_timeout(20)


def fulfil(answer: dict[str, Any], route: Route) -> None:
    route.fulfill(**answer)


def waiting(page: Page) -> None:
    """Fail until the next attempt is a long way off."""
    page.route(UPDATE, lambda route: route.abort())
    one_more_bin(page)
    line = page.locator("#connection")
    expect(line).to_contain_text("The server cannot be reached. Your settings are kept")
    for seconds in (2, 4, 8):
        with page.expect_event("requestfailed", lambda request: "_dash-update" in request.url):
            page.clock.run_for(seconds * 1000)
    page.unroute(UPDATE)


def drawn(page: Page, bins: int, path: str = "", timeout: float = 30) -> None:
    """Wait until an answer for so many bins is drawn."""
    until(page, SAYS_BINS[path].format(bins), timeout=timeout)


@pytest.mark.parametrize(("path", "ways"), [("", list(NO_ANSWERS)), ("questions", ["page"]), ("figures", ["refused"])])
def test_an_answer_is_drawn_however_late_and_what_is_none_is_told_in_one_plain_line(
    visits: Visits, path: str, ways: list[str]
) -> None:
    page = visits.open(path=path, clock=True)
    slow, line = page.locator("#slow"), page.locator("#connection")
    # Nothing is told while nothing is pending.
    page.clock.run_for(30_000)
    expect(slow).to_be_hidden()
    expect(line).to_be_hidden()
    held = hold(page)
    one_more_bin(page)
    gathered(page, held)
    page.clock.run_for(600)
    expect(slow).to_be_hidden()
    page.clock.run_for(600)
    expect(slow).to_have_text("Still computing …")
    page.clock.run_for(12_000)
    # What is chosen meanwhile waits for it.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.clock.run_for(60_000)
    assert len(held) == 1
    expect(line).to_be_hidden()
    held[0].continue_()
    drawn(page, 51, path)
    expect(slow).to_be_hidden()
    page.clock.run_for(60_000)
    expect(slow).to_be_hidden()
    assert len(held) == 1
    page.unroute(UPDATE)

    assert visits.complaints == []
    visits.expects_failures = True
    for bins, way in enumerate(ways, 52):
        answer, said = NO_ANSWERS[way]
        page.route(UPDATE, partial(fulfil, answer))
        one_more_bin(page)
        expect(line, way).to_contain_text(f"{said} Your settings are kept; trying again … Try again")
        assert "\n" not in line.inner_text()
        page.unroute(UPDATE)
        # By itself, after a pause.
        page.clock.run_for(2500)
        drawn(page, bins, path)
        expect(line, way).to_be_hidden()


def test_who_waits_may_choose_on_or_ask_again_and_a_page_that_slept_asks_by_itself(visits: Visits) -> None:
    page = visits.open(clock=True)
    slow = page.locator("#slow")
    # What was chosen meanwhile is drawn next.
    held = hold(page, most=2)
    one_more_bin(page)
    gathered(page, held)
    page.clock.run_for(12_000)
    page.keyboard.press("ArrowRight")
    held[0].continue_()
    gathered(page, held, 2)
    drawn(page, 51)
    held[1].continue_()
    drawn(page, 52)
    page.unroute(UPDATE)

    assert visits.complaints == []
    visits.expects_failures = True
    held = hold(page, most=1)
    one_more_bin(page)
    gathered(page, held)
    page.clock.run_for(21_000)
    slow.get_by_role("button", name="Try again").click()
    drawn(page, 53)
    expect(slow).to_be_hidden()
    page.unroute(UPDATE)

    held = hold(page, most=1)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "_dash-update" in request.url else None)
    one_more_bin(page)
    gathered(page, held)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # looked away for a moment
    page.clock.fast_forward("08:00:00")
    assert len(asked) == 1
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    drawn(page, 54)
    expect(slow).to_be_hidden()


def choose_another(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")


HOPE: dict[str, Callable[[Page], None]] = {
    "button": lambda page: page.locator("#connection").get_by_role("button", name="Try again").click(),
    "online": lambda page: page.evaluate("window.dispatchEvent(new Event('online'))"),
    "visible": lambda page: page.evaluate("document.dispatchEvent(new Event('visibilitychange'))"),
    "another choice": choose_another,
}


def test_the_pauses_between_attempts_grow_but_where_there_is_hope_it_is_tried_at_once(visits: Visits) -> None:
    visits.expects_failures = True
    page = visits.open(clock=True)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    waiting(page)
    before = len(failed)
    held = hold(page)
    page.clock.run_for(10_000)
    assert (len(failed), len(held)) == (before, 0)  # the next pause is of 16 seconds
    page.clock.run_for(7_000)
    gathered(page, held)
    held[0].continue_()
    drawn(page, 51)
    page.unroute(UPDATE)
    for bins, (way, comes) in enumerate(HOPE.items(), 52):
        waiting(page)
        comes(page)
        drawn(page, bins, timeout=8)  # the next attempt would be later
        expect(page.locator("#connection"), way).to_be_hidden()


Visit = Callable[..., Page]


def test_what_is_chosen_while_the_page_opens_is_kept(visit: Visit) -> None:
    page = visit()
    held = hold(page, most=1)
    page.goto(page.url + "?activation=elu&weight=60")
    gathered(page, held)
    one_more_bin(page)
    expect(page.locator("#typed-bins")).to_have_value("51")
    held[0].continue_()
    expect(page.locator("#readout")).to_contain_text("of 51 bins")
    until(page, "location.search === '?activation=elu&bins=51&weight=60'")


def test_what_is_chosen_while_a_script_moves_the_controls_is_kept(visit: Visit) -> None:
    """Dash reports the values of all controls at once, some of them as they were."""
    page = visit("?weight=10")
    page.locator("#control-bins [role=slider]").focus()
    for count in range(1, 9):
        page.evaluate("document.querySelector('#new-sample').click()")
        page.keyboard.press("ArrowRight")
        until(page, f"document.querySelector('#value-bins').textContent === '{50 + count}'")
    until(page, "location.search === '?bins=58&weight=10&seed=8'")
    expect(page.locator("#readout")).to_contain_text("of 58 bins")
