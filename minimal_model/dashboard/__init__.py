"""The dashboard: a Dash app over the core."""

from minimal_model.dashboard.config import Config
from minimal_model.dashboard.factory import create_app

__all__ = ["Config", "create_app"]
