"""Which plotly.js the pages get, with a fetched one beside them and without."""

import json
import re
from pathlib import Path

import plotly
import pytest

from minimal_model.dashboard import create_app
from minimal_model.dashboard.server import page_app
from minimal_model.dashboard.server.plotly_js import choose_plotly

ROOT = Path(__file__).parents[2]
OWN = (Path(plotly.__file__).parent / "package_data/plotly.min.js").read_bytes()
ADDRESS = "/_dash-component-suites/plotly/package_data/plotly.min.js"
PACKAGE = "plotly.js-cartesian-dist-min"
VERSION = re.findall(r"\* plotly\.js v(\S+)", OWN[:200].decode())[0]


def fetched(folder: Path, version: str) -> bytes:
    """Put a small file where npm puts the real one, and return what it holds."""
    place = folder / "node_modules" / PACKAGE / "plotly-cartesian.min.js"
    place.parent.mkdir(parents=True)
    place.write_text(f"/**\n* plotly.js (cartesian - minified) v{version}\n*/\nwindow.Plotly = {{}};\n" * 50)
    return place.read_bytes()


def test_the_package_that_npm_fetches_has_the_version_of_plotlys_own() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    assert package["dependencies"] == {PACKAGE: VERSION}
    assert package["private"] is True


def test_a_fetched_script_is_served_to_all_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = fetched(tmp_path, VERSION)
    monkeypatch.setattr(page_app, "project_folder", lambda: tmp_path)
    client = create_app(ROOT / "assets", patient=False).server.test_client()
    addresses = set()
    for page in ("/", "/figures", "/questions", "/lessons"):
        addresses |= set(re.findall(rf'src="({ADDRESS}[^"]*)"', client.get(page).get_data(as_text=True)))
    (address,) = addresses
    answer = client.get(address)
    assert answer.data == code
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    # As a page asks that was opened before.
    assert client.get(ADDRESS).data == code
    assert client.get(ADDRESS).headers["Cache-Control"] == "no-cache"


def test_without_a_fetched_script_plotlys_own_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_app, "project_folder", lambda: tmp_path)
    client = create_app(ROOT / "assets", patient=False).server.test_client()
    (address,) = re.findall(rf'src="({ADDRESS}[^"]*)"', client.get("/").get_data(as_text=True))
    assert client.get(address).data == OWN
    assert "immutable" in client.get(address).headers["Cache-Control"]


def test_another_script_has_another_address(tmp_path: Path) -> None:
    assert choose_plotly(None) == choose_plotly(tmp_path)
    fetched(tmp_path, VERSION)
    assert choose_plotly(tmp_path).digest != choose_plotly(None).digest


@pytest.mark.parametrize("version", ["4.0.9", f"{VERSION}0", f"{VERSION}-rc.1", ""])
def test_a_fetched_script_of_another_version_is_not_taken(tmp_path: Path, version: str) -> None:
    fetched(tmp_path, version)
    assert choose_plotly(tmp_path).code == OWN


def test_what_is_no_script_is_not_taken(tmp_path: Path) -> None:
    place = tmp_path / "node_modules" / PACKAGE / "plotly-cartesian.min.js"
    place.mkdir(parents=True)
    assert choose_plotly(tmp_path).code == OWN
    place.rmdir()
    place.touch()
    assert choose_plotly(tmp_path).code == OWN


def test_the_script_that_is_served_draws_whatever_the_figures_are_made_of() -> None:
    sources = [path.read_text() for path in (ROOT / "minimal_model" / "dashboard").rglob("plots*/**/*.py")]
    sources += [path.read_text() for path in (ROOT / "minimal_model" / "dashboard").rglob("plots.py")]
    used = set(re.findall(r'"type": "(\w+)"', "\n".join(sources))) - {"line", "rect", "path", "log", "category"}
    assert {"scatter", "bar", "heatmap"} <= used
    code = choose_plotly(ROOT).code.decode()
    assert {name for name in used if f'moduleType:"trace",name:"{name}"' not in code} == set()
