"""What a lecturer can do in a room, and what comes of it; nothing here knows of a store or of HTTP.

lobby → vote 1 → talk → vote 2 → talk → reveal → (next step) vote 1 … → ended; from talk straight to reveal is allowed.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

Phase = Literal["lobby", "vote", "talk", "reveal", "ended"]
PHASES: tuple[Phase, ...] = get_args(Phase)
ROUNDS = (1, 2)
# The largest weight of any sweep.
LARGEST_WEIGHT = 100.0
Steps = Callable[[str], int]


@dataclass(frozen=True)
class Room:
    """A room as it is kept.

    Attributes
    ----------
    code : str
        Its name.
    rev : int
        How often the lecturer has acted.
    epoch : str
        The name of its life.
    lesson, step : str, int
        What is taught; the step counts from 1.
    phase : str
        Where the step stands.
    round : int
        The round of votes that is open, or was the last one.
    shown : bool
        Whether the projector shows the bars.
    follow : float or None
        The weight that the phones' curve shows with the lecturer's, if it follows.
    door : bool
        Whether new phones may come in.
    touched : float
        When the lecturer acted last, in Unix seconds.
    key : bytes
        The hash of the lecturer's key.
    """

    code: str
    rev: int
    epoch: str
    lesson: str
    step: int
    phase: str
    round: int
    shown: bool
    follow: float | None
    door: bool
    touched: float
    key: bytes


class MalformedError(ValueError):
    """No such action, or with values that it does not take."""


class ImpossibleError(Exception):
    """An action that the room's phase does not allow."""


def whole(value: object, low: int, high: int) -> bool:
    """Whether a value of JSON is a whole number between two bounds; true and 1.0 are none."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def after(room: Room, asked: Mapping[str, Any], steps: Steps) -> Room:
    """Return the room after an action, without its new revision.

    Parameters
    ----------
    room : Room
        The room as it is.
    asked : mapping
        `action` by its name, and what it takes.
    steps : callable
        The number of steps of a lesson; 0 if there is none of this name.

    Raises
    ------
    MalformedError
        If there is no such action, or a value is not what it takes.
    ImpossibleError
        If the room's phase does not allow it.
    """
    name = asked.get("action")
    action = ACTIONS.get(name) if isinstance(name, str) else None
    if action is None:
        raise MalformedError(f"An action is one of {', '.join(ACTIONS)}.")
    changed = action(room, asked, steps)
    if changed is None:
        raise ImpossibleError(name)
    return changed


def leaves_step(room: Room, changed: Room) -> bool:
    """Whether an action has left the room's step: for another, for the same once more, or for good."""
    begins = changed.phase == "vote" and changed.round == 1 and room.phase != "vote"
    return begins or changed.phase == "ended"


def _vote(room: Room, asked: Mapping[str, Any], steps: Steps) -> Room | None:
    if room.phase == "lobby":
        return replace(room, phase="vote", round=1, shown=False, follow=None)
    if (room.phase, room.round) == ("talk", 1):
        return replace(room, phase="vote", round=2, shown=False)
    return None


def _close(room: Room, asked: Mapping[str, Any], steps: Steps) -> Room | None:
    return replace(room, phase="talk") if room.phase == "vote" else None


def _reveal(room: Room, asked: Mapping[str, Any], steps: Steps) -> Room | None:
    # With the answer come the bars; they can be hidden again.
    return replace(room, phase="reveal", shown=True) if room.phase == "talk" else None


def _next(room: Room, asked: Mapping[str, Any], steps: Steps) -> Room | None:
    lesson, step = asked.get("lesson", room.lesson), asked.get("step")
    named = "lesson" in asked or "step" in asked
    if step is None:
        step = 1 if "lesson" in asked else room.step + 1
    if not isinstance(lesson, str) or not steps(lesson):
        raise MalformedError("There is no such lesson.")
    if not whole(step, 1, steps(lesson)):
        if named:
            raise MalformedError(f"This lesson has the steps 1 to {steps(lesson)}.")
        return None
    if room.phase != "reveal":
        return None
    return replace(room, lesson=lesson, step=step, phase="vote", round=1, shown=False, follow=None)


def _end(room: Room, asked: Mapping[str, Any], steps: Steps) -> Room | None:
    return replace(room, phase="ended", shown=False, follow=None) if room.phase != "ended" else None


def _show(room: Room, asked: Mapping[str, Any], steps: Steps) -> Room | None:
    on = _switch(asked, "on")
    return replace(room, shown=on) if room.phase in ("talk", "reveal") else None


def _door(room: Room, asked: Mapping[str, Any], steps: Steps) -> Room | None:
    is_open = _switch(asked, "open")
    return replace(room, door=is_open) if room.phase != "ended" else None


def _follow(room: Room, asked: Mapping[str, Any], steps: Steps) -> Room | None:
    weight = asked.get("weight", "")
    if weight is not None:
        number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if not (number and math.isfinite(weight) and 0 < weight <= LARGEST_WEIGHT):
            raise MalformedError(f"To follow takes a weight above 0, up to {LARGEST_WEIGHT:g}, or null.")
    return replace(room, follow=None if weight is None else float(weight)) if room.phase == "reveal" else None


def _switch(asked: Mapping[str, Any], name: str) -> bool:
    value = asked.get(name)
    if not isinstance(value, bool):
        raise MalformedError(f"{name} is true or false.")
    return value


ACTIONS: dict[str, Callable[[Room, Mapping[str, Any], Steps], Room | None]] = {
    "vote": _vote,
    "close": _close,
    "reveal": _reveal,
    "next": _next,
    "end": _end,
    "show": _show,
    "door": _door,
    "follow": _follow,
}
