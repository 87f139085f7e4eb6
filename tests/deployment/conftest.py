"""The nginx of the deployment's tests; without one they fail, since a deployment that nobody tried is none."""

import subprocess
from collections.abc import Iterator

import pytest
from proxying import FIRST, ROOT, SECOND, Site


@pytest.fixture(scope="session")
def nginx() -> str:
    found = subprocess.run([ROOT / "scripts/nginx.sh"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail(found.stderr, pytrace=False)
    return found.stdout.strip()


@pytest.fixture(scope="session")
def two(nginx: str) -> Iterator[Site]:
    with Site().running(nginx) as site:
        site.start(FIRST)
        site.start(SECOND)
        yield site


@pytest.fixture
def site(two: Site) -> Site:
    """Two replicas behind nginx, both known to the name server."""
    two.names.addresses = [FIRST, SECOND]
    return two
