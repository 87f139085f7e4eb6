"""Opening, key presses, drags and curves of an earlier revision and of this tree, in turns.

    python benchmarks/earlier.py [earlier [later]] [--turns 7]

serves both, and prints medians and their ratios; without a revision the last commit is the earlier one. It needs git,
the packages of requirements-dev.txt and a Chromium, whose path may be given in CHROMIUM.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

# The tests know how to start a server and a browser.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from visiting import SCREEN, free_port, launched, stop, until

ROOT = Path(__file__).resolve().parents[1]
TURNS = 7
LATENCY = 80
# All figures of the explorer are drawn by plotly, and the sliders are there.
OPEN = """document.querySelector('#control-bias [role=slider]') !== null
    && [...document.querySelectorAll('.js-plotly-plot')].filter(plot => plot.calcdata?.length).length >= 4"""
# Every state of the curve that was on the screen, and how long after the last key press it came.
WATCH = """() => {
  window.seen = [];
  window.waits = [];
  let pressed = null;
  addEventListener('keydown', () => { pressed = performance.now(); }, true);
  const look = () => {
    const shape = document.querySelector('#graph-mi-curve .scatterlayer .js-line')?.getAttribute('d');
    if (seen.at(-1) !== shape) {
      seen.push(shape);
      if (pressed !== null) waits.push(performance.now() - pressed);
      pressed = null;
    }
    requestAnimationFrame(look);
  };
  look();
}"""
CURVES = """
import sys, time
import numpy as np
from minimal_model import ACTIVATIONS, BINNINGS, mi_curve, sample_input
names = list(ACTIVATIONS)[:11]
for size in (1_000, 100_000):
    x = np.sort(sample_input(size))
    for again in (False, True):
        start = time.perf_counter()
        for name in names:
            for binning in BINNINGS[:6]:
                mi_curve(x, name, binning=binning, width=0.1)
        spent = time.perf_counter() - start
    print(spent)
"""


@contextmanager
def tree(revision: str) -> Iterator[Path]:
    """Give a folder with the files of a revision, and the small plotly.js where this tree has it; or this tree."""
    if not revision:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as name:
        packed = subprocess.run(["git", "archive", revision], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", name], input=packed, check=True)
        if (ROOT / "node_modules").exists():
            (Path(name) / "node_modules").symlink_to(ROOT / "node_modules")
        yield Path(name)


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Serve a tree by its own app, and give its address."""
    port = free_port()
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port), "WORKERS": "2", "REQUEST_LOG": "0"}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:server"]
    process = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        if not any("Listening at" in line for line in process.stderr):
            raise SystemExit(f"{root} was not served")
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


def opened(browser: Browser, address: str, latency: int = 0) -> Page:
    """Open the explorer as somebody who has never been there, and wait for its figures."""
    page = browser.new_context(viewport=SCREEN).new_page()
    page.goto(address)
    until(page, OPEN)
    if latency:
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        limits = {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1}
        network.send("Network.emulateNetworkConditions", limits)
    return page


def opening(browser: Browser, address: str) -> float:
    """Return the milliseconds until all figures are drawn."""
    start = time.perf_counter()
    page = opened(browser, address)
    spent = time.perf_counter() - start
    page.context.close()
    return 1000 * spent


def key_press(browser: Browser, address: str) -> float:
    """Return the median milliseconds from a key press on the slider of bins to the new curve."""
    page = opened(browser, address)
    page.locator("#control-bins [role=slider]").focus()
    page.evaluate(WATCH)
    for _ in range(12):
        shown = page.evaluate("waits.length")
        page.keyboard.press("ArrowRight")
        until(page, "shown => waits.length > shown", shown)
    waits = page.evaluate("waits")
    page.context.close()
    return float(statistics.median(waits))


def dragging(latency: int) -> Callable[[Browser, str], float]:
    """Return what counts the curves that are seen while the slider of the bias is dragged for three seconds."""

    def drag(browser: Browser, address: str) -> float:
        page = opened(browser, address, latency)
        box = page.locator("#control-bias [role=slider]").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.evaluate(WATCH)
        page.mouse.move(x, y)
        page.mouse.down()
        start = time.perf_counter()
        while (spent := time.perf_counter() - start) < 3:
            page.mouse.move(x + 25 * spent, y)
        seen = page.evaluate("seen.length") - 1
        page.mouse.up()
        page.context.close()
        return float(seen)

    return drag


def curves(root: Path) -> list[float]:
    """Return the milliseconds of a curve under each binning for each of the notebook's functions, by size."""
    run = subprocess.run([sys.executable, "-c", CURVES], cwd=root, check=True, capture_output=True, text=True)
    return [1000 * float(line) / 66 for line in run.stdout.split()]


def main() -> None:
    """Print what both take, and the ratio of later to earlier."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("earlier", nargs="?", default="HEAD")
    parser.add_argument("later", nargs="?", default="", help="left out: the files as they are")
    parser.add_argument("--turns", type=int, default=TURNS)
    asked = parser.parse_args()
    found: dict[str, tuple[list[float], list[float]]] = {}

    def note(what: str, which: int, value: float) -> None:
        found.setdefault(what, ([], []))[which].append(value)

    measures = {
        "opening, ms": opening,
        "key press to curve, ms": key_press,
        "curves seen in a drag of 3 s": dragging(0),
        f"the same at {LATENCY} ms of latency": dragging(LATENCY),
    }
    with tree(asked.earlier) as then, tree(asked.later) as now, ExitStack() as stack:
        addresses = [stack.enter_context(serving(root)) for root in (then, now)]
        browser = stack.enter_context(launched())
        for turn in range(asked.turns):
            # Who goes first changes, too.
            for which in (0, 1) if turn % 2 else (1, 0):
                for what, measure in measures.items():
                    note(what, which, measure(browser, addresses[which]))
                for what, value in zip(("1,000", "100,000"), curves((then, now)[which]), strict=True):
                    note(f"a curve of {what} samples, ms", which, value)
    for what, values in found.items():
        earlier, later = map(statistics.median, values)
        print(f"{what}: {earlier:.2f} at {asked.earlier}, {later:.2f} later, {later / earlier:.2f} times as much")


if __name__ == "__main__":
    main()
