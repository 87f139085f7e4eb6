"""A state as a figure for a paper: chosen panels on one sheet, and the file of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from minimal_model.checks import one_of, refuse
from minimal_model.plots.bins import draw_activation, draw_partition, draw_strip, strip_remarks
from minimal_model.plots.curve import draw_curve
from minimal_model.plots.look import FAMILY, Look
from minimal_model.plots.measured import Measured, measured
from minimal_model.plots.sheet import SIZES, Panel, compose
from minimal_model.state.names import caption as caption_of
from minimal_model.state.parameters import Parameters

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS: dict[str, Callable[..., None]] = {
    "curve": draw_curve,
    "strip": draw_strip,
    "partition": draw_partition,
    "activation": draw_activation,
}
KINDS = ("svg", "pdf", "png")
LONGEST_TITLE = 160
DPI = 300
NAME = "Minimal Model Explorer"
# Nothing in a file may tell when it was made: the same state gives the same bytes.
METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": NAME},
    "pdf": {"CreationDate": None, "Creator": NAME, "Producer": None},
    "png": {"Software": NAME},
}
# Letters stay letters; TrueType in a PDF, as journals ask for.
SETTINGS: dict[str, Any] = {"svg.fonttype": "none", "svg.hashsalt": NAME, "pdf.fonttype": 42}
# Where DejaVu is not installed, Verdana has nearly the same widths.
FAMILIES = f"'{FAMILY}', Verdana, sans-serif"
# matplotlib's settings are global.
_saving = Lock()


def figure(
    state: Parameters | Measured,
    panels: Sequence[str] = ("curve",),
    *,
    size: str = "85",
    pins: Sequence[Parameters] = (),
    title: str = "",
    caption: bool = True,
) -> Figure:
    """Return a state as a figure for a paper, as the explorer exports it.

    Parameters
    ----------
    state : Parameters or Measured
        The state.
    panels : sequence of str
        Some of "curve", "strip", "partition", "activation".
    size : {"85", "170", "slide"}
        85 mm wide, 170 mm wide, or a slide of 254 mm by 142.9 mm.
    pins : sequence of Parameters
        At most six states whose curves are compared with it.
    title : str
        Plain text above, at most 160 characters; none if empty.
    caption : bool
        Whether the parameters stand below in small letters.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If an argument is outside of what is allowed; the message names it.
    """
    size = one_of("size", size, SIZES)
    if not panels or isinstance(panels, str):
        raise refuse("panels", panels, "a sequence of at least one of " + ", ".join(PANELS))
    names = [one_of("panels", name, PANELS) for name in panels]
    title = checked_title(title)
    m = measured(state, pins)
    return compose(panels_of(m, names), SIZES[size], title, told(m, names) if caption else "")


def panels_of(m: Measured, names: Sequence[str]) -> list[Panel]:
    """Return the panels of these names, ready to be drawn."""
    return [Panel(partial(_draw, PANELS[name], m)) for name in names]


def _draw(draw: Callable[..., None], m: Measured, axes: Axes, look: Look) -> None:
    draw(axes, m, look=look)


def told(m: Measured, panels: Sequence[str]) -> str:
    """Return the caption of a state's figure."""
    p = m.parameters
    remarks = strip_remarks(m) if "strip" in panels else []
    information = "I(X; Y + N)" if p.noise else "I(X;T) = H(T)"
    return "; ".join([f"{caption_of(p)}: {information} = {m.bits:.4f} bits", *remarks])


def checked_title(title: object) -> str:
    """Return a title if it is one line of plain text.

    Raises
    ------
    ValueError
        If it is too long, or holds what cannot be printed.
    """
    if not isinstance(title, str) or len(title) > LONGEST_TITLE or not all(map(_printable, title)):
        raise refuse("title", title, f"one line of at most {LONGEST_TITLE} printable characters")
    return title.strip()


def _printable(letter: str) -> bool:
    return letter.isprintable()


def file_bytes(drawn: Figure, kind: str) -> bytes:
    """Return a figure as a file: always the same bytes for the same figure.

    Parameters
    ----------
    drawn : matplotlib.figure.Figure
        The figure.
    kind : {"svg", "pdf", "png"}
        SVG and PDF are vectors whose letters stay letters; PNG has 300 dots per inch.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    kind = one_of("kind", kind, KINDS)
    from matplotlib.style import context

    file = io.BytesIO()
    with _saving, context(["default", SETTINGS]):
        drawn.savefig(file, format=kind, dpi=DPI, metadata=METADATA[kind])
    data = file.getvalue()
    return data.replace(f"'{FAMILY}'".encode(), FAMILIES.encode()) if kind == "svg" else data


def save(drawn: Figure, path: str | Path) -> None:
    """Write a figure to a file, whose ending says of which kind.

    Parameters
    ----------
    drawn : matplotlib.figure.Figure
        The figure.
    path : str or Path
        The file; it ends in .svg, .pdf or .png.

    Raises
    ------
    ValueError
        If it ends otherwise.
    """
    path = Path(path)
    path.write_bytes(file_bytes(drawn, path.suffix.lower().removeprefix(".")))
