"""Tests of scorer.render.sheet: everything that the case says is on the sheet."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import write_checklist
from paper import (
    CITATION,
    DAY,
    DUTIES,
    DUTY,
    FINDING,
    NUMBER,
    OPINION,
    REPORT,
    all_of,
    case_of,
    facts_of,
    prose_below,
    rows_of,
)

from scorer.blockers import blockers
from scorer.render.sheet import Signature, sheet, shown
from scorer.review import open_case
from scorer.settle import scorecard_digest
from scorer.statement import Signer, compose, encode


def test_every_kind_of_decision_has_its_row(folder: Path) -> None:
    """What is decided, why, and what it is decided by stand beside the finding; what no longer holds is marked."""
    rows = rows_of(sheet(case_of(folder)))
    assert [row[NUMBER] for row in rows.values()] == [str(n) for n in range(1, len(DUTIES) + 1)]
    assert rows["covered"][FINDING:CITATION] == ("已覆盖", "—", "")
    assert rows["overridden"][FINDING:CITATION] == ("缺失\n复核后：已覆盖", "认定已写（编制年度计划）", "日程就是计划")
    assert rows["waived"][FINDING] == "缺失\n复核后：豁免"
    assert rows["waived"][OPINION:CITATION] == ("豁免", "事由：本级不要求；由县里统一清理；有效期至2025-02-01")
    assert rows["expired"][FINDING] == "缺失"
    assert rows["expired"][OPINION] == "豁免\n〔已过期〕\n待处理"
    assert rows["gap"][DUTY] == "义务gap\n（核心义务）"
    assert rows["gap"][FINDING:CITATION] == ("缺失", "同意缺漏", "三月前补写\n缺：开展专题述法")
    assert rows["stale"][OPINION] == "认定已写\n〔已失效（所依据的内容变了）〕\n待处理"
    assert rows["line-only"][OPINION] == "认定已写\n〔未生效（只写了行号，请重新认定）〕\n待处理"
    assert rows["unneeded"][OPINION] == "豁免\n〔不再需要（报告已经写到）〕"
    assert rows["undecided"][OPINION:CITATION] == ("待处理", "缺：配备记录仪器")


def test_citations_point_to_the_report(folder: Path) -> None:
    """Evidence, what an override quotes and what was not counted stand with their line, character for character."""
    rows = rows_of(sheet(case_of(folder)))
    lines = REPORT.split("\n")
    quoted = [
        (row[CITATION], number, text)
        for row in rows.values()
        for number, text in re.findall("第(\\d+)行“(.*)”", row[CITATION])
    ]
    assert len(quoted) == 4
    for _, number, text in quoted:
        assert text in lines[int(number) - 1]
    assert rows["covered"][CITATION] == "聘请法律顾问：第5行“镇政府聘请法律顾问两名，“随叫随到”。”"
    assert rows["overridden"][CITATION] == "编制年度计划：认定已写，引第5行“镇里排出了全年的法治工作日程。”"
    assert rows["undecided"][CITATION] == "配备记录仪器：未计入（只是打算），第9行“下一步，配备记录仪器十台。”"
    assert rows["stale"][CITATION] == "认定已写，所引“去年的报告里才有的一句话”报告里已经没有"
    assert rows["line-only"][CITATION] == "认定已写，只引第5行，没有写明原句"
    assert rows["gap"][CITATION] == ""


def test_everything_open_is_listed(folder: Path) -> None:
    """What is undecided, agreed to be a gap or no longer valid is named once, the unknown last, and nothing else is."""
    said = prose_below(sheet(case_of(folder)), "尚未解决的事项")
    assert [line.partition("：")[0] for line in said] == [
        *("义务expired", "义务gap", "义务stale", "义务line-only", "义务unneeded", "义务undecided"),
        "nowhere.thing",
    ]
    # What is signed is refused for the same.
    refused = [one.about for one in blockers(case_of(folder))]
    assert [line.partition("：")[0].removeprefix("义务") for line in said] == refused


def test_nothing_open_is_said_so(folder: Path) -> None:
    """Where all is settled, one line says that nothing is open."""
    settled = "schema: fzcheck/review/1\ndecisions:\n" + "".join(
        f"- obligation: {name}\n  decision: waive\n  reason: not-applicable\n  note: 无。\n  until: 2026-01-01\n"
        for name in DUTIES
        if name not in {"covered", "unneeded"}
    )
    (folder / "r.txt.review.yaml").write_text(settled, encoding="utf-8")
    assert prose_below(sheet(case_of(folder)), "尚未解决的事项") == ("没有尚未解决的事项。",)


def test_without_decisions(folder: Path) -> None:
    """Where there is no review file, it says so, and everything not covered is open."""
    (folder / "r.txt.review.yaml").unlink()
    made = sheet(case_of(folder))
    assert facts_of(made)["处理意见"] == ("没有",)
    assert len(prose_below(made, "尚未解决的事项")) == len(DUTIES) - 2


def test_the_report_and_what_it_was_checked_by_are_pinned(folder: Path) -> None:
    """Names, editions, counts, scores, and every digest in full on a line of its own."""
    case = case_of(folder)
    facts = facts_of(sheet(case))
    assert facts["报告标题"] == ("云溪镇2024年度法治政府建设工作报告",)
    assert facts["制发机关"] == (case.card.report.issuer,)
    assert facts["报告年度"] == ("2024年度",)
    assert facts["文件"] == (f"r.txt（{len(REPORT)}个字符），SHA-256：", case.card.report.sha256)
    layer = case.card.checklist.layers[0]
    assert facts["核对清单"] == (
        *("小清单（small，1.10版），SHA-256：", case.card.checklist.sha256),
        *("其中small，1.10版，SHA-256：", layer.sha256),
    )
    assert facts["核对程序"] == (f"fzcheck {case.card.fzcheck}",)
    assert facts["处理意见"] == ("r.txt.review.yaml，SHA-256：", case.kept.sha256)
    assert facts["评分卡"][-1] == scorecard_digest(case.card)
    assert facts["机器核对"] == (f"得分{case.card.score:g}；已覆盖2项、部分覆盖0项、缺失7项",)
    assert facts["复核之后"] == (f"得分{case.reviewed.score:g}；已覆盖3项、部分覆盖0项、缺失5项、豁免1项",)
    assert all(re.fullmatch("[0-9a-f]{64}", said[1]) for said in facts.values() if len(said) > 1)


def test_what_is_signed_is_on_the_sheet(folder: Path) -> None:
    """Every digest that a statement pins stands on the sheet."""
    case = case_of(folder)
    statement = compose(case, Signer("李复核", "reviewer", "", datetime.now(UTC), signed=False), DAY)
    pinned = set(re.findall(r'"([0-9a-f]{64})"', encode(statement).decode()))
    assert len(pinned) == 4
    assert pinned <= set(all_of(sheet(case)))


def test_notes_and_what_the_checklist_leaves_out(folder: Path) -> None:
    """What must be known of the report as a whole has a part of its own, which is there only where there is any."""
    assert prose_below(sheet(case_of(folder)), "提示") == ()
    (folder / "r.txt").write_text(REPORT.replace("2024", "2031"), encoding="utf-8")
    case = case_of(folder)
    assert prose_below(sheet(case), "提示") == tuple(note.zh for note in case.card.notes) != ()
    extension = (
        "schema: fzcheck/checklist/1\nextends: small.yaml\nid: own\ntitle: 本县清单\ntitle_en: Own\nversion: 1\n"
        "changes:\n- version: 1\n  what: 首版。\namend:\n- obligation: gap\n  off: 本县不要求。\n"
    )
    path = write_checklist(folder, extension, "own.yaml")
    made = sheet(open_case(str(folder / "r.txt"), path, None, DAY))
    assert "清单不要求“gap”：本县不要求。" in prose_below(made, "提示")
    assert [line for line in facts_of(made)["核对清单"] if line.startswith("其中")] == [
        "其中own，1版，SHA-256：",
        "其中small，1.10版，SHA-256：",
    ]


def test_parts_are_numbered_without_gaps(folder: Path) -> None:
    """A part that is left out takes no number."""
    headings = [part.heading for part in sheet(case_of(folder)).parts]
    assert [heading[0] for heading in headings] == list("一二三四")


def test_the_day_is_said_only_where_it_was_asked_for(folder: Path) -> None:
    """A sheet of today is the same tomorrow; one of another day says which."""
    case = case_of(folder)
    assert "判断日期" not in facts_of(sheet(case))
    assert DAY.isoformat() in facts_of(sheet(case, judged=DAY))["判断日期"][0]


def test_those_who_signed_stand_above_the_lines_to_sign_on(folder: Path) -> None:
    """Name, role, time, whether with a key and whether it still stands; without signatures only the lines are there."""
    case = case_of(folder)
    signatures = [
        Signature("李复核", "reviewer", "2025-01-15T08:00:00Z", signed=True),
        Signature("王审批", "approver", "2025-01-16T08:00:00Z", signed=False),
        Signature("赵复核", "reviewer", "2025-01-14T08:00:00Z", signed=True, stands=False),
    ]
    signed, by_hand = sheet(case, signatures).parts[-1].tables
    assert [[cell[0] for cell in row] for row in signed.rows] == [
        ["李复核", "复核人", "2025-01-15T08:00:00Z", "已签名"],
        ["王审批", "审批人", "2025-01-16T08:00:00Z", "未签名"],
        ["赵复核", "复核人", "2025-01-14T08:00:00Z", "此后有改动，作废"],
    ]
    assert [row[0][0] for row in by_hand.rows] == ["复核人（签名）", "审批人（签名）"]
    assert [row[2] for row in by_hand.rows] == [("日期",), ("日期",)]
    assert sheet(case).parts[-1].tables == (by_hand,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一句话，\r\n两行", "一句话， 两行"),
        ("制\t表\u2028行", "制 表 行"),
        ("响\x07铃\x1b[31m红", "响�铃�[31m红"),
        ("倒\u202e转", "倒�转"),
        ("半\ud800个\uffff无", "半�个�无"),
        ("“引号”…—　😀", "“引号”…—　😀"),
    ],
)
def test_what_cannot_be_printed_is_marked(text: str, expected: str) -> None:
    """A line end is a space, what a printer cannot show or what turns text round is �, all else stays."""
    assert shown(text) == expected
