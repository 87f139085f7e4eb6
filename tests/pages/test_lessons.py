"""The lessons: their answers against curves counted by hand, what makes a file wrong, and their addresses."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import counting
import numpy as np
import pytest
from visiting import free_port

from app import server
from minimal_model import Parameters
from minimal_model.command import main
from minimal_model.dashboard import Config, create_app
from minimal_model.dashboard.lessons.lesson import TEXTS, Lesson, Step, add_lessons, lessons, read_lesson

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in TEXTS.glob("*.md"))
STEPS = [(name, number) for name in NAMES for number in range(1, len(lessons()[name].steps) + 1)]
SHAPES = {"rises", "falls", "flat", "hump", "dip"}


def step_of(place: tuple[str, int]) -> Step:
    return lessons()[place[0]].steps[place[1] - 1]


# --- What the lessons teach ------------------------------------------------------------------------------------------


def test_there_are_seven_lessons_of_three_to_six_steps_in_one_order() -> None:
    assert len(NAMES) >= 7
    assert set(lessons()) == set(NAMES)
    orders = [lesson.order for lesson in lessons().values()]
    assert orders == sorted(set(orders))
    assert len({lesson.title for lesson in lessons().values()}) == len(NAMES)
    for name, lesson in lessons().items():
        assert lesson.name == name
        assert 3 <= len(lesson.steps) <= 6
        assert len({step.title for step in lesson.steps}) == len(lesson.steps)
        assert 1 <= lesson.minutes <= 15


def sketch(curve: np.ndarray) -> str:
    """Name the shape by hand: how far the curve climbs to its top, falls from it, and the same about its bottom."""
    spread, first, last = np.ptp(curve), curve[0], curve[-1]
    if spread < 0.1:
        return "flat"
    # Nearly half a bit is seen in the figure, however far the curve goes on the other side; a quarter is overlooked.
    climb, dent = curve.max() - max(first, last), min(first, last) - curve.min()
    assert not any(0.3 < turn < 0.45 and turn < spread / 4 for turn in (climb, dent)), "between two"
    if max(climb, dent) < spread / 4 and max(climb, dent) >= 0.45:
        return "hump" if climb > dent else "dip"
    clear = {
        "hump": curve.max() - max(first, last) > spread / 4,
        "dip": min(first, last) - curve.min() > spread / 4,
        "rises": last - first > 0.85 * spread,
        "falls": first - last > 0.85 * spread,
    }
    named = [name for name, holds in clear.items() if holds]
    assert len(named) == 1, "no lecturer should ask for the shape of a curve that is between two"
    return named[0]


@pytest.mark.parametrize("place", STEPS, ids=lambda place: f"{place[0]}-{place[1]}")
def test_the_answer_is_what_counting_says(place: tuple[str, int]) -> None:
    step = step_of(place)
    # The file's own word, read without the package.
    assert step.answer == re.findall(r"^answer: *(.+)$", (TEXTS / f"{place[0]}.md").read_text(), re.M)[place[1] - 1]
    assert step.answer in step.choices
    if set(step.choices) <= SHAPES:
        assert sketch(counting.curve(step.parameters)) == step.answer
        return
    assert set(step.choices) == {"higher", "lower", "same"}
    w = counting.sweep(step.parameters)[step.parameters.weight]
    difference = counting.entropy(step.parameters, w) - counting.entropy(step.pins[0], w)
    # A difference that can just be seen would be no good question.
    assert abs(difference) < 0.045 or abs(difference) > 0.055
    assert step.answer == ("same" if abs(difference) < 0.05 else "higher" if difference > 0 else "lower")


def test_no_step_leaves_its_weight_to_the_default() -> None:
    for name in NAMES:
        states = re.findall(r"^state: *(.*)$", (TEXTS / f"{name}.md").read_text(), re.M)
        assert len(states) == len(lessons()[name].steps)
        assert all(re.search(r"(^|&)weight=\d", state) for state in states)


def test_no_right_answer_can_be_guessed_from_how_often_it_is_right() -> None:
    """Of the answers in the files, each of which was counted by hand above."""
    shapes, compared = Counter[str](), Counter[str]()
    for name, number in STEPS:
        step = step_of((name, number))
        answer = re.findall(r"^answer: *(.+)$", (TEXTS / f"{name}.md").read_text(), re.M)[number - 1]
        (shapes if set(step.choices) <= SHAPES else compared)[answer] += 1
    assert set(shapes) == SHAPES
    assert min(shapes.values()) >= 2
    assert max(shapes.values()) <= shapes.total() / 3
    assert set(compared) == {"higher", "lower", "same"}
    assert compared["same"] <= compared.total() / 3
    assert max(compared.values()) < compared.total() / 2


def test_the_order_is_that_of_the_ideas() -> None:
    assert list(lessons())[:7] == [
        "saturation", "largest-weight", "homogeneity", "relu-bias", "equalisation", "even-odd", "samples",
    ]  # fmt: skip


def test_a_lesson_that_is_named_by_its_number_is_that_lesson() -> None:
    """A text speaks of other lessons by their places in the list."""
    told = {
        (name, number): set(re.findall(r"[Ll]esson (\d)", step.explanation + step.question + step.note))
        for name, lesson in lessons().items() for number, step in enumerate(lesson.steps, 1)
    }  # fmt: skip
    order = {name: str(place) for place, name in enumerate(lessons(), 1)}
    assert told["saturation", 4] == {order["equalisation"]}
    assert told["saturation", 5] == {order["homogeneity"]}
    assert set.union(*(found for at, found in told.items() if at[0] != "saturation")) == {order["saturation"]}


@pytest.mark.parametrize("place", STEPS, ids=lambda place: f"{place[0]}-{place[1]}")
def test_the_browser_gets_the_step_without_its_answer(place: tuple[str, int]) -> None:
    step, sent = step_of(place), step_of(place).to_dict()
    assert set(sent) == {"title", "parameters", "pins", "choices", "question", "free"}
    assert Parameters.corrected(sent["parameters"]) == (step.parameters, [])
    for text in (step.question, step.explanation):
        assert re.match(r"<p>.*</p>\s*\Z", text, re.S)
    assert step.note.endswith((".", "?", "”"))


# --- What makes a file wrong -----------------------------------------------------------------------------------------

STEP = """## A line
state: activation=linear
choices: rises, falls, flat, hump
answer: flat
note: For the lecturer.

