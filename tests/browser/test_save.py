"""The dialog that saves figures, numbers and notebooks: what it shows is what it saves."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect
from visiting import Visits, serious_findings, until

Visit = Callable[..., Page]
# Saves what the preview shows; the content policy forbids a script to read it.
SHOWN = """() => {
  const link = document.createElement('a');
  link.href = document.querySelector('#save-preview').src;
  link.download = 'shown';
  document.querySelector('#save-dialog').append(link);
  link.click();
  link.remove();
}"""


def drawn(page: Page, name: str) -> None:
    """Wait until a file of this name is shown."""
    expect(page.locator("#save-told")).to_contain_text(f"{name}: ")
    until(page, "document.querySelector('#save-preview').naturalWidth > 0")
    expect(page.locator("#save-figure")).to_have_attribute("download", name)


def download(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as found:
        page.locator(button).click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def shown(page: Page) -> bytes:
    with page.expect_download() as found:
        page.evaluate(SHOWN)
    return Path(found.value.path()).read_bytes()


def test_the_explorer_saves_what_it_shows(visit: Visit, server: str) -> None:
    page = visit("?activation=relu&bias=0.5&pins=bins:7")
    page.locator("#save").click()
    stem = "mi_relu_per-weight_m50_n1000_seed0_b0.5"
    drawn(page, f"{stem}.svg")
    assert serious_findings(page) == []
    name, data = download(page, "#save-figure")
    assert name == f"{stem}.svg"
    assert shown(page) == data
    state = f"{server}/export/explorer/figure.svg?activation=relu&bias=0.5&pins=bins:7"
    assert urlopen(state).read() == data
    # All that can be chosen.
    page.get_by_label("Bins on the input").check()
    page.locator("#save-size").select_option("slide")
    page.locator("#save-kind").select_option("png")
    page.locator("#save-title").fill("$2^3$ & more")
    page.get_by_label("Parameters below it").uncheck()
    drawn(page, f"{stem}_w5.png")
    expect(page.locator("#save-told")).to_contain_text("254 × 143 mm")
    name, data = download(page, "#save-figure")
    assert shown(page) == data
    chosen = "&panels=curve,partition&size=slide&caption=off&title=%242%5E3%24+%26+more"
    assert urlopen(state.replace(".svg", ".png") + chosen).read() == data
    # A PDF is shown as the SVG of the same drawing.
    page.locator("#save-kind").select_option("pdf")
    drawn(page, f"{stem}_w5.pdf")
    name, data = download(page, "#save-figure")
    assert data.startswith(b"%PDF")
    assert shown(page) == urlopen(state + chosen).read()
    # Numbers and notebook.
    page.locator("#save-decimal").select_option("comma")
    name, data = download(page, "#save-tables")
    assert name == f"{stem}_tables.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("curve.csv").startswith(b"index;w;mi_bits\n0;0,1;")
        assert "pins.csv" in archive.namelist()
    name, data = download(page, "#save-notebook")
    assert name == f"{stem}_w5.ipynb"
    # Without a panel there is nothing to save.
    for label in ("Curve", "Bins on the input"):
        page.locator("#save-panels").get_by_label(label).uncheck()
    expect(page.locator("#save-told")).to_have_text("Choose a panel.")
    assert page.locator("#save-figure").get_attribute("href") is None


@pytest.mark.parametrize(("path", "search", "button", "name", "address"), [
    ("figures", "?seed=3&samples=50", "biases", "figure-biases_n50_seed3.svg",
     "figures/figure.svg?figure=biases&seed=3&samples=50&size=170"),
    ("questions", "?bins=7&samples=50", "joint", "joint_tanh_per-weight_m7_n50_seed0_w5.svg",
     "questions/figure.svg?bins=7&samples=50&panels=joint"),
])  # fmt: skip
def test_each_figure_of_the_other_pages_can_be_saved(
    visit: Visit, server: str, path: str, search: str, button: str, name: str, address: str
) -> None:
    page = visit(search, path=path, viewport={"width": 390, "height": 844})
    page.locator(f"[data-save={button}]").click()
    drawn(page, name)
    # Nothing reaches out of the dialog.
    assert page.evaluate("(d => d.scrollWidth <= d.clientWidth)(document.querySelector('#save-dialog'))")
    saved, data = download(page, "#save-figure")
    assert saved == name
    assert urlopen(f"{server}/export/{address}").read() == data
    saved, data = download(page, "#save-tables")
    assert data.startswith(b"PK")


def test_a_busy_server_is_asked_again_and_a_lost_one_is_told(visits: Visits) -> None:
    visits.expects_failures = True
    page = visits.open()
    answers = [503, 503]

    def busy(route: object) -> None:
        if answers:
            route.fulfill(status=answers.pop(), headers={"Retry-After": "0.01"}, body="busy")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/figure.svg*", busy)
    page.locator("#save").click()
    drawn(page, "mi_tanh_per-weight_m50_n1000_seed0.svg")
    assert answers == []
    page.unroute("**/figure.svg*")
    page.route("**/figure.png*", lambda route: route.abort())
    page.locator("#save-kind").select_option("png")
    expect(page.locator("#save-told")).to_have_text("The figure did not come. Change something to try again.")
    page.locator("#save-kind").select_option("svg")
    drawn(page, "mi_tanh_per-weight_m50_n1000_seed0.svg")
