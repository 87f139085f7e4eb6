"""`explore()`: the frame that a notebook shows, what it serves, and how long."""

import html
import json
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import UPDATE, ask, attempts, drawing
from kernels import Kernel, kernel
from packing import Package, without
from visiting import get

from minimal_model.dashboard import explore
from minimal_model.dashboard.notebook.jupyter import find_place

HUB = "/user/ada%40lab/"
CELL = "explore(activation='relu', binning='global', bias=1.0, bins=16, height=500)"


@pytest.fixture(scope="module")
def notebook(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel in which the package is installed, and whose environment means other servers than the explorer's."""
    folder = tmp_path_factory.mktemp("notebook")
    # The folder's modules are the reader's, and not Python's.
    (folder / "socket.py").write_text("raise RuntimeError('the reader has a module of this name')\n")
    with kernel(folder, package.environment(PORT="x", PATH_PREFIX="/lab/", FRAME_ANCESTORS="'none'")) as started:
        yield started


def ends(port: int) -> None:
    """Wait until nobody listens on a port."""
    for _ in attempts():
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            return
        except ConnectionResetError:
            pass


def test_the_frame_shows_the_explorer_at_the_state(notebook: Kernel) -> None:
    frame = notebook.run(CELL)
    assert (frame["width"], frame["height"]) == ("100%", 500)
    address = urlsplit(frame["src"])
    assert (address.scheme, address.hostname, address.path) == ("http", "127.0.0.1", "/")
    asked = parse_qs(address.query)
    assert {key: asked[key] for key in ("activation", "binning", "bins")} == {
        "activation": ["relu"], "binning": ["global"], "bins": ["16"]
    }  # fmt: skip
    assert float(asked["bias"][0]) == 1
    assert html.unescape(frame["html"]).count(f'src="{frame["src"]}"') == 1
    assert frame["imported"] == []


def test_the_frame_serves_pages_that_a_notebook_on_this_machine_may_show(notebook: Kernel) -> None:
    src = notebook.run(CELL)["src"]
    server = src.partition("/?")[0]
    page = ask(src)
    assert page.status == 200
    ancestors = page.headers["Content-Security-Policy"].partition("frame-ancestors ")[2].split()
    assert {"'self'", "http://localhost:*", "http://127.0.0.1:*"} <= set(ancestors)
    assert "*" not in ancestors
    addresses = re.findall(r'(?:src|href)="(/[^"]+)"', page.body.decode())
    assert len([address for address in addresses if ".bundle." in address]) == 2
    for path in [
        *addresses,
        "/figures",
        "/questions",
        "/robustness",
        "/lessons",
        "/lessons/saturation.json",
        "/healthz",
    ]:
        assert get(server + path) == 200
    answer = json.loads(ask(server + UPDATE, drawing(server, bins=7)).body)
    assert "of 7 bins" in answer["response"]["readout"]["children"]


def test_all_cells_share_one_server_and_an_interrupt_does_not_end_it(notebook: Kernel) -> None:
    first, second = (urlsplit(notebook.run(cell)["src"]) for cell in ("explore()", CELL))
    assert first.netloc == second.netloc
    assert first.query == ""
    assert notebook.interrupt()["raised"] == "KeyboardInterrupt"
    assert get(f"http://{first.netloc}/healthz") == 200
    assert urlsplit(notebook.run("explore()")["src"]).netloc == first.netloc


def test_a_server_that_has_ended_is_started_anew(notebook: Kernel) -> None:
    first = urlsplit(notebook.run("explore()")["src"])
    notebook.run("end_server()")
    assert first.port is not None
    ends(first.port)
    second = urlsplit(notebook.run("explore()")["src"])
    assert get(f"http://{second.netloc}/healthz") == 200


def test_behind_a_hub_the_frame_goes_through_its_proxy_and_ends_with_a_kernel_that_is_killed(
    package: Package, tmp_path: Path
) -> None:
    with kernel(tmp_path, package.environment(JUPYTERHUB_SERVICE_PREFIX=HUB)) as notebook:
        src = notebook.run("explore(activation='softsign')")["src"]
        found = re.fullmatch(rf"({HUB}proxy/(\d+)/)\?activation=softsign", src)
        assert found is not None
        prefix, port = found[1], int(found[2])
        # The proxy takes the prefix away, and asks for the rest.
        page = ask(f"http://127.0.0.1:{port}/?activation=softsign")
        assert page.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
        addresses = re.findall(r'(?:src|href)="(/[^"]+)"', page.body.decode())
        assert len(addresses) > 10
        for address in addresses:
            assert address.startswith(prefix)
            assert get(f"http://127.0.0.1:{port}/{address.removeprefix(prefix)}") == 200
        notebook.process.kill()
    ends(port)


def test_without_the_dashboards_packages_one_line_says_how_they_come(package: Package, tmp_path: Path) -> None:
    folder = without(tmp_path / "without", "dash")
    with kernel(tmp_path, package.environment(folder)) as notebook:
        answer = notebook.run("explore()")
    assert answer["raised"] == "ImportError"
    assert answer["said"] == (
        'the explorer needs dash, which is not installed: pip install "minimal-model-explorer[dashboard]"'
    )


@pytest.mark.parametrize(
    ("arguments", "named", "value", "allowed"),
    [
        ({"activation": "tan"}, "activation", "'tan'", "sigmoid, tanh"),
        ({"binning": 3}, "binning", "3", "per-weight"),
        ({"bins": 1}, "bins", "1", "2 to 256"),
        ({"bins": "50"}, "bins", "'50'", "2 to 256"),
        ({"bias": float("nan")}, "bias", "nan", "finite"),
        ({"weight_max": 7}, "weight_max", "7", "5, 10, 20"),
        ({"seed": -1}, "seed", "-1", "0 to 4294967295"),
        ({"activaton": "tanh"}, "argument", "'activaton'", "activation"),
        ({"height": "720"}, "height", "'720'", "200 to 4000"),
        ({"height": 10}, "height", "10", "200 to 4000"),
        ({"height": True}, "height", "True", "200 to 4000"),
    ],
)
def test_a_wrong_argument_is_refused_by_name_value_and_what_is_allowed(
    arguments: dict[str, object], named: str, value: str, allowed: str
) -> None:
    with pytest.raises(ValueError, match=named) as caught:
        explore(**arguments)
    assert value in str(caught.value)
    assert allowed in str(caught.value)


def test_without_ipython_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython.display", None)
    with pytest.raises(ImportError, match=r"^explore\(\) needs IPython, which is not installed: pip install \w+$"):
        explore()


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the notebook's server, as this process's parent, tells of itself."""
    paths = ModuleType("jupyter_core.paths")
    paths.jupyter_runtime_dir = lambda: str(tmp_path)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jupyter_core", ModuleType("jupyter_core"))
    monkeypatch.setitem(sys.modules, "jupyter_core.paths", paths)
    monkeypatch.setattr("os.getppid", lambda: 4711)
    return tmp_path / "jpserver-4711.json"


def told(runtime: Path, **facts: str) -> None:
    runtime.write_text(json.dumps({"base_url": "/", "url": "http://localhost:8888/", "pid": 4711} | facts))


def test_where_jupyters_proxy_is_installed_the_frame_goes_through_it(
    runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "jupyter_server_proxy.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    told(runtime, base_url="/lab/")
    place = find_place({})
    assert place.address(1234) == place.prefix(1234) == "/lab/proxy/1234/"
    assert place.frame_ancestors == "'self'"


def test_elsewhere_the_port_is_asked_and_the_notebooks_own_origin_may_show_it(runtime: Path) -> None:
    told(runtime, base_url="/lab/", url="https://ada.example.org:8888/lab/")
    place = find_place({})
    assert (place.address(1234), place.prefix(1234)) == ("http://127.0.0.1:1234/", "/")
    assert place.frame_ancestors.endswith(" https://ada.example.org:8888")


@pytest.mark.parametrize("text", [None, "{", "[]", '{"pid": 1}', '{"base_url": "/", "url": "http://[x"}'])
def test_a_notebook_whose_server_tells_nothing_is_taken_for_one_of_this_machine(
    runtime: Path, text: str | None
) -> None:
    if text is not None:
        runtime.write_text(text)
    assert find_place({}).address(1234) == "http://127.0.0.1:1234/"
