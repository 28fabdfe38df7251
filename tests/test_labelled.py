"""How right the program is on labelled reports: the specimens always, others where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import REPORTS, ROOT

from scorer import checklist
from scorer.evaluation import Figures, evaluate
from scorer.gold import read_gold
from scorer.model import Scorecard
from scorer.score import score
from scorer.segment import segment
from scorer.source import from_text, read

SHARED = ROOT.parent / "shared"


def _measured(gold: Path, reports: Path) -> Figures:
    """The figures of the default checklist on labelled reports."""
    by = checklist.load(checklist.DEFAULT)
    cases = []
    for path in sorted(gold.glob("*.yaml")):
        source = read(str(reports / f"{path.stem}.txt"))
        cases.append((path.stem, score(by, segment(source)), read_gold(str(path), by.checklist, source), source))
    return evaluate(cases).figures


def _card(path: Path) -> Scorecard:
    return score(checklist.load(checklist.DEFAULT), segment(read(str(path))))


def test_specimens_are_scored_as_labelled() -> None:
    """On the specimens precision, recall and first citations are at least 0.97."""
    found = _measured(REPORTS / "gold", REPORTS)
    assert min(found.element_precision, found.element_recall, found.top_citation) >= 0.97


@pytest.mark.parametrize(("reports", "gold"), [("seeds", "gold"), ("composed", "composed-gold"), ("hard", "hard-gold")])
def test_labelled_reports_are_scored_as_labelled(reports: str, gold: str) -> None:
    """On the labelled reports beside the project the figures are at least 0.95, and every citation is exact."""
    if not (SHARED / reports).is_dir():
        pytest.skip(f"{SHARED / reports} is not at hand")
    found = _measured(SHARED / gold, SHARED / reports)
    assert min(found.element_precision, found.element_recall, found.status_accuracy, found.top_citation) >= 0.95
    assert found.fidelity == 1


@pytest.mark.parametrize("name", sorted(path.name for path in REPORTS.glob("*.txt")))
def test_citations_are_exact(name: str) -> None:
    """Every sentence cited or set aside is the source between its offsets, on the line that is named."""
    source = read(str(REPORTS / name)).text
    for obligation in _card(REPORTS / name).obligations:
        for element in obligation.elements:
            assert element.met == bool(element.evidence)
            assert element.met == (element.strength >= 60)
            for cited in [*element.evidence, *element.not_counted]:
                assert cited.text == source[cited.start : cited.end]
                assert cited.line == source.count("\n", 0, cited.start) + 1
                assert all(matched in cited.text for matched in cited.matched)


POEM = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n"
SAFETY = """某县应急管理局2023年安全生产工作总结
一、主要工作
县委书记、县长认真履行安全生产第一责任人职责，县委常委会研究安全生产工作12次，纳入年度考核。
全年检查企业320家次，排查整改隐患415处，立案处罚32起。执法人员全部持证上岗，配备执法记录仪12台。
修订应急预案18个，组织消防演练6次，建成专职消防队9支。开展法律进企业活动15场，发放宣传资料2万份。
二、存在的问题
个别企业主体责任落实不到位，原因是培训不足。
三、下一步打算
继续加强安全培训。
"""
NEWS = """我县召开法治政府建设推进会
11月3日，我县召开法治政府建设推进会。县长出席会议并讲话。
会议强调，要深入学习贯彻习近平法治思想，压实党政主要负责人推进法治建设第一责任人职责，全面推行行政执法“三项制度”。
会议要求，各部门要充分发挥法律顾问作用，落实重大行政决策合法性审查制度，抓好“八五”普法规划实施。
县司法局负责人通报了全县法治政府建设情况。三个单位作交流发言。
"""
SCHEME = "某县2023年法治政府建设工作要点\n" + "加强法治宣传。落实行政执法责任。推进普法。\n" * 3


@pytest.mark.parametrize("text", [POEM, SAFETY, NEWS, SCHEME], ids=["poem", "safety", "news", "scheme"])
def test_what_is_no_report_scores_next_to_nothing(text: str) -> None:
    """A text that is no such report scores under 15 and is said not to look like one."""
    card = score(checklist.load(checklist.DEFAULT), segment(from_text(text)))
    assert card.score < 15
    assert "not-a-report" in [note.id for note in card.notes]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("某镇2023年法治政府建设情况报告", True),
        ("某镇2023年法治政府建设工作总结及2024年工作计划", True),
        ("某局2023年法治政府建设年度报告公示", True),
        ("某县人民政府关于印发2023年法治政府建设情况报告的通知", True),
        ("某县关于召开法治政府建设情况汇报会的通知", False),
        ("某县2023年法治政府建设实施方案", False),
        ("某县举行法治政府建设情况报告会", False),
        ("某县2023年法治政府建设工作计划", False),
    ],
)
def test_what_a_title_says(title: str, expected: bool) -> None:  # noqa: FBT001
    """A report is told by its title, whatever is joined to it; a notice or a scheme is none."""
    text = f"{title}\n" + "加强法治宣传。落实行政执法责任。推进普法。\n" * 3
    card = score(checklist.load(checklist.DEFAULT), segment(from_text(text)))
    assert ("not-a-report" not in [note.id for note in card.notes]) == expected


@pytest.mark.parametrize("name", sorted(path.name for path in REPORTS.glob("*.txt")))
def test_a_report_is_taken_for_one(name: str) -> None:
    """The specimens look like reports, with their title and without."""
    source = read(str(REPORTS / name))
    for text in (source.text, "\n".join(source.text.splitlines()[2:])):
        card = score(checklist.load(checklist.DEFAULT), segment(from_text(text)))
        assert "not-a-report" not in [note.id for note in card.notes]


def test_every_element_has_two_examples_of_each_kind() -> None:
    """Two in different words that are met and two that are not: what a reviewer reads first, and what `check` tests."""
    for obligation in checklist.load(checklist.DEFAULT).checklist.obligations:
        for element in obligation.elements:
            assert len(set(element.examples.met)) >= 2
            assert len(element.examples.unmet) >= 2
