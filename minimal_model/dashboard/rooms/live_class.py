"""The live class on a server: its three pages and a form for the code, their files, and the rooms behind them.

The pages are static: the same file for every code, so that a page tells nobody which codes exist.
"""

import hashlib
import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import flask

from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.lessons.predictions import predictions
from minimal_model.dashboard.rooms.http import Http
from minimal_model.dashboard.rooms.polls import with_polls
from minimal_model.dashboard.rooms.rooms import Rooms
from minimal_model.dashboard.rooms.store import Store
from minimal_model.dashboard.server.config import Config
from minimal_model.dashboard.server.files import File, file_answer, pack_files
from minimal_model.dashboard.server.packing import packed_folder
from minimal_model.dashboard.server.store_folder import store_folder

# The pages and the paths that show them.
PAGES = {"phone": ("r", "r/", "r/<code>"), "stage": ("stage/<code>",), "desk": ("desk", "desk/", "desk/<code>")}
MIMETYPES = {".js": "text/javascript", ".css": "text/css"}
VERSION = re.compile(r"{file:([\w.-]+)}")


def register(server: flask.Flask, folder: Path, config: Config, patient: bool) -> dict[str, File]:
    """Connect rooms and pages; return the pages' files by the paths on which requests reach them.

    Parameters
    ----------
    server : flask.Flask
        The server.
    folder : Path
        Where the pages and their files lie.
    config : Config
        The settings of the server.
    patient : bool
        Whether files are packed as small as they get.
    """
    store = Store(store_folder(config.store, config.port))
    rooms = Rooms(store, config.room_voters)
    Http(rooms).register(server, config.routes_prefix)
    server.wsgi_app = with_polls(server.wsgi_app, rooms, config.routes_prefix)  # type: ignore[method-assign]
    plain = {
        path.name: (body, MIMETYPES[path.suffix], _version(body))
        for path in sorted(folder.iterdir())
        if path.suffix in MIMETYPES and (body := path.read_bytes())
    }
    versions = {name: version for name, (_, _, version) in plain.items()}
    pages = {page: (_page(folder, page, config, versions).encode(), "text/html", "") for page in PAGES}
    files = pack_files(plain | pages, packed_folder(), patient)
    for page, paths in PAGES.items():
        for path in paths:
            server.add_url_rule(config.routes_prefix + path, f"live class: {path}", _shows(files[page]))
    return {f"{config.routes_prefix}assets/{folder.name}/{name}": files[name] for name in plain}


def leave_out(server: flask.Flask, config: Config) -> None:
    """Answer 404 to all of it and to every method; Dash would answer 405 to what is no question."""
    for path in ("rooms", "r", "stage", "desk"):
        for rule in (path, f"{path}/<path:rest>"):
            server.add_url_rule(
                config.routes_prefix + rule,
                f"no {rule}",
                _is_not_here,
                methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            )


def _is_not_here(rest: str = "") -> flask.Response:
    flask.abort(404)


def _shows(file: File) -> Callable[..., flask.Response]:
    def view(code: str = "") -> flask.Response:
        return file_answer(file, "")

    return view


def _version(body: bytes) -> str:
    return f"m={hashlib.sha256(body).hexdigest()[:16]}"


def _page(folder: Path, name: str, config: Config, versions: dict[str, str]) -> str:
    """Return a page with what differs from server to server: the root, the files' versions, and the lessons."""
    text = (folder / f"{name}.html").read_text(encoding="utf-8")
    assets = f"{config.path_prefix}assets/{folder.name}/"
    framed = {"'self'", "*"} & set(config.frame_ancestors.split())
    for mark, value in {
        "{root}": escape(config.path_prefix),
        # Whether the explorer may be shown inside of a page of this server.
        "{framed}": "yes" if framed else "no",
        "{lessons}": _options() if name == "desk" else "",
        "{sketches}": escape(json.dumps(_sketches())),
    }.items():
        text = text.replace(mark, value)
    return VERSION.sub(lambda found: f"{escape(assets)}{found[1]}?{versions[found[1]]}", text)


def _sketches() -> dict[str, str]:
    """Return the sketch of each choice, an SVG path in a box of 100 × 60."""
    choices = {name: choice for kind in predictions().values() for name, choice in kind["choices"].items()}
    return {name: choice["path"] for name, choice in choices.items()}


def _options() -> str:
    """Return all steps of all lessons, for a list to choose from."""
    return "".join(
        f'<optgroup label="{escape(lesson.title)}">'
        + "".join(
            f'<option value="{escape(lesson.name)}/{number}">{number} {escape(step.title)}</option>'
            for number, step in enumerate(lesson.steps, 1)
        )
        + "</optgroup>"
        for lesson in lessons().values()
    )
