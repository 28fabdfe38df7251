"""What must be said of a report as a whole before its score is read: is it such a report, of a year and level that the checklist is for."""

from __future__ import annotations

from scorer.model import Checklist, Level, Note
from scorer.segment import Document
from scorer.structure import is_report

_LEVELS: dict[Level, tuple[str, str]] = {
    "county": ("县（市、区）", "county"),
    "township": ("乡镇（街道）", "township"),
    "department": ("部门", "department"),
}


def notes(checklist: Checklist, document: Document) -> list[Note]:
    """The notes on `document`, in a fixed order; none where all is as it should be."""
    found: list[Note] = []
    if not is_report(document):
        found.append(
            Note(
                "not-a-report",
                "这份文字不像法治政府建设年度报告",
                "this does not look like a rule-of-law government report",
            )
        )
    year, level = document.year, document.level
    first, _, last = checklist.years.partition("-")
    if year is None:
        found.append(
            Note(
                "year-unknown",
                "没有识别出报告年度，无法分辨往年和明年的工作",
                "no report year found: earlier and later years cannot be told apart",
            )
        )
    elif not int(first) <= year <= int(last or 9999):
        found.append(
            Note(
                "year-outside",
                f"报告年度是{year}年，清单“{checklist.id}”适用于{checklist.years}年度，请用 --checklist 另选清单",
                f"the report is about {year}, checklist {checklist.id!r} is for {checklist.years}: choose another with --checklist",
            )
        )
    if level is not None and level not in checklist.levels:
        zh, en = _LEVELS[level]
        held = "、".join(_LEVELS[one][0] for one in checklist.levels)
        found.append(
            Note(
                "level-outside",
                f"这是{zh}的报告，清单“{checklist.id}”适用于{held}",
                f"this is a {en} report, checklist {checklist.id!r} is for {', '.join(checklist.levels)}",
            )
        )
    return found
