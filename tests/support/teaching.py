"""A room for a live class as its clients ask for it: without a network and with a clock that can be set, or by one."""

import itertools
import json
from pathlib import Path
from typing import Any

import flask
from asking import Reply, ask

from minimal_model.dashboard.rooms.http import Http
from minimal_model.dashboard.rooms.polls import with_polls
from minimal_model.dashboard.rooms.rooms import Rooms
from minimal_model.dashboard.rooms.store import Store
from minimal_model.dashboard.server.guard import plain_errors

LESSON, STEP = "saturation", 1
START = 1_900_000_000.0
_numbers = itertools.count(1)


def new_voter() -> str:
    """The id that a phone would make for itself."""
    return f"{next(_numbers):032x}"


class Hall:
    """A server with rooms, and a lecturer in one of them."""

    def __init__(self, folder: Path, most_voters: int = 200) -> None:
        self.now, self.folder = START, folder
        self.rooms = Rooms(Store(folder), most_voters, clock=lambda: self.now)
        server = flask.Flask("hall")
        Http(self.rooms).register(server, "/")
        plain_errors(server)
        server.wsgi_app = with_polls(server.wsgi_app, self.rooms, "/")  # type: ignore[method-assign]
        self.server, self.client = server, server.test_client()
        self.code = self.key = ""

    def ask(self, method: str, path: str, body: Any = None, key: str = "", address: str = "", **headers: str) -> Any:
        """Return the answer to a request; a key stands where it belongs."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"Authorization": f"Bearer {key}"} if key else {}
        base = {"REMOTE_ADDR": address} if address else {}
        return self.client.open(path, method=method, json=body, headers=named, environ_overrides=base)

    def open(self, lesson: str = LESSON, step: int = STEP) -> "Hall":
        answer = self.ask("POST", "/rooms", {"lesson": lesson, "step": step})
        assert answer.status_code == 201
        self.code, self.key = answer.json["code"], answer.json["key"]
        return self

    def known_to(self, other: "Hall") -> "Hall":
        """Return another server, of which this one's room is asked."""
        other.code, other.key = self.code, self.key
        return other

    @property
    def path(self) -> str:
        return f"/rooms/{self.code}"

    def desk(self) -> dict[str, Any]:
        return dict(self.ask("GET", f"{self.path}/desk", key=self.key).json)

    def stage(self) -> dict[str, Any]:
        return dict(self.ask("GET", f"{self.path}/stage").json)

    def phone(self) -> dict[str, Any]:
        return dict(self.ask("GET", self.path).json)

    def try_to(self, action: str, **more: Any) -> Any:
        """Return the answer to an action at the room's present revision."""
        body = {"rev": self.desk()["rev"], "action": action} | more
        return self.ask("POST", f"{self.path}/state", body, key=self.key)

    def act(self, *actions: str, **more: Any) -> dict[str, Any]:
        """Do one action after another, which have to succeed, and return the desk's state."""
        for action in actions:
            answer = self.try_to(action, **more)
            assert answer.status_code == 200, (action, answer.data)
        return dict(answer.json)

    def join(self, voter: str = "") -> str:
        voter = voter or new_voter()
        assert self.ask("PUT", f"{self.path}/voter", {"voter": voter}).status_code == 200
        return voter

    def vote(self, voter: str, choice: Any, **more: Any) -> Any:
        """Return the answer to a vote for what is taught now."""
        now = self.phone()
        body = {"voter": voter, "choice": choice} | {key: now[key] for key in ("lesson", "step", "round")} | more
        return self.ask("PUT", f"{self.path}/vote", body)


class Behind:
    """A lecturer in a room of a server that is asked over the network."""

    def __init__(self, root: str) -> None:
        self.root = root
        room = json.loads(ask(f"{root}/rooms", {"lesson": LESSON, "step": STEP}).body)
        self.code = str(room["code"])
        self.path, self.key = f"/rooms/{room['code']}", room["key"]

    def get(self, path: str, at: str = "", **headers: str) -> Reply:
        return ask(f"{at or self.root}{self.path}{path}", **headers)

    def put(self, path: str, body: Any) -> Reply:
        return ask(f"{self.root}{self.path}/{path}", body, method="PUT")

    def desk(self) -> dict[str, Any]:
        return dict(json.loads(self.get("/desk", Authorization=f"Bearer {self.key}").body))

    def act(self, action: str, **more: Any) -> dict[str, Any]:
        """Do something, and return the desk's state after it, whether or not a proxy has asked twice."""
        body = {"rev": self.desk()["rev"], "action": action} | more
        reply = ask(f"{self.root}{self.path}/state", body, Authorization=f"Bearer {self.key}")
        assert reply.status in (200, 409), reply
        return dict(json.loads(reply.body))

    def vote(self, voter: str, choice: int) -> Reply:
        return self.put("vote", {"voter": voter, "lesson": LESSON, "step": STEP, "round": 1, "choice": choice})
