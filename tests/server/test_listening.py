"""Where the server cannot listen, one plain line says which setting is at fault, what it is, and what to set."""

import errno
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from visiting import free_port

from minimal_model.dashboard.server.config import Config
from minimal_model.dashboard.server.listening import check_listening
from minimal_model.dashboard.server.store_folder import check_store

ROOT = Path(__file__).parents[2]
# As conda's compilers set it.
CONDAS = "x86_64-conda-linux-gnu"
# No machine has them: they stand in documents (RFC 5737, RFC 3849).
NOBODYS, NOBODYS_6 = "203.0.113.9", "2001:db8::1"
COMMANDS = {"gunicorn": ["-m", "gunicorn", "-c", "gunicorn.conf.py", "app:server"], "app.py": ["app.py"]}


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def refusal(host: str, port: int) -> str:
    with pytest.raises(ValueError, match=r"^(HOST|PORT) is ") as caught:
        check_listening(host, port)
    return str(caught.value)


@pytest.mark.parametrize("host", [CONDAS, NOBODYS, NOBODYS_6, "a..b", "x" * 70, "256.1.1.1", "-", "unix", "fe80::1"])
def test_a_host_that_is_not_this_machines_is_named(host: str) -> None:
    text = refusal(Config.from_env({"HOST": host}).host, free_port())
    assert text.startswith(f"HOST is {host!r}, which is no name or address of this machine")
    assert text.endswith("Set one that is, such as HOST=127.0.0.1; with make: make run HOST=127.0.0.1.")
    assert "\n" not in text


def test_a_port_in_use_is_named(taken: int) -> None:
    for host in ("127.0.0.1", "0.0.0.0"):
        assert refusal(host, taken) == (
            f"PORT is {taken}, which is in use on {host}. "
            "Set another, such as PORT=8050; with make: make run PORT=8050."
        )


@pytest.mark.parametrize(("port", "fault", "said"), [
    # One that is in use is not proposed.
    (8050, errno.EADDRINUSE, "PORT is 8050, which is in use on 127.0.0.1. Set another, such as PORT=8051;"),
    (80, errno.EACCES, "PORT is 80, which this user may not listen on. Set one above 1023, such as PORT=8050;"),
    (8050, errno.EAFNOSUPPORT, "HOST is '127.0.0.1', which is no name or address of this machine (Address family not"),
])  # fmt: skip
def test_what_the_system_refuses_is_named(port: int, fault: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(socket.socket, "bind", refuse)
    assert refusal("127.0.0.1", port).startswith(said)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_where_the_server_can_listen_nothing_is_said_and_the_port_stays_free(host: str) -> None:
    port = free_port()
    check_listening(host, port)
    with socket.create_server((host, port)):
        assert "in use" in refusal(host, port)


def started(command: str, **settings: str) -> str:
    """Return the last line that a server writes which cannot start."""
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(free_port())} | settings
    arguments = [sys.executable, *COMMANDS[command]]
    run = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100)
    assert run.returncode == 1
    lines = run.stderr.splitlines()
    # gunicorn says before that it starts.
    assert all(re.fullmatch(r"\[.*\] \[INFO\] Starting gunicorn .*", line) for line in lines[:-1])
    assert "Listening" not in run.stderr + run.stdout
    return lines[-1]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("host", [CONDAS, NOBODYS])
def test_a_server_that_cannot_listen_on_its_host_says_so(command: str, host: str) -> None:
    assert started(command, HOST=host).startswith(f"HOST is {host!r}, which is no name or address of this machine")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_server_whose_port_is_in_use_says_so(command: str, taken: int) -> None:
    assert started(command, PORT=str(taken)).startswith(f"PORT is {taken}, which is in use on 127.0.0.1.")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_server_that_can_keep_nothing_in_its_store_says_so(command: str) -> None:
    line = started(command, STORE=os.devnull)
    assert line.startswith(f"STORE is {os.devnull!r}, where rooms and studies cannot be kept (File exists).")


def test_a_store_is_a_folder_that_can_be_written_and_not_by_everybody(tmp_path: Path) -> None:
    check_store("")
    check_store(str(tmp_path / "new" / "store"))
    assert (tmp_path / "new" / "store").stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o777)
    for store in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "shared", tmp_path / ("x" * 300)):
        with pytest.raises(ValueError, match=r"^STORE is ") as caught:
            check_store(str(store))
        assert repr(str(store)[:80]) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_what_is_given_to_make_outweighs_the_environment() -> None:
    show = "show:\n\t@echo $$HOST $$PORT $$WEB_CONCURRENCY.\n"
    command = ["make", "-s", "-f", "Makefile", "-f", "-", "show", "HOST=127.0.0.1"]
    environment = os.environ | {"HOST": CONDAS, "PORT": "8123", "WEB_CONCURRENCY": "auto"}
    run = subprocess.run(command, cwd=ROOT, env=environment, input=show, capture_output=True, text=True, check=True)
    assert run.stdout == "127.0.0.1 8123 .\n"