What will it do?

### Answer

Nothing.

"""
COMPARED = """## Against a pin
state: activation=relu&weight=198
pins: activation:linear
choices: higher, lower, same
answer: lower
note: For the lecturer.

Where does it lie?

### Answer

Below, since half of the samples are zero.

"""
HEADER = "---\norder: 9\ntitle: Lines\nminutes: 5\nsummary: A sentence.\n---\n\n"
FILE = HEADER + STEP + COMPARED + STEP


def second(old: str, new: str) -> str:
    """The file with a change in its second step."""
    assert COMPARED.count(old) == 1
    return HEADER + STEP + COMPARED.replace(old, new) + STEP


def header(old: str, new: str) -> str:
    assert HEADER.count(old) == 1
    return HEADER.replace(old, new) + STEP * 3


def test_a_proper_file_is_read() -> None:
    lesson = read_lesson("lines-2", FILE)
    assert (lesson.name, lesson.order, lesson.title, lesson.minutes) == ("lines-2", 9, "Lines", 5)
    assert lesson.summary == "A sentence."
    assert [step.title for step in lesson.steps] == ["A line", "Against a pin", "A line"]
    first, compared, _ = lesson.steps
    assert (first.parameters, first.pins, first.answer) == (Parameters("linear"), (), "flat")
    assert first.choices == ("rises", "falls", "flat", "hump")
    assert (compared.parameters, compared.pins) == (Parameters("relu", weight=198), (Parameters("linear"),))
    assert (first.question, first.explanation) == ("<p>What will it do?</p>\n", "<p>Nothing.</p>\n")
    assert first.note == "For the lecturer."


def test_a_long_setting_goes_on_below() -> None:
    text = second("note: For the lecturer.", "note: For the\n  lecturer\n  alone: no one else.")
    assert read_lesson("a", text).steps[1].note == "For the lecturer alone: no one else."


def test_three_and_six_steps_are_allowed_and_two_and_seven_are_not() -> None:
    assert [len(read_lesson("a", HEADER + STEP * many).steps) for many in (3, 6)] == [3, 6]
    for many in (0, 2, 7):
        with pytest.raises(ValueError, match=rf"^a\.md: has {many} steps; allowed are 3 to 6"):
            read_lesson("a", HEADER + STEP * many)


@pytest.mark.parametrize("name", ["", "Lines", "a b", "a_b", "../a", "é", "a.md", "a\n", "<b>"])
def test_a_wrong_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name of a lesson") as caught:
        read_lesson(name, FILE)
    assert str(caught.value).startswith(f"{name}.md: ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "two lines of dashes"),
        (STEP * 3, "two lines of dashes"),
        (FILE.removeprefix("---\n"), "two lines of dashes"),
        (" " + FILE, "two lines of dashes"),
        (HEADER.rstrip("-\n") + "\n" + STEP * 3, "two lines of dashes"),
        (HEADER + "Before all of it.\n\n" + STEP * 3, "a text before its first step"),
        (header("order: 9\n", ""), "order, title, minutes, summary, and has title, minutes, summary"),
        (header("title: Lines\n", ""), "order, title, minutes, summary"),
        (header("title: Lines\n", "title: Lines\ntitle: Curves\n"), "one line each"),
        (header("title: Lines\n", "title: Lines\nauthor: Me\n"), "author"),
        (header("title: Lines", "title:"), "title is empty"),
        (header("title: Lines", "Lines"), "one line each"),
        (header("order: 9", "order: first"), "order 'first' is no whole number"),
        (header("minutes: 5", "minutes: 5.5"), "minutes '5.5' is no whole number"),
        (header("minutes: 5", "minutes: -5"), "minutes '-5' is no whole number"),
    ],
)
def test_a_wrong_file_is_refused_by_its_name(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)) as caught:
        read_lesson("lines", text)
    assert str(caught.value).startswith("lines.md: ")


PIN = "pins: activation:linear\n"
WRONG_STEPS: dict[str, tuple[str, str]] = {
    "no title": (second(" Against a pin", " "), "title"),
    "no state": (second("state: activation=relu&weight=198\n", ""), "state, pins, choices, answer, note"),
    "no choices": (second("choices: higher, lower, same\n", ""), "has state, pins, answer, note"),
    "no answer": (second("answer: lower\n", ""), "has state, pins, choices, note"),
    "no note": (second("note: For the lecturer.\n", ""), "has state, pins, choices, answer"),
    "no settings": (HEADER + STEP + "## A\n\n" + STEP, "one line each"),
    "unknown setting": (second(PIN, PIN + "hint: Look.\n"), "hint"),
    "a setting twice": (second(PIN, PIN + PIN), "one line each"),
    "empty note": (second("note: For the lecturer.", "note:"), "note is empty"),
    "empty answer": (second("answer: lower", "answer:"), "answer is empty"),
    "unknown choice": (second("higher, lower, same", "higher, lower, wiggly"), "choices are two or more of"),
    "mixed choices": (second("higher, lower, same", "higher, lower, flat"), "choices are two or more of"),
    "a choice twice": (second("higher, lower, same", "higher, lower, lower"), "choices are two or more of"),
    "a single choice": (second("higher, lower, same", "lower"), "choices are two or more of"),
    "answer is no choice": (second("higher, lower, same", "higher, same"), "the answer 'lower' is none of the choices"),
    "answer is no word": (second("answer: lower", "answer: Lower"), "the answer 'Lower' is none of the choices"),
    "wrong comparison": (second("answer: lower", "answer: higher"), "the answer is 'higher', but the curve says"),
    "wrong shape": (HEADER + STEP + STEP.replace("answer: flat", "answer: hump") + STEP,
                    "the answer is 'hump', but the curve says 'flat'"),
    "right shape not asked for": (HEADER + STEP + STEP.replace("=linear", "=tanh") + STEP,
                                  "the answer is 'flat', but the curve says 'hump'"),
    "nothing to compare with": (second(PIN, ""), "no pinned curve"),
    "no answer below": (second("### Answer\n", ""), "### Answer"),
    "answer misspelt": (second("### Answer", "### Answers"), "one line '### Answer'"),
    "answer twice": (second("### Answer", "### Answer\n\nSo.\n\n### Answer"), "one line '### Answer'"),
    "no text": (second("Where does it lie?\n", ""), "needs a text"),
    "no explanation": (second("Below, since half of the samples are zero.\n", ""), "a text below it"),
    "unknown activation": (second("activation=relu", "activation=rulu"), "activation “rulu” became tanh"),
    "value out of bounds": (second("weight=198", "weight=199"), "weight “199” became 198"),
    "value that is none": (second("weight=198", "weight="), "weight “” became 49"),
    "unknown parameter": (second("weight=198", "lesson=a"), "“lesson” is no parameter"),
    "unknown pin": (second("activation:linear", "activation:liner"), "in a pin, activation “liner” became tanh"),
    "too many pins": (second("activation:linear", ";".join(f"bins:{bins}" for bins in range(3, 10))), "at most 6"),
    "pin of too many bins": (second("activation:linear", "binning:fixed-width,width:0.001"), "cannot be pinned"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG_STEPS)
def test_a_wrong_step_is_refused_by_file_and_number(kind: str) -> None:
    text, reason = WRONG_STEPS[kind]
    with pytest.raises(ValueError, match=re.escape(reason)) as caught:
        read_lesson("lines", text)
    assert str(caught.value).startswith("lines.md, step 2: ")


def test_markup_in_a_text_is_shown_and_not_run() -> None:
    text = second("Where does it lie?", "Where? <script>alert(1)</script> <b>Say</b> *it*. [Here](javascript:alert(1))")
    text = text.replace("Below, since", "<img src=x onerror=alert(1)>\n\nBelow, since")
    step = read_lesson("a", text).steps[1]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;Say&lt;/b&gt; <em>it</em>." in step.question
    assert "&lt;img src=x onerror=alert(1)&gt;" in step.explanation
    assert not re.search(r"<(?!/?(p|em)>)", step.question + step.explanation)


def test_a_wrong_file_in_the_folder_is_not_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("minimal_model.dashboard.lessons.lesson.TEXTS", tmp_path)
    read: Callable[[], dict[str, Lesson]] = lessons.__wrapped__
    for name, order in (("a", 2), ("b", 1)):
        (tmp_path / f"{name}.md").write_text(HEADER.replace("order: 9", f"order: {order}") + STEP * 3)
    assert list(read()) == ["b", "a"]
    (tmp_path / "c.md").write_text(HEADER + STEP)
    with pytest.raises(ValueError, match=r"^c\.md: "):
        read()


# --- Their addresses -------------------------------------------------------------------------------------------------


def test_the_page_names_every_lesson_and_links_every_step() -> None:
    client = server.test_client()
    assert client.get("/lessons").status_code == 200
    links: dict[str, str] = {}

    def walk(part: object) -> None:
        if isinstance(part, dict):
            properties = part.get("props", {})
            if part.get("type") == "A":
                links[properties["href"]] = properties["children"]
            for inner in properties.values():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    layout = client.get("/lessons/_dash-layout")
    walk(layout.get_json())
    text = str(layout.get_json())
    for name in NAMES:
        lesson = lessons()[name]
        assert lesson.title in text
        assert lesson.summary in text
        for number, step in enumerate(lesson.steps, 1):
            assert links[f"/?lesson={name}&step={number}"] in (step.title, "Start")
            assert step.title in text


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_sent_as_its_file_says(name: str) -> None:
    answer = server.test_client().get(f"/lessons/{name}.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    text, sent = (TEXTS / f"{name}.md").read_text(), answer.get_json()
    assert [sent[key] for key in ("name", "title", "minutes")] == [
        name, re.findall(r"^title: (.+)$", text, re.M)[0], int(re.findall(r"^minutes: (.+)$", text, re.M)[0])
    ]  # fmt: skip
    assert [step["title"] for step in sent["steps"]] == re.findall(r"^## (.+)$", text, re.M)
    assert [", ".join(step["choices"]) for step in sent["steps"]] == re.findall(r"^choices: (.+)$", text, re.M)
    pins = [re.sub(r"\.0(?=[,;]|$)", "", step["pins"]) for step in sent["steps"] if step["pins"]]
    assert pins == re.findall(r"^pins: (.+)$", text, re.M)
    assert "answer" not in sent["steps"][0]


@pytest.mark.parametrize("name", ["nothing", "SAMPLES", "samples.md", "..", "%00", "%2e%2e%2flesson", "a" * 3000])
def test_an_unknown_lesson_is_one_plain_line(name: str) -> None:
    answer = server.test_client().get(f"/lessons/{name}.json")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert re.fullmatch(r"[^\n]+\n", answer.get_data(as_text=True))


@pytest.mark.parametrize("stripped", [False, True])
def test_lessons_work_below_a_prefix(stripped: bool) -> None:
    client = create_app(ROOT / "assets", Config(path_prefix="/lab/", prefix_stripped=stripped)).server.test_client()
    routes = "/" if stripped else "/lab/"
    assert client.get(f"{routes}lessons").status_code == 200
    assert client.get(f"{routes}lessons/{NAMES[0]}.json").get_json()["name"] == NAMES[0]
    layout = client.get(f"{routes}lessons/_dash-layout").get_data(as_text=True).replace("\\u002f", "/")
    assert f"/lab/?lesson={NAMES[0]}&step=1" in layout.replace("\\u0026", "&")


# --- What is kept back until the prediction --------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_readers_file_gives_no_answer_away(name: str) -> None:
    sent = server.test_client().get(f"/lessons/{name}.json").get_data(as_text=True)
    for step in lessons()[name].steps:
        for secret in (step.note, *re.findall(r"[^.<>]{40,}", step.explanation)):
            assert json.dumps(secret)[1:-1] not in sent
            assert secret not in sent
    assert not re.search(r'"(?:answer|right|explanation|note)"', sent)


def test_one_steps_answer_comes_for_a_prediction() -> None:
    client, step = server.test_client(), lessons()["samples"].steps[2]
    for choice in ("higher", "lower", "same", "none"):
        answer = client.get(f"/lessons/samples/3/answer.json?choice={choice}")
        assert answer.get_json() == {"explanation": step.explanation, "answer": "lower"}
    for query in ("", "?choice=", "?choice=hump", "?choice=Lower", "?choices=lower"):
        assert client.get(f"/lessons/samples/3/answer.json{query}").status_code == 400
    for path in ("samples/0", "samples/6", "nothing/1", "samples/x", "samples/-1"):
        assert client.get(f"/lessons/{path}/answer.json?choice=lower").status_code == 404


def test_the_lecturers_notes_are_a_file_of_their_own() -> None:
    client = server.test_client()
    assert client.get("/lessons/samples/notes.json").get_json() == [step.note for step in lessons()["samples"].steps]
    assert client.get("/lessons/nothing/notes.json").status_code == 404


def test_the_next_lesson_is_named_and_after_the_last_there_is_none() -> None:
    client, names = server.test_client(), list(lessons())
    following = [client.get(f"/lessons/{name}.json").get_json()["next"] for name in names]
    assert [one and one["name"] for one in following] == [*names[1:], None]


@pytest.mark.parametrize(("place", "free"), [
    (("saturation", 3), {"weight", "binning"}), (("saturation", 5), {"weight", "activation"}),
    (("largest-weight", 4), {"weight", "width"}), (("relu-bias", 4), {"weight", "bias"}),
    (("samples", 2), {"weight", "samples", "estimator"}), (("samples", 4), {"weight", "activation", "binning", "band"}),
])  # fmt: skip
def test_what_an_answer_asks_to_change_stays_free(place: tuple[str, int], free: set[str]) -> None:
    assert set(step_of(place).to_dict()["free"]) == free


# --- Lessons of one's own --------------------------------------------------------------------------------------------


@pytest.fixture
def own_folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    add_lessons(None)


def test_lessons_of_ones_own_come_after_the_built_in_ones(own_folder: Path) -> None:
    (own_folder / "lines.md").write_text(FILE.replace("order: 9", "order: 1"))
    config = Config(lessons=str(own_folder), store=str(own_folder))
    client = create_app(ROOT / "assets", config, patient=False).server.test_client()
    assert list(lessons()) == [*sorted(NAMES, key=lambda name: lessons()[name].order), "lines"]
    assert client.get("/lessons/lines.json").get_json()["title"] == "Lines"
    assert "Lines" in client.get("/lessons/_dash-layout").get_data(as_text=True)
    room = client.post("/rooms", json={"lesson": "lines", "step": 2})
    assert room.status_code == 201
    assert client.get(f"/rooms/{room.get_json()['code']}").get_json()["title"] == "Against a pin"
    assert "lines/3" in client.get("/desk").get_data(as_text=True)
    add_lessons(None)
    assert sorted(lessons()) == NAMES


@pytest.mark.parametrize(("text", "line", "reason"), [
    ("", 1, "two lines of dashes"),
    (header("order: 9", "order: first"), 2, "no whole number"),
    (header("minutes: 5", "minutes:"), 4, "minutes is empty"),
    (HEADER + "Lost.\n" + STEP * 3, 8, "a text before its first step"),
    (second("answer: lower", "answer: higher"), 24, "the curve says 'lower'"),
    (second("state: activation=relu&weight=198", "state: activation=relo"), 21, "activation"),
    (second("pins: activation:linear", "pins: activation:liner"), 22, "activation"),
    (second("choices: higher, lower, same", "choices: higher"), 23, "choices are two or more"),
    (HEADER + STEP + STEP + STEP.replace("flat\nnote", "rises\nnote"), 35, "the curve says 'flat'"),
])  # fmt: skip
def test_a_fault_is_told_with_file_and_line(own_folder: Path, text: str, line: int, reason: str) -> None:
    path = own_folder / "own.md"
    path.write_text(text)
    with pytest.raises(ValueError, match=re.escape(reason)) as caught:
        add_lessons(own_folder)
    assert str(caught.value).startswith(f"{path}:{line}: own.md")
    # The line is where an editor shows the fault.
    lines = text.splitlines()
    key = {2: "order", 4: "minutes", 24: "answer", 21: "state", 22: "pins", 23: "choices", 35: "answer"}.get(line)
    assert key is None or lines[line - 1].startswith(f"{key}:")
    assert sorted(lessons()) == NAMES


def test_a_name_that_is_taken_and_a_folder_that_is_none_are_refused(own_folder: Path) -> None:
    (own_folder / "samples.md").write_text(FILE)
    with pytest.raises(ValueError, match=r"samples\.md:1: there is a lesson of this name already"):
        add_lessons(own_folder)
    with pytest.raises(ValueError, match=r"^LESSONS is '.*nowhere', which is no folder\.$"):
        add_lessons(own_folder / "nowhere")


@pytest.mark.parametrize("command", [
    ["app.py"], ["-m", "gunicorn", "-c", "gunicorn.conf.py", "app:server"], ["-m", "minimal_model", "serve"],
    ["-m", "minimal_model", "lesson", "check", "FILE"],
], ids=["app", "gunicorn", "serve", "check"])  # fmt: skip
def test_every_way_to_start_and_the_check_say_the_same_of_a_wrong_lesson(tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "own.md"
    path.write_text(second("answer: lower", "answer: higher"))
    command = [str(path) if word == "FILE" else word for word in command]
    environment = os.environ | {"LESSONS": str(tmp_path), "PORT": str(free_port())}
    run = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode != 0
    said = f"{path}:24: own.md, step 2: the answer is 'higher', but the curve says 'lower'"
    assert run.stderr.strip().splitlines()[-1].removeprefix("minimal-model: ") == said


def test_the_check_says_that_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lines.md").write_text(FILE)
    assert main(["lesson", "check", str(tmp_path / "lines.md")]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (f"{tmp_path}/lines.md: Lines, 3 steps, all right\n", "")


# --- Sheets to print -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_exam_asks_every_step_and_answers_none(name: str) -> None:
    answer = server.test_client().get(f"/lessons/{name}/exam")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    text, lesson = answer.get_data(as_text=True), lessons()[name]
    assert text.count("<svg") == len(lesson.steps)
    for step in lesson.steps:
        assert step.question in text
        assert step.explanation not in text
        assert step.note not in text
        assert all(f"☐ {choice}" in text or choice == "same" for choice in step.choices)
    assert text.count("☐") == sum(len(step.choices) for step in lesson.steps)


@pytest.mark.parametrize("seed", [0, 7, 20231234])
def test_the_key_is_what_counting_says_of_the_students_seed(seed: int) -> None:
    text = server.test_client().get(f"/lessons/samples/key?seed=1,{seed}").get_data(as_text=True)
    rows = [re.findall(r"<td>(.*?)<br>(.*?)</td>", row) for row in text.split("<tr>")[2:]]
    assert [len(row) for row in rows] == [5, 5]
    for (right, bits), step in zip(rows[1], lessons()["samples"].steps, strict=True):
        own = replace(step.parameters, seed=seed)
        w = counting.sweep(own)[own.weight]
        assert bits == f"{counting.entropy(own, w):.4f}"
        assert right in step.choices


def test_homework_is_one_page_with_the_students_own_seed() -> None:
    text = server.test_client().get("/lessons/samples/homework?seed=4711").get_data(as_text=True)
    assert text.count("seed=4711") == len(lessons()["samples"].steps)
    # The pinned seed 0 of the step about another sample stays what the student's is compared with.
    assert "Your seed is <strong>4711</strong>" in text
    assert not any(step.explanation in text for step in lessons()["samples"].steps)


@pytest.mark.parametrize("query", [
    "seed=-1", "seed=x", "seed=4294967296", "seed=", "seed=1.5", "seed=" + "1," * 40 + "1", "seed=٣", "seed=1,,2",
])  # fmt: skip
def test_a_seed_that_is_none_is_refused(query: str) -> None:
    for kind in ("homework", "key"):
        answer = server.test_client().get(f"/lessons/samples/{kind}?{query}")
        assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert server.test_client().get("/lessons/samples/homework?seed=1,2").status_code == 400
    assert server.test_client().get("/lessons/nothing/exam").status_code == 404
