"""`minimal-model study`: what it writes, how it goes on where it was interrupted, and what it refuses."""

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from asking import attempts

import minimal_model as mm
from minimal_model.command import main
from minimal_model.studies import files

ASKED = ["--activations", "tanh,relu", "--bins", "10,20", "--seeds", "0-2,7", "--biases=-1,0.5", "--weight-max", "5"]
STUDY = mm.specifications(
    activations=["tanh", "relu"], bins=[10, 20], seeds=[0, 1, 2, 7], weight_max=[5], biases=[-1, 0.5]
)  # fmt: skip


def test_it_writes_the_table_as_csv_and_as_arrays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("table.csv", "table.npz"):
        assert main(["study", *ASKED, "--out", str(tmp_path / name)]) == 0
        assert capsys.readouterr().out == f"{tmp_path / name}: 32 curves\n"
        table = files.read(tmp_path / name)
        assert table.specifications == STUDY
        for k in range(0, 32, 7):
            row = STUDY.row(k)
            x = mm.sample_input(1000, row["seed"])
            curve = mm.mi_curve(x, row["activation"], bias=row["bias"], bins=row["bins"],
                                weights=np.arange(0.025, 5, 0.025)[:199])  # fmt: skip
            assert table.results[k].tolist() == [curve[0], curve[-1], curve.max(), curve.min()]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.csv", "table.npz"]
    lines = (tmp_path / "table.csv").read_text().splitlines()
    rows = list(csv.DictReader(lines[1:]))
    assert [float(row["highest"]) for row in rows] == table["highest"].tolist()
    assert [row["activation"] for row in rows] == table["activation"].tolist()
    with np.load(tmp_path / "table.npz") as arrays:
        assert arrays["bias"].tolist() == table["bias"].tolist()


def test_inputs_are_a_choice_of_the_command_too(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    words = ["--activations", "gelu,tanh", "--inputs", "student-t3,uniform", "--samples", "50"]
    assert main(["study", *words, "--out", str(path)]) == 0
    table = files.read(path)
    assert table["input"].tolist() == ["student-t3", "uniform"] * 2
    for k in range(4):
        x = mm.sample_input(50, 0, input=table["input"][k])
        assert table["last"][k] == mm.mi_curve(x, table["activation"][k])[-1]


def test_a_file_that_is_there_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.npz"
    main(["study", *ASKED, "--out", str(path)])
    written = path.read_bytes()
    assert main(["study", *ASKED, "--out", str(path)]) == 0
    assert "were there already" in capsys.readouterr().out
    assert main(["study", "--bins", "9", "--out", str(path)]) == 2
    assert "holds another study" in capsys.readouterr().err
    assert path.read_bytes() == written


@pytest.mark.parametrize("cut", [0, 1, 20, 39, 3 * 40 + 5])
def test_it_goes_on_where_it_was_broken_off(tmp_path: Path, cut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table.csv"
    results = mm.run(STUDY).results
    partly = files.Partial(path, STUDY)
    for start, stop in ((4, 9), (20, 25)):
        partly.add(files.Chunk(start, results[start:stop]))
    partly.close()
    size = partly.path.stat().st_size
    os.truncate(partly.path, size - cut)
    kept = 10 - -(-cut // 40)
    again = files.Partial(path, STUDY)
    assert int(again.is_done.sum()) == kept
    assert again.path.stat().st_size == size - 40 * -(-cut // 40)
    again.close()
    told: list[int] = []
    monkeypatch.setattr(files.Partial, "add", lambda self, chunk: (told.append(len(chunk.results)), add(self, chunk)))
    assert main(["study", *ASKED, "--out", str(path)]) == 0
    assert sum(told) == 32 - kept
    np.testing.assert_array_equal(files.read(path).results, results)
    assert not partly.path.exists()


add = files.Partial.add


def test_another_study_does_not_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    partly = files.Partial(path, STUDY)
    partly.add(files.Chunk(0, mm.run(STUDY).results[:1]))
    partly.close()
    assert main(["study", "--bins", "9", "--out", str(path)]) == 2
    assert "holds another study" in capsys.readouterr().err


def test_a_killed_command_goes_on_in_two_processes(tmp_path: Path) -> None:
    path = tmp_path / "table.npz"
    command = [
        sys.executable, "-m", "minimal_model", "study", "--activations", "tanh,linear", "--binnings", "fixed-width",
        "--bins", "200", "--seeds", "0-199", "--weight-max", "50", "--out", str(path), "--processes",
    ]  # fmt: skip
    process = subprocess.Popen([*command, "1"], stderr=subprocess.DEVNULL)
    partial, head = path.with_name("table.npz.partial"), 1000
    for _ in attempts():
        if partial.exists() and partial.stat().st_size >= head:
            break
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = (partial.stat().st_size - 400) // 40
    done = subprocess.run([*command, "2"], capture_output=True, text=True, check=True)
    assert f"{path}: 400 curves\n" == done.stdout
    assert kept > 0
    table = files.read(path)
    for k in (0, 99, 250, 399):
        curve = mm.mi_curve(
            mm.sample_input(1000, k % 200), ("tanh", "linear")[k // 200], binning="fixed-width", width=0.01,
            weights=np.arange(0.25, 50, 0.25),
        )  # fmt: skip
        assert table.results[k].tolist() == [curve[0], curve[-1], curve.max(), curve.min()]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--bins", "10,x", "--out", "t.csv"], "--bins is 'x'; it must be a whole number"),
        (["--weight-max", "5,", "--out", "t.csv"], "--weight-max is ''; it must be"),
        (["--seeds", "9-0", "--out", "t.csv"], "--seeds is '9-0'"),
        (["--activations", "Tanh", "--out", "t.csv"], "--activations is 'Tanh'; it must be one of sigmoid"),
        (["--inputs", "gauss", "--out", "t.csv"], "--inputs is 'gauss'; it must be one of normal, uniform"),
        (
            ["--activations", "tanh,sin", "--binnings", "net-input", "--out", "t.csv"],
            "--binnings is 'net-input'; it must be one of global, per-weight, function-limits, fixed-width beside sin",
        ),
        (["--out", "t.txt"], "--out must end in .csv or .npz"),
        (["--out", "no/such/folder/t.csv"], "--out no/such/folder/t.csv cannot be read or written: No such file"),
        (["--scheduler", "nonsense://x", "--out", "t.csv"], "--scheduler nonsense://x cannot be reached"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    words: list[str], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["study", *words]) == 2
    told = capsys.readouterr().err
    assert line in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["study"], ["study", "--processes", "0"], ["study", "--processes", "2", "--scheduler", "x"]]
)
def test_what_cannot_be_read_ends_with_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_plain_lines_tell_how_far_it_is_where_there_is_no_bar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    main(["study", *ASKED, "--out", str(tmp_path / "t.csv")])
    assert capsys.readouterr().err == "32 of 32 curves, 0 s left\n"


def test_without_dask_a_scheduler_is_refused_by_the_line_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["study", "--scheduler", "tcp://127.0.0.1:1", "--out", str(tmp_path / "t.csv")]) == 2
    assert 'pip install "minimal-model-explorer[cluster]"' in capsys.readouterr().err
    # Where nothing was computed nothing is left behind.
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_holds_no_study_is_named(tmp_path: Path) -> None:
    contents: dict[str, Any] = {
        "a.csv": b"a,b\n1,2\n",
        "b.csv": b"",
        "c.npz": b"no zip",
        "d.csv": b'# study = {"x": 1}\n',
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ValueError, match=f"{name} holds no study"):
            files.read(tmp_path / name)
