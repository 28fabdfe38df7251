"""
Checks what the types of a checklist cannot say: ids, references, and terms that could never work.

Reads the tree and not the record, so that its findings show in the same run as those of the types: what is missing or
of the wrong type has been noted already and is passed over here. Every finding has its line and column; the wording is
in errors.py.
"""

from __future__ import annotations

import re

from scorer.model import CHECKLIST_SCHEMA, Checklist
from scorer.terms import GAP, NEAR, WITHOUT, choices
from scorer.yamltree import Node, Reader

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEARS = re.compile(r"20\d\d-(?:20\d\d)?")
_REASONS = "plan / problem / denied / subject / weak"
_SIGNS = (NEAR, WITHOUT)
_SECOND = re.compile(rf"\s([{re.escape(NEAR + WITHOUT)}])")
# Fields in which a word decides by itself; one character would be found everywhere.
_ALONE = ("terms", "unless")
_SHORTEST = 2


class Linter:
    """
    Checks the files of one checklist, in the order in which it includes them.

    Args:
        head: the path of the checklist itself, whose themes hold for all its files.
        base: the checklist that it extends, if it does.
    """

    def __init__(self, head: str, base: Checklist | None = None) -> None:
        self._head = head
        self._base = base
        self._themes: list[str] = list(base.themes) if base else []
        self._ids: dict[str, str] = {o.id: base.id for o in base.obligations} if base else {}

    def check(self, reader: Reader, root: Node) -> None:
        """Adds to `reader` what is wrong with the file whose tree is `root`."""
        if _at(root, "schema"):
            _head(reader, root)
            if not _given(root, *(("amend", "obligations") if self._base else ("obligations", "include"))):
                _add(reader, "missing-key", root, key="amend / obligations" if self._base else "obligations / include")
        if reader.path == self._head:
            self._themes += _entries(root, "themes")
        words: dict[str, list[str]] = {}
        for name, (_, group) in _entries(root, "words").items():
            words[name] = [_text(word) for word in _list(group)]
            if group.value == []:
                _add(reader, "empty-value", group, key=name)
        obligations = _items(root, "obligations")
        _ids(reader, obligations, self._ids)
        for obligation in obligations:
            self._obligation(reader, obligation, words)
        for amendment in _items(root, "amend"):
            self._amendment(reader, amendment, words)

    def _amendment(self, reader: Reader, node: Node, words: dict[str, list[str]]) -> None:
        obligation, element = _at(node, "obligation"), _at(node, "element")
        known = {o.id: [e.id for e in o.elements] for o in self._base.obligations} if self._base else {}
        if obligation and _text(obligation) not in known:
            _add(reader, "unknown-obligation", obligation, name=_text(obligation), known=", ".join(known))
        elif obligation and element and _text(element) not in known[_text(obligation)]:
            name = f"{_text(obligation)}.{_text(element)}"
            _add(reader, "unknown-obligation", element, name=name, known=", ".join(known[_text(obligation)]))
        if not _given(node, "weight", "off", "terms", "together", "unless"):
            _add(reader, "missing-key", node, key="weight / off / terms / together / unless")
        if not element and _given(node, "terms", "together", "unless"):
            _add(reader, "missing-key", node, key="element")
        _weight(reader, node)
        _terms(reader, node, words)

    def _obligation(self, reader: Reader, node: Node, words: dict[str, list[str]]) -> None:
        theme = _at(node, "theme")
        if theme and self._themes and _text(theme) not in self._themes:
            _add(reader, "unknown-theme", theme, theme=_text(theme), known=", ".join(self._themes))
        _weight(reader, node)
        for key in ("basis", "elements"):
            at = _at(node, key)
            if at and at.value == []:
                _add(reader, "empty-value", at, key=key)
        _ids(reader, _items(node, "elements"), {})
        for element in _items(node, "elements"):
            _element(reader, element, words)
        exemption = _at(node, "not_applicable")
        if exemption:
            _element(reader, exemption, words)


def _weight(reader: Reader, node: Node) -> None:
    weight = _at(node, "weight")
    if weight and not _positive(_text(weight)):
        _add(reader, "wrong-type", weight, key="weight", expected="> 0", found=_text(weight))


def _head(reader: Reader, root: Node) -> None:
    schema, years = _at(root, "schema"), _at(root, "years")
    if schema and _text(schema) != CHECKLIST_SCHEMA:
        _add(reader, "wrong-type", schema, key="schema", expected=CHECKLIST_SCHEMA, found=_text(schema))
    if years and not _YEARS.fullmatch(_text(years)):
        _add(reader, "bad-years", years, years=_text(years))


def _ids(reader: Reader, nodes: list[Node], first: dict[str, str]) -> None:
    """Checks the ids of `nodes`; `first` holds where each id was seen first, in this file or in another."""
    for node in nodes:
        at = _at(node, "id")
        name = _text(at)
        if not at or not name:
            continue
        if not _ID.fullmatch(name):
            _add(reader, "bad-id", at, id=name)
        elif name in first:
            _add(reader, "duplicate-id", at, id=name, first=first[name])
        first.setdefault(name, f"{reader.path}:{at.line}")


