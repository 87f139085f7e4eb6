"""The dashboard: a Dash app over the core."""

from typing import Any

__all__ = ["Config", "create_app"]


def __getattr__(name: str) -> Any:
    """Import what is asked for and no more: the server's settings are read where Dash is not needed yet."""
    if name == "Config":
        from minimal_model.dashboard.server.config import Config

        return Config
    if name == "create_app":
        from minimal_model.dashboard.server.environment import without_dashs_settings

        with without_dashs_settings():  # Dash reads some while it is imported
            from minimal_model.dashboard.app import create_app
        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
