"""A lesson beside the explorer, as a student and as a lecturer walk through it."""

import re
from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import Page, expect
from visiting import Visits, serious_findings, until

from minimal_model.dashboard.lessons.lesson import Lesson, lessons

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HALL = {"viewport": {"width": 1920, "height": 1080}}
NARROW_AND_WIDE = list(zip(lessons().values(), cycle([390, 1920]), strict=False))


def begin(visit: Visit, name: str, step: int = 1, more: str = "", **options: object) -> Page:
    """Open a step, and wait until it asks for a prediction."""
    page = visit(f"?lesson={name}&step={step}{more}", **options)
    expect(page.locator("#lesson-choices .choice").first).to_be_visible()
    return page


def curve_is_visible(page: Page) -> bool:
    style = "getComputedStyle(document.querySelector('#graph-mi-curve')).visibility"
    return bool(page.evaluate(style) == "visible")


@pytest.mark.parametrize("lesson", lessons().values(), ids=lambda lesson: lesson.name)
@pytest.mark.parametrize("screen", [PHONE, HALL], ids=["phone", "hall"])
def test_a_whole_lesson_by_mouse_or_finger(visit: Visit, lesson: Lesson, screen: dict[str, object]) -> None:
    page = begin(visit, lesson.name, **screen)
    act = page.locator("#lesson-next").tap if screen is PHONE else page.locator("#lesson-next").click
    for number, step in enumerate(lesson.steps, 1):
        expect(page.locator("#lesson-step")).to_have_text(step.title)
        expect(page.locator("#lesson-progress")).to_have_text(f"Step {number} of {len(lesson.steps)}")
        assert not curve_is_visible(page)
        expect(page.locator("#lesson-explanation")).to_be_hidden()
        wrong = next(choice for choice in step.choices if choice != step.answer)
        picked = step.answer if number % 2 else wrong
        expect(page.locator("#readout")).to_contain_text(f"{step.parameters.activation}, w = ")
        choice = page.locator(f"[data-choice={picked}]")
        choice.tap() if screen is PHONE else choice.click()
        # What the lesson's text explains is what the curve on the screen is judged to be.
        expect(page.locator("#lesson-verdict")).to_contain_text("Right: " if number % 2 else "but the curve")
        expect(page.locator(".choice.right")).to_have_attribute("data-choice", step.answer)
        expect(page.locator("#lesson-explanation")).to_be_visible()
        assert curve_is_visible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        act()
    expect(page.locator("#lesson")).to_be_hidden()
    expect(page.locator("#notice")).to_contain_text(lesson.title)
    until(page, "!location.search.includes('lesson')")


@pytest.mark.parametrize(("lesson", "width"), NARROW_AND_WIDE, ids=[lesson.name for lesson, _ in NARROW_AND_WIDE])
def test_a_whole_lesson_by_keyboard(visit: Visit, lesson: Lesson, width: int) -> None:
    page = begin(visit, lesson.name, viewport={"width": width, "height": 900})
    page.locator("#lesson-step").focus()
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


def test_a_lesson_by_keyboard_alone(visit: Visit) -> None:
    page = visit(path="lessons")
    page.get_by_role("link", name="Start: Does saturation compress?").focus()
    page.keyboard.press("Enter")
    first = page.locator("[data-choice=rises]")
    expect(first).to_be_visible()
    for _ in range(30):
        if first.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#lesson-verdict")).to_contain_text("Right: you predicted “hump”")
    page.keyboard.press("n")
    expect(page.locator("#lesson-progress")).to_have_text("Step 2 of 5")
    expect(page.locator("#lesson-step")).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("#lesson-progress")).to_have_text("Step 1 of 5")


def test_the_prediction_stays_behind_the_curve(visit: Visit) -> None:
    page = begin(visit, "saturation")
    page.locator("[data-choice=falls]").click()
    sketch = page.locator("#graph-mi-curve .sketch")
    expect(sketch).to_be_visible()
    plot, drawn = page.locator("#graph-mi-curve .nsewdrag").bounding_box(), sketch.bounding_box()
    assert plot is not None
    assert drawn is not None
    assert all(abs(plot[side] - drawn[side]) < 2 for side in ("x", "y", "width", "height"))
    # A second choice changes nothing.
    page.locator("[data-choice=hump]").dispatch_event("click")
    expect(page.locator("[data-choice=falls]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#lesson-verdict")).to_contain_text("You predicted “falls”")


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


