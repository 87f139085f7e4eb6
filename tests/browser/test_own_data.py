"""Own data as the input: pasted, dropped or a file, kept in the tab, and told in a plain line where it is none."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from visiting import Visits, serious_findings, until

from minimal_model.arrays import FloatArray

Visit = Callable[..., Page]
VALUES = np.round(np.random.default_rng(11).normal(size=400), 4)
PASTED = "name;value\r\n" + "\r\n\r\n".join(f'"a;b";{value:.4f}'.replace(".", ",") for value in VALUES)


@pytest.fixture
def asking(visits: Visits) -> Any:
    """The visits, in which the server may ask for a column: the browser tells its developer each 409."""
    yield visits
    visits.complaints = [complaint for complaint in visits.complaints if "409" not in complaint]


def bits(y: FloatArray, bins: int) -> str:
    counts = np.histogram(y, bins)[0]
    shares = counts[counts > 0] / y.size
    return f"{-np.sum(shares * np.log2(shares)):.4f} bits"


def drop(page: Page, name: str, text: str) -> None:
    """Drop a file onto the page."""
    files = page.evaluate_handle(
        """([name, text]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], name));
          return transfer;
        }""",
        [name, text],
    )
    for event in ("dragover", "drop"):
        page.dispatch_event("#views", event, {"dataTransfer": files})


def test_a_column_is_pasted_reloaded_pinned_and_taken_along(asking: Visits) -> None:
    # On a low screen the last entry of the menu is in sight, too.
    page = asking.open("?input=column&bins=30", viewport={"width": 1366, "height": 650})
    told, readout, chips = page.locator("#column-told"), page.locator("#readout"), page.locator("#chips")
    expect(page.locator("#column-content")).to_contain_text("This link needs a file")
    expect(readout).to_contain_text("of 30 bins")
    page.locator("#column-text").fill(PASTED)
    expect(told).to_contain_text("400 numbers from")
    assert page.locator("#column-name").input_value() == "1"
    assert page.locator("#column-decimal").input_value() == ","
    assert serious_findings(page) == []
    page.locator("#column-use").click()
    expect(readout).to_contain_text(f"tanh, w = 5: I(X;T) = H(T) = {bits(np.tanh(5 * VALUES), 30)}")
    expect(chips).to_contain_text("Input X: own data (n = 400)")
    expect(page.locator(".graph-partition .ytitle")).to_have_text("share")
    # The address says that there is own data, and not which.
    expect(page).to_have_url(re.compile(r"\?bins=30&samples=400&input=column$"))
    page.reload()
    expect(readout).to_contain_text(bits(np.tanh(5 * VALUES), 30))
    expect(page.locator("#column-dialog")).to_be_hidden()

    page.locator("#pin").click()
    page.locator("[data-ruler=global]").click()
    expect(page.locator("#pins li")).to_contain_text("own data as input")
    expect(page.locator("#ghost")).to_contain_text("with per-weight")
    page.locator("summary", has_text="More parameters").click()
    page.locator("#control-input").click()
    page.locator(".dash-dropdown-content").get_by_text("uniform").click()
    expect(chips).to_contain_text("Input X: uniform")
    expect(page.locator("#pins li")).to_contain_text("own data as input")
    page.locator("#undo").click()
    expect(chips).to_contain_text("own data (n = 400)")
    page.locator("#redo").click()
    expect(chips).to_contain_text("uniform")
    page.locator("#control-input").click()
    page.locator(".dash-dropdown-content").get_by_text("own data").click()
    # Nothing has changed before there are numbers.
    expect(page.locator("#control-input")).to_contain_text("uniform")
    page.get_by_role("button", name="Use the last again (n = 400)").click()
    expect(chips).to_contain_text("own data (n = 400)")

    page.locator("#typed-samples").fill("5000")
    page.locator("#typed-samples").press("Enter")
    expect(page.locator("#notice")).to_contain_text("samples “5000” became 400, since the column has 400 numbers")
    expect(page.locator("#typed-samples")).to_have_value("400")
    page.locator("#save").click()
    expect(page.locator("#save-told")).to_contain_text("_column.svg")
    with page.expect_download() as tables:
        page.locator("#save-tables").click()
    archive = zipfile.ZipFile(io.BytesIO(tables.value.path().read_bytes()))
    x = np.loadtxt(io.StringIO(archive.read("activations.csv").decode()), delimiter=",", skiprows=1)[:, 1]
    np.testing.assert_array_equal(x, np.sort(VALUES))
    page.keyboard.press("Escape")
    page.locator("summary", has_text="Teach and take along").click()
    page.locator("#python").click()
    expect(page.locator("#python-figure")).to_contain_text("input=own")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the column").click()
    np.testing.assert_array_equal(np.loadtxt(saved.value.path()), VALUES)


def test_a_file_is_dropped_on_a_phone_and_what_is_none_is_told(asking: Visits, tmp_path: Path) -> None:
    page = asking.open(viewport={"width": 390, "height": 844})
    told, readout = page.locator("#column-told"), page.locator("#readout")
    drop(page, "column.csv", "\ufeffmV\r\n" + "\r\n".join(f"{500 + value:.4f}" for value in 80 * VALUES))
    expect(told).to_contain_text("400 numbers from")
    wrong = {
        "1\n\n2\nn/a\n4": "Line 4: “n/a” is no number.",
        "1;NaN\n" * 20: "",
        "\n".join(map(str, range(100_001))): "Line 100,001: this would be number 100,001; at most 100,000 are taken.",
        "1 000,5\n2 000,5": "Only 2 numbers; at least 10 are needed.",
        "no numbers here": "There are no numbers here.",
        "": "The file is empty.",
        "PNG\0\0": "This is no text: a text file or a CSV is wanted.",
        "1e16\n" * 20: "Line 1: “1e16” is more than 1e15.",
        # What stands first is no header where it only stands for a number.
        "1e400" + "\n1" * 20: "Line 1: “1e400” is more than 1e15.",
        "NaN" + "\n1" * 20: "Line 1: “NaN” is no number.",
    }
    for text, line in wrong.items():
        drop(page, "wrong.txt", text)
        if line:
            expect(told).to_have_text(line)
            expect(page.locator("#column-use")).to_be_disabled()
        else:
            expect(page.locator("#column-use")).to_be_enabled()
    # A column that only counts the lines is not meant, a line for Excel is no row, and a list may stand in brackets.
    for text in (
        "sep=;\n;x\n" + "\n".join(f"{line};{0.5 + line}" for line in range(20)),
        str([0.5 + k for k in range(20)]),
    ):
        drop(page, "right.txt", text)
        expect(told).to_have_text("20 numbers from 0.5 to 19.5; the first is “0.5”, read as 0.5.")
    # A comma or a digit in a header does not decide what commas mean below it.
    tenths = [f"{0.5 + line}" for line in range(20)]
    commas = [tenth.replace(".", ",") for tenth in tenths]
    for header, lines, names in (
        ("U, mV", commas, ["U, mV"]),
        ('"I, mV"', commas, ["I, mV"]),
        ("0,5 V", commas, ["0,5 V"]),
        ("U at 1,5 V", commas, ["U at 1,5 V"]),
        ("channel 2", tenths, ["channel 2"]),
        ("x (mV)", tenths, ["x (mV)"]),
        ("U, mV;I, mA", [f"{u};7" for u in commas], ["U, mV", "I, mA"]),
        ("U (mV) I (mA)", [f"{u} 7" for u in tenths], ["U (mV)", "I (mA)"]),
        ("t,U", [f"{u},7" for u in tenths], ["t", "U"]),
        ("t, I", [f"{u}, 7" for u in tenths], ["t", "I"]),
        ("t;2024", [f"{u};7" for u in commas], ["t", "2024"]),
    ):
        drop(page, "headed.txt", "\n".join([header, *lines]))
        expect(page.locator("#column-name option")).to_have_text(names)
        first, sign = ("0,5", ",") if "0,5" in lines[0] else ("0.5", ".")
        expect(told).to_have_text(f"20 numbers from 0.5 to 19.5; the first is “{first}”, read as 0.5.")
        assert page.locator("#column-decimal").input_value() == sign
    large = tmp_path / "a.csv"
    large.write_bytes(b"1\n" * 10_000_000)
    page.locator("#column-file").set_input_files(large)
    expect(told).to_have_text("The file has 20 MB; at most 10 MB are read.")
    page.locator("#column-file").set_input_files(
        {"name": "b.csv", "mimeType": "text/csv", "buffer": "\n".join(["x", *map(str, VALUES), "-"]).encode("utf-16")}
    )
    expect(told).to_have_text("Line 402: “-” is no number.")
    page.locator("#column-skip").check()
    expect(told).to_contain_text("400 numbers")
    page.locator("[name=column-kind][value=recorded]").check()
    assert serious_findings(page) == []
    until(
        page,
        "document.querySelector('#column-dialog').scrollWidth <= document.querySelector('#column-dialog').clientWidth",
    )
    page.locator("#column-use").click()
    expect(page.locator("#chips")).to_contain_text("recorded activations (n = 400)")
    expect(readout).to_contain_text(f"H(T) = {bits(VALUES, 50)}")
    expect(page.locator("#verdict")).to_contain_text("there is no sweep of weights")
    expect(page.locator("[data-ruler=per-weight] .ruler-change")).to_have_text(re.compile(r"H\(T\) = 4\.8\d bits"))
    expect(page.locator("#control-weight")).to_be_hidden()
    expect(page.locator(".of-recorded")).to_contain_text("recorded elsewhere")
    expect(page.locator(".of-neuron")).to_be_hidden()
    expect(page.locator(".graph-partition .xtitle")).to_have_text("activation Y")
    # Back to a neuron: its axes are its own again. The chip that was clicked goes, and the keyboard's place stays near.
    page.locator("#chips button").click()
    expect(page.locator("#new-here")).to_be_focused()
    expect(readout).to_contain_text("By per-weight bins tanh loses information")
    until(page, """() => {
      const [low, high] = document.querySelector('#graph-mi-curve .js-plotly-plot')._fullLayout.yaxis.range;
      return low === 0 && high > 4;
    }""")  # fmt: skip
    drop(page, "scaled.txt", "\n".join(f"{500 + value}" for value in 80 * VALUES))
    page.locator("[name=column-kind][value=column]").check()
    page.locator("#column-scale").check()
    page.locator("#column-use").click()
    expect(readout).to_contain_text("tanh")
    scaled = (VALUES - VALUES.mean()) / VALUES.std()
    expect(readout).to_contain_text(f"H(T) = {bits(np.tanh(5 * scaled), 50)}")
    expect(page.locator("#chips")).to_contain_text("own data (n = 400)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
