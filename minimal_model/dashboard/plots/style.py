"""The frame that all figures share: fonts, margins, axes."""

from typing import Any

from minimal_model.dashboard.plots.theme import Theme

# What is a length in pixels wherever it stands in a figure.
LENGTHS = ("size", "standoff", "xshift", "yshift")
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"


def base_layout(theme: Theme) -> dict[str, Any]:
    """Return the layout without axes. A title stands beside the figure on the page, where it wraps and is read out."""
    return {
        "paper_bgcolor": theme.surface,
        "plot_bgcolor": theme.surface,
        "font": {"family": FONT, "size": 13, "color": theme.ink},
        "margin": {"l": 50, "r": 10, "t": 9, "b": 36},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        # A constant keeps the viewer's zoom while the data change.
        "uirevision": "explorer",
        "hoverlabel": {"bgcolor": theme.surface, "bordercolor": theme.muted, "font": {"color": theme.ink}},
    }


def plain_layout(theme: Theme, **margins: int) -> dict[str, Any]:
    """Return the layout of a plot whose title stands beside it on the page."""
    return base_layout(theme) | {"margin": {"l": 46, "r": 10, "t": 8, "b": 38} | margins}


def legend_below(theme: Theme, depth: float = -0.2) -> dict[str, Any]:
    """Return what shows a legend under the axis, in as many rows as it takes."""
    legend = {
        "orientation": "h",
        "x": 0,
        "y": depth,
        "yanchor": "top",
        "traceorder": "normal",
        "font": {"size": 12, "color": theme.ink},
    }
    return {"showlegend": True, "legend": legend}


def axis(theme: Theme, title: str, **more: Any) -> dict[str, Any]:
    """Return an axis with a title and a quiet grid."""
    return {
        "title": {"text": title, "standoff": 5, "font": {"size": 12}},
        "gridcolor": theme.grid,
        "linecolor": theme.muted,
        "tickfont": {"color": theme.muted, "size": 12},
        "zeroline": False,
        "ticks": "",
        "tickangle": 0,
        "automargin": False,
        **more,
    }


def enlarged(part: Any, scale: float, inside: str = "") -> Any:
    """Return a figure, or a part of one, with letters, lines, markers and margins larger by a factor.

    Parameters
    ----------
    part : Any
        A figure as plotly's JSON.
    scale : float
        The factor.
    inside : str
        The key that the part stands under.
    """
    if scale == 1:
        return part
    if isinstance(part, list):
        return [enlarged(item, scale, inside) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: value * scale if _grows(inside, key, value) else enlarged(value, scale, key) for key, value in part.items()
    }


def _grows(inside: str, key: str, value: Any) -> bool:
    """Whether a number is a length on the screen."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return key in LENGTHS or inside == "margin" or (inside == "line" and key == "width")
