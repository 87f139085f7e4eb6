"""Ids of the page's components, so that layout, callbacks and tests cannot disagree."""

ABOUT = "about"
ANSWER = "answer"
COPY_LINK = "copy-link"
CHIPS = "chips"
CONNECTION = "connection"
COVER = "curve-cover"
EXPLANATIONS = "explanations"
FOLDING_NOTE = "folding-note"
FOLDING_SAID = "folding-said"
FORMULA_SAID = "formula-said"
FORMULA_SKETCH = "formula-sketch"
GHOST = "ghost"
HOLDS = "holds"
INPUTS_SAID = "inputs-said"
KEYS = "keys"
LEAD_INPUT = "lead-input"
OWN_DATA = "own-data"
LESSON = "lesson"
LINKS = "links"
MAP_SUMMARY = "map-summary"
MECHANISM = "mechanism"
MESSAGES = "messages"
NEURON_SAID = "neuron-said"
NEW_SAMPLE = "new-sample"
NOISE_NOTE = "noise-note"
NOISE_SAID = "noise-said"
NOTICE = "notice"
PIN = "pin"
PINS = "pins"
PLAY = "play"
PRESETS = "presets"
PRINT = "print"
PRINT_SUMMARY = "print-summary"
PROJECTOR = "projector"
PYTHON = "python"
READOUT = "readout"
REDO = "redo"
REPORT = "report"
REPORTED = "reported"
REQUEST = "request"
RESET = "reset"
ROBUSTNESS = "robustness-summary"
RULERS = "rulers"
RULER_MEANING = "ruler-meaning"
SAVE = "save"
SLOW = "slow"
DEFAULTS = "defaults"
THEME = "theme"
THEME_TOGGLE = "theme-toggle"
UNDO = "undo"
VERDICT = "verdict"


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


def title(graph_id: str) -> str:
    """Return the id of a figure's title."""
    return f"title-{graph_id}"


def subtitle(graph_id: str) -> str:
    """Return the id of the line below a figure's title."""
    return f"subtitle-{graph_id}"
