"""The page of all choices at once in a real browser, and a study of one's own from its form to its figures."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from visiting import Visits, serious_findings, serving, until

import minimal_model as mm
from minimal_model.dashboard.pages.robustness.default import default_study
from minimal_model.dashboard.studies.store import Store

SUMMARY = "#robustness-summary"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("studies") / "store"


@pytest.fixture(scope="module")
def own_server(folder: Path) -> Iterator[str]:
    with serving(STORE=str(folder)) as address:
        yield address


@pytest.fixture
def own_visits(browser: Browser, own_server: str) -> Iterator[Visits]:
    visits = Visits(browser, own_server)
    yield visits
    visits.close()


def await_search(page: Page, search: str) -> None:
    until(page, "want => location.search === want", arg=search)


def test_the_threshold_changes_all_of_it_and_a_click_opens_a_curve(visits: Visits) -> None:
    page = visits.open(path="robustness")
    expect(page.locator(SUMMARY)).to_contain_text("At 0.1 bit, 50.6 % of 142,560 curves compress")
    expect(page.locator("#share-table tr")).to_have_count(12)
    before = page.locator("#share-2-3").text_content()
    page.locator("#control-threshold [role=slider]").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    await_search(page, "?threshold=0.15")
    study = default_study()
    share = float(np.mean(study["highest"] - study["last"] > 0.15))
    expect(page.locator(SUMMARY)).to_contain_text(f"At 0.15 bits, {100 * share:.1f} % of 142,560 curves compress")
    falls = study.only(activation="relu", binning="fixed-width")
    cell = float(np.mean(falls["highest"] - falls["last"] > 0.15))
    expect(page.locator("#share-2-3")).to_have_text(f"{100 * cell:.0f} %")
    assert before != f"{100 * cell:.0f} %"
    page.locator("#control-activation").click()
    page.get_by_role("option", name="relu", exact=True).click()
    expect(page.locator("#title-within")).to_contain_text("Within relu: the ruler (binning) explains")
    await_search(page, "?threshold=0.15&activation=relu")
    page.locator("#reset").click()
    await_search(page, "")
    expect(page.locator("#table-file")).to_have_attribute("href", "/studies/default.csv")
    assert serious_findings(page) == []
    page.locator("#theme-toggle").click()
    until(page, "document.querySelector('#plot-overall').layout.paper_bgcolor === '#171c25'")
    assert serious_findings(page) == []
    for width in (390, 820, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        until(page, "width => document.documentElement.scrollWidth <= width", arg=width)
    page.set_viewport_size({"width": 1440, "height": 1600})
    # A click on the specification curve opens that curve in the explorer.
    # The bar on top covers what is only just in sight.
    page.locator("#plot-curve").evaluate("plot => plot.scrollIntoView({ block: 'center' })")
    until(page, "document.querySelectorAll('#plot-curve .scatterlayer .point').length === 2000")
    until(
        page, "(plot => Math.abs(plot._fullLayout.width - plot.clientWidth) < 2)(document.querySelector('#plot-curve'))"
    )
    # The last curve has grown most.
    box = page.locator("#plot-curve .scatterlayer .point").last.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    until(page, "document.querySelector('#plot-curve .hoverlayer .hovertext') !== null")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#readout")).to_contain_text("bits")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}
    opened, remarks = mm.Parameters.corrected(asked)
    assert remarks == []
    # Points are closer to each other than pixels: it is one of the few that have grown most.
    curve = mm.mi_curve(mm.sample_input(opened.samples, opened.seed), **opened.curve_arguments)
    compresses = study["highest"] - study["last"] > 0.1
    rises = np.sort(np.where(compresses, 0, study["last"] - study["lowest"]))
    assert rises[-1000] <= curve[-1] - curve.min() <= rises[-1] + 1e-6
    expect(page.locator("#notice")).to_be_empty()


def test_a_study_of_ones_own_from_the_form_to_its_figures(own_visits: Visits) -> None:
    own_visits.expects_failures = True  # the browser itself tells of a study that is refused
    page = own_visits.open(path="robustness")
    expect(page.locator("#study-size")).to_contain_text("480 curves, about")
    page.locator("#study-seeds").fill("0-9999")
    expect(page.locator("#study-size")).to_contain_text("480,000 curves; this server computes 200,000 at most")
    expect(page.locator("#study-start")).to_be_disabled()
    page.locator("#study-seeds").fill("0-4, x")
    expect(page.locator("#study-size")).to_have_text("Numbers with commas between them are needed.")
    page.locator("#study-bins").fill("10, 1000")
    page.locator("#study-seeds").fill("0-4")
    page.locator("#study-start").click()
    expect(page.locator("#study-size")).to_have_text("bins is 1000; it must be 2 to 256 here")
    # What does not go together cannot be ticked, either way round, and a line says what to do.
    form = page.locator("#study-form")
    form.get_by_label("gelu").check()
    for refused in ("net-input", "equal-frequency"):
        expect(form.get_by_label(refused)).to_be_disabled()
    expect(page.locator("#why-binnings")).to_have_text(
        "net-input and equal-frequency cannot measure what folds the input: untick gelu first."
    )
    form.get_by_label("gelu").uncheck()
    expect(page.locator("#why-binnings")).to_be_hidden()
    form.get_by_label("net-input").check()
    grey = "[...document.querySelectorAll('.activations :disabled')].map(box => box.parentNode.textContent.trim())"
    assert page.evaluate(grey) == [name for name, activation in mm.ACTIVATIONS.items() if activation.folds]
    expect(page.locator("#why-activations")).to_contain_text("and square fold the input, which net-input cannot")
    assert serious_findings(page) == []
    form.get_by_label("net-input").uncheck()
    page.locator("#study-bins").fill("10, 30")
    form.get_by_label("normal", exact=True).uncheck()
    expect(page.locator("#study-size")).to_have_text("Each choice needs a value at least.")
    form.get_by_label("lognormal").check()
    expect(page.locator("#study-size")).to_contain_text("160 curves")
    page.locator("#study-start").click()
    digest = mm.specifications(
        activations=["tanh", "relu"], binnings=mm.BINNINGS[:4], bins=[10, 30], samples=[100, 1000], seeds=range(5),
        inputs=["lognormal"],
    ).digest  # fmt: skip
    await_search(page, f"?study={digest}")
    expect(page.locator(SUMMARY)).to_contain_text("% of 160 curves compress")
    expect(page.locator("#share-table tr")).to_have_count(3)
    expect(page.locator("#table-file")).to_have_attribute("href", f"/studies/{digest}.csv")
    # Another visitor finds it by its address.
    other = own_visits.open(f"?study={digest}&threshold=0.3", path="robustness")
    expect(other.locator(SUMMARY)).to_contain_text("At 0.3 bits")
    expect(other.locator(SUMMARY)).to_contain_text("of 160 curves compress")
    await_search(other, f"?threshold=0.3&study={digest}")
    other.locator("#to-default").click()
    expect(other.locator(SUMMARY)).to_contain_text("142,560 curves")
    # A curve is opened with its input.
    page.locator("#plot-curve").evaluate("plot => plot.scrollIntoView({ block: 'center' })")
    until(page, "document.querySelectorAll('#plot-curve .scatterlayer .point').length === 160")
    box = page.locator("#plot-curve .scatterlayer .point").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + 1)
    until(page, "document.querySelector('#plot-curve .hoverlayer .hovertext') !== null")
    page.mouse.click(box["x"] + 1, box["y"] + 1)
    expect(page.locator("#readout")).to_contain_text("bits")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}
    assert asked["input"] == "lognormal"
    expect(page.locator("#notice")).to_be_empty()


def test_a_study_that_runs_is_shown_after_a_reload_and_can_be_cancelled(own_visits: Visits, folder: Path) -> None:
    page = own_visits.open(path="robustness")
    page.locator("#study-seeds").fill("0-2499")
    page.locator("#study-start").click()
    expect(page.locator("#progress-text")).to_contain_text("of 120,000 curves")
    expect(page.locator(SUMMARY)).to_have_text(
        "A study of 120,000 curves is under way; its figures come when it is finished."
    )
    expect(page.locator("#shares")).to_be_hidden()
    expect(page.locator("#chosen")).to_contain_text("2,500 seeds")
    page.reload()
    expect(page.locator("#progress-text")).to_contain_text("of 120,000 curves")
    expect(page.locator("#progress-text")).to_contain_text("left")
    assert serious_findings(page) == []
    # One that could not be computed says why, and can be tried again.
    digest = parse_qs(urlsplit(page.url).query)["study"][0]
    Store(folder).fail(digest, "too little memory")
    expect(page.locator(SUMMARY)).to_have_text("This study could not be computed: too little memory.")
    expect(page.locator("#progress")).to_be_hidden()
    page.locator("#again").click()
    expect(page.locator("#progress-text")).to_contain_text("left")
    expect(page.locator("#again")).to_be_hidden()
    own_visits.expects_failures = True
    page.locator("#cancel").click()
    expect(page.locator("#notice")).to_have_text("The study is cancelled.")
    expect(page.locator(SUMMARY)).to_contain_text("142,560 curves")
    expect(page.locator("#shares")).to_be_visible()
    await_search(page, "")
