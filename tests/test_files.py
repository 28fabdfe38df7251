"""Tests of scorer.files: all of a file or nothing of it."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path
from typing import NoReturn

import pytest

from scorer.errors import FzcheckError
from scorer.files import read_bounded, write_atomically


def mode(path: Path) -> int:
    """The permissions of `path`."""
    return stat.S_IMODE(path.stat().st_mode)


def test_content(tmp_path: Path) -> None:
    """A new file, and an old one, has exactly the bytes given; nothing else is left in the folder."""
    path = tmp_path / "卡.json"
    for data in (b"\x00\r\n\xff", b"", "短".encode(), b"x" * 3_000_000):
        write_atomically(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_mode_of_an_old_file_is_kept(tmp_path: Path) -> None:
    """Permissions stay as they were."""
    path = tmp_path / "card.json"
    path.write_bytes(b"old")
    for bits in (0o640, 0o600, 0o755):
        path.chmod(bits)
        write_atomically(path, b"new")
        assert mode(path) == bits


@pytest.mark.parametrize(("mask", "bits"), [(0o022, 0o644), (0o077, 0o600), (0o000, 0o666)])
def test_mode_of_a_new_file_is_what_the_umask_gives(tmp_path: Path, mask: int, bits: int) -> None:
    """A new file has the permissions that any program's would have, and the umask is as before."""
    before = os.umask(mask)
    try:
        write_atomically(tmp_path / "card.json", b"new")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert mode(tmp_path / "card.json") == bits


def test_a_symlink_stays_a_symlink(tmp_path: Path) -> None:
    """Writing through a link writes what it points to, in another folder too."""
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "card.json"
    target.write_bytes(b"old")
    link = tmp_path / "link.json"
    link.symlink_to(Path("real") / "card.json")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["card.json", "link.json", "real"]


def test_a_link_to_nothing(tmp_path: Path) -> None:
    """Writing through a link that points to no file yet makes that file."""
    link = tmp_path / "link.json"
    link.symlink_to("card.json")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "card.json").read_bytes() == b"new"


@pytest.mark.parametrize("call", ["fsync", "replace", "fdopen"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()], ids=["full", "interrupted"])
def test_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, failure: BaseException
) -> None:
    """Whatever goes wrong on the way, the old content stays and no temporary file does."""
    path = tmp_path / "card.json"
    path.write_bytes(b"old")
    real = getattr(os, call)

    def fail(*args: object) -> NoReturn:
        if call == "fdopen":
            real(*args).close()
        raise failure

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(type(failure)):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A file in a folder that does not exist is an error, and the folder is not made."""
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "card.json", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    """A folder, even an empty one, is never replaced by a file."""
    path = tmp_path / "folder"
    path.mkdir()
    with pytest.raises(OSError, match="folder"):
        write_atomically(path, b"new")
    assert path.is_dir()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """What is no ordinary file, as /dev/null or a pipe, is written to and never replaced."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()), daemon=True)
    reader.start()
    write_atomically(path, b"new")
    reader.join(10)
    assert got == [b"new"]
    assert stat.S_ISFIFO(path.stat().st_mode)


@pytest.mark.parametrize(
    ("name", "rule"), [("none", "not-found"), (".", "is-folder"), ("large", "too-large"), ("a\0b", "unreadable")]
)
def test_what_cannot_be_read(tmp_path: Path, name: str, rule: str) -> None:
    """Each way has its rule, and the name that the user gave."""
    (tmp_path / "large").write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(FzcheckError) as found:
        read_bounded(tmp_path / name, 2**20, shown="as named")
    assert (found.value.rule, found.value.path) == (rule, "as named")


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    """All of it, and `-` is a name like any other where standard input is not asked for."""
    (tmp_path / "-").write_bytes(b"x" * 2**20)
    assert len(read_bounded(tmp_path / "-", 2**20)) == 2**20
