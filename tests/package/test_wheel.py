"""What the wheel brings: the same files as the project's folder, whatever way it is built."""

import tomllib
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packing import ODD, ROOT, Package, contents

import minimal_model

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def below(prefix: str, wheel: dict[str, bytes]) -> dict[str, bytes]:
    return {name.removeprefix(prefix): data for name, data in wheel.items() if name.startswith(prefix)}


def test_the_assets_are_those_of_the_folder_at_any_depth_and_of_any_type(package: Package) -> None:
    odd = {ODD.relative_to("assets").as_posix(): bytes(range(256))}
    # The pages link to the citation.
    cited = {"CITATION.cff": (ROOT / "CITATION.cff").read_bytes()}
    assert below("minimal_model/assets/", contents(package.wheel)) == files(ROOT / "assets") | odd | cited


def test_every_file_of_the_package_is_brought(package: Package) -> None:
    brought = below("minimal_model/", contents(package.wheel))
    own = files(ROOT / "minimal_model")
    assert {name: data for name, data in brought.items() if not name.startswith("assets/")} == own
    assert {"py.typed", "dashboard/lessons/texts/saturation.md", "dashboard/server/gunicorn_conf.py"} <= set(own)


def test_an_sdist_builds_the_same_wheel(package: Package) -> None:
    assert contents(package.direct) == contents(package.wheel)
    assert package.direct.name == package.wheel.name


def test_only_the_package_is_installed_and_the_licence_with_it(package: Package) -> None:
    wheel = contents(package.wheel)
    about = f"minimal_model_explorer-{minimal_model.__version__}.dist-info"
    assert {name.partition("/")[0] for name in wheel} == {"minimal_model", about}
    assert wheel[f"{about}/licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()


def requirements(package: Package) -> dict[str, Requirement]:
    about = f"minimal_model_explorer-{minimal_model.__version__}.dist-info/METADATA"
    metadata = message_from_bytes(contents(package.wheel)[about])
    assert metadata["Version"] == minimal_model.__version__
    return {found.name: found for found in map(Requirement, metadata.get_all("Requires-Dist"))}


def wanted(package: Package, extra: str, platform: str) -> set[str]:
    environment = {"extra": extra, "sys_platform": platform}
    found = requirements(package).values()
    return {each.name for each in found if each.marker is None or each.marker.evaluate(environment)}


def test_the_core_needs_numpy_and_scipy_alone(package: Package) -> None:
    assert wanted(package, "", "linux") == {"numpy", "scipy"}


@pytest.mark.parametrize(("platform", "server"), [
    ("linux", "gunicorn"), ("darwin", "gunicorn"), ("win32", "waitress"),
])  # fmt: skip
def test_the_dashboard_is_served_by_what_runs_there(package: Package, platform: str, server: str) -> None:
    assert wanted(package, "dashboard", platform) & {"gunicorn", "waitress"} == {server}


def test_what_is_installed_and_what_is_tested_agree(package: Package) -> None:
    lines = (ROOT / "requirements.txt").read_text().split()
    lines += [line for line in (ROOT / "requirements-dev.txt").read_text().split() if line.startswith("waitress")]
    lines += [line for line in (ROOT / "requirements-cluster.txt").read_text().split() if "==" in line]
    pinned = dict(line.split("==") for line in lines)
    ranges = requirements(package)
    assert set(pinned) == set(ranges)
    for name, version in pinned.items():
        assert ranges[name].specifier.contains(version), name
