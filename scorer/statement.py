"""
Signed statements: what a person signs of a report, its canonical bytes, and the folder in which they are kept.

REPORT.signoffs/NAME.json is the statement, NAME.json.sig its signature. The bytes are canonical (keys sorted, two
spaces of indent, LF, UTF-8, nothing escaped that need not be, one line feed at the end): the same facts are the same bytes.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from scorer.decisions import Decision, ReviewedSummary
from scorer.errors import FzcheckError
from scorer.findings import Finding
from scorer.model import LayerFacts, Summary
from scorer.names import base_name
from scorer.review import Case
from scorer.settle import scorecard_digest, settle

SIGNOFF_SCHEMA = "fzcheck/signoff/1"
SUFFIX = ".signoffs"
_LIMIT = 8 * 1024 * 1024
_TIME = "%Y-%m-%dT%H:%M:%SZ"
# A year that any clock and time zone can tell.
_WRITTEN = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

Role = Literal["reviewer", "approver"]


class SignedReport(Struct, frozen=True, forbid_unknown_fields=True):
    """The base name of the report, and the sha256 of its bytes."""

    name: str
    sha256: str


class SignedChecklist(Struct, frozen=True, forbid_unknown_fields=True):
    """The checklist as resolved, and each layer that it is made of."""

    id: str
    version: str
    sha256: str
    layers: list[LayerFacts]


class SignedReview(Struct, frozen=True, forbid_unknown_fields=True):
    """The sha256 of the review file's bytes, "" where there is none, and the decisions in it."""

    sha256: str
    decisions: list[Decision]


class SignedFinding(Struct, frozen=True, forbid_unknown_fields=True):
    """What the machine found; `scorecard` is the sha256 of the whole scorecard."""

    scorecard: str
    score: float
    summary: Summary


class SignedOutcome(Struct, frozen=True, forbid_unknown_fields=True):
    """How the report stands as reviewed, on the day `on`; the score is None where all is waived."""

    on: str
    score: float | None
    summary: ReviewedSummary


class Statement(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What one person signs.

    Attributes:
        drafter: "" where nobody named one.
        time: UTC, to the second.
        signed: whether a key was used; a statement without is worth no more than its bytes.
    """

    schema: str
    fzcheck: str
    signer: str
    role: Role
    drafter: str
    time: str
    signed: bool
    report: SignedReport
    checklist: SignedChecklist
    review: SignedReview
    found: SignedFinding
    reviewed: SignedOutcome

    def moment(self) -> datetime:
        """When it was signed, by the signer's clock."""
        return datetime.strptime(self.time, _TIME).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Signer:
    """Who signs, as what, when, whether with a key, and who drafted the report."""

    name: str
    role: Role
    drafter: str
    at: datetime
    signed: bool


@dataclass(frozen=True)
class SignOff:
    """
    A statement as it is kept.

    Attributes:
        name: of its file, without .json.
        statement: None where the bytes are none; then `reason` says why, in Chinese and English.
        signature: path of its signature; "" where there is none.
    """

    name: str
    data: bytes
    statement: Statement | None
    reason: tuple[str, str]
    signature: str


def folder_of(report: str) -> Path:
    """Where the sign-offs of the report at `report` are kept."""
    return Path(report + SUFFIX)


def compose(case: Case, signer: Signer, on: date) -> Statement:
    """What `signer` says of `case`, waivers judged on the day `on`."""
    card, kept = case.card, case.kept
    reviewed = settle(case.compiled.checklist, card, case.document, kept.review, on)
    facts = card.checklist
    return Statement(
        SIGNOFF_SCHEMA,
        card.fzcheck,
        signer.name,
        signer.role,
        signer.drafter,
        signer.at.astimezone(UTC).strftime(_TIME),
        signer.signed,
        SignedReport(base_name(card.report.path), card.report.sha256),
        SignedChecklist(facts.id, facts.version, facts.sha256, facts.layers),
        SignedReview(kept.sha256, kept.review.decisions),
        SignedFinding(scorecard_digest(card), card.score, card.summary),
        SignedOutcome(on.isoformat(), reviewed.score, reviewed.summary),
    )


def encode(statement: Statement) -> bytes:
    """The canonical bytes of `statement`."""
    plain = msgspec.to_builtins(statement)
    return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode()


def decode(data: bytes) -> Statement:
    """
    The statement whose canonical bytes are `data`.

    Raises:
        ValueError: they are not those of any; says why, in Chinese and English.
    """
    try:
        found = msgspec.json.decode(data, type=Statement)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(*[f"{error}"] * 2) from None
    if found.schema != SIGNOFF_SCHEMA:
        raise ValueError(*[f"schema {found.schema!r}"] * 2)
    if not _WRITTEN.fullmatch(found.time):
        raise ValueError(*[f"time {found.time!r}"] * 2)
    try:
        found.moment()
        date.fromisoformat(found.reviewed.on)
    except ValueError as error:
        raise ValueError(*[f"{error}"] * 2) from None
    if encode(found) != data:
        raise ValueError("不是规范的字节（空格、换行、键的次序或多余的键）", "not the canonical bytes")
    return found


def read(report: str) -> tuple[list[SignOff], list[Finding]]:
    """
    The sign-offs of the report at `report`, in the order of their names, and what is wrong with their files.

    Nothing outside the folder is looked at, wherever links may point. Hidden files, and others that are neither
    statements nor signatures, are no sign-offs and are left alone.

    Raises:
        FzcheckError: unreadable.
    """
    folder = folder_of(report)
    if not os.path.lexists(folder):
        return [], []
    if not plain(folder, stat.S_ISDIR):
        return [], [Finding("not-a-plain-file", folder.name)]
    try:
        names = sorted(one.name for one in folder.iterdir() if one.name.endswith((".json", ".json.sig")))
    except OSError as error:
        raise FzcheckError("unreadable", str(folder), reason=error.strerror or str(error)) from None
    names = [one for one in names if not one.startswith(".")]
    odd = [one for one in names if not plain(folder / one)]
    findings = [Finding("not-a-plain-file", f"{folder.name}/{one}") for one in odd]
    statements = [one for one in names if one.endswith(".json") and one not in odd]
    signatures = {one.removesuffix(".sig") for one in names if one.endswith(".sig")}
    findings += [Finding("statement-missing", one.removesuffix(".json")) for one in sorted(signatures - set(names))]
    # A statement whose signature is a link has been found fault with already.
    return [_sign_off(folder, one, signed=one in signatures) for one in statements if f"{one}.sig" not in odd], findings


def plain(path: Path, kind: Callable[[int], bool] = stat.S_ISREG) -> bool:
    """Whether `path` is an ordinary file, or what `kind` of stat asks for, and not by way of a link; or is not there."""
    try:
        return kind(path.lstat().st_mode)
    except FileNotFoundError:
        return True


def _sign_off(folder: Path, name: str, *, signed: bool) -> SignOff:
    own = name.removesuffix(".json")
    signature = str(folder / f"{name}.sig") if signed else ""
    try:
        handle = os.open(folder / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            data = file.read(_LIMIT + 1)
    except OSError as error:
        raise FzcheckError("unreadable", str(folder / name), reason=error.strerror or str(error)) from None
    try:
        if len(data) > _LIMIT:
            raise ValueError(*[f"> {_LIMIT // 2**20} MB"] * 2)  # noqa: TRY301  one way out for all that is no statement
        return SignOff(own, data, decode(data), ("", ""), signature)
    except ValueError as error:
        return SignOff(own, data, None, (str(error.args[0]), str(error.args[-1])), signature)
