"""The dashboard: a Dash app over the core."""

from minimal_model.dashboard.factory import create_app

__all__ = ["create_app"]
