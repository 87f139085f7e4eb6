"""The folder that rooms and studies are kept in: SQLite files that the workers, and replicas on one host, share."""

import os
import stat
import tempfile
from pathlib import Path


def store_folder(store: str, port: int) -> Path:
    """Return the folder of the setting STORE; where that is empty, one of this user's and port's own."""
    if store:
        return Path(store)
    base = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir())
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return base / f"minimal-model-explorer-{user}-{port}"


def check_store(store: str) -> None:
    """Refuse a setting STORE that no room and no study could be kept in, at the start and not when one is opened.

    Raises
    ------
    ValueError
        If it can be no folder that this user can write, and not everybody; the message names the setting, its value
        and why.
    """
    if not store:
        return
    try:
        folder = _private_folder(Path(store))
        if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            raise PermissionError("it cannot be written")
    except OSError as error:
        raise ValueError(
            f"STORE is {store[:80]!r}, where rooms and studies cannot be kept ({error.strerror or error}). "
            "Set a folder that this user can write, and not everybody, or leave it out."
        ) from None


def _private_folder(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Whoever has made the folder first in a place for everybody could read what is kept in it.
    about = os.lstat(folder)
    if hasattr(os, "getuid") and stat.S_ISDIR(about.st_mode) and about.st_mode & 0o002:
        raise PermissionError(f"{folder} can be written by everybody")
    return folder


def private_file(folder: Path, name: str) -> Path:
    """Return a file that its owner alone may read, in a folder of the same kind; both are made if they are not there.

    Raises
    ------
    OSError
        If they cannot be made, or if everybody could write into the folder.
    """
    path = _private_folder(folder) / name
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
    return path
