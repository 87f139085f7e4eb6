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


def private_file(folder: Path, name: str) -> Path:
    """Return a file that its owner alone may read, in a folder of the same kind; both are made if they are not there.

    Raises
    ------
    OSError
        If they cannot be made, or if everybody could write into the folder.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Whoever has made the folder first in a place for everybody could read what is kept in it.
    about = os.lstat(folder)
    if hasattr(os, "getuid") and stat.S_ISDIR(about.st_mode) and about.st_mode & 0o002:
        raise PermissionError(f"{folder} can be written by everybody")
    path = folder / name
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
    return path
