"""Tests of scorer.gate: every way in which what was signed can be something else, with real keys and ssh-keygen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from conftest import SMALL, write_checklist
from signed import NAMES, SIGNED, Desk, edit, ssh_keygen

from scorer.decisions import Decision
from scorer.errors import FzcheckError
from scorer.review import decide, open_case

LI, WANG, ZHANG, CHEN = NAMES
REPORT = "某某镇2023年法治政府建设年度报告\n\n一、主要举措和成效\n镇政府聘请了法律顾问。\n"
LAYER = """\
schema: fzcheck/checklist/1
extends: small.yaml
id: ours
title: 我们的清单
title_en: Ours
version: 2026-1
changes:
- version: 2026-1
  what: 首版。
amend:
- obligation: legal-advisers
  element: engagement
  terms:
  - 外聘律师
"""


def test_what_was_signed_passes(desk: Desk) -> None:
    """A report that two people signed, neither of them the drafter, and that has not changed, may be published."""
    verdict = desk.judge()
    assert verdict.findings == []
    assert [one.statement.signer for one in verdict.endorsements] == [LI, WANG]
    assert len({one.key for one in verdict.endorsements}) == 2
    assert desk.ids(signers=1, fail_under=100, require=("power-list", "petitions.outcome")) == set()


# --- one byte ---------------------------------------------------------------------------------------------------------
def test_a_byte_of_the_report(desk: Desk) -> None:
    """A report of which one byte is another is not what was signed."""
    edit(desk.report, "2.3万".encode(), "2.4万".encode())
    assert desk.ids() == {"report-changed"}


def test_a_report_with_other_line_ends(desk: Desk) -> None:
    """A report whose line ends were converted is not what was signed."""
    desk.report.write_bytes(desk.report.read_bytes().replace(b"\n", b"\r\n"))
    assert desk.ids() == {"report-changed"}


def test_a_byte_of_the_decisions(desk: Desk) -> None:
    """Decisions of which one byte is another are not what was signed, though they decide the same."""
    edit(desk.review, "另报县局".encode(), "已报县局".encode())
    assert desk.ids() == {"decisions-changed"}


def test_decisions_that_are_gone(desk: Desk) -> None:
    """Without the decisions the gaps are open again."""
    desk.review.unlink()
    assert desk.ids() == {"decisions-changed", "decision-open"}


def test_a_byte_of_the_statement(desk: Desk) -> None:
    """A statement of which any byte is another is refused, for its signature or because it is none."""
    path = desk.statement(LI)
    whole = path.read_bytes()
    seen = set()
    for at in range(0, len(whole), 61):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        found = desk.ids()
        assert found in ({"signature-invalid"}, {"statement-invalid"}, {"bad-name"}, {"signoff-unsigned"})
        seen |= found
    path.write_bytes(whole)
    assert desk.ids() == set()
    assert seen >= {"signature-invalid", "statement-invalid"}


def test_a_digit_of_the_statement(desk: Desk) -> None:
    """A statement that gives another score is still a statement, but not the one that was signed."""
    edit(desk.statement(LI), b'"score": 92.9', b'"score": 93.9')
    assert desk.ids() == {"signature-invalid"}


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data + b"\n",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"  ", b" "),
        lambda data: data.replace(b'"signed": true', b'"note": "", "signed": true'),
        lambda data: data.replace(b'"signed": true', b'"signed": true, "signed": true'),
        lambda data: data.replace(b"signoff/1", b"signoff/2"),
        lambda data: data.replace(b'"approver"', b'"mayor"'),
        lambda data: re.sub(rb'"time": "[^"]*"', b'"time": "2026-06-01 08:30"', data),
        lambda data: re.sub(rb'"time": "[^"]*"', b'"time": "0001-01-01T00:00:00Z"', data),
        lambda data: re.sub(rb'"on": "[^"]*"', b'"on": "today"', data),
        lambda _: b"",
        lambda _: b"[" * 100_000,
        lambda _: b"\xff\xfe",
    ],
)
def test_bytes_that_are_no_statement(desk: Desk, change: Callable[[bytes], bytes]) -> None:
    """What is not byte for byte as fzcheck writes it, line ends and all, is no statement."""
    path = desk.statement(WANG)
    before = path.read_bytes()
    path.write_bytes(change(before))
    assert path.read_bytes() != before
    assert desk.ids() == {"statement-invalid"}


def test_a_byte_of_the_signature(desk: Desk) -> None:
    """A signature of which any byte is another signs nothing, even where ssh-keygen would pass over it."""
    path = desk.signature(LI)
    whole = path.read_bytes()
    for at in [*range(0, len(whole), 23), len(whole) - 2, len(whole) - 1]:
        for other in (whole[at] ^ 1, 0x20):
            path.write_bytes(whole[:at] + bytes([other]) + whole[at + 1 :])
            assert desk.ids() == {"signature-invalid"}
    for more in (whole + b"\n", b"\n" + whole, whole.replace(b"\n", b"\r\n"), b""):
        path.write_bytes(more)
        assert desk.ids() == {"signature-invalid"}


def test_a_signature_for_another_use(desk: Desk) -> None:
    """A signature that the same key made of the same bytes for something else does not count."""
    desk.signature(LI).unlink()
    ssh_keygen("-Y", "sign", "-n", "git", "-f", desk.key(LI), desk.statement(LI))
    assert desk.signature(LI).exists()
    assert desk.ids() == {"signature-invalid"}


def test_signatures_that_changed_places(desk: Desk) -> None:
    """Each signature is of one statement only."""
    one, other = desk.signature(LI), desk.signature(WANG)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert desk.ids() == {"signature-invalid"}


# --- the checklist ----------------------------------------------------------------------------------------------------
@pytest.fixture
def layered(desk: Desk) -> Desk:
    """A desk with a checklist of two layers, which its report covers."""
    write_checklist(desk.folder, SMALL)
    desk.checklist = write_checklist(desk.folder, LAYER, "ours.yaml")
    desk.report.write_text(REPORT, encoding="utf-8")
    desk.review.unlink()
    desk.sign(LI)
    desk.sign(WANG)
    assert desk.ids() == set()
    return desk


@pytest.mark.parametrize(
    ("name", "old", "new", "ids", "layers"),
    [
        ("ours.yaml", "外聘律师", "外聘法师", {"checklist-changed"}, ["ours"]),
        ("small.yaml", "请写明法律顾问的情况。", "请写明法律顾问的情况！", {"checklist-changed"}, ["small"]),
        ("small.yaml", "小清单\n", "小清单\n# 注\n", {"checklist-changed"}, ["small"]),
        ("ours.yaml", "\nversion: 2026-1", "\nversion: 2026-2", {"checklist-edition"}, ["ours"]),
        ("small.yaml", "\nversion: 1.10", "\nversion: 1.11", {"checklist-edition"}, ["small"]),
        ("ours.yaml", "\nid: ours", "\nid: ourz", {"checklist-changed"}, ["ours → ourz"]),
    ],
)
def test_a_byte_of_a_layer(layered: Desk, name: str, old: str, new: str, ids: set[str], layers: list[str]) -> None:
    """A layer of the checklist that is not what was signed is named, and so is its newer edition."""
    edit(layered.folder / name, old.encode(), new.encode())
    findings = layered.judge().findings
    assert {one.id for one in findings} == ids
    assert [one.values["layer"] for one in findings] == layers
    assert findings[0].about == f"{LI}、{WANG}"


def test_two_layers_of_one_name(layered: Desk) -> None:
    """A layer that has the id of the one below does not hide it."""
    edit(layered.folder / "ours.yaml", b"\nid: ours", b"\nid: small")
    layered.sign(LI)
    layered.sign(WANG)
    assert layered.ids() == set()
    edit(layered.folder / "small.yaml", "请写明法律顾问的情况。".encode(), "请写明法律顾问的情况！".encode())
    assert layered.ids() == {"checklist-changed"}


def test_another_checklist(layered: Desk) -> None:
    """Who signed by one checklist did not sign by the one that it extends."""
    assert layered.ids(checklist=str(layered.folder / "small.yaml")) == {"checklist-changed"}


# --- decisions --------------------------------------------------------------------------------------------------------
def test_a_waiver_that_has_run_out(desk: Desk) -> None:
    """A waiver holds up to and including its last day."""
    assert desk.ids(datetime(2027, 3, 31, 12, tzinfo=UTC).astimezone()) == set()
    verdict = desk.judge(datetime(2027, 4, 1, 12, tzinfo=UTC).astimezone())
    assert {one.id for one in verdict.findings} == {"waiver-expired"}
    assert [one.about for one in verdict.findings] == [
        "normative-documents",
        "major-decision-procedure",
        "decision-openness",
    ]


def _decided(desk: Desk, *decisions: Decision, at: datetime = SIGNED) -> None:
    """Adds decisions and has both sign them, whatever stands against it."""
    decide(open_case(str(desk.report), desk.checklist, None, at.date(), strict=False), decisions)
    desk.sign(LI)
    desk.sign(WANG)


@pytest.mark.parametrize(
    ("decision", "ids"),
    [
        (
            Decision("power-list", "waive", "", "not-applicable", note="无", until="2027-01-01"),
            {"waiver-unneeded"},
        ),
        (Decision("power-list", "override", quote="镇级权责清单共142项"), {"override-unneeded"}),
        (Decision("power-list", "agree"), {"gap-agreed"}),
        (Decision("oversight", "agree", "accountability"), {"gap-agreed"}),
    ],
)
def test_decisions_that_shut_the_gate(desk: Desk, decision: Decision, ids: set[str]) -> None:
    """A waiver or an override of what the report covers shuts the gate, and so does an agreed gap, though all signed it."""
    _decided(desk, decision)
    assert desk.ids() == ids


@pytest.mark.parametrize(
    ("old", "new", "ids"),
    [
        ("obligation: oversight", "obligation: oversigth", {"decision-unknown", "decision-open"}),
        ("quote: 对法治工作中", "quote: 报告里没有的话：对法治工作中", {"decision-stale"}),
        ("seen: ", "seen: x", {"decision-stale"}),
        ("decision: override", "decision: overrule", {"review-invalid"}),
        ("schema:", "schema：", {"review-invalid"}),
    ],
)
def test_decisions_that_do_not_hold(desk: Desk, old: str, new: str, ids: set[str]) -> None:
    """Decisions that are stale, unknown or no decisions shut the gate, though all signed the very bytes."""
    text = desk.review.read_text(encoding="utf-8")
    desk.review.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert text != desk.review.read_text(encoding="utf-8")
    if "review-invalid" not in ids:
        desk.sign(LI)
        desk.sign(WANG)
    assert desk.ids() == ids


def test_a_core_obligation_left_open(desk: Desk) -> None:
    """A core obligation that is neither covered nor decided on has a reason of its own."""
    desk.checklist = "core"
    desk.report.write_text(REPORT, encoding="utf-8")
    desk.review.unlink()
    desk.sign(LI)
    desk.sign(WANG)
    assert desk.ids() == {"core-open"}


def test_what_is_required(desk: Desk) -> None:
    """What is required must be covered or overridden; a waiver is not enough, and it must exist."""
    assert desk.ids(require=("oversight",)) == {"required-open"}
    assert desk.ids(require=("oversight.accountability", "power-list")) == {"required-open"}
    assert desk.ids(require=("petitions", "power-list")) == set()
    with pytest.raises(FzcheckError) as caught:
        desk.judge(require=("no-such-thing",))
    assert caught.value.rule == "unknown-obligation"


def test_the_bar(desk: Desk) -> None:
    """The score as reviewed must reach the bar; a bar that is no number is reached by none."""
    _decided(desk, Decision("petitions", "agree"))
    assert desk.ids(fail_under=100.0) == {"gap-agreed", "score-too-low"}
    assert desk.ids(fail_under=float("nan")) == {"gap-agreed", "score-too-low"}
    assert desk.ids(fail_under=50.0) == {"gap-agreed"}


def test_nothing_is_left_to_check(layered: Desk) -> None:
    """A report that all is waived for has not been checked."""
    layered.report.write_text(REPORT.replace("聘请了法律顾问", "召开了会议"), encoding="utf-8")
    _decided(layered, Decision("legal-advisers", "waive", "", "not-applicable", note="无", until="2027-01-01"))
    assert layered.ids() == {"all-waived"}


def test_a_statement_that_is_not_true(desk: Desk) -> None:
    """A statement whose digests are right and whose scores are not is refused, though it is well signed."""
    text = desk.statement(LI).read_text(encoding="utf-8")
    desk.statement(LI).write_text(text.replace('"score": 92.9', '"score": 99.9'), encoding="utf-8")
    desk.signature(LI).unlink()
    ssh_keygen("-Y", "sign", "-n", "fzcheck-signoff", "-f", desk.key(LI), desk.statement(LI))
    assert desk.ids() == {"statement-untrue"}


def test_another_version_of_the_program(desk: Desk) -> None:
    """What another version scored is not what this one scores."""
    text = desk.statement(LI).read_text(encoding="utf-8")
    desk.statement(LI).write_text(re.sub('"fzcheck": "[^"]*"', '"fzcheck": "0.0.9"', text), encoding="utf-8")
    desk.signature(LI).unlink()
    ssh_keygen("-Y", "sign", "-n", "fzcheck-signoff", "-f", desk.key(LI), desk.statement(LI))
    assert desk.ids() == {"scorecard-changed"}


def test_every_reason_at_once(desk: Desk) -> None:
    """All that stands against publishing is told in one run."""
    edit(desk.report, "2.3万".encode(), "2.4万".encode())
    edit(desk.review, "另报县局".encode(), "已报县局".encode())
    desk.allowed.write_text(desk.allow(LI, 'valid-before="20260101"') + desk.allow(WANG), encoding="utf-8")
    expected = {"report-changed", "decisions-changed", "signer-expired", "too-few-signers", "required-open"}
    assert desk.ids(signers=3, require=("oversight",)) == expected
