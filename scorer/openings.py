"""
Openings: where a run of problems or plans begins inside a paragraph, and how far it goes.

但也存在一些不足:… and 下一步,… hold to the end of their paragraph, or of the list that they announce. All text here is folded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from scorer.headings import UNNUMBERED, Heading
from scorer.screen import Possible

_NEXT = "下一?步|下一?阶段|下一?年度?|今后(?=,|一[个段]|几年|的工作|我)|接下来|明年|来年|新的?一年|未来[一几三五]年"
_PLAN_OPENS = re.compile(
    rf"^(?:(?:在|面对|展望|立足|同时|针对[^,]{{0,14}},)?(?:{_NEXT})|(?:针对|对照)(?:以上|上述|这些|存在的)[^,]{{0,12}},[^,]{{0,14}}将)"
)
_YEAR_OPENS = re.compile(r"^(?:在|展望|进入)?(20\d\d)年")
_PROBLEM_OPENS = re.compile(
    "存在的?(?:主要|突出|一些)?(?:的)?(?:问题|不足|困难|短板|差距)(?:主要)?(?:有|是|:|表现|体现|如下|包括)"
    "|(?:但|虽然|同时|仍|还|也|尚|当前|目前|清醒)[^。]{0,40}(?:存在|[还仍尚也]有|有一[些定]|有不少|(?=有差距|有不足))[^。,]{0,12}(?:问题|不足|差距|短板|困难|薄弱环节)[^。,]{0,4}(?:[,。:]|$)"
    "|^(?:主要)?(?:问题|不足|短板)(?:主要)?(?:有|是|:|表现|体现|在于)|(?:问题|不足)(?:主要)?(?:表现|体现)(?:在|为)"
)
_PROBLEM_SOLVED = re.compile("针对|解决|整改|破解|督促|下发|整治|纠正|化解|研判")
_MAY_BE_PROBLEM = Possible(_PROBLEM_OPENS)


@dataclass
class Run:
    """
    The run of problems or plans that is open.

    Attributes:
        kind: "" where none is.
        under: level of the heading that it began under; 0 where there was none.
        announced: whether it goes on in the list below, because nothing followed its opening in the paragraph.
    """

    kind: Literal["", "plan", "problem"] = ""
    under: int = 0
    announced: bool = False

    def enter(self, level: int, heading: Heading | None) -> None:
        """Closes the run at a new paragraph whose number is of `level`, unless that is an item of the list announced."""
        item = level != UNNUMBERED and level > self.under
        told = heading is not None and heading.kind != "other"
        if not (self.announced and item and not told):
            self.kind = ""

    def read(self, words: str, year: int | None, under: int, *, last: bool) -> None:
        """
        Opens a run where a sentence opens one.

        Args:
            words: the sentence without its number.
            year: the report's year.
            under: level of the heading above it.
            last: whether it ends its paragraph.
        """
        kind = _opened(words, year)
        if kind:
            self.kind, self.under, self.announced = kind, under, last
        elif last:
            self.announced = self.announced and bool(self.kind)


def _opened(words: str, year: int | None) -> Literal["", "plan", "problem"]:
    """What the sentence opens; "" for nothing."""
    ahead = _YEAR_OPENS.match(words)
    if _PLAN_OPENS.match(words) or (ahead and year and int(ahead[1]) > year):
        return "plan"
    if _MAY_BE_PROBLEM(words) and _PROBLEM_OPENS.search(words) and not _PROBLEM_SOLVED.search(words):
        return "problem"
    return ""
