"""Tests of scorer.review: a report on the desk, and decisions that are written down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPORTS, environment, run
from desk import GAP, REPORT, TODAY, Desk, finding, make, states, waiver

from scorer import reviewfile
from scorer.decisions import Decision
from scorer.errors import FzcheckErrors
from scorer.review import decide, open_case
from scorer.settle import seen

AGREE = Decision("legal-advisers", "agree")
OVERRIDE = Decision("legal-advisers", "override", "contracts", quote=GAP)
BREAKING_OFF = Path(__file__).parent / "breaking_off.py"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A report without decisions."""
    return make(tmp_path)


def test_a_case(desk: Desk) -> None:
    """A report is freshly scored; without a review file nothing is decided, and none is made."""
    case = desk.case()
    assert [o.id for o in case.reviewed.obligations] == ["legal-advisers", "power-list", "training"]
    assert (case.kept.path, case.reviewed.path, case.mistakes) == (str(desk.review), "", None)
    assert not desk.review.exists()


def test_a_wrong_review_file(desk: Desk) -> None:
    """Its mistakes are raised, or kept in a case that decides nothing; it is never written over."""
    desk.review.write_text("schema: fzcheck/review/1\ndecisions: what\n", encoding="utf-8")
    before = desk.review.read_bytes()
    with pytest.raises(FzcheckErrors):
        desk.case()
    case = desk.case(strict=False)
    assert case.mistakes is not None
    assert case.reviewed.standings() == []
    with pytest.raises(FzcheckErrors):
        decide(case, [AGREE])
    assert desk.review.read_bytes() == before


def test_a_decision_is_written_at_once(desk: Desk) -> None:
    """What was decided stands in the file, with the digest of what was seen and of the report, and in the case."""
    case = decide(desk.case(), [AGREE])
    kept = reviewfile.read(str(desk.review))
    assert kept.review.decisions == [Decision("legal-advisers", "agree", seen=seen(finding("legal-advisers")))]
    assert kept.review.report == case.document.source.sha256
    assert case.reviewed.having("gap") == ["legal-advisers.opinions", "legal-advisers.contracts"]
    assert desk.case().reviewed == case.reviewed


def test_one_decision_on_each_thing(desk: Desk) -> None:
    """A decision takes the place of the one on the same thing, and of no other."""
    case = decide(desk.case(), [AGREE, OVERRIDE, waiver()])
    decide(case, [Decision("legal-advisers", "override", quote=GAP)])
    decisions = reviewfile.read(str(desk.review)).review.decisions
    assert [(d.obligation, d.element, d.decision) for d in decisions] == [
        ("legal-advisers", "", "override"),
        ("legal-advisers", "contracts", "override"),
        ("power-list", "", "waive"),
    ]


@pytest.mark.parametrize(
    ("given", "quote"),
    [
        ({"line": 4}, "（一）法律顾问。本镇聘请法律顾问二人。顾问全年审看了四十份协议。"),
        ({"quote": "顾问全年 审看了四十份协议。"}, GAP),
        ({"quote": GAP, "line": 99, "seen": "0" * 16}, GAP),
    ],
)
def test_an_override_is_kept_as_a_quote(desk: Desk, given: dict[str, object], quote: str) -> None:
    """A line becomes its words, and words what stands in the report character for character."""
    decide(desk.case(), [Decision("power-list", "override", **given)])  # type: ignore[arg-type]
    assert reviewfile.read(str(desk.review)).review.decisions == [Decision("power-list", "override", quote=quote)]
    assert desk.states() == {"power-list": "holds"}


def test_withdrawing(desk: Desk) -> None:
    """What is withdrawn is gone from the file, in the same write as what is decided instead."""
    case = decide(desk.case(), [AGREE, OVERRIDE, waiver()])
    case = decide(case, [], [AGREE])
    assert states(case.reviewed) == {"legal-advisers.contracts": "holds", "power-list": "holds"}
    case = decide(case, [AGREE], [OVERRIDE, waiver(), Decision("training", "agree")])
    assert states(case.reviewed) == desk.states() == {"legal-advisers": "holds"}


def test_what_others_wrote_meanwhile_stays(desk: Desk) -> None:
    """A decision goes into the file as it is now, not as it was when the case was opened."""
    mine, theirs = desk.case(), desk.case()
    decide(theirs, [waiver()])
    with desk.review.open("a", encoding="utf-8") as file:
        file.write("# 手写\n- obligation: training\n  decision: agree\n")
    case = decide(mine, [AGREE])
    assert states(case.reviewed) == {"power-list": "holds", "training": "holds", "legal-advisers": "holds"}
    assert "# 手写\n" in desk.review.read_text(encoding="utf-8")


