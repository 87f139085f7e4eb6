"""Keeps the collector of garbage from what pytest has collected: ten thousand tests, which live until the end."""

import gc


def pytest_collection_finish() -> None:
    """Set it apart. The app has garbage collected after each figure for paper, and would look through it every time."""
    gc.collect()
    gc.freeze()
