"""Figures for papers and slides, drawn by matplotlib: a state's curve, its bins, and the sheet that holds them.

matplotlib comes with the extra `[plots]`, and is not imported before something is drawn. Only its objects are used:
no window, and none of the caller's settings.
"""

from minimal_model.plots.bins import draw_activation, draw_partition, draw_strip
from minimal_model.plots.curve import draw_curve
from minimal_model.plots.figure import figure, save
from minimal_model.plots.look import Look
from minimal_model.plots.measured import Measured, measure

__all__ = [
    "Look",
    "Measured",
    "draw_activation",
    "draw_curve",
    "draw_partition",
    "draw_strip",
    "figure",
    "measure",
    "save",
]
