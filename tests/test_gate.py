"""Tests of scorer.gate: every way in which a signed report can go wrong, with real keys and the real ssh-keygen."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import ROOT, SMALL, environment, rules, run, write_checklist
from signed import LATER, NAMES, SIGNED, Desk, edit, tree

from scorer.decisions import Decision
from scorer.errors import FzcheckError
from scorer.findings import WORDING, Finding
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
    _ssh_keygen("-Y", "sign", "-n", "git", "-f", desk.key(LI), desk.statement(LI))
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


def test_another_checklist(layered: Desk) -> None:
    """Who signed by one checklist did not sign by the one that it extends."""
    assert layered.ids(checklist=str(layered.folder / "small.yaml")) == {"checklist-changed"}


def test_another_encoding(desk: Desk) -> None:
    """The same bytes read in another way give another scorecard."""
    desk.report.write_bytes(desk.report.read_bytes())
    asked = ["--allowed-signers", desk.allowed, "--signers", 2, "--on", "2026-06-02", "--format", "json"]
    result = run("gate", desk.report, *map(str, asked), "--encoding", "utf-8")
    assert (result.returncode, _ids(result.stdout)) == (0, set())
    result = run("gate", desk.report, *map(str, asked), "--encoding", "gb18030")
    assert result.returncode in (1, 2)


# --- who signed -------------------------------------------------------------------------------------------------------
def test_another_person_s_key(desk: Desk) -> None:
    """A signature made with the key of somebody else is not theirs in whose name it is."""
    desk.statement(WANG).unlink()
    desk.signature(WANG).unlink()
    desk.sign(LI, key=WANG)
    assert desk.ids(signers=1) == {"signer-other-key"}


def test_a_key_that_nobody_knows(desk: Desk) -> None:
    """A signature made with a key that is listed for nobody does not count."""
    desk.sign(LI, key=CHEN)
    assert desk.ids() == {"signer-other-key"}


def test_a_person_who_may_not_sign(desk: Desk) -> None:
    """Somebody who is not among the allowed signers shuts the gate, however many others signed."""
    desk.sign(CHEN)
    assert desk.ids() == {"signer-unknown"}


@pytest.mark.parametrize("line", ["{li},{wang} {key}", "{li} {key}\n{wang} {key}", "* {key}"])
def test_one_key_under_two_names(desk: Desk, line: str) -> None:
    """One key is one person, though two names may sign with it."""
    desk.sign(WANG, key=LI, drafter="")
    desk.sign(LI, drafter="")
    key = desk.allow(LI).removeprefix(f"{LI} ").strip()
    desk.allowed.write_text(line.format(li=LI, wang=WANG, key=key) + "\n", encoding="utf-8")
    assert desk.ids() == {"key-shared"}
    assert desk.ids(signers=1) == {"key-shared"}


def test_one_person_under_two_spellings(desk: Desk) -> None:
    """Two spellings of a name are one person, though each has a key."""
    for path in (*desk.statement(LI).parent.iterdir(),):
        path.unlink()
    desk.allowed.write_text(desk.allow("Li", key=LI) + desk.allow("ＬＩ", key=WANG), encoding="utf-8")
    desk.sign("Li", key=LI)
    desk.sign("ＬＩ", key=WANG)
    assert desk.ids(signers=1) == set()
    assert desk.ids(signers=2) == {"too-few-signers"}


def test_the_drafter(desk: Desk) -> None:
    """The drafter may not sign, even where enough others did."""
    desk.sign(ZHANG)
    assert desk.ids() == {"signer-is-drafter"}
    assert desk.ids(signers=3) == {"signer-is-drafter", "too-few-signers"}


def test_a_drafter_whom_only_the_policy_names(desk: Desk) -> None:
    """Whoever the policy or the command line calls the drafter is one, in whatever capitals."""
    assert desk.ids(drafter=LI, signers=1) == {"signer-is-drafter"}
    desk.allowed.write_text(desk.allow("Li", key=LI) + desk.allow(WANG), encoding="utf-8")
    desk.statement(LI).unlink()
    desk.signature(LI).unlink()
    desk.sign("Li", key=LI)
    assert desk.ids(drafter="lI", signers=1) == {"signer-is-drafter"}


def test_the_drafter_s_key_under_another_name(desk: Desk) -> None:
    """Whose key is listed for the drafter is the drafter, whatever name they sign with."""
    desk.sign("赵某某", key=ZHANG)
    with desk.allowed.open("a", encoding="utf-8") as file:
        file.write(desk.allow("赵某某", key=ZHANG))
    assert desk.ids() == {"signer-is-drafter"}


def test_too_few(desk: Desk) -> None:
    """As many must sign as are asked for."""
    assert desk.ids(signers=3) == {"too-few-signers"}


def test_nobody(desk: Desk) -> None:
    """What nobody signed is not published, whether or not there is a folder."""
    for path in (*desk.statement(LI).parent.iterdir(),):
        path.unlink()
    assert desk.ids() == {"no-signoffs"}
    desk.statement(LI).parent.rmdir()
    assert desk.ids() == {"no-signoffs"}


def test_no_allowed_signers(desk: Desk) -> None:
    """Where nobody says who may sign, no signature counts; an empty list allows nobody."""
    assert desk.ids(allowed_signers=None) == {"no-allowed-signers"}
    desk.allowed.write_text("", encoding="utf-8")
    assert desk.ids() == {"signer-unknown"}


def test_nobody_is_not_enough(desk: Desk) -> None:
    """A threshold of nobody is no threshold: it is refused before anything is judged."""
    result = run("gate", desk.report, "--allowed-signers", desk.allowed, "--signers", "0")
    assert (result.returncode, result.stdout) == (2, b"")


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ('valid-before="20260601"', {"signer-expired"}),
        ('valid-before="20260602"', {"signer-expired"}),
        ('valid-before="20260603"', set()),
        ('valid-after="20260603"', {"signer-not-valid-yet"}),
        ('valid-after="20260601120000Z"', {"signer-not-valid-yet"}),
        ('valid-after="20260601"', set()),
        ('namespaces="git"', {"signer-wrong-namespace"}),
        ('namespaces="git,fzcheck-*"', set()),
        ('namespaces="!fzcheck-signoff,*"', {"signer-wrong-namespace"}),
        ('namespaces="fzcheck-signoff",valid-after="20200101",valid-before="20260602"', {"signer-expired"}),
        ("nonsense", {"signer-unknown"}),
    ],
)
def test_when_and_for_what_a_key_is_valid(desk: Desk, options: str, ids: set[str]) -> None:
    """A key must be valid on the day that is judged and when it was used, and for sign-offs; the list says so."""
    desk.allowed.write_text(desk.allow(LI, options) + desk.allow(WANG), encoding="utf-8")
    assert desk.ids() == ids


def test_a_signature_from_the_future(desk: Desk) -> None:
    """What was signed after the day that is judged is not believed."""
    assert desk.ids(SIGNED - timedelta(days=2)) == {"signed-in-future"}


def test_unsigned(desk: Desk) -> None:
    """A statement without a key does not count, not even with a signature that somebody adds."""
    desk.sign(LI, signed=False)
    assert not desk.signature(LI).exists()
    assert desk.ids() == desk.ids(signers=1) == {"signoff-unsigned"}
    _ssh_keygen("-Y", "sign", "-n", "fzcheck-signoff", "-f", desk.key(LI), desk.statement(LI))
    assert desk.ids() == {"signoff-unsigned"}


def test_a_signature_that_is_gone(desk: Desk) -> None:
    """A statement whose signature is gone does not count, nor a signature whose statement is."""
    kept = desk.signature(LI).read_bytes()
    desk.signature(LI).unlink()
    assert desk.ids() == {"signature-missing"}
    desk.signature(LI).write_bytes(kept)
    desk.statement(LI).unlink()
    assert desk.ids(signers=1) == {"statement-missing"}


# --- files ------------------------------------------------------------------------------------------------------------
def test_a_statement_of_another_report(desk: Desk) -> None:
    """Statements copied from another report say nothing of this one."""
    other = desk.folder / "other.txt"
    shutil.copy(desk.report, other)
    shutil.copy(desk.review, str(other) + ".review.yaml")
    shutil.copytree(desk.statement(LI).parent, str(other) + ".signoffs")
    own = desk.report
    own.unlink()
    assert Desk.ids(_Named(desk.folder, desk.checklist, other)) == {"statement-of-other-report"}


def test_a_statement_of_a_report_of_the_same_name(desk: Desk) -> None:
    """Statements copied from a report that has the same name in another folder are of other bytes."""
    other = Desk(desk.folder / "other")
    other.folder.mkdir()
    shutil.copytree(desk.statement(LI).parent, other.statement(LI).parent)
    shutil.copy(desk.review, other.review)
    other.report.write_bytes(desk.report.read_bytes() + b"\n")
    assert other.ids(allowed_signers=str(desk.allowed)) == {"report-changed"}


class _Named(Desk):
    """A desk whose report has another name."""

    def __init__(self, folder: Path, checklist: str, report: Path) -> None:
        super().__init__(folder, checklist)
        self._report = report

    @property
    def report(self) -> Path:
        return self._report


def test_a_statement_under_another_name(desk: Desk) -> None:
    """A statement stands under its signer's name: a copy makes no second person."""
    shutil.copy(desk.statement(LI), desk.statement("李二"))
    shutil.copy(desk.signature(LI), desk.signature("李二"))
    assert desk.ids(signers=3) == {"statement-misnamed"}


