"""One browser for all tests that need one: two at once cannot be driven from the same thread."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from visiting import launched


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser
