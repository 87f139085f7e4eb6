"""Sheets that a lesson makes: an exam with axes to draw on, homework with a student's own seed, and its key."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

import numpy as np

from minimal_model.dashboard.lessons.lesson import Lesson, Step
from minimal_model.dashboard.lessons.picks import picks
from minimal_model.dashboard.lessons.predictions import predictions
from minimal_model.dashboard.results.view import compute_view

# The box of a sheet's axes, in which a curve is drawn by hand, and the room for their numbers.
WIDTH, HEIGHT, MARGIN = 320, 170, 30
NAME_LINE = '<p class="name">Name <span class="line"></span> Date <span class="line short"></span></p>'


def seeded(step: Step, seed: int) -> Step:
    """Return a step with another seed in place of its own, and of that of those pins that have the same."""
    pins = tuple(replace(pin, seed=seed) if pin.seed == step.parameters.seed else pin for pin in step.pins)
    return replace(step, parameters=replace(step.parameters, seed=seed), pins=pins)


def exam(lesson: Lesson, root: str) -> str:
    """Return a page with each step as it is asked, its choices to tick, and axes to draw the curve on."""
    parts = [
        f"<section><h2>{number} {escape(step.title)}</h2>{step.question}{_ticks(step)}{_axes(step)}</section>"
        for number, step in enumerate(lesson.steps, 1)
    ]
    lead = "<p>Tick what you predict, draw the curve, and give a reason in one sentence below it.</p>"
    return _page(f"{lesson.title}", NAME_LINE + lead + "".join(parts), root, "exam")


def homework(lesson: Lesson, seed: int, root: str) -> str:
    """Return one page with all steps for a student's own seed: what to predict, and a number to read."""
    rows = []
    for number, step in enumerate(lesson.steps, 1):
        own = seeded(step, seed)
        rows.append(
            f"<tr><th>{number}</th><td><strong>{escape(step.title)}</strong><br>"
            f'<span class="state">{escape(own.search.removeprefix("?").replace("&", " · "))}</span></td>'
            f"<td>{_ticks(step)}</td><td>at w = {step.parameters.chosen_weight:.4g}:<br>"
            '<span class="line short"></span> bits</td></tr>'
        )
    lead = (
        f"<p>Your seed is <strong>{seed}</strong>. For each step write down your prediction first. Then open the "
        f"explorer with the address that stands under its title behind <code>{escape(root)}?</code>, and read the "
        "entropy at the weight. Numbers in the lesson’s texts are those of seed 0; yours differ.</p>"
    )
    heads = "<tr><th></th><th>Step</th><th>Predicted</th><th>I(X;T)</th></tr>"
    ask = "<p>Which of your answers would another seed change, and why?</p>" + '<p class="rule"></p>' * 4
    return _page(lesson.title, NAME_LINE + lead + f"<table>{heads}{''.join(rows)}</table>{ask}", root, "homework")


def key(lesson: Lesson, seeds: Sequence[int], root: str) -> str:
    """Return the lecturer's key to the homework: for each seed what is right and the number to read, in bits."""
    heads = "".join(f"<th>{number} {escape(step.title)}</th>" for number, step in enumerate(lesson.steps, 1))
    rows = "".join(f"<tr><th>{seed}</th>{''.join(map(_solved, _own(lesson, seed)))}</tr>" for seed in seeds)
    return _page(f"Key: {lesson.title}", f"<table><tr><th>Seed</th>{heads}</tr>{rows}</table>", root, "key")


def _own(lesson: Lesson, seed: int) -> Iterable[Step]:
    return (seeded(step, seed) for step in lesson.steps)


def solution(step: Step) -> tuple[str, float]:
    """Return what is right for a step, and I(X;T) at its weight in bits."""
    view = compute_view(step.parameters, step.pins)
    return picks(view)[kind_of(step)], float(view.bits)


def kind_of(step: Step) -> str:
    """Return what a step asks for, as `predictions` names it."""
    return next(name for name, kind in predictions().items() if step.choices[0] in kind["choices"])


def _solved(step: Step) -> str:
    right, bits = solution(step)
    return f"<td>{right}<br>{bits:.4f}</td>"


def _ticks(step: Step) -> str:
    choices = predictions()[kind_of(step)]["choices"]
    boxes = (f'<span class="tick">☐ {escape(str(choices[name]["button"]))}</span>' for name in step.choices)
    return f'<p class="ticks">{"".join(boxes)}</p>'


def _axes(step: Step) -> str:
    """Return empty axes: the weights of the step's sweep, and bits up to what its bins can hold."""
    parameters = step.parameters
    most = int(np.ceil(np.log2(parameters.bins))) if not parameters.ruler.sized_by_width else 8
    right, bottom = WIDTH - 5, HEIGHT - MARGIN

    def x(weight: float) -> float:
        return round(MARGIN + weight / parameters.weight_max * (right - MARGIN), 1)

    def y(bits: float) -> float:
        return round(bottom - bits / most * (bottom - 5), 1)

    lines = [f'<path d="M{MARGIN},{y(k)}H{right}"/><text x="{MARGIN - 5}" y="{y(k) + 3}" text-anchor="end">{k}</text>'
             for k in range(most + 1)]  # fmt: skip
    ticks = [parameters.weight_max * k / 4 for k in range(5)]
    lines += [f'<path d="M{x(w)},5V{bottom}"/><text x="{x(w)}" y="{bottom + 12}" text-anchor="middle">{w:g}</text>'
              for w in ticks]  # fmt: skip
    if step.pins:
        at = x(parameters.chosen_weight)
        lines.append(f'<path class="mark" d="M{at},5V{bottom}"/>')
    label = f'<text x="{(right + MARGIN) / 2}" y="{HEIGHT - 4}" text-anchor="middle">weight w; I(X;T) in bits</text>'
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Empty axes">{"".join(lines)}{label}</svg>'


def _page(title: str, content: str, root: str, kind: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="{escape(root)}assets/lessons/sheet.css"></head>'
        f'<body class="sheet sheet-{kind}"><h1>{escape(title)}</h1>{content}</body></html>\n'
    )
