"""Lessons as Markdown files: what they hold, how they are read, and what makes one wrong.

A file in `texts/` begins with a few lines between two lines of dashes:

    ---
    order: 1
    title: Does saturation compress?
    minutes: 8
    summary: One sentence for the list of lessons.
    ---

Then come three to six steps. Each has a heading, a few lines of settings, a blank line, a text that asks one thing,
and below "### Answer" what is shown after the prediction:

    ## One ruler for all weights
    state: activation=tanh&binning=global
    choices: rises, falls, flat, hump
    answer: hump
    note: For the lecturer alone.

    What will the curve do?

    ### Answer

    It climbs, and then …

`state` is the query of the explorer's address. `choices` are shapes of the curve, or "higher, lower, same" for how it
lies against the pinned curve at the chosen weight, which `pins` names as the address does. `answer` is what the text
below "### Answer" explains; the page computes the right choice from the curve, and reading fails if the two differ.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from markdown_it import MarkdownIt

from minimal_model.activations import ACTIVATIONS
from minimal_model.dashboard.address.pins import corrected_pins, pins_text
from minimal_model.dashboard.lessons.picks import COMPARISONS, right_choice
from minimal_model.explain.shape import SHAPES
from minimal_model.state.parameters import SPECIFICATIONS, Parameters

TEXTS = Path(__file__).parent / "texts"
FEWEST_STEPS, MOST_STEPS = 3, 6
ANSWER = "### Answer"
HEADER, SETTINGS = ("order", "title", "minutes", "summary"), ("state", "pins", "choices", "answer", "note")
# No markup but Markdown's own.
_markdown = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Step:
    """One step of a lesson; question and explanation are HTML.

    Attributes
    ----------
    title : str
        Its heading, as plain text.
    parameters : Parameters
        The state it sets.
    pins : tuple of Parameters
        The curves that are pinned behind it.
    choices : tuple of str
        What can be predicted: shapes, or the words of a comparison with the first pin.
    answer : str
        The right one of them.
    question, explanation, note : str
        What is asked, what is shown after the prediction, and what only the lecturer sees.
    """

    title: str
    parameters: Parameters
    pins: tuple[Parameters, ...]
    choices: tuple[str, ...]
    answer: str
    question: str
    explanation: str
    note: str

    @property
    def free(self) -> tuple[str, ...]:
        """The parameters that the explanation asks to change, which no link for students should lock.

        It names them by their labels in italics, or says "drag the weight" and "choose relu" in plain words.
        """
        labelled = {key for key, s in SPECIFICATIONS.items() if f"<em>{s.label}</em>" in self.explanation}
        text = " ".join(re.sub(r"<[^>]+>", "", self.explanation).split())
        chosen = {"activation"} if any(re.search(rf"\bchoose {name}\b", text) for name in ACTIVATIONS) else set()
        dragged = {key for key in ("weight", "bias") if re.search(rf"\bthe {key}\b", text)}
        return tuple(key for key in SPECIFICATIONS if key in labelled | chosen | dragged | {"weight"})

    @property
    def search(self) -> str:
        """The query of the explorer's address that opens the step's state with its pins, and without the lesson."""
        pins = urlencode({"pins": pins_text(self.pins)}, safe=":;,") if self.pins else ""
        state = self.parameters.search
        return state + ("&" if state else "?") + pins if pins else state

    def to_dict(self) -> dict[str, Any]:
        """Return what a reader's browser needs before the prediction: neither the answer nor the lecturer's note."""
        return {
            "title": self.title,
            "parameters": self.parameters.to_dict(),
            "pins": pins_text(self.pins),
            "choices": list(self.choices),
            "question": self.question,
            "free": list(self.free),
        }


@dataclass(frozen=True)
class Lesson:
    """A lesson: its name in the address, what the list says of it, and its steps."""

    name: str
    order: int
    title: str
    minutes: int
    summary: str
    steps: tuple[Step, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return what a reader's browser needs."""
        steps = [step.to_dict() for step in self.steps]
        return {"name": self.name, "title": self.title, "minutes": self.minutes, "steps": steps}

    @property
    def following(self) -> "Lesson | None":
        """The lesson after this one, None after the last."""
        names = list(lessons())
        return lessons()[names[place]] if (place := names.index(self.name) + 1) < len(names) else None