@pytest.mark.parametrize("name", ["../x", "..", ".hidden", "-I", "a/b", "a,b", "*", "", "甲" * 65, "e\u0301"])
def test_names_that_nobody_may_have(desk: Desk, name: str) -> None:
    """A name that leads elsewhere, or that means something to ssh-keygen, is refused, and nothing is looked for under it."""
    data = json.loads(desk.statement(LI).read_text(encoding="utf-8")) | {"signer": name}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    desk.statement(LI).write_text(text, encoding="utf-8")
    desk.signature(LI).unlink()
    _ssh_keygen("-Y", "sign", "-n", "fzcheck-signoff", "-f", desk.key(LI), desk.statement(LI))
    assert desk.ids() == {"bad-name"}


@pytest.mark.parametrize("what", ["report", "review", "folder", "statement", "signature"])
def test_links(desk: Desk, what: str) -> None:
    """A link is not followed, though what it points to is just what was signed."""
    paths = {
        "report": desk.report,
        "review": desk.review,
        "folder": desk.statement(LI).parent,
        "statement": desk.statement(LI),
        "signature": desk.signature(LI),
    }
    path = paths[what]
    away = desk.folder.parent / "elsewhere"
    path.rename(away)
    path.symlink_to(away)
    assert desk.ids(signers=1) == ({"not-a-plain-file", "no-signoffs"} if what == "folder" else {"not-a-plain-file"})


