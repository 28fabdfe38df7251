"""
Headings of the genre: their numbering, how deep each stands, and what kind of section it opens.

All text here is folded (half-width marks, simplified characters).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["measures", "problem", "plan", "leader", "other"]

_CN = "[一二三四五六七八九十百]"
# Outermost first; the place in the table is the level. A run-in 一是 is the deepest: it heads only what follows it
# in its own paragraph.
_STYLES = (
    rf"第{_CN}{{1,3}}(?:部分|章|节)[、,:.\s]*|{_CN}{{1,3}}(?:、,?|[.,:](?=\D)|\s+(?=\D))",
    rf"\({_CN}{{1,3}}\)[、,.:]*",
    r"\d{1,2}(?:[、,]|\.(?!\d))\s*",
    r"\(\d{1,2}\)[、,.]*|[①-⑳][、,.]*|\d{1,2}\)[、,.]*",
    rf"{_CN}{{1,2}}[是要][:,]?|第{_CN}{{1,2}}[,:、]|其{_CN}{{1,2}}[,:]|首先[,:]",
)
_STYLE = re.compile("|".join(f"({style})" for style in _STYLES))  # all in one look; the group tells which
RUN_IN = len(_STYLES)
UNNUMBERED = 0

# Where a number inside a line starts a new unit: after a sentence's end, or glued to the heading before it.
INNER_NUMBER = re.compile(rf"[。;!?][”’)]*(?=(?:{_CN}{{1,3}}、|\({_CN}{{1,3}}\)|\d{{1,2}}[、.](?!\d)))")
_GLUED = re.compile(rf"^({_CN}{{1,3}}、[^。;!?:]{{2,30}}?)(?=\({_CN}{{1,2}}\)|1[、.](?!\d))")

_PROBLEM = re.compile(
    r"(?:存在|面临|遇到)的?(?:主要|突出|一些)?(?:的)?(?:问题|不足|困难|短板|差距|薄弱)"
    r"|^(?:当前|目前|主要|突出|工作|法治|政府|建设|依法行政|推进|情况|自身|我.|本.|仍然?|还|中|上|方面|的)*"
    r"(?:问题|不足|短板|弱项|困难|差距|薄弱环节)+(?:之处)?(?:(?:以?及|和|与|、|及其).{0,4}"
    r"(?:问题|不足|短板|困难|差距|原因|根源|打算|建议).{0,6}|原因分析|分析)?$"
)
# A top heading may say it in the writer's own words: 差在哪儿、为什么差; 短板及成因; 我们还欠缺什么.
_PROBLEM_TOP = re.compile("短板|差距|差在|欠缺|欠账|成因|症结|不足|薄弱环节|存在的?问题|哪里不够|教训")
_NOT_PROBLEM = re.compile("解决|整改|化解|聚焦|导向|破解|整治|针对|处置|办理|补|攻坚|清理|排查|直面|回应|弥补|缩小")
_PLAN = re.compile(
    r"^.{0,8}(?:下一?步|下一?阶段|下一?年度?|今后|明年|来年|新的?一年|未来(?!社区|乡村)|下半年)"
    r"|(?:努力|改进|整改)(?:方向|计划|打算)$|^.{0,4}改进措施$|20\d\d年.{0,16}(?:安排|计划|打算|思路|重点|要点|谋划|设想|目标|任务|展望|举措)$"
)
_PLAN_TOP = re.compile(
    "^.{0,8}(?:工作|主要|重点|总体)(?:安排|计划|打算|思路|设想|展望|谋划)$|往后|^.{0,4}打算$|^(?:展望|打算|计划|安排|思路)$|盘算|打算怎么|怎么干|接下来"
)
_LEADER = re.compile(
    "(?:主要负责(?:人|同志)|主要领导|第一责任人|党政负责人|书记.{0,4}[镇乡县区市局]长).{0,24}(?:履行|履职|职责|尽责|情况|责任)"
)
_MEASURES = re.compile(
    "举措|成效|成绩|做法|工作(?:开展|进展|完成|推进|落实)?情况|开展情况|工作总结|主要工作|完成情况|回顾"
)
_YEAR = re.compile(r"(20\d\d)年")


@dataclass(frozen=True)
class Heading:
    """
    A heading.

    Attributes:
        level: 1 outermost; RUN_IN for 一是; UNNUMBERED for a line of its own without a number.
        text: folded, its number included.
        kind: what its section is about.
    """

    level: int
    text: str
    kind: Kind


def number(text: str) -> tuple[int, int]:
    """Level of the number that `text` begins with and the number's length; (UNNUMBERED, 0) where there is none."""
    match = _STYLE.match(text)
    return (match.lastindex or UNNUMBERED, match.end()) if match else (UNNUMBERED, 0)


def glued(text: str) -> int:
    """Length of a heading that the next heading is glued to (一、主要举措(一)加强领导); 0 where there is none."""
    match = _GLUED.match(text)
    return match.end(1) if match else 0


def kind(text: str, *, top: bool, year: int | None = None) -> Kind:
    """
    The kind of section that the heading `text` opens.

    Args:
        text: folded, with or without its number.
        top: whether no other heading stands above it; a top heading is told by fewer words.
        year: the report's year; a top heading that names a later one opens the plans.
    """
    words = text[number(text)[1] :].strip(" 。.:,、【】[]")
    if not _NOT_PROBLEM.search(words) and (_PROBLEM.search(words) or (top and _PROBLEM_TOP.search(words))):
        return "problem"
    if _PLAN.search(words) or (top and _PLAN_TOP.search(words)):
        return "plan"
    if top and year and any(int(y) > year for y in _YEAR.findall(words)):
        return "plan"
    if _LEADER.search(words):
        return "leader"
    if top and _MEASURES.search(words):
        return "measures"
    return "other"
