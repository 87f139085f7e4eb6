"""The phones' question of every second, answered before Flask: nearly all that they ask is whether something has moved.

A question that names the room's epoch comes from a page that has been in the room, so nothing more has to be checked.
All others, and whatever goes wrong, are left to `http`, which answers the same.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import orjson

from minimal_model.dashboard.rooms import screens
from minimal_model.dashboard.rooms.codes import read_code
from minimal_model.dashboard.rooms.phases import Room
from minimal_model.dashboard.rooms.rooms import Rooms
from minimal_model.dashboard.rooms.store import StoreAwayError

Application = Callable[..., Iterable[bytes]]
# The tag that a page of ours sends: one, weak where a proxy has packed the answer.
TAG = re.compile(r'(?:W/)?"([0-9a-f]+-\d+)"')
POLICY = "default-src 'none'"
HEADERS = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
)


def with_polls(app: Application, rooms: Rooms, root: str) -> Application:
    """Return the app with the polls answered before it.

    Parameters
    ----------
    app : callable
        What answers all else, by WSGI.
    rooms : Rooms
        The rooms.
    root : str
        The root as requests reach it.
    """
    # As WSGI has paths: decoded to bytes, which are written as latin-1.
    begin = f"{root}rooms/".encode().decode("latin-1")

    def answering(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked, path = environ.get("HTTP_IF_NONE_MATCH"), environ.get("PATH_INFO", "")
        if asked and environ["REQUEST_METHOD"] == "GET" and path.startswith(begin):
            found = _found(rooms, path[len(begin) :], TAG.fullmatch(asked))
            if found is not None:
                return _answered(*found, start_response)
        return app(environ, start_response)

    return answering


def _found(rooms: Rooms, text: str, tag: re.Match[str] | None) -> tuple[Room, str] | None:
    """Return the room that is asked for, and the tag of what the asker knows of it; None if it is no such question."""
    code = read_code(text)
    if code is None or tag is None:
        return None
    try:
        room = rooms.find(code)
    except StoreAwayError:
        return None
    known = room is not None and room.step <= screens.steps(room.lesson) and tag[1].startswith(f"{room.epoch}-")
    return (room, tag[1]) if room is not None and known else None


def _answered(room: Room, known: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    tag = f"{room.epoch}-{room.rev}"
    headers = [("ETag", f'"{tag}"'), *HEADERS]
    if known == tag:
        start_response("304 NOT MODIFIED", headers)
        return [b""]
    body = _body(room)
    start_response("200 OK", [*headers, ("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


@lru_cache(maxsize=128)
def _body(room: Room) -> bytes:
    return orjson.dumps(screens.phone(room))
