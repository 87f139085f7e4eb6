"""What a study that is computed takes from the explorer: how long a key press takes beside one, and without, in turns.

Run it with `make benchmark` or `python benchmarks/beside_study.py`; it needs the packages of requirements-dev.txt and a
Chromium, whose path may be given in CHROMIUM. A machine that others use as well has no core left in either turn.
"""

import json
import os
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from visiting import Visits, launched, serving, until

TURNS, PRESSES = 4, 12
# Far more than the turns take.
STUDY = {"activations": ["tanh", "linear"], "samples": [10_000], "bins": [10, 50, 200], "binnings": ["fixed-width"]}
# From the key to the answer on the page, which holds a new number for each number of bins.
WATCH = """() => {
  window.took = [];
  let pressed = 0;
  addEventListener("keydown", () => { pressed = performance.now(); }, true);
  new MutationObserver(() => { if (pressed) took.push(performance.now() - pressed); pressed = 0; })
    .observe(document.querySelector("#readout"), { childList: true, characterData: true, subtree: true });
}"""


def ask(address: str, method: str = "GET", body: Any = None) -> Any:
    """Ask for a study, and return what the server says of it."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"null")


def presses(page: Page) -> list[float]:
    """Milliseconds of some key presses, each answered before the next; none asks for what was computed before."""
    page.evaluate("() => { took.length = 0; }")
    for k in range(PRESSES):
        page.keyboard.press("ArrowRight")
        until(page, "many => took.length === many", arg=k + 1)
    return list(page.evaluate("took"))


def main() -> None:
    """Print the medians and their ratio."""
    quiet: list[float] = []
    beside: list[float] = []
    curves = 0
    with tempfile.TemporaryDirectory() as folder, serving(STORE=folder) as address, launched() as browser:
        page = Visits(browser, address).open()
        page.evaluate(WATCH)
        page.locator("#control-bins [role=slider]").focus()
        presses(page)  # the first ones warm up
        for turn in range(TURNS):
            quiet += presses(page)
            seeds = list(range(1000 * turn, 1000 * turn + 1000))
            own = f"{address}/studies/" + ask(f"{address}/studies", "POST", STUDY | {"seeds": seeds})["id"]
            while not (begun := ask(own)["done"]):
                time.sleep(0.1)
            beside += presses(page)
            curves += ask(own)["done"] - begun
            ask(own, "DELETE")
            time.sleep(2)  # what is under way ends
    medians = statistics.median(quiet), statistics.median(beside)
    print(f"a key press: {medians[0]:.0f} ms; beside a study that computed {curves:,} curves meanwhile: "
          f"{medians[1]:.0f} ms, {medians[1] / medians[0]:.2f} times")  # fmt: skip
    print(f"{os.cpu_count()} cores, on average {os.getloadavg()[0]:.1f} processes that want one")


if __name__ == "__main__":
    main()
