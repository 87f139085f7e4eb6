"""Figures as pure functions of results, and the colours of both themes."""
