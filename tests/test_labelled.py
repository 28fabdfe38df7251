"""How right the program is on labelled reports: the specimens always, others where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import REPORTS, ROOT

from scorer import checklist
from scorer.model import Scorecard
from scorer.score import score
from scorer.segment import segment
from scorer.source import read

SHARED = ROOT.parent / "shared"


def _measured(gold: Path, reports: Path) -> tuple[float, float, float]:
    """Precision, recall, and the share of met elements whose first citation is a labelled one."""
    right = said = true = cited = 0
    for path in sorted(gold.glob("*.yaml")):
        labels = yaml.safe_load(path.read_text(encoding="utf-8"))["labels"]
        card = _card(reports / f"{path.stem}.txt")
        source = read(str(reports / f"{path.stem}.txt")).text
        for obligation in card.obligations:
            for element in obligation.elements:
                label = labels[f"{obligation.id}.{element.id}"]
                if label["is"] == "either":
                    continue
                said += element.met
                true += label["is"] == "met"
                if element.met and label["is"] == "met":
                    right += 1
                    first = element.evidence[0]
                    spans = [(at, at + len(s)) for s in label["cite"] if (at := source.find(s)) >= 0]
                    cited += any(first.start < end and at < first.end for at, end in spans)
    return right / said, right / true, cited / right


def _card(path: Path) -> Scorecard:
    return score(checklist.load(checklist.DEFAULT), segment(read(str(path))))


def test_specimens_are_scored_as_labelled() -> None:
    """On the specimens precision, recall and first citations are at least 0.97."""
    precision, recall, top = _measured(REPORTS / "gold", REPORTS)
    assert min(precision, recall, top) >= 0.97


@pytest.mark.parametrize(("reports", "gold"), [("seeds", "gold"), ("composed", "composed-gold"), ("hard", "hard-gold")])
def test_labelled_reports_are_scored_as_labelled(reports: str, gold: str) -> None:
    """On the labelled reports beside the project precision, recall and first citations are at least 0.95."""
    if not (SHARED / reports).is_dir():
        pytest.skip(f"{SHARED / reports} is not at hand")
    precision, recall, top = _measured(SHARED / gold, SHARED / reports)
    assert min(precision, recall, top) >= 0.95


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


def test_what_is_no_report_scores_next_to_nothing() -> None:
    """A text on another subject scores under 15 and is said not to look like a report."""
    poem = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n"
    safety = (
        "某县应急管理局2023年安全生产工作总结\n一、主要工作\n全年检查企业320家次，排查整改隐患415处。组织消防演练6次。\n"
        "二、存在的问题\n个别企业主体责任落实不到位。\n三、下一步打算\n继续加强安全培训。\n"
    )
    from scorer.source import from_text

    for text in (poem, safety):
        card = score(checklist.load(checklist.DEFAULT), segment(from_text(text)))
        assert card.score < 15
        assert "not-a-report" in [note.id for note in card.notes]
