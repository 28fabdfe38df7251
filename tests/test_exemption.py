"""Tests of `not_applicable`: where a report says that a duty does not apply, the scorecard says so and counts nothing."""

from __future__ import annotations

import pytest
from conftest import doc

from scorer import checklist
from scorer.score import score

NO_POWER = ["three-systems", "enforcers", "enforcement-work", "discretion"]
NO_DECISION = ["major-decision-procedure", "major-decision-legality", "decision-openness"]


def exempt(text: str) -> dict[str, list[str]]:
    """Obligation → the sentences of a report with `text` that say it does not apply; only where there are any."""
    card = score(
        checklist.load(checklist.DEFAULT), doc(f"某街道2023年法治政府建设情况报告\n一、主要举措\n{text}\n", 2023)
    )
    return {o.id: [e.text for e in o.not_applicable] for o in card.obligations if o.not_applicable}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年度未制定行政规范性文件。", ["normative-documents"]),
        ("街道不具有行政执法权，全年没有执法案件。", NO_POWER),
        ("全年没有重大行政决策事项。", NO_DECISION),
    ],
)
def test_a_stated_exemption_is_cited(text: str, expected: list[str]) -> None:
    """Each obligation that the report says does not apply to it cites the very sentence."""
    assert {name: [text] for name in expected} == exempt(text)


@pytest.mark.parametrize(
    "text",
    [
        "下一步，拟将街道行政执法权收回。",
        "协管人员不具有行政执法权。",
        "重大行政决策目录尚未公布。",
        "规范性文件备案不及时。",
        "全年制定行政规范性文件2件。",
    ],
)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    """A plan, another's lack of power, a missing catalogue and a shortcoming exempt from nothing."""
    assert exempt(text) == {}


def test_an_exemption_changes_no_finding() -> None:
    """The reviewer decides: status and score are those of a report that is silent."""
    by = checklist.load(checklist.DEFAULT)
    head = "某街道2023年法治政府建设情况报告\n一、主要举措\n"
    silent = score(by, doc(f"{head}完成其他制度建设工作。\n", 2023))
    said = score(by, doc(f"{head}本年度未制定行政规范性文件。\n", 2023))
    statuses = [[(o.id, o.status, o.score) for o in card.obligations] for card in (silent, said)]
    assert statuses[0] == statuses[1]
    assert silent.score == said.score
