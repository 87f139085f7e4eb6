"""Controls, address and buttons, by mouse and by keyboard."""

import csv
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from conftest import OpenPage
from playwright.sync_api import Page, expect

from minimal_model import Parameters, mi_curve, sample_input
from minimal_model.parameters import SPECIFICATIONS

BUTTONS = ("play", "new-sample", "reset", "copy-link", "download-csv", "theme-toggle")
SLIDERS = ("weight", "bias", "bins", "samples")


def search_of(page: Page) -> str:
    return urlsplit(page.url).query


def wait_for_search(page: Page, search: str) -> None:
    page.wait_for_function("(search) => window.location.search === search", arg=search)


# What has the focus: the id of the element, or of the parameter's label that names it.
FOCUSED = """() => {
    const active = document.activeElement;
    const field = active.closest('.field');
    if (field) return field.querySelector('.label').id.replace('label-', '');
    return active.id || active.tagName;
}"""


def test_tab_reaches_every_control(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#control-seed")).to_be_visible()
    page.evaluate("() => { document.activeElement.blur(); window.getSelection().empty(); }")
    page.locator("body").evaluate("(body) => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); }")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    assert {*SPECIFICATIONS, *BUTTONS, "SUMMARY"} <= set(reached)


@pytest.mark.parametrize("key", SLIDERS)
def test_arrow_keys_move_the_sliders(open_page: OpenPage, key: str) -> None:
    page = open_page()
    thumb = page.locator(f"#control-{key} [role=slider]")
    before = page.locator(f"#value-{key}").inner_text()
    readout = page.locator("#readout").inner_text()
    thumb.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#value-{key}")).not_to_have_text(before)
    expect(page.locator("#readout")).not_to_have_text(readout)
    expect(thumb).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"#value-{key}")).to_have_text(before)
    expect(page.locator("#readout")).to_have_text(readout)
    expect(thumb).to_be_focused()
    expect(thumb).to_have_attribute("aria-valuetext", before)


