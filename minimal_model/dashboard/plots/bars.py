"""The bars of the counts as a trace."""

import numpy as np

from minimal_model.dashboard.plots.arrays import Figure, typed
from minimal_model.dashboard.plots.cells import outlined, told_of_a_cell
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.view import View
from minimal_model.plots.bars import Bars

# From here on ticks are written shorter, such as 2k.
SHORT_FROM = 10

BARS_LIVE = ("x", "y", "width", "text", "customdata", "hovertemplate", "marker")


def bar_trace(bars: Bars, view: View, theme: Theme) -> Figure:
    """Return the bars; what is higher than the axis ends with it."""
    cells = bars.cells
    at = cells.occupied[bars.order]
    every = cells.names if cells.joined else []
    return {
        "type": "bar",
        "x": typed((bars.left + bars.right) / 2, "f8"),
        "y": typed(np.minimum(bars.heights, bars.top)),
        "width": typed(bars.right - bars.left, "f8"),
        "yaxis": "y2",
        "text": [every[k] for k in at.tolist()] if every else [],
        "textposition": "none",
        "customdata": typed(cells.told[at]),
        "hovertemplate": told_of_a_cell(cells, view),
        "marker": outlined(theme.colours(cells.places[bars.order])),
    }