def test_nothing_new_writes_nothing(desk: Desk) -> None:
    """The same decision again leaves the file untouched, time and all."""
    case = decide(desk.case(), [AGREE])
    before = desk.review.stat()
    decide(case, [AGREE])
    assert desk.review.stat() == before
    assert decide(make(desk.folder / "other").case(), []).kept.text == ""
    assert not (desk.folder / "other" / "report.txt.review.yaml").exists()


def test_a_changed_report(desk: Desk) -> None:
    """What rests on what still stands is kept, the rest is stale: an override whose words went, and findings that changed."""
    decide(desk.case(), [AGREE, OVERRIDE, waiver()])
    for text, expected in (
        (REPORT.replace("\n", "\r\n"), {}),
        (REPORT.replace("六次", "八次"), {}),
        (REPORT.replace("四十份", "五十份"), {"legal-advisers.contracts": "stale"}),
        (REPORT + "下一步，审查合同文本。\n", {"legal-advisers": "stale"}),
        (REPORT.replace("公布", "编制"), {"power-list": "stale"}),
        (REPORT.replace("下一步，公布权责清单。", "权责清单另说。"), {"power-list": "stale"}),
    ):
        desk.report.write_bytes(text.encode())
        every = dict.fromkeys(["legal-advisers", "legal-advisers.contracts", "power-list"], "holds")
        assert desk.states() == every | expected
    desk.report.write_bytes(REPORT.encode("gb18030"))
    assert set(desk.states().values()) == {"holds"}


def test_a_changed_checklist(desk: Desk) -> None:
    """A decision on what the checklist no longer has is unknown, and one on what is now found is not needed."""
    decide(desk.case(), [OVERRIDE, waiver()])
    text = desk.checklist.read_text(encoding="utf-8")
    desk.checklist.write_text(
        text.replace("id: power-list", "id: lists").replace("审查合同文本", "审看了四十份协议"), encoding="utf-8"
    )
    assert desk.states() == {"legal-advisers.contracts": "unneeded", "power-list": "unknown"}


# --- broken off -----------------------------------------------------------------------------------------------------
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_killed_at_any_write(tmp_path: Path) -> None:
    """A review of 20 decisions, killed before or after any call that touches the disk, keeps all but the one being made."""
    thin = REPORTS / "township-thin.txt"
    ended = subprocess.run(
        [sys.executable, BREAKING_OFF, thin, tmp_path], capture_output=True, env=environment(), check=False, timeout=300
    )
    assert ended.stderr.decode() == ""
    tries = json.loads(ended.stdout)
    # mkstemp, fsync, chmod and replace, before and after each; the last try is not killed at all
    assert len(tries) > 20 * 4 * 2
    assert [one for one in tries if one["kept"] not in (one["done"], one["done"] + 1)] == []
    assert {one["done"] for one in tries} == set(range(21))
    assert [one["signal"] for one in tries] == [9] * (len(tries) - 1) + [0]
    assert tries[-1]["kept"] == 20


def test_a_review_that_was_killed_goes_on(tmp_path: Path) -> None:
    """What a killed review left beside the file does not disturb the next one."""
    desk = make(tmp_path)
    decide(desk.case(), [AGREE])
    (tmp_path / ".report.txt.review.yaml.abcd1234").write_text("schema: fzch", encoding="utf-8")
    decide(desk.case(), [waiver()])
    assert set(desk.states()) == {"legal-advisers", "power-list"}
    assert run("score", "-c", desk.checklist, desk.report).returncode == 0


def test_the_whole_of_a_specimen(tmp_path: Path) -> None:
    """Every obligation that a real checklist leaves open can be decided on, and then nothing is pending."""
    report = tmp_path / "report.txt"
    report.write_bytes((REPORTS / "township-thin.txt").read_bytes())
    case = open_case(str(report), "annual-report-2021-2025", None, TODAY)
    pending = [o.id for o in case.reviewed.obligations if o.pending]
    assert len(pending) > 20
    case = decide(case, [Decision(name, "agree") for name in pending])
    assert case.reviewed.settled
    assert case.reviewed.score == case.card.score
