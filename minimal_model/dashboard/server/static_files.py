"""Scripts, styles and icons, compressed once and kept: a visit costs no compression, however many there are.

Dash reads each file from disk for each request and compresses nothing, or everything anew. Here the first answer to
each file is kept as it was and as gzip; `warm_up` asks for all of them before the first visitor does, and with
preloading before the workers are forked, so that they share the memory.
"""

import gzip
import hashlib
import posixpath
import re
from dataclasses import dataclass
from threading import Lock

import flask

FOLDERS = ("_dash-component-suites/", "assets/")
# Dash puts version and time of change into a name; what it points to never changes.
FINGERPRINT = re.compile(r"\.v[\w-]+m[0-9a-fA-F]+(?=\.|$)")
IMMUTABLE, REVALIDATE = "public, max-age=31536000, immutable", "no-cache"
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg")
LEVEL = 9
# Dash and this app have some sixty; the same file under ever new spellings of its path must not fill the memory.
MOST_FILES = 200


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    plain: bytes
    compressed: bytes | None
    mimetype: str
    etag: str


class StaticFiles:
    """The files below the folders of a prefix."""

    def __init__(self, prefix: str) -> None:
        self._folders = tuple(prefix + folder for folder in FOLDERS)
        self._files: dict[str, File] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many files are kept."""
        return len(self._files)

    def answer(self) -> flask.Response | None:
        """Answer a request for a file that is kept; None lets a request pass."""
        request = flask.request
        file = self._files.get(_key(request.path)) if request.method in ("GET", "HEAD") else None
        if file is None:
            return None
        packed = file.compressed is not None and request.accept_encodings["gzip"] > 0
        etag = f"{file.etag}-gzip" if packed else file.etag
        versioned = FINGERPRINT.search(request.path) or "m" in request.args
        headers = {
            "ETag": f'"{etag}"',
            "Cache-Control": IMMUTABLE if versioned else REVALIDATE,
            "Vary": "Accept-Encoding",
        }
        # Not by werkzeug's `is_resource_modified`, which takes a condition that fails for one that is met.
        if request.if_match and etag not in request.if_match:
            flask.abort(412)
        if request.if_none_match.contains_weak(etag):
            return flask.Response(status=304, headers=headers)
        if packed:
            headers["Content-Encoding"] = "gzip"
        body = file.compressed if packed and file.compressed is not None else file.plain
        return flask.Response(body, headers=headers, mimetype=file.mimetype)

    def keep(self, response: flask.Response) -> flask.Response:
        """Keep the answer to a file that is not kept yet."""
        path = flask.request.path
        key = _key(path)
        if self._wanted(path) and response.status_code == 200 and key not in self._files:
            response.direct_passthrough = False
            plain, mimetype = response.get_data(), response.mimetype or "application/octet-stream"
            response.close()  # the file that it was read from
            # No time stamp in it, so that every replica packs the same bytes.
            packed = gzip.compress(plain, LEVEL, mtime=0) if mimetype.startswith(COMPRESSIBLE) else None
            with self._lock:
                self._files[key] = File(plain, packed, mimetype, hashlib.sha256(plain).hexdigest()[:20])
            return self.answer() or response
        return response

    def _wanted(self, path: str) -> bool:
        proper = path.startswith(self._folders) and posixpath.normpath(path) == path and not path.endswith(".map")
        return proper and flask.request.method == "GET" and len(self._files) < MOST_FILES


def _key(path: str) -> str:
    return FINGERPRINT.sub("", path)
