"""Tests of scorer.signers: why ssh-keygen refuses somebody, as the file of allowed signers has it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from conftest import ROOT
from signed import NAMES, SIGNED, Desk

from scorer import signers
from scorer.errors import FzcheckError

LI, WANG = NAMES[:2]
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="


def _read(folder: Path, text: str) -> signers.Allowed:
    path = folder / "allowed"
    path.write_text(text, encoding="utf-8")
    return signers.read(str(path))


def test_fingerprints_are_those_of_ssh_keygen(desk: Desk) -> None:
    """A key's fingerprint is what ssh-keygen says when it verifies with it."""
    allowed = signers.read(str(desk.allowed))
    assert [one.key for one in allowed.entries][:2] == [one.key for one in desk.judge().endorsements]


@pytest.mark.parametrize(
    ("line", "name", "why"),
    [
        ("li {}", "li", "signer-unknown"),  # nothing that this module knows of stands against it
        ("# li {}", "li", "signer-unknown"),
        ("li garbage", "li", "signer-unknown"),
        ('"li,wang" {}', "wang", "signer-unknown"),
        ("li {}", "wang", "signer-unknown"),
        ('l? namespaces="git" {}', "li", "signer-wrong-namespace"),
        ('*,!li namespaces="git" {}', "li", "signer-unknown"),
        ('*,!li namespaces="git" {}', "wang", "signer-wrong-namespace"),
        ('[l]i namespaces="git" {}', "li", "signer-unknown"),
        ('li NAMESPACES="a b,c" {}', "li", "signer-wrong-namespace"),
        ('li valid-before="202606011629" {}', "li", "signer-expired"),
        ('li valid-before="202606010829Z" {}', "li", "signer-expired"),
        ('li valid-after="20260601083001Z" {}', "li", "signer-not-valid-yet"),
        ('li valid-after="soon" {}', "li", "signer-unknown"),
        ("li ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAA", "li", "signer-other-key"),
        ('li valid-before="20200101" {0}\nli namespaces="git" {0}', "li", "signer-expired"),
    ],
)
def test_why_not(tmp_path: Path, beijing: None, line: str, name: str, why: str) -> None:  # noqa: ARG001
    """The first line for that name and key which says so decides; what it does not explain is unknown."""
    key = _read(tmp_path, f"x {KEY}\n").entries[0].key
    assert _read(tmp_path, line.format(KEY) + "\n").why_not(name, key, SIGNED) == why


def test_whose_a_key_is(tmp_path: Path) -> None:
    """A key belongs to those for whom it is listed, in whatever spelling; a certificate authority's to nobody."""
    allowed = _read(tmp_path, f"Li,wang {KEY}\n")
    key = allowed.entries[0].key
    assert [allowed.is_key_of(key, one) for one in ("li", "ＷＡＮＧ", "zhang")] == [True, True, False]
    assert allowed.owners(key) == "Li,wang"
    assert _read(tmp_path, f"* cert-authority {KEY}\n").owners(key) == ""


@pytest.mark.parametrize(("path", "rule"), [("none", "not-found"), (".", "is-folder"), ("a\0b", "unreadable")])
def test_a_file_that_cannot_be_read(path: str, rule: str) -> None:
    """A file that is not there or is none is an error with its path."""
    with pytest.raises(FzcheckError) as caught:
        signers.read(str(ROOT / path) if path == "none" else path)
    assert caught.value.rule == rule


def test_dates_are_local(tmp_path: Path, beijing: None) -> None:  # noqa: ARG001
    """A date without Z is local time, as ssh-keygen has it."""
    allowed = _read(tmp_path, f'li valid-before="20260601" {KEY}\n')
    key = allowed.entries[0].key
    midnight = datetime(2026, 6, 1).astimezone()
    assert allowed.why_not("li", key, midnight.replace(minute=1)) == "signer-expired"
    assert allowed.why_not("li", key, midnight) == "signer-unknown"
