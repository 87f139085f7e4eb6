"""Own data through nginx: each replica asks for the numbers once, no disk sees them, and nothing else is large."""

import shutil

import numpy as np
from asking import UPDATE, attempts
from proxying import Site
from sending import along, draw, named, send

LONGEST = np.random.default_rng(5).normal(size=100_000)


def test_each_replica_asks_once_for_the_longest_column(site: Site) -> None:
    assert site._proxy is not None
    # Without this folder nginx could not put a body aside on the disk, and would answer 500.
    shutil.rmtree(site._proxy.log.parent / "body")
    # What is brought may come to the other replica than the one that asked; in the end both know the numbers.
    brought, in_a_row, answered = 0, 0, set()
    for _ in attempts():
        known = len(site.visits())
        reply, was_brought = draw(site.address, LONGEST)
        assert (reply.status, b"100,000" in reply.body) == (200, True)
        brought += was_brought
        in_a_row = 0 if was_brought else in_a_row + 1
        answered |= {visit.replica for visit in site.visits()[known:] if visit.path.endswith(UPDATE)}
        if in_a_row >= 8 and len(answered) == 2:
            break
    assert in_a_row >= 8
    assert len(answered) == 2
    assert brought >= 2
    assert "column=" not in site.log_text()


def test_nothing_else_may_be_as_large(site: Site) -> None:
    body = named(site.address, LONGEST)
    assert send(site.address + UPDATE, body + b" " * 70_000).status == 413
    assert send(f"{site.address}/column{UPDATE}", *along(np.append(LONGEST, 0.0), body)).status == 413
    assert send(f"{site.address}/column{UPDATE}", *along(LONGEST, body + b" " * 200_000)).status == 413
