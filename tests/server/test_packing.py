"""Packing files: what is kept, what is believed of it, and what is done without."""

import gzip
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from minimal_model.dashboard.server import packing
from minimal_model.dashboard.server.packing import Packing, pack_all, packed_folder

TEXT = "".join(f"line {i * i} of a text that can be packed\n" for i in range(3_000)).encode()
UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
QUICK = len(brotli.compress(TEXT, quality=5))


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be packed as small as it gets."""
    for name, packing_ in packing.PACKINGS.items():
        own = Packing(lambda _: pytest.fail("packed with patience"), packing_.quick, packing_.unpack)
        monkeypatch.setitem(packing.PACKINGS, name, own)  # type: ignore[arg-type]


def unpacked(packed: dict[tuple[bytes, str], bytes]) -> None:
    """Check that each way gives the text back."""
    assert {name: UNPACK[name](body) for (_, name), body in packed.items()} == {"br": TEXT, "gzip": TEXT}


def test_what_was_packed_with_patience_is_found_again(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    folder = tmp_path / "some" / "where"
    first = pack_all([TEXT], folder)
    unpacked(first)
    assert first[TEXT, "br"] == brotli.compress(TEXT, quality=11)
    assert len(first[TEXT, "br"]) < QUICK
    assert sorted(path.suffix for path in folder.iterdir()) == [".br", ".gzip"]
    request.getfixturevalue("hasty")
    assert pack_all([TEXT], folder) == first


@pytest.mark.parametrize("change", [
    lambda _: b"", lambda _: b"no packed bytes", lambda body: body[:-9], lambda body: body[: len(body) // 2],
    lambda body: body[:20] + bytes(40) + body[60:],
])  # fmt: skip
def test_a_kept_file_that_is_broken_is_packed_anew(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    first = pack_all([TEXT], tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(change(path.read_bytes()))
    assert pack_all([TEXT], tmp_path) == first
    assert {path.read_bytes() for path in tmp_path.iterdir()} == set(first.values())


def test_a_kept_file_that_is_another_is_packed_anew(tmp_path: Path) -> None:
    pack_all([TEXT], tmp_path)
    for path in tmp_path.iterdir():
        other = b"alert('another script')"
        path.write_bytes(brotli.compress(other) if path.suffix == ".br" else gzip.compress(other))
    unpacked(pack_all([TEXT], tmp_path))


@pytest.mark.usefixtures("hasty")
def test_where_nothing_can_be_kept_files_are_packed_quickly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", None):
        packed = pack_all([TEXT], folder)
        unpacked(packed)
        assert len(packed[TEXT, "br"]) == QUICK
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_cannot_be_written_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    first = pack_all([TEXT], tmp_path)
    there = sorted(tmp_path.iterdir())

    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    # Root may write everywhere, so that taking the right away would prove nothing.
    for module, name in ((tempfile, "TemporaryFile"), (tempfile, "NamedTemporaryFile"), (os, "utime")):
        monkeypatch.setattr(module, name, refused)
    request.getfixturevalue("hasty")
    assert pack_all([TEXT], tmp_path) == first
    other = pack_all([TEXT + b"."], tmp_path)
    assert {name: UNPACK[name](body) for (_, name), body in other.items()} == dict.fromkeys(UNPACK, TEXT + b".")
    assert sorted(tmp_path.iterdir()) == there


def test_who_has_no_patience_takes_what_is_there(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    first = pack_all([TEXT], tmp_path)
    request.getfixturevalue("hasty")
    assert pack_all([TEXT], tmp_path, patient=False) == first
    other = tmp_path / "other"
    unpacked(pack_all([TEXT], other, patient=False))
    assert not other.exists()


def test_a_full_disk_is_no_reason_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    unpacked(pack_all([TEXT], tmp_path))


def test_what_nobody_asks_for_any_more_is_thrown_away(tmp_path: Path) -> None:
    month = time.time() - 31 * 86_400
    pack_all([b"of an older version" * 9, TEXT], tmp_path)
    stamp = tmp_path / ".packed"
    stamp.touch()
    for path in tmp_path.iterdir():
        os.utime(path, (month, month))
    packed = pack_all([TEXT], tmp_path)
    assert stamp.exists()
    assert {path.read_bytes() for path in tmp_path.iterdir() if path != stamp} == set(packed.values())


def test_files_are_kept_in_the_project_or_among_what_is_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert packed_folder() == Path(__file__).parents[2] / "build" / "packed"
    monkeypatch.setattr(packing, "project_folder", lambda: None)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert packed_folder() == tmp_path / ".cache" / "minimal-model-explorer" / "packed"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert packed_folder() == tmp_path / "other" / "minimal-model-explorer" / "packed"


def test_a_user_without_a_home_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(packing, "project_folder", lambda: None)
    monkeypatch.setattr(Path, "home", none)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert packed_folder() is None