class LessonError(ValueError):
    """What is wrong with a lesson; `line` is the line of the file that is at fault, counted from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class _FaultError(ValueError):
    """What is wrong with a part of a lesson, and the setting that is at fault, if it is one."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


class _Folders:
    """Where lessons come from: the package's own, and a folder of the lecturer's."""

    own: Path | None = None


def add_lessons(folder: Path | None) -> None:
    """Let the lessons of a folder come after the package's own; None takes them away again.

    Raises
    ------
    ValueError
        If it is no folder, or a file in it is wrong; the message names file, line and reason.
    """
    if folder is not None and not folder.is_dir():
        raise LessonError(f"LESSONS is {str(folder)!r}, which is no folder.")
    _Folders.own = folder
    lessons.cache_clear()
    try:
        lessons()
    except LessonError:
        _Folders.own = None
        raise


@lru_cache(maxsize=1)
def lessons() -> Mapping[str, Lesson]:
    """Return all lessons by name, in their order: first the package's own.

    Raises
    ------
    ValueError
        If a file is wrong; the message names file, line, step and reason.
    """
    built_in = [read_lesson(path.stem, path.read_text(encoding="utf-8-sig")) for path in TEXTS.glob("*.md")]
    found = {lesson.name: lesson for lesson in sorted(built_in, key=_place)}
    if folder := _Folders.own:
        for lesson in sorted(map(read_file, sorted(folder.glob("*.md"))), key=_place):
            if lesson.name in found:
                raise LessonError(f"{folder / lesson.name}.md:1: there is a lesson of this name already")
            found[lesson.name] = lesson
    return found


def _place(lesson: Lesson) -> tuple[int, str]:
    return lesson.order, lesson.name


def read_file(path: Path) -> Lesson:
    """Return the lesson of a file.

    Raises
    ------
    LessonError
        If it cannot be read or is no lesson; the message begins with file and line as compilers write them.
    """
    try:
        return read_lesson(path.stem, path.read_text(encoding="utf-8-sig"))
    except LessonError as error:
        raise LessonError(f"{path}:{error.line}: {error}", error.line) from None
    except UnicodeDecodeError:
        raise LessonError(f"{path}:1: is no text in UTF-8") from None
    except OSError as error:
        raise LessonError(f"{path}: cannot be read ({error.strerror})") from None


def read_lesson(name: str, text: str) -> Lesson:
    """Return the lesson that a file holds.

    Parameters
    ----------
    name : str
        The file's name without its ending: small letters, digits and hyphens.
    text : str
        What it holds.

    Raises
    ------
    ValueError
        If it is no lesson; the message names file, step and reason.
    """
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise LessonError(f"{name}.md: the name of a lesson is made of small letters, digits and hyphens")
    match = re.match(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL)
    if not match:
        raise LessonError(f"{name}.md: begins with no lines between two lines of dashes")
    try:
        header = _settings(f"{name}.md", match[1], HEADER)
    except _FaultError as fault:
        raise LessonError(str(fault), 2 + _line_of(fault.key, match[1])) from None
    body = text[: match.start(2)].count("\n") + 1
    before, *parts = re.split(r"^## +", match[2], flags=re.MULTILINE)
    if before.strip():
        first = body + before[: len(before) - len(before.lstrip())].count("\n")
        raise LessonError(f"{name}.md: has a text before its first step, which nobody would see", first)
    if not FEWEST_STEPS <= len(parts) <= MOST_STEPS:
        raise LessonError(f"{name}.md: has {len(parts)} steps; allowed are {FEWEST_STEPS} to {MOST_STEPS}", body)
    for key in ("order", "minutes"):
        if not header[key].isdecimal():
            line = 2 + _line_of(key, match[1])
            raise LessonError(f"{name}.md: {key} {header[key]!r} is no whole number", line)
    steps = []
    line = body + before.count("\n")
    for number, part in enumerate(parts, 1):
        try:
            steps.append(_step(f"{name}.md, step {number}", part))
        except _FaultError as fault:
            raise LessonError(str(fault), line + _line_of(fault.key, part)) from None
        line += part.count("\n")
    return Lesson(
        name=name,
        order=int(header["order"]),
        title=header["title"],
        minutes=int(header["minutes"]),
        summary=header["summary"],
        steps=tuple(steps),
    )


