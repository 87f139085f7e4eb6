"""Dash is set up by the app alone, whatever stands in the environment."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

# Dash also reads its names in small letters. One of another family chooses React while Dash is imported.
FOREIGN = re.compile(r"(?:DASH|FLASK)_\w*|REACT_VERSION", re.IGNORECASE)
_one_at_a_time = RLock()


@contextmanager
def without_dashs_settings() -> Iterator[None]:
    """Take away the variables that Dash and Flask would read, for as long as the block lasts.

    They read them while they are imported, while an app is made, and while a page is visited for the first time, and
    not all of them can be overruled by arguments. Nothing of the kind is read later, so that they may come back: the
    other apps of a notebook may want them.
    """
    with _one_at_a_time:
        taken = {name: os.environ.pop(name) for name in [*os.environ] if FOREIGN.fullmatch(name)}
        try:
            yield
        finally:
            os.environ.update(taken)
