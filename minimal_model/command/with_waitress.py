"""The explorer served by waitress, which runs on Windows as well: one process, and no line for each request."""

import waitress  # type: ignore[import-untyped]

from minimal_model.dashboard import create_app
from minimal_model.dashboard.server.assets import assets_folder
from minimal_model.dashboard.server.config import Config


def serve(config: Config) -> None:
    """Serve until the process is told to end."""
    server = waitress.create_server(
        create_app(assets_folder(), config).server,
        host=config.host,
        port=config.port,
        threads=config.threads,
        # As gunicorn does it: a name means its IPv4 address.
        ipv4=":" not in config.host,
        ipv6=":" in config.host,
        # TRUSTED_PROXIES alone says who is believed, in the app.
        clear_untrusted_proxy_headers=False,
    )
    host = f"[{config.host}]" if ":" in config.host else config.host
    print(f"Serving on http://{host}:{config.port}{config.path_prefix}", flush=True)
    server.run()