def _line_of(key: str, text: str) -> int:
    """Return after how many lines of a text a setting stands; 0 if it is named nowhere."""
    found = re.search(rf"^{key} *:", text, re.MULTILINE) if key else None
    return text[: found.start()].count("\n") if found else 0


def _step(place: str, text: str) -> Step:
    title, _, rest = text.partition("\n")
    if not title.strip():
        raise _FaultError(f"{place}: has no title")
    head, _, body = rest.strip().partition("\n\n")
    settings = _settings(place, head, SETTINGS, optional=("pins",))
    parts = re.split(rf"^{ANSWER} *$", body, flags=re.MULTILINE)
    if len(parts) != 2 or not all(part.strip() for part in parts):
        raise _FaultError(f"{place}: needs a text, then one line {ANSWER!r}, and a text below it")
    question, explanation = parts
    parameters, remarks = Parameters.corrected(dict(parse_qsl(settings["state"], keep_blank_values=True)))
    pins, pin_remarks = corrected_pins(settings.get("pins"))
    if remarks + pin_remarks:
        raise _FaultError(f"{place}: {'; '.join(remarks + pin_remarks)}", "state" if remarks else "pins")
    choices = tuple(choice.strip() for choice in settings["choices"].split(","))
    _check_choices(place, choices, settings["answer"], bool(pins))
    right = right_choice(parameters, pins, comparing=choices[0] in COMPARISONS)
    if right != settings["answer"]:
        raise _FaultError(f"{place}: the answer is {settings['answer']!r}, but the curve says {right!r}", "answer")
    return Step(
        title=title.strip(),
        parameters=parameters,
        pins=pins,
        choices=choices,
        answer=right,
        question=html(question),
        explanation=html(explanation),
        note=settings["note"],
    )


def _check_choices(place: str, choices: tuple[str, ...], answer: str, has_pins: bool) -> None:
    allowed = next((kind for kind in (SHAPES, COMPARISONS) if set(choices) <= set(kind)), None)
    if allowed is None or len(set(choices)) != len(choices) or len(choices) < 2:
        raise _FaultError(
            f"{place}: choices are two or more of {', '.join(SHAPES)}, or of {', '.join(COMPARISONS)}", "choices"
        )
    if allowed is COMPARISONS and not has_pins:
        raise _FaultError(f"{place}: there is no pinned curve to compare with", "choices")
    if answer not in choices:
        raise _FaultError(f"{place}: the answer {answer!r} is none of the choices", "answer")


def _settings(place: str, text: str, keys: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the lines "key: value"; a line that begins with spaces goes on with the one before."""
    lines = re.sub(r"\n +", " ", text).splitlines()
    pairs = [line.partition(":") for line in lines]
    found = {key.strip(): value.strip() for key, _, value in pairs}
    if len(found) != len(lines) or not set(found) <= set(keys) or not set(keys) - set(optional) <= set(found):
        raise _FaultError(f"{place}: needs one line each of {', '.join(keys)}, and has {', '.join(found) or 'none'}")
    if empty := [key for key, value in found.items() if not value and key != "state"]:
        raise _FaultError(f"{place}: {empty[0]} is empty", empty[0])
    return found


def html(markdown: str) -> str:
    """Return a text as HTML."""
    rendered: str = _markdown.render(markdown.strip())
    return rendered
