"""How a figure on paper looks: sizes, lines and colours that stay apart for colour-blind readers and in grey.

Nothing here depends on matplotlib, nor on its settings: whoever draws onto axes of their own gets the same look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# matplotlib brings this one along, so that a figure is the same on every machine.
FAMILY = "DejaVu Sans"
PAPER, INK, MUTED, PALE, MARK = "#ffffff", "#000000", "#595959", "#e6e6e6", "#b3350a"
# The bins run through the page's own ramp, whose lightness grows: dashboard/plots/theme.py says it for the screen.
RAMP = ("#27408f", "#2b6fa8", "#2a9397", "#5fb36f", "#b9c94a", "#f5d547")
# Areas side by side differ in lightness, and lines on them can be read.
FIRST_AREA, SECOND_AREA = "#9db9e0", "#f3dcc0"

DASHED, DOTTED = (0, (4, 2)), (0, (1, 1.6))
# A letter is about so wide, in parts of its size.
LETTER = 0.52
MM = 72 / 25.4  # points


@dataclass(frozen=True)
class Stroke:
    """How a line is told from its neighbours: by its colour, its dashes and its marks, any of which would do."""

    colour: str
    dashes: Any
    marker: str


# Okabe and Ito's colours for the colour-blind, darker where they would be pale on paper; one more than pins.
STROKES = (
    Stroke("#0072b2", (0, (6, 1.5)), "o"),
    Stroke("#d55e00", (0, (3, 1.2)), "s"),
    Stroke("#007a59", (0, (6, 1.2, 1, 1.2)), "^"),
    Stroke("#b0508c", (0, (2, 1)), "D"),
    Stroke("#8a6a00", (0, (8, 1.5, 2, 1.5)), "v"),
    Stroke("#3a8fc2", (0, (1, 0.8)), "X"),
    Stroke(INK, "-", "P"),
)


@dataclass(frozen=True)
class Look:
    """Sizes in points: as print wants them, or all of them larger, for a slide."""

    scale: float = 1.0

    @property
    def title(self) -> float:
        """Size of a title's letters."""
        return 9.0 * self.scale

    @property
    def text(self) -> float:
        """Size of the letters beside axes."""
        return 8.0 * self.scale

    @property
    def small(self) -> float:
        """Size of the letters at ticks, in legends and captions."""
        return 7.0 * self.scale

    @property
    def curve(self) -> float:
        """Width of the lines that matter most."""
        return 1.0 * self.scale

    @property
    def line(self) -> float:
        """Width of other lines."""
        return 0.8 * self.scale

    @property
    def hair(self) -> float:
        """Width of the thinnest lines: axes, ticks and levels."""
        return 0.5 * self.scale

    def stroke(self, number: int, points: int) -> dict[str, Any]:
        """Return how the line of a number is drawn, with marks at some of its points, not where its neighbour's are."""
        stroke = STROKES[number % len(STROKES)]
        every = max(1, points // 8)
        return {
            "color": stroke.colour, "linestyle": stroke.dashes, "linewidth": self.line, "marker": stroke.marker,
            "markersize": 3.0 * self.scale, "markeredgewidth": 0, "markevery": (number * every // 3 % every, every),
        }  # fmt: skip


PRINT = Look()


def ramp(places: npt.ArrayLike, strength: float = 1.0) -> list[str]:
    """Return the bins' colours at places between 0 and 1; mixed with the paper's white where they are less strong."""
    stops = np.array([[int(colour[k : k + 2], 16) for k in (1, 3, 5)] for colour in RAMP])
    at = np.asarray(places, dtype=np.float64)
    channels = np.array([np.interp(at, np.linspace(0, 1, len(RAMP)), channel) for channel in stops.T])
    channels = strength * channels + (1 - strength) * 255
    return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in channels.round().astype(int).T]


def frame(axes: "Axes", look: Look, x: str, y: str) -> None:
    """Give axes their look and their titles, whatever the caller's settings are."""
    axes.set_facecolor(PAPER)
    axes.grid(False)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set(linewidth=look.hair, color=INK)
    sizes: dict[str, Any] = {"labelsize": look.small, "width": look.hair, "length": 2.5 * look.scale,
                             "pad": 2 * look.scale}  # fmt: skip
    axes.tick_params(
        which="major", direction="out", colors=INK, labelfontfamily=FAMILY, top=False, right=False, **sizes
    )
    axes.minorticks_off()
    axes.set_xlabel(x, size=look.text, family=FAMILY, color=INK, labelpad=2 * look.scale)
    axes.set_ylabel(y, size=look.text, family=FAMILY, color=INK, labelpad=3 * look.scale)


def heading(axes: "Axes", look: Look, text: str) -> None:
    """Write what the axes show above them, in place of a legend."""
    axes.set_title(text, loc="left", size=look.small, family=FAMILY, color=INK, pad=2 * look.scale, parse_math=False)


def legend(axes: "Axes", look: Look, width: float | None = None, lift: float = 0.0) -> None:
    """Put the legend above the axes, in as many columns as fit.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The axes.
    look : Look
        The sizes of letters.
    width : float, optional
        How wide it may be in points; as the axes if not given.
    lift : float
        How far above the axes it stands, in points.
    """
    handles, labels = axes.get_legend_handles_labels()
    place = axes.get_window_extent()
    if width is None:
        width = place.width / axes.figure.get_dpi() * 72
    columns = next((many for many in range(len(labels), 1, -1) if legend_width(labels, many, look) <= width), 1)
    drawn = axes.legend(
        handles, labels, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False,
        prop={"family": FAMILY, "size": look.small}, borderaxespad=0.2 + lift / look.small, borderpad=0,
        handlelength=2.8, handletextpad=0.6, columnspacing=1.4, labelspacing=0.25, labelcolor=INK,
    )  # fmt: skip
    for text in drawn.get_texts():
        text.set_parse_math(False)


def legend_width(labels: Sequence[str], columns: int, look: Look) -> float:
    """Return about how wide a legend is in points; its columns are filled one after the other."""
    rows, more = divmod(len(labels), columns)
    ends = np.cumsum([rows + (k < more) for k in range(columns)]).tolist()
    longest = [max(map(len, labels[start:end])) for start, end in zip([0, *ends], ends, strict=False)]
    return (sum(longest) * LETTER + columns * 3.6 + (columns - 1) * 1.4) * look.small
