"""A lesson beside the explorer, as a student and as a lecturer walk through it."""

import re
from collections.abc import Callable

import pytest
from contrasting import serious_findings_in_both_themes
from playwright.sync_api import Page, expect
from sliding import drag
from visiting import Visits, serious_findings, until

from minimal_model.dashboard.lessons.lesson import lessons

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HALL = {"viewport": {"width": 1920, "height": 1080}}
# Every text has to fit on a phone. In the hall two lessons show what a mouse does: with all shapes, and with noise.
WALKS = [(name, PHONE) for name in lessons()] + [(name, HALL) for name in ("relu-bias", "noise-or-bins")]


# Whether an element's text has come: looked at more often than Playwright does, which 53 steps would wait for.
SAYS = "([selector, text]) => document.querySelector(selector).textContent.includes(text)"
# What of a step is on the screen.
SEEN = """(() => {
  const element = name => document.querySelector(name);
  const isSeen = name => element(name).checkVisibility({ visibilityProperty: true });
  return {
    title: element('#lesson-step').textContent, right: element('.choice.right')?.dataset.choice,
    curve: isSeen('#graph-mi-curve'), explanation: isSeen('#lesson-explanation'), note: isSeen('#lesson-note'),
    fits: document.documentElement.scrollWidth <= innerWidth,
  };
})()"""


def begin(visit: Visit, name: str, step: int = 1, more: str = "", **options: object) -> Page:
    """Open a step, and wait until it asks for a prediction."""
    page = visit(f"?lesson={name}&step={step}{more}", **options)
    expect(page.locator("#lesson-choices .choice").first).to_be_visible()
    return page


def curve_is_visible(page: Page) -> bool:
    style = "getComputedStyle(document.querySelector('#graph-mi-curve')).visibility"
    return bool(page.evaluate(style) == "visible")


@pytest.mark.parametrize(
    ("name", "screen"), WALKS, ids=[f"{name}-{'phone' if screen is PHONE else 'hall'}" for name, screen in WALKS]
)
def test_a_whole_lesson_by_mouse_or_finger(visit: Visit, name: str, screen: dict[str, object]) -> None:
    page, lesson = begin(visit, name, **screen), lessons()[name]
    act = page.locator("#lesson-next").tap if screen is PHONE else page.locator("#lesson-next").click
    for number, step in enumerate(lesson.steps, 1):
        expect(page.locator("#lesson-progress")).to_have_text(f"Step {number} of {len(lesson.steps)}")
        covered = {
            "title": step.title,
            "right": None,
            "curve": False,
            "explanation": False,
            "note": False,
            "fits": True,
        }
        assert page.evaluate(SEEN) == covered
        until(page, SAYS, ["#readout", f"{step.parameters.activation}, w = "])
        wrong = next(choice for choice in step.choices if choice != step.answer)
        choice = page.locator(f"[data-choice={step.answer if number % 2 else wrong}]")
        choice.tap() if screen is PHONE else choice.click()
        # What the lesson's text explains is what the curve on the screen is judged to be.
        until(page, SAYS, ["#lesson-verdict", "Right: " if number % 2 else "but the curve"])
        until(page, "document.querySelector('#lesson-explanation').textContent !== ''")
        assert page.evaluate(SEEN) == covered | {"right": step.answer, "curve": True, "explanation": True}
        act()
    expect(page.locator("#lesson")).to_be_hidden()
    expect(page.locator("#notice")).to_contain_text(lesson.title)
    until(page, "!location.search.includes('lesson')")