def test_a_link_to_nothing_and_a_folder(desk: Desk) -> None:
    """What stands under a statement's name and is none is told, wherever it may lead."""
    desk.statement("甲").symlink_to("../../nowhere.json")
    desk.statement("乙").mkdir()
    os.mkfifo(desk.signature(LI).with_name("丙.json"))
    findings = desk.judge().findings
    assert [one.id for one in findings] == ["not-a-plain-file"] * 3


def test_other_files_are_left_alone(desk: Desk) -> None:
    """Hidden files, and files that are neither statements nor signatures, are no sign-offs."""
    for name in (".gitkeep", ".甲.json", "README.md"):
        (desk.statement(LI).parent / name).write_text("x", encoding="utf-8")
    assert desk.ids() == set()


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
    _ssh_keygen("-Y", "sign", "-n", "fzcheck-signoff", "-f", desk.key(LI), desk.statement(LI))
    assert desk.ids() == {"statement-untrue"}


def test_another_version_of_the_program(desk: Desk) -> None:
    """What another version scored is not what this one scores."""
    text = desk.statement(LI).read_text(encoding="utf-8")
    desk.statement(LI).write_text(re.sub('"fzcheck": "[^"]*"', '"fzcheck": "0.0.9"', text), encoding="utf-8")
    desk.signature(LI).unlink()
    _ssh_keygen("-Y", "sign", "-n", "fzcheck-signoff", "-f", desk.key(LI), desk.statement(LI))
    assert desk.ids() == {"scorecard-changed"}


def test_every_reason_at_once(desk: Desk) -> None:
    """All that stands against publishing is told in one run."""
    edit(desk.report, "2.3万".encode(), "2.4万".encode())
    edit(desk.review, "另报县局".encode(), "已报县局".encode())
    desk.allowed.write_text(desk.allow(LI, 'valid-before="20260101"') + desk.allow(WANG), encoding="utf-8")
    expected = {"report-changed", "decisions-changed", "signer-expired", "too-few-signers", "required-open"}
    assert desk.ids(signers=3, require=("oversight",)) == expected


# --- the command ------------------------------------------------------------------------------------------------------
def _ask(desk: Desk, *args: str, **env: str | None) -> tuple[int, bytes, list[str]]:
    asked = ["--allowed-signers", str(desk.allowed), "--signers", "2", "--on", "2026-06-02"]
    result = run("gate", desk.report, *asked, *args, env=env)
    return result.returncode, result.stdout, rules(result)


def _ids(stdout: bytes) -> set[str]:
    return {one["id"] for one in json.loads(stdout)["findings"]}


