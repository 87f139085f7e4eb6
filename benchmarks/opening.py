"""How long each page takes to open in a browser with an empty cache, in turns, and how many bytes come over the wire.

Run it with `make benchmark` or `python benchmarks/opening.py`; it needs the packages of requirements-dev.txt and a
Chromium, whose path may be given in CHROMIUM.
"""

import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser

# The tests know how to start the server and when a page is drawn.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from visiting import DRAWN, VISITORS, Visits, launched, serving

TURNS = 7
# As the browser itself counts them: packed bodies, and 300 bytes for the head of each answer.
BYTES = """[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, entry) => sum + entry.transferSize, 0)"""


def opening(browser: Browser, address: str, path: str) -> tuple[float, int]:
    """Seconds until a page has its first answer and has drawn it, and the bytes that came until then."""
    visits = Visits(browser, address)
    start = time.perf_counter()
    page = visits.open(path=path)
    elapsed = time.perf_counter() - start
    received = page.evaluate(BYTES)
    # The next visit shall not be that of somebody who was here before.
    VISITORS.clear()
    visits.close()
    return elapsed, received


def main() -> None:
    """Print the medians and their ratios."""
    with serving() as address, launched() as browser:
        turns = [{path: opening(browser, address, path) for path in DRAWN} for _ in range(TURNS)]
    seconds, received = (
        {path: statistics.median(turn[path][which] for turn in turns) for path in DRAWN} for which in (0, 1)
    )
    for path, median in seconds.items():
        ratio = median / seconds[""]
        print(f"/{path}: {median:.2f} s, {ratio:.2f} times the explorer, {received[path] / 2**20:.2f} MiB on the wire")


if __name__ == "__main__":
    main()
