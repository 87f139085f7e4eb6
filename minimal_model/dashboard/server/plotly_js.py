"""Which plotly.js the pages get: the small one that npm has fetched, or else the one that plotly itself brings.

The small one draws lines, bars and heatmaps, which is all that the figures need, and is a third of the size. `make run`
and the Dockerfile fetch it (`scripts/plotly.sh`), and nothing depends on their success.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import flask
import plotly

FETCHED = Path("node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js")
OWN = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
# A second address for it, below the folder of assets: there are blockers of advertisements that drop every address with
# "plotly" in it, for the sake of another site, and this script is the page's own.
UNNAMED = "drawing.js"
# What stands at the head of each, in its first hundred bytes.
VERSION = re.compile(rb"plotly\.js (?:\([\w -]+\) )?v([\w.-]+)")


@dataclass(frozen=True)
class PlotlyScript:
    """The script as it is served.

    Attributes
    ----------
    code : bytes
        What it holds.
    digest : str
        What its address says of its version: with another script the address is another one, too.
    """

    code: bytes
    digest: str

    def answer(self) -> flask.Response:
        """Answer a request for it."""
        return flask.Response(self.code, mimetype="text/javascript")


def choose_plotly(project: Path | None) -> PlotlyScript:
    """Read the script that the pages get.

    Parameters
    ----------
    project : Path or None
        The project's folder, in which a fetched script may lie. It is taken if its version is that of plotly's own,
        since plotly may have been renewed after it was fetched.
    """
    code = OWN.read_bytes()
    try:
        fetched = (project / FETCHED).read_bytes() if project else b""
    except OSError:
        fetched = b""
    if fetched and _version(fetched) == _version(code):
        code = fetched
    return PlotlyScript(code, hashlib.sha256(code).hexdigest()[:16])


def _version(code: bytes) -> bytes:
    found = VERSION.search(code[:200])
    return found[1] if found else b""
