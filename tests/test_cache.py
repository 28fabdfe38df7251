"""Tests of scorer.cache: what is kept is used, and what cannot be kept costs nothing but time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest
from conftest import write_checklist
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorer import checklist
from scorer.cache import _MAKERS as MAKERS
from scorer.cache import Cache
from scorer.compiled import Compiled
from scorer.model import Change


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that is not there yet."""
    path = tmp_path / "cache" / "fzcheck"
    monkeypatch.setenv("FZCHECK_CACHE", str(path))
    return path


@pytest.fixture
def name(tmp_path: Path) -> str:
    """A checklist to load."""
    return write_checklist(tmp_path / "checklists")


@pytest.fixture
def built(name: str) -> Compiled:
    """What the checklist comes to without any cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FZCHECK_CACHE", "")
        return checklist.load(name)


def no_building(*_: object) -> NoReturn:
    """Stands in for the compiler where the cache should be enough."""
    raise AssertionError("built, though it was kept")


def kept_file(folder: Path) -> Path:
    """The one file in the cache."""
    [path] = folder.iterdir()
    return path


def test_what_was_kept_is_used(folder: Path, name: str, built: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time a checklist is loaded it is not built again, and is the same, its bytes too."""
    assert checklist.load(name) == built
    assert kept_file(folder).is_file()
    monkeypatch.setattr(checklist, "build", no_building)
    again = checklist.load(name)
    assert again == built
    assert msgspec.json.encode(again) == msgspec.json.encode(built)


