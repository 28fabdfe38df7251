"""The scorecards of the specimens, whole: what a user sees and what a program reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import REPORTS, run

SPECIMENS = sorted(path.name for path in REPORTS.glob("*.txt"))


def test_there_are_four_specimens() -> None:
    """The goldens below cover every specimen, and there are at least four."""
    assert len(SPECIMENS) >= 4


@pytest.mark.parametrize("name", SPECIMENS)
def test_json_is_the_golden_one(name: str, golden: Callable[[str, bytes], None]) -> None:
    """The JSON of a specimen by the default checklist is the golden file, byte for byte."""
    result = run("score", "--format", "json", name, cwd=REPORTS)
    assert result.returncode == 0
    golden(name.replace(".txt", ".json"), result.stdout)


@pytest.mark.parametrize("name", SPECIMENS)
def test_table_is_the_golden_one(name: str, golden: Callable[[str, bytes], None]) -> None:
    """The scorecard of a specimen by the core checklist, 80 columns wide, is the golden file."""
    result = run("score", "--checklist", "core", name, cwd=REPORTS, env={"COLUMNS": "80"})
    assert result.returncode == 0
    golden(name.replace(".txt", ".term.txt"), result.stdout)


def test_english_table_is_the_golden_one(golden: Callable[[str, bytes], None]) -> None:
    """With --lang en all but the report's and the checklist's own words is English."""
    result = run("score", "-c", "core", "--lang", "en", "township-thin.txt", cwd=REPORTS, env={"COLUMNS": "80"})
    assert result.returncode == 0
    golden("township-thin.en.term.txt", result.stdout)


def test_explanation_is_the_golden_one(golden: Callable[[str, bytes], None]) -> None:
    """An explanation shows evidence, what was not counted and why, and what came nearest."""
    result = run("explain", "township-thin.txt", "legal-advisers", cwd=REPORTS, env={"COLUMNS": "80"})
    assert result.returncode == 0
    golden("township-thin.explain.txt", result.stdout)
