"""
Reads labels: what people say a report shows, element by element, and by which of its sentences.

A label file is a YAML mapping `labels`: obligation.element → {is: met | unmet | either, cite: [words of the report]}.
`default` says what an element that is not listed is, `unmet` or `either`; without it all must be listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msgspec import Struct, field

from scorer.errors import FzcheckError
from scorer.files import read_bounded
from scorer.model import Checklist
from scorer.source import Source
from scorer.yamltree import Node, Reader

Value = Literal["met", "unmet", "either"]
_LIMIT = 2 * 1024 * 1024


class Label(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What one element of a report is.

    Attributes:
        value: in the file `is`; `either` where experts may differ.
        cite: words of every sentence of the report that would do as evidence.
    """

    value: Value = field(name="is")
    cite: list[str] = field(default_factory=list)


class _LabelFile(Struct, frozen=True, forbid_unknown_fields=True):
    labels: dict[str, Label]
    # Never `met`: what is met has a citation of its own.
    default: Literal["unmet", "either"] | None = None


@dataclass(frozen=True)
class Gold:
    """
    The labels of one report.

    Attributes:
        labels: "obligation.element" → its label, one for each element of the checklist.
        left_out: labels of obligations that the checklist does not have.
    """

    labels: dict[str, Label]
    left_out: int


def read_gold(path: str, checklist: Checklist, source: Source) -> Gold:
    """
    The labels in the file at `path` for the report `source`.

    Raises:
        FzcheckError: it cannot be read.
        FzcheckErrors: every mistake of the file: form, unknown elements, elements without a label, words that do not
            stand in the report.
    """
    text = _text(path)
    known = {o.id: [e.id for e in o.elements] for o in checklist.obligations}
    kept, _ = Reader(text, path).record(_LabelFile, lambda reader, tree: _check(reader, tree, known, source))
    default = Label(kept.default or "unmet")
    return Gold(
        {name: kept.labels.get(name, default) for name in _names(known)},
        sum(name.partition(".")[0] not in known for name in kept.labels),
    )


def _names(known: dict[str, list[str]]) -> list[str]:
    return [f"{obligation}.{element}" for obligation, elements in known.items() for element in elements]


def _text(path: str) -> str:
    data = read_bounded(path, _LIMIT)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FzcheckError("undecodable", path, tried="UTF-8") from None


def _check(reader: Reader, root: Node, known: dict[str, list[str]], source: Source) -> None:
    entries = root.value if isinstance(root.value, dict) else {}
    labels = entries["labels"][1].value if "labels" in entries else None
    if not isinstance(labels, dict):
        return
    missing = [name for name in _names(known) if name not in labels]
    if missing and "default" not in entries:
        reader.add("no-label", root.line, root.column, names=", ".join(missing))
    for name, (key, label) in labels.items():
        obligation, _, element = name.partition(".")
        if obligation in known and element not in known[obligation]:
            reader.add("unknown-obligation", key.line, key.column, name=name, known=", ".join(known[obligation]))
        if isinstance(label.value, dict):
            _check_label(reader, label, source)


def _check_label(reader: Reader, label: Node, source: Source) -> None:
    fields = {name: value for name, (_, value) in label.value.items()}
    cited = fields["cite"].value if "cite" in fields else []
    if "is" in fields and fields["is"].value == "met" and not cited:
        reader.add("missing-key", label.line, label.column, key="cite")
    for words in cited if isinstance(cited, list) else ():
        if isinstance(words.value, str) and words.value.strip() not in source.text:
            reader.add("not-in-report", words.line, words.column, words=words.value, report=source.path)
