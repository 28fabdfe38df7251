"""Writes files: all of one or nothing of it, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


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
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            # mkstemp makes files that only their owner may read; keep what was there, or what the umask gives
            Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
