"""Where the browser finds a port of the machine on which the kernel runs."""

import importlib
import importlib.util
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

# Under whatever name of this machine the notebook was opened; a name's port may be any.
LOCAL = "'self' http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:*"


@dataclass(frozen=True)
class Place:
    """How a server of the kernel is reached.

    Attributes
    ----------
    proxy : str
        The path of the notebook's server below which jupyter-server-proxy answers for all ports, such as
        ``/user/ada/proxy/``; empty if the browser asks the port itself.
    frame_ancestors : str
        Who may show the pages inside a frame: the notebook's own origin.
    """

    proxy: str
    frame_ancestors: str

    def prefix(self, port: int) -> str:
        """Return the path of a port's pages, as the browser sees it."""
        return f"{self.proxy}{port}/" if self.proxy else "/"

    def address(self, port: int) -> str:
        """Return the address of a port's pages for a frame in a notebook; through the proxy it has the same origin."""
        return self.prefix(port) if self.proxy else f"http://127.0.0.1:{port}/"


def find_place(environment: Mapping[str, str]) -> Place:
    """Return how the browser reaches the kernel's machine.

    On a JupyterHub the machine is another one than the browser's, so that it can only be reached through
    jupyter-server-proxy. Elsewhere that is taken where it is installed beside the kernel, since it works for a notebook
    on a distant machine as well.
    """
    hub = environment.get("JUPYTERHUB_SERVICE_PREFIX")
    if hub:
        return Place(f"{hub}proxy/", "'self'")
    base, origin = _notebook_server()
    if base and importlib.util.find_spec("jupyter_server_proxy"):
        return Place(f"{base}proxy/", "'self'")
    return Place("", f"{LOCAL} {origin}".strip())


def _notebook_server() -> tuple[str, str]:
    """Return path and origin of the server that has started this kernel, as it tells them; empty if it does not."""
    try:
        folder = importlib.import_module("jupyter_core.paths").jupyter_runtime_dir()
        told = json.loads((Path(folder) / f"jpserver-{os.getppid()}.json").read_text(encoding="utf-8"))
        address = urlsplit(str(told["url"]))
        return str(told["base_url"]), f"{address.scheme}://{address.netloc}"
    except (ImportError, OSError, ValueError, LookupError, TypeError):
        return "", ""
