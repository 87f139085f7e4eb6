"""The plots of the page, whose titles stand beside them."""

import numpy as np
import numpy.typing as npt

from minimal_model.arrays import Ranks
from minimal_model.dashboard.pages.robustness.results import Answers
from minimal_model.dashboard.pages.robustness.wording import NAMES, percent, value_text
from minimal_model.dashboard.plots.arrays import Figure, typed
from minimal_model.dashboard.plots.style import axis, plain_layout
from minimal_model.dashboard.plots.theme import Theme

# The part of the height that the changes take above the marks, in rows of marks.
CURVE_ROWS = 16
# Where the names of the values end.
MARGIN = 118


def bars_figure(shares: dict[str, float], theme: Theme) -> Figure:
    """Draw what each choice explains, the most first."""
    ordered = sorted(shares.items(), key=lambda item: item[1])
    values = [share for _, share in ordered]
    names = [NAMES[name].removeprefix("the ") for name, _ in ordered]
    return {
        "data": [
            {"type": "bar", "orientation": "h", "x": typed(values), "y": names, "text": [percent(s) for s in values],
             "textposition": "outside", "cliponaxis": False, "marker": {"color": theme.curve, "line": {"width": 0}},
             "hovertemplate": "%{y}: %{x:.1%}<extra></extra>"}
        ],
        "layout": plain_layout(theme, l=150, r=44) | {
            "bargap": 0.35,
            "xaxis": axis(theme, "share of the verdict’s variance", range=[0, 1], tickformat=".0%", nticks=5),
            "yaxis": axis(theme, "", showgrid=False),
        },
    }  # fmt: skip


def curve_figure(answers: Answers, theme: Theme) -> Figure:
    """Draw the changes in their order, and below them a mark for each value of each choice."""
    marks, labels, groups = curve_marks(answers)
    rows, drawn = len(labels), len(answers.numbers)
    split = rows / (rows + CURVE_ROWS)
    colours = (theme.mark, theme.muted, theme.second)
    threshold = answers.state.threshold
    x = np.arange(drawn)
    scale = [[0, theme.surface], [0.25, theme.surface]]
    scale += [[at, colours[k]] for k in range(3) for at in (0.25 + k / 4, 0.25 + (k + 1) / 4)]
    traces = [
        {"type": "scatter", "mode": "markers", "x": typed(x), "y": typed(answers.changes),
         "marker": {"color": [colours[k] for k in answers.verdicts.tolist()], "size": 3},
         "hovertemplate": "%{y:.3f} bits<extra></extra>"},
        {"type": "heatmap", "z": typed(marks, "u1"), "yaxis": "y2", "zmin": -0.5, "zmax": 3.5, "colorscale": scale,
         "showscale": False, "hoverinfo": "none"},
    ]  # fmt: skip
    lines = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below",
         "line": {"color": theme.muted, "width": 1, "dash": "dot"}}
        for y in (-threshold, threshold)
    ]  # fmt: skip
    borders = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y2", "y0": row - 0.5, "y1": row - 0.5,
         "line": {"color": theme.muted, "width": 1}}
        for row in groups
    ]  # fmt: skip
    return {
        "data": traces,
        "layout": plain_layout(theme, l=MARGIN, b=30) | {
            "xaxis": axis(theme, "curves, in the order of their change",
                          range=[-0.5, drawn - 0.5], showticklabels=False, showgrid=False, anchor="y2"),
            "yaxis": axis(theme, "change in bits", domain=[split + 0.02, 1], nticks=6),
            "yaxis2": axis(theme, "", domain=[0, split], range=[rows - 0.5, -0.5], showgrid=False,
                           tickvals=list(range(rows)), ticktext=labels,
                           tickfont={"color": theme.muted, "size": 11}),
            "shapes": [*lines, *borders],
        },
    }  # fmt: skip


def curve_rows(answers: Answers) -> int:
    """Return how many rows of marks stand below the changes, for the height of the figure."""
    return CURVE_ROWS + sum(len(values) for values in answers.table.specifications.choices.values() if len(values) > 1)


SHORT = {"weight_max": "w max", "bias": "b", "samples": "n", "seed": "seed", "bins": "bins"}


def curve_marks(answers: Answers) -> tuple[npt.NDArray[np.uint8], list[str], list[int]]:
    """Return a row of marks for each value of each choice that has several, its label, and where choices begin."""
    choices, shape = answers.table.specifications.choices, answers.table.specifications.shape
    codes = np.unravel_index(answers.numbers, shape)
    rows: list[Ranks] = []
    labels: list[str] = []
    groups: list[int] = []
    for (name, values), code in zip(choices.items(), codes, strict=True):
        if len(values) == 1:
            continue
        groups.append(len(labels))
        for k, value in enumerate(values):
            rows.append(np.where(code == k, 1 + answers.verdicts, 0))
            labels.append(f"{SHORT.get(name, '')} {value_text(name, value)}".strip())
    return np.array(rows, dtype=np.uint8).reshape(len(rows), -1), labels, groups
