"""The studies' addresses: POST /studies, GET and DELETE /studies/ID, and their tables as /studies/ID.csv.

The body of POST /studies is a JSON object with the arguments of `minimal_model.specifications`; what comes back says
how far the study is. Each question also sees to it that somebody computes what waits.
"""

import os
import re
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import flask
from werkzeug.exceptions import BadRequest, NotFound, ServiceUnavailable, TooManyRequests, UnsupportedMediaType

from minimal_model.dashboard.server.config import Config
from minimal_model.dashboard.server.store_folder import store_folder
from minimal_model.dashboard.studies.bounds import LARGEST_BODY, check_bounds
from minimal_model.dashboard.studies.store import FAILED, FINISHED, FullError, Store, Study, reason_of
from minimal_model.studies.files import csv_parts
from minimal_model.studies.run import StudyTable
from minimal_model.studies.specifications import CHOICES, specifications

ID = re.compile(r"[0-9a-f]{16}")
RUNNER = "minimal_model.dashboard.studies.runner"
# What the visitor is told who wants more than this server gives.
ELSEWHERE = "the command minimal-model study does it without this bound"


class Studies:
    """Answers for the studies of a server.

    Parameters
    ----------
    config : Config
        The settings of the server.
    default : callable
        Returns the table of the study that is always there.
    """

    def __init__(self, config: Config, default: Any) -> None:
        self._config, self._default = config, default
        self.store = Store(store_folder(config.store, config.port))
        self._runner: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()

    def register(self, server: flask.Flask) -> None:
        """Connect the addresses; without studies of the visitors' own, those alone that show the default one."""
        root = self._config.routes_prefix + "studies"
        server.add_url_rule(f"{root}/default.csv", "the default study", self._default_table, methods=["GET"])
        if self._config.studies:
            server.add_url_rule(root, "studies", self._post, methods=["POST"])
            server.add_url_rule(f"{root}/<digest>", "study", self._get, methods=["GET"])
            server.add_url_rule(f"{root}/<digest>", "no study", self._delete, methods=["DELETE"])
            server.add_url_rule(f"{root}/<digest>.csv", "study's table", self._table, methods=["GET"])
        else:
            for path in (root, f"{root}/<path:rest>"):
                server.add_url_rule(path, f"no {path}", _are_off, methods=["GET", "POST", "DELETE"])

    def find(self, digest: str) -> Study | None:
        """Return a study by its id, and see to it that it is computed; None if it is not there.

        Raises
        ------
        ServiceUnavailable
            If the store cannot be read.
        """
        if not self._config.studies or not ID.fullmatch(digest) or not self.store.is_there:
            return None
        try:
            self.store.forget(3600.0 * self._config.study_hours)
            study = self.store.find(digest)
            if study and study.state not in (FINISHED, FAILED):
                self._have_it_computed()
        except (sqlite3.Error, OSError) as error:
            raise _away(error) from None
        return study

    def table(self, study: Study) -> StudyTable:
        """Return the table of a study that is finished.

        Raises
        ------
        ServiceUnavailable
            If the store cannot be read, or the study has gone meanwhile.
        """
        try:
            table = self.store.table(study)
        except (sqlite3.Error, OSError) as error:
            raise _away(error) from None
        if table is None:
            raise ServiceUnavailable("This study has just gone; try again.")
        return table

    # --- the addresses ----------------------------------------------------------------------------------------------

    def _post(self) -> flask.Response:
        try:
            study = specifications(**_body())
            check_bounds(study, self._config.study_curves)
        except ValueError as error:
            raise BadRequest(str(error)) from None
        try:
            new = self.store.add(study, self._config.studies_waiting, self._config.study_megabytes * 2**20)
        except FullError as full:
            raise TooManyRequests(f"No further study now: {full}; {ELSEWHERE}.") from None
        except (sqlite3.Error, OSError) as error:
            raise _away(error) from None
        answer = self._get(study.digest)
        answer.status_code = 201 if new else 200
        answer.headers["Location"] = f"{self._config.path_prefix}studies/{study.digest}"
        return answer

    def _get(self, digest: str) -> flask.Response:
        study = self._found(digest)
        return _unkept(
            flask.jsonify(
                id=study.id,
                state=study.state,
                done=study.done,
                curves=len(study.specifications),
                seconds_left=study.left,
                computing=study.computing,
                ahead=study.ahead,
                reason=study.reason,
                choices={name: getattr(study.specifications, choice) for name, choice in CHOICES.items()},
            )
        )

    def _delete(self, digest: str) -> flask.Response:
        self._found(digest)
        try:
            self.store.remove(digest)
        except (sqlite3.Error, OSError) as error:
            raise _away(error) from None
        return flask.Response(status=204)

    def _table(self, digest: str) -> flask.Response:
        study = self._found(digest)
        if study.state != FINISHED:
            raise NotFound("This study is not finished.")
        return _csv(self.table(study), f"study-{digest}.csv")

    def _default_table(self) -> flask.Response:
        return _csv(self._default(), "study-default.csv")

    def _found(self, digest: str) -> Study:
        study = self.find(digest)
        if study is None:
            raise NotFound("There is no such study; one that ended is kept for a while only.")
        return study

    # --- the runner -------------------------------------------------------------------------------------------------

    def _have_it_computed(self) -> None:
        """Start a runner where there is none; one that is not needed ends by itself."""
        with self._starting:
            if self._runner is not None and self._runner.poll() is None:
                return
            if self.store.needs_runner():
                self._runner = start_runner(self._folder, self._config.study_processes or cores())

    @property
    def _folder(self) -> Path:
        return store_folder(self._config.store, self._config.port)


def start_runner(folder: Path, processes: int) -> "subprocess.Popen[bytes]":
    """Start a study runner, which ends when this process does: then the pipe that is its standard input closes.

    It is no fork of the server and inherits none of its sockets.
    """
    command = [sys.executable, "-m", RUNNER, str(folder), str(processes)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    environment = os.environ | threads | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, start_new_session=True
    )


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _body() -> dict[str, Any]:
    request = flask.request
    # No page of another site can send this kind of body without asking first.
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("The body is JSON: Content-Type: application/json.")
    try:
        body = request.get_json(silent=True) if len(request.get_data()) <= LARGEST_BODY else None
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        raise BadRequest(f"The body is a JSON object of at most {LARGEST_BODY:,} bytes; {ELSEWHERE}.")
    unknown = [name for name in body if name not in CHOICES]
    if unknown:
        raise BadRequest(f"{unknown[0][:40]!r} is no choice; there are {', '.join(CHOICES)}.")
    return body


def _away(error: Exception) -> ServiceUnavailable:
    return ServiceUnavailable(f"The server's store of studies {reason_of(error)}; try again later.")


def _are_off(rest: str = "") -> flask.Response:
    raise NotFound("This server computes no studies; the command minimal-model study does.")


def _csv(table: StudyTable, name: str) -> flask.Response:
    answer = flask.Response(csv_parts(table), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _unkept(answer)


def _unkept(answer: flask.Response) -> flask.Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
