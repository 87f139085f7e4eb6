"""One server for a kernel: started by the first frame, ended with the kernel.

It is a process of its own and no thread of the kernel's: a cell that computes does not hold up the explorer, nor the
explorer a cell; and what Dash and the server change in a process, such as memory and hooks into Jupyter, stays out of
the reader's. It reads from a pipe of which the kernel holds the other end, and which closes however the kernel ends.
"""

import atexit
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import minimal_model
from minimal_model.dashboard.notebook.jupyter import find_place

CHILD = "minimal_model.dashboard.notebook.child"


def explorer_address() -> str:
    """Return the address of this kernel's explorer, which is started if it does not run."""
    process, address = _started(os.getpid())
    if process.poll() is not None:
        _started.cache_clear()
        _, address = _started(os.getpid())
    return address


@lru_cache(maxsize=1)
def _started(kernel: int) -> tuple[subprocess.Popen[str], str]:
    """Start the server of a kernel, and return it with its address when it answers."""
    place = find_place(os.environ)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", CHILD, place.proxy, place.frame_ancestors],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(_import_path())},
        text=True,
        encoding="utf-8",
        # To interrupt a cell, Jupyter interrupts all processes of the kernel's group.
        start_new_session=True,
    )
    try:
        port = _port(process)
    except BaseException:  # a reader who does not want to wait interrupts the cell
        _end(process)
        raise
    atexit.register(_end, process)
    return process, place.address(port)


def _import_path() -> list[str]:
    """Return where the kernel finds its modules; a folder without a name is the notebook's, which may change."""
    return [str(Path(minimal_model.__file__).parents[1]), *filter(None, sys.path)]


def _port(process: subprocess.Popen[str]) -> int:
    """Return the port that the server says it listens on.

    Raises
    ------
    ImportError
        If packages of the dashboard are missing.
    RuntimeError
        If it ends for another reason; the message is its last line.
    """
    assert process.stdout is not None
    line = ""
    for line in process.stdout:
        word, _, rest = line.strip().partition(" ")
        if word == "PORT":
            return int(rest)
        if word == "MISSING":
            raise ImportError(rest)
    raise RuntimeError(f"the explorer's server did not start: {line.strip() or 'it said nothing'}")


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()
