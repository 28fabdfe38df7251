"""
Checks what the types of a checklist cannot say: ids, references, and terms that could never work.

Every finding has its line and column; the wording is in errors.py.
"""

from __future__ import annotations

import re

from scorer.model import CHECKLIST_SCHEMA, Checklist, Element, Part
from scorer.terms import GAP
from scorer.yamltree import Node, Reader

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEARS = re.compile(r"20\d\d-(?:20\d\d)?")


def lint(reader: Reader, part: Part, root: Node, head: Checklist | None) -> None:
    """
    Adds to `reader` what is wrong with `part`, one file of a checklist.

    Args:
        root: the file's tree, which `part` was made from.
        head: the checklist that it belongs to; None where that could not be read.
    """
    fields = root.value
    if head is not None and "schema" in fields:
        _head(reader, head, fields)
    nodes = fields["obligations"][1].value if "obligations" in fields else []
    _ids(reader, nodes)
    for obligation, node in zip(part.obligations, nodes, strict=True):
        if head is not None and obligation.theme not in head.themes:
            _add(reader, "unknown-theme", _at(node, "theme"), theme=obligation.theme, known=", ".join(head.themes))
        elements = _at(node, "elements").value
        if not elements:
            _add(reader, "empty-value", _at(node, "elements"), key="elements")
        _ids(reader, elements)
        for element, at in zip(obligation.elements, elements, strict=True):
            _element(reader, element, at, part.words)


def _head(reader: Reader, head: Checklist, fields: dict[str, tuple[Node, Node]]) -> None:
    if fields["schema"][1].value != CHECKLIST_SCHEMA:
        _add(
            reader,
            "wrong-type",
            fields["schema"][1],
            key="schema",
            expected=CHECKLIST_SCHEMA,
            found=fields["schema"][1].value,
        )
    if not _YEARS.fullmatch(fields["years"][1].value):
        _add(reader, "bad-years", fields["years"][1], years=head.years)
    if not head.obligations and not head.include:
        _add(reader, "missing-key", fields["schema"][0], key="obligations / include")


def _ids(reader: Reader, nodes: list[Node]) -> None:
    first: dict[str, int] = {}
    for node in nodes:
        at = _at(node, "id")
        if not _ID.fullmatch(at.value):
            _add(reader, "bad-id", at, id=at.value)
        elif at.value in first:
            _add(reader, "duplicate-id", at, id=at.value, first=first[at.value])
        first.setdefault(at.value, at.line)


def _element(reader: Reader, element: Element, node: Node, words: dict[str, list[str]]) -> None:
    for key in ("terms", "together", "needs", "unless"):
        if key in node.value:
            for item in _at(node, key).value:
                for part in item.value if isinstance(item.value, list) else [item]:
                    _term(reader, part, words, alone=key in ("terms", "unless"))
    if not (element.terms or element.together or element.section):
        _add(reader, "missing-key", node, key="terms / together")
    if not element.examples.met or not element.examples.unmet:
        _add(reader, "no-example", _at(node, "examples"), id=element.id)
    for item in _at(_at(node, "examples"), "unmet").value:
        if len(item.value) != 1:
            _add(
                reader,
                "wrong-type",
                item,
                key="unmet",
                expected="plan / problem / denied / subject / weak",
                found=len(item.value),
            )
    if "terms" in node.value:
        _reachable(reader, element, _at(node, "terms").value)


def _term(reader: Reader, at: Node, words: dict[str, list[str]], *, alone: bool) -> None:
    written = at.value.lstrip("^-")
    groups = re.findall("<([^<>]*)>", written)
    if re.search("[<>]", re.sub("<[^<>]*>", "", written)):
        _add(reader, "bad-group", at, term=written)
    for group in groups:
        if group not in words:
            _add(reader, "unknown-group", at, group=group)
    short = any(len(word) < 2 for part in written.split(GAP) for word in part.split("/"))
    if alone and short and not groups and GAP not in written:
        _add(reader, "short-term", at, term=written)


def _reachable(reader: Reader, element: Element, nodes: list[Node]) -> None:
    """A term that contains another of the same element never decides; one that contains an exclusion never counts."""
    literal = [n for n in nodes if not re.search("[…/<#]", n.value)]
    for node in literal:
        for other in literal:
            same = other.value == node.value and other.line < node.line
            if same or (other.value != node.value and other.value in node.value):
                _add(reader, "unreachable-term", node, term=node.value, by=other.value)
                break
        for word in element.unless:
            if not re.search("[/<]", word) and word in node.value:
                _add(reader, "ruled-out-term", node, term=node.value, by=word)


def _at(node: Node, key: str) -> Node:
    value: Node = node.value[key][1]
    return value


def _add(reader: Reader, rule: str, at: Node, **args: object) -> None:
    reader.add(rule, at.line, at.column, **args)
