"""What all tests share: one browser, since two at once cannot be driven from the same thread, and a collector of
garbage that does not look through ten thousand tests."""

import gc
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from visiting import launched


def pytest_collection_finish() -> None:
    """Set apart what pytest has collected, which lives until the end: the app collects after each figure for paper."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Pages of one visitor share a process, and so what is compiled of their scripts.
    with launched("--process-per-site") as browser:
        yield browser
