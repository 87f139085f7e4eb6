"""A study on a real scheduler with two workers, one of which is killed in the middle."""

import subprocess
import sys
from pathlib import Path

import numpy as np
from asking import attempts

import minimal_model as mm
from minimal_model.studies import files

ROOT = Path(mm.__file__).parents[1]


def test_a_killed_worker_loses_no_curve(tmp_path: Path) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        with (tmp_path / f"{len(started)}.log").open("wb") as log:
            started.append(subprocess.Popen(command, cwd=ROOT, stderr=log))
        return started[-1]

    def until_logged(number: int, text: bytes) -> bytes:
        log = tmp_path / f"{number}.log"
        for _ in attempts():
            if text in (content := log.read_bytes()):
                break
            assert started[number].poll() is None, content.decode()
        return content

    path = tmp_path / "table.npz"
    try:
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        log = until_logged(0, b"Scheduler at:")
        address = log.split(b"Scheduler at:")[1].split()[0].decode()
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path)]
        workers = [start("worker", address, *options) for _ in range(2)]
        command = subprocess.Popen(
            [sys.executable, "-m", "minimal_model", "study", "--activations", "tanh,linear",
             "--binnings", "fixed-width", "--bins", "200", "--seeds", "0-399", "--weight-max", "50",
             "--scheduler", address, "--out", str(path)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(command)  # type: ignore[arg-type]
        # Both have work, and some of it is done.
        for number in (1, 2):
            until_logged(number, b"Registered to:")
        partial = path.with_name("table.npz.partial")
        for _ in attempts():
            if partial.exists() and partial.stat().st_size >= 2000:
                break
            assert command.poll() is None
        assert not path.exists()
        workers[0].kill()
        out, told = command.communicate(timeout=60)
        assert command.returncode == 0, told
        assert out == f"{path}: 800 curves\n"
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()
    table = files.read(path)
    for k in (0, 399, 400, 799):
        curve = mm.mi_curve(
            mm.sample_input(1000, k % 400), ("tanh", "linear")[k // 400], binning="fixed-width", width=0.01,
            weights=np.arange(0.25, 50, 0.25),
        )  # fmt: skip
        assert table.results[k].tolist() == [curve[0], curve[-1], curve.max(), curve.min()]
