"""
Loads checklists: a name or a path in, a Checklist with its terms ready for matching out.

A checklist of the program's own is found beside the package, in the wheel and in a working tree alike. Reading YAML is
the slow part, so what came of it is kept in the user's cache folder under the digest of all that it was made from.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import msgspec

from scorer.cache import Cache
from scorer.errors import FzcheckError, FzcheckErrors
from scorer.model import CHECKLIST_SCHEMA, Checklist, Compiled, Element

DEFAULT = "core"
_LIMIT = 2 * 1024 * 1024
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEARS = re.compile(r"20\d\d-(?:20\d\d)?")


def folder() -> Path:
    """Where the program's own checklists are: inside the package when installed, beside it in a working tree."""
    inside = Path(__file__).parent / "checklists"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "checklists"


def names() -> list[str]:
    """The names that `load` knows, in order."""
    return sorted(path.stem for path in folder().glob("*.yaml"))


def load(name: str) -> Compiled:
    """
    The checklist called `name`, or at the path `name`, ready for matching.

    Raises:
        FzcheckError: unknown-checklist, unreadable.
        FzcheckErrors: every mistake of the file.
    """
    path, data = _source(name)
    digest = hashlib.sha256(data).hexdigest()
    cache = Cache("checklist", digest)
    kept = cache.get(Compiled)
    if kept is not None:
        return kept
    compiled = compile_checklist(parse(data, path), digest)
    cache.put(compiled)
    return compiled


def parse(data: bytes, path: str) -> Checklist:
    """
    The checklist in the YAML `data`; `path` is what its errors name.

    Raises:
        FzcheckErrors: every mistake, in the order of its lines.
    """
    from scorer.yamltree import Reader  # noqa: PLC0415  PyYAML is not needed where the cache has the checklist

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FzcheckErrors([FzcheckError("undecodable", path, tried="UTF-8")]) from None
    reader = Reader(text, path)
    checklist, root = reader.record(Checklist)
    _Checks(reader, checklist, root).run()
    if reader.errors:
        raise FzcheckErrors(reader.errors)
    return checklist


def compile_checklist(checklist: Checklist, sha256: str) -> Compiled:
    """`checklist` with its terms ready for matching."""
    from scorer.terms import WordSplitter, patterns, vocabulary  # noqa: PLC0415  brings in jieba

    split = WordSplitter(vocabulary(checklist))
    return Compiled(
        checklist,
        sha256,
        {
            f"{o.id}.{e.id}": patterns(e, checklist.words, split)
            for o in checklist.obligations
            for e in o.elements
        },
    )


def element(checklist: Checklist, name: str) -> list[tuple[str, Element]]:
    """
    The elements that `name`, an obligation or obligation.element, stands for, with their full ids.

    Raises:
        FzcheckError: unknown-obligation.
    """
    wanted, _, part = name.partition(".")
    found = [
        (f"{o.id}.{e.id}", e)
        for o in checklist.obligations
        if o.id == wanted
        for e in o.elements
        if part in ("", e.id)
    ]
    if not found:
        ids = [o.id for o in checklist.obligations]
        if wanted in ids:
            ids = [f"{o.id}.{e.id}" for o in checklist.obligations if o.id == wanted for e in o.elements]
        raise FzcheckError("unknown-obligation", name=name, known=", ".join(ids))
    return found


def schema() -> bytes:
    """The JSON Schema of a checklist, for editors that check while one types."""
    described = msgspec.json.schema(Checklist)
    described["title"] = "fzcheck checklist"
    return msgspec.json.format(msgspec.json.encode(described, order="deterministic"), indent=2) + b"\n"


