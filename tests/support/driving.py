"""Firefox and WebKit by the commands of W3C WebDriver, over Firefox's own socket and over WebKit's HTTP.

Playwright drives builds of its own of these engines, which come in no package. Firefox understands the commands by
itself (Marionette, which geckodriver translates to), and WebKitGTK brings its driver.
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError, URLError

from visiting import free_port

PACKAGES = {"firefox": "firefox-esr", "webkit": "webkit2gtk-driver xvfb"}
# What `BROWSERS` leaves of the engines beside Chromium, in which all other tests run.
ENGINES = [
    name for name in PACKAGES if name in os.environ.get("BROWSERS", " ".join(PACKAGES)).replace(",", " ").split()
]

MISSING = "{} is missing: apt-get install {}, or do without: BROWSERS=chromium"

# Command -> its method and path over HTTP; Firefox's socket takes its name.
PATHS = {
    "Navigate": ("POST", "/url"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "PerformActions": ("POST", "/actions"),
    "ReleaseActions": ("DELETE", "/actions"),
    "SetWindowRect": ("POST", "/window/rect"),
    "TakeScreenshot": ("GET", "/screenshot"),
}
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "ArrowLeft": "\ue012", "ArrowRight": "\ue014",
        "ArrowDown": "\ue015", "Shift": "\ue008"}  # fmt: skip
# Firefox's window is not narrower than 450 pixels; the page in it can be.
RESIZE = """const [width, height] = arguments, style = gBrowser.selectedBrowser.style;
const wanted = { width: width + 'px', height: height + 'px', 'min-width': '0', 'max-width': 'none' };
for (const name in wanted) style.setProperty(name, wanted[name], 'important');"""
# Every error of a page in Firefox, also of what ran before anybody could listen in it.
COMPLAINTS = """const told = Services.console.getMessageArray().filter(m => m instanceof Ci.nsIScriptError
    && m.sourceName.startsWith('http') && !(m.flags & Ci.nsIScriptError.infoFlag)).map(m => m.message);
  Services.console.reset();
  return told;"""
# What a page complains of from the moment that it has loaded.
WATCH = """window.complaints ||= [];
for (const kind of ['error', 'unhandledrejection', 'securitypolicyviolation'])
  addEventListener(kind, e => complaints.push(`${kind}: ${e.message || e.reason || e.violatedDirective}`));
for (const kind of ['error', 'warn']) console[kind] = (...said) => complaints.push(`${kind}: ${said.join(' ')}`);"""
PREFERENCES = {
    "marionette.port": 0,  # a free one, which it writes down
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "toolkit.telemetry.server": "",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "browser.safebrowsing.provider.mozilla.updateURL": "",
    "services.settings.server": "data:,",
}


# WebKit's screen begins with the pointer in its middle.
MIDDLE = (800, 700)


class Firefox:
    """Firefox's socket: each message is the length of a JSON text, a colon, and the text."""

    def __init__(self, port: int) -> None:
        self.wire = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.stream = self.wire.makefile("rb")
        self.sent = 0
        self._read()  # its greeting
        self.send("NewSession", {})

    def _read(self) -> Any:
        length = b""
        while (byte := self.stream.read(1)) != b":":
            assert byte, "Firefox has gone"
            length += byte
        return json.loads(self.stream.read(int(length)))

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        self.sent += 1
        text = json.dumps([0, self.sent, command if ":" in command else f"WebDriver:{command}", parameters]).encode()
        self.wire.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._read()
        assert error is None, f"{command}: {error['error']}: {error['message']}"
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def chrome(self, script: str, *arguments: Any) -> Any:
        """Run a script in the browser's own window, around the page."""
        self.send("Marionette:SetContext", {"value": "chrome"})
        try:
            return self.send("ExecuteScript", {"script": script, "args": arguments})
        finally:
            self.send("Marionette:SetContext", {"value": "content"})

    def resize(self, width: int, height: int) -> None:
        self.chrome(RESIZE, width, height)

    def complaints(self) -> list[str]:
        return list(self.chrome(COMPLAINTS))

    def print(self) -> bytes:
        return base64.b64decode(self.send("Print", {"background": True}))

    def close(self) -> None:
        self.stream.close()
        self.wire.close()


