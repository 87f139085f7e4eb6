"""The package as a wheel: built once from a copy of the project's folder, and installed apart from it."""

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "CITATION.cff", "LICENSE", "README.md")
FOLDERS = ("minimal_model", "assets")
# Of a type and at a depth that the folder itself may not have; and what a build before the last one has left.
ODD, LEFT = Path("assets/some/depth/odd.webp"), Path("build/lib/minimal_model/assets/left.js")
BUILD = (sys.executable, "-m", "build", "--no-isolation")


@dataclass(frozen=True)
class Package:
    """A wheel built through an sdist, one built at once, and the first installed in a folder of its own."""

    wheel: Path
    direct: Path
    installed: Path

    def environment(self, *before: Path, **settings: str) -> dict[str, str]:
        """An environment in which Python finds the installed package, and the project's folder nowhere."""
        own = {"HOST", "PORT", "PYTHONPATH", "JUPYTERHUB_SERVICE_PREFIX"}
        kept = {name: text for name, text in os.environ.items() if name not in own}
        # Nothing of a test stays among what this user's programs keep; where nothing can be kept, a start is quick.
        own_path = {"PYTHONPATH": os.pathsep.join(map(str, (*before, self.installed))), "XDG_CACHE_HOME": os.devnull}
        return kept | own_path | settings

    @property
    def command(self) -> tuple[str, ...]:
        """The command as pip has made it."""
        return (sys.executable, "-P", str(self.installed / "bin" / "minimal-model"))


def build(folder: Path) -> Package:
    """Build and install the package below an empty folder; nothing is asked of a network."""
    source = folder / "source"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for name in FILES:
        shutil.copy(ROOT / name, source)
    for path in (ODD, LEFT):
        (source / path).parent.mkdir(parents=True)
        (source / path).write_bytes(bytes(range(256)))
    _run(*BUILD, "--outdir", str(folder / "two-steps"), str(source))
    _run(*BUILD, "--wheel", "--outdir", str(folder / "at-once"), str(source))
    (wheel,), (direct,) = ((folder / name).glob("*.whl") for name in ("two-steps", "at-once"))
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--no-deps", "--no-index", "--no-compile", "--target", str(folder / "installed"), str(wheel))
    return Package(wheel, direct, folder / "installed")


def contents(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel by name."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def without(folder: Path, *modules: str) -> Path:
    """Make a folder from which Python finds that modules are not installed."""
    folder.mkdir()
    for name in modules:
        (folder / f"{name}.py").write_text(f'raise ModuleNotFoundError("No module named {name!r}", name={name!r})\n')
    return folder


def _run(*command: str) -> None:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Deprecat" not in run.stdout + run.stderr
