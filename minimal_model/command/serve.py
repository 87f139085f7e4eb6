"""`minimal-model serve`: the explorer, from any folder, by the settings of the environment."""

import argparse
import importlib
import os
from types import ModuleType
from typing import TYPE_CHECKING, Any

from minimal_model.command.parser import CommandError

if TYPE_CHECKING:
    from minimal_model.dashboard.server.config import Config

NAME = "serve"
OPTIONS = {"HOST": "--host", "PORT": "--port"}


def add(subcommands: Any) -> None:
    """Add the subcommand to those of the command."""
    parser = subcommands.add_parser(
        NAME,
        help="serve the explorer (what happens without a command)",
        description="Serve the explorer. All further settings come from the environment.",
    )
    parser.add_argument("--host", help="address to listen on (default: HOST of the environment, or 127.0.0.1)")
    parser.add_argument("--port", help="port to listen on (default: PORT of the environment, or 8050)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until the process is told to end."""
    config = _config({"HOST": arguments.host, "PORT": arguments.port})
    _check_address(config)
    _check_store(config)
    # gunicorn's settings are read from the environment; this one gunicorn reads itself, and fails at what is no number.
    os.environ.update(HOST=config.host, PORT=str(config.port))
    os.environ.pop("WEB_CONCURRENCY", None)
    server = _server()
    _check_lessons(config)
    server.serve(config)
    return 0


def _config(given: dict[str, str | None]) -> "Config":
    """Return the environment's settings, with those that the command line gives in their place."""
    from minimal_model.dashboard.server.config import SETTINGS, Config

    chosen = {name: text for name, text in given.items() if text is not None}
    for name, text in chosen.items():
        try:
            SETTINGS[name].read(text)
        except ValueError:
            raise CommandError(f"{OPTIONS[name]} must be {SETTINGS[name].allowed}, not {text[:80]!r}.") from None
    try:
        return Config.from_env(os.environ | chosen)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _check_lessons(config: "Config") -> None:
    """Refuse a lesson that is wrong in one line, before gunicorn would tell it as a fault of its own."""
    from pathlib import Path

    from minimal_model.dashboard.lessons.lesson import LessonError, add_lessons

    try:
        add_lessons(Path(config.lessons) if config.lessons else None)
    except LessonError as error:
        raise CommandError(str(error)) from None


def _check_address(config: "Config") -> None:
    """Refuse an address that cannot be listened on before the app is built, which takes some seconds."""
    from minimal_model.dashboard.server.listening import check_listening, hands_over_a_socket

    if hands_over_a_socket(os.environ):
        return
    try:
        check_listening(config.host, config.port, lambda name, value: f"{OPTIONS[name]} {value}")
    except ValueError as error:
        raise CommandError(str(error)) from None


def _check_store(config: "Config") -> None:
    from minimal_model.dashboard.server.store_folder import check_store

    try:
        check_store(config.store)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _server() -> ModuleType:
    """Return the module that serves: with gunicorn, or with waitress where gunicorn does not run, as on Windows."""
    from minimal_model.dashboard.extra import needed

    try:
        from minimal_model.dashboard import create_app  # noqa: F401

        try:
            return importlib.import_module("minimal_model.command.with_gunicorn")
        except ImportError:
            return importlib.import_module("minimal_model.command.with_waitress")
    except ModuleNotFoundError as error:
        raise CommandError(needed(error)) from None
