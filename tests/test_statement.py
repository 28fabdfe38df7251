"""Tests of scorer.statement: canonical bytes, and what is read back from them."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta, timezone

import pytest
from signed import NAMES, SIGNED, Desk

from scorer.names import base_name
from scorer.review import open_case
from scorer.settle import scorecard_digest
from scorer.statement import Signer, Statement, compose, decode, encode

LI = NAMES[0]


def _said(desk: Desk) -> Statement:
    case = open_case(str(desk.report), desk.checklist, None, SIGNED.date())
    beijing = SIGNED.astimezone(timezone(timedelta(hours=8)))
    return compose(case, Signer(LI, "reviewer", "张起草", beijing, True), SIGNED.date())


def test_what_is_said(desk: Desk) -> None:
    """A statement pins the bytes of report and decisions, every layer of the checklist, and the scorecard."""
    case = open_case(str(desk.report), desk.checklist, None, SIGNED.date())
    said = _said(desk)
    assert said.report.name == "report.txt"
    assert said.report.sha256 == hashlib.sha256(desk.report.read_bytes()).hexdigest()
    assert said.review.sha256 == hashlib.sha256(desk.review.read_bytes()).hexdigest()
    assert [one.obligation for one in said.review.decisions] == [d.obligation for d in case.kept.review.decisions]
    assert said.checklist.layers == case.compiled.layers
    assert said.found.scorecard == scorecard_digest(case.card)
    assert (said.found.score, said.reviewed.score) == (case.card.score, case.reviewed.score)
    assert said.reviewed.summary.waived == case.reviewed.summary.waived
    assert said.time == "2026-06-01T08:30:00Z"
    assert said.moment() == SIGNED


def test_canonical_bytes(desk: Desk) -> None:
    """Keys sorted, Chinese as it is, LF, one at the end; the same facts are the same bytes, whatever folder they are in."""
    data = encode(_said(desk))
    assert data == desk.statement(LI).read_bytes()
    plain = json.loads(data)
    assert data == (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
    assert "张起草".encode() in data
    assert b"\\u" not in data
    assert b"\r" not in data
    assert data.endswith(b"}\n")
    assert not data.endswith(b"\n\n")
    assert str(desk.folder).encode() not in data


def test_back_again(desk: Desk) -> None:
    """What was written is read back as it was."""
    said = _said(desk)
    assert decode(encode(said)) == said


@pytest.mark.parametrize("old", ['"role": "reviewer"', '"signed": true', '"time": "2026', '"schema": "fzcheck'])
def test_a_key_that_is_not_there(desk: Desk, old: str) -> None:
    """A statement that lacks something, or has something else, is none."""
    text = encode(_said(desk)).decode()
    assert text.count(old) == 1
    for new in ("", old.replace('": ', 's": ')):
        with pytest.raises(ValueError, match=r"."):
            decode(text.replace(old, new).encode())


def test_names_of_reports() -> None:
    """The name of a report is the same composed or not, and has no folder."""
    assert base_name("a/b/报告.txt") == "报告.txt"
    assert base_name("e\u0301.txt") == "é.txt"
    assert base_name("\udcff.txt") == "\ufffd.txt"
