"""The files of the pages: their numbers are the core's to the last digit, and hostile addresses get one plain line."""

import csv
import io
import itertools
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import nbformat
import numpy as np
import oracle
import pytest
from scipy.stats import entropy, t

from app import server
from minimal_model import (
    ACTIVATIONS,
    BINNINGS,
    INPUTS,
    Parameters,
    bin_activations,
    decompose_entropy,
    fixed_width_approximation,
    mi_curve,
    population_curve,
    sample_input,
    seed_band,
    verdict,
)
from minimal_model.dashboard import Config, create_app
from minimal_model.dashboard.exports import drawing
from minimal_model.dashboard.pages.figures.kinds import plot_names
from minimal_model.state.notebook import notebook
from minimal_model.state.presets import SOURCE_FIGURES

ROOT = Path(__file__).parents[2]
Rows = list[dict[str, str]]


def get(address: str) -> Any:
    return server.test_client().get(f"/export/{address}")


def saved(address: str) -> tuple[str, bytes]:
    """The name and the bytes of a file."""
    answer = get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.headers["Content-Disposition"].partition("filename=")[2].strip('"'), answer.get_data()


def tables(address: str, delimiter: str = ",", most: int = 10_000_000) -> dict[str, Any]:
    """The README and the rows of each table, of a file of no more than `most` bytes."""
    data = saved(address)[1]
    assert len(data) < most
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    return {
        name: text if name == "README.txt" else list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
        for name, text in texts.items()
    }


def numbers(rows: Rows, column: str) -> list[float]:
    return [float(row[column]) for row in rows]


def line(address: str, status: int) -> str:
    """The one plain line of a refusal."""
    answer = get(address)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype, text.count("\n")) == (status, "text/plain", 1)
    return text


# --- Tables ----------------------------------------------------------------------------------------------------------


def test_the_explorers_tables_are_the_cores_to_the_last_digit() -> None:
    found = tables("explorer/tables.zip?activation=elu&bias=0.3&samples=3000&weight=50&pins=bins:7;weight_max:5")
    assert list(found) == ["README.txt", "curve.csv", "pins.csv", "rulers.csv", "bins.csv", "activations.csv"]
    x = sample_input(3000)
    assert numbers(found["curve.csv"], "mi_bits") == mi_curve(x, "elu", bias=0.3).tolist()
    assert [row["w"] for row in found["curve.csv"]] == [f"{k / 10:.1f}" for k in range(1, 200)]
    first, second = ([row for row in found["pins.csv"] if row["pin"] == number] for number in "12")
    assert numbers(first, "mi_bits") == mi_curve(sample_input(), "tanh", bins=7).tolist()
    weights = np.arange(0.025, 5, 0.025)
    assert numbers(second, "mi_bits") == mi_curve(sample_input(), "tanh", weights=weights).tolist()
    assert [row["w"] for row in second] == [f"{k * 25 / 1000:.3f}" for k in range(1, 200)]
    z = np.arange(0.1, 20, 0.1)[50] * x + 0.3
    counts, edges = np.histogram(np.where(z > 0, z, np.expm1(np.minimum(z, 0))), 50)
    assert [int(row["count"]) for row in found["bins.csv"]] == counts.tolist()
    np.testing.assert_allclose(numbers(found["bins.csv"], "lower"), edges[:-1], rtol=1e-15)
    binned = bin_activations(x, "elu", Parameters().weights[50], bias=0.3)
    assert numbers(found["bins.csv"], "input_upper") == binned.input_edges[1:].tolist()
    assert len(found["activations.csv"]) == 1000
    assert found["rulers.csv"][-1]["binning"] == "noise"
    for row, name in zip(found["rulers.csv"][:-1], BINNINGS, strict=True):
        given = verdict(mi_curve(x, "elu", bias=0.3, binning=name))
        assert row == {
            "binning": name,
            "verdict": given.name,
            "fall_bits": repr(given.fall),
            "rise_bits": repr(given.rise),
        }
    readme = found["README.txt"]
    assert "http://localhost/?activation=elu&bias=0.3&samples=3000&weight=50&pins=bins:7;weight_max:5\n" in readme
    for text in ("activation = elu\n", "bias = 0.3\n", "pin 2 = weight_max:5\n", f"{binned.entropy!r} bits\n"):
        assert text in readme
    for name, rows in found.items():
        if name != "README.txt":
            assert all(f"\n  {column} " in readme for column in rows[0])


