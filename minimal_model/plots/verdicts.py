"""A table of verdicts as squares: by function and ruler, and for every input."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from minimal_model.plots.look import FAMILY, INK, PRINT, Look, frame, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES = "#8c8c8c"
# The part of the axes that the names of rows may take; more of them stands left of it.
ROOM = 0.08


def draw_verdicts(
    axes: "Axes", verdicts: npt.NDArray[np.int64], rows: Sequence[str], groups: Sequence[str], names: Sequence[str], *,
    look: Look = PRINT,
) -> None:  # fmt: skip
    """Draw verdicts as squares of three greys.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    verdicts : numpy.ndarray, shape (rows, groups, columns in each)
        The number of each verdict, in the order of `names`.
    rows, groups : sequence of str
        What stands beside the rows and below the groups; a group's name is broken at its hyphen.
    names : sequence of str
        The verdicts, the darkest first.
    look : Look
        The sizes of letters and lines.
    """
    each = verdicts.shape[2]
    flat = verdicts.reshape(len(rows), -1)
    greys = np.linspace(0.25, 1.0, len(names))
    axes.pcolormesh(greys[flat], cmap="gray", vmin=0, vmax=1, edgecolors=LINES, linewidth=look.hair / 2)
    for place in range(0, flat.shape[1] + 1, each):
        axes.plot([place, place], [0, len(rows)], color=INK, linewidth=look.line, solid_capstyle="butt")
    frame(axes, look, "", "")
    axes.set_xlim(-ROOM / (1 - ROOM) * flat.shape[1], flat.shape[1] + 0.2)
    axes.set_ylim(len(rows), -0.2)
    axes.set_yticks([])
    for k, name in enumerate(rows):
        axes.text(-0.01 * flat.shape[1], k + 0.5, name, ha="right", va="center", size=look.small, family=FAMILY,
                  color=INK, clip_on=False, parse_math=False)  # fmt: skip
    axes.set_xticks(np.arange(len(groups)) * each + each / 2, [name.replace("-", "-\n") for name in groups])
    axes.tick_params(axis="x", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for grey, name in zip(greys, names, strict=True):
        axes.plot([], [], "s", color=str(grey), markeredgecolor=INK, markeredgewidth=look.hair,
                  markersize=5 * look.scale, label=name)  # fmt: skip
    legend(axes, look)
