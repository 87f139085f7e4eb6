"""Pages that tell by themselves when they have drawn: no inspector is attached, which would slow plotly down."""

import os
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

# Looks once for each picture of the screen. Times are in milliseconds since the visit began.
SCRIPT = b"""
(function () {
  var found = {};
  var marks = {
    headline: function () { return document.querySelector("h1"); },
    layout: function () { return document.querySelector("#graph-mi-curve"); },
    curve: function () { return document.querySelector("#graph-mi-curve .scatterlayer .js-line"); },
    second: function () { return document.querySelector("#graph-strip .scatterlayer path"); }
  };
  function look() {
    Object.keys(marks).forEach(function (name) {
      if (!(name in found) && marks[name]()) found[name] = performance.now();
    });
    if ("curve" in found && "second" in found) {
      performance.getEntriesByType("paint").forEach(function (entry) { found[entry.name] = entry.startTime; });
      navigator.sendBeacon("/probed?" + new URLSearchParams(found));
    } else requestAnimationFrame(look);
  }
  look();
})();
"""


class Probed:
    """Adds the script to a page, and writes down what it tells."""

    def __init__(self, app: Callable[..., Iterable[bytes]], told: Path) -> None:
        self._app, self._told = app, told

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        match environ["PATH_INFO"]:
            case "/start":
                return self._answer(start_response, "text/html", b"<title>start</title><script src=/start.js></script>")
            case "/start.js":
                # The browser has calmed down from its own start by then.
                return self._answer(start_response, "text/javascript", b'setTimeout(()=>{location.href="/"},1500)')
            case "/probe.js":
                return self._answer(start_response, "text/javascript", SCRIPT)
            case "/probed":
                times = {name: value[0] for name, value in parse_qs(environ["QUERY_STRING"]).items()}
                self._told.write_text("\n".join(f"{name} {value}" for name, value in times.items()) + "\n")
                return self._answer(start_response, "text/plain", b"")
            case "/":
                return self._page(environ, start_response)
        return self._app(environ, start_response)

    def _page(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        begun: list[Any] = []
        answer = self._app(environ, lambda *arguments: begun.append(arguments))
        body = b"".join(answer).replace(b"<head>", b'<head><script src="/probe.js" async></script>', 1)
        status, headers, *_ = begun[0]
        others = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*others, ("Content-Length", str(len(body)))])
        return [body]

    @staticmethod
    def _answer(start_response: Callable[..., Any], mimetype: str, body: bytes) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", mimetype), ("Content-Length", str(len(body)))])
        return [body]


server = Probed(import_module(os.environ["PROBED_APP"]).server, Path(os.environ["PROBED_FILE"]))