def test_the_switches_are_columns_of_the_curve() -> None:
    state = "activation=softplus&binning=fixed-width&samples=500&width=0.2"
    assert list(tables(f"explorer/tables.zip?{state}")["curve.csv"][0]) == ["index", "w", "mi_bits"]
    found = tables(f"explorer/tables.zip?{state}&population=on&band=on&why=on")
    x, arguments = sample_input(500), {"bins": 50, "binning": "fixed-width", "width": 0.2}
    band = seed_band("softplus", size=500, **arguments)
    expected = {
        "population_bits": population_curve(x, "softplus", **arguments),
        "band_lower_bits": band.lower,
        "band_upper_bits": band.upper,
        "approximation_bits": fixed_width_approximation(x, "softplus", width=0.2).approximation,
    }
    assert list(found["curve.csv"][0])[3:] == list(expected)
    for name, values in expected.items():
        assert numbers(found["curve.csv"], name) == values.tolist()
    assert "Population curve: at w = 5 the sample lies" in found["README.txt"]


def test_a_decimal_comma_is_another_writing_of_the_same_numbers() -> None:
    point, comma = (
        tables(f"explorer/tables.zip?activation=relu&decimal={sign}", delimiter)
        for sign, delimiter in (("point", ","), ("comma", ";"))
    )
    for name in point.keys() - {"README.txt"}:
        assert [list(row.values()) for row in point[name]] == [
            [value.replace(",", ".") for value in row.values()] for row in comma[name]
        ]
    assert comma["curve.csv"][0]["w"] == "0,1"
    assert "semicolons" in comma["README.txt"]


