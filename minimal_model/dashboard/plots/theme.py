"""Colours of the figures. Plotly cannot read CSS variables, so these repeat what assets/common/colours.css says.

The occupied bins run through a ramp of growing lightness from blue to yellow, which stays in order for colour-blind
viewers and in a black-and-white print; empty ones are pale; marks are set apart by lightness as well as by hue.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

# Where the ramp starts on the scale of the cells' colours; what lies below it is empty.
RAMP_FROM = 1 / 16


@dataclass(frozen=True)
class Theme:
    """Colours of one theme, the colours of pinned curves among them, and how much larger than usual all is drawn."""

    surface: str
    ink: str
    muted: str
    grid: str
    curve: str
    second: str
    mark: str
    shared: str
    within: str
    points: str
    ramp: tuple[str, ...]
    pins: tuple[str, ...]
    scale: float = 1.0

    @cached_property
    def colorscale(self) -> list[list[float | str]]:
        """The ramp in plotly's form, above it at 0 the colour of what is empty."""
        pale: list[list[float | str]] = [[0, self.grid], [RAMP_FROM / 2, self.grid]]
        steps = np.linspace(RAMP_FROM, 1, len(self.ramp)).tolist()
        return pale + [[step, colour] for step, colour in zip(steps, self.ramp, strict=True)]

    def stops(self, opacity: float) -> tuple[str, ...]:
        """Return the ramp's colours, mixed with the paper if not opaque."""
        return self.ramp if opacity == 1 else _mixed(self.surface, self.ramp, opacity)

    def colours(self, positions: npt.ArrayLike, opacity: float = 1.0) -> list[str]:
        """Return the ramp's colours at positions between 0 and 1, as "#rrggbb"; mixed with the paper if not opaque."""
        return list(_colours(self.stops(opacity), np.asarray(positions, dtype=np.float64).tobytes()))


# Where all bins can be seen, they have the same colours in every state.
@lru_cache(maxsize=32)
def _colours(ramp: tuple[str, ...], positions: bytes) -> list[str]:
    stops = np.array([_channels(colour) for colour in ramp])
    places = np.linspace(0, 1, len(ramp))
    at = np.frombuffer(positions)
    channels = np.array([np.interp(at, places, channel) for channel in stops.T]).round().astype(int)
    return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in channels.T]


@lru_cache(maxsize=16)
def _mixed(paper: str, ramp: tuple[str, ...], opacity: float) -> tuple[str, ...]:
    papers, colours = np.array(_channels(paper)), np.array([_channels(colour) for colour in ramp])
    mixed = (opacity * colours + (1 - opacity) * papers).round().astype(int)
    return tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in mixed)


def _channels(colour: str) -> list[int]:
    return [int(colour[k : k + 2], 16) for k in (1, 3, 5)]


SCREENS = {
    "light": Theme(
        surface="#ffffff",
        ink="#1b2330",
        muted="#5a6475",
        grid="#e6e9ef",
        curve="#1f5fbf",
        second="#1b7f5c",
        mark="#b93a0a",
        shared="#bcd3f5",
        within="#f6cfa8",
        points="rgba(20,28,40,0.55)",
        ramp=("#27408f", "#2b6fa8", "#2a9397", "#5fb36f", "#b9c94a", "#f5d547"),
        pins=("#b0307f", "#7a5c00", "#6d4bc3", "#0f6f7c", "#8a3d2a", "#44611c"),
    ),
    "dark": Theme(
        surface="#171c25",
        ink="#e8ecf3",
        muted="#a5afc0",
        grid="#2b3342",
        curve="#6aa9ff",
        second="#5fd0a3",
        mark="#ff9455",
        shared="#264472",
        within="#6b4426",
        points="rgba(235,240,250,0.6)",
        ramp=("#3c5cc0", "#3583bd", "#33a4a6", "#69bd78", "#bccb57", "#f7dc5d"),
        pins=("#f08cc0", "#e0c04a", "#b79cff", "#5fd0dd", "#e8a384", "#a8d070"),
    ),
}
# For the last row of a lecture hall: the smallest letters of a figure are then 20 pixels high.
PROJECTOR = 1.7
LARGER = "-projector"
THEMES = SCREENS | {f"{name}{LARGER}": replace(theme, scale=PROJECTOR) for name, theme in SCREENS.items()}


def theme_named(name: str) -> Theme:
    """Return the theme, light if it is not known."""
    return THEMES.get(name, THEMES["light"])
