"""Minimal Model Explorer: `python app.py` for a quick look, `gunicorn app:server` for everything else."""

import os
from pathlib import Path

from werkzeug.serving import make_server

from minimal_model.dashboard import Config, create_app
from minimal_model.dashboard.lessons.lesson import LessonError
from minimal_model.dashboard.server.listening import check_listening
from minimal_model.dashboard.server.store_folder import check_store

try:
    config = Config.from_env(os.environ)
    check_store(config.store)
except ValueError as error:
    raise SystemExit(f"{error}") from None

try:
    app = create_app(Path(__file__).with_name("assets"), config)
except LessonError as error:
    raise SystemExit(f"{error}") from None
server = app.server

if __name__ == "__main__":
    try:
        check_listening(config.host, config.port)
    except ValueError as error:
        raise SystemExit(f"{error}") from None
    # Not by Dash's or Flask's own `run`, which would read more of the environment.
    host = f"[{config.host}]" if ":" in config.host else config.host
    print(f"Serving on http://{host}:{config.port}{config.path_prefix}", flush=True)
    make_server(config.host, config.port, server, threaded=True).serve_forever()
