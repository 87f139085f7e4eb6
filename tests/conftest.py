"""One browser for all tests that need one: two at once cannot be driven from the same thread."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from visiting import launched


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Pages of one visitor share a process, and so what is compiled of their scripts.
    with launched("--process-per-site") as browser:
        yield browser
