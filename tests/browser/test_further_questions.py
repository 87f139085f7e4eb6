"""The answers of the page of questions that take a moment, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect
from visiting import Visits, serious_findings, until

from minimal_model import ACTIVATIONS, BINNINGS

Visit = Callable[..., Page]
CHOSEN = "document.querySelector('#inputs-table tr.chosen th').textContent"


def test_both_answers_follow_the_neuron_the_input_and_a_formula(visit: Visit) -> None:
    page = visit("?activation=sin&weight=198", path="questions")
    expect(page.locator("#folding-said")).to_contain_text("sin at w = 19.9 loses 4.71 bits by folding")
    expect(page.locator("#folding-said")).to_contain_text("0.24 (per-weight)")
    expect(page.locator("#inputs-said")).to_contain_text("Hardly: 63 of 66 verdicts are the same")
    expect(page.locator("#folding-table tr.chosen")).to_contain_text("sin")
    expect(page.locator("#pairs-table .marks.differing")).to_have_count(3)
    expect(page.locator("#remark-net-input")).to_contain_text("sin folds: several net inputs become one activation")
    page.locator("#plot-folding").scroll_into_view_if_needed()
    expect(page.locator("#plot-folding .main-svg").first).to_be_visible()

    page.locator("#control-weight [role=slider]").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#folding-table thead")).to_contain_text("lost at w = 19.8")
    expect(page.locator("#title-seen")).to_contain_text("sin at w = 19.8")

    # By the keyboard, and the focus stays where it was.
    page.locator("#inputs-table button", has_text="lognormal").focus()
    page.keyboard.press("Enter")
    until(page, f"{CHOSEN} === 'lognormal'")
    until(page, "new URLSearchParams(location.search).get('input') === 'lognormal'")
    assert page.evaluate("document.activeElement.dataset.input") == "lognormal"
    expect(page.locator("#neuron-said")).to_contain_text("Here X ~ exp N(0, 1), standardised.")
    expect(page.locator("#folding-said")).to_contain_text("sin at w = 19.9 loses 3.60 bits")

    page.locator("#neuron summary").click()
    page.locator("#control-formula").fill("z * sigmoid(z)")
    page.keyboard.press("Enter")
    expect(page.locator("#own-row")).to_be_visible()
    expect(page.locator("#own-name")).to_have_text("z * sigmoid(z)")
    expect(page.locator("#folding-said")).to_contain_text("its branches are not known")
    expect(page.locator("#remark-function-limits")).to_contain_text("not for a formula")
    expect(page.locator("#value-activation")).to_have_text("own formula")
    expect(page.locator("#grid-place")).to_be_hidden()
    link = "document.querySelector('#own-1').search"
    until(page, f"new URLSearchParams({link}).get('formula') === 'z * sigmoid(z)'")
    until(page, f"new URLSearchParams({link}).get('input') === 'lognormal'")
    assert serious_findings(page) == []
    page.keyboard.press("Escape")

    # Whoever chooses an activation wants it in place of the formula.
    page.locator("#control-activation").click()
    page.get_by_role("option", name="gelu").click()
    expect(page.locator("#own-row")).to_be_hidden()
    until(page, "!location.search.includes('formula') && location.search.includes('activation=gelu')")
    expect(page.locator("#map tr.chosen th")).to_have_text("gelu")
    expect(page.locator("#map a:visible")).to_have_count(len(ACTIVATIONS) * len(BINNINGS))


def test_on_a_phone_what_does_not_come_is_asked_for_again_and_then_read_and_saved(visits: Visits) -> None:
    visits.expects_failures = True
    lost = [True]

    def lose(route: Route) -> None:
        if lost.pop() if lost else False:
            route.abort()
        else:
            route.continue_()

    page = visits.open(
        path="questions", viewport={"width": 390, "height": 844}, has_touch=True, color_scheme="dark",
        prepare=lambda page: page.route("**/inputs.json*", lose),
    )  # fmt: skip
    expect(page.locator("#inputs-said")).to_contain_text("These numbers did not come.")
    expect(page.locator("#folding-said")).to_contain_text("tanh does not fold")
    page.get_by_role("button", name="Try again").tap()
    expect(page.locator("#inputs-said")).to_contain_text("of 66 verdicts")
    # From here on nothing fails.
    visits.complaints.clear()
    visits.expects_failures = False
    expect(page.locator("#pairs-table .marks").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#inputs-table button", has_text="uniform").tap()
    until(page, f"{CHOSEN} === 'uniform'")
    expect(page.locator("#control-input")).to_contain_text("uniform")
    page.get_by_role("button", name="Save: Verdicts for every input").tap()
    expect(page.locator("#save-told")).to_contain_text("inputs_tanh_per-weight")
    assert serious_findings(page) == []
