"""The row of rulers: the same neuron under every binning, and the sentences over them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from visiting import until

from minimal_model import ACTIVATIONS, BINNINGS, mi_curve, sample_input
from minimal_model.explain.verdict import verdict

Visit = Callable[..., Page]
SIGNS = {"compresses": "↓", "constant": "=", "grows": "↑"}


def expected(activation: str, binning: str, **more: float) -> str:
    """What a ruler has to say, by the core: the verdict's sign and its change in bits."""
    said = verdict(mi_curve(sample_input(1000), activation, binning=binning, bins=50, **more))  # type: ignore[arg-type]
    change = {"compresses": said.fall, "grows": said.rise, "constant": max(said.fall, said.rise)}[said.name]
    return f"{SIGNS[said.name]} {change:.2f} bits"


def chosen(page: Page) -> list[str]:
    return list(page.locator("#rulers [role=radio][aria-checked=true]").evaluate_all(
        "all => all.map(each => each.dataset.ruler)"))  # fmt: skip


def says_what_the_core_says(page: Page, activation: str) -> None:
    for binning in BINNINGS:
        ruler = page.locator(f"#rulers [data-ruler={binning}]")
        expect(ruler).to_contain_text(expected(activation, binning))
        expect(ruler.locator("path")).to_have_attribute("d", re.compile("^M0.0,"))


def test_the_rulers_say_what_the_core_says_on_one_scale_and_lead_to_another_neuron(visit: Visit) -> None:
    page = visit()
    says_what_the_core_says(page, "tanh")
    top = max(float(mi_curve(sample_input(1000), "tanh", binning=binning, bins=50).max()) for binning in BINNINGS)
    for binning in BINNINGS:
        last = float(mi_curve(sample_input(1000), "tanh", binning=binning, bins=50)[-1])
        drawn = page.locator(f"#rulers [data-ruler={binning}] path").get_attribute("d")
        assert drawn is not None
        height = 1 - float(drawn.rsplit(",", 1)[1]) / 48
        # The scale may end above the highest curve, and is the same for all.
        assert height == pytest.approx(last / top, rel=0.2)
    # The sentence over them counts them, and offers a neuron of which it is otherwise.
    falls = [binning for binning in BINNINGS if expected("tanh", binning).startswith("↓")]
    expect(page.locator("#verdict")).to_contain_text(f"{len(falls)} of {len(BINNINGS)} rulers")
    link = page.locator("#verdict button")
    other = next(name for name in ACTIVATIONS if name in link.inner_text())
    link.click()
    until(page, f"new URLSearchParams(location.search).get('activation') === '{other}'")
    falls_there = [binning for binning in BINNINGS if expected(other, binning).startswith("↓")]
    assert len(falls_there) != len(falls)
    many = f"{len(falls_there)} of" if falls_there else re.compile("[Nn]one of|[Nn]o ruler")
    expect(page.locator("#verdict")).to_contain_text(many)


def test_the_rulers_of_an_address_follow_the_menu_and_a_slider(visit: Visit) -> None:
    page = visit("?activation=softplus")
    says_what_the_core_says(page, "softplus")
    page.locator("#control-activation").click()
    page.get_by_role("option", name="relu", exact=True).click()
    says_what_the_core_says(page, "relu")
    page.locator("#control-bias [role=slider]").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    for binning in BINNINGS:
        expect(page.locator(f"#rulers [data-ruler={binning}]")).to_contain_text(expected("relu", binning, bias=1.0))


def test_a_ruler_is_chosen_by_click_menu_and_arrow_keys_behind_one_tab_stop(visit: Visit) -> None:
    page = visit()
    page.locator("#rulers [data-ruler=equal-frequency]").click()
    until(page, "new URLSearchParams(location.search).get('binning') === 'equal-frequency'")
    expect(page.locator("#control-binning")).to_contain_text("equal-frequency")
    assert chosen(page) == ["equal-frequency"]
    page.locator("#control-binning").click()
    page.get_by_role("option", name="per-weight").click()
    expect(page.locator("#rulers [data-ruler=per-weight]")).to_have_attribute("aria-checked", "true")
    assert chosen(page) == ["per-weight"]
    assert page.locator("#rulers [tabindex='0']").count() == 1
    page.locator("#rulers [aria-checked=true]").focus()
    for binning in (*BINNINGS[BINNINGS.index("per-weight") + 1 :], "noise", BINNINGS[0]):
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"#rulers [data-ruler={binning}]")).to_be_focused()
        expect(page.locator(f"#rulers [data-ruler={binning}]")).to_have_attribute("aria-checked", "true")
        assert page.locator("#rulers [tabindex='0']").count() == 1
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#rulers [data-ruler=noise]")).to_be_focused()


def test_a_lesson_and_a_quiz_do_not_show_what_they_ask(visit: Visit) -> None:
    for address in ("?lesson=saturation&step=1", "?quiz=1"):
        page = visit(address)
        expect(page.locator("#rulers")).to_be_hidden()
        expect(page.locator("#verdict")).to_be_hidden()
        if "quiz" in address:
            # Nor does a quiz give numbers or advice.
            for giving in ("#save", "#how-many"):
                expect(page.locator(giving)).to_be_attached()
                expect(page.locator(giving)).to_be_hidden()
        page.emulate_media(media="print")
        expect(page.locator("#verdict")).to_be_hidden()


def test_a_function_that_folds_leaves_two_rulers_out_and_takes_the_reader_to_another(visit: Visit) -> None:
    page = visit("?binning=net-input")
    page.locator("#control-activation").click()
    page.get_by_role("option", name="gelu", exact=True).click()
    until(page, "new URLSearchParams(location.search).get('activation') === 'gelu'")
    until(page, "new URLSearchParams(location.search).get('binning') === null")
    assert chosen(page) == ["per-weight"]
    expect(page.locator("#notice")).to_contain_text("net-input became per-weight, since gelu folds")
    expect(page.locator("#verdict")).to_contain_text("of 4 rulers")
    for binning in ("net-input", "equal-frequency"):
        ruler = page.locator(f"#rulers [data-ruler={binning}]")
        expect(ruler).to_have_attribute("aria-disabled", "true")
        expect(ruler).to_contain_text("–")
        expect(ruler).to_have_attribute("title", re.compile("gelu folds: "))
        ruler.click(force=True)
    assert chosen(page) == ["per-weight"]
