"""Undo and redo: one step for each gesture, and nothing of the browser's own history."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect
from sliding import drag
from visiting import until

Visit = Callable[..., Page]
SEARCH = "location.search"
UPDATE = "**/_dash-update-component*"
GRAPH = "#graph-mi-curve .nsewdrag"


def at(page: Page, search: str) -> None:
    until(page, f"{SEARCH} === '{search}'")


def undo(page: Page) -> None:
    page.keyboard.press("Control+z")


def redo(page: Page) -> None:
    page.keyboard.press("Control+Shift+Z")


def weight_after(page: Page, w: float) -> None:
    """Wait until the page shows a larger weight."""
    until(page, f"Number(document.querySelector('#typed-weight').value) > {w}")


def burst(page: Page) -> None:
    page.locator("#control-bins [role=slider]").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")


def ruler(page: Page) -> None:
    page.locator("#rulers [data-ruler=equal-frequency]").click()


def menu(page: Page) -> None:
    page.locator("#control-activation").click()
    page.get_by_role("option", name="softplus").click()


def on_the_curve(page: Page) -> None:
    box = page.locator(GRAPH).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 50, steps=8)
    page.mouse.up()


def typed(page: Page) -> None:
    page.locator("#typed-bias").fill("1,5")
    page.locator("#typed-bias").press("Tab")


# Each changes the state in several moves or one, and is one step.
GESTURES: dict[str, Callable[[Page], Any]] = {
    "drag": lambda page: drag(page, "bias", 40),
    "burst of a key": burst,
    "ruler": ruler,
    "menu": menu,
    "curve": on_the_curve,
    "typed": typed,
    "reset": lambda page: page.locator("#reset").click(),
    "reset by key": lambda page: page.keyboard.press("r"),
    "new sample": lambda page: page.locator("#new-sample").click(),
    "pin": lambda page: page.keyboard.press("p"),
}


def test_each_gesture_is_one_step(visit: Visit) -> None:
    start = "?activation=relu&weight=80"
    page = visit(start)
    # Steps need no answer: the first request is held, and until it is let go none other leaves.
    sent: list[Route] = []

    def hold_the_first(route: Route) -> None:
        sent.append(route)
        if len(sent) > 1:
            route.continue_()

    page.route(UPDATE, hold_the_first)
    buttons = [page.locator("#undo"), page.locator("#redo")]
    for button in buttons:
        expect(button).to_be_disabled()
    length = page.evaluate("history.length")
    for name, gesture in GESTURES.items():
        gesture(page)
        expect(buttons[0], name).to_be_enabled()
        expect(buttons[1], name).to_be_disabled()  # what was taken back before is gone
        page.evaluate("document.activeElement.blur()")
        undo(page)
        expect(buttons[0], name).to_be_disabled()
        redo(page)
        expect(buttons[1], name).to_be_disabled()
        until(page, f"{SEARCH} !== '{start}'")
        buttons[0].click()
        at(page, start)
        expect(buttons[0], name).to_be_disabled()
        assert page.evaluate("history.length") == length, name
    assert len(sent) == 1
    with page.expect_request(UPDATE):  # by which what was held is drawn
        sent[0].continue_()
    expect(page.locator("#readout")).to_contain_text("relu, w = 8.1: ")


def test_steps_are_taken_back_one_by_one_and_made_again(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("a")
    at(page, "?activation=relu")
    page.keyboard.press("p")
    at(page, "?activation=relu&pins=activation:relu")
    page.keyboard.press("r")
    at(page, "?pins=activation:relu")
    for search in ("?activation=relu&pins=activation:relu", "?activation=relu", ""):
        undo(page)
        at(page, search)
    expect(page.locator("#pins li")).to_have_count(0)
    undo(page)  # there is nothing more
    for search in ("?activation=relu", "?activation=relu&pins=activation:relu"):
        redo(page)
        at(page, search)
    page.keyboard.press("b")  # something new: what was taken back is gone
    until(page, f"{SEARCH}.includes('binning')")
    expect(page.locator("#redo")).to_be_disabled()
    page.keyboard.press("Meta+z")
    at(page, "?activation=relu&pins=activation:relu")
    page.keyboard.press("Control+y")
    until(page, f"{SEARCH}.includes('binning')")


def test_play_is_one_step_however_long_undo_is_pressed(visit: Visit) -> None:
    """It goes on while a key or the button goes down, which is the beginning of a gesture of its own."""
    page = visit("?weight=20")
    ways: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "key": (lambda: page.keyboard.down("Control"), lambda: page.keyboard.press("z")),
        "button": (page.mouse.down, page.mouse.up),
    }
    for way, (begins, ends) in ways.items():
        page.keyboard.press(" ")
        weight_after(page, 2.1)  # the address, which is at 20, is w = 2.1
        page.locator("#undo").hover()
        begins()
        weight_after(page, float(page.locator("#typed-weight").input_value()))
        ends()
        page.keyboard.up("Control")
        expect(page.locator("#play"), way).to_have_text("Play")
        expect(page.locator("#undo"), way).to_be_disabled()
        expect(page.locator("#typed-weight"), way).to_have_value("2.1")
        # What is pressed is the next to be focused, and a space there would press it again.
        page.evaluate("document.activeElement.blur()")
    redo(page)
    until(page, f"{SEARCH} !== '?weight=20'")
    undo(page)
    at(page, "?weight=20")


def test_undo_is_the_browsers_own_in_a_box_and_a_button_that_is_used_up_passes_the_focus_on(visit: Visit) -> None:
    page = visit("?bins=20")
    page.keyboard.press("a")
    box = page.locator("#typed-bins")
    box.click()
    box.press("End")
    box.press_sequentially("5")
    expect(box).to_have_value("205")
    undo(page)
    expect(box).to_have_value("20")
    at(page, "?activation=relu&bins=20")
    page.locator("#undo").focus()
    page.keyboard.press("Enter")
    at(page, "?bins=20")
    expect(page.locator("#undo")).to_be_disabled()
    expect(page.locator("#redo")).to_be_focused()


def test_a_step_of_a_lesson_begins_anew_and_the_way_back_is_the_browsers(visit: Visit) -> None:
    page = visit("?lesson=saturation&step=1")
    page.keyboard.press("a")
    expect(page.locator("#undo")).to_be_enabled()
    page.locator("#lesson-next").click()
    expect(page.locator("#undo")).to_be_disabled()
    expect(page.locator("#lesson-progress")).to_have_text(re.compile("^Step 2 of"))
    page.go_back()
    expect(page.locator("#lesson-progress")).to_have_text(re.compile("^Step 1 of"))
