"""What folding loses and what the input changes, as files: numbers are the core's, figures say what is drawn."""

import csv
import io
import zipfile

import numpy as np
import oracle
import pytest

from app import server
from minimal_model import BINNINGS, INPUTS, folding, mi_curve, sample_input, verdict


def zipped(address: str) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(server.test_client().get(f"/export/{address}").data)) as archive:
        return {name: list(csv.DictReader(io.StringIO(archive.read(name).decode()))) for name in archive.namelist()}


def test_the_tables_are_the_cores_to_the_last_digit() -> None:
    found = zipped("questions/tables.zip?activation=abs&bias=-0.5&input=laplace&threshold=0.3")
    weights = np.arange(0.1, 20, 0.1)
    assert {row["activation"] for row in found["folding.csv"]} == set(oracle.FOLDING)
    for name in ("gelu", "sin"):
        own = [row for row in found["folding.csv"] if row["activation"] == name]
        places = [int(row["index"]) for row in own]
        assert (places[0], places[-1]) == (0, 198)
        expected = folding(name, bias=-0.5, weights=weights[places], input="laplace")
        assert [float(row["lost_bits"]) for row in own] == expected.tolist()
        assert [row["w"] for row in own] == [f"{(place + 1) / 10:.1f}" for place in places]
    curve = mi_curve(sample_input(input="laplace"), "abs", bias=-0.5, binning="global")
    below = [float(row["below_bits"]) for row in found["seen.csv"] if row["binning"] == "global"]
    assert below == (np.maximum.accumulate(curve) - curve).tolist()
    assert {row["binning"] for row in found["seen.csv"]} == {b for b in BINNINGS if not oracle.refused("abs", b)}
    assert len(found["inputs.csv"]) == len(INPUTS) * 66
    for given in ("normal", "two-bumps"):
        (row,) = (row for row in found["inputs.csv"]
                  if (row["input"], row["activation"], row["binning"]) == (given, "elu", "net-input"))  # fmt: skip
        own = verdict(mi_curve(sample_input(input=given), "elu", bias=-0.5, binning="net-input"), threshold=0.3)
        assert (row["verdict"], float(row["fall_bits"]), float(row["rise_bits"])) == (own.name, own.fall, own.rise)
    assert [row["input"] for row in found["input_entropies.csv"]] == list(INPUTS)


def test_a_formula_has_tables_of_what_is_known_of_it() -> None:
    found = zipped("questions/tables.zip?formula=abs(z)")
    assert "gain.csv" not in found
    rows = [row for row in found["verdicts.csv"] if row["activation"] == "abs(z)"]
    named = [row for row in found["verdicts.csv"] if row["activation"] == "abs"]
    # f is the same; only function-limits needs to know more of it.
    assert [row["binning"] for row in rows] == ["global", "per-weight", "fixed-width"]
    for row in rows:
        (same,) = (other for other in named if other["binning"] == row["binning"])
        assert row["verdict"] == same["verdict"]
        for key in ("fall_bits", "rise_bits"):
            assert float(row[key]) == pytest.approx(float(same[key]), abs=1e-12)


@pytest.mark.parametrize(("panel", "words"), [
    ("folding", ["gaussian, abs, square", "H(branch | Y) in bits", "sin"]),
    ("seen", ["lost by folding", "H(T) below its highest: per-weight"]),
    ("inputs", ["leaky_relu", "function-", "compresses", "verdicts by ruler for every input", "threshold 0.2 bits"]),
])  # fmt: skip
def test_each_is_a_figure_for_paper(panel: str, words: list[str]) -> None:
    for size in ("85", "170", "slide"):
        answer = server.test_client().get(f"/export/questions/figure.svg?panels={panel}&size={size}&threshold=0.2")
        assert answer.status_code == 200
        text = " ".join(answer.get_data(as_text=True).split())
        if size == "slide":  # where no line of the caption is broken
            assert [word for word in words if word not in text] == []
    name = answer.headers["Content-Disposition"].partition("filename=")[2]
    assert name == f"{panel}_tanh_per-weight_m50_n1000_seed0_w5.svg"


def test_the_table_of_verdicts_has_a_square_for_each_input() -> None:
    from matplotlib.figure import Figure

    from minimal_model.plots.verdicts import draw_verdicts

    axes = Figure().add_subplot()
    numbers = np.arange(24).reshape(2, 3, 4) % 3
    draw_verdicts(axes, numbers, ["one", "two"], ["a", "b", "c"], ["compresses", "constant", "grows"])
    (mesh,) = axes.collections
    drawn = np.asarray(mesh.get_array()).reshape(2, 12)
    # The darkest is the first verdict.
    assert np.array_equal(np.unique(drawn, return_inverse=True)[1].reshape(2, 12), numbers.reshape(2, 12))
    assert [text.get_text() for text in axes.texts] == ["one", "two"]
