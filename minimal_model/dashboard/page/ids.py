"""Ids of the page's components, so that layout, callbacks and tests cannot disagree."""

ANSWER = "answer"
COPY_LINK = "copy-link"
CONNECTION = "connection"
COVER = "curve-cover"
DOWNLOAD = "download"
DOWNLOAD_CSV = "download-csv"
EXPLANATIONS = "explanations"
KEYS = "keys"
LESSON = "lesson"
LINKS = "links"
MAP_SUMMARY = "map-summary"
MECHANISM = "mechanism"
NEW_SAMPLE = "new-sample"
NOTICE = "notice"
PIN = "pin"
PINS = "pins"
PLAY = "play"
PRESETS = "presets"
PRINT = "print"
PROJECTOR = "projector"
PYTHON = "python"
READOUT = "readout"
REQUEST = "request"
RESET = "reset"
DEFAULTS = "defaults"
THEME = "theme"
THEME_TOGGLE = "theme-toggle"


def control(key: str) -> str:
    """Return the id of a parameter's control."""
    return f"control-{key}"


def shown_value(key: str) -> str:
    """Return the id of the text that shows a parameter's value."""
    return f"value-{key}"


def label(key: str) -> str:
    """Return the id of a parameter's label."""
    return f"label-{key}"


def help_text(key: str) -> str:
    """Return the id of a parameter's help text."""
    return f"help-{key}"
