"""Every setting of the server, read from the environment once and checked once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import unquote

# As a browser writes it: names of users on a JupyterHub may hold an @, or other signs as %40.
PATH = re.compile(r"/(?:(?:[A-Za-z0-9._~@-]|%[0-9A-Fa-f]{2})+/)*")
# What would mean something else in a path, or in a rule of Flask's, once it is decoded.
MEANING = '"#%<>?\\'
# 'self', 'none', *, or an origin with or without a port; what a Content-Security-Policy takes between its separators.
ANCESTOR = re.compile(r"'self'|'none'|\*|(?:https?://)?(?:\*\.)?[A-Za-z0-9.-]+(?::(?:\d+|\*))?")
# Whoever sets these wants what PATH_PREFIX does; Dash's other variables have no part here (`environment`).
DASH_NAMES = ("DASH_URL_BASE_PATHNAME", "DASH_REQUESTS_PATHNAME_PREFIX", "DASH_ROUTES_PATHNAME_PREFIX")
SWITCH = {"0": False, "1": True}
ON_OFF = {"off": False, "on": True}


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
    if ":" in text:
        # In brackets or without, but with no port; gunicorn takes no name of an interface after a %.
        address = IPv6Address(text[1:-1] if text[0] + text[-1] == "[]" else text)
        if address.scope_id is None:
            return str(address)
    if not re.fullmatch(r"[A-Za-z0-9._-]+", text):
        raise ValueError(text)
    return text


def _path(text: str) -> str:
    decoded = unquote(text, errors="strict")
    plain = decoded.isprintable() and not set(decoded) & set(MEANING) and decoded.count("/") == text.count("/")
    if not (PATH.fullmatch(text) and plain):
        raise ValueError(text)
    return text


def _switch(words: Mapping[str, bool]) -> Callable[[str], bool]:
    def read(text: str) -> bool:
        if text not in words:
            raise ValueError(text)
        return words[text]

    return read


def _folder(text: str) -> str:
    if not text.isprintable():
        raise ValueError(text)
    return text


def _ancestors(text: str) -> str:
    if not all(ANCESTOR.fullmatch(part) for part in text.split()):
        raise ValueError(text)
    return " ".join(text.split())


def _setting(default: str, allowed: str, help: str, read: Callable[[str], Any]) -> Any:
    return field(default=read(default), metadata={"setting": Setting(default, allowed, help, read)})


@dataclass(frozen=True)
class Config:
    """The settings, each under the name of its environment variable in small letters."""

    host: str = _setting("127.0.0.1", "a name or an address", "Address to listen on; 0.0.0.0 for all.", _host)
    port: int = _setting("8050", "1 to 65535", "Port to listen on.", _whole_number(1, 65535))
    workers: int = _setting("2", "1 to 64", "Processes; about as many as there are cores.", _whole_number(1, 64))
    threads: int = _setting("4", "1 to 64", "Threads of each process.", _whole_number(1, 64))
    path_prefix: str = _setting(
        "/", "a path with slashes at both ends", "Path below which the browser sees the pages, such as /lab/.", _path
    )
    prefix_stripped: bool = _setting(
        "0",
        "0 or 1",
        "1 if a proxy takes the path prefix away before it passes a request on, as JupyterHub’s.",
        _switch(SWITCH),
    )
    trusted_proxies: int = _setting(
        "0",
        "0 to 10",
        "How many proxies in a row are trusted to tell the visitor’s scheme and host by X-Forwarded headers.",
        _whole_number(0, 10),
    )
    frame_ancestors: str = _setting(
        "'self'",
        "origins, 'self', 'none' or *",
        "Who may show the pages inside a frame, such as https://moodle.example.org.",
        _ancestors,
    )
    request_log: bool = _setting("1", "0 or 1", "One line on standard output for each request.", _switch(SWITCH))
    studies: bool = _setting(
        "on", "on or off", "Whether visitors can have studies of their own computed.", _switch(ON_OFF)
    )
    study_curves: int = _setting(
        "200000", "1 to 1000000", "How many curves a study may have.", _whole_number(1, 1_000_000)
    )
    studies_waiting: int = _setting("8", "1 to 100", "How many studies may wait for their turn.", _whole_number(1, 100))
    study_processes: int = _setting(
        "0", "0 to 64", "How many processes compute a study; 0 for one on each core.", _whole_number(0, 64)
    )
    study_megabytes: int = _setting(
        "64",
        "8 to 65536",
        "How much studies may take in the store; the oldest finished ones go first.",
        _whole_number(8, 65536),
    )
    study_hours: int = _setting("24", "1 to 8760", "How long a study is kept after its end.", _whole_number(1, 8760))
    rooms: bool = _setting(
        "on",
        "on or off",
        "Whether lecturers can open rooms for a live class.",
        _switch(ON_OFF),
    )
    room_voters: int = _setting("200", "1 to 1000", "How many phones a room takes.", _whole_number(1, 1000))
    column_megabytes: int = _setting(
        "32",
        "2 to 4096",
        "How much memory each process takes for visitors’ own data; the numbers not used for longest go first.",
        _whole_number(2, 4096),
    )
    lessons: str = _setting(
        "", "a folder", "Where your own lessons lie, Markdown files that come after the built-in ones.", _folder
    )
    store: str = _setting(
        "",
        "a folder",
        "Where rooms and studies are kept; replicas on one host share it. By default one for the user and the port in "
        "/dev/shm, or else in the system’s folder for temporary files.",
        _folder,
    )

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> "Config":
        """Return the settings of an environment.

        Raises
        ------
        ValueError
            If a variable is not what is allowed; the message names it, its value and what it may be. Also if a path
            prefix is set as for Dash and not as here.
        """
        for name in DASH_NAMES:
            if (environment.get(name) or environment.get(name.lower())) and not environment.get("PATH_PREFIX"):
                raise ValueError(
                    f"{name} is not read here; set PATH_PREFIX, and PREFIX_STRIPPED if a proxy takes it away. "
                    "With PATH_PREFIX=/ there is no prefix."
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
        """The path prefix that reaches this server, decoded as servers hand it to an app."""
        return "/" if self.prefix_stripped else unquote(self.path_prefix)


SETTINGS: dict[str, Setting] = {entry.name.upper(): entry.metadata["setting"] for entry in fields(Config)}