@pytest.mark.parametrize(("width", "samples", "listed"), [
    (0.01, 1000, "all"), (0.001, 1000, "occupied"), (0.001, 1_000_000, "none"),
])  # fmt: skip
def test_a_file_lists_no_more_bins_than_anybody_reads(width: float, samples: int, listed: str) -> None:
    state = {"activation": "linear", "binning": "fixed-width", "width": width, "weight": 197, "weight_max": 100}
    found = tables("explorer/tables.zip?" + urlencode(state | {"samples": samples}))
    # The bins cover the whole sweep, up to 99.5; the weight is 99.
    x = np.sort(sample_input(samples))
    first, last = np.floor(99.5 * x[[0, -1]] / width)
    every = np.arange(first, last + 1)
    held, counts = np.unique(np.floor(99.0 * x / width), return_counts=True)
    rows = found["bins.csv"]
    notes = [note for note in found["README.txt"].splitlines() if note.startswith("bins: ")]
    if listed == "all":
        assert (every.size, notes) == (len(rows), [])
        assert sum(int(row["count"]) for row in rows) == samples
    elif listed == "occupied":
        assert notes == [f"bins: {held.size:,} of {every.size:,}, those that hold samples"]
        assert [int(row["count"]) for row in rows] == counts.tolist()
        np.testing.assert_allclose(numbers(rows, "lower"), held * width, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(numbers(rows, "upper"), (held + 1) * width, rtol=1e-12, atol=1e-12)
    else:
        assert notes == [f"bins: none of {every.size:,}, since {held.size:,} of them hold samples"]
        assert rows == []
    # What else the file has is there in any case.
    assert len(found["curve.csv"]) == 199
    assert len(found["activations.csv"]) == 1000


def test_the_tables_of_the_questions_are_the_cores() -> None:
    found = tables("questions/tables.zip?activation=relu&bias=-0.5&bins=20&threshold=0.3")
    x, split = sample_input(), decompose_entropy(sample_input(), "relu", bias=-0.5, bins=20)
    measured = [pair for pair in itertools.product(ACTIVATIONS, BINNINGS) if not oracle.refused(*pair)]
    assert len(found["curves.csv"]) == len(measured) * 199
    assert [(row["activation"], row["binning"]) for row in found["verdicts.csv"]] == measured
    for name in BINNINGS:
        own = [row for row in found["curves.csv"] if (row["activation"], row["binning"]) == ("tanh", name)]
        assert numbers(own, "mi_bits") == mi_curve(x, "tanh", bias=-0.5, bins=20, binning=name).tolist()
        (row,) = (row for row in found["verdicts.csv"] if (row["activation"], row["binning"]) == ("tanh", name))
        given = verdict(mi_curve(x, "tanh", bias=-0.5, bins=20, binning=name), threshold=0.3)
        assert (row["verdict"], float(row["fall_bits"])) == (given.name, given.fall)
    assert numbers(found["split.csv"], "conditional_bits") == split.conditional.tolist()
    assert sum(int(row["count"]) for row in found["joint.csv"]) == 1000
    assert float(found["gain.csv"][-1]["bits"]) == pytest.approx(split.entropy[49], abs=1e-12)
    assert "?activation=relu&bias=-0.5&bins=20\n" in found["README.txt"]


def test_the_answers_of_a_function_that_folds_say_which_rulers_are_not_for_it() -> None:
    found = tables("questions/tables.zip?activation=sin&weight=150&bins=20")
    gain = {row["step"]: float(row["bits"]) for row in found["gain.csv"]}
    x, weight = sample_input(), Parameters().weights[150]
    counts = np.histogram(np.sin(weight * x), 20)[0]
    assert gain["H(T)"] == pytest.approx(entropy(counts, base=2), abs=1e-12)
    assert sum(list(gain.values())[:-1]) == pytest.approx(gain["H(T)"], abs=1e-9)
    assert gain["folding"] < -0.1
    svg = saved("questions/figure.svg?activation=sin&weight=150&bins=20")[1].decode()
    for name in BINNINGS:
        assert (f"{name}: not for sin" in svg) == oracle.refused("sin", name)


def test_the_pieces_of_bins_that_fold_are_a_table_of_their_own() -> None:
    found = tables("explorer/tables.zip?activation=abs&weight=9&bins=10")
    assert "pieces.csv: " in found["README.txt"]
    assert list(found["bins.csv"][0]) == ["bin", "lower", "upper", "count"]
    x = np.sort(sample_input())
    cuts = numbers(found["pieces.csv"], "input_lower")[1:]
    own = np.array([int(row["bin"]) for row in found["pieces.csv"]])[np.searchsorted(cuts, x, side="right")]
    counts = np.histogram(np.abs(x), 10)[0]
    assert np.bincount(own, minlength=10).tolist() == counts.tolist()
    assert [int(row["count"]) for row in found["bins.csv"]] == counts.tolist()


FORMULAS = ["log(z)", "log(z + 9)", "1/z", "exp(z)**9", "z - floor(z)", "nonsense(", "3"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_is_an_error_of_the_server(text: str) -> None:
    query = urlencode({"formula": text, "input": "student-t3", "population": "on", "band": "on", "why": "on",
                       "binning": "fixed-width", "width": 0.5, "pins": f"formula:{text};input:laplace"})  # fmt: skip
    for file in ("figure.svg?panels=curve,strip,partition,activation&", "tables.zip?", "notebook.ipynb?"):
        assert get(f"explorer/{file}{query}").status_code == 200
    for file in ("figure.svg?panels=equalisation,split,joint&", "tables.zip?"):
        assert get(f"questions/{file}{query}").status_code == 200
    assert get(f"figures/tables.zip?figure={SOURCE_FIGURES[0].name}&{query}").status_code == 200


def test_the_files_of_another_input_are_of_that_input() -> None:
    found = tables("explorer/tables.zip?input=exponential&population=on&samples=400")
    x = sample_input(400, input="exponential")
    assert numbers(found["curve.csv"], "mi_bits") == mi_curve(x, "tanh").tolist()
    assert numbers(found["curve.csv"], "population_bits") == population_curve(x, "tanh", input="exponential").tolist()
    name, data = saved("explorer/figure.svg?input=exponential&population=on&samples=400")
    assert name == "mi_tanh_per-weight_m50_n400_seed0_exponential.svg"
    assert "exponential, minus 1 itself" in data.decode()
    rows = tables("questions/tables.zip?input=student-t3")["equalisation.csv"]
    expected = t(3, scale=np.sqrt(1 / 3)).cdf(numbers(rows, "x"))
    np.testing.assert_allclose(numbers(rows, "inputs_below"), expected, rtol=1e-12, atol=1e-15)
    assert saved("explorer/figure.svg?formula=abs(z)")[0] == "mi_formula_per-weight_m50_n1000_seed0.svg"


@pytest.mark.parametrize("figure", SOURCE_FIGURES, ids=lambda figure: figure.name)
def test_the_tables_and_the_drawing_of_every_figure(figure: Any) -> None:
    found = tables(f"figures/tables.zip?figure={figure.name}&bias=1.5&samples=200")
    assert f"http://localhost/figures?samples=200&bias=1.5#figure-{figure.name}\n" in found["README.txt"]
    plots = set(plot_names(figure))
    assert all({row["plot"] for row in rows} == plots for name, rows in found.items() if name != "README.txt")
    if figure.kind == "curve" and not figure.presets[0].parameters.population:
        p = figure.presets[-1].parameters
        own = [row for row in found["curves.csv"] if row["plot"] == figure.presets[-1].name]
        x = sample_input(200, p.seed, p.draw)
        assert numbers(own, "mi_bits") == mi_curve(x, **(p.curve_arguments | {"bias": 1.5})).tolist()
    if figure.kind == "strip":
        assert sum(int(row["count"]) for row in found["bins.csv"]) == 200 * len(plots)
    name, data = saved(f"figures/figure.svg?figure={figure.name}&size=170")
    assert (name, data[:5]) == (f"figure-{figure.name}.svg", b"<?xml")


# --- Notebooks -------------------------------------------------------------------------------------------------------

STATES = [
    {"activation": activation, "binning": BINNINGS[k % 6], "bias": (-1.5, 0.0, 2.0)[k % 3], "samples": 500 + k,
     "estimator": ("plug-in", "miller-madow")[k % 2], "draw": k % 2, "weight": 15 * k}
    for k, activation in enumerate(ACTIVATIONS)
] + [{"activation": name, "binning": binning, "bias": -2.0, "weight": 198}
     for name in ("sigmoid", "erf", "gelu") for binning in BINNINGS
] + [{"input": name, "samples": 777, "activation": "tanh"} for name in INPUTS] + [
    {"input": "logistic", "formula": "erf(z) * sigmoid(z) + z", "binning": "fixed-width"},
]  # fmt: skip


def code_of(text: str) -> list[str]:
    document = nbformat.reads(text, as_version=4)
    nbformat.validate(document)
    return [cell.source for cell in document.cells if cell.cell_type == "code"]


def test_notebooks_run_and_give_the_number_of_the_page() -> None:
    """All of them in one Python, each cell by itself and in its own namespace; nothing but NumPy is imported."""
    books, expected = [], []
    for state in STATES:
        p, _ = Parameters.corrected(state)
        books.append(code_of(notebook(p, "http://localhost/")))
        bits = bin_activations(
            sample_input(p.samples, p.seed, p.draw, p.input), weight=p.chosen_weight, **p.curve_arguments
        ).entropy
        expected.append(f"I(X;T) = {bits:.4f} bits")
    program = """
import json, sys
for cells in json.load(sys.stdin):
    variables = {"__name__": "__main__"}
    for cell in cells:
        exec(compile(cell, "cell", "exec"), variables)
assert not {"scipy", "minimal_model", "matplotlib"} & set(sys.modules)
"""
    run = subprocess.run([sys.executable, "-W", "error", "-c", program], input=json.dumps(books), capture_output=True,
                         text=True, cwd=ROOT / "docs", check=False)  # fmt: skip
    assert run.stderr == ""
    assert run.stdout.splitlines() == expected


def test_a_notebook_comes_with_its_address_and_corrected_values() -> None:
    name, data = saved("explorer/notebook.ipynb?bins=1e9&activation=relu&pins=bins:7&nonsense=1")
    assert name == "mi_relu_per-weight_m256_n1000_seed0_w5.ipynb"
    assert "<http://localhost/?activation=relu&bins=256&pins=bins:7>" in data.decode()
    assert "m = 256" in "\n".join(code_of(data.decode()))


# --- Addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "name"), [
    ("explorer/figure.svg", "mi_tanh_per-weight_m50_n1000_seed0.svg"),
    ("explorer/figure.pdf?bias=-1&seed=7&weight_max=5&draw=1&estimator=miller-madow",
     "mi_tanh_per-weight_m50_n1000_seed7_draw1_b-1_wmax5_miller-madow.pdf"),
    ("explorer/figure.png?panels=strip&binning=fixed-width&width=0.25",
     "mi_tanh_fixed-width_width0.25_n1000_seed0_w5.png"),
    ("explorer/tables.zip?activation=relu", "mi_relu_per-weight_m50_n1000_seed0_tables.zip"),
    ("questions/figure.svg?panels=split", "split_tanh_per-weight_m50_n1000_seed0_w5.svg"),
    ("questions/figure.svg?panels=global,joint", "answers_tanh_per-weight_m50_n1000_seed0_w5.svg"),
    ("figures/tables.zip?figure=biases&seed=3&bias=0.5", "figure-biases_seed3_b0.5_tables.zip"),
])  # fmt: skip
def test_a_file_is_named_after_its_state(address: str, name: str) -> None:
    assert saved(address)[0] == name