def _element(reader: Reader, node: Node, words: dict[str, list[str]]) -> None:
    if not isinstance(node.value, dict):
        return
    _terms(reader, node, words)
    if not _given(node, "terms", "together", "section"):
        _add(reader, "missing-key", node, key="terms / together")
    # not_applicable has no id: it is one with its obligation
    examples = _at(node, "examples")
    if not examples or not isinstance(examples.value, dict):
        return
    met, unmet = _at(examples, "met"), _at(examples, "unmet")
    if met and unmet and not (met.value and unmet.value):
        _add(reader, "no-example", examples, id=_text(_at(node, "id")) or "not_applicable")
    for item in _items(examples, "unmet"):
        if isinstance(item.value, dict) and len(item.value) != 1:
            _add(reader, "wrong-type", item, key="unmet", expected=_REASONS, found=len(item.value))


def _terms(reader: Reader, node: Node, words: dict[str, list[str]]) -> None:
    for key in ("terms", "needs", "unless"):
        for item in _items(node, key):
            _term(reader, item, _text(item), words, key)
    for listed in _items(node, "together"):
        parts = _list(listed)
        for part in parts:
            sign = _text(part)[:1]
            written = _text(part).removeprefix(sign if sign in _SIGNS else "")
            _term(reader, part, written, words, WITHOUT if sign == WITHOUT else "together")
        if isinstance(listed.value, list) and all(_text(part).startswith(_SIGNS) for part in parts):
            # All of none too: there must be a word for the sentence itself to have.
            _add(reader, "empty-value", listed, key="together")
    _reachable(reader, _items(node, "terms"), [_text(word) for word in _items(node, "unless")])


def _term(reader: Reader, at: Node, written: str, words: dict[str, list[str]], key: str) -> None:
    if not _text(at):
        return
    groups = re.findall("<([^<>]*)>", written)
    unknown = [group for group in groups if group not in words]
    if re.search("[<>]", re.sub("<[^<>]*>", "", written)):
        _add(reader, "bad-group", at, term=written)
        return
    for group in unknown:
        _add(reader, "unknown-group", at, group=group)
    if unknown:
        return
    found = [word for part in written.split(GAP) for word in choices(part, words)]
    if sign := _misplaced(written, found, key):
        _add(reader, "misplaced-sign", at, term=written, sign=sign)
    elif "" in found:
        _add(reader, "empty-value", at, key=_text(at))
    elif key in _ALONE and not groups and GAP not in written and min(map(len, found), default=_SHORTEST) < _SHORTEST:
        _add(reader, "short-term", at, term=written)


def _misplaced(written: str, found: list[str], key: str) -> str:
    """The sign in `written` that would be looked for as it stands, and so never be found; "" where there is none."""
    if GAP + GAP in written or (GAP in written and key != "terms"):
        return GAP + GAP if GAP + GAP in written else GAP
    if written.startswith(_SIGNS):
        return written[0]
    if between := _SECOND.search(written):  # -合同 -协议 in one item, where a comma was forgotten
        return between[1]
    number = any("#" in word[1:] or ("#" in word and key in ("unless", WITHOUT)) for word in found)
    return "#" if number else ""


def _reachable(reader: Reader, nodes: list[Node], unless: list[str]) -> None:
    """A term that contains another of the same element never decides; one that contains an exclusion never counts."""
    literal = [n for n in nodes if _text(n) and not re.search("[…/<#]", _text(n))]
    for node in literal:
        term = _text(node)
        for other in literal:
            same = _text(other) == term and other.line < node.line
            if same or (_text(other) != term and _text(other) in term):
                _add(reader, "unreachable-term", node, term=term, by=_text(other))
                break
        for word in unless:
            if word and not re.search("[/<]", word) and word in term:
                _add(reader, "ruled-out-term", node, term=term, by=word)


def _positive(text: str) -> bool:
    try:
        return 0 < float(text) < float("inf")
    except ValueError:  # its type is wrong: noted already
        return True


def _given(node: Node, *keys: str) -> bool:
    """Whether one of the fields is there and is not an empty list."""
    return any(at.value != [] for key in keys if (at := _at(node, key)))


def _at(node: Node, key: str) -> Node | None:
    """The value of field `key`; None where there is none."""
    found = node.value.get(key) if isinstance(node.value, dict) else None
    return found[1] if found else None


def _entries(node: Node, key: str) -> dict[str, tuple[Node, Node]]:
    """The entries of the mapping in field `key`; none where there is no mapping."""
    at = _at(node, key)
    return at.value if at and isinstance(at.value, dict) else {}


def _items(node: Node, key: str) -> list[Node]:
    """What the list in field `key` holds; nothing where there is no list."""
    at = _at(node, key)
    return _list(at) if at else []


def _list(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else []


def _text(node: Node | None) -> str:
    return node.value.strip() if node and isinstance(node.value, str) else ""


def _add(reader: Reader, rule: str, at: Node, **args: object) -> None:
    reader.add(rule, at.line, at.column, **args)
