"""A formula of one's own is typed into its box, kept in the address, pinned, and taken away again."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_a_formula_is_typed_pinned_refused_and_emptied(visit: Visit) -> None:
    page = visit()
    page.get_by_text("More parameters").click()
    box = page.locator("#control-formula")
    box.fill("max(z, 0, 1 - z)")
    box.press("Enter")
    readout, pins = page.locator("#readout"), page.locator("#pins li")
    expect(readout).to_contain_text("By per-weight bins max(z, 0, 1 - z)")
    expect(page.locator("#holds")).to_contain_text("Your formula: ")
    expect(page.locator("#chips")).to_contain_text("Own formula: max(z, 0, 1 - z)")
    page.locator("#pin").click()
    expect(pins).to_contain_text(["max(z, 0, 1 - z)"])
    expect(page).to_have_url(re.compile(r"formula=max%28z.*pins=formula:max"))
    page.reload()
    expect(readout).to_contain_text("By per-weight bins max(z, 0, 1 - z)")
    expect(pins).to_contain_text(["max(z, 0, 1 - z)"])
    page.get_by_text("More parameters").click()
    box.fill("2z")
    box.press("Enter")
    expect(page.locator("#notice")).to_contain_text("formula “2z” was left out: column 2")
    expect(readout).to_contain_text("By per-weight bins tanh")
    box.fill("sin(z)")
    box.press("Enter")
    expect(readout).to_contain_text("By per-weight bins sin(z)")
    box.fill("")
    box.press("Enter")
    expect(readout).to_contain_text("By per-weight bins tanh")
    expect(page).not_to_have_url(re.compile(r"[?&]formula="))
