"""What a page shows before its scripts have come: its own layout as plain HTML, styled by the same rules.

Over a slow line the scripts take seconds. Until Dash has mounted the page, this copy of it stands in its place: nothing
is said twice in the sources, and nothing jumps when the live page takes over. Ids begin with `first-`, so that no
script takes the copy for the page; assets/common/first_sight.js takes it away.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from dash.development.base_component import Component

PREFIX = "first-"
# What of an element's attributes is shown or read out; nothing in the copy can be used, but for links.
ATTRIBUTES = {"className": "class", "hidden": "hidden", "scope": "scope"}
SPOKEN = ("aria-label", "aria-current")
# What shows nothing as long as nobody has opened it.
UNSEEN = ("Dialog", "Download", "Store", "Tooltip")
# Controls are made by scripts: a place of their size.
PLACES = ("Checklist", "Dropdown", "Graph", "Input", "Slider")
# Style sheets below assets/ that the copy of every page needs.
COMMON_STYLES = tuple(f"common/{name}.css" for name in ("colours", "page", "footer", "controls", "first_sight"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

# By the id of an element, or by the ruler that it is: the HTML that stands inside, instead of what the layout says.
Filling = Mapping[str, str]


@dataclass(frozen=True)
class FirstSight:
    """The copy of a page.

    Attributes
    ----------
    header : callable
        What stands on top whatever the address asks for, with what is known of that: title, headline and lead.
    content : str
        The rest of the page, as its plain address shows it.
    footer : str
        What stands below every page.
    style : str
        The rules that all of them need.
    """

    header: Callable[[Filling], str]
    content: str
    footer: str
    style: str


def first_sight(layout: Component, filling: Filling, styles: Sequence[Path]) -> FirstSight:
    """Return the copy of a page.

    Parameters
    ----------
    layout : Component
        The page as its `frame` made it: the page itself, whose first part is the header, and the footer.
    filling : mapping of str to str
        What more is known of the state that the plain address shows.
    styles : sequence of Path
        The style sheets that the copy needs.
    """
    css = "\n".join(path.read_text(encoding="utf-8") for path in styles)
    known = "|".join(sorted(map(re.escape, _ids(layout)), key=len, reverse=True))
    # The page's own elements get their rules from the linked sheet; these are for those of the copy.
    rules = re.sub(rf"#(?=(?:{known})(?![\w-]))", f"#{PREFIX}", COMMENT.sub("", css))
    page, footer = layout.children
    header, *content = page.children
    style = re.sub(r"\s*\n\s*", "\n", rules)
    return FirstSight(partial(markup, header), markup(content, filling), markup(footer, {}), style)


def nothing_more() -> dict[str, str]:
    """Return the filling of a page whose layout says all that is known of it."""
    return {}


def in_place_of(default: str, asked: str) -> str:
    """Return the HTML of a text that an address asks for; without scripts the default neuron is shown, and its text."""
    if asked == default:
        return escape(default, quote=False)
    texts = (escape(text, quote=False) for text in (default, asked))
    return '<noscript>{}</noscript><span class="first-asked">{}</span>'.format(*texts)


def markup(part: Any, filling: Filling) -> str:
    """Return a component, a text or a list of both as HTML."""
    if part is None:
        return ""
    if isinstance(part, list | tuple):
        return "".join(markup(each, filling) for each in part)
    if not isinstance(part, Component):
        return escape(str(part), quote=False)
    kind, properties = part.to_plotly_json()["type"], part.to_plotly_json()["props"]
    if kind in UNSEEN:
        return ""
    inside = filling.get(str(properties.get("id", properties.get("data-ruler", ""))))
    if inside is None:
        inside = _place(kind, properties, filling) if kind in PLACES else markup(properties.get("children"), filling)
    tag = "div" if kind in PLACES else kind.lower()
    return f"<{tag}{''.join(_attributes(kind, properties))}>{inside}</{tag}>"


def _place(kind: str, properties: Mapping[str, Any], filling: Filling) -> str:
    """Return what stands inside of a control that is not there yet."""
    if kind == "Checklist":
        return markup([option["label"] for option in properties["options"]], filling)
    if kind == "Dropdown":
        return escape(str(properties.get("value", properties.get("placeholder", ""))))
    return ""


def _attributes(kind: str, properties: Mapping[str, Any]) -> Iterator[str]:
    if "id" in properties:
        yield f' id="{PREFIX}{escape(properties["id"])}"'
    if kind in PLACES:
        yield f' class="first-{kind.lower()}"'
    if kind == "Button":
        yield " disabled"
    if "href" in properties:
        # In single quotes: what stands in double ones are the files that a page needs, which `server/files.py` reads.
        yield f" href='{escape(properties['href'])}'"
    for name, value in properties.items():
        attribute = name if name in SPOKEN else ATTRIBUTES.get(name)
        if attribute and kind not in PLACES and value is not None and value is not False:
            yield f" {attribute}" if value is True else f' {attribute}="{escape(str(value))}"'


def _ids(layout: Component) -> Iterator[str]:
    """Yield the ids of a tree."""
    # The components' own walk leaves out the root.
    for part in (layout, *layout._traverse()):
        if isinstance(part, Component) and isinstance(getattr(part, "id", None), str):
            yield part.id