@pytest.mark.parametrize(("bad", "good"), [
    ("bins=1e9&panels=nowhere&size=90&caption=maybe&x=1", "bins=256"),
    ("bins=7&bins=9&title=", "bins=9"),
    ("pins=nonsense;bins:7&title=%20%20", "pins=bins:7"),
    ("panels=strip,curve,strip", "panels=curve,strip"),
])  # fmt: skip
def test_a_bad_address_gives_the_nearest_file(bad: str, good: str) -> None:
    assert saved(f"explorer/figure.svg?{bad}") == saved(f"explorer/figure.svg?{good}")


def test_what_was_corrected_stands_in_the_readme() -> None:
    readme = tables("explorer/tables.zip?bins=1e9&decimal=x&nonsense=1&pins=what")["README.txt"]
    for text in ("bins “1e9” became 256", "decimal “x” became point", "“nonsense” is no parameter", "“what” is no pin"):
        assert f"Corrected: {text}.\n" in readme


@pytest.mark.parametrize(("address", "status"), [
    ("explorer/figure.svg?title=" + "x" * 161, 400), ("explorer/figure.svg?title=a%0Ab", 400),
    ("explorer/figure.svg?title=%00", 400), ("explorer/tables.zip?title=%E2%80%A8", 400),
    ("figures/figure.svg", 404), ("figures/tables.zip?figure=%00", 404), ("explorer/figure.gif", 404),
    ("figures/notebook.ipynb", 404), ("nowhere/figure.svg", 404), ("explorer/", 404),
])  # fmt: skip
def test_what_cannot_be_corrected_is_one_plain_line(address: str, status: int) -> None:
    line(address, status)


