"""What an address asks of a file, beside the state of its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from minimal_model.dashboard.page.requests import address_values
from minimal_model.plots.figure import DPI, LONGEST_TITLE, checked_title
from minimal_model.plots.sheet import SIZES
from minimal_model.state.parameters import OFF, ON, WORDS, Specification, corrected_values, shown

DECIMALS = {"point": "point", "comma": "comma, columns by ;"}
# What a dialog offers first for several panels.
WIDE = "170"
KIND_LABELS = {"svg": "SVG", "pdf": "PDF", "png": f"PNG, {DPI} dpi"}
OPTIONS: Mapping[str, Specification] = {
    "size": Specification("Size", "How wide the figure is.", "85", choices=tuple(SIZES)),
    "caption": Specification("Parameters below the figure", "The state in small letters.", ON, choices=(OFF, ON)),
    "decimal": Specification(
        "Decimal sign", "A comma, with semicolons between columns, is what some countries’ spreadsheets read.",
        "point", choices=tuple(DECIMALS),
    ),
}  # fmt: skip
PANELS, TITLE, FIGURE = "panels", "title", "figure"
KEYS = (*OPTIONS, PANELS, TITLE)


class UnknownFigureError(Exception):
    """The page has no figure of the name that an address asks for."""


def export_rules(page: str, **more: object) -> dict[str, object]:
    """Return what the script of the dialog has to know.

    Parameters
    ----------
    page : str
        The page's name in the addresses of files.
    more
        What the page has to save, by name.
    """
    return {
        "page": page,
        "sizes": {name: size.label for name, size in SIZES.items()},
        "wide": WIDE,
        "kinds": KIND_LABELS,
        "decimals": DECIMALS,
        "dots": {"png": DPI},
        "longest_title": LONGEST_TITLE,
        "words": list(WORDS),
        "notebook": False,
    } | more


@dataclass(frozen=True)
class Asked:
    """What an address asks for.

    Attributes
    ----------
    values : mapping of str to str
        The values of the page's state by key, as the address has them.
    size : str
        One of `SIZES`.
    caption : bool
        Whether the parameters stand below the figure.
    title : str
        What stands above it, empty for nothing.
    panels : str
        Names of panels with commas between them, as the address has them.
    comma : bool
        Whether numbers have a decimal comma.
    remarks : tuple of str
        What of the address was not taken.
    """

    values: Mapping[str, str]
    size: str
    caption: bool
    title: str
    panels: str
    comma: bool
    remarks: tuple[str, ...]


def read(query: str) -> Asked:
    """Return what the query of an address asks for; what is not allowed becomes what is nearest.

    Raises
    ------
    ValueError
        If the title is none that can be printed on one line: nothing is nearest to it.
    """
    values, remarks = address_values(query)
    own = {key: values.pop(key) for key in KEYS if key in values}
    title, panels = checked_title(own.pop(TITLE, "")), own.pop(PANELS, "")
    options, changed = corrected_values(own, OPTIONS)
    options = {key: specification.default for key, specification in OPTIONS.items()} | options
    return Asked(
        values=values,
        size=str(options["size"]),
        caption=options["caption"] == ON,
        title=title,
        panels=panels,
        comma=options["decimal"] == "comma",
        remarks=(*remarks, *changed),
    )


def chosen_panels(text: str, known: Iterable[str], default: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the panels that a text names, in the order of those that there are, and remarks on the others.

    Parameters
    ----------
    text : str
        Names with commas between them.
    known : iterable of str
        The panels that there are.
    default : iterable of str
        Those that are shown if it names none of them.
    """
    known = list(known)
    names = list(dict.fromkeys(name for name in text.split(",") if name))
    chosen = [name for name in known if name in names]
    return chosen or list(default), [f"there is no panel {shown(name)}" for name in names if name not in known]
