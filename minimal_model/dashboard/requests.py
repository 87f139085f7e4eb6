"""What a browser's request for a drawing says, whichever page it comes from."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from minimal_model.dashboard.theme import THEMES, Theme

LONGEST_SEARCH = 4000


def requested_values(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the raw values by key, from the page's address or from its controls."""
    search = request.get("search")
    if isinstance(search, str):
        return dict(parse_qsl(search[:LONGEST_SEARCH].lstrip("?"), keep_blank_values=True))
    values = request.get("parameters")
    return values if isinstance(values, dict) else {}


def requested_theme(request: Mapping[str, Any]) -> Theme:
    """Return the theme, light if it is not known."""
    return THEMES.get(str(request.get("theme")), THEMES["light"])
