"""`minimal-model serve`: the explorer, from any folder, by the settings of the environment."""

import argparse
import importlib
import os
import socket
import sys
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
    server = _server()
    # The server's settings and the app's are read from the environment, in the processes that serve as well.
    os.environ.update(HOST=config.host, PORT=str(config.port))
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


def _check_address(config: "Config") -> None:
    """Refuse an address that cannot be listened on, before the app is built; gunicorn would try it five times."""
    host = config.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            if sys.platform != "win32":  # where it would let two programs listen on the same port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, config.port))
    except (OSError, UnicodeError) as error:  # the latter for a name that no host can have
        reason = getattr(error, "strerror", None) or "no such host"
        place = f"HOST {config.host}, PORT {config.port}"
        raise CommandError(f"cannot listen on {place}: {reason}; choose others by --host and --port.") from None


def _server() -> ModuleType:
    """Return the module that serves: with gunicorn, or with waitress where gunicorn does not run, as on Windows."""
    from minimal_model.dashboard.extra import needed

    try:
        importlib.import_module("minimal_model.dashboard.app")
        try:
            return importlib.import_module("minimal_model.command.with_gunicorn")
        except ImportError:
            return importlib.import_module("minimal_model.command.with_waitress")
    except ModuleNotFoundError as error:
        raise CommandError(needed(error)) from None