def _source(name: str) -> tuple[str, bytes]:
    own = folder() / f"{name}.yaml"
    if _ID.fullmatch(name) and own.is_file():
        path, shown = own, f"{name}.yaml"
    else:
        path, shown = Path(name), name
        if not path.suffix and not path.exists():
            raise FzcheckError("unknown-checklist", name=name, known=", ".join(names()))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FzcheckError("not-found", shown) from None
    except IsADirectoryError:
        raise FzcheckError("is-folder", shown) from None
    except OSError as error:
        raise FzcheckError("unreadable", shown, reason=error.strerror or str(error)) from None
    if len(data) > _LIMIT:
        raise FzcheckError("too-large", shown, size=f"{len(data) / 2**20:.1f}", limit=_LIMIT // 2**20)
    return shown, data


class _Checks:
    """What a type cannot say: ids, references, terms that cannot work."""

    def __init__(self, reader: Any, checklist: Checklist, root: Any) -> None:
        self._reader = reader
        self._checklist = checklist
        self._root = root

    def run(self) -> None:
        root, checklist = self._root.value, self._checklist
        if checklist.schema != CHECKLIST_SCHEMA:
            self._add("wrong-type", root["schema"][1], key="schema", expected=CHECKLIST_SCHEMA, found=checklist.schema)
        if not _YEARS.fullmatch(checklist.years):
            self._add("bad-years", root["years"][1], years=checklist.years)
        if not checklist.obligations:
            self._add("empty-value", root["obligations"][1], key="obligations")
        obligations = root["obligations"][1].value
        self._ids(obligations)
        for obligation, node in zip(checklist.obligations, obligations, strict=True):
            if obligation.theme not in checklist.themes:
                known = ", ".join(checklist.themes)
                self._add("unknown-theme", node.value["theme"][1], theme=obligation.theme, known=known)
            elements = node.value["elements"][1].value
            if not elements:
                self._add("empty-value", node.value["elements"][1], key="elements")
            self._ids(elements)
            for one, at in zip(obligation.elements, elements, strict=True):
                self._element(one, at)

    def _ids(self, nodes: list[Any]) -> None:
        first: dict[str, int] = {}
        for node in nodes:
            at = node.value["id"][1]
            if not _ID.fullmatch(at.value):
                self._add("bad-id", at, id=at.value)
            elif at.value in first:
                self._add("duplicate-id", at, id=at.value, first=first[at.value])
            first.setdefault(at.value, at.line)

    def _element(self, one: Element, at: Any) -> None:
        for key in ("terms", "together", "needs", "unless"):
            if key in at.value:
                for item in at.value[key][1].value:
                    for part in item.value if isinstance(item.value, list) else [item]:
                        self._term(part, alone=key in ("terms", "unless"))
        if not one.terms and not one.together:
            self._add("missing-key", at, key="terms / together")
        examples = at.value["examples"][1]
        if not one.examples.met or not one.examples.unmet:
            self._add("no-example", examples, id=one.id)
        for item in examples.value["unmet"][1].value:
            if len(item.value) != 1:
                self._add("wrong-type", item, key="unmet", expected="plan / problem / denied / subject / weak: …", found=len(item.value))
        if "terms" in at.value:
            self._reachable(one, at.value["terms"][1].value)

    def _term(self, at: Any, *, alone: bool) -> None:
        written = at.value.lstrip("^-")
        groups = re.findall("<([^<>]*)>", written)
        if re.sub("<[^<>]*>", "", written).strip("…/") != re.sub("[<>]", "", re.sub("<[^<>]*>", "", written)).strip("…/"):
            self._add("bad-group", at, term=written)
        for group in groups:
            if group not in self._checklist.words:
                self._add("unknown-group", at, group=group)
        if alone and not groups and any(len(word) < 2 for part in written.split("…") for word in part.split("/")):
            self._add("short-term", at, term=written)

    def _reachable(self, one: Element, nodes: list[Any]) -> None:
        """A term that contains another of the same element never decides; one that contains an exclusion never counts."""
        literal = [n for n in nodes if not re.search("[…/<]", n.value)]
        for node in literal:
            shorter = next((n.value for n in literal if n is not node and n.value in node.value and (n.value != node.value or n.line < node.line)), None)
            if shorter is not None:
                self._add("unreachable-term", node, term=node.value, by=shorter)
            for word in one.unless:
                if not re.search("[/<]", word) and word in node.value:
                    self._add("ruled-out-term", node, term=node.value, by=word)

    def _add(self, rule: str, at: Any, **args: object) -> None:
        self._reader.add(rule, at.line, at.column, **args)
