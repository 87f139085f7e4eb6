"""What the answer on noise gives to take along: its two figures for paper, and their numbers."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from minimal_model.dashboard.exports.tables import Column, Table, weight_column
from minimal_model.dashboard.pages.questions.noise_answer import moved_of
from minimal_model.dashboard.pages.questions.state import State
from minimal_model.dashboard.results.noise_answers import SETTINGS, noise_settings
from minimal_model.noise.curve import width_of
from minimal_model.plots.curve import BEHIND_NOISE, HEADROOM, draw_curves
from minimal_model.plots.look import DASHED, INK, MARK, MUTED, Look, frame, heading, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANELS = ("noise", "grid")


def panel(state: State, name: str) -> Callable[["Axes", Look], None]:
    """Return what draws one of `PANELS`."""
    return partial({"noise": _noises, "grid": _grid}[name], state)


def _noises(state: State, axes: "Axes", look: Look) -> None:
    p, curves = state.parameters, noise_settings(state.parameters, state.threshold).curves
    if not curves:
        axes.set_axis_off()
        heading(axes, look, f"{p.function.name}: nothing is known behind noise")
        return
    named = [(f"s = {s:g}", curve) for s, curve in curves.items()]
    top = HEADROOM * max(float(curve.max()) for curve in curves.values())
    draw_curves(axes, p.weights, named, [], top, look=look)
    axes.set_ylabel(BEHIND_NOISE)
    axes.axvline(p.chosen_weight, color=MARK, linewidth=look.hair, zorder=1)


def _grid(state: State, axes: "Axes", look: Look) -> None:
    moved = moved_of(state)
    if moved is None or moved.grid is None:
        axes.set_axis_off()
        heading(axes, look, "A grid that is moved: not known here")
        return
    grid = moved.grid
    axes.plot(grid.places, grid.entropies, ".", color=MUTED, markersize=3 * look.scale, label="H(T) of the grid")
    axes.plot(grid.places, grid.means, color=INK, linewidth=look.curve, label="mean so far")
    axes.axhline(moved.uniform, color=MARK, linestyle=DASHED, linewidth=look.line,
                 label=f"behind uniform noise: {moved.uniform:.3f} bits")  # fmt: skip
    axes.set_xlim(0, 1)
    axes.locator_params(axis="both", nbins=5)
    frame(axes, look, f"place of the grid in widths of {grid.width:.3g}", "bits")
    legend(axes, look)


def tables(state: State) -> list[Table]:
    """Return the numbers; nothing where there are none."""
    p, curves, moved = state.parameters, noise_settings(state.parameters, state.threshold).curves, moved_of(state)
    made = []
    if curves:
        made.append(Table("noise", "the chosen neuron behind several noises", [
            Column("s", "standard deviation of the noise", [s for s in SETTINGS for _ in p.weights]),
            weight_column(p, len(SETTINGS)),
            Column("mi_bits", "I(X; Y + N) in bits", np.concatenate([curves[s] for s in SETTINGS])),
        ]))  # fmt: skip
    if moved is not None and moved.grid is not None:
        about = (
            f"a grid of bins of width {width_of(state.noise):.6g} at the chosen weight; uniform noise of this width "
            f"leaves {moved.uniform!r} bits"
        )
        made.append(Table("grid", about, [
            Column("place", "how far the grid is moved, in widths", moved.grid.places),
            Column("entropy_bits", "H(T) in bits", moved.grid.entropies),
            Column("mean_bits", "its mean over the places so far, in bits", moved.grid.means),
        ]))  # fmt: skip
    return made
