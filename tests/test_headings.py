"""Headings: the number that one begins with, how deep it stands, and what kind of section it opens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.headings import RUN_IN, UNNUMBERED, Kind, glued, kind, number


@pytest.mark.parametrize(
    ("text", "level", "mark"),
    [
        ("一、加强领导", 1, "一、"),
        ("第二部分 存在问题", 1, "第二部分 "),
        ("十二.普法", 1, "十二."),
        ("(三)普法", 2, "(三)"),
        ("(三)、普法", 2, "(三)、"),
        ("1.普法", 3, "1."),
        ("12、普法", 3, "12、"),
        ("(4)普法", 4, "(4)"),
        ("①普法", 4, "①"),
        ("5)普法", 4, "5)"),
        ("一是普法", RUN_IN, "一是"),
        ("一要普法", RUN_IN, "一要"),
        ("第二,普法", RUN_IN, "第二,"),
        ("其三,普法", RUN_IN, "其三,"),
        ("首先,普法", RUN_IN, "首先,"),
        ("普法", UNNUMBERED, ""),
        ("1.5万人次", UNNUMBERED, ""),
        ("2024年", UNNUMBERED, ""),
        ("一年来", UNNUMBERED, ""),
        ("", UNNUMBERED, ""),
    ],
)
def test_numbers_and_their_levels(text: str, level: int, mark: str) -> None:
    """The style of a number is its level, outermost first; a figure or a date is no number."""
    assert number(text) == (level, len(mark))


@given(st.text(st.sampled_from("第一二十是要其首先部分章、,.:()①1234 5普法年"), max_size=12))
def test_a_number_is_a_beginning(text: str) -> None:
    """A number lies within the text, has a level exactly where it has a length, and does not depend on what follows."""
    level, length = number(text)
    assert 0 <= length <= len(text)
    assert (level == UNNUMBERED) == (length == 0)
    if level != UNNUMBERED:
        assert number(text + "普法")[0] == level


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("一、主要举措(一)加强领导", "一、主要举措"),
        ("一、主要举措1.加强领导", "一、主要举措"),
        ("一、投入1.5万元", ""),
        ("一、开会。(一)加强领导", ""),
        ("主要举措(一)加强领导", ""),
    ],
)
def test_a_heading_glued_to_the_next(text: str, heading: str) -> None:
    """Where one heading follows another on the same line, the first ends there; a sentence in between parts them."""
    assert text[: glued(text)] == heading


@pytest.mark.parametrize(
    ("text", "top", "expected"),
    [
        ("二、存在的问题", False, "problem"),
        ("问题和原因分析", False, "problem"),
        ("我们还欠缺什么", True, "problem"),
        ("我们还欠缺什么", False, "other"),
        ("聚焦突出问题抓整改", True, "other"),
        ("下一步工作", False, "plan"),
        ("接下来怎么干", True, "plan"),
        ("努力方向", False, "plan"),
        ("主要负责人履行第一责任人职责情况", False, "leader"),
        ("一、主要举措和成效", True, "measures"),
        ("一、主要举措和成效", False, "other"),
        ("(一)加强领导", True, "other"),
    ],
)
def test_kinds_of_sections(text: str, top: bool, expected: Kind) -> None:  # noqa: FBT001  a row of a table
    """What a section is about is told by its heading, by fewer words where nothing stands above it."""
    assert kind(text, top=top) == expected


@pytest.mark.parametrize(
    ("year", "top", "expected"),
    [(2024, True, "plan"), (2025, True, "other"), (2024, False, "other"), (None, True, "other")],
)
def test_a_later_year_in_a_top_heading(year: int | None, top: bool, expected: Kind) -> None:  # noqa: FBT001
    """A top heading that names a year after the report's opens the plans."""
    assert kind("四、2025年的法治建设", top=top, year=year) == expected
