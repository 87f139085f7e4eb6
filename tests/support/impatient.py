"""The app in a server that loses its patience after a second; `attacked` starts it."""

from app import server
from minimal_model.dashboard.server import worker

worker.READING_SECONDS = 1.0
worker.ANSWERING_SECONDS = 4.0

__all__ = ["server"]
