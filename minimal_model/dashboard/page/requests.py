"""What a browser's request for a drawing says, whichever page it comes from."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from dash.exceptions import PreventUpdate

LONGEST_SEARCH = 4000
# Browsers count exactly up to it, and writers of JSON refuse much larger numbers.
LARGEST_SEQUENCE = 2**53


def requested_values(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the raw values by key, from the page's address or from its controls.

    Raises
    ------
    PreventUpdate
        If the request's number, which goes back with the answer, is none that a browser counts to.
    """
    sequence = request.get("sequence")
    if sequence is not None and not (isinstance(sequence, int) and abs(sequence) <= LARGEST_SEQUENCE):
        raise PreventUpdate
    search = request.get("search")
    if isinstance(search, str):
        return dict(parse_qsl(search[:LONGEST_SEARCH].lstrip("?"), keep_blank_values=True))
    values = request.get("parameters")
    return values if isinstance(values, dict) else {}
