"""
Reviews a report over and over, each time killed at another call that touches the disk, and prints what each left.

Run as `breaking_off.py REPORT FOLDER`. Prints a JSON array: how many decisions were done when the review was killed, how
many the file then holds, and the signal.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from scorer import reviewfile
from scorer.decisions import Decision
from scorer.review import Case, decide, open_case

MANY = 20
# All that writing a file does: mkstemp, fdopen, fsync, chmod, replace.
_CALLS = ("open", "fdopen", "fsync", "chmod", "replace")


def main() -> None:
    """Runs every try, until one is over before its call comes."""
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    report = folder / "report.txt"
    report.write_bytes(source.read_bytes())
    case = open_case(str(report), "annual-report-2021-2025", None, date(2026, 6, 1))
    names = [o.id for o in case.reviewed.obligations if o.pending][:MANY]
    tries: list[dict[str, int]] = []
    while not tries or tries[-1]["signal"]:
        tries.append(_broken_off(case, names, len(tries)))
        Path(case.kept.path).unlink(missing_ok=True)
    json.dump(tries, sys.stdout)


def _broken_off(case: Case, names: list[str], at: int) -> dict[str, int]:
    """What a review of `names` left that was killed around call `at // 2`: before it where `at` is even, else after it."""
    reads, writes = os.pipe()
    if not (child := os.fork()):
        _kill_at(at)
        for name in names:
            case = decide(case, [Decision(name, "agree")])
            os.write(writes, b".")
        os._exit(0)
    os.close(writes)
    _, status = os.waitpid(child, 0)
    done = len(os.read(reads, MANY + 1))
    os.close(reads)
    kept = len(reviewfile.read(case.kept.path).review.decisions)
    return {"done": done, "kept": kept, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}


def _kill_at(at: int) -> None:
    left = [at // 2]

    def killing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            left[0] -= 1
            if left[0] == -1 and at % 2 == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            result = real(*args, **more)
            if left[0] == -1:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    for name in _CALLS:
        setattr(os, name, killing(getattr(os, name)))


if __name__ == "__main__":
    main()
