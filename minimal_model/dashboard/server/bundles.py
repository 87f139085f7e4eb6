"""The scripts of a page as one file, and its styles as another: of many small files, over a slow line, each is a wait.

The files stay as they are in `assets/`, where they are read and changed; scripts register by name, so that nothing
depends on their order within the bundle.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import flask

# What stands before each file in a bundle.
MARK = "/* ==== {} ==== */\n"


@dataclass(frozen=True)
class Kind:
    """How a page names its files of one kind: what stands before an address, and what after it."""

    ending: str
    mimetype: str
    before: str
    after: str


SCRIPTS = Kind("js", "text/javascript", '<script src="', '"></script>')
STYLES = Kind("css", "text/css", '<link rel="stylesheet" href="', '">')


class Bundles:
    """The bundles of a page.

    Parameters
    ----------
    assets : Path
        Folder of the files.
    name : str
        Name of the page.
    address : str
        The folder of assets as the browser sees it, with a slash at its end.
    """

    def __init__(self, assets: Path, name: str, address: str) -> None:
        self._assets, self._name, self._address = assets, name, address
        self._texts: dict[str, str] = {}

    def bundled(self, kind: Kind, html: str) -> str:
        """Return a part of a page with one bundle in place of its own files of a kind."""
        start, end = re.escape(kind.before + self._address), re.escape(kind.after)
        pattern = re.compile(rf'{start}([^"?]+)[^"]*{end}\n?')
        names = [unquote(unescape(name)) for name in pattern.findall(html)]
        if not names:
            return html
        if kind.ending not in self._texts:
            self._texts[kind.ending] = "".join(MARK.format(name) + self._read(name) for name in names)
        version = hashlib.sha256(self._texts[kind.ending].encode()).hexdigest()[:16]
        tag = f"{kind.before}{self._address}{self.file(kind)}?m={version}{kind.after}\n"
        start, *others = pattern.split(html)[::2]
        return start + tag + "".join(others)

    def _read(self, name: str) -> str:
        return (self._assets / name).read_text(encoding="utf-8") + "\n"

    def file(self, kind: Kind) -> str:
        """Return the name of a bundle below the folder of assets."""
        return f"{self._name}.bundle.{kind.ending}"

    def answers(self) -> dict[str, Callable[[], flask.Response]]:
        """Return what answers to the names of the bundles."""
        return {self.file(kind): partial(self._answer, kind) for kind in (SCRIPTS, STYLES)}

    def _answer(self, kind: Kind) -> flask.Response:
        if kind.ending not in self._texts:
            flask.abort(404)
        return flask.Response(self._texts[kind.ending], mimetype=kind.mimetype)
