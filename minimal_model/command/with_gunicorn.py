"""The explorer served by gunicorn, as `gunicorn -c gunicorn.conf.py app:server` does it in the project's folder."""

from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from minimal_model.dashboard import create_app
from minimal_model.dashboard.server.assets import assets_folder
from minimal_model.dashboard.server.config import Config


class Served(BaseApplication):  # type: ignore[misc]
    """The app and its server's settings; nothing is looked for in the folder in which the command runs."""

    def __init__(self, config: Config) -> None:
        self._config = config
        super().__init__()

    def load_config(self) -> None:
        """Take the settings from the package."""
        from minimal_model.dashboard.server import gunicorn_conf

        for name, value in vars(gunicorn_conf).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the app, once for all processes."""
        return create_app(assets_folder(), self._config).server


def serve(config: Config) -> None:
    """Serve until the process is told to end."""
    Served(config).run()
