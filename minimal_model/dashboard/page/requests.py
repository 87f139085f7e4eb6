"""What a browser's request for a drawing says, whichever page it comes from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from dash.exceptions import PreventUpdate

from minimal_model.dashboard.page.tracking import untracked
from minimal_model.state.parameters import shown

LONGEST_SEARCH = 4000
# Browsers count exactly up to it, and writers of JSON refuse much larger numbers.
LARGEST_SEQUENCE = 2**53


@dataclass(frozen=True)
class Request:
    """A request for a drawing.

    Attributes
    ----------
    sequence : int or None
        Its number, which goes back with the answer.
    values : mapping
        The raw values by key, from the page's address or from its controls.
    opens : bool
        Whether they are the address's, as when a page opens.
    pins, before : object
        The text of the pinned curves, and of the one that was drawn before the last choice, as the explorer's script
        has them.
    kept : object
        The formula that is drawn, which stays where another one cannot be.
    theme : str
        The name of the colours to draw in.
    whole : bool
        Whether the figures must be sent as a whole: at the start and after a change of theme or pins.
    remarks : tuple of str
        What of the address was not taken.
    opened : str
        The theme in which the default state was drawn when the page came, empty if nothing was.
    column : str
        The name of the own data that the input "column" stands for, empty if there is none.
    """

    sequence: int | None
    values: Mapping[str, Any]
    opens: bool
    pins: object
    theme: str
    whole: bool
    remarks: tuple[str, ...] = ()
    before: object = ""
    kept: object = ""
    opened: str = ""
    column: str = ""

    @classmethod
    def read(cls, body: object) -> "Request":
        """Return the request that a browser's body is.

        Raises
        ------
        PreventUpdate
            If it is none, or its number is none that a browser counts to.
        """
        if not isinstance(body, dict):
            raise PreventUpdate
        sequence = body.get("sequence")
        if sequence is not None and not (isinstance(sequence, int) and abs(sequence) <= LARGEST_SEQUENCE):
            raise PreventUpdate
        search, values = body.get("search"), body.get("parameters")
        opens, remarks = isinstance(search, str), list[str]()
        if isinstance(search, str):
            values, remarks = address_values(search)
        return cls(
            sequence=sequence,
            values=values if isinstance(values, dict) else {},
            opens=opens,
            pins=body.get("pins"),
            theme=str(body.get("theme")),
            whole=bool(body.get("whole")),
            remarks=tuple(remarks),
            before=body.get("before"),
            kept=body.get("kept"),
            opened=str(body.get("opened", "")),
            column=str(body.get("column", "")),
        )


def address_values(search: str) -> tuple[dict[str, str], list[str]]:
    """Return the values of an address by key, and remarks on what of it was not taken.

    Of a key that stands there several times the last value counts. What only counts visits is none of them.
    """
    search = untracked(search)
    pairs = parse_qsl(search[:LONGEST_SEARCH].lstrip("?"), keep_blank_values=True)
    values = dict(pairs)
    several = Counter(key for key, _ in pairs)
    remarks = [
        f"{shown(key)} was given {count} times, and the last counts" for key, count in several.items() if count > 1
    ]
    if len(search) > LONGEST_SEARCH:
        remarks.append(f"an address is read up to its character {LONGEST_SEARCH:,}")
    return values, remarks