def test_exit_status(desk: Desk) -> None:
    """0 where it may be published; 1 and every reason where not, each with its id first."""
    status, shown, errors = _ask(desk)
    assert (status, errors) == (0, [])
    assert all(name in shown.decode() for name in (LI, WANG))
    edit(desk.report, "2.3万".encode(), "2.4万".encode())
    status, shown, errors = _ask(desk, "--require", "oversight")
    assert (status, errors) == (1, [])
    found = [line.split(":")[0].strip() for line in shown.decode().splitlines()[1:]]
    assert found == ["required-open", "report-changed"]


def test_json(desk: Desk) -> None:
    """The verdict as one object, with who signed and what was found."""
    status, shown, _ = _ask(desk, "--format", "json", "--require", "oversight", "--lang", "en")
    verdict = json.loads(shown)
    assert (status, verdict["schema"], verdict["passed"], verdict["on"]) == (1, "fzcheck/gate/1", False, "2026-06-02")
    assert verdict["score"] == {"found": 92.9, "reviewed": 100.0}
    assert [(one["name"], one["role"]) for one in verdict["signers"]] == [(LI, "reviewer"), (WANG, "approver")]
    assert [(one["id"], one["about"]) for one in verdict["findings"]] == [("required-open", "oversight")]
    assert verdict["findings"][0]["advice"].isascii()


def test_several_reports(desk: Desk) -> None:
    """One report that may not be published shuts the gate for all, and one that cannot be judged is an error."""
    (desk.folder / "bad.txt").write_text(REPORT, encoding="utf-8")
    status, shown, _ = _ask(desk, str(desk.folder / "bad.txt"), "--format", "json")
    assert (status, [one["passed"] for one in json.loads(shown)]) == (1, [True, False])
    status, shown, errors = _ask(desk, str(desk.folder / "none.txt"), "--format", "json")
    assert (status, [one["passed"] for one in json.loads(shown)], errors) == (2, [True], ["not-found"])


def test_its_files_stand_for_a_report(desk: Desk) -> None:
    """The review file and the files of the sign-offs stand for their report, which is judged once."""
    paths = [desk.review, desk.statement(LI), desk.signature(WANG)]
    status, shown, _ = _ask(desk, *map(str, paths), "--format", "json")
    assert (status, json.loads(shown)["report"]["path"]) == (0, str(desk.report))


@pytest.mark.parametrize(
    ("args", "rule"),
    [
        (["--allowed-signers", "no-such-file"], "not-found"),
        (["--allowed-signers", "."], "is-folder"),
        (["--require", "no-such-thing"], "unknown-obligation"),
        (["--drafter", "../x"], "bad-name"),
        (["-c", "no-such-list"], "unknown-checklist"),
        (["--encoding", "klingon"], "unknown-encoding"),
    ],
)
def test_what_cannot_be_judged(desk: Desk, args: list[str], rule: str) -> None:
    """What is asked for and cannot be had is an error, never a pass."""
    assert _ask(desk, *args) == (2, b"", [rule])


def test_standard_input(desk: Desk) -> None:
    """Standard input has no sign-offs."""
    result = run("gate", "-", stdin=desk.report.read_bytes())
    assert (result.returncode, rules(result)) == (2, ["needs-file"])


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("exit 0", 2),
        ("echo 'Good luck'; exit 0", 2),
        ("kill -9 $$", 2),
        ("echo 'unknown option -- Y' >&2; exit 1", 2),
        ("exit 255", 1),
    ],
)
def test_an_ssh_keygen_that_does_not_work(desk: Desk, script: str, status: int) -> None:
    """Whatever ssh-keygen does instead of verifying, it is no pass."""
    _fake(desk.folder / "bin", script)
    got, _, errors = _ask(desk, PATH=str(desk.folder / "bin"))
    assert (got, errors) == (status, ["ssh-keygen"] if status == 2 else [])


def test_no_ssh_keygen(desk: Desk) -> None:
    """Without ssh-keygen nothing can be verified, and one line says what to install."""
    (desk.folder / "bin").mkdir()
    assert _ask(desk, PATH=str(desk.folder / "bin")) == (2, b"", ["no-ssh-keygen"])


def test_nothing_is_asked(desk: Desk) -> None:
    """ssh-keygen is given no terminal, no agent and no other way to ask, and speaks plain English."""
    real = shutil.which("ssh-keygen")
    log = desk.folder / "log"
    _fake(desk.folder / "bin", f'env >> "{log}"; test -t 0 && echo TERMINAL >> "{log}"; exec {real} "$@"')
    env = {"SSH_ASKPASS": "/bin/false", "SSH_AUTH_SOCK": "/nowhere", "DISPLAY": ":0", "LC_ALL": "zh_CN.UTF-8"}
    status, _, _ = _ask(desk, PATH=f"{desk.folder / 'bin'}:{os.environ['PATH']}", **env)
    said = log.read_text(encoding="utf-8").splitlines()
    assert status == 0
    assert {"LC_ALL=C", "SSH_ASKPASS_REQUIRE=never"} <= set(said)
    assert not [one for one in said if one.startswith(("SSH_ASKPASS=", "SSH_AUTH_SOCK=", "DISPLAY=", "TERMINAL"))]


