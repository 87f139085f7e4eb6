"""How many states of the curve ten key presses show, 33 ms after each other, over a line with 80 ms of latency.

Of ten, so many are seen as different places of the dot, whatever the server has answered by then.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from visiting import WATCH_THE_DOT, Visits, launched, serving

TURNS = 5
PRESSES, PAUSE, LATENCY = 10, 33, 80


def over_a_slow_line(page: Page) -> None:
    """Give the page's line its latency."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    limits = {"offline": False, "latency": LATENCY, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", limits)


def main() -> None:
    """Print how many states each burst of key presses has shown."""
    with serving() as address, launched() as browser:
        page = Visits(browser, address).open()
        over_a_slow_line(page)
        page.locator("#control-weight [role=slider]").focus()
        page.evaluate(WATCH_THE_DOT)
        shown = []
        for _ in range(TURNS):
            page.wait_for_timeout(1000)
            page.evaluate("states.length = 1")
            for _ in range(PRESSES):
                page.keyboard.press("ArrowRight", delay=PAUSE)
            page.wait_for_timeout(100)
            shown.append(page.evaluate("states.length") - 1)
    print(f"states shown by {PRESSES} presses, {PAUSE} ms apart, {LATENCY} ms of latency: {shown}")


if __name__ == "__main__":
    main()
