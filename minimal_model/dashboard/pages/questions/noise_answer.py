"""The answer to "Noise instead of bins?", which the page asks for when its state has come to rest."""

from dataclasses import replace
from typing import Any

from minimal_model.dashboard.pages.questions import noise_wording
from minimal_model.dashboard.pages.questions.noise_plots import grid_figure, noises_figure
from minimal_model.dashboard.pages.questions.plots import empty_figure
from minimal_model.dashboard.pages.questions.state import State
from minimal_model.dashboard.plots.arrays import Figure
from minimal_model.dashboard.plots.style import enlarged
from minimal_model.dashboard.plots.theme import Theme
from minimal_model.dashboard.results.noise_answers import MovedGrid, moved, noise_settings, refusal
from minimal_model.state.parameters import Parameters


def moved_of(state: State) -> MovedGrid | None:
    """Return the grid that is moved; None where a formula or own data has none."""
    return None if refusal(state.parameters) else moved(state.parameters, state.noise)


def noise(state: State, theme: Theme) -> dict[str, Any]:
    """Return sentences, plots, and the numbers that the page's own script shows of the grid."""
    p, settings, grid = state.parameters, noise_settings(state.parameters, state.threshold), moved_of(state)
    search = opened(state).search
    drawn = grid if grid is not None and grid.grid is not None else None
    plots = {
        "noise": (noise_wording.settings_title(state, settings),
                  noises_figure(p.weights, settings.curves, p.weight, theme)),
        "grid": (noise_wording.grid_title(state, grid), grid_figure(drawn, theme) if drawn else empty_figure(theme)),
    }  # fmt: skip
    return {
        "sentence": noise_wording.sentence(state, settings),
        "note": noise_wording.note(state, grid),
        "plots": {name: _plot(*plot, search, theme) for name, plot in plots.items()},
        "grid": _numbers(drawn),
    }


def opened(state: State) -> Parameters:
    """Return the state of the explorer behind the links: behind this noise, where it can be."""
    p = state.parameters
    return p if refusal(p) else replace(p, noise=state.noise)


def _numbers(moved: MovedGrid | None) -> dict[str, Any] | None:
    if moved is None or moved.grid is None:
        return None
    grid = moved.grid
    return {"places": grid.places.tolist(), "bits": grid.entropies.tolist(), "means": grid.means.tolist(),
            "uniform": moved.uniform}  # fmt: skip


def _plot(title: str, figure: Figure, search: str, theme: Theme) -> dict[str, Any]:
    return {"title": title, "figure": enlarged(figure, theme.scale), "search": search}
