"""Minimal Model Explorer: `python app.py` for a quick look, `gunicorn app:server` for everything else."""

import os
from pathlib import Path

from minimal_model.dashboard import create_app

app = create_app(assets=Path(__file__).with_name("assets"))
server = app.server

if __name__ == "__main__":
    app.run(host=os.environ.get("HOST", "127.0.0.1"), port=os.environ.get("PORT", "8050"), debug=False)
