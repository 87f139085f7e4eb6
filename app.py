"""Minimal Model Explorer: `python app.py` for a quick look, `gunicorn app:server` for everything else."""

import os
from pathlib import Path

from minimal_model.dashboard import Config, create_app

try:
    config = Config.from_env(os.environ)
except ValueError as error:
    raise SystemExit(f"{error}") from None

app = create_app(Path(__file__).with_name("assets"), config)
server = app.server

if __name__ == "__main__":
    app.run(host=config.host, port=config.port, debug=False)
