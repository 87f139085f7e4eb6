"""Files packed as small as they get, once: that takes seconds, and is kept in a folder for the next start.

What is kept is found by the digest of the plain bytes, and is taken only if it unpacks to them. Where the folder cannot
be written, files are packed quickly, at every start.
"""

import gzip
import hashlib
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import brotli

from minimal_model.dashboard.server.assets import project_folder

Change = Callable[[bytes], bytes]
# Of a file that is larger, the visitor at the terminal is told why the first start takes long.
LARGE = 1_000_000
# Packed files that no start has asked for in this many seconds, 30 days, are thrown away.
FORGOTTEN = 30 * 86_400


@dataclass(frozen=True)
class Packing:
    """One way to pack: as small as it gets, quickly, and back."""

    small: Change
    quick: Change
    unpack: Change


_gzip = partial(gzip.compress, compresslevel=9, mtime=0)
# By the name that browsers know, the best first. No time stamp in gzip's, so that every replica packs the same bytes.
PACKINGS: Mapping[str, Packing] = {
    "br": Packing(partial(brotli.compress, quality=11), partial(brotli.compress, quality=5), brotli.decompress),
    "gzip": Packing(_gzip, _gzip, gzip.decompress),
}


def packed_folder() -> Path | None:
    """Return where packed files are kept: within the project's folder, or else among what this user's programs keep."""
    project = project_folder()
    if project:
        return project / "build" / "packed"
    try:
        kept = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return None
    return Path(kept) / "minimal-model-explorer" / "packed"


def pack_all(files: Iterable[bytes], folder: Path | None, patient: bool = True) -> dict[tuple[bytes, str], bytes]:
    """Pack files in every way, on all cores.

    Parameters
    ----------
    files : iterable of bytes
        What is packed.
    folder : Path or None
        Where packed files are kept, if anywhere.
    patient : bool
        Whether what is not kept yet is packed as small as it gets.

    Returns
    -------
    dict
        The packed bytes by the plain ones and the name of the way.
    """
    # The largest first, since the others fit beside it.
    jobs = list(product(sorted(set(files), key=len, reverse=True), PACKINGS))
    writable = patient and folder is not None and _writable(folder)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        bodies = pool.map(lambda job: _pack(job[0], job[1], folder, writable), jobs)
        packed = dict(zip(jobs, bodies, strict=True))
    if writable and folder:
        _forget(folder)
    return packed


def _pack(plain: bytes, name: str, folder: Path | None, writable: bool) -> bytes:
    """Return bytes packed in one way: as kept, or packed now."""
    packing = PACKINGS[name]
    place = folder / f"{hashlib.sha256(plain).hexdigest()}.{name}" if folder else None
    if place and (kept := _read(place, plain, packing)) is not None:
        return kept
    if place is None or not writable:
        return packing.quick(plain)
    if len(plain) > LARGE and name == "br":
        print(f"Packing {len(plain) / 1e6:.1f} MB of scripts, once: the next start finds them packed.", file=sys.stderr)
    body = packing.small(plain)
    _write(place, body)
    return body


def _read(place: Path, plain: bytes, packing: Packing) -> bytes | None:
    """Return what is kept, if it unpacks to the plain bytes, and note that it was asked for."""
    try:
        body = place.read_bytes()
        if packing.unpack(body) != plain:
            return None
    except (OSError, EOFError, zlib.error, brotli.error):
        return None
    with suppress(OSError):
        os.utime(place)
    return body


def _write(place: Path, body: bytes) -> None:
    """Keep packed bytes; whoever reads meanwhile finds all of them or nothing."""
    with suppress(OSError):
        with tempfile.NamedTemporaryFile(dir=place.parent, suffix=place.suffix, delete=False) as file:
            file.write(body)
        # As any other file: readable by whoever may enter the folder, such as the image's user.
        os.chmod(file.name, 0o644)
        os.replace(file.name, place)


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _forget(folder: Path) -> None:
    """Throw away what older versions of the files have left."""
    for name in PACKINGS:
        for place in folder.glob(f"*.{name}"):
            with suppress(OSError):
                if place.stat().st_mtime < time.time() - FORGOTTEN:
                    place.unlink()
