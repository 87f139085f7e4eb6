"""The cells as traces: coloured by their places on the ramp, empty bins pale."""

from typing import Any

import numpy as np

from minimal_model.dashboard.plots.arrays import Figure, typed
from minimal_model.dashboard.plots.theme import RAMP_FROM, Theme
from minimal_model.dashboard.results.view import View
from minimal_model.plots.cells import Cells

# Of an axis; narrower cells may fall between the pixels of a small figure.
NARROW = 1 / 250
# Colours travel as whole numbers up to this; 0 is empty.
LEVELS = 2**16 - 1
RAMP_START = round(RAMP_FROM * LEVELS)


def outlined(colours: list[str]) -> dict[str, Any]:
    """Return the marker of bars that are seen however small they are."""
    # plotly.js 4.1 complains of numbers that stand for a bar's colour, so these are colours already.
    return {"color": colours, "line": {"color": colours, "width": 1}}


NO_SLIVERS: dict[str, Any] = {key: typed([]) for key in ("x", "width", "y")} | {"marker": outlined([])}

# What a change of parameters changes in a trace of cells, and in one of slivers.
CELLS_LIVE = ("x", "z", "text", "customdata", "hovertemplate", "hoverinfo")
SLIVERS_LIVE = ("x", "width", "y", "base", "marker")


def cell_trace(cells: Cells, span: tuple[float, float], view: View, theme: Theme, opacity: float) -> Figure:
    """Return the cells as one row of a heat map over the span, which costs plotly one image."""
    levels = np.zeros((1, cells.first.size), dtype=np.uint16)
    levels[0, cells.occupied] = RAMP_START + (LEVELS - RAMP_START) * cells.places
    return {
        "type": "heatmap",
        "x": typed(cells.edges, "f8"),
        "y": list(span),
        "z": typed(levels, "u2"),
        "zmin": 0,
        "zmax": LEVELS,
        "colorscale": theme.colorscale,
        "showscale": False,
        "opacity": opacity,
        "text": [cells.names] if cells.joined else [],
        "customdata": typed(cells.told[None]),
        "hovertemplate": told_of_a_cell(cells, view),
        "hoverinfo": "skip" if view.parameters.noise else "all",
    }


def told_of_a_cell(cells: Cells, view: View) -> str:
    """Return what the tooltip says: name, share, and what the bin adds to the entropy."""
    plain = view.parameters.estimator == "plug-in"
    total = f"{view.occupation.entropy:.2f} bits" if plain else f"the plug-in sum’s {view.occupation.entropy:.2f} bits"
    name, adds = ("%{text}", "together") if cells.joined else ("bin %{customdata[0]:,}", "adds")
    return (
        f"{name} of {view.occupation.bins:,}: %{{customdata[1]:.3~r}} % of the samples,"
        f"<br>{adds} %{{customdata[2]:.2~r}} of {total}<extra></extra>"
    )


def sliver_trace(cells: Cells, span: tuple[float, float], theme: Theme, opacity: float) -> Figure:
    """Return occupied cells that are too narrow to be sure of a pixel, as bars with an outline of one.

    They are opaque, in the colours that cells of this opacity have on paper: what lies under them is of their colour.
    """
    left, right = cells.left, cells.right
    narrow = (right - left < NARROW * (cells.edges[-1] - cells.edges[0])).nonzero()[0]
    if narrow.size == 0:
        return {"type": "bar", "hoverinfo": "skip", "base": span[0]} | NO_SLIVERS
    # The narrowest come last, on top of their neighbours' outlines.
    narrow = narrow[(left[narrow] - right[narrow]).argsort(kind="stable")]
    left, right = left[narrow], right[narrow]
    return {
        "type": "bar",
        "x": typed((left + right) / 2, "f8"),
        "width": typed(right - left, "f8"),
        "y": typed(np.full(left.size, span[1] - span[0])),
        "base": span[0],
        "marker": outlined(theme.colours(cells.places[narrow], opacity)),
        "hoverinfo": "skip",
    }
