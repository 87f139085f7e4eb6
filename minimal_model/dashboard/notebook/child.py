"""The process that serves the explorer to one kernel: `python -m … PROXY FRAME_ANCESTORS`."""

import os
import socket
import sys
from threading import Thread

from minimal_model.dashboard.extra import needed
from minimal_model.dashboard.notebook.jupyter import Place


def serve(place: Place) -> None:
    """Serve on a free port of this machine alone, say which, and end when nobody holds the other end of the input."""
    from werkzeug.serving import make_server

    from minimal_model.dashboard import create_app
    from minimal_model.dashboard.server.assets import assets_folder
    from minimal_model.dashboard.server.config import Config

    # Bound first, since the app below a proxy knows the port as a part of its path.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        config = Config(
            port=port,
            path_prefix=place.prefix(port),
            prefix_stripped=bool(place.proxy),
            frame_ancestors=place.frame_ancestors,
        )
        # For one reader on the same machine: no second process, no patience with strangers, nor for packing.
        app = create_app(assets_folder(), config, patient=False).server
        server = make_server("127.0.0.1", port, app, threaded=True, fd=listener.fileno())
    Thread(target=server.serve_forever, daemon=True).start()
    print("PORT", port, flush=True)
    _be_silent()
    sys.stdin.buffer.read()


def _be_silent() -> None:
    """Write nothing more: nobody reads it, and a full pipe would stop the server."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


if __name__ == "__main__":
    try:
        serve(Place(*sys.argv[1:]))
    except ModuleNotFoundError as error:
        print("MISSING", needed(error), flush=True)
