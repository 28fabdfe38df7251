"""
REPORT.review.yaml: read with all its mistakes at once, and written so that what people put into it stays.

The decisions are the reviewer's; a file that cannot be read is never written over, and what fzcheck adds leaves comments
and order as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scorer.decisions import REVIEW_SCHEMA, Decision, ReviewFile
from scorer.errors import FzcheckError, FzcheckErrors
from scorer.files import write_atomically
from scorer.model import Checklist
from scorer.segment import Document
from scorer.settle import quoted
from scorer.yamltree import Node, Reader

SUFFIX = ".review.yaml"
_LIMIT = 2 * 1024 * 1024
_NEEDED = {"waive": ("reason", "note", "until"), "override": (), "agree": ()}


@dataclass(frozen=True)
class Kept:
    """
    A review file as it stands on disk.

    Attributes:
        sha256: of its bytes; "" where there is no file.
        entries: 1-based line on which each decision begins.
    """

    path: str
    sha256: str
    text: str
    review: ReviewFile
    entries: tuple[int, ...] = ()


def path_of(report: str) -> str:
    """Where the decisions on the report at `report` are kept."""
    return report + SUFFIX


def read(path: str, checklist: Checklist | None = None, document: Document | None = None) -> Kept:
    """
    The review file at `path`; one that does not exist says nothing.

    Args:
        checklist: where given, obligations and elements must be its own.
        document: where given, quotes and lines must stand in it.

    Raises:
        FzcheckError: is-folder, unreadable, too-large.
        FzcheckErrors: every mistake of the file.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_LIMIT + 1)
    except FileNotFoundError:
        return unreadable(path)
    except IsADirectoryError:
        raise FzcheckError("is-folder", path) from None
    except (OSError, ValueError) as error:
        raise FzcheckError("unreadable", path, reason=getattr(error, "strerror", None) or str(error)) from None
    if len(data) > _LIMIT:
        raise FzcheckError("too-large", path, size=f"> {_LIMIT // 2**20}", limit=_LIMIT // 2**20)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FzcheckErrors([FzcheckError("undecodable", path, tried="UTF-8")]) from None
    review, root = Reader(text, path).record(ReviewFile, _checker(text, checklist, document))
    entries = tuple(node.line for node in root.value["decisions"][1].value) if review.decisions else ()
    return Kept(path, hashlib.sha256(data).hexdigest(), text, review, entries)


def unreadable(path: str) -> Kept:
    """What stands for a review file that is wrong: it decides nothing."""
    return Kept(path, "", "", ReviewFile(REVIEW_SCHEMA))


def write(kept: Kept, decisions: list[Decision], report: str) -> Kept:
    """
    Makes `decisions` those of the file that `kept` was read from, as a whole or not at all.

    Entries that did not change, and what people wrote between them, stay as they are.

    Args:
        decisions: those of `kept` in their order, some perhaps changed, and new ones after them.
        report: digest of the report's bytes.

    Raises:
        OSError: it could not be written; the file is as it was.
    """
    lines = (kept.text or f"schema: {REVIEW_SCHEMA}\n").splitlines()
    entries = [_extent(lines, line - 1) for line in kept.entries]
    if not entries:
        lines = [line for line in lines if not line.startswith("decisions:")] + ["decisions:"]
        entries = [(len(lines), len(lines))]
    old = kept.review.decisions
    dash = lines[entries[0][0]].partition("-")[0] if old else ""
    at = entries[-1][1]
    lines[at:at] = [line for new in decisions[len(old) :] for line in _entry(new, dash)]
    # From the last to the first, so that a longer entry moves none that is still to come.
    for (start, end), before, now in reversed(list(zip(entries, old, decisions, strict=False))):
        if now != before:
            lines[start:end] = _entry(now, dash)
    _set_report(lines, report)
    data = "".join(f"{line}\n" for line in lines).encode()
    write_atomically(Path(kept.path), data)
    return read(kept.path)


def _extent(lines: list[str], start: int) -> tuple[int, int]:
    """The lines of the entry that begins on line `start`, 0-based; blank lines and comments after it are not its own."""
    inside = lines[start].partition("-")[0] + " "
    end = start + 1
    for i in range(start + 1, len(lines)):
        words = lines[i].strip()
        if words and not words.startswith("#"):
            if not lines[i].startswith(inside):
                break
            end = i + 1
    return start, end


def _entry(decision: Decision, dash: str) -> list[str]:
    """The lines of `decision` in the file, its dash after `dash`."""
    import yaml  # only where something is decided

    text = yaml.safe_dump([_plain(decision)], allow_unicode=True, sort_keys=False, width=1_000_000)
    return [dash + line for line in text.splitlines()]


def _set_report(lines: list[str], report: str) -> None:
    at = next((i for i, line in enumerate(lines) if line.startswith("report:")), None)
    if at is None:
        at = next(i for i, line in enumerate(lines) if line.startswith("schema:")) + 1
        lines.insert(at, "")
    lines[at] = f"report: {report}"


def _plain(decision: Decision) -> dict[str, Any]:
    """The entry of `decision` in the file: only what it says, in the order of the record."""
    values = {name: getattr(decision, name) for name in decision.__struct_fields__}
    said = {name: value for name, value in values.items() if value not in ("", None)}
    if decision.until:
        said["until"] = date.fromisoformat(decision.until)
    return said


def _checker(text: str, checklist: Checklist | None, document: Document | None) -> Callable[[Reader, Node], None]:
    known = {o.id: [e.id for e in o.elements] for o in checklist.obligations} if checklist else None
    lines = text.splitlines()

    def check(reader: Reader, root: Node) -> None:
        entries = root.value if isinstance(root.value, dict) else {}
        schema = _scalar(entries, "schema")
        if schema and schema.value != REVIEW_SCHEMA:
            _add(reader, "wrong-type", schema, key="schema", expected=REVIEW_SCHEMA, found=schema.value)
        listed = entries["decisions"][1].value if "decisions" in entries else []
        first: dict[tuple[str, str], int] = {}
        for node in listed if isinstance(listed, list) else []:
            if not lines[node.line - 1].lstrip().startswith("-"):
                # `write` changes entries where they stand
                _add(reader, "entry-form", node)
            if isinstance(node.value, dict):
                _decision(reader, node, known, document)
                _unique(reader, node, first)

    return check


def _unique(reader: Reader, node: Node, first: dict[tuple[str, str], int]) -> None:
    obligation, element = _scalar(node.value, "obligation"), _scalar(node.value, "element")
    if obligation is None:
        return
    key = (obligation.value, element.value if element else "")
    if key in first:
        _add(reader, "duplicate-decision", node, name=".".join(filter(None, key)), first=first[key])
    first.setdefault(key, node.line)


def _decision(reader: Reader, node: Node, known: dict[str, list[str]] | None, document: Document | None) -> None:
    verb, until = _scalar(node.value, "decision"), _scalar(node.value, "until")
    for key in _NEEDED.get(verb.value, ()) if verb else ():
        if key not in node.value:
            _add(reader, "missing-key", node, key=key)
    if verb and verb.value != "waive":
        for key in ("reason", "until"):
            if key in node.value:
                _add(reader, "misplaced-key", node.value[key][0], key=key, decision=verb.value)
    if until and not _is_date(until.value):
        _add(reader, "bad-date", until, found=until.value)
    if known is not None:
        _names(reader, node, known)
    if verb and verb.value == "override":
        _citation(reader, node, document)


def _names(reader: Reader, node: Node, known: dict[str, list[str]]) -> None:
    obligation, element = _scalar(node.value, "obligation"), _scalar(node.value, "element")
    if obligation and obligation.value not in known:
        _add(reader, "unknown-obligation", obligation, name=obligation.value, known=", ".join(known))
    elif obligation and element and element.value not in known[obligation.value]:
        name = f"{obligation.value}.{element.value}"
        _add(reader, "unknown-obligation", element, name=name, known=", ".join(known[obligation.value]))


def _citation(reader: Reader, node: Node, document: Document | None) -> None:
    """An override must point to the report: by its words, or by a line of it."""
    quote, line = _scalar(node.value, "quote"), _scalar(node.value, "line")
    if quote is None and line is None:
        _add(reader, "missing-key", node, key="quote / line")
    if document is None:
        return
    if quote and quoted(document, quote.value) is None:
        _add(reader, "quote-not-found", quote, quote=quote.value)
    if line and line.value.isdigit() and not quote and not at_line(document, int(line.value)):
        _add(reader, "no-such-line", line, number=line.value)


def at_line(document: Document, line: int) -> list[str]:
    """The sentences that begin on line `line` of the report, as they stand in it."""
    return [document.source.text[s.start : s.end] for s in document.sentences if s.line == line]


def _scalar(entries: dict[str, tuple[Node, Node]], key: str) -> Node | None:
    found = entries.get(key)
    return found[1] if found and isinstance(found[1].value, str) else None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _add(reader: Reader, rule: str, node: Node, **args: object) -> None:
    reader.add(rule, node.line, node.column, **args)