class WebKit:
    """WebKit's driver, over HTTP; what the console of its pages says goes to a file."""

    def __init__(self, port: int) -> None:
        self.driver = f"http://127.0.0.1:{port}"
        _until(lambda: self._answers("/status"))
        # In full screen it has no bars of its own, and the window may be as narrow as a phone.
        options = {"binary": str(_mini_browser()), "args": ["--automation", "--full-screen"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self.session = "/session/" + self._ask("POST", "/session", {"capabilities": wanted})["sessionId"]

    def _answers(self, path: str) -> bool:
        try:
            return bool(self._ask("GET", path)["ready"])
        except URLError:
            return False

    def _ask(self, method: str, path: str, parameters: dict[str, Any] | None = None) -> Any:
        data = json.dumps(parameters).encode() if method == "POST" else None
        request = urllib.request.Request(self.driver + path, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            with error:
                value = json.load(error)["value"]
            raise AssertionError(f"{path}: {value['error']}: {value['message']}") from None

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        method, path = PATHS[command]
        return self._ask(method, self.session + path, parameters)

    def resize(self, width: int, height: int) -> None:
        # Without a window manager the window that the pointer is in has the focus: its corner lies under the pointer.
        x, y = (middle - 1 for middle in MIDDLE)
        self.send("SetWindowRect", {"x": x, "y": y, "width": width, "height": height})

    def complaints(self) -> list[str]:
        return []  # driven, it shows its console to nobody

    def close(self) -> None:
        self._ask("DELETE", self.session)


def _until(condition: Callable[[], Any], timeout: float = 60, what: str = "the browser did not start") -> Any:
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        assert time.monotonic() < deadline, what
        time.sleep(0.03)
    return value


class Driven:
    """The one page of a driven browser."""

    def __init__(self, name: str, browser: Firefox | WebKit) -> None:
        self.name, self.browser = name, browser
        self.heard: list[str] = []

    def open(self, address: str) -> None:
        self.heard += self._said()
        self.browser.send("Navigate", {"url": address})
        self.browser.send("ExecuteScript", {"script": WATCH, "args": []})

    def _said(self) -> list[str]:
        return list(self.run("(window.complaints || []).splice(0)"))

    def run(self, script: str, *arguments: Any) -> Any:
        """Return an expression in the page, or what it promises; `arguments[0]` and so on are what is given."""
        return self.browser.send("ExecuteScript", {"script": f"return {script}", "args": arguments})

    def until(self, condition: str, *arguments: Any, timeout: float = 30) -> Any:
        """Wait until an expression in the page is true, and return it."""
        what = f"never true in {self.name}: {condition} {arguments}"
        return _until(lambda: self.run(condition, *arguments), timeout, what)

    def becomes(self, expected: Any, expression: str, timeout: float = 30) -> None:
        """Wait until an expression in the page has a value; a failure says what it was at last."""
        deadline = time.monotonic() + timeout
        while (last := self.run(expression)) != expected:
            assert time.monotonic() < deadline, f"{last} in {self.name}: {expression}"
            time.sleep(0.03)

    def resize(self, width: int, height: int) -> None:
        """Make the inside of the window so large."""
        self.browser.resize(width, height)
        self.until("innerWidth === arguments[0] && innerHeight === arguments[1]", width, height)

    def box(self, selector: str) -> dict[str, float]:
        """Where an element is in the window."""
        return dict(self.run("document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", selector))

    def text(self, selector: str) -> str:
        return str(self.run("document.querySelector(arguments[0]).innerText", selector))

    def mouse(self, *places: tuple[float, float], kind: str = "mouse") -> None:
        """Press at the first place and let go at the last, by way of all others."""
        moves = [{"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)} for x, y in places]
        down, up = ({"type": f"pointer{what}", "button": 0} for what in ("Down", "Up"))
        self._act(
            {
                "type": "pointer",
                "id": kind,
                "parameters": {"pointerType": kind},
                "actions": [moves[0], down, *moves[1:], up],
            }
        )

    def click(self, selector: str) -> None:
        self.run(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'nearest', behavior: 'instant'})", selector
        )
        seen: list[dict[str, float]] = []

        def stands_still() -> bool:  # what is above it may still come
            seen.append(self.box(selector))
            return seen[-2:-1] == seen[-1:]

        _until(stands_still, 30, f"{selector} never stands still in {self.name}")
        self.mouse((seen[-1]["x"] + seen[-1]["width"] / 2, seen[-1]["y"] + seen[-1]["height"] / 2))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other; `Shift+Tab` holds Shift."""
        actions = []
        for key in keys:
            parts = [KEYS.get(part, part) for part in key.split("+")]
            actions += [{"type": "keyDown", "value": part} for part in parts]
            actions += [{"type": "keyUp", "value": part} for part in reversed(parts)]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def _act(self, source: dict[str, Any]) -> None:
        self.browser.send("PerformActions", {"actions": [source]})

    def complaints(self) -> list[str]:
        """Return the errors and warnings since the last call."""
        heard, self.heard = self.heard + self._said() + self.browser.complaints(), []
        return heard

    def screenshot(self) -> bytes:
        return base64.b64decode(self.browser.send("TakeScreenshot", {"full": False}))


@contextmanager
def driven(name: str) -> Iterator[Driven]:
    """Start an engine with a fresh profile, and give its one page."""
    with TemporaryDirectory(prefix="engine-", ignore_cleanup_errors=True) as folder:
        yield from {"firefox": _firefox, "webkit": _webkit}[name](Path(folder))


def _program(name: str, *candidates: str) -> str:
    found = next(filter(None, map(shutil.which, candidates)), None)
    assert found, MISSING.format(candidates[0], PACKAGES[name])
    return found


@contextmanager
def _running(*command: str, **options: Any) -> Iterator[None]:
    process = subprocess.Popen(command, **options)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _firefox(folder: Path) -> Iterator[Driven]:
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in PREFERENCES.items()]
    (folder / "user.js").write_text("".join(lines))
    port = folder / "MarionetteActivePort"
    options = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile", str(folder))
    with _running(
        _program("firefox", "firefox-esr", "firefox"), *options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        browser = Firefox(int(_until(lambda: port.exists() and port.read_text())))
        yield Driven("firefox", browser)
        browser.close()


def _mini_browser() -> Path:
    places = ("lib/*/webkit*/MiniBrowser", "lib/webkit*/MiniBrowser", "libexec/webkit*/MiniBrowser")
    found = next((path for place in places for path in Path("/usr").glob(place)), None)
    assert found, MISSING.format("WebKit's MiniBrowser", PACKAGES["webkit"])
    return found


def _webkit(folder: Path) -> Iterator[Driven]:
    port = free_port()
    seen, told = os.pipe()
    size = "{}x{}x24".format(*(2 * middle for middle in MIDDLE))
    screen = (_program("webkit", "Xvfb"), "-displayfd", str(told), "-screen", "0", size, "-nolisten", "tcp")
    with _running(*screen, pass_fds=[told], stderr=subprocess.DEVNULL):
        os.close(told)
        with os.fdopen(seen) as displays:
            environment = os.environ | {"DISPLAY": f":{displays.readline().strip()}", "HOME": str(folder)}
        driver = (_program("webkit", "WebKitWebDriver"), f"--port={port}")
        with _running(*driver, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            browser = WebKit(port)
            yield Driven("webkit", browser)
            browser.close()
