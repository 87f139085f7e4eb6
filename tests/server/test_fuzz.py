"""A thousand random requests: whatever comes, the server refuses it or corrects it, and goes on."""

import os
import random
import signal
from concurrent.futures import ThreadPoolExecutor

from attacking import FILES, JSON, Request, Target, check, mutate

SEED, MANY = 20262, 1000


def test_random_requests_are_refused_or_corrected_and_the_server_goes_on(
    target: Target, proper: dict[str, list[Request]]
) -> None:
    requests = [*(request for page in proper.values() for request in page), *map(Request, FILES)]
    # Drawings are what there is to attack.
    weights = [4 if request.headers == JSON else 1 for request in requests]

    def attack(number: int) -> int:
        rng = random.Random(SEED * MANY + number)
        data = mutate(rng.choices(requests, weights)[0], rng)
        answer = target.send(data)
        if answer is None:  # it broke off before it had asked for anything
            assert b"\r\n\r\n" not in data, f"request {number} got no answer: {data[:3000]!r}"
            return 0
        try:
            check(answer, data.split(b" ", 1)[0].decode("latin-1"))
        except Exception as error:
            raise AssertionError(f"request {number}: {data[:3000]!r}") from error
        return answer.status

    with ThreadPoolExecutor(8) as clients:
        statuses = list(clients.map(attack, range(MANY)))
    # The changes are neither so harmless that nothing is refused, nor so wild that nothing gets through.
    for status in (200, 204, 400, 404, 405):
        assert statuses.count(status) >= 5, status
    assert statuses.count(200) > MANY / 5
    assert statuses.count(400) > MANY / 5
    assert statuses.count(0) < MANY / 50
    answers_everywhere(target, proper)


def answers_everywhere(target: Target, proper: dict[str, list[Request]]) -> None:
    """Check that no worker died, that each still answers every proper request, and that the log tells of no fault."""
    workers = target.workers()
    assert len(workers) == 2
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
        try:
            for request in [request for page in proper.values() for request in page]:
                answer = target.send(request.wire())
                assert answer is not None
                assert answer.status == 200
                check(answer, "POST")
        finally:
            os.kill(worker, signal.SIGCONT)
    assert target.workers() == workers
    assert target.complaints() == []
