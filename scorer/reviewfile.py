"""
REPORT.review.yaml: read with all its mistakes at once, and written so that what people put into it stays.

The decisions are the reviewer's; a file that cannot be read is never written over, and what fzcheck adds leaves comments
and order as they were.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from scorer.decisions import REVIEW_SCHEMA, Decision, ReviewFile
from scorer.errors import FzcheckError, FzcheckErrors
from scorer.files import read_bounded, write_atomically
from scorer.model import Checklist
from scorer.reviewcheck import Checker, is_date
from scorer.segment import Document
from scorer.yamltree import Node, Reader

SUFFIX = ".review.yaml"
_LIMIT = 2 * 1024 * 1024
_FREE_TEXT = ("quote", "note")


@dataclass(frozen=True)
class Entry:
    """The lines of a decision, or of another field, 0-based `start:end`; `remarks` are those that are comments."""

    start: int
    end: int
    remarks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Kept:
    """
    A review file as it stands on disk.

    Attributes:
        sha256: of its bytes; "" where there is no file.
        text: of the file, "" where there is none.
        entries: where each decision stands.
        fields: where schema, report and decisions stand.
    """

    path: str
    sha256: str
    text: str
    review: ReviewFile
    entries: tuple[Entry, ...] = ()
    fields: dict[str, Entry] = field(default_factory=dict)


def path_of(report: str) -> str:
    """Where the decisions on the report at `report` are kept."""
    return report + SUFFIX


def about(decision: Decision) -> tuple[str, str]:
    """What `decision` is about: a file has one decision on each such thing."""
    return decision.obligation, decision.element


def read(path: str) -> Kept:
    """
    The review file at `path`; one that does not exist says nothing.

    Raises:
        FzcheckError: is-folder, unreadable, too-large.
        FzcheckErrors: every mistake of the file.
    """
    try:
        return parse(read_bounded(path, _LIMIT, stdin=True), path)
    except FzcheckError as error:
        if error.rule == "not-found":
            return unreadable(path)
        raise


def read_others(path: str, checklist: Checklist, document: Document, today: date) -> list[Decision]:
    """
    The decisions in the file at `path`, or in standard input where it is "-", which are to be taken in on the day `today`.

    Raises:
        FzcheckError: not-found, is-folder, unreadable, too-large.
        FzcheckErrors: every mistake, those that only checklist, report and day tell included.
    """
    return parse(read_bounded(path, _LIMIT, stdin=True), path, checklist, document, today).review.decisions


def parse(
    data: bytes,
    path: str,
    checklist: Checklist | None = None,
    document: Document | None = None,
    today: date | None = None,
) -> Kept:
    """
    The review file that holds `data`.

    Args:
        path: what messages call it.
        checklist: where given, obligations and elements must be its own.
        document: where given, quotes and lines must stand in it.
        today: where given, no waiver may be over.

    Raises:
        FzcheckError: too-large.
        FzcheckErrors: every mistake of the file.
    """
    if len(data) > _LIMIT:
        raise FzcheckError("too-large", path, size=f"> {_LIMIT // 2**20}", limit=_LIMIT // 2**20)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FzcheckErrors([FzcheckError("not-utf8", path)]) from None
    review, root = Reader(text, path).record(ReviewFile, Checker(text, checklist, document, today).check)
    lines = text.splitlines()
    entries = tuple(_extent(lines, node) for node in root.value["decisions"][1].value) if review.decisions else ()
    fields = {name: Entry(key.line - 1, max(key.end, value.end)) for name, (key, value) in root.value.items()}
    return Kept(path, hashlib.sha256(data).hexdigest(), text, review, entries, fields)


def unreadable(path: str) -> Kept:
    """What stands for a review file that is wrong: it decides nothing."""
    return Kept(path, "", "", ReviewFile(REVIEW_SCHEMA))


def write(kept: Kept, decisions: list[Decision], report: str) -> Kept:
    """
    Makes `decisions` those of the file that `kept` was read from, as a whole or not at all.

    Entries that did not change, and what people wrote between them, stay as they are.

    Args:
        decisions: those of `kept` that are to stay, in their order, some perhaps changed; new ones after them.
        report: digest of the report's bytes.

    Raises:
        OSError: it could not be written; the file is as it was.
    """
    wanted = [tidy(one) for one in decisions]
    before = kept if kept.text else parse(f"schema: {REVIEW_SCHEMA}\n".encode(), kept.path)
    data = _composed(before, {about(one): one for one in wanted}, report).encode()
    after = parse(data, kept.path)
    if after.review.decisions != wanted:  # pragma: no cover
        raise AssertionError("what would be written does not say what was decided")
    write_atomically(Path(kept.path), data)
    return after


def tidy(decision: Decision) -> Decision:
    """`decision` as it will be read again: no white space around what people wrote."""
    return replace(decision, **{name: getattr(decision, name).strip() for name in _FREE_TEXT})


# --- writing --------------------------------------------------------------------------------------------------------
def _extent(lines: list[str], node: Node) -> Entry:
    """Where an entry stands; blank lines and comments after it are not its own."""
    start, end = node.line - 1, node.end
    while end - 1 > start and not lines[end - 1].strip():
        end -= 1
    said = {at for one in _parts(node) for at in range(one.line - 1, one.end)}
    return Entry(start, end, tuple(at for at in range(start, end) if at not in said and lines[at].strip()))


def _parts(node: Node) -> list[Node]:
    return [one for pair in node.value.values() for one in pair]


def _composed(kept: Kept, wanted: dict[tuple[str, str], Decision], report: str) -> str:
    """The text of `kept` with the decisions `wanted`, each by what it is about."""
    lines = kept.text.splitlines(keepends=True)
    line_end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    if not lines[-1].endswith(("\r", "\n")):
        lines[-1] += line_end
    dash = lines[kept.entries[0].start].partition("-")[0] if kept.entries else ""
    fresh = dict(wanted)
    changed: list[tuple[Entry, list[str]]] = []
    for entry, old in zip(kept.entries, kept.review.decisions, strict=True):
        now = fresh.pop(about(old), None)
        if now != old:
            remarks = [lines[at].rstrip("\r\n") for at in entry.remarks]
            changed.append((entry, _entry(now, dash) + remarks if now else []))
    new = [line for one in fresh.values() for line in _entry(one, dash)]
    if kept.entries and wanted:
        end = kept.entries[-1].end
        changed.append((Entry(end, end), new))
    elif new or kept.entries:
        changed.append(_list(kept, new))
    changed.append(_report(kept, report))
    # From the last to the first, so that none moves another that is still to come; of two at one place the later one
    # first, which puts it behind.
    for place, put in sorted(changed, key=lambda one: (one[0].start, one[0].end), reverse=True):
        lines[place.start : place.end] = [line + line_end for line in put]
    return "".join(lines)


def _list(kept: Kept, new: list[str]) -> tuple[Entry, list[str]]:
    """The list of decisions where it was empty, or becomes so; where it was missing, it goes to the end."""
    head = ["decisions:"] if new else ["decisions: []"]
    if "decisions" not in kept.fields:
        end = max(one.end for one in kept.fields.values())
        return Entry(end, end), head + new
    at = kept.fields["decisions"]
    return (Entry(at.start, at.start + 1), head) if kept.entries else (at, head + new)


def _report(kept: Kept, report: str) -> tuple[Entry, list[str]]:
    after = kept.fields["schema"].end
    return kept.fields.get("report", Entry(after, after)), [f"report: {report}"]


def _entry(decision: Decision, dash: str) -> list[str]:
    """The lines of `decision` in the file, its dash after `dash`: only what it says, in the order of the record."""
    said = {name: getattr(decision, name) for name in decision.__struct_fields__}
    lines = [f"{name}: {_scalar(value)}" for name, value in said.items() if value not in ("", None)]
    return [f"{dash}{'  ' if i else '- '}{line}" for i, line in enumerate(lines)]


def _scalar(value: str | int) -> str:
    """`value` on one line of YAML, plain where that says the same."""
    import yaml  # only where something is decided

    plain: object = date.fromisoformat(value) if isinstance(value, str) and is_date(value) else value
    if isinstance(plain, str) and not plain.isprintable():
        return '"' + "".join(map(_escaped, plain)) + '"'
    width: Any = float("inf")
    return yaml.safe_dump({"": plain}, allow_unicode=True, width=width).partition(": ")[2].rstrip("\n")


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable() or char == "\u3000":
        return char
    return "\\n" if char == "\n" else f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"
