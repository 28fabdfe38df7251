"""A reviewer's desk for tests: a checklist of three obligations, a report, and its review file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from conftest import doc, write_checklist

from scorer import checklist
from scorer.compiled import Compiled
from scorer.decisions import REVIEW_SCHEMA, Decision, Reviewed, ReviewFile, State
from scorer.model import ObligationResult, Scorecard
from scorer.review import Case, open_case
from scorer.reviewfile import about
from scorer.score import score
from scorer.settle import settle

TODAY = date(2026, 6, 1)


def _element(name: str, title: str, term: str) -> str:
    return f"""\
  - id: {name}
    title: {title}
    counts: 报告写明{title}。
    terms:
    - {term}
    examples:
      met:
      - 本镇已{term}。
      unmet:
      - plan: 下一步，{term}。
"""


CHECKLIST = f"""\
schema: fzcheck/checklist/1
id: desk
title: 案头清单
title_en: The checklist on the desk
version: 1.0
years: 2021-2025
levels: [township]
sources:
- 《某规定》
changes:
- version: 1.0
  what: 首版。
themes:
  decisions: 依法决策
obligations:
- id: legal-advisers
  title: 法律顾问制度
  title_en: Legal advisers
  theme: decisions
  basis:
  - document: 《某规定》
    article: 第三条
    requires: 聘请法律顾问并由其出具意见。
  advice: 请写明法律顾问的情况。
  elements:
{_element("engagement", "聘请法律顾问", "聘请法律顾问")}\
{_element("opinions", "出具法律意见", "出具法律意见")}\
{_element("contracts", "审查合同", "审查合同文本")}\
- id: power-list
  title: 权责清单
  title_en: Lists of powers
  theme: decisions
  weight: 2.0
  basis:
  - document: 《某规定》
    requires: 公布权责清单。
  advice: 请写明权责清单的情况。
  elements:
{_element("published", "公布权责清单", "公布权责清单")}\
- id: training
  title: 学法制度
  title_en: Legal training
  theme: decisions
  basis:
  - document: 《某规定》
    requires: 组织集体学法。
  advice: 请写明学法的情况。
  elements:
{_element("study", "集体学法", "集体学法")}\
"""

# Covers training, legal-advisers in part (engagement), and plans the power list.
REPORT = """\
某镇2024年法治政府建设年度报告

一、工作情况
（一）法律顾问。本镇聘请法律顾问二人。顾问全年审看了四十份协议。
（二）学法用法。班子集体学法六次，干部旁听庭审两次。
二、下一步打算
下一步，公布权责清单。
"""


GAP = "顾问全年审看了四十份协议。"


@dataclass(frozen=True)
class Desk:
    """A folder with a checklist and report.txt."""

    folder: Path

    @property
    def report(self) -> Path:
        """The report."""
        return self.folder / "report.txt"

    @property
    def checklist(self) -> Path:
        """Its checklist."""
        return self.folder / "desk.yaml"

    @property
    def review(self) -> Path:
        """Its review file."""
        return self.folder / "report.txt.review.yaml"

    def case(self, today: date = TODAY, *, strict: bool = True) -> Case:
        """The report under review."""
        return open_case(str(self.report), str(self.checklist), None, today, strict=strict)

    def states(self) -> dict[str, State]:
        """What the decisions in the review file are about → how they stand."""
        return states(self.case().reviewed)


def make(folder: Path, report: str = REPORT) -> Desk:
    """A desk in the folder `folder`."""
    write_checklist(folder, CHECKLIST, "desk.yaml")
    made = Desk(folder)
    made.report.write_bytes(report.encode())
    return made


@cache
def compiled() -> Compiled:
    """The checklist of the desk."""
    return checklist.build([checklist.Layer("desk.yaml", Path("desk.yaml"), CHECKLIST.encode())], "0" * 64)


def card(text: str = REPORT) -> Scorecard:
    """The scorecard of the report `text`."""
    return score(compiled(), doc(text))


def finding(name: str, text: str = REPORT) -> ObligationResult:
    """What the scorecard of the report `text` says of the obligation `name`."""
    return next(one for one in card(text).obligations if one.id == name)


def settled(*decisions: Decision, text: str = REPORT, today: date = TODAY) -> Reviewed:
    """How the report `text` stands with `decisions` beside it."""
    document = doc(text)
    review = ReviewFile(REVIEW_SCHEMA, list(decisions))
    return settle(compiled().checklist, score(compiled(), document), document, review, today)


def states(reviewed: Reviewed) -> dict[str, State]:
    """What the decisions are about → how they stand, unknown ones last."""
    return {".".join(filter(None, about(one.decision))): one.state for one in reviewed.standings()}


def waiver(obligation: str = "power-list", element: str = "", **said: str) -> Decision:
    """A waiver that holds on the day that is judged."""
    given = {"note": "由县局统一公布。", "until": "2027-03-31", "seen": ""} | said
    return Decision(obligation, "waive", element, "not-required-at-this-level", **given)
