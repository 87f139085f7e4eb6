"""Whether the server can listen where it shall, said in one plain line where it cannot."""

import errno
import os
import socket


def check_listening(host: str, port: int) -> None:
    """Listen for a moment, as the server will.

    Parameters
    ----------
    host : str
        A name or an address, an IPv6 address without brackets.
    port : int
        The port.

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
        raise ValueError(_refusal(host, port, error)) from None


def _refusal(host: str, port: int, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) and not isinstance(error, socket.gaierror) else None
    match number:
        case errno.EADDRINUSE:
            other = 8051 if port == 8050 else 8050
            return f"PORT is {port}, which is in use on {host}. Set another, {_such_as('PORT', other)}."
        case errno.EACCES | errno.EPERM:
            return f"PORT is {port}, which this user may not listen on. Set one above 1023, {_such_as('PORT', 8050)}."
    why = f" ({error.strerror})" if isinstance(error, OSError) and number != errno.EADDRNOTAVAIL else ""
    return (
        f"HOST is {host!r}, which is no name or address of this machine{why}. "
        f"Set one that is, {_such_as('HOST', '127.0.0.1')}."
    )


def _such_as(name: str, value: object) -> str:
    """Say how a setting is given, also to make, whose own outweighs one that stands in the environment."""
    return f"such as {name}={value}; with make: make run {name}={value}"