def test_empty_turns_it_off(tmp_path: Path, name: str, built: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    """FZCHECK_CACHE set to nothing keeps nothing, here or in the home folder."""
    monkeypatch.setenv("FZCHECK_CACHE", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert checklist.load(name) == built
    assert {path.name for path in tmp_path.iterdir()} == {"checklists"}


def test_a_change_of_content_is_noticed(folder: Path, name: str, built: Compiled) -> None:
    """A checklist that was edited is built anew."""
    checklist.load(name)
    path = Path(name)
    path.write_text(path.read_text(encoding="utf-8").replace("小清单", "新清单"), encoding="utf-8")
    edited = checklist.load(name)
    assert (edited.checklist.title, built.checklist.title) == ("新清单", "小清单")
    assert len(list(folder.iterdir())) == 2


def test_a_mistake_is_never_kept(folder: Path, name: str) -> None:
    """A checklist with a mistake fails each time, and leaves nothing in the cache."""
    path = Path(name)
    path.write_text(path.read_text(encoding="utf-8").replace("years: 2021-2025", "years: x"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Exception, match="bad-years"):
            checklist.load(name)
    assert not folder.exists()


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_a_file_cut_short(folder: Path, name: str, built: Compiled, cut: int) -> None:
    """A cached file that is not all there is built anew, and put right."""
    checklist.load(name)
    path = kept_file(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    assert checklist.load(name) == built
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "data", [b"\xff" * 100, b"{}", msgspec.msgpack.encode(["x"]), msgspec.msgpack.encode(Change("1", "x"))]
)
def test_a_file_of_something_else(folder: Path, name: str, built: Compiled, data: bytes) -> None:
    """A cached file that holds something else is built anew."""
    checklist.load(name)
    kept_file(folder).write_bytes(data)
    assert checklist.load(name) == built


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_none(folder: Path, data: st.DataObject) -> None:
    """Whatever a byte is changed to, reading gives a record or None and never an error."""
    cache = Cache("change", "0" * 64)
    cache.put(Change("版本", "改动" * 20))
    path = kept_file(folder)
    damaged = bytearray(path.read_bytes())
    damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged)
    assert isinstance(cache.get(Change), Change | None)


def test_a_folder_in_the_way(folder: Path, name: str, built: Compiled) -> None:
    """A folder where the cached file should be costs time only."""
    checklist.load(name)
    path = kept_file(folder)
    path.unlink()
    path.mkdir()
    assert checklist.load(name) == built
    assert list(folder.iterdir()) == [path]


def test_a_file_where_the_folder_should_be(folder: Path, name: str, built: Compiled) -> None:
    """A cache folder that cannot be made costs time only, and the file in its place stays."""
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.write_text("x", encoding="utf-8")
    assert checklist.load(name) == built
    assert folder.parent.read_text(encoding="utf-8") == "x"


def test_a_folder_that_may_only_be_read(
    folder: Path, name: str, built: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache folder without leave to write in it costs time only; the superuser's leave is taken away too."""
    folder.mkdir(parents=True)

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    folder.chmod(0o555)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert checklist.load(name) == built
    assert list(folder.iterdir()) == []


def test_a_read_only_cache_is_still_read(
    folder: Path, name: str, built: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in a cache folder that may only be read is used."""
    checklist.load(name)
    folder.chmod(0o555)
    monkeypatch.setattr(checklist, "build", no_building)
    assert checklist.load(name) == built


def test_no_home(name: str, built: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a home folder loads checklists all the same."""
    for variable in ("FZCHECK_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)

    def homeless() -> NoReturn:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert checklist.load(name) == built


def test_kinds_and_digests_are_kept_apart(folder: Path) -> None:
    """What is kept under one kind and digest is not found under another."""
    Cache("a", "0" * 64).put(Change("1", "x"))
    assert Cache("a", "0" * 64).get(Change) == Change("1", "x")
    assert Cache("b", "0" * 64).get(Change) is None
    assert Cache("a", "1" * 64).get(Change) is None
    assert len(list(folder.iterdir())) == 1


def test_a_change_of_code_is_noticed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another state of the code has kept is not used."""
    Cache("a", "0" * 64).put(Change("1", "x"))
    assert list(folder.iterdir())
    copy = tmp_path / "scorer"
    copy.mkdir()
    (copy / "terms.py").write_text("# newer\n", encoding="utf-8")
    monkeypatch.setattr("scorer.cache.__file__", str(copy / "cache.py"))
    assert Cache("a", "0" * 64).get(Change) is None


def test_no_more_than_a_number_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest records stay, the one just put among them; older ones go, and so does what stopped writers left."""
    monkeypatch.setattr("scorer.cache._KEPT", 3)
    folder.mkdir(parents=True)
    other = folder / "notes.txt"
    other.write_text("x", encoding="utf-8")
    left = folder / ".a-0-0.msgpack.tmp"
    left.write_bytes(b"x")
    os.utime(left, ns=(0, 0))
    for number in range(6):
        cache = Cache("a", f"{number}" * 64)
        cache.put(Change("1", f"{number}"))
        [path] = folder.glob(f"a-{number}*")
        os.utime(path, ns=(number, number + 1))
    assert [cache is not None for cache in (Cache("a", f"{n}" * 64).get(Change) for n in range(6))] == [False] * 3 + [
        True
    ] * 3
    assert {path.name for path in folder.iterdir() if path.suffix != ".msgpack"} == {"notes.txt"}


@pytest.mark.usefixtures("folder")
def test_pruning_by_several_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that another process has removed meanwhile is no error, and one that cannot be removed stays."""
    monkeypatch.setattr("scorer.cache._KEPT", 1)
    Cache("a", "0" * 64).put(Change("1", "x"))
    remove = Path.unlink
    raised: list[type[OSError]] = []

    def gone(path: Path, **_: object) -> None:
        if path.suffix != ".msgpack":
            remove(path)
            return
        error = PermissionError if raised else FileNotFoundError
        raised.append(error)
        raise error(errno.EACCES, "x")

    monkeypatch.setattr(Path, "unlink", gone)
    for number in (1, 2):
        Cache("a", f"{number}" * 64).put(Change("1", "x"))
        assert Cache("a", f"{number}" * 64).get(Change) == Change("1", "x")
    assert FileNotFoundError in raised
    assert PermissionError in raised


@pytest.mark.usefixtures("folder")
def test_every_module_that_has_a_say_in_what_is_kept(name: str) -> None:
    """A change in any module that building a checklist runs, its errors and the cache itself apart, is noticed."""
    code = (
        "import sys; from scorer import checklist; checklist.load(sys.argv[1]);"
        "print(*(n for n in sys.modules if n.startswith('scorer.')))"
    )
    result = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)
    used = {module.removeprefix("scorer.") + ".py" for module in result.stdout.split()}
    assert used - {"errors.py", "cache.py", "files.py"} <= set(MAKERS)
