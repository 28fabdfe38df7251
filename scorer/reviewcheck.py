"""What can be wrong with a review file beside its fields and their types."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scorer.decisions import REVIEW_SCHEMA
from scorer.model import Checklist
from scorer.segment import Document
from scorer.settle import line_text, quoted
from scorer.yamltree import Node, Reader

_NEEDED = {"waive": ("reason", "note", "until"), "override": (), "agree": ()}
# What only one kind of decision has.
_OWN = {"reason": "waive", "until": "waive", "quote": "override", "line": "override"}


class Checker:
    """Finds what is wrong with a review file beside fields and types."""

    def __init__(self, text: str, checklist: Checklist | None, document: Document | None, today: date | None) -> None:
        self._lines = text.splitlines()
        self._known = {o.id: [e.id for e in o.elements] for o in checklist.obligations} if checklist else None
        self._document = document
        self._today = today
        self._first: dict[tuple[str, str], int] = {}

    def check(self, reader: Reader, root: Node) -> None:
        """Adds every mistake of the tree `root`."""
        fields = root.value if isinstance(root.value, dict) else {}
        for key, _ in fields.values():
            if key.column != 1:
                # `write` changes fields and entries where they stand
                _add(reader, "entry-form", key)
        schema = _text(fields, "schema")
        if schema and schema.value != REVIEW_SCHEMA:
            _add(reader, "wrong-type", schema, key="schema", expected=REVIEW_SCHEMA, found=schema.value)
        listed = fields["decisions"][1].value if "decisions" in fields else []
        for node in listed if isinstance(listed, list) else []:
            if not self._lines[node.line - 1].lstrip(" ").startswith("-"):
                _add(reader, "entry-form", node)
            if isinstance(node.value, dict):
                self._decision(reader, node)

    def _decision(self, reader: Reader, node: Node) -> None:
        verb, until = _text(node.value, "decision"), _text(node.value, "until")
        for key in _NEEDED.get(verb.value, ()) if verb else ():
            if key not in node.value:
                _add(reader, "missing-key", node, key=key)
        for key, of in _OWN.items() if verb and verb.value in _NEEDED else ():
            if verb and verb.value != of and key in node.value:
                _add(reader, "misplaced-key", node.value[key][0], key=key, decision=verb.value, of=of)
        if until and until.value:
            self._date(reader, until)
        self._about(reader, node)
        if verb and verb.value == "override":
            self._citation(reader, node)

    def _date(self, reader: Reader, until: Node) -> None:
        if not is_date(until.value):
            _add(reader, "bad-date", until, found=until.value)
        elif self._today and date.fromisoformat(until.value) < self._today:
            _add(reader, "past-date", until, found=until.value, today=self._today)

    def _about(self, reader: Reader, node: Node) -> None:
        obligation, element = _text(node.value, "obligation"), _text(node.value, "element")
        if obligation is None:
            return
        about = (obligation.value, element.value if element else "")
        if about in self._first:
            _add(reader, "duplicate-decision", node, name=".".join(filter(None, about)), first=self._first[about])
        self._first.setdefault(about, node.line)
        if self._known is None:
            return
        if obligation.value not in self._known:
            _add(reader, "unknown-obligation", obligation, name=obligation.value, known=", ".join(self._known))
        elif element and element.value not in self._known[obligation.value]:
            known = ", ".join(self._known[obligation.value])
            _add(reader, "unknown-obligation", element, name=".".join(about), known=known)

    def _citation(self, reader: Reader, node: Node) -> None:
        """An override must point to the report: by its words, or by a line of it."""
        quote, line = _text(node.value, "quote"), _text(node.value, "line")
        if quote is None and line is None:
            _add(reader, "missing-key", node, key="quote / line")
        if self._document and quote and quoted(self._document, quote.value) is None:
            _add(reader, "quote-not-found", quote, quote=quote.value)
        if line and (number := _number(line.value)) is not None:
            document = self._document
            missing = document and not quote and quoted(document, line_text(document, number)) is None
            if number < 1 or missing:
                _add(reader, "no-such-line", line, number=number)


def is_date(text: str) -> bool:
    """Whether `text` is an ISO date, as 2027-03-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _text(fields: dict[str, tuple[Node, Node]], key: str) -> Node | None:
    """The text of a field, as it will be read."""
    found = fields.get(key)
    return replace(found[1], value=found[1].value.strip()) if found and isinstance(found[1].value, str) else None


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _add(reader: Reader, rule: str, node: Node, **args: object) -> None:
    reader.add(rule, node.line, node.column, **args)
