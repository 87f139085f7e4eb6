"""Two replicas behind nginx: they share the load, and none is missed when it goes."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle

import pytest
from asking import UPDATE, attempts, drawing
from playwright.sync_api import Browser, Page, expect
from proxying import FIRST, SECOND, Site, Visit
from visiting import Visits

FAULTY = "127.0.0.5"


class Drive:
    """Moves a slider to and fro, the readout following each time, and notes every answer that fails."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.bins = cycle((51, 50))
        self.failures: list[str] = []
        page.on("requestfailed", lambda request: self.failures.append(f"{request.url}: {request.failure}"))
        page.on("response", lambda response: self._note(response.status, response.url))
        page.locator("#control-bins [role=slider]").focus()

    def _note(self, status: int, url: str) -> None:
        if status >= 400:
            self.failures.append(f"{status} {url}")

    def move(self) -> None:
        bins = next(self.bins)
        self.page.keyboard.press("ArrowRight" if bins == 51 else "ArrowLeft")
        expect(self.page.locator("#readout")).to_contain_text(f"of {bins} bins", timeout=20_000)

    def until(self, condition: Callable[[list[Visit]], bool]) -> list[Visit]:
        """Move until the callbacks since now fulfil a condition, and return them."""
        before = len(self.site.visits())
        visits: list[Visit] = []
        for _ in attempts():
            self.move()
            visits = [visit for visit in self.site.visits()[before:] if visit.path == UPDATE]
            if condition(visits):
                break
        return visits

    def during(self, action: Callable[[str], None], host: str) -> None:
        """Move as long as an action on a replica takes."""
        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(action, host)
            self.until(lambda _: done.done())
            done.result()


def both_answer(visits: list[Visit]) -> bool:
    return {visit.replica for visit in visits} == {FIRST, SECOND}


def the_first_answers_for_the_second(visits: list[Visit]) -> bool:
    return any(visit.tried == [SECOND, FIRST] for visit in visits)


def test_a_replica_goes_and_comes_back_and_the_page_does_not_notice(site: Site, browser: Browser) -> None:
    visits = Visits(browser, site.address)
    drive = Drive(visits.open(), site)
    drive.until(both_answer)
    for end in (site.stop, site.kill):
        drive.during(end, SECOND)
        alone = drive.until(the_first_answers_for_the_second)
        assert {visit.replica for visit in alone} == {FIRST}
        drive.during(site.start, SECOND)
        drive.until(both_answer)
    assert drive.failures == []
    visits.close()


def test_replicas_are_found_and_forgotten_as_the_name_server_says(site: Site) -> None:
    body = drawing(site.address, bins=20)

    def answered_by(wanted: set[str]) -> None:
        """Ask until the last 25 requests were answered by exactly these: one of two is overlooked once in 10⁷ times."""
        for _ in attempts():
            answers = [site.ask(UPDATE, body) for _ in range(25)]
            assert {reply.status for reply, _ in answers} == {200}
            if {visit.replica for _, visit in answers} == wanted:
                return

    for addresses in ([FIRST], [FIRST, SECOND], [SECOND]):
        site.names.addresses = addresses
        answered_by(set(addresses))


class Faulty(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


@contextmanager
def faulty(site: Site, handler: type[socketserver.BaseRequestHandler]) -> Iterator[None]:
    """Put a replica that does not answer beside the first."""
    with Faulty((FAULTY, site.port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site.names.addresses = [FIRST, FAULTY]
        try:
            yield
        finally:
            server.shutdown()


class BreaksOff(socketserver.BaseRequestHandler):
    """Takes the request and closes the connection, as a replica that is killed at work."""

    def handle(self) -> None:
        self.request.recv(1)


class Hangs(socketserver.BaseRequestHandler):
    """Takes the request and says nothing until the other side gives up."""

    def handle(self) -> None:
        while self.request.recv(65536):
            pass


@pytest.mark.parametrize("fault", [BreaksOff, Hangs])
def test_a_callback_that_a_replica_loses_is_answered_by_another(
    site: Site, fault: type[socketserver.BaseRequestHandler]
) -> None:
    body = drawing(site.address, bins=20)
    with faulty(site, fault):
        for _ in attempts():
            reply, visit = site.ask(UPDATE, body)
            assert reply.status == 200
            assert b"of 20 bins" in reply.body
            if visit.tried == [FAULTY, FIRST]:
                break
