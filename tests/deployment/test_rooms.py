"""A live class behind nginx and below a prefix: replicas share the rooms, and one that is killed loses no vote."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import attempts
from proxying import FIRST, SECOND, Site
from teaching import Behind, new_voter


@pytest.fixture(scope="module")
def lab(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    store: Path = tmp_path_factory.mktemp("store")
    with Site(PATH_PREFIX="/lab/", STORE=str(store)).running(nginx) as site:
        site.start(FIRST)
        site.start(SECOND)
        site.names.addresses = [FIRST, SECOND]
        yield site


def test_replicas_share_a_room_and_one_that_is_killed_loses_no_vote(lab: Site) -> None:
    room = Behind(f"{lab.address}/lab")
    voters = [new_voter() for _ in range(12)]
    for voter in voters:
        assert room.put("voter", {"voter": voter}).status == 200
    # Both replicas answer, and tell the same.
    answered = {}
    for _ in attempts():
        reply, visit = lab.ask(f"/lab{room.path}")
        answered[visit.replica] = reply.body
        if set(answered) == {FIRST, SECOND}:
            break
    assert len(set(answered.values())) == 1
    assert room.act("vote")["phase"] == "vote"
    for voter in voters[:6]:
        assert room.vote(voter, 1).status == 200
    lab.kill(FIRST)
    for voter in voters[6:]:
        assert room.vote(voter, 2).status == 200
    assert room.desk()["counts"] == {"1": [0, 6, 6, 0]}
    # nginx may send an act twice; what comes of it is what was asked for.
    assert room.act("close")["phase"] == "talk"
    state = room.act("reveal")
    assert (state["phase"], state["rev"]) == ("reveal", 4)


def test_the_pages_and_their_files_come_through_nginx_below_the_prefix(lab: Site) -> None:
    lab.names.addresses = [SECOND]
    room = Behind(f"{lab.address}/lab")
    for path in ("r", f"r/{room.code}", f"r/{room.code.lower()}", f"stage/{room.code}", "desk", f"desk/{room.code}"):
        reply, _ = lab.ask(f"/lab/{path}")
        page = reply.body.decode()
        assert (reply.status, 'data-root="/lab/"' in page) == (200, True)
        files = re.findall(r'(?:src|href)="(/[^"]+)"', page)
        assert len(files) >= 4
        for file in files:
            assert lab.ask(file)[0].status == 200, file
    # A room is asked anew each time, whatever nginx keeps.
    first = lab.ask(f"/lab{room.path}/stage")[0].body
    room.act("vote")
    assert lab.ask(f"/lab{room.path}/stage")[0].body != first
    assert lab.ask(f"/lab{room.path}")[0].headers["Cache-Control"] == "no-store"


def test_an_answer_that_nginx_packs_is_still_known_by_its_etag(lab: Site) -> None:
    lab.names.addresses = [SECOND]
    room = Behind(f"{lab.address}/lab")
    room.act("vote")
    room.act("close")
    room.act("reveal")
    # The reveal is large enough to be packed, which makes its ETag a weak one.
    packed = room.get("", Accept_Encoding="gzip")
    assert (packed.status, packed.headers["Content-Encoding"]) == (200, "gzip")
    assert packed.headers["ETag"].startswith("W/")
    again = room.get("", Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_the_address_that_limits_count_is_the_visitors_and_not_nginxs(lab: Site) -> None:
    """Behind nginx all come from nginx; TRUSTED_PROXIES says whom to believe about where from."""
    lab.names.addresses = [SECOND]
    room = Behind(f"{lab.address}/lab")
    statuses = []
    for _ in attempts():
        statuses.append(lab.ask("/lab/rooms/AAAAAA")[0].status)
        if statuses[-1] == 429:
            break
    assert set(statuses[:-1]) == {404}
    # What a visitor writes into the header himself is not believed.
    assert lab.ask("/lab/rooms/AAAAAA", X_Forwarded_For="203.0.113.1")[0].status == 429
    # Asked at the replica as if it came by another way: another address, which has not missed.
    assert room.get("", at=f"http://{SECOND}:{lab.port}/lab", X_Forwarded_For="203.0.113.9").status == 200