@pytest.mark.parametrize("query", [
    "%ff=%fe&title=%ff", "pins=%00;;;,,,:::&panels=,,,", "activation=<script>&title=<script>alert(1)</script>",
    "seed=-1&samples=1e400&weight=nan&width=inf", "&".join(f"k{k}=1" for k in range(300)), "title=😀𝕏&size[]=1",
])  # fmt: skip
@pytest.mark.parametrize("page", ["explorer", "questions", "figures"])
def test_hostile_addresses_are_drawn_or_refused(page: str, query: str) -> None:
    own = "figure=saxe-2b&" if page == "figures" else ""
    for file in ("figure.svg", "tables.zip"):
        answer = get(f"{page}/{file}?{own}{query}")
        assert answer.status_code == 200 or (answer.status_code == 400 and "title" in answer.get_data(as_text=True))
        assert b"<script" not in answer.get_data()


def test_the_same_address_gives_the_same_bytes() -> None:
    for file in ("figure.svg", "figure.pdf", "figure.png", "tables.zip", "notebook.ipynb"):
        address = f"explorer/{file}?activation=selu&pins=bins:7"
        assert saved(address) == saved(address)


def test_below_a_prefix_the_readme_names_the_browsers_address() -> None:
    below = create_app(ROOT / "assets", Config(path_prefix="/lab/", prefix_stripped=True), patient=False).server
    with zipfile.ZipFile(io.BytesIO(below.test_client().get("/export/questions/tables.zip?bins=7").data)) as archive:
        assert "http://localhost/lab/questions?bins=7\n" in archive.read("README.txt").decode()
    kept = create_app(ROOT / "assets", Config(path_prefix="/lab/"), patient=False).server.test_client()
    assert kept.get("/lab/export/explorer/figure.svg").status_code == 200
    assert kept.get("/export/explorer/figure.svg").status_code == 404