@pytest.mark.parametrize("key", ["activation", "binning"])
def test_dropdown_by_keyboard(open_page: OpenPage, key: str) -> None:
    page = open_page()
    readout = page.locator("#readout").inner_text()
    control = page.locator(f"#control-{key}")
    control.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").first).to_be_visible()
    page.wait_for_function("() => document.activeElement.closest('.dash-dropdown-content')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(control).not_to_contain_text(str(SPECIFICATIONS[key].default))
    expect(page.locator("#readout")).not_to_have_text(readout)
    page.wait_for_function(f"() => ({FOCUSED})() === '{key}'")
    chosen = control.inner_text().strip()
    assert chosen in SPECIFICATIONS[key].choices
    wait_for_search(page, f"?{key}={chosen}")


STATE = Parameters(
    activation="relu", binning="global", bias=1.5, bins=7, samples=1234, weight=42, weight_max=50, seed=3, draw=1,
    estimator="miller-madow", width=0.5,
)  # fmt: skip


def expect_state(page: Page, parameters: Parameters) -> None:
    """Expect the controls and the readout to show a state."""
    for key, text in {
        "weight": f"w = {parameters.chosen_weight:.10g}",
        "bias": f"{parameters.bias:g}".replace("-", "\N{MINUS SIGN}"),
        "bins": str(parameters.bins),
        "samples": f"{parameters.samples:,}",
    }.items():
        expect(page.locator(f"#value-{key}")).to_have_text(text)
    for key in ("activation", "binning", "weight_max", "estimator"):
        expect(page.locator(f"#control-{key}")).to_contain_text(str(getattr(parameters, key)))
    for key in ("seed", "draw", "width"):
        expect(page.locator(f"#control-{key}")).to_have_value(f"{getattr(parameters, key):g}")
    bits = mi_curve(
        sample_input(parameters.samples, parameters.seed, parameters.draw), **parameters.curve_arguments
    )[parameters.weight]  # fmt: skip
    expect(page.locator("#readout")).to_contain_text(
        f"{parameters.activation}, w = {parameters.chosen_weight:.10g}: I(X;T) = H(T) = {bits:.4f} bits"
    )
    expect(page.locator("#readout")).to_contain_text(f"of {parameters.bins} bins")


def test_address_opens_its_state_and_keeps_it(open_page: OpenPage) -> None:
    # In reverse order, so that the address can be seen to be written anew.
    page = open_page("?" + urlencode(dict(reversed(STATE.to_dict().items()))))
    page.locator("summary").click()
    expect_state(page, STATE)
    expect(page.locator("#notice")).to_be_empty()
    wait_for_search(page, "?" + urlencode(STATE.to_dict()))
    page.reload()
    expect_state(page, STATE)


def test_bad_address_is_corrected_and_told(open_page: OpenPage) -> None:
    page = open_page("?bins=1e9&bias=nan&weight=9999&foo=1&activation=<b>x</b>")
    for word in ("bins", "bias", "weight", "foo", "activation", "<b>x</b>"):
        expect(page.locator("#notice")).to_contain_text(word)
    expect(page.locator("#notice b")).to_have_count(0)
    page.locator("summary").click()
    expect_state(page, Parameters(bins=256, weight=198))
    wait_for_search(page, "?bins=256&weight=198")
    expect(page.locator("#notice")).to_contain_text("foo")


def test_address_follows_without_history(open_page: OpenPage) -> None:
    page = open_page()
    length = page.evaluate("() => history.length")
    page.locator("#control-weight [role=slider]").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    wait_for_search(page, "?weight=15")
    page.locator("summary").click()
    page.locator("#control-seed").fill("12")
    page.keyboard.press("Enter")
    wait_for_search(page, "?weight=15&seed=12")
    assert page.evaluate("() => history.length") == length
    # An emptied box keeps the last value.
    page.locator("#control-seed").fill("")
    page.keyboard.press("Tab")
    page.locator("#control-weight [role=slider]").press("ArrowRight")
    wait_for_search(page, "?weight=16&seed=12")


def test_new_sample_and_reset(open_page: OpenPage) -> None:
    page = open_page("?bias=1.5&bins=7&binning=global")
    before = page.locator("#readout").inner_text()
    page.locator("#new-sample").click()
    wait_for_search(page, "?binning=global&bias=1.5&bins=7&seed=1")
    expect(page.locator("#readout")).not_to_have_text(before)
    page.locator("#reset").click()
    wait_for_search(page, "")
    page.locator("summary").click()
    expect_state(page, Parameters())


def test_copy_link(open_page: OpenPage) -> None:
    page = open_page("?bins=7", permissions=["clipboard-read", "clipboard-write"])
    page.locator("#control-bins [role=slider]").press("ArrowRight")
    page.locator("#copy-link").click()
    expect(page.locator("#notice")).to_contain_text("Link copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.url
    assert search_of(page) == "bins=8"


@pytest.mark.parametrize("search", ["", "?" + urlencode(STATE.to_dict())])
def test_download(open_page: OpenPage, tmp_path: Path, search: str) -> None:
    page = open_page(search)
    with page.expect_download() as waiting:
        page.locator("#download-csv").click()
    path = tmp_path / "file.csv"
    waiting.value.save_as(path)
    parameters, remarks = Parameters.corrected(dict(parse_qsl(search.lstrip("?"))))
    assert not remarks
    assert waiting.value.suggested_filename == f"minimal-model-{parameters.activation}-{parameters.binning}.csv"
    lines = path.read_text().splitlines()
    assert f"# seed = {parameters.seed}" in lines
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    x = sample_input(parameters.samples, parameters.seed, parameters.draw)
    curve = [row for row in rows if row["table"] == "curve"]
    assert [float(row["bits"]) for row in curve] == mi_curve(x, **parameters.curve_arguments).tolist()
    assert [float(row["w"]) for row in curve] == parameters.weights.tolist()
    assert sum(int(row["count"]) for row in rows if row["table"] == "bins") == parameters.samples


# Resolves to what a text has become after a second without help.
A_SECOND_LATER = "(id) => new Promise((done) => setTimeout(() => done(document.getElementById(id).textContent), 1000))"


def test_play_and_pause(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#play").click()
    expect(page.locator("#play")).to_have_text("Pause")
    for w in ("w = 1.3", "w = 1.6"):
        page.wait_for_function(
            "(w) => document.getElementById('value-weight').textContent.slice(4) >= w.slice(4)", arg=w
        )
    page.locator("#play").click()
    expect(page.locator("#play")).to_have_text("Play")
    stopped = page.locator("#value-weight").inner_text()
    assert page.evaluate(A_SECOND_LATER, "value-weight") == stopped
    expect(page.locator("#readout")).to_contain_text(stopped + ":")


def test_play_ends_at_the_last_weight(open_page: OpenPage) -> None:
    page = open_page("?weight=195")
    page.locator("#play").click()
    expect(page.locator("#readout")).to_contain_text("w = 19.9:")
    expect(page.locator("#play")).to_have_text("Play")


def test_reduced_motion_does_not_play(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    page.locator("#play").click()
    expect(page.locator("#notice")).to_contain_text("reduced motion")
    expect(page.locator("#play")).to_have_text("Play")
    assert page.evaluate(A_SECOND_LATER, "value-weight") == "w = 1.1"


def test_two_users_do_not_meet(open_page: OpenPage) -> None:
    first, second = open_page("?bins=7&activation=relu"), open_page("?bins=9&bias=2")
    for _ in range(3):
        first.locator("#control-bins [role=slider]").press("ArrowRight")
        second.locator("#control-bins [role=slider]").press("ArrowLeft")
    for page, parameters in (
        (first, Parameters(bins=10, activation="relu")),
        (second, Parameters(bins=6, bias=2.0)),
    ):
        page.locator("summary").click()
        expect_state(page, parameters)
    wait_for_search(first, "?activation=relu&bins=10")
    wait_for_search(second, "?bias=2&bins=6")