@pytest.mark.parametrize(("name", "width"), [("largest-weight", 390), ("saturation", 1920)])
def test_a_whole_lesson_by_keyboard(visit: Visit, name: str, width: int) -> None:
    lesson = lessons()[name]
    page = visit(path="lessons", viewport={"width": width, "height": 900})
    page.get_by_role("link", name=f"Start: {lesson.title}").focus()
    page.keyboard.press("Enter")
    first = page.locator(f"[data-choice={lesson.steps[0].choices[0]}]")
    expect(first).to_be_visible()
    for _ in range(30):
        if first.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(first).to_be_focused()
    for key, number in (("n", 2), ("m", 1)):
        page.keyboard.press(key)
        expect(page.locator("#lesson-progress")).to_have_text(f"Step {number} of {len(lesson.steps)}")
    for number, step in enumerate(lesson.steps, 1):
        expect(page.locator("#lesson-progress")).to_have_text(f"Step {number} of {len(lesson.steps)}")
        expect(page.locator("#lesson-step")).to_be_focused()
        for _ in range(step.choices.index(step.answer) + 1):
            page.keyboard.press("Tab")
        expect(page.locator(f"[data-choice={step.answer}]")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#lesson-verdict")).to_contain_text("Right: ")
        page.keyboard.press("n")
    expect(page.locator("#lesson")).to_be_hidden()
    expect(page.locator("#control-activation")).to_be_focused()


def test_a_prediction_stays_behind_its_curve_and_leaving_keeps_the_controls(visit: Visit) -> None:
    """Before it no title tells the number; it lies on the plot, turns where the curve does, and cannot be changed."""
    page = begin(visit, "saturation")
    expect(page.locator("#title-graph-strip")).to_be_hidden()
    page.locator("[data-choice=hump]").click()
    sketch = page.locator("#graph-mi-curve .sketch")
    expect(sketch).to_be_visible()
    expect(page.locator("#title-graph-strip")).to_be_visible()
    plot, drawn = page.locator("#graph-mi-curve .nsewdrag").bounding_box(), sketch.bounding_box()
    assert plot is not None
    assert drawn is not None
    assert all(abs(plot[side] - drawn[side]) < 2 for side in ("x", "y", "width", "height"))
    top = page.evaluate("""() => {
      const path = document.querySelector('.sketch path');
      const points = Array.from({ length: 501 }, (_, k) => path.getPointAtLength(path.getTotalLength() * k / 500));
      const highest = points.reduce((best, point) => (point.y < best.y ? point : best));
      return highest.x / 100;
    }""")
    # Counted: 5.58 bits at w = 0.9, of 20.
    assert abs(top - 0.9 / 20) < 0.02
    page.locator("[data-choice=falls]").dispatch_event("click")
    expect(page.locator("[data-choice=hump]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#lesson-verdict")).to_contain_text("Right: you predicted “hump”")
    # The next curve is looked at without a prediction, and the one after it by leaving the lesson.
    page.locator("#lesson-next").click()
    page.get_by_role("button", name="Show it without a prediction").click()
    expect(page.locator("#lesson-verdict")).to_have_text("The curve rises.")
    assert curve_is_visible(page)
    page.locator("#lesson-next").click()
    expect(page.locator("#lesson-progress")).to_have_text("Step 3 of 5")
    assert not curve_is_visible(page)
    page.locator("#lesson-leave").click()
    expect(page.locator("#lesson")).to_be_hidden()
    assert curve_is_visible(page)
    until(page, "location.search === '?activation=linear&weight=10'")


def test_a_student_wanders_off_and_comes_back(visit: Visit) -> None:
    page = begin(visit, "saturation", 2)
    page.locator("[data-choice=rises]").click()
    page.locator("#control-bias [role=slider]").focus()
    page.keyboard.press("ArrowRight")
    until(page, "location.search.includes('bias=0.1')")
    assert "lesson=saturation" in page.url
    page.reload()
    expect(page.locator("#value-bias")).to_have_text("0.1")
    expect(page.locator("#lesson-step")).to_have_text("One ruler for linear")
    expect(page.locator("#readout")).to_contain_text("linear, w = 1.1, b = 0.1")
    page.locator("#lesson-back").click()
    expect(page.locator("#value-bias")).to_have_text("0")
    until(page, "location.search === '?lesson=saturation&step=2'")
    # A state of the student's own is judged by its own curve: linear with bins for each weight is flat.
    page.keyboard.press("b")
    expect(page.locator("#readout")).to_contain_text("49 occupied of 49 bins")
    page.locator("[data-choice=flat]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("Right")
    expect(page.locator("#lesson-verdict")).to_contain_text("You had changed the controls")


def test_a_comparison_pins_its_curve_and_without_the_pin_nothing_is_compared(visit: Visit) -> None:
    page = begin(visit, "even-odd", 2)
    expect(page.locator("#pins li")).to_have_text("tanh, function-limits, 2 bins, w < 5×")
    expect(page.locator("#curve-cover")).to_contain_text("against the pinned one")
    # It is the step's own, which the page knows as soon as the lesson is there; so its absence stands in the address.
    until(page, "!location.search.includes('pins=')")
    page.locator("#pins button").click()
    until(page, "location.search.includes('pins=')")
    page.locator("[data-choice=lower]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("The pinned curve is gone")
    page.locator("#lesson-back").click()
    expect(page.locator("#pins li")).to_have_count(1)
    page.locator("[data-choice=same]").click()
    expect(page.locator(".choice.right")).to_have_attribute("data-choice", "lower")
    expect(page.locator("#lesson-verdict")).to_contain_text("but the curve")
    assert page.locator("#graph-mi-curve .sketch").count() == 0


def test_notes_are_shown_only_where_the_address_asks_for_them_and_go_into_no_link(visit: Visit) -> None:
    note = lessons()["saturation"].steps[0].note
    page = visit(path="lessons")
    expect(page.get_by_text(note)).to_be_hidden()
    page.get_by_role("link", name="show the notes").click()
    expect(page.get_by_text(note)).to_be_visible()
    page.get_by_role("link", name="One ruler for tanh").click()
    expect(page.locator("#lesson-note")).to_contain_text(note)
    page.locator("#copy-link").click()
    expect(page.locator("#notice")).to_contain_text("?lesson=saturation&step=1")
    assert "notes" not in page.locator("#notice").inner_text()
    page.locator("#lesson-next").click()
    until(page, "location.search === '?lesson=saturation&step=2&notes=1'")


def test_a_lesson_that_does_not_exist_is_told(visit: Visit) -> None:
    page = visit("?lesson=alchemy&step=3")
    expect(page.locator("#notice")).to_contain_text("there is no lesson “alchemy”")
    expect(page.locator("#lesson")).to_be_hidden()
    assert curve_is_visible(page)


def hold_back(page: Page) -> Callable[[], None]:
    """Hold back what the server is asked for, until the returned function is called."""
    page.route("**/_dash-update-component*", lambda _: None)
    return lambda: page.unroute("**/_dash-update-component*")


def test_no_slow_server_and_no_lost_network_uncovers_another_curve(visits: Visits) -> None:
    page = begin(visits.open, "saturation")
    release = hold_back(page)
    page.locator("#lesson-next").click()
    expect(page.locator("#lesson-progress")).to_have_text("Step 2 of 5")
    page.locator("[data-choice=rises]").click()
    expect(page.locator("[data-choice=rises]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#curve-cover")).to_have_text("Drawing …")
    assert not curve_is_visible(page)
    expect(page.locator("#lesson-explanation")).to_be_hidden()
    release()
    expect(page.locator("#lesson-verdict")).to_contain_text("Right: you predicted “rises”")
    assert curve_is_visible(page)
    expect(page.locator("#readout")).to_contain_text("linear, w = 1.1")
    assert visits.complaints == []
    visits.expects_failures = True
    page.context.set_offline(True)
    page.locator("#lesson-next").click()
    expect(page.locator("#connection")).to_be_visible()
    page.locator("[data-choice=flat]").click()
    expect(page.locator("#curve-cover")).to_have_text("Drawing …")
    assert not curve_is_visible(page)
    expect(page.locator("#lesson-verdict")).to_be_empty()
    page.context.set_offline(False)
    expect(page.locator("#lesson-verdict")).to_contain_text("Right: you predicted “flat”")


def test_a_students_own_pins_stay_from_step_to_step_and_nothing_is_stored(visit: Visit) -> None:
    page = begin(visit, "saturation", more="&lock=seed")
    page.keyboard.press("p")
    expect(page.locator("#pins li")).to_contain_text("tanh, global, 49 bins")
    page.locator("[data-choice=falls]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("You predicted “falls”")
    until(page, "location.search.includes('pins=')")
    assert "falls" not in page.url
    assert page.evaluate("document.cookie") == ""
    stored = page.evaluate("[...Object.entries(localStorage), ...Object.entries(sessionStorage)].flat().join()")
    assert not re.search("falls|lesson|pins|predict", stored)
    page.keyboard.press("n")
    expect(page.locator("#lesson-progress")).to_have_text("Step 2 of 5")
    expect(page.locator("#pins li")).to_contain_text("tanh, global, 49 bins")
    page.go_back()
    expect(page.locator("#lesson-progress")).to_have_text("Step 1 of 5")
    expect(page.locator("#readout")).to_contain_text("tanh, w = 1.1")
    page.keyboard.down("n")
    page.keyboard.down("n")  # held, it does not run through the lesson
    page.keyboard.up("n")
    expect(page.locator("#lesson-progress")).to_have_text("Step 2 of 5")
    until(page, "location.search.includes('step=2')")
    # Reset leads to the step, also where controls are locked.
    expect(page.locator("#readout")).to_contain_text("linear, w = 1.1")
    page.keyboard.press("a")
    expect(page.locator("#readout")).to_contain_text("gelu")
    page.keyboard.press("r")
    expect(page.locator("#readout")).to_contain_text("linear, w = 1.1")


def test_lessons_are_accessible_in_both_themes(visit: Visit) -> None:
    assert serious_findings_in_both_themes(visit("?notes=1", path="lessons", color_scheme="light")) == []
    page = begin(visit, "equalisation", more="&notes=1", color_scheme="light")
    assert serious_findings_in_both_themes(page) == []
    page.locator("[data-choice=higher]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("Right")
    assert serious_findings_in_both_themes(page) == []


# --- Before a class --------------------------------------------------------------------------------------------------

BEAMER = {"viewport": {"width": 1280, "height": 720}}


def test_what_a_lecturer_needs_before_a_class(visit: Visit) -> None:
    """No notes on the projector, the weight in sight, keys after a click, and a wrong click that can be changed."""
    page = begin(visit, "saturation", more="&projector=1&notes=1", **BEAMER)
    expect(page.locator("#lesson-note")).to_be_hidden()
    expect(page.locator("#lesson-room")).to_be_hidden()
    box = page.locator("#control-weight [role=slider]").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 720 - box["height"]
    page.locator("[data-choice=rises]").click()
    page.locator("[data-choice=hump]").click()
    expect(page.locator("[data-choice=hump]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#lesson-verdict")).to_contain_text("Right: you predicted “hump”")
    expect(page.locator("#lesson-explanation")).to_contain_text("A hump.")
    expect(page.locator("#lesson-step")).to_be_focused()
    page.keyboard.press("ArrowRight")
    until(page, "location.search.includes('weight=11')")
    # "Now drag the weight": it can be.
    drag(page, "weight", 150)
    until(page, "Number(new URLSearchParams(location.search).get('weight')) > 30")
    # A clicker goes on, also from the slider that was dragged just now.
    page.keyboard.press("PageDown")
    expect(page.locator("#lesson-progress")).to_have_text("Step 2 of 5")
    page.keyboard.press("PageUp")
    expect(page.locator("#lesson-progress")).to_have_text("Step 1 of 5")
    assert (page.locator("#lesson-all").get_attribute("href") or "").endswith("/lessons?notes=1&projector=1")
    page.locator("#lesson-all").click()
    until(page, "document.querySelector('#lesson-list') !== null")
    for note in page.locator(".note").all():
        expect(note).to_be_hidden()
    page.get_by_role("link", name="Start: Does saturation").click()
    until(page, "location.search.includes('projector=1')")


def test_the_end_shows_the_predictions_and_leads_on(visit: Visit) -> None:
    page = begin(visit, "saturation", 4)
    page.locator("[data-choice=falls]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("You predicted “falls”, but")
    page.keyboard.press("n")
    page.locator("[data-choice=flat]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("Right")
    expect(page.locator("#lesson-next")).to_have_text("Finish")
    page.keyboard.press("n")
    rows = [row.inner_text().split("\t") for row in page.locator("#receipt-rows tr").all()]
    assert rows[0][:3] == ["1 One ruler for tanh", "no prediction", "not looked at"]
    assert rows[3] == ["4 tanh with its own bins", "falls", "The curve goes up and then down: a hump.", ""]
    assert rows[4] == ["5 relu, saturated on one side", "flat", "The curve stays flat.", "✓"]
    saved = page.locator("#receipt-save")
    assert "falls%09The%20curve%20goes%20up" in (saved.get_attribute("href") or "")
    assert serious_findings(page) == []
    printed: list[str] = []
    page.expose_function("printed", lambda text: printed.append(text))
    page.evaluate("void (window.print = () => window.printed(document.documentElement.dataset.printed))")
    page.locator("#receipt-print").click()
    until(page, "document.documentElement.dataset.printed === 'receipt'")
    page.emulate_media(media="print")
    expect(page.locator("#receipt table")).to_be_visible()
    expect(page.locator("#views")).to_be_hidden()
    page.emulate_media(media="screen")
    assert printed == ["receipt"]
    onward = page.locator("#receipt-next")
    expect(onward).to_have_text("Next lesson: Why does the largest weight matter?")
    expect(onward).to_have_attribute("href", re.compile(r"/\?lesson=largest-weight&step=1$"))


def test_links_from_this_machine_ask_for_its_name_and_leave_free_what_the_answers_change(visit: Visit) -> None:
    page = begin(visit, "saturation", 3, viewport={"width": 1280, "height": 720})
    page.locator("summary", has_text="Teach and take along").click()
    page.locator("#links").click()
    expect(page.locator("#loopback")).to_contain_text("cannot open 127.0.0.1")
    page.locator("#link-host").fill("hall.example.org")
    link = page.locator("#student-link")
    expect(link).to_have_value(re.compile(r"^http://hall\.example\.org:\d+/\?lesson=saturation&step=3$"))
    page.get_by_label("Start with this step").uncheck()
    expect(link).to_have_value(re.compile(r"/\?activation=linear"))
    page.get_by_label("Start with this step").check()
    page.get_by_role("button", name="Lock all").click()
    locked = re.search(r"\?lesson=saturation&step=3&lock=([\w,]+)$", link.input_value())
    assert locked is not None
    assert not {"weight", "binning", "activation"} & set(locked[1].split(","))
    assert {"bias", "bins", "samples"} <= set(locked[1].split(","))
    page.get_by_role("button", name="Large code").click()
    until(page, "document.querySelector('#student-code').naturalWidth > 0")
    typed = page.locator("#student-address")
    expect(typed).to_have_text(link.input_value())
    expect(typed).to_be_in_viewport()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('#student-address')).fontSize)") >= 20
