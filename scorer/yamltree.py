"""
Reads YAML into typed records, with every mistake of the file at once and the line and column of each.

Scalars stay strings until a field's type says otherwise (1.10 is never 1.1, No is never False). Anchors are refused, so
no file can grow while it is read.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
import yaml

from scorer.errors import FzcheckError, FzcheckErrors

_Record = TypeVar("_Record", bound=msgspec.Struct)
# After a field's name, and after a Chinese name that a list in brackets follows (a word group). A sentence in a list may
# begin with APP：, and stays.
_FULL_WIDTH_COLON = re.compile(
    r"^([ \t]*(?:- )*[a-z_][a-z0-9_-]*|[ \t]+[^\s:：\-#\"'\[{][^\s:：]*(?=：[ \t]*\[))：[ \t]*", re.MULTILINE
)
# Far deeper than any checklist; libyaml's time grows with the square of the depth.
_DEEPEST = 24
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Node:
    """
    A YAML value and where it stands.

    Attributes:
        value: a str, a list of Nodes, or a dict of (key Node, Node) by key.
        line, column: where it begins. end: the last line of it.
    """

    value: Any
    line: int
    column: int
    end: int


class Reader:
    """One file being read; collects its mistakes."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.errors: list[FzcheckError] = []
        self._text = text

    def record(self, kind: type[_Record], check: Callable[[Reader, Node], None] | None = None) -> tuple[_Record, Node]:
        """
        The record of type `kind` that the file holds, and its tree.

        Args:
            check: adds what else is wrong with a tree; it may not rely on fields or types.

        Raises:
            FzcheckErrors: every mistake found in syntax, fields and types, and by `check`.
        """
        line, at = 1, 0
        for match in _FULL_WIDTH_COLON.finditer(self._text):
            line += self._text.count("\n", at, match.end(1))
            at = match.end(1)
            self.add("checklist-colon", line, match.end(1) - self._text.rfind("\n", 0, match.end(1)))
        # Read on as if it were right, so that the other mistakes show in the same run.
        root = self._tree(_FULL_WIDTH_COLON.sub(r"\1: ", self._text))
        if root is None:
            raise FzcheckErrors(self.errors)
        data = self._typed(root, kind, "")
        if check:
            check(self, root)
        if self.errors:
            raise FzcheckErrors(self.errors)
        return msgspec.convert(data, kind), root

    def add(self, rule: str, line: int, column: int, **args: object) -> None:
        """Notes a mistake."""
        self.errors.append(FzcheckError(rule, self.path, line, column, **args))

    # --- syntax -----------------------------------------------------------------------------------------------------
    def _tree(self, text: str) -> Node | None:
        try:
            root = self._root(yaml.parse(text, Loader=_LOADER))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self.add("yaml", line, column, reason=error.problem or error.context or "?")
        except yaml.YAMLError as error:
            # A control character: its position is of bytes or of characters, depending on the parser.
            match = yaml.reader.Reader.NON_PRINTABLE.search(text)
            at = match.start() if match else 0
            line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
            self.add("yaml", line, column, reason=str(error).splitlines()[0])
        else:
            if root is None:
                self.add("empty", 0, 0)
            return root
        return None

    def _root(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        for event in events:
            mark = event.start_mark
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise yaml.MarkedYAMLError(problem="a second document", problem_mark=mark)
                root = self._node(next(events), events)
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int = 0) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if depth > _DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"more than {_DEEPEST} levels deep", problem_mark=event.start_mark)
        if getattr(event, "anchor", None):
            self.add("yaml-alias", line, column)
        if isinstance(event, yaml.ScalarEvent):
            return Node(event.value, line, column, _last_line(event))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._node(event, events, depth + 1))
            return Node(items, line, column, max([line, _last_line(event), *(one.end for one in items)]))
        if isinstance(event, yaml.MappingStartEvent):
            entries: dict[str, tuple[Node, Node]] = {}
            while not isinstance(event := next(events), yaml.MappingEndEvent):
                key = self._node(event, events, depth + 1)
                value = self._node(next(events), events, depth + 1)
                name = str(key.value)
                if name in entries:
                    self.add("duplicate-key", key.line, key.column, key=name, first=entries[name][0].line)
                else:
                    entries[name] = (key, value)
            ends = [one.end for pair in entries.values() for one in pair]
            return Node(entries, line, column, max([line, _last_line(event), *ends]))
        return Node("", line, column, line)  # an alias: noted above

    # --- types ------------------------------------------------------------------------------------------------------
    def _typed(self, node: Node, kind: Any, key: str) -> Any:
        """`node` as plain data that msgspec will accept for `kind`; notes what it will not."""
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self._struct(node, kind, key)
        origin, args = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return self._typed(node, next(a for a in args if a is not type(None)), key)
        if origin is list:
            if isinstance(node.value, list):
                return [self._typed(item, args[0], key) for item in node.value]
            return self._wrong(node, key, "list")
        if origin is dict:
            if isinstance(node.value, dict):
                return {
                    self._typed(k, args[0], key): self._typed(v, args[1], name) for name, (k, v) in node.value.items()
                }
            return self._wrong(node, key, "mapping")
        return self._scalar(node, kind, key)

    def _struct(self, node: Node, kind: type[msgspec.Struct], key: str) -> Any:
        if not isinstance(node.value, dict):
            return self._wrong(node, key or kind.__name__.lower(), "mapping")
        # By the names in the file: a field may have another in Python, where its own is a keyword (is).
        fields, hints = {f.encode_name: f for f in msgspec.structs.fields(kind)}, _hints(kind)
        data = {}
        for name, (at, value) in node.value.items():
            if name in fields:
                data[name] = self._typed(value, hints[fields[name].name], name)
            else:
                self.add("unknown-key", at.line, at.column, key=name, known=", ".join(fields))
        for name, one in fields.items():
            if one.required and name not in node.value:
                self.add("missing-key", node.line, node.column, key=name)
        return data

    def _scalar(self, node: Node, kind: Any, key: str) -> Any:
        if not isinstance(node.value, str):
            return self._wrong(node, key, _name(kind))
        text = node.value.strip()
        if get_origin(kind) is Literal:
            if text not in get_args(kind):
                return self._wrong(node, key, " / ".join(get_args(kind)))
        elif kind is bool:
            if text not in ("true", "false"):
                return self._wrong(node, key, "true / false")
            return text == "true"
        elif kind in (int, float):
            try:
                return kind(text)
            except ValueError:
                return self._wrong(node, key, _name(kind))
        elif not text:
            self.add("empty-value", node.line, node.column, key=key)
        return text

    def _wrong(self, node: Node, key: str, expected: str) -> None:
        found = "list" if isinstance(node.value, list) else "mapping" if isinstance(node.value, dict) else node.value
        self.add("wrong-type", node.line, node.column, key=key, expected=expected, found=found)


def _last_line(event: Any) -> int:
    """The last line of a scalar, or of what brackets close; 0 where only what comes next tells that it is over."""
    mark = event.end_mark
    if not isinstance(event, yaml.ScalarEvent) and mark.index == event.start_mark.index:
        return 0
    # The mark is behind the end: for a block of text on the line that comes next.
    return int(mark.line) + int(mark.column > 0)


@cache
def _hints(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _name(kind: Any) -> str:
    return {str: "text", int: "number", float: "number"}.get(kind, str(kind))
