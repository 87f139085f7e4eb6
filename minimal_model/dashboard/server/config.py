"""Every setting of the server, read from the environment once and checked once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

# As a browser writes it: names of users on a JupyterHub may hold an @, or other signs as %40.
PATH = re.compile(r"/(?:(?:[A-Za-z0-9._~@-]|%[0-9A-Fa-f]{2})+/)*")
# 'self', 'none', *, or an origin with or without a port; what a Content-Security-Policy takes between its separators.
ANCESTOR = re.compile(r"'self'|'none'|\*|(?:https?://)?(?:\*\.)?[A-Za-z0-9.-]+(?::(?:\d+|\*))?")
# Dash would read these by itself, for one page of three.
DASH_NAMES = ("DASH_URL_BASE_PATHNAME", "DASH_REQUESTS_PATHNAME_PREFIX", "DASH_ROUTES_PATHNAME_PREFIX")
SWITCH = {"0": False, "1": True}


@dataclass(frozen=True)
class Setting:
    """An environment variable.

    Attributes
    ----------
    default : str
        Its value where it is not set or empty.
    allowed : str
        What it may be, in words.
    help : str
        What it does, in one sentence.
    read : callable
        Turns the text into the value; raises ValueError for what is not allowed.
    """

    default: str
    allowed: str
    help: str
    read: Callable[[str], Any]


def _whole_number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        # The length is checked first, since int() refuses very long digits with an error of its own.
        if not (text.isascii() and text.isdecimal() and len(text) <= len(str(high)) and low <= int(text) <= high):
            raise ValueError(text)
        return int(text)

    return read


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_\[\]-]+", text):
        raise ValueError(text)
    return text


def _path(text: str) -> str:
    if not PATH.fullmatch(text):
        raise ValueError(text)
    return text


def _switch(text: str) -> bool:
    if text not in SWITCH:
        raise ValueError(text)
    return SWITCH[text]


def _ancestors(text: str) -> str:
    if not all(ANCESTOR.fullmatch(part) for part in text.split()):
        raise ValueError(text)
    return " ".join(text.split())


SETTINGS: dict[str, Setting] = {
    "HOST": Setting("127.0.0.1", "a name or an address", "Address to listen on; 0.0.0.0 for all.", _host),
    "PORT": Setting("8050", "1 to 65535", "Port to listen on.", _whole_number(1, 65535)),
    "WORKERS": Setting("2", "1 to 64", "Processes; about as many as there are cores.", _whole_number(1, 64)),
    "THREADS": Setting("4", "1 to 64", "Threads of each process.", _whole_number(1, 64)),
    "PATH_PREFIX": Setting(
        "/", "a path with slashes at both ends", "Path below which the browser sees the pages, such as /lab/.", _path
    ),
    "PREFIX_STRIPPED": Setting(
        "0",
        "0 or 1",
        "1 if a proxy takes the path prefix away before it passes a request on, as JupyterHub’s.",
        _switch,
    ),
    "TRUSTED_PROXIES": Setting(
        "0",
        "0 to 10",
        "How many proxies in a row are trusted to tell the visitor’s scheme and host by X-Forwarded headers.",
        _whole_number(0, 10),
    ),
    "FRAME_ANCESTORS": Setting(
        "'self'",
        "origins, 'self', 'none' or *",
        "Who may show the pages inside a frame, such as https://moodle.example.org.",
        _ancestors,
    ),
    "REQUEST_LOG": Setting("1", "0 or 1", "One line on standard output for each request.", _switch),
}


@dataclass(frozen=True)
class Config:
    """The settings by name in lower case; `SETTINGS` says what each does and may be."""

    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 2
    threads: int = 4
    path_prefix: str = "/"
    prefix_stripped: bool = False
    trusted_proxies: int = 0
    frame_ancestors: str = "'self'"
    request_log: bool = True

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> "Config":
        """Return the settings of an environment.

        Raises
        ------
        ValueError
            If a variable is not what is allowed; the message names it, its value and what it may be.
        """
        for name in DASH_NAMES:
            if environment.get(name):
                raise ValueError(
                    f"{name} is not read here; set PATH_PREFIX, and PREFIX_STRIPPED if a proxy takes it away."
                )
        values = {}
        for name, setting in SETTINGS.items():
            text = environment.get(name) or setting.default
            try:
                values[name.lower()] = setting.read(text)
            except ValueError:
                raise ValueError(f"{name} must be {setting.allowed}, not {text[:80]!r}.") from None
        return cls(**values)

    @property
    def routes_prefix(self) -> str:
        """The path prefix that reaches this server."""
        return "/" if self.prefix_stripped else self.path_prefix


assert [field.name.upper() for field in fields(Config)] == list(SETTINGS), "Config and SETTINGS must name the same"
assert Config.from_env({}) == Config(), "Config and SETTINGS must tell the same defaults"
