"""The addresses of the files, the same for every page.

GET export/PAGE/figure.KIND?key=value&…  a figure for paper; KIND is svg, pdf or png
GET export/PAGE/tables.zip?key=value&…   its numbers: a CSV for each table, and a README
GET export/PAGE/notebook.ipynb?key=value&…  the state as a Jupyter notebook, where the page has one

The keys are those of the page's address, and those of `asked`. Values are corrected as the page does it. What cannot be
corrected is answered by 400 or 404, here and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import flask

from minimal_model.dashboard.exports.asked import Asked, UnknownFigureError, read
from minimal_model.dashboard.exports.drawing import Drawing, rendered
from minimal_model.dashboard.exports.tables import Tables
from minimal_model.dashboard.server.page_app import PageApp
from minimal_model.plots.figure import KINDS

MEDIA = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}
FOLDER = "export"
Result = TypeVar("Result")


@dataclass(frozen=True)
class Exports:
    """What a page gives to take along.

    Attributes
    ----------
    page : str
        Its name in the addresses.
    path : str
        Its path below the root.
    drawing : callable
        Returns what is drawn, and remarks, for what is asked; raises UnknownFigureError if there is no such figure.
    tables : callable
        Returns the tables and remarks, likewise.
    notebook : callable or None
        Returns the name of the file without its ending, and its text, for what is asked and the address of the page;
        None if there is none.
    """

    page: str
    path: str
    drawing: Callable[[Asked], tuple[Drawing, list[str]]]
    tables: Callable[[Asked], tuple[Tables, list[str]]]
    notebook: Callable[[Asked, str], tuple[str, str]] | None = None


def register(app: PageApp, exports: Exports) -> None:
    """Connect the addresses of a page's files."""
    below = f"{app.root_routes}{FOLDER}/{exports.page}/"
    address = f"{app.root_prefix}{exports.path}"
    kinds = ",".join(KINDS)
    rules: list[tuple[str, Callable[..., flask.Response]]] = [
        (f"figure.<any({kinds}):kind>", partial(figure_file, exports)),
        ("tables.zip", partial(tables_file, exports, address)),
    ]
    if exports.notebook:
        rules.append(("notebook.ipynb", partial(notebook_file, exports.notebook, address)))
    for rule, answer in rules:
        app.server.add_url_rule(below + rule, endpoint=below + rule, view_func=answer)


def figure_file(exports: Exports, kind: str) -> flask.Response:
    """Answer with a figure."""
    asked = what_is_asked()
    drawn, _ = found(exports.drawing, asked)
    return as_file(rendered(drawn, asked, kind), MEDIA[kind], f"{drawn.stem}.{kind}")


def tables_file(exports: Exports, address: str) -> flask.Response:
    """Answer with the tables of a state."""
    asked = what_is_asked()
    tables, remarks = found(exports.tables, asked)
    data = tables.zipped(whole(address), [*asked.remarks, *remarks], asked.comma)
    return as_file(data, "application/zip", f"{tables.stem}_tables.zip")


def notebook_file(notebook: Callable[[Asked, str], tuple[str, str]], address: str) -> flask.Response:
    """Answer with a state as a notebook."""
    stem, text = notebook(what_is_asked(), whole(address))
    return as_file(text.encode(), "application/x-ipynb+json", f"{stem}.ipynb")


def what_is_asked() -> Asked:
    """Return what the address of the request asks for; 400 where nothing is near to it."""
    try:
        return read(flask.request.query_string.decode(errors="replace"))
    except ValueError as refused:
        flask.abort(400, str(refused))


def found(make: Callable[[Asked], Result], asked: Asked) -> Result:
    """Return what a page makes of what is asked; 404 where it has no such figure."""
    try:
        return make(asked)
    except UnknownFigureError:
        flask.abort(404, "There is no such figure on this page.")


def whole(address: str) -> str:
    """Return an address with the server's own name, as the browser sees it."""
    return flask.request.host_url.rstrip("/") + address


def as_file(data: bytes, media: str, name: str) -> flask.Response:
    """Return an answer that a browser saves under a name."""
    response = flask.Response(data, mimetype=media)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
