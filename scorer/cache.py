"""
Keeps what was computed from a file, under the digest of all it was computed from; never the only copy of anything.

A cache that cannot be read or written costs time and nothing else. FZCHECK_CACHE names another folder; empty turns it off.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

import msgspec

_Record = TypeVar("_Record", bound=msgspec.Struct)
# So many records are kept, the newest: as many as a person has checklists, each in a few editions.
_KEPT = 32
# The modules that have a say in what is kept.
_MAKERS = (
    "model.py", "compiled.py", "terms.py", "vocabulary.py", "fold.py", "checklist.py", "extend.py", "lint.py", "yamltree.py"
)  # fmt: skip
_writes = ContextVar("_writes", default=True)


@contextlib.contextmanager
def only_read() -> Iterator[None]:
    """Inside, nothing is put into a cache."""
    token = _writes.set(False)
    try:
        yield
    finally:
        _writes.reset(token)


class Cache:
    """The place of one record: `kind` and the `digest` of its sources, and of the code that makes it."""

    def __init__(self, kind: str, digest: str) -> None:
        base = _folder()
        self._path = base / f"{kind}-{digest[:32]}-{_code()}.msgpack" if base else None

    def get(self, record: type[_Record]) -> _Record | None:
        """The record kept here, or None."""
        if self._path is None:
            return None
        try:
            return msgspec.msgpack.decode(self._path.read_bytes(), type=record)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def put(self, record: msgspec.Struct) -> None:
        """Keeps `record`, if the folder lets it."""
        if self._path is None or not _writes.get():
            return
        from scorer.files import write_atomically  # brings in tempfile, which reading does without

        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, msgspec.msgpack.encode(record))
            _prune(self._path.parent)


def _prune(folder: Path) -> None:
    """
    Removes all but the newest records, and what writers that were stopped have left.

    Another process may do so at the same time, or be about to read what is removed: it finds no record, and makes one.
    """
    found: list[tuple[int, Path]] = []
    for path in (*folder.glob("*.msgpack"), *folder.glob(".*.msgpack.*")):
        with contextlib.suppress(OSError):  # gone by now
            found.append((path.stat().st_mtime_ns, path))
    for _, path in sorted(found, reverse=True)[_KEPT:]:
        with contextlib.suppress(OSError):
            path.unlink()


def _folder() -> Path | None:
    named = os.environ.get("FZCHECK_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    if base:
        return Path(base) / "fzcheck"
    with contextlib.suppress(RuntimeError):  # a user without a home
        return Path.home() / ".cache" / "fzcheck"
    return None


def _code() -> str:
    """Changes whenever the code that fills the cache does, in a working tree too."""
    newest = 0
    for name in _MAKERS:
        with contextlib.suppress(OSError):
            stat = (Path(__file__).parent / name).stat()
            newest = hash((newest, stat.st_mtime_ns, stat.st_size)) & 0xFFFFFFFFFFFF
    return f"{newest:012x}"
