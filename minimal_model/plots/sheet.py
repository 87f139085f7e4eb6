"""A sheet: panels of one size in rows, a title above them and a caption below, laid out in millimetres."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from minimal_model.plots.look import FAMILY, INK, LETTER, MM, MUTED, PAPER, Look, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

# What surrounds a panel's axes, in mm: the room for its titles and ticks, and between rows.
LEFT, RIGHT, BELOW, BETWEEN, EDGE = 13.0, 2.0, 9.0, 2.0, 1.5
LINE = 1.25  # the height of a line of text, in parts of its size
# More panels stand closer: one more in a row, and lower; a single one is higher.
MANY, SMALLER, LARGER = 4, 0.65, 1.25
SMALLEST = 12.0  # mm: no panel is lower, however long the legend


@dataclass(frozen=True)
class Size:
    """The format of a sheet.

    Attributes
    ----------
    label : str
        What it is called.
    width : float
        Its width in mm.
    height : float or None
        Its height in mm; None if that follows from what is on it.
    columns : int
        How many panels stand side by side, if there are so many.
    panel : float
        Height of a panel's axes in mm; twice as wide panels are higher.
    look : Look
        The sizes of letters and lines.
    """

    label: str
    width: float
    height: float | None
    columns: int
    panel: float
    look: Look


SIZES = {
    "85": Size("85 mm: one column", 85.0, None, 1, 42.0, Look()),
    "170": Size("170 mm: two columns", 170.0, None, 2, 46.0, Look()),
    "slide": Size("Slide, 16 : 9", 254.0, 142.875, 2, 0.0, Look(1.5)),
}


@dataclass(frozen=True)
class Panel:
    """A part of a sheet: what draws it, with the look as its second argument."""

    draw: Callable[[Axes, Look], None]


def compose(panels: Sequence[Panel], size: Size, title: str = "", caption: str = "") -> Figure:
    """Draw panels on a sheet.

    Parameters
    ----------
    panels : sequence of Panel
        What stands on it; several are numbered with letters.
    size : Size
        Its format.
    title, caption : str
        Plain text above and below; none if empty.

    Raises
    ------
    ModuleNotFoundError
        If matplotlib is not installed.
    """
    needs_matplotlib()
    from matplotlib.figure import Figure
    from matplotlib.style import context

    # The caller's own settings are for the caller's own figures.
    with context("default"):
        figure = Figure(figsize=(size.width / 25.4, (size.height or 100.0) / 25.4), facecolor=PAPER)
        _fill(figure, panels, size, title, caption)
    return figure


def needs_matplotlib() -> None:
    """Raise a ModuleNotFoundError that says how matplotlib comes, where it is not installed."""
    if find_spec("matplotlib") is None:
        text = 'figures need matplotlib, which is not installed: pip install "minimal-model-explorer[plots]"'
        raise ModuleNotFoundError(text, name="matplotlib")


def _fill(figure: Figure, panels: Sequence[Panel], size: Size, title: str, caption: str) -> None:
    look, s = size.look, size.look.scale
    many = len(panels) > MANY
    columns = min(size.columns + many, len(panels))
    width = (size.width - 2 * EDGE * s) / columns - (LEFT + RIGHT) * s
    drawn = []
    for number, panel in enumerate(panels):
        left = EDGE * s + number % columns * (width + (LEFT + RIGHT) * s) + LEFT * s
        axes = figure.add_axes((left / size.width, 0.3, width / size.width, 0.4))
        panel.draw(axes, look)
        drawn.append((axes, left))
    rows = [drawn[k : k + columns] for k in range(0, len(drawn), columns)]
    letter = look.title * LINE / MM if len(panels) > 1 else 0.0
    above = [_room_above(row, look, letter, size.width - EDGE * s) for row in rows]
    head = _wrapped(title, size.width - 2 * EDGE * s, look.title)
    foot = _wrapped(caption, size.width - 2 * EDGE * s, look.small)
    head_height, foot_height = (
        len(lines) * letters * LINE / MM + (1.5 * s if lines else 0.0)
        for lines, letters in ((head, look.title), (foot, look.small))
    )
    around = 2 * EDGE * s + head_height + foot_height + sum(above) + BELOW * s * len(rows)
    around += BETWEEN * s * (len(rows) - 1)
    height = size.panel * (SMALLER if many else LARGER if columns < size.columns else 1.0)
    if size.height is not None:
        height = max(SMALLEST * s, (size.height - around) / len(rows))
    total = around + height * len(rows)
    figure.set_size_inches(size.width / 25.4, total / 25.4)
    y = total - EDGE * s
    _text(figure, head, EDGE * s, y, look.title, INK, size.width, total)
    y -= head_height
    for row, room in zip(rows, above, strict=True):
        y -= room
        for axes, left in row:
            axes.set_position((left / size.width, (y - height) / total, width / size.width, height / total))
            if letter:
                name = _text(figure, [chr(ord("a") + drawn.index((axes, left)))], left - (LEFT - 1) * s,
                             y + letter, look.title, INK, size.width, total)  # fmt: skip
                name.set_fontweight("bold")
        y -= height + (BELOW + BETWEEN) * s
    _text(figure, foot, EDGE * s, EDGE * s + foot_height - 1.5 * s, look.small, MUTED, size.width, total)


def _room_above(row: Sequence[tuple[Axes, float]], look: Look, letter: float, end: float) -> float:
    """Return how much stands above the axes of a row, in mm; a legend by itself spreads over all of it."""
    with_legend = [(axes, left) for axes, left in row if axes.get_legend()]
    heights = [_legend_height(axes, look) for axes, _ in with_legend]
    if len(row) > 1 and len(with_legend) == 1:
        axes, left = with_legend[0]
        legend(axes, look, (end - left) * MM, letter * MM)
        heights = [_legend_height(axes, look) + letter]
    return max([letter, *heights]) + look.scale


def _legend_height(axes: Axes, look: Look) -> float:
    """Return how high the legend above axes is, in mm."""
    legend = axes.get_legend()
    if legend is None:
        return look.small * LINE / MM + 0.8 * look.scale if axes.get_title(loc="left") else 0.0
    columns: int = legend._ncols  # type: ignore[attr-defined]
    rows = -(-len(legend.get_texts()) // columns)
    return rows * look.small * 1.27 / MM + 0.8 * look.scale


def _wrapped(text: str, width: float, letters: float) -> list[str]:
    return textwrap.wrap(text, max(10, int(width * MM / (letters * LETTER))))


def _text(
    figure: Figure, lines: Sequence[str], left: float, top: float, letters: float, colour: str, width: float,
    height: float,
) -> Text:  # fmt: skip
    """Write lines, whose signs mean nothing but themselves."""
    return figure.text(
        left / width, top / height, "\n".join(lines), size=letters, family=FAMILY, color=colour, ha="left", va="top",
        linespacing=LINE * 0.86, parse_math=False,
    )  # fmt: skip
