"""How the explorer is shown, apart from its state: a lesson, pinned curves, what a lecturer's link hides and locks.

All of it stands in the address beside the parameters, so a link carries it and nothing is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from minimal_model.dashboard.address.pins import corrected_pins, pins_text
from minimal_model.state.parameters import (
    SPECIFICATIONS,
    Parameters,
    Specification,
    corrected_pair,
    corrected_values,
    shown,
)

SWITCHES = ("notes", "projector", "embed", "quiz")
# What a link for others leaves out.
OWN = ("notes",)
OFF, ON = "0", "1"
LISTS = ("lock", "hide")


class Start(Protocol):
    """A step of a lesson, as far as an address needs it: what it sets."""

    @property
    def parameters(self) -> Parameters: ...

    @property
    def pins(self) -> tuple[Parameters, ...]: ...


class Taught(Protocol):
    """A lesson, as far as an address needs it."""

    @property
    def name(self) -> str: ...

    @property
    def steps(self) -> Sequence[Start]: ...


@dataclass(frozen=True)
class Presentation:
    """What the address says besides the parameters.

    Attributes
    ----------
    lesson : str
        The lesson that runs, empty for none.
    step : int
        Its step, counted from 1; 0 without a lesson.
    on : tuple of str
        The switches that are on: "notes" for the lecturer, "projector" for large type, "embed" for no frame around the
        page, "quiz" for no numbers that give an answer away.
    lock, hide : tuple of str
        The parameters whose controls cannot be moved, or are not shown.
    pins : tuple of Parameters
        The pinned curves.
    """

    lesson: str = ""
    step: int = 0
    on: tuple[str, ...] = ()
    lock: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    pins: tuple[Parameters, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it for the browser."""
        lists = {"on": list(self.on), "lock": list(self.lock), "hide": list(self.hide)}
        return {"lesson": self.lesson, "step": self.step, "pins": pins_text(self.pins), **lists}


def opened(
    raw: Mapping[str, object], lessons: Mapping[str, "Taught"], column: str = ""
) -> tuple[Parameters, Presentation, list[str]]:
    """Return the state and the presentation that an address opens, and remarks on what was corrected.

    A step of a lesson sets its state and its pins; what else the address says is changed on top of it.

    Parameters
    ----------
    raw : mapping
        The values of the address by key.
    lessons : mapping of str to Taught
        The lessons by name.
    column : str
        The name of the own data that the input "column" stands for; empty if there is none.
    """
    own = {key: raw[key] for key in ("lesson", "step", "pins", *SWITCHES, *LISTS) if key in raw}
    given, changed = corrected_values({key: raw[key] for key in raw if key not in own}, SPECIFICATIONS, column)
    lesson, number, lesson_remarks = _lesson(lessons, own.get("lesson"), own.get("step"))
    step = lesson.steps[number - 1] if lesson else None
    pins, pin_remarks = corrected_pins(own.get("pins"), column)
    if step and "pins" not in own:
        pins = step.pins
    base = step.parameters if step else Parameters()
    changed += corrected_pair(given, base)
    on, switch_remarks = _switches(own)
    (lock, lock_remarks), (hide, hide_remarks) = (_controls(key, own.get(key)) for key in LISTS)
    return (
        replace(base, **given),
        Presentation(lesson.name if lesson else "", number, on, lock, hide, pins),
        changed + lesson_remarks + pin_remarks + switch_remarks + lock_remarks + hide_remarks,
    )


def _lesson(lessons: Mapping[str, "Taught"], name: object, number: object) -> tuple["Taught | None", int, list[str]]:
    """Return the lesson and the number of its step; no lesson and 0 if there is none of this name."""
    if name is None:
        return None, 0, [] if number is None else ["there is no step without a lesson"]
    if not isinstance(name, str) or name not in lessons:
        return None, 0, [f"there is no lesson {shown(name)}"]
    lesson = lessons[name]
    values, remarks = corrected_values(
        {} if number is None else {"step": number}, {"step": Specification("Step", "", 1, 1, len(lesson.steps))}
    )
    return lesson, int(values.get("step", 1)), remarks


def _switches(own: Mapping[str, object]) -> tuple[tuple[str, ...], list[str]]:
    """Return the switches that are on."""
    switch = Specification("", "", OFF, choices=(OFF, ON))
    values, remarks = corrected_values({k: own[k] for k in SWITCHES if k in own}, dict.fromkeys(SWITCHES, switch))
    return tuple(key for key, value in values.items() if value == ON), remarks


def _controls(key: str, text: object) -> tuple[tuple[str, ...], list[str]]:
    """Return the parameters that a text lists with commas between them, each once and in the order of the page."""
    names = set(text.split(",")) - {""} if isinstance(text, str) else set()
    unknown = sorted(names - set(SPECIFICATIONS))
    remarks = [f"{key} {shown(name)} is no parameter" for name in unknown]
    return tuple(name for name in SPECIFICATIONS if name in names), remarks
