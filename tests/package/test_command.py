"""The command `minimal-model`: what it serves from any folder, and what it refuses in one line."""

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import plotly
import pytest
from asking import PLOTLY, ask, attempts
from packing import ROOT, Package, without
from visiting import free_port, get

import minimal_model
from minimal_model.command import main


@contextmanager
def running(package: Package, folder: Path, *before: Path, **settings: str) -> Iterator[str]:
    """The installed command at work in an empty folder; gives the address that it serves."""
    port, empty = free_port(), folder / "empty"
    empty.mkdir()
    command = [*package.command, "serve", "--port", str(port)]
    environment = package.environment(*before, **settings)
    with subprocess.Popen(command, cwd=empty, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            for _ in attempts():
                assert process.poll() is None
                if get(f"http://127.0.0.1:{port}/healthz") == 200:
                    break
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
    assert not list(empty.iterdir())


def visit(server: str) -> None:
    """Open each page with all files that it names, and ask for a lesson."""
    for page in ("", "figures", "questions", "robustness", "lessons"):
        html = ask(f"{server}/{page}").body.decode()
        addresses = re.findall(r'(?:src|href)="(/[^"]+)"', html)
        assets = [address for address in addresses if ".bundle." in address]
        assert len(assets) == 2
        for address in assets:
            reply = ask(server + address)
            assert reply.status == 200
            ending = address.partition("?")[0].rpartition(".")[2]
            for folder in ("common", page or "explorer"):
                own = list((ROOT / "assets" / folder).glob(f"*.{ending}"))
                assert own
                assert all(path.read_bytes() in reply.body for path in own)
        for address in {*addresses} - {*assets}:
            assert get(server + address) == 200
    lesson = json.loads(ask(f"{server}/lessons/saturation.json").body)
    text = (ROOT / "minimal_model/dashboard/lessons/texts/saturation.md").read_text()
    assert f"title: {lesson['title']}\n" in text
    assert len(lesson["steps"]) == text.count("\n## ")


def test_the_installed_command_serves_all_pages_from_an_empty_folder(package: Package, tmp_path: Path) -> None:
    # gunicorn and Dash would read these, and fail or serve something else.
    foreign = {"WEB_CONCURRENCY": "auto", "GUNICORN_CMD_ARGS": "--bind=127.0.0.1:1", "DASH_TITLE": "foreign"}
    with running(package, tmp_path, WORKERS="1", PORT="1", **foreign) as server:
        visit(server)
        assert ask(f"{server}/healthz").headers["Server"] == "gunicorn"


def test_where_gunicorn_does_not_run_waitress_serves(package: Package, tmp_path: Path) -> None:
    with running(package, tmp_path, without(tmp_path / "without", "gunicorn")) as server:
        visit(server)
        assert ask(f"{server}/healthz").headers["Server"] == "waitress"


def test_what_is_packed_is_kept_for_the_user_and_plotlys_own_script_is_served(package: Package, tmp_path: Path) -> None:
    own = (Path(plotly.__file__).parent / "package_data/plotly.min.js").read_bytes()
    folder = tmp_path / "cache/minimal-model-explorer/packed"
    folder.mkdir(parents=True)
    # As no start packs it, so that it can only have been found.
    found = brotli.compress(own, quality=1)
    (folder / f"{hashlib.sha256(own).hexdigest()}.br").write_bytes(found)
    with running(package, tmp_path, WORKERS="1", XDG_CACHE_HOME=str(tmp_path / "cache")) as server:
        reply = ask(server + PLOTLY, Accept_Encoding="br")
        assert reply.headers["Content-Encoding"] == "br"
        assert reply.body == found
        (style,) = re.findall(r'href="(/assets/[^"]+\.bundle\.css[^"]*)"', ask(f"{server}/").body.decode())
        plain = ask(server + style).body
    assert brotli.decompress((folder / f"{hashlib.sha256(plain).hexdigest()}.br").read_bytes()) == plain


def said(package: Package, folder: Path, *words: str, **settings: str) -> str:
    """Return the one line with which the installed command refuses."""
    environment = package.environment(folder, **settings)
    command = [*package.command, *words]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stdout) == (2, "")
    return one_line(run.stderr)


def one_line(text: str) -> str:
    assert text.startswith("minimal-model: ")
    assert text.endswith("\n")
    assert text.count("\n") == 1
    return text.removeprefix("minimal-model: ").rstrip()


