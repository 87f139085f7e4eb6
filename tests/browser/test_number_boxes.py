"""Boxes of digits: left empty or mistyped they show what is in force, and what they show is in force."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from visiting import until

Visit = Callable[..., Page]
# Path, address, what its boxes hold: by the address, or by default.
BOXES = [
    ("", "?seed=7", {"seed": "7", "draw": "0"}),
    ("figures", "?seed=5", {"seed": "5"}),
    ("questions", "?seed=3&width=0.25", {"seed": "3", "width": "0.25", "draw": "0"}),
]
WRONG = {"seed": ["-4", "4294967296", "1.5"], "draw": ["2.7", "10", "-1"], "width": ["-4", "0", "11"]}
WAYS = ("Enter", "Tab", "click")


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details:not(#how-many)').forEach(details => { details.open = true; })")


def leave(page: Page, box: Locator, way: str) -> None:
    if way == "click":
        page.locator("h1").click()
        if not box.is_visible():  # a click elsewhere folds the questions' controls
            unfold(page)
    else:
        box.press(way)


@pytest.mark.parametrize(("path", "search", "boxes"), BOXES)
def test_boxes_left_empty_or_mistyped_show_what_is_in_force_every_time(
    visit: Visit, path: str, search: str, boxes: dict[str, str]
) -> None:
    page = visit(search, path=path)
    unfold(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "_dash-update" in request.url else None)
    for number, (key, held) in enumerate(boxes.items()):
        box = page.locator(f"#control-{key}")
        # Emptied twice in each way, and each wrong number twice.
        for way, wrong in [*((way, "") for way in WAYS), *zip(WAYS, WRONG[key], strict=True)]:
            for _ in range(2):
                box.fill(wrong)
                leave(page, box, way)
                expect(box, f"{key}: {wrong!r}, left by {way}").to_have_value(held)
        assert len(sent) == number, key
        # The buttons beside the box go on from there.
        box.locator("xpath=following-sibling::button[2]").click()
        step = 0.001 if key == "width" else 1
        now = f"{round(float(held) + step, 3):g}"
        until(page, f"new URLSearchParams(location.search).get('{key}') === '{now}'")
        assert len(sent) == number + 1, key
        # Nor are letters a number, after a button as little as before.
        for _ in range(3):
            box.fill("")
            box.press_sequentially("e-")
            box.press("Enter")
            expect(box, f"{key}: letters").to_have_value(now)
    assert len(sent) == len(boxes)


def test_boxes_follow_each_other_and_what_a_button_has_set(visit: Visit) -> None:
    page = visit("?draw=2")
    unfold(page)
    seed, draw = page.locator("#control-seed"), page.locator("#control-draw")
    for _ in range(3):
        for box, held in ((seed, "0"), (draw, "2")):
            box.fill("")
            box.press("Tab")
            expect(box).to_have_value(held)
    for _ in range(3):
        page.locator("#new-sample").click()
        expect(seed).to_have_value("1")
        seed.fill("")
        seed.press("Tab")
        expect(seed).to_have_value("1")
        # A number that the box held before can be typed again.
        seed.fill("0")
        seed.press("Tab")
        until(page, "location.search === '?draw=2'")
        expect(seed).to_have_value("0")
