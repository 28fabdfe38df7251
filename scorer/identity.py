"""
Whose report it is and of which year: title, issuer, report year, date of publication, level of government.

Read from the title, the lines of metadata, the signature, and the opening, in that order. All text here is folded.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from scorer.model import Level

# What the title of a report on the rule of law has in it.
TITLE = re.compile(
    "法治政府|依法行政|法治建设|法治工作|依法治[县区市镇乡街旗]|(?:法治|依法治理).{0,6}(?:报告|总结|小结|情况|汇报)"
)
_REPORT = re.compile("报告|总结|情况|汇报|述职|要点")
_NUMBERED = re.compile(r"[(]?[一二三四五六七八九十\d]{1,3}[、.)]")
# A page may have as many short lines of navigation before it.
_TITLE_WITHIN = 20
_DATE = re.compile(r"(20\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?")
_PUBLISHED = re.compile(r"(?:发布|发文|公开|生成|更新|印发|成文)?(?:日期|时间)[::\s]*")
_YEAR = re.compile(r"(?<![\d\-—~(])(20\d\d)(?:年|年度)(?!\d)")
_ABOUT = re.compile(r"(20\d\d)\s*年?度?(?:法治|依法行政|推进|工作|全面|年度|建设)")
_ISSUER = re.compile(
    r"^[^\d,。;:《》]{2,40}?(?:政府|办事处|委员会|管委会|局|厅|委|办公室|街道|镇|乡|中心|支队|总队|大队)(?:办公室)?$"
)
# (2023年度)云溪乡…, and 2023年云溪区…: a year before the name is no part of it
_TITLE_ISSUER = re.compile(
    r"^(?:\(?20\d\d年?度?\)?)?(?!关于|\(?20\d\d|全面|推进|依法|法治)(.{2,40}?)(?:关于|\(?20\d\d|全面|推进|依法|法治)"
)
_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("township", re.compile("(?:[镇乡]|苏木|街道|[镇乡街]道?(?:人民)?政府(?:办公室)?|办事处)$")),
    ("county", re.compile("[县区市旗州](?:人民政府|政府)?$|人民政府(?:办公室)?$")),
    ("department", re.compile("(?:局|委员会|委|厅|中心|支队|大队|办公室|站|队|院|室|科)$")),
)
_CHINESE_YEAR = re.compile("二[〇○零0]([一二三四五六七八九〇○零])([一二三四五六七八九〇○零])年")
_CHINESE_DAY = re.compile("年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))


@dataclass(frozen=True)
class Identity:
    """
    What a report says of itself.

    Attributes:
        title, issuer: folded; "" where it does not say.
        year: the year reported on, None where it does not say.
        published: ISO date, None where it does not say.
        level: of the issuer; None where its name does not tell.
        title_lines: 0-based indices, among the lines given, of those that make up the title.
        signature: 0-based indices of the lines that sign and date the report.
    """

    title: str
    issuer: str
    year: int | None
    published: str | None
    level: Level | None
    title_lines: tuple[int, ...]
    signature: tuple[int, ...]


def identify(lines: list[str], metadata: list[str]) -> Identity:
    """
    The identity of a report.

    Args:
        lines: its lines in order, folded and stripped, page noise left out.
        metadata: the lines left out as page noise, for their dates.
    """
    title_lines = _title(lines)
    title = "".join(lines[i] for i in title_lines)
    signature = _signature(lines)
    signed = " ".join(lines[i] for i in signature)
    published = _published(metadata) or _iso(signed)
    year = _report_year(title, lines, published)
    issuer = _issuer(title, [lines[i] for i in signature])
    return Identity(title, issuer, year, published, _level(issuer), title_lines, signature)


def _title(lines: list[str]) -> tuple[int, ...]:
    for i, line in enumerate(lines[:_TITLE_WITHIN]):
        if len(line) > 60 or line.endswith(("。", ";", ",")):
            break
        if line.endswith(":") or _NUMBERED.match(line):
            continue  # 县委依法治县办: is who it is sent to; a heading is no title
        if TITLE.search(line) and (_REPORT.search(line) or len(line) < 30):
            before = (i - 1,) if i and _continues(lines[i - 1]) else ()
            after: tuple[int, ...] = ()
            if (
                not _REPORT.search(line)
                and i + 1 < len(lines)
                and len(lines[i + 1]) < 25
                and _REPORT.search(lines[i + 1])
            ):
                after = (i + 1,)
            return (*before, i, *after)
        # 关于2021年法治政府建设 / 工作情况的报告, and the issuer on a line of its own before that
        if _continues(line) and i + 1 < len(lines) and len(lines[i + 1]) < 40 and _REPORT.search(lines[i + 1]):
            return (i, i + 1)
    return ()


def _continues(line: str) -> bool:
    return bool(_ISSUER.match(line)) or line.startswith("关于")


def _signature(lines: list[str]) -> tuple[int, ...]:
    """The date line near the end and the issuer's line beside it."""
    for i in range(len(lines) - 1, max(-1, len(lines) - 6), -1):
        line = lines[i]
        if len(line) <= 50 and _iso(line) and not re.search("[。;]", line):
            return (i - 1, i) if i and _ISSUER.match(lines[i - 1]) else (i,)
    last = len(lines) - 1
    return (last,) if last > 0 and _ISSUER.match(lines[last]) else ()


def _issuer(title: str, signature: list[str]) -> str:
    for line in signature:
        name = _DATE.sub("", _arabic(line)).strip()
        if _ISSUER.match(name):
            return name
    match = _TITLE_ISSUER.match(_arabic(title))
    return match[1] if match else ""


def _level(issuer: str) -> Level | None:
    for level, pattern in _LEVELS:
        if pattern.search(issuer):
            return level
    return None


def _published(metadata: list[str]) -> str | None:
    for line in metadata:
        if (label := _PUBLISHED.search(line)) and (found := _iso(line[label.end() :])):
            return found
    return None


def _iso(text: str) -> str | None:
    match = _DATE.search(_arabic(text))
    if not match:
        return None
    try:
        return date(*(int(n) for n in match.groups())).isoformat()
    except ValueError:
        return None


def _arabic(text: str) -> str:
    """二〇二四年一月十五日 → 2024年1月15日."""
    text = _CHINESE_YEAR.sub(lambda m: f"20{_DIGITS[m[1]]}{_DIGITS[m[2]]}年", text)
    return _CHINESE_DAY.sub(lambda m: f"年{_number(m[1])}月{_number(m[2])}日", text)


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (int(_DIGITS.get(tens, "1")) * 10 if ten else 0) + int(_DIGITS.get(ones, "0"))


def _report_year(title: str, lines: list[str], published: str | None) -> int | None:
    # 《法治政府建设实施纲要(2021-2025年)》 in a title names no report year
    if match := re.search(r"20\d\d", _arabic(re.sub("《[^《》]*》", "", title))):
        return int(match[0])
    opening = _arabic("\n".join(lines)[:600])
    if match := _ABOUT.search(opening):
        return int(match[1])
    if named := Counter(_YEAR.findall(_arabic("\n".join(lines)))):
        # The year named most; of two named alike, the later.
        return max((n, int(y)) for y, n in named.items())[1]
    if published:
        # A report comes out by 1 April of the year after, or in the last weeks of its own.
        year, month = int(published[:4]), int(published[5:7])
        return year - 1 if month <= 6 else year
    return None