@pytest.mark.parametrize("missing", ["dash", "segno"])
def test_without_the_dashboards_packages_the_command_says_how_they_come(
    package: Package, tmp_path: Path, missing: str
) -> None:
    line = said(package, without(tmp_path / "without", missing))
    assert line == (
        f'the explorer needs {missing}, which is not installed: pip install "minimal-model-explorer[dashboard]"'
    )


def test_without_any_server_the_command_says_how_one_comes(package: Package, tmp_path: Path) -> None:
    assert said(package, without(tmp_path / "without", "gunicorn", "waitress")).startswith("the explorer needs ")


def test_a_port_in_use_is_named_before_anything_is_built(package: Package, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        # What is missing would be told only once the app is built.
        folder = without(tmp_path / "without", "dash")
        for words, settings in (([], {"PORT": port}), (["serve", "--port", port], {})):
            line = said(package, folder, *words, **settings)
            assert line == f"PORT is {port}, which is in use on 127.0.0.1. Set another, such as --port 8050."


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("--port abc", "--port must be 1 to 65535, not 'abc'."),
        ("serve --port 65536", "--port must be 1 to 65535, not '65536'."),
        ("serve --port=", "--port must be 1 to 65535, not ''."),
        ("--host a;b", "--host must be a name or an address, not 'a;b'."),
        ("--host ::1::", "--host must be a name or an address, not '::1::'."),
        ("serve --prot 8050", "unrecognized arguments: --prot 8050 (see minimal-model --help)"),
        ("serve --por 8050", "unrecognized arguments: --por 8050 (see minimal-model --help)"),
        ("-x", "unrecognized arguments: -x (see minimal-model --help)"),
        ("serve --port", "argument --port: expected one argument (see minimal-model serve --help)"),
        ("--host 203.0.113.9", "HOST is '203.0.113.9', which is no name or address of this machine. "
                               "Set one that is, such as --host 127.0.0.1."),
    ],
)  # fmt: skip
def test_a_wrong_option_is_one_line(words: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(words) == 2
    assert one_line(capsys.readouterr().err) == line


def test_an_unknown_command_is_one_line_that_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert status("srve") == 2
    line = one_line(capsys.readouterr().err)
    assert "'srve'" in line
    assert "serve" in line.partition("'srve'")[2]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("PORT", "99999", "PORT must be 1 to 65535, not '99999'."),
        ("THREADS", "0", "THREADS must be 1 to 64, not '0'."),
        ("PATH_PREFIX", "lab", "PATH_PREFIX must be a path with slashes at both ends, not 'lab'."),
        (
            "STORE",
            os.devnull,
            f"STORE is {os.devnull!r}, where rooms and studies cannot be kept (File exists). "
            "Set a folder that this user can write, and not everybody, or leave it out.",
        ),
    ],
)
def test_a_wrong_setting_is_one_line(
    name: str, text: str, line: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, text)
    if name != "PORT":
        monkeypatch.setenv("PORT", str(free_port()))
    assert status("serve") == 2
    assert one_line(capsys.readouterr().err) == line


def status(words: str) -> int | str | None:
    try:
        return main(words.split())
    except SystemExit as end:
        return end.code


@pytest.mark.parametrize(("words", "parts"), [
    ("--help", ("serve", "--version")), ("-h", ("serve",)), ("serve --help", ("--host", "--port")),
])  # fmt: skip
def test_help_names_what_there_is(words: str, parts: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert status(words) == 0
    printed = capsys.readouterr()
    assert all(part in printed.out for part in parts)
    assert printed.err == ""


def test_the_version_is_the_installed_packages_and_the_changelogs(package: Package, tmp_path: Path) -> None:
    installed = subprocess.run(
        [*package.command, "--version"], cwd=tmp_path, env=package.environment(), capture_output=True, text=True
    )
    newest = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0]
    assert installed.stdout == f"minimal-model {newest}\n"
    assert newest == minimal_model.__version__


def test_from_the_projects_folder_the_command_answers_without_the_dashboard() -> None:
    program = (
        "import runpy, sys\nsys.argv = ['minimal-model', '--version']\n"
        "try: runpy.run_module('minimal_model', run_name='__main__')\n"
        "finally: print([name for name in sys.modules if name.startswith(('dash', 'minimal_model.dashboard'))])"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == f"minimal-model {minimal_model.__version__}\n[]\n"
