"""Sliders under the mouse."""

from playwright.sync_api import Page


def grasp(page: Page, control: str) -> tuple[float, float]:
    """Press on the thumb of a control's slider, and return where that is."""
    box = page.locator(f"#control-{control} [role=slider]").bounding_box()
    assert box is not None
    place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*place)
    page.mouse.down()
    return place


def drag(page: Page, control: str, across: int) -> None:
    """Drag the thumb of a control's slider by so many pixels, and let it go there."""
    x, y = grasp(page, control)
    page.mouse.move(x + across, y, steps=8)
    page.mouse.up()
