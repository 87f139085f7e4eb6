"""What is known before any script has come: of the default state a picture of the curve, and the sentences."""

import math
from base64 import b64decode
from collections.abc import Iterator
from html import escape
from typing import Any

import numpy as np

from minimal_model.dashboard.address.presentation import opened
from minimal_model.dashboard.lessons.lesson import lessons
from minimal_model.dashboard.page import ids
from minimal_model.dashboard.page.first_sight import in_place_of
from minimal_model.dashboard.page.requests import address_values
from minimal_model.dashboard.pages.explorer.updates import said
from minimal_model.dashboard.pages.explorer.wording import readout
from minimal_model.dashboard.plots.arrays import Figure
from minimal_model.dashboard.plots.mi_curve import mi_curve_figure, reference_levels
from minimal_model.dashboard.plots.theme import SCREENS
from minimal_model.dashboard.results.view import View, compute_view
from minimal_model.inputs import NORMAL, Column
from minimal_model.state.own_data import INPUTS_X
from minimal_model.state.parameters import Parameters

# The picture's own coordinates; it is stretched to the room that there is.
WIDTH, HEIGHT = 1000, 1000
# Those of a ruler's curve, as in assets/explorer/rulers.js, which draws every weight and not every third.
RULER_WIDTH, RULER_HEIGHT, RULER_STEP = 240, 48, 3


def first_filling() -> dict[str, str]:
    """Return the HTML of those elements, by id, whose content is known for the default state."""
    p = Parameters()
    view = compute_view(p)
    texts = said(view)
    filling = {
        ids.READOUT: readout(view),
        ids.HOLDS: texts["holds"],
        ids.shown_value("weight"): f"w = {view.weight:g}",
        ids.shown_value("bias"): f"{p.bias:g}",
        ids.shown_value("bins"): f"{p.bins}",
        ids.shown_value("samples"): f"{p.samples:,}",
    }
    for graph_id, (title, subtitle) in texts["titles"].items():
        filling |= {ids.title(graph_id): title, ids.subtitle(graph_id): subtitle}
    for own in texts["rulers"]:
        if own["name"] == p.binning:
            filling[ids.RULER_MEANING] = f"{p.binning}: {own['meaning']}."
    return (
        {key: escape(text, quote=False) for key, text in filling.items()}
        | {ids.VERDICT: _verdict(**texts["verdict"]), "graph-mi-curve": picture(view)}
        | {own["name"]: _ruler(own, p) for own in texts["rulers"]}
    )


def asked_filling(query: str) -> dict[str, str]:
    """Return what the header says of the state that an address opens: its input, which a lesson may set as well."""
    values, _ = address_values(query)
    asked = Column if values.get("input") == INPUTS_X else opened(values, lessons())[0].distribution
    return {ids.LEAD_INPUT: in_place_of(NORMAL.notation, asked.notation)}


def _verdict(text: str, link: dict[str, str] | None) -> str:
    more = f' <button class="as-link" disabled>{escape(link["text"])}</button>' if link else ""
    return escape(text, quote=False) + more


def _ruler(own: dict[str, Any], parameters: Parameters) -> str:
    """Return what assets/explorer/rulers.js will draw of a ruler."""
    change, drawing = "–", ""
    if own["curve"]:
        change = f"{own['sign']} {own['change']} bits"
        heights = np.frombuffer(b64decode(own["curve"]["bdata"]), np.uint16)[::RULER_STEP] / np.iinfo(np.uint16).max
        at = RULER_WIDTH * parameters.weight / (parameters.weights.size - 1)
        steps = np.linspace(0, RULER_WIDTH, heights.size)
        points = "L".join(f"{x:.0f},{RULER_HEIGHT * (1 - y):.1f}" for x, y in zip(steps, heights, strict=True))
        drawing = (
            f'<svg viewBox="0 -2 {RULER_WIDTH} {RULER_HEIGHT + 4}" preserveAspectRatio="none">'
            f'<line x1="{at:.1f}" x2="{at:.1f}" y1="-2" y2="{RULER_HEIGHT + 2}"/><path d="M{points}"/></svg>'
        )
    return (
        f'<span class="ruler-name">{own["name"]}</span><span class="ruler-curve">{drawing}</span>'
        f'<span class="ruler-change">{change}</span>'
    )


def picture(view: View) -> str:
    """Return the curve with its axes and the chosen weight, where plotly will draw them.

    What is stretched is SVG; letters and the dot, which must keep their shape, lie over it.
    """
    figure = mi_curve_figure(view, SCREENS["light"])
    layout, (top, right, bottom, left) = figure["layout"], _margins(figure)
    (_, last), (_, high) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    points = zip(view.parameters.weights / last, 1 - view.curve / high, strict=True)
    curve = "L".join(f"{x * WIDTH:.0f},{y * HEIGHT:.0f}" for x, y in points)
    across, up = view.weight / last, 1 - view.binned.entropy / high
    rows, columns = _ticks(high, layout["yaxis"]["nticks"]), _ticks(last, layout["xaxis"]["nticks"])
    lines = [
        *(_line(0, 1 - tick / high, 1, 1 - tick / high, "grid") for tick in rows),
        *(_line(tick / last, 0, tick / last, 1, "grid") for tick in columns),
        *(_line(0, 1 - level / high, 1, 1 - level / high, dash) for level, _, dash in reference_levels(view)),
        f'<path d="M{curve}"/>',
        _line(across, 0, across, 1, "mark"),
    ]
    letters = [
        *(f'<span class="row" style="top:{100 * (1 - tick / high):.1f}%">{tick:g}</span>' for tick in rows),
        *(f'<span class="column" style="left:{100 * tick / last:.1f}%">{tick:g}</span>' for tick in columns),
        f'<span class="across">{layout["xaxis"]["title"]["text"]}</span>',
        f'<span class="up">{layout["yaxis"]["title"]["text"]}</span>',
        f'<i style="left:{100 * across:.1f}%;top:{100 * up:.1f}%"></i>',
    ]
    told = f"I(X;T) = {view.binned.entropy:.4f} bits at w = {view.weight:g}"
    return (
        f'<div class="first-picture" role="img" aria-label="{told}"><style>{"".join(_colours())}</style>'
        f'<div style="inset:{top}px {right}px {bottom}px {left}px">'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">{"".join(lines)}</svg>'
        f"{''.join(letters)}</div></div>"
    )


def _margins(figure: Figure) -> tuple[int, int, int, int]:
    margin = figure["layout"]["margin"]
    return margin["t"], margin["r"], margin["b"], margin["l"]


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    ends = f'x1="{x1 * WIDTH:.0f}" y1="{y1 * HEIGHT:.0f}" x2="{x2 * WIDTH:.0f}" y2="{y2 * HEIGHT:.0f}"'
    return f'<line class="{kind}" {ends}/>'


def _ticks(high: float, most: int) -> list[float]:
    """Return the marks of an axis from 0 as plotly chooses them: multiples of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(high / most))
    step = next(part * power for part in (1, 2, 5, 10) if part * power * most >= high)
    return [step * k for k in range(math.floor(high / step) + 1)]


def _colours() -> Iterator[str]:
    """Yield the figures' colours, which the page's own rules do not have, for both themes."""
    for name, theme in SCREENS.items():
        where = ":root" if name == "light" else f':root[data-theme="{name}"]'
        yield (
            f"{where}{{--first-curve:{theme.ink};--first-grid:{theme.grid};"
            f"--first-mark:{theme.mark};--first-muted:{theme.muted}}}"
        )
