"""I(X;T) in bits against the weight."""

from minimal_model.dashboard.figures.arrays import Figure, Path, typed
from minimal_model.dashboard.figures.style import axis, base_layout
from minimal_model.dashboard.theme import Theme
from minimal_model.dashboard.view import View
from minimal_model.dashboard.wording import number

LIVE: tuple[Path, ...] = (
    ("data", 0, "x"),
    ("data", 0, "y"),
    ("data", 1, "x"),
    ("data", 1, "y"),
    ("layout", "shapes"),
    ("layout", "annotations"),
    ("layout", "title", "text"),
    ("layout", "title", "subtitle", "text"),
    ("layout", "xaxis", "range"),
    ("layout", "yaxis", "range"),
)


def mi_curve_figure(view: View, theme: Theme) -> Figure:
    """Draw the curve, the chosen weight, the binned input's entropy and the ceiling."""
    p, top = view.parameters, max(view.curve.max(), view.ceiling or 0.0, view.input_entropy)
    levels = [(view.input_entropy, f"binned input: H(bin X) = {view.input_entropy:.2f}", "top", "dash")]
    if view.ceiling is not None:
        levels.append((view.ceiling, f"ceiling: log₂ {p.bins} = {view.ceiling:.2f}", "bottom", "dot"))
    lines = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below",
         "line": {"color": theme.muted, "width": 1.5, "dash": dash}}
        for y, _, _, dash in levels
    ]  # fmt: skip
    labels = [
        {"xref": "paper", "x": 0.995, "xanchor": "right", "y": y, "yanchor": side, "text": text, "showarrow": False,
         "font": {"color": theme.muted, "size": 12}}
        for y, text, side, _ in levels
    ]  # fmt: skip
    marked = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": view.weight, "x1": view.weight,
              "line": {"color": theme.mark, "width": 1.5}}  # fmt: skip
    title, subtitle = "Mutual information over the weights", f"{p.activation}, {p.binning} bins, b = {number(p.bias)}"
    return {
        "data": [
            {"type": "scatter", "mode": "lines", "x": typed(p.weights), "y": typed(view.curve),
             "line": {"color": theme.curve, "width": 2.5},
             "hovertemplate": "w = %{x:.3~f}<br>I(X;T) = %{y:.4f} bits<extra></extra>"},
            {"type": "scatter", "mode": "markers", "x": [view.weight], "y": [view.binned.entropy],
             "marker": {"color": theme.mark, "size": 11, "line": {"color": theme.surface, "width": 2}},
             "hoverinfo": "skip"},
        ],
        "layout": base_layout(theme, title, subtitle) | {
            "xaxis": axis(theme, "weight w", range=[0, p.weight_max]),
            "yaxis": axis(theme, "I(X;T) in bits", range=[0, 1.12 * top if top > 0 else 1]),
            "shapes": [*lines, marked],
            "annotations": labels,
        },
    }  # fmt: skip
