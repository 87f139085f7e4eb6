"""How long each page takes to open in a browser with an empty cache: ratios to the explorer, in runs that take turns.

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

from visiting import DRAWN, Visits, launched, serving

TURNS = 7


def opening(browser: Browser, address: str, path: str) -> float:
    """Seconds until a page has its first answer and has drawn it."""
    visits = Visits(browser, address)
    start = time.perf_counter()
    visits.open(path=path)
    elapsed = time.perf_counter() - start
    visits.close()
    return elapsed


def main() -> None:
    """Print the medians and their ratios."""
    with serving() as address, launched() as browser:
        turns = [{path: opening(browser, address, path) for path in DRAWN} for _ in range(TURNS)]
    medians = {path: statistics.median(turn[path] for turn in turns) for path in DRAWN}
    for path, median in medians.items():
        print(f"/{path}: {median:.2f} s, {median / medians['']:.2f} times the explorer")


if __name__ == "__main__":
    main()
