"""Figures for paper, drawn on the server: few at a time, and matplotlib comes with the first of them.

matplotlib is imported by the first figure, so that neither the start of the server nor the explorer waits for it. Its
settings are global: one figure is drawn at a time, one may wait for that, and further ones are told to come again.
"""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock

from werkzeug.exceptions import ServiceUnavailable

from minimal_model.dashboard.exports.asked import Asked
from minimal_model.plots.figure import file_bytes
from minimal_model.plots.sheet import SIZES, Panel, compose

# A process has four threads by default: the others go on serving the pages.
MOST_AT_ONCE = 2
RETRY_AFTER = 1  # seconds
FOLDER = "MPLCONFIGDIR"
places, drawing = BoundedSemaphore(MOST_AT_ONCE), Lock()


@dataclass(frozen=True)
class Drawing:
    """What a page has drawn for a file.

    Attributes
    ----------
    stem : str
        The name of the file, without its ending.
    panels : sequence of Panel
        What stands on the sheet.
    caption : str
        What stands below it.
    """

    stem: str
    panels: Sequence[Panel]
    caption: str


def rendered(drawn: Drawing, asked: Asked, kind: str) -> bytes:
    """Return a drawing as a file.

    Raises
    ------
    werkzeug.exceptions.ServiceUnavailable
        If as many as may wait do so already.
    """
    if not places.acquire(blocking=False):
        raise ServiceUnavailable("Other figures are being drawn; ask again in a second.", retry_after=RETRY_AFTER)
    try:
        with drawing:
            with_writable_font_cache()
            caption = drawn.caption if asked.caption else ""
            return file_bytes(compose(drawn.panels, SIZES[asked.size], asked.title, caption), kind)
    finally:
        # A figure holds itself in circles, and with it some tens of megabytes of pixels.
        gc.collect()
        places.release()


def with_writable_font_cache() -> None:
    """Let matplotlib find its list of fonts in a container that is read-only.

    It takes the list from a folder only if it may write there, and would look through all fonts again otherwise.
    """
    built = os.environ.get(FOLDER, "")
    if not built or os.access(built, os.W_OK) or not Path(built).is_dir():
        return
    copy = tempfile.mkdtemp(prefix="matplotlib-")
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    shutil.copytree(built, copy, dirs_exist_ok=True)
    os.environ[FOLDER] = copy
