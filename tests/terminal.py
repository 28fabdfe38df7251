"""A pseudo-terminal in which fzcheck runs, for tests that type."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from conftest import environment

# Makes the pseudo-terminal the one that Ctrl-C and a hang-up come from; the rest of the arguments is fzcheck's.
_START = """\
import fcntl, os, resource, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
limit = int(sys.argv[1])
if limit >= 0:
    # What measures coverage writes files as well.
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        del os.environ[name]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
if sys.argv[2] == "deaf":
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
os.execv(sys.executable, [sys.executable, "-m", "scorer", *sys.argv[3:]])
"""
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_PATIENCE = 30


class Terminal:
    """A program in a terminal of 200 columns; `text` is all that it has shown, `seen` how much of that was waited for."""

    def __init__(self, master: int, program: subprocess.Popen[bytes]) -> None:
        self.program = program
        self.text = ""
        self.seen = 0
        self._master = master
        self._raw = b""

    def until(self, wanted: str) -> str:
        """What was shown from where the last wait ended to the end of `wanted`."""
        end = time.monotonic() + _PATIENCE
        while (at := self.text.find(wanted, self.seen)) < 0:
            assert time.monotonic() < end, f"{wanted!r} did not come, but {self.text[self.seen :]!r}"
            assert self._more(), f"the program ended, and {wanted!r} did not come, but {self.text[self.seen :]!r}"
        shown = self.text[self.seen : at + len(wanted)]
        self.seen = at + len(wanted)
        return shown

    def type(self, typed: str | bytes, then: str) -> str:
        """What was shown from typing a line until `then`."""
        os.write(self._master, (typed.encode() if isinstance(typed, str) else typed) + b"\n")
        return self.until(then)

    def press(self, key: bytes) -> None:
        """Presses a key."""
        os.write(self._master, key)

    def interrupt(self, how: Callable[[], object]) -> None:
        """
        Breaks the program off: `how` is done until it ends.

        Python notices a signal that comes in the moment before it waits for a line only with the next one.
        """
        for _ in range(_PATIENCE // 5):
            how()
            with suppress(subprocess.TimeoutExpired):
                self.program.wait(5)
                return

    def close(self) -> None:
        """Closes the window."""
        os.close(self._master)
        self._master = -1

    def end(self) -> tuple[int, str]:
        """The exit status, and what was shown at last."""
        while self._master >= 0 and self._more():
            pass
        shown, self.seen = self.text[self.seen :], len(self.text)
        return self.program.wait(_PATIENCE), shown

    def _more(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], _PATIENCE)
        try:
            data = os.read(self._master, 65536) if ready else b""
        except OSError:
            data = b""
        self._raw += data
        self.text = _ESCAPES.sub("", self._raw.decode("utf-8", "replace"))
        return bool(data)


@contextmanager
def terminal(
    *args: str | Path,
    env: Mapping[str, str | None] | None = None,
    cwd: Path | None = None,
    most: int = -1,
    deaf: bool = False,
) -> Iterator[Terminal]:
    """
    A terminal in which fzcheck runs on `args`.

    Args:
        most: how many bytes a file may have that it writes, -1 for any.
        deaf: whether it is not told when the terminal is closed.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    plain = {"TERM": "dumb", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": None, **(env or {})}
    program = subprocess.Popen(
        [sys.executable, "-c", _START, str(most), "deaf" if deaf else "", *map(str, args)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment(**plain),
        cwd=cwd,
        start_new_session=True,
    )
    os.close(slave)
    shown = Terminal(master, program)
    try:
        yield shown
    finally:
        if shown._master >= 0:  # noqa: SLF001  its own
            shown.close()
        if program.poll() is None:
            program.kill()
        program.wait()
