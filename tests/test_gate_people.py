"""Tests of scorer.gate: who signed, with which key, and the files of the sign-offs."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import run
from signed import NAMES, SIGNED, Desk, ssh_keygen

LI, WANG, ZHANG, CHEN = NAMES


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
    ssh_keygen("-Y", "sign", "-n", "fzcheck-signoff", "-f", desk.key(LI), desk.statement(LI))
    assert desk.ids() == {"signoff-unsigned"}


def test_a_signature_that_is_gone(desk: Desk) -> None:
    """A statement whose signature is gone does not count, nor a signature whose statement is."""
    kept = desk.signature(LI).read_bytes()
    desk.signature(LI).unlink()
    assert desk.ids() == {"signature-missing"}
    desk.signature(LI).write_bytes(kept)
    desk.statement(LI).unlink()
    assert desk.ids(signers=1) == {"statement-missing"}


def test_a_certificate_is_its_key(desk: Desk) -> None:
    """Two names that a certificate authority certifies for one key are one person."""
    ca = desk.folder / "keys" / "ca"
    ssh_keygen("-q", "-t", "ed25519", "-N", "", "-f", ca)
    for name in (LI, WANG):
        own = desk.folder / "keys" / f"of-{name}"
        shutil.copy(desk.key(LI), own)
        shutil.copy(desk.key(LI).with_suffix(".pub"), own.with_suffix(".pub"))
        ssh_keygen("-q", "-s", ca, "-I", name, "-n", name, own.with_suffix(".pub"))
        desk.sign(name, key=f"of-{name}-cert.pub")
    authority = ca.with_suffix(".pub").read_text(encoding="utf-8")
    desk.allowed.write_text(f"* cert-authority {authority}", encoding="utf-8")
    assert desk.ids() == {"key-shared"}


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
    ssh_keygen("-Y", "sign", "-n", "fzcheck-signoff", "-f", desk.key(LI), desk.statement(LI))
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