WATCHED = """
import os, sys
def watch(event, args):
    if event.startswith("socket.") or (event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)):
        if not (event == "open" and (args[0] == os.devnull or isinstance(args[0], int))):
            print("DID", event, args, file=sys.stderr)
sys.addaudithook(watch)
sys.dont_write_bytecode = True
from scorer.cli import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("damage", [b"", b"\n"])
def test_nothing_is_written(desk: Desk, damage: bytes) -> None:
    """The gate opens no file for writing and no connection, not even to keep the checklist that it had to compile."""
    desk.report.write_bytes(desk.report.read_bytes() + damage)
    for name in ("home", "cache", "tmp"):
        (desk.folder / name).mkdir()
    before = tree(desk.folder)
    places = {
        "FZCHECK_CACHE": str(desk.folder / "cache"), "HOME": str(desk.folder / "home"), "TMPDIR": str(desk.folder / "tmp"),
    }  # fmt: skip
    args = ["gate", desk.report, "--allowed-signers", desk.allowed, "--signers", "2", "--on", "2026-06-02"]
    done = _python(["-c", WATCHED, *map(str, args)], places)
    assert (done[0], done[2]) == (int(bool(damage)), "")
    assert tree(desk.folder) == before
    # The same checklist is kept by a command that may.
    run("score", desk.report, env=places)
    assert list((desk.folder / "cache").iterdir())


# --- words, documents -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", WORDING)
def test_every_finding_says_what_to_do(rule: str) -> None:
    """Each finding has a message and advice in both languages, filled from the same values, and is given somewhere."""
    zh, en = WORDING[rule]
    assert all(zh)
    assert all(en)
    wanted = [set(re.findall(r"\{(\w+)", "".join(one))) - {"about", "title"} for one in (zh, en)]
    assert wanted[0] == wanted[1]
    values = {name: "x" for name in re.findall(r"\{(\w+)", "".join(zh + en)) if name != "about"}
    line = Finding(rule, "甲", values).text("en")
    assert line.startswith(f"{rule}: ")
    assert "{" not in line
    given = {path.name for path in (ROOT / "scorer").rglob("*.py") if f'"{rule}"' in path.read_text(encoding="utf-8")}
    assert given - {"findings.py"} or rule.startswith("decision-")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_line_in_the_readme(desk: Desk, name: str) -> None:
    """What sign wrote is verified by the line that the README gives, with OpenSSH alone; what was changed is not."""
    text = (ROOT / name).read_text(encoding="utf-8")
    (line,) = re.findall(r"^ssh-keygen -Y verify .*$", text, re.MULTILINE)
    assert _shell(line, desk.folder) == 0
    edit(desk.statement(LI), b'"score": 92.9', b'"score": 93.9')
    assert _shell(line, desk.folder) != 0


def test_a_certificate_is_its_key(desk: Desk) -> None:
    """Two names that a certificate authority certifies for one key are one person."""
    ca = desk.folder / "keys" / "ca"
    _ssh_keygen("-q", "-t", "ed25519", "-N", "", "-f", ca)
    for name in (LI, WANG):
        own = desk.folder / "keys" / f"of-{name}"
        shutil.copy(desk.key(LI), own)
        shutil.copy(desk.key(LI).with_suffix(".pub"), own.with_suffix(".pub"))
        _ssh_keygen("-q", "-s", ca, "-I", name, "-n", name, own.with_suffix(".pub"))
        desk.sign(name, key=f"of-{name}-cert.pub")
    authority = ca.with_suffix(".pub").read_text(encoding="utf-8")
    desk.allowed.write_text(f"* cert-authority {authority}", encoding="utf-8")
    assert desk.ids() == {"key-shared"}


def _ssh_keygen(*args: object) -> None:
    subprocess.run(["ssh-keygen", *map(str, args)], check=True, capture_output=True)


def _shell(line: str, folder: Path) -> int:
    return subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, check=False).returncode


def _python(args: list[str], env: dict[str, str]) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, *args], env=environment(**env), capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def _fake(folder: Path, script: str) -> None:
    folder.mkdir()
    path = folder / "ssh-keygen"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
