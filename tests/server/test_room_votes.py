"""No vote is lost and none is counted twice: the real server, with workers that are killed and started again."""

import http.client
import itertools
import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from asking import attempts
from teaching import new_voter
from visiting import free_port, start, stop

PHONES = 40


class Live:
    """A room on a real server whose store outlives it."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.process = self._start()
        status, room = self.ask("POST", "/rooms", {"lesson": "saturation", "step": 1})
        assert status == 201
        self.path, self.key = f"/rooms/{room['code']}", room["key"]

    def _start(self) -> Any:
        return start(self.port, STORE=str(self.folder), WORKERS="2")

    def restart(self) -> None:
        stop(self.process)
        self.process = self._start()

    def kill_a_worker(self) -> None:
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """Ask until there is an answer, as a phone does; what is asked may arrive twice."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        data = None if body is None else json.dumps(body)
        for _ in attempts():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                connection.request(method, path, data, headers)
                answer = connection.getresponse()
                content = answer.read()
            except (OSError, http.client.HTTPException):
                continue
            finally:
                connection.close()
            if answer.status in (429, 503):
                continue
            return answer.status, json.loads(content) if answer.getheader(
                "Content-Type"
            ) == "application/json" else content
        raise AssertionError

    def desk(self) -> dict[str, Any]:
        status, state = self.ask("GET", f"{self.path}/desk", key=self.key)
        assert status == 200
        return dict(state)

    def act(self, action: str) -> None:
        status, _ = self.ask("POST", f"{self.path}/state", {"rev": self.desk()["rev"], "action": action}, self.key)
        assert status in (200, 409)  # a request that was sent twice

    def join(self) -> list[str]:
        voters = [new_voter() for _ in range(PHONES)]
        with ThreadPoolExecutor(PHONES) as phones:
            answers = list(phones.map(lambda v: self.ask("PUT", f"{self.path}/voter", {"voter": v})[0], voters))
        assert answers == [200] * PHONES
        return voters

    def vote(self, voter: str, choice: int, round: int = 1) -> tuple[int, Any]:
        body = {"voter": voter, "lesson": "saturation", "step": 1, "round": round, "choice": choice}
        return self.ask("PUT", f"{self.path}/vote", body)

    def vote_all(self, voters: list[str], choices: Any, meanwhile: Callable[[], None] = lambda: None) -> list[Any]:
        """Let all vote at once, do something else in the middle of it, and return the answers."""
        third = threading.Semaphore(0)

        def one(pair: tuple[str, int]) -> tuple[int, Any]:
            answer = self.vote(*pair)
            third.release()
            return answer

        with ThreadPoolExecutor(PHONES) as phones:
            answers = phones.map(one, zip(voters, choices, strict=True))
            for _ in range(PHONES // 3):
                third.acquire()
            meanwhile()
            return list(answers)


@contextmanager
def living(folder: Path) -> Iterator[Live]:
    live = Live(folder)
    try:
        yield live
    finally:
        stop(live.process)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with living(tmp_path_factory.mktemp("store")) as live:
        yield live


def tally(choices: Any) -> list[int]:
    counted = Counter(choices)
    return [counted[choice] for choice in range(4)]


def test_no_vote_is_lost_or_counted_twice(live: Live) -> None:
    """One lesson with all that can go wrong: killed, changed, restarted, closed, while votes are under way."""
    voters = live.join()
    choices = list(itertools.islice(itertools.cycle((0, 1, 1, 2, 3)), PHONES))
    live.act("vote")
    # A worker is killed in the middle of the vote.
    answers = live.vote_all(voters, choices, live.kill_a_worker)
    assert [(status, body["choice"]) for status, body in answers] == [(200, choice) for choice in choices]
    assert live.desk()["counts"] == {"1": tally(choices)}
    # Everybody changes at once.
    changed = [(choice + 1) % 4 for choice in choices]
    assert {status for status, _ in live.vote_all(voters, changed)} == {200}
    assert live.desk()["counts"] == {"1": tally(changed)}
    # The server is started again, and everything is there.
    live.restart()
    state = live.desk()
    assert (state["joined"], state["voted"], state["counts"]) == (PHONES, PHONES, {"1": tally(changed)})
    # The vote closes while all change their minds again: each is told what counts of it, and that is what is counted.
    last = [(choice + 2) % 4 for choice in changed]
    answers = live.vote_all(voters, last, lambda: live.act("close"))
    told = [body["choice"] for _, body in answers]
    for (status, _), choice, before, after in zip(answers, told, changed, last, strict=True):
        assert (status, choice) in ((200, after), (409, before)) or (status, choice) == (409, after)
    assert live.desk()["counts"] == {"1": tally(told)}
    assert live.desk()["joined"] == PHONES
    the_second_round_counts_beside_the_first_after_a_crash(live)


def the_second_round_counts_beside_the_first_after_a_crash(live: Live) -> None:
    """The whole server dies, not in order, and what it has counted is there."""
    before = live.desk()["counts"]["1"]
    live.act("vote")
    voters = live.join()
    half = PHONES // 2
    with ThreadPoolExecutor(half) as phones:
        assert {s for s, _ in phones.map(lambda voter: live.vote(voter, 3, 2), voters[:half])} == {200}
    pid = live.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in (pid, *map(int, children)):
        os.kill(child, signal.SIGKILL)
    live.process.communicate(timeout=20)
    live.process = live._start()
    state = live.desk()
    assert state["counts"] == {"1": before, "2": [0, 0, 0, half]}
    assert state["phase"] == "vote"
