"""A kernel as Jupyter starts it: a process with a group of its own that runs cells one after the other."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BUSY = "[print('busy', flush=True), threading.Event().wait()]"
# A cell is one expression; what it shows is its attributes, or what it raises.
PROGRAM = """
import json, os, signal, sys, threading
from minimal_model.dashboard import explore
from minimal_model.dashboard.notebook import kernel

def end_server():
    process, _ = kernel._started(os.getpid())
    process.kill()
    process.wait()

# As ipykernel does: a parent that runs in the background may have left it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
print("ready", flush=True)
while True:
    try:
        line = sys.stdin.readline()
        if not line:
            break
        frame = eval(line)
        answer = {"src": frame.src, "width": frame.width, "height": frame.height, "html": frame._repr_html_()}
    except (Exception, KeyboardInterrupt) as error:
        answer = {"raised": type(error).__name__, "said": str(error)}
    answer["imported"] = [name for name in ("dash", "flask", "plotly") if name in sys.modules]
    print(json.dumps(answer), flush=True)
"""


class Kernel:
    """A process that runs cells."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert self._line() == "ready"

    def run(self, cell: str) -> dict[str, Any]:
        """Run a cell and return what came of it."""
        self._start(cell)
        answer: dict[str, Any] = json.loads(self._line())
        return answer

    def interrupt(self) -> dict[str, Any]:
        """Interrupt a cell that takes for ever, as Jupyter does it: all processes of the group."""
        self._start(BUSY)
        assert self._line() == "busy"
        os.killpg(self.process.pid, signal.SIGINT)
        answer: dict[str, Any] = json.loads(self._line())
        return answer

    def _start(self, cell: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(cell + "\n")
        self.process.stdin.flush()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def kernel(folder: Path, environment: dict[str, str]) -> Iterator[Kernel]:
    """Start a kernel in a folder, and let it end by itself."""
    with subprocess.Popen(
        [sys.executable, "-P", "-c", PROGRAM],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        yield Kernel(process)
