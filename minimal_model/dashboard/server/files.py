"""Every file that the pages name, read and packed once, before the first visitor comes.

Dash reads each file from disk for each request and compresses nothing, or everything anew. Here the bytes of a file are
known from the start and never change: plain, and packed in each way of `packing`. With preloading that happens before
the workers are forked, so that they share the memory. Files that no page names are answered by Dash.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

import flask
from flask.testing import FlaskClient

from minimal_model.dashboard.server.packing import PACKINGS, pack_all
from minimal_model.dashboard.server.page_app import ASSETS, PLOTLY, SUITES, PageApp
from minimal_model.dashboard.server.plotly_js import UNNAMED

# The files that the first script of a page asks for by itself, because they are named in no page.
LATE = (PLOTLY, *(f"dash/dcc/async-{name}.js" for name in ("graph", "dropdown", "slider")))
# Dash puts version and time of change into a name; what it points to never changes.
FINGERPRINT = re.compile(r"\.v[\w-]+m[0-9a-fA-F]+(?=\.|$)")
IMMUTABLE, REVALIDATE = "public, max-age=31536000, immutable", "no-cache"
# The icon of Dash is of those that are not packed by themselves, and has two names.
ICONS = ("image/x-icon", "image/vnd.microsoft.icon")
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg", *ICONS)
PLAIN = "identity"


@dataclass(frozen=True)
class File:
    """A file as it is sent.

    Attributes
    ----------
    bodies : mapping
        Its bytes by encoding, the best first: packed where that pays, and as it is.
    mimetype : str
        What it is.
    etag : str
        What its bytes are known by.
    version : str
        What its address says of its version, empty if nothing; under that address it never changes.
    """

    bodies: Mapping[str, bytes]
    mimetype: str
    etag: str
    version: str


def read_files(pages: Iterable[PageApp], folder: Path | None, patient: bool = True) -> dict[str, File]:
    """Visit each page as a browser does, and return the files that it asks for by their paths on this server.

    Dash registers the paths of its scripts during the first request and counts itself ready before it has finished:
    script requests that arrive meanwhile in another thread would fail and leave the page blank. After this visit, which
    nobody else can disturb, all of them are registered.

    Parameters
    ----------
    pages : iterable of PageApp
        The pages.
    folder : Path or None
        Where packed files are kept.
    patient : bool
        Whether files that are not kept yet are packed as small as they get, which takes seconds.

    Raises
    ------
    RuntimeError
        If the page or one of its files is not there.
    """
    found: dict[str, tuple[bytes, str, str]] = {}
    for page in pages:
        client = page.server.test_client()
        html, _ = _visit(client, page.config.routes_pathname_prefix)
        for address in _addresses(page, html.decode()):
            path, version = _split(*address.partition("?")[::2])
            if path not in found:
                found[path] = (*_visit(client, address), version)
    return pack_files(found, folder, patient)


def _addresses(page: PageApp, html: str) -> Iterator[str]:
    """Yield the addresses of a page's files, as requests for them reach this server."""
    for address in re.findall(r'(?:src|href)="([^"]+)"', html):
        if address.startswith(page.root_prefix):
            yield page.root_routes + address.removeprefix(page.root_prefix)
    yield from (page.root_routes + SUITES + name for name in LATE)
    yield f"{page.root_routes}{ASSETS}{UNNAMED}?m={page.plotly_script.digest}"
    yield page.root_routes + page.preview.picture


def _visit(client: FlaskClient, address: str) -> tuple[bytes, str]:
    """Return the bytes at an address, and what they are."""
    with client.get(address) as answer:
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code} to the server itself")
        return answer.get_data(), answer.mimetype or "application/octet-stream"


def _split(path: str, query: str) -> tuple[str, str]:
    """Return the path of a file, and what its address says of its version."""
    found = FINGERPRINT.search(path)
    return unquote(FINGERPRINT.sub("", path)), found[0] if found else query


def pack_files(
    plain: Mapping[str, tuple[bytes, str, str]], folder: Path | None, patient: bool = True
) -> dict[str, File]:
    """Return files by name as they are sent.

    Parameters
    ----------
    plain : mapping
        Of each file its bytes, what it is, and the version that its address says.
    folder, patient
        As for `read_files`.
    """
    texts = {body for body, mimetype, _ in plain.values() if mimetype.startswith(COMPRESSIBLE)}
    packed = pack_all(texts, folder, patient)
    return {
        name: _file(body, {way: packed[body, way] for way in PACKINGS if body in texts}, mimetype, version)
        for name, (body, mimetype, version) in plain.items()
    }


def _file(plain: bytes, packed: dict[str, bytes], mimetype: str, version: str) -> File:
    digest = hashlib.sha256(plain).hexdigest()[:20]
    return File(MappingProxyType(packed | {PLAIN: plain}), mimetype, digest, version)


def answer_file(files: Mapping[str, File]) -> flask.Response | None:
    """Answer a request for one of the files; None lets a request pass."""
    request = flask.request
    if request.method not in ("GET", "HEAD"):
        return None
    path, version = FINGERPRINT.sub("", request.path), _split(request.path, request.query_string.decode("latin-1"))[1]
    file = files.get(path)
    return None if file is None else file_answer(file, version)


def file_answer(file: File, version: str) -> flask.Response:
    """Answer with a file, packed as the browser takes it, to a request that names a version of it, or none."""
    request = flask.request
    encoding = next((name for name in file.bodies if name != PLAIN and request.accept_encodings[name] > 0), PLAIN)
    etag = file.etag if encoding == PLAIN else f"{file.etag}-{encoding}"
    # Under another version, such as that of a page which was opened before the server was renewed, it may change again.
    fixed = version and version == file.version
    headers = {
        "ETag": f'"{etag}"',
        "Cache-Control": IMMUTABLE if fixed else REVALIDATE,
        "Vary": "Accept-Encoding",
    }
    # Not by werkzeug's `is_resource_modified`, which takes a condition that fails for one that is met.
    if request.if_match and etag not in request.if_match:
        flask.abort(412)
    if request.if_none_match.contains_weak(etag):
        return flask.Response(status=304, headers=headers)
    if encoding != PLAIN:
        headers["Content-Encoding"] = encoding
    return flask.Response(file.bodies[encoding], headers=headers, mimetype=file.mimetype)
