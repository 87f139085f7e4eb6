"""The explorer served by waitress, which runs on Windows as well: one process, and no line for each request."""

import waitress  # type: ignore[import-untyped]

from minimal_model.dashboard.app import create_app
from minimal_model.dashboard.server.assets import assets_folder
from minimal_model.dashboard.server.config import Config


def serve(config: Config) -> None:
    """Serve until the process is told to end."""
    host = config.host.strip("[]")
    server = waitress.create_server(
        create_app(assets_folder(), config).server,
        host=host,
        port=config.port,
        threads=config.threads,
        # As gunicorn does it: a name means its IPv4 address.
        ipv4=":" not in host,
        ipv6=":" in host,
        # TRUSTED_PROXIES alone says who is believed, in the app.
        clear_untrusted_proxy_headers=False,
    )
    print(f"Listening at: http://{f'[{host}]' if ':' in host else host}:{config.port}", flush=True)
    server.run()
