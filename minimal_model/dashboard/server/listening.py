"""Whether the server can listen where it shall, said in one plain line where it cannot."""

import errno
import os
import socket
from collections.abc import Callable, Mapping

# How systemd, or a gunicorn that is replaced, says that it hands over a socket which listens already.
HANDED_OVER = {"LISTEN_FDS", "GUNICORN_FD"}


def hands_over_a_socket(environment: Mapping[str, str]) -> bool:
    """Whether the server gets a socket and need not listen by itself."""
    return bool(HANDED_OVER & set(environment))


def _by_variable(name: str, value: object) -> str:
    """Say how a setting is given, also to make, whose own outweighs one that stands in the environment."""
    return f"{name}={value}; with make: make run {name}={value}"


def check_listening(host: str, port: int, way: Callable[[str, object], str] = _by_variable) -> None:
    """Listen for a moment, as the server will.

    Parameters
    ----------
    host : str
        A name or an address, an IPv6 address without brackets.
    port : int
        The port.
    way : callable, optional
        How a setting, HOST or PORT, is given another value, in words.

    Raises
    ------
    ValueError
        If that is not possible; the message names the setting at fault, its value and what to set.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # As servers do, so that connections which have just ended hold no port; elsewhere it means something else.
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, UnicodeError) as error:
        raise ValueError(_refusal(host, port, error, way)) from None


def _refusal(host: str, port: int, error: Exception, way: Callable[[str, object], str]) -> str:
    number = error.errno if isinstance(error, OSError) and not isinstance(error, socket.gaierror) else None
    match number:
        case errno.EADDRINUSE:
            other = 8051 if port == 8050 else 8050
            return f"PORT is {port}, which is in use on {host}. Set another, such as {way('PORT', other)}."
        case errno.EACCES | errno.EPERM:
            return (
                f"PORT is {port}, which this user may not listen on. Set one above 1023, such as {way('PORT', 8050)}."
            )
    why = f" ({error.strerror})" if isinstance(error, OSError) and number != errno.EADDRNOTAVAIL else ""
    return (
        f"HOST is {host!r}, which is no name or address of this machine{why}. "
        f"Set one that is, such as {way('HOST', '127.0.0.1')}."
    )
