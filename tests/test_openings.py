"""Openings: where a run of problems or plans begins inside a paragraph, and where it ends."""

from __future__ import annotations

import pytest

from scorer.headings import UNNUMBERED, Heading
from scorer.openings import Run


def opened(words: str, year: int | None = 2024) -> str:
    """What kind of run a sentence opens."""
    run = Run()
    run.read(words, year, 0, last=False)
    return run.kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("下一步,全镇将继续普法。", "plan"),
        ("今后,继续普法。", "plan"),
        ("今后一个时期,继续普法。", "plan"),
        ("今后还将推行错时延时服务。", ""),
        ("今后印发文件一律先经核校。", ""),
        ("针对存在的不足,镇里将加强培训。", "plan"),
        ("2025年,全镇继续普法。", "plan"),
        ("2024年,全镇开展普法。", ""),
        ("存在的主要问题:一是力量弱。", "problem"),
        ("但仍存在一些不足。", "problem"),
        ("针对存在的问题如下整改:一是普法。", ""),
        ("解决存在的问题表现突出的3个。", ""),
        ("全镇开展普法。", ""),
    ],
)
def test_what_opens_a_run(words: str, kind: str) -> None:
    """Plans and shortcomings are announced; what is being put right is no shortcoming, and the year itself no plan."""
    assert opened(words) == kind


def test_without_a_year_no_year_is_ahead() -> None:
    """A later year opens plans only where the report's year is known."""
    assert [opened("2025年,继续普法。", year) for year in (2024, None)] == ["plan", ""]


def run(*, last: bool, under: int = 1) -> Run:
    """A run of plans that was opened under a heading of level `under`."""
    one = Run()
    one.read("下一步,做好:", 2024, under, last=last)
    return one


@pytest.mark.parametrize(
    ("last", "level", "heading", "goes_on"),
    [
        (True, 3, None, True),
        (True, 3, Heading(3, "1.普法", "other"), True),
        (True, 3, Heading(3, "1.存在的问题", "problem"), False),
        (True, 1, None, False),
        (True, UNNUMBERED, None, False),
        (False, 3, None, False),
    ],
)
def test_where_a_run_ends(last: bool, level: int, heading: Heading | None, goes_on: bool) -> None:  # noqa: FBT001
    """It ends with its paragraph, unless it announced a list there: then with what is no item of that list."""
    one = run(last=last)
    one.enter(level, heading)
    assert bool(one.kind) == goes_on


def test_a_list_goes_on_from_item_to_item() -> None:
    """Items that say nothing of their own leave the run open; the next heading outside closes it for good."""
    one = run(last=True)
    for _ in range(3):
        one.enter(3, None)
        one.read("学法。", 2024, 1, last=True)
        assert one.kind == "plan"
    one.enter(1, None)
    one.read("学法。", 2024, 1, last=True)
    one.enter(3, None)
    assert one.kind == ""
