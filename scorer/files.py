"""Reads files that must not be too large, and writes them: all of one or nothing of it, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from scorer.errors import FzcheckError


def read_bounded(path: str | Path, limit: int, *, stdin: bool = False, shown: str = "") -> bytes:
    """
    The bytes of the file at `path`.

    Args:
        limit: how many bytes it may have, a multiple of a MB.
        stdin: whether "-" is standard input.
        shown: what messages call it; its path if not given.

    Raises:
        FzcheckError: not-found, is-folder, unreadable, too-large.
    """
    named = shown or str(path)
    try:
        if stdin and path == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(limit + 1)
    except FileNotFoundError:
        raise FzcheckError("not-found", named) from None
    except IsADirectoryError:
        raise FzcheckError("is-folder", named) from None
    except (OSError, ValueError) as error:
        # ValueError: a NUL in the path
        raise FzcheckError("unreadable", named, reason=getattr(error, "strerror", None) or str(error)) from None
    if len(data) > limit:
        raise FzcheckError("too-large", named, size=f"> {limit // 2**20}", limit=limit // 2**20)
    return data


def write_atomically(path: Path, data: bytes) -> None:
    """
    Makes `data` the content of `path`: the old content stays until the new one is complete.

    Raises:
        OSError: it could not be written; `path` is as it was.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        # /dev/null, a pipe: written to, never replaced
        path.write_bytes(data)
        return
    target = Path(os.path.realpath(path))
    staged = _staged(target, data)
    try:
        staged.replace(target)
    except BaseException:
        _remove(staged)
        raise


def write_together(files: dict[Path, bytes]) -> None:
    """
    Makes each of `files` the content of its path, all of them or none; a link is replaced, never followed.

    They are put in place in their order, so that whoever is stopped in between has the later ones as they were.

    Raises:
        OSError: one could not be written; all are as they were.
    """
    before = {path: None if path.is_symlink() or not path.exists() else path.read_bytes() for path in files}
    staged: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for path, data in files.items():
            staged[path] = _staged(path, data)
        for path, name in staged.items():
            name.replace(path)
            placed.append(path)
    except BaseException:
        for path in placed:
            _put_back(path, before[path])
        for path in set(staged) - set(placed):
            _remove(staged[path])
        raise


def _staged(target: Path, data: bytes) -> Path:
    """A new file beside `target` that holds `data`, all of it on disk, with the permissions that `target` has or would have."""
    import tempfile  # only where something is written

    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            # mkstemp makes files that only their owner may read; keep what was there, or what the umask gives
            Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    except BaseException:
        _remove(Path(name))
        raise
    return Path(name)


def _put_back(path: Path, data: bytes | None) -> None:
    with contextlib.suppress(OSError):
        if data is None:
            path.unlink()
        else:
            write_atomically(path, data)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
