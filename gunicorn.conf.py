"""How the app is served from this folder; all of it stands in the package, which is served from anywhere."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from minimal_model.dashboard.server.gunicorn_conf import *  # noqa: F403
