"""One server that is attacked by all tests."""

from collections.abc import Iterator

import pytest
from attacking import Request, Target, attacked, callback_requests

from app import server


@pytest.fixture(scope="session")
def target() -> Iterator[Target]:
    with attacked() as target:
        yield target


@pytest.fixture(scope="session")
def proper() -> dict[str, list[Request]]:
    """Requests to each callback, by page, as Dash's own script sends them."""
    client = server.test_client()
    pages = {"explorer": "/", "figures": "/figures/", "questions": "/questions/", "robustness": "/robustness/"}
    return callback_requests({page: client.get(f"{at}_dash-dependencies").get_json() for page, at in pages.items()})