def test_a_state_of_the_students_own_is_judged_by_its_own_curve(visit: Visit) -> None:
    page = begin(visit, "saturation", 2)
    page.keyboard.press("b")  # linear with bins for each weight is flat
    expect(page.locator("#readout")).to_contain_text("49 occupied of 49 bins")
    page.locator("[data-choice=flat]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("Right")
    expect(page.locator("#lesson-verdict")).to_contain_text("You had changed the controls")


def test_a_comparison_pins_its_curve(visit: Visit) -> None:
    page = begin(visit, "even-odd", 2)
    expect(page.locator("#pins li")).to_have_text("tanh, function-limits, 2 bins, w < 5×")
    expect(page.locator("#curve-cover")).to_contain_text("against the pinned one")
    page.locator("[data-choice=lower]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("Right")
    assert page.locator("#graph-mi-curve .sketch").count() == 0
    # They are the step's own, which the page knows as soon as the lesson is there.
    until(page, "!location.search.includes('pins=')")


def test_notes_are_shown_only_where_the_address_asks_for_them(visit: Visit) -> None:
    note = lessons()["saturation"].steps[0].note
    page = begin(visit, "saturation")
    expect(page.locator("#lesson-note")).to_be_hidden()
    page = begin(visit, "saturation", more="&notes=1")
    expect(page.locator("#lesson-note")).to_contain_text(note)
    page.locator("#lesson-next").click()
    until(page, "location.search === '?lesson=saturation&step=2&notes=1'")
    page = visit(path="lessons")
    expect(page.get_by_text(note)).to_be_hidden()
    page.get_by_role("link", name="show the notes").click()
    expect(page.get_by_text(note)).to_be_visible()
    page.get_by_role("link", name="One ruler for tanh").click()
    expect(page.locator("#lesson-note")).to_contain_text(note)


def test_the_curve_can_be_shown_without_a_prediction(visit: Visit) -> None:
    page = begin(visit, "relu-bias")
    page.get_by_role("button", name="Show it without a prediction").click()
    expect(page.locator("#lesson-verdict")).to_have_text("The curve falls.")
    assert curve_is_visible(page)


def test_a_lesson_that_does_not_exist_is_told(visit: Visit) -> None:
    page = visit("?lesson=alchemy&step=3")
    expect(page.locator("#notice")).to_contain_text("there is no lesson “alchemy”")
    expect(page.locator("#lesson")).to_be_hidden()
    assert curve_is_visible(page)


def hold_back(page: Page) -> Callable[[], None]:
    """Hold back what the server is asked for, until the returned function is called."""
    page.route("**/_dash-update-component*", lambda _: None)
    return lambda: page.unroute("**/_dash-update-component*")


def test_a_slow_server_uncovers_no_other_curve(visit: Visit) -> None:
    page = begin(visit, "saturation")
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


def test_a_lost_network_judges_nothing_by_the_wrong_curve(visits: Visits) -> None:
    visits.expects_failures = True
    page = begin(visits.open, "saturation")
    page.context.set_offline(True)
    page.locator("#lesson-next").click()
    expect(page.locator("#connection")).to_be_visible()
    page.locator("[data-choice=rises]").click()
    expect(page.locator("#curve-cover")).to_have_text("Drawing …")
    expect(page.locator("#lesson-verdict")).to_be_empty()
    page.context.set_offline(False)
    expect(page.locator("#lesson-verdict")).to_contain_text("Right: you predicted “rises”", timeout=15_000)


def test_without_the_steps_pin_nothing_is_compared(visit: Visit) -> None:
    page = begin(visit, "largest-weight", 4)
    page.locator("#pins button").click()
    until(page, "location.search.includes('pins=')")
    page.locator("[data-choice=higher]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("The pinned curve is gone")
    page.locator("#lesson-back").click()
    expect(page.locator("#pins li")).to_have_count(1)
    page.locator("[data-choice=same]").click()
    expect(page.locator(".choice.right")).to_have_attribute("data-choice", "higher")


def test_no_title_tells_the_number_before_the_prediction(visit: Visit) -> None:
    page = begin(visit, "saturation")
    expect(page.locator("#title-graph-strip")).to_be_hidden()
    page.locator("[data-choice=hump]").click()
    expect(page.locator("#title-graph-strip")).to_be_visible()


def test_ones_own_pins_stay_from_step_to_step_and_back_leads_to_the_step_before(visit: Visit) -> None:
    page = begin(visit, "saturation")
    page.keyboard.press("p")
    expect(page.locator("#pins li")).to_contain_text("tanh, global, 49 bins")
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


def test_reset_leads_to_the_step_also_where_controls_are_locked(visit: Visit) -> None:
    page = begin(visit, "saturation", more="&lock=seed")
    page.keyboard.press("n")
    expect(page.locator("#readout")).to_contain_text("linear, w = 1.1")
    page.keyboard.press("a")
    expect(page.locator("#readout")).to_contain_text("gelu")
    page.keyboard.press("r")
    expect(page.locator("#readout")).to_contain_text("linear, w = 1.1")


def test_the_copied_link_holds_no_notes(visit: Visit) -> None:
    page = begin(visit, "saturation", more="&notes=1")
    page.locator("#copy-link").click()
    expect(page.locator("#notice")).to_contain_text("?lesson=saturation&step=1")
    assert "notes" not in page.locator("#notice").inner_text()


def test_leaving_keeps_the_controls(visit: Visit) -> None:
    page = begin(visit, "saturation", 2)
    page.locator("#lesson-leave").click()
    expect(page.locator("#lesson")).to_be_hidden()
    assert curve_is_visible(page)
    until(page, "location.search === '?activation=linear&binning=global&bins=49&weight=10'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lessons_are_accessible(visit: Visit, scheme: str) -> None:
    assert serious_findings(visit("?notes=1", path="lessons", color_scheme=scheme)) == []
    page = begin(visit, "equalisation", more="&notes=1", color_scheme=scheme)
    assert serious_findings(page) == []
    page.locator("[data-choice=higher]").click()
    expect(page.locator("#lesson-verdict")).to_contain_text("Right")
    assert serious_findings(page) == []


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
    thumb = page.locator("#control-weight [role=slider]").bounding_box()
    assert thumb is not None
    page.mouse.move(thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2)
    page.mouse.down()
    page.mouse.move(thumb["x"] + 150, thumb["y"] + thumb["height"] / 2, steps=5)
    page.mouse.up()
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


def test_a_predicted_hump_turns_where_the_curve_does(visit: Visit) -> None:
    page = begin(visit, "saturation")
    page.locator("[data-choice=hump]").click()
    expect(page.locator("#graph-mi-curve .sketch")).to_be_visible()
    top = page.evaluate("""() => {
      const path = document.querySelector('.sketch path');
      const points = Array.from({ length: 501 }, (_, k) => path.getPointAtLength(path.getTotalLength() * k / 500));
      const highest = points.reduce((best, point) => (point.y < best.y ? point : best));
      return highest.x / 100;
    }""")
    # Counted: 5.58 bits at w = 0.9, of 20.
    assert abs(top - 0.9 / 20) < 0.02


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
    page.locator("#receipt-next").click()
    expect(page.locator("#lesson-title")).to_have_text("Why does the largest weight matter?")


def test_links_from_this_machine_ask_for_its_name_and_leave_free_what_the_answers_change(visit: Visit) -> None:
    page = begin(visit, "saturation", 3, viewport={"width": 1280, "height": 720})
    page.locator("summary", has_text="Teach and take along").click()
    page.locator("#links").click()
    expect(page.locator("#loopback")).to_contain_text("cannot open 127.0.0.1")
    page.locator("#link-host").fill("hall.example.org")
    link = page.locator("#student-link")
    expect(link).to_have_value(re.compile(r"^http://hall\.example\.org:\d+/\?lesson=saturation&step=3$"))
    page.get_by_role("button", name="Lock all").click()
    locked = re.search(r"&lock=([\w,]+)", link.input_value())
    assert locked is not None
    assert not {"weight", "binning", "activation"} & set(locked[1].split(","))
    assert {"bias", "bins", "samples"} <= set(locked[1].split(","))
    page.get_by_role("button", name="Large code").click()
    until(page, "document.querySelector('#student-code').naturalWidth > 0")
    typed = page.locator("#student-address")
    expect(typed).to_have_text(link.input_value())
    expect(typed).to_be_in_viewport()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('#student-address')).fontSize)") >= 20
