"""What each of the three screens is told: the phones, the projector, the lecturer's desk."""

from functools import lru_cache
from typing import Any

from minimal_model.dashboard.lessons.lesson import Lesson, Step, lessons
from minimal_model.dashboard.rooms.curves import of_step
from minimal_model.dashboard.rooms.phases import Room
from minimal_model.dashboard.rooms.rooms import LIFE, Rooms


def steps(lesson: str) -> int:
    """Return the number of steps of a lesson; 0 if there is none of this name."""
    return len(lessons()[lesson].steps) if lesson in lessons() else 0


def taught(room: Room) -> tuple[Lesson, Step]:
    """Return the lesson and the step of a room."""
    lesson = lessons()[room.lesson]
    return lesson, lesson.steps[room.step - 1]


@lru_cache(maxsize=256)
def phone(room: Room) -> dict[str, Any]:
    """Return what a phone is told, the same for all of them; the answer comes with the reveal alone."""
    _, step = taught(room)
    state: dict[str, Any] = {
        "rev": room.rev,
        "epoch": room.epoch,
        "lesson": room.lesson,
        "step": room.step,
        "phase": room.phase,
        "round": room.round,
        "title": step.title,
        "question": step.question,
        "choices": list(step.choices),
        "follow": room.follow,
    }
    if room.phase == "reveal":
        state |= {
            "right": step.choices.index(step.answer),
            "explanation": step.explanation,
            "curve": of_step(step),
            "weight": step.parameters.chosen_weight,
            "explorer": step.search,
        }
    return state


def stage(rooms: Rooms, room: Room) -> dict[str, Any]:
    """Return what the projector is told: what phones are, how many have voted, and the bars if they are shown."""
    return _stage(rooms, room, _counts(rooms, room))


def _counts(rooms: Rooms, room: Room) -> dict[int, list[int]]:
    return rooms.counts(room, len(taught(room)[1].choices))


def _stage(rooms: Rooms, room: Room, counts: dict[int, list[int]]) -> dict[str, Any]:
    lesson, _ = taught(room)
    state = phone(room) | {
        "lesson_title": lesson.title,
        "steps": len(lesson.steps),
        "joined": rooms.joined(room),
        "voted": sum(counts[room.round]),
        "shown": room.shown,
    }
    return state | {"counts": _by_text(counts)} if room.shown else state


def desk(rooms: Rooms, room: Room) -> dict[str, Any]:
    """Return what the lecturer is told: everything."""
    _, step = taught(room)
    counts = _counts(rooms, room)
    return _stage(rooms, room, counts) | {
        "code": room.code,
        "counts": _by_text(counts),
        "door": room.door,
        "note": step.note,
        "right": step.choices.index(step.answer),
        "explanation": step.explanation,
        "curve": of_step(step),
        "weight": step.parameters.chosen_weight,
        "expires": int(room.touched + LIFE),
        "history": [entry | {"choices": _choices(**entry)} for entry in rooms.history(room)],
    }


def _choices(lesson: str, step: int, counts: list[int], **_: Any) -> list[str]:
    """Return the names of what was counted; numbers where the lesson is no longer what it was when it was counted."""
    if step <= steps(lesson):
        names = lessons()[lesson].steps[step - 1].choices
        if len(names) == len(counts):
            return list(names)
    return [str(k) for k in range(len(counts))]


def _by_text(counts: dict[int, list[int]]) -> dict[str, list[int]]:
    return {str(number): values for number, values in counts.items()}
