"""Killed workers, a restarted server, a network that goes away: the page says so and recovers, and no state is lost."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sliding import grasp
from visiting import Visits, free_port, start, stop, until


class Server:
    """A server of its own, to be broken."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process = start(self.port)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """The process ids of the workers, which gunicorn replaces when they die."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill_workers(self) -> None:
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)

    def restart(self) -> None:
        self.process = start(self.port)


@contextmanager
def served() -> Iterator[Server]:
    server = Server()
    yield server
    if server.process.poll() is None:
        stop(server.process)


@pytest.fixture(scope="module")
def mended() -> Iterator[Server]:
    with served() as server:
        yield server


@pytest.fixture
def breakable(mended: Server) -> Server:
    """The server at work again, whatever the test before has done to it."""
    if mended.process.poll() is not None:
        mended.restart()
    return mended


@pytest.fixture
def page(browser: Browser, breakable: Server) -> Iterator[Page]:
    visits = Visits(browser, breakable.address)
    visits.expects_failures = True
    yield visits.open("?activation=elu&bias=0.5", clock=True)
    visits.close()


def press(page: Page, key: str, times: int = 1) -> None:
    page.locator("#control-bins [role=slider]").focus()
    for _ in range(times):
        page.keyboard.press(key)


def expect_bins(page: Page, bins: int) -> None:
    """The readout has followed, the connection is fine, and the address holds the whole state."""
    # After some failures the page pauses up to half a minute before it tries again.
    expect(page.locator("#readout")).to_contain_text(f"of {bins} bins", timeout=45_000)
    expect(page.locator("#connection")).to_be_hidden(timeout=45_000)
    until(
        page,
        "bins => { const q = new URLSearchParams(location.search);"
        "return q.get('bins') === bins && q.get('activation') === 'elu' && q.get('bias') === '0.5'; }",
        arg=str(bins),
    )


def test_killed_workers_are_replaced_and_what_they_lost_is_sent_again(page: Page, breakable: Server) -> None:
    old = set(breakable.workers())
    breakable.kill_workers()
    press(page, "ArrowRight")
    expect_bins(page, 51)
    assert old.isdisjoint(breakable.workers())
    # Stopped workers hold the request; killed, they lose it.
    for pid in breakable.workers():
        os.kill(pid, signal.SIGSTOP)
    with page.expect_request("**/_dash-update-component*"):
        press(page, "ArrowRight")
    breakable.kill_workers()
    expect_bins(page, 52)


def test_a_restart_of_the_server_is_told_in_one_line_and_no_state_is_lost(page: Page, breakable: Server) -> None:
    stop(breakable.process)
    press(page, "ArrowRight", 3)
    line = page.locator("#connection")
    expect(line).to_contain_text("The server cannot be reached. Your settings are kept; trying again")
    assert "\n" not in line.inner_text()
    press(page, "ArrowRight")
    breakable.restart()
    page.clock.run_for(30_000)  # the longest pause between two attempts
    expect_bins(page, 54)
    page.reload()
    expect_bins(page, 54)


def test_a_network_lost_during_a_drag_comes_back_to_the_last_value(page: Page) -> None:
    x, y = grasp(page, "bins")
    page.mouse.move(x + 20, y, steps=5)
    page.context.set_offline(True)
    page.mouse.move(x + 60, y, steps=10)
    expect(page.locator("#connection")).to_contain_text("cannot be reached")
    page.mouse.move(x + 40, y, steps=5)
    page.mouse.up()
    bins = int(page.locator("#value-bins").inner_text())
    page.context.set_offline(False)
    expect_bins(page, bins)


def test_a_port_that_is_taken_stops_the_start_and_a_stop_takes_no_longer_than_open_connections_may() -> None:
    with served() as server:
        with pytest.raises(RuntimeError, match="did not start"):
            start(server.port)
        server.process.terminate()
        server.process.communicate(timeout=5)
        assert server.process.returncode == 0
