"""How long until the explorer's first live curve, beside a plain Dash app with two such figures: runs that take turns.

Each visit is that of a browser which has just been installed, and no inspector is attached: with one, Chromium spends
much longer in plotly.js. The pages tell by themselves when plotly has drawn (`servers/probed.py`).

Run it with `make benchmark` or `python benchmarks/first_curve.py [turns]`; it needs the packages of
requirements-dev.txt and a Chromium, whose path may be given in CHROMIUM.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

# The tests know how to start the server and where a browser is.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from visiting import NAMES, free_port, start, stop

PROBED = "benchmarks.servers.probed:server"
PLAIN, OWN = "plain Dash", "explorer"
APPS = {PLAIN: "benchmarks.servers.two_graphs_app", OWN: "app"}
TURNS = 11
LONGEST_VISIT = 60.0  # s
FLAGS = ("--headless=new", "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--window-size=1440,900", "--force-prefers-reduced-motion")  # fmt: skip


@contextmanager
def probed(application: str, told: Path) -> Iterator[str]:
    """Serve an app whose pages write down their times into a file, and give its address."""
    port = free_port()
    process = start(port, PROBED, PROBED_APP=application, PROBED_FILE=str(told))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


def visit(chromium: str, address: str, told: Path) -> dict[str, float]:
    """Open a page in a new browser, and return when it had what, in milliseconds since the visit began."""
    told.unlink(missing_ok=True)
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [chromium, *FLAGS, f"--user-data-dir={profile}", f"{address}/start"]
        quiet = subprocess.DEVNULL
        browser = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
        try:
            deadline = time.monotonic() + LONGEST_VISIT
            while not (told.exists() and told.read_text().endswith("\n")):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{address} has drawn nothing")
                time.sleep(0.05)
        finally:
            os.killpg(browser.pid, signal.SIGKILL)
            browser.wait()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in told.read_text().splitlines())}


def main() -> None:
    """Print the medians, and the ratio of the first curves."""
    turns = int(sys.argv[1]) if sys.argv[1:] else TURNS
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)))
    with TemporaryDirectory() as folder:
        files = {name: Path(folder, str(k)) for k, name in enumerate(APPS)}
        with probed(APPS[PLAIN], files[PLAIN]) as plain, probed(APPS[OWN], files[OWN]) as own:
            addresses = {PLAIN: plain, OWN: own}
            # The first visit of each finds files that are not in memory yet.
            runs = [{name: visit(chromium, addresses[name], files[name]) for name in APPS} for _ in range(turns + 1)][
                1:
            ]
    for name in APPS:
        keys = [key for key in runs[0][name] if all(key in run[name] for run in runs)]
        medians = {key: statistics.median(run[name][key] for run in runs) for key in keys}
        print(f"{name}: " + ", ".join(f"{key} {ms:.0f} ms" for key, ms in sorted(medians.items(), key=lambda i: i[1])))
    ratios = [run[OWN]["curve"] / run[PLAIN]["curve"] for run in runs]
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"first live curve, explorer / plain Dash: {middle:.2f} (quartiles {low:.2f} to {high:.2f}, {turns} turns)")


if __name__ == "__main__":
    main()
