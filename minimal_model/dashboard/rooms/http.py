"""The rooms' addresses below /rooms: who is asked what, and what is refused.

Neither a voter's id nor a lecturer's key is ever part of a path, since paths are logged.
"""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any

import flask
import orjson
from werkzeug.exceptions import BadRequest, Forbidden, NotFound, ServiceUnavailable, TooManyRequests

from minimal_model.dashboard.rooms import screens
from minimal_model.dashboard.rooms.codes import is_key, is_voter, read_code, voter_hash
from minimal_model.dashboard.rooms.limits import TooManyError
from minimal_model.dashboard.rooms.phases import PHASES, ImpossibleError, MalformedError, Room, whole
from minimal_model.dashboard.rooms.polls import POLICY
from minimal_model.dashboard.rooms.rooms import (
    LIFE,
    Ballot,
    FullError,
    GoneError,
    Rooms,
    ShutError,
    StaleError,
    has_key,
)
from minimal_model.dashboard.rooms.store import StoreAwayError

LARGEST_BODY = 1024
# When to ask again: a store that is away, a server full of rooms.
SOON, LATER = 2, 60
MOST_CHOICES, MOST_STEPS = 100, 100
Answer = flask.Response
View = Callable[..., Answer]


class Http:
    """Answers for the rooms of a server."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def register(self, server: flask.Flask, root: str) -> None:
        """Connect the addresses below a root."""
        # A server that was started again finds what the one before has kept.
        server.before_request(self._rooms.forget_in_time)
        for method, path, view in (
            ("POST", "rooms", self._open),
            ("PUT", "rooms/<code>", self._reopen),
            ("GET", "rooms/<code>", self._phone),
            ("PUT", "rooms/<code>/voter", self._voter),
            ("PUT", "rooms/<code>/vote", self._vote),
            ("GET", "rooms/<code>/stage", self._stage),
            ("GET", "rooms/<code>/desk", self._desk),
            ("POST", "rooms/<code>/state", self._state),
        ):
            server.add_url_rule(root + path, f"room{view.__name__}", _plainly(view), methods=[method])

    # --- the lecturer ------------------------------------------------------------------------------------------------

    def _open(self) -> Answer:
        body = _body()
        lesson = _lesson(body)
        room, key = self._rooms.open(*lesson, _address())
        return _json({"code": room.code, "key": key, "expires": int(room.touched + LIFE)}, 201)

    def _reopen(self, code: str) -> Answer:
        name, key = read_code(code), _key()
        room = self._living(name)
        if room is not None:
            self._check_key(room)
            _body()
            return _json(screens.desk(self._rooms, room))
        if name is None:
            self._miss()
        try:
            at = _asked_place(key)
        except (Forbidden, BadRequest):
            # Whoever asks so learns that the code is free, as by any other question.
            self._rooms.note_miss(_address())
            raise
        try:
            room, new = self._rooms.reopen(str(name), key, at, _address())
        except GoneError:
            raise Forbidden("This room has another key.") from None
        return _json(screens.desk(self._rooms, room), 201 if new else 200)

    def _desk(self, code: str) -> Answer:
        room = self._room(code)
        self._check_key(room)
        return _json(screens.desk(self._rooms, room))

    def _state(self, code: str) -> Answer:
        room = self._room(code)
        self._check_key(room)
        body = _body()
        rev = body.get("rev")
        if not (isinstance(rev, int) and whole(rev, 0, 2**53)):
            raise BadRequest("rev is the revision that the desk has seen.")
        choices = len(screens.taught(room)[1].choices)
        try:
            room = self._rooms.act(room.code, rev, body, screens.steps, choices)
        except MalformedError as error:
            raise BadRequest(str(error)) from None
        except (ImpossibleError, StaleError):
            return _json(screens.desk(self._rooms, self._room(code)), 409)
        return _json(screens.desk(self._rooms, room))

    # --- phones and projector ----------------------------------------------------------------------------------------

    def _phone(self, code: str) -> Answer:
        room = self._room(code)
        self._check_misses(room)
        tag = f"{room.epoch}-{room.rev}"
        unchanged = flask.request.if_none_match.contains_weak(tag)
        answer = Answer(status=304) if unchanged else _json(screens.phone(room))
        answer.set_etag(tag)
        return answer

    def _stage(self, code: str) -> Answer:
        room = self._room(code)
        self._check_misses(room)
        return _json(screens.stage(self._rooms, room))

    def _voter(self, code: str) -> Answer:
        room = self._room(code)
        voter, body = self._read_voter(room)
        if voter is None or not self._rooms.knows(room.code, voter):
            self._check_misses(room)
            if voter is None:
                raise _malformed(body)
            try:
                self._rooms.join(room.code, voter)
            except ShutError:
                raise Forbidden("The lecturer has shut the door.") from None
            except FullError:
                return _json({"full": True}, 409)
        return _json({"joined": True})

    def _vote(self, code: str) -> Answer:
        room = self._room(code)
        voter, body = self._read_voter(room)
        known = voter is not None and self._rooms.knows(room.code, voter)
        if not known:
            self._check_misses(room)
        if voter is None or body is None:
            raise _malformed(body)
        ballot = _ballot(body, room)
        if known and self._rooms.vote(room.code, voter, ballot):
            return _json({"counted": True, "choice": ballot.choice})
        if not self._rooms.knows(room.code, voter):
            raise Forbidden("This phone has not joined the room.")
        return _json({"counted": False, "choice": self._rooms.choice(room.code, voter, ballot)}, 409)

    # --- who may come in ---------------------------------------------------------------------------------------------

    def _living(self, code: str | None) -> Room | None:
        """Return a room, if it lives and its lesson is still taught here."""
        room = self._rooms.find(code) if code else None
        return room if room and room.step <= screens.steps(room.lesson) else None

    def _room(self, code: str) -> Room:
        room = self._living(read_code(code))
        return room or self._miss()

    def _miss(self) -> Any:
        """Refuse a code that is none, and count it."""
        self._rooms.note_miss(_address())
        raise NotFound("This room is closed.")

    def _check_misses(self, room: Room) -> None:
        """Refuse an address that guesses codes; those of a hall whose pages have been in the room pass."""
        tags = flask.request.if_none_match.as_set(include_weak=True)
        if not any(tag.rpartition("-")[0] == room.epoch for tag in tags):
            self._rooms.check_misses(_address())

    def _check_key(self, room: Room) -> None:
        if not has_key(room, _key()):
            self._rooms.check_misses(_address())
            raise Forbidden("This needs the room’s key.")

    def _read_voter(self, room: Room) -> tuple[bytes | None, dict[str, Any] | None]:
        """Return what is kept of the voter that the body names, and the body; None for what is malformed."""
        try:
            body = _body()
        except BadRequest:
            return None, None
        voter = body.get("voter")
        return (voter_hash(room.code, voter) if isinstance(voter, str) and is_voter(voter) else None), body


def _plainly(view: View) -> View:
    """Turn what the rooms refuse into answers that say when to ask again."""

    @wraps(view)
    def answering(**values: str) -> Answer:
        try:
            answer = view(**values)
        except StoreAwayError:
            raise ServiceUnavailable("The rooms cannot be reached at the moment.", retry_after=SOON) from None
        except TooManyError as error:
            raise TooManyRequests("Too many at once; try again.", retry_after=math.ceil(error.wait)) from None
        except FullError:
            raise ServiceUnavailable("There is no room left on this server.", retry_after=LATER) from None
        except GoneError:
            raise NotFound("This room is closed.") from None
        # Phones ask every second: what is no page needs no policy for pages.
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return answering


def _json(value: Any, status: int = 200) -> Answer:
    return Answer(orjson.dumps(value), status, mimetype="application/json")


def _body() -> dict[str, Any]:
    """Return the object of JSON that a request carries."""
    request = flask.request
    if (request.content_length or 0) > LARGEST_BODY:
        raise BadRequest(f"A body holds at most {LARGEST_BODY} bytes.")
    # In chunks, the length is not known before.
    data = request.stream.read(LARGEST_BODY + 1)
    if len(data) > LARGEST_BODY:
        raise BadRequest(f"A body holds at most {LARGEST_BODY} bytes.")
    try:
        body = orjson.loads(data) if request.is_json else None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise _malformed(None)
    return body


def _malformed(body: dict[str, Any] | None) -> BadRequest:
    return BadRequest("A body is one object of JSON." if body is None else "voter is 32 hexadecimal digits.")


def _lesson(body: dict[str, Any]) -> tuple[str, int]:
    lesson, step = body.get("lesson"), body.get("step")
    if not isinstance(lesson, str) or not screens.steps(lesson):
        raise BadRequest("There is no such lesson.")
    if not isinstance(step, int) or not whole(step, 1, screens.steps(lesson)):
        raise BadRequest(f"This lesson has the steps 1 to {screens.steps(lesson)}.")
    return lesson, step


def _asked_place(key: str) -> dict[str, Any]:
    """Return where a lost room stood, by the body of a request with a key that could be one."""
    if not is_key(key):
        raise Forbidden("A room is opened again with the key that it had.")
    body = _body()
    lesson, step = _lesson(body)
    lobby = body.get("phase") == "lobby"
    if body.get("phase") not in PHASES or not whole(body.get("round"), 0 if lobby else 1, 2):
        raise BadRequest("phase is lobby, vote, talk, reveal or ended; round is 1 or 2.")
    return {"lesson": lesson, "step": step, "phase": body["phase"], "round": 1 if lobby else body["round"]}


def _ballot(body: dict[str, Any], room: Room) -> Ballot:
    lesson, step, number, choice = (body.get(key) for key in ("lesson", "step", "round", "choice"))
    here = (lesson, step) == (room.lesson, room.step)
    most = len(screens.taught(room)[1].choices) if here else MOST_CHOICES
    if (
        not isinstance(lesson, str)
        or not (isinstance(step, int) and whole(step, 1, MOST_STEPS))
        or not (isinstance(number, int) and whole(number, 1, 2))
        or not (isinstance(choice, int) and whole(choice, 0, most - 1))
    ):
        raise BadRequest("A vote has lesson, step, round, and a choice, which counts from 0.")
    return Ballot(lesson, step, number, choice)


def _key() -> str:
    """Return the key that a request carries, empty if none."""
    scheme, _, key = flask.request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def _address() -> str:
    return flask.request.remote_addr or ""
