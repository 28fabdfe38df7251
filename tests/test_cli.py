"""Tests of scorer.cli: real processes, what they write where, and the status they exit with."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

from conftest import REPORTS, SMALL, changed

THIN = REPORTS / "township-thin.txt"
GOOD = REPORTS / "township-good.txt"
SCRIPT = Path(sysconfig.get_path("scripts")) / ("fzcheck.exe" if sys.platform == "win32" else "fzcheck")

# A checklist with one obligation of two elements, and reports that show both, one and none of them.
TWO = changed(
    (
        "    examples:\n      met:\n      - 镇政府聘请了法律顾问。\n      unmet:\n      - plan: 下一步，聘请法律顾问。\n".replace(
            "    examples", "    examples"
        ),
        "",
    ),
    text=SMALL,
)