# --- Few at a time ---------------------------------------------------------------------------------------------------


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Drawings that take until they are let go."""
    go, draw = threading.Event(), drawing.file_bytes

    def slow(*arguments: Any) -> bytes:
        assert go.wait(30)
        return draw(*arguments)

    monkeypatch.setattr(drawing, "file_bytes", slow)
    yield go
    go.set()


def test_who_comes_while_others_wait_is_told_when_to_come_again(held: threading.Event) -> None:
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(get, "explorer/figure.svg") for _ in range(drawing.MOST_AT_ONCE)]
        while drawing.places._value:
            threading.Event().wait(0.01)
        answer = get("explorer/figure.png")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert "drawn" in line("explorer/figure.svg", 503)
        assert get("explorer/tables.zip").status_code == 200  # tables need no drawing
        held.set()
        assert [each.result().status_code for each in waiting] == [200, 200]
    assert get("explorer/figure.svg").status_code == 200


def test_a_drawing_that_fails_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> bytes:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(drawing, "file_bytes", broken)
        for _ in range(drawing.MOST_AT_ONCE + 1):
            assert get("explorer/figure.svg").status_code == 500
    assert get("explorer/figure.svg").status_code == 200


def test_matplotlib_comes_with_the_first_figure_and_not_before(tmp_path: Path) -> None:
    program = """
import sys
from app import server
client = server.test_client()
there = []
for address in ("/", "/export/explorer/tables.zip", "/export/explorer/notebook.ipynb", "/export/explorer/figure.svg"):
    assert client.get(address).status_code == 200
    there.append("matplotlib" in sys.modules)
print(there, "matplotlib.pyplot" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split("\n")[-2] == "[False, False, False, True] False"


def test_in_a_read_only_container_the_list_of_fonts_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fontlist.json").write_text("{}")
    monkeypatch.setenv(drawing.FOLDER, str(tmp_path))
    drawing.with_writable_font_cache()
    assert drawing.os.environ[drawing.FOLDER] == str(tmp_path)
    monkeypatch.setattr(drawing.os, "access", lambda *_: False)
    drawing.with_writable_font_cache()
    copy = Path(drawing.os.environ[drawing.FOLDER])
    assert copy != tmp_path
    assert (copy / "fontlist.json").read_text() == "{}"
