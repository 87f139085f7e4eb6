"""What folding loses, in bits against the weight, and what H(T) shows of it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from minimal_model.arrays import FloatArray
from minimal_model.plots.curve import HEADROOM, WEIGHT
from minimal_model.plots.look import INK, MARK, PRINT, Look, frame, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Where nothing is lost, that looks like nothing.
LEAST_TOP = 0.5
Line = tuple[FloatArray, FloatArray]


def draw_losses(
    axes: "Axes", lines: Mapping[str, Line], marked: float, title: str, *, look: Look = PRINT, first: Line | None = None
) -> None:  # fmt: skip
    """Draw bits against the weight, a line for each name.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    lines : mapping of str to (numpy.ndarray, numpy.ndarray), shape (n,) each
        Weights and bits by name.
    marked : float
        The chosen weight.
    title : str
        What stands beside the bits.
    look : Look
        The sizes of letters and lines.
    first : (numpy.ndarray, numpy.ndarray), optional
        What is lost by folding, where the lines are held against it.
    """
    if first is not None:
        axes.plot(*first, color=INK, linewidth=2 * look.curve, zorder=5, label="lost by folding")
    for number, (name, (weights, bits)) in enumerate(lines.items()):
        axes.plot(weights, bits, zorder=4, label=name, **look.stroke(number, weights.size))
    axes.axvline(marked, color=MARK, linewidth=look.hair, zorder=1)
    every = [*lines.values(), *([first] if first is not None else [])]
    axes.set_xlim(0, max(float(weights[-1]) for weights, _ in every))
    axes.set_ylim(0, HEADROOM * max([LEAST_TOP, *(float(bits.max()) for _, bits in every)]))
    axes.locator_params(axis="both", nbins=5)
    frame(axes, look, WEIGHT, title)
    legend(axes, look)
