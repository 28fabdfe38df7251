"""Tests of scorer.yamltree: YAML into records, with every mistake and its place."""

from __future__ import annotations

import time
from typing import Literal

import pytest
from conftest import marked
from msgspec import Struct, field

from scorer.errors import FzcheckErrors
from scorer.yamltree import Node, Reader


class Inner(Struct, frozen=True, forbid_unknown_fields=True):
    """A record in a list."""

    name: str
    kind: Literal["plan", "problem"] | None = None


class Outer(Struct, frozen=True, forbid_unknown_fields=True):
    """A record with a field of each type that a checklist has."""

    title: str
    version: str = "1"
    core: bool = False
    weight: float = 1.0
    count: int = 0
    rows: list[list[str]] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)


def read(text: str) -> Outer:
    """The record that `text` holds."""
    return Reader(text, "x.yaml").record(Outer)[0]


def found(text: str) -> list[tuple[str, int, int]]:
    """What is wrong with `text`."""
    try:
        read(text)
    except FzcheckErrors as errors:
        return [(e.rule, e.line, e.column) for e in errors.errors]
    return []


def check(text: str, *rules: str) -> None:
    """Asserts that `text` has exactly these mistakes, where its » stand."""
    plain, expected = marked(text, *rules)
    assert found(plain) == expected


def test_every_type_is_read() -> None:
    """Each field comes out in the type that its record gives it."""
    text = "title: 甲\ncore: true\nweight: 2\ncount: 3\nrows:\n- [a, b]\ninner:\n- name: 乙\n  kind: plan\ngroups:\n  丙: [丁]\n"
    expected = Outer("甲", "1", True, 2.0, 3, [["a", "b"]], [Inner("乙", "plan")], {"丙": ["丁"]})
    assert read(text) == expected


@pytest.mark.parametrize(
    "written", ["1.10", "No", "no", "yes", "12:30", "024", "2025-01-01", "null", "~", "0x10", "1e3", "010"]
)
def test_scalars_stay_strings(written: str) -> None:
    """What YAML would turn into a number, a date, a truth value or nothing stays as it is written."""
    assert read(f"title: {written}\n").title == written


def test_strings_lose_the_white_space_around_them() -> None:
    """Quoted white space at the edges, the ideographic space too, is no part of a value."""
    assert read('title: "　甲 "\n').title == "甲"


def test_tree_holds_places() -> None:
    """The tree gives line and column, 1-based and in characters, of each key and value."""
    _, root = Reader("# 注\ntitle: 甲\ngroups:\n  丙: [丁, 戊]\n", "x.yaml").record(Outer)
    key, value = root.value["groups"]
    group_key, group = value.value["丙"]
    assert (root.line, root.column) == (2, 1)
    assert (key.line, key.column) == (3, 1)
    assert (group_key.line, group_key.column, group.line, group.column) == (4, 3, 4, 6)
    assert [(n.value, n.line, n.column) for n in group.value] == [("丁", 4, 7), ("戊", 4, 10)]


def test_wrong_types() -> None:
    """A value of another type than its field's is reported at the value; `core: no` is refused, not guessed."""
    check(
        """\
title: »[甲]
version:
  »a: b
core: »no
weight: »heavy
count: »1.5
rows: »甲
inner:
- name: 甲
  kind: »plans
- »乙
groups:
»- 丙
""",
        *["wrong-type"] * 9,
    )


def test_a_file_that_is_no_mapping() -> None:
    """A list or a bare word where a record should be is a wrong type."""
    check("»- title: 甲\n", "wrong-type")
    check("»title\n", "wrong-type")


def test_empty_values() -> None:
    """An empty value is reported: as empty where text is due, as the wrong type where a list is."""
    check("title: »''\nrows:»\ninner: []\n", "empty-value", "wrong-type")
    check("title: »' '\ngroups:\n  丙: [丁, »'']\n", "empty-value", "empty-value")


def test_unknown_and_missing_keys() -> None:
    """An unknown key is reported at the key, a missing one at the record that lacks it."""
    check("»»tilte: 甲\ninner:\n- »kind: plan\n", "missing-key", "unknown-key", "missing-key")


def test_duplicate_keys() -> None:
    """A key given twice is reported at the second place, and names the first."""
    check("title: 甲\ncount: 1\n»title: 乙\ngroups:\n  丙: [丁]\n  »丙: [戊]\n", "duplicate-key", "duplicate-key")
    with pytest.raises(FzcheckErrors) as caught:
        read("title: 甲\ncount: 1\ntitle: 乙\n")
    assert caught.value.errors[0].values == {"key": "title", "first": 1}


def test_full_width_colons() -> None:
    """A full-width colon after a field's name is reported at the colon, and the file is read on behind it."""
    check(
        "title»：甲\ninner:\n- name»：乙\n  kind»： »plans\n  »knd: plan\n",
        *["checklist-colon"] * 3,
        "wrong-type",
        "unknown-key",
    )


def test_full_width_colon_after_a_word_group() -> None:
    """A full-width colon after a Chinese key with its list is reported, not merged into the next line."""
    check("title: 甲\ngroups:\n  丙»：[丁]\n  戊: [己]\n", "checklist-colon")


@pytest.mark.parametrize(
    "sentence",
    ["主要负责人：履行职责。", "APP：上线运行。", "PPP项目：已审查。", "一是：建立[某]制度。", "检查了：[两处]。"],
)
def test_full_width_colons_in_sentences_stay(sentence: str) -> None:
    """A full-width colon inside a sentence is the sentence's own."""
    assert read(f"title: 甲\nrows:\n- - {sentence}\n").rows == [[sentence]]
    assert read(f"title: {sentence}\n").title == sentence


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("title: 甲\nrows: [a, b\ninner: []\n", 3, 6),
        ("title: 甲\n\tcount: 1\n", 2, 1),
        ("title: '甲\n", 2, 1),
        ("title: 甲: 乙\n", 1, 9),
        ("title: 甲\ncount: \x01\n", 2, 8),
        ("title: 甲\n---\ntitle: 乙\n", 2, 1),
    ],
    ids=["bracket", "tab", "quote", "two-colons", "control", "second-document"],
)
def test_syntax_errors(text: str, line: int, column: int) -> None:
    """What is no YAML, or more than one document, is reported with its place."""
    assert found(text) == [("yaml", line, column)]


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n"])
def test_nothing_in_the_file(text: str) -> None:
    """A file without a value is empty; it has no place to point at."""
    assert found(text) == [("empty", 0, 0)]


def test_mistakes_before_a_syntax_error_show_too() -> None:
    """What was noticed before the parser gave up is in the same report."""
    check("title: 甲\n»title: 乙\ncount»：3\nweight: 甲»: 乙\n", "duplicate-key", "checklist-colon", "yaml")


def test_anchors_and_aliases() -> None:
    """Anchors and aliases are refused, each at its place, also where the anchor is unknown."""
    plain, expected = marked("title: »&a 甲\nversion: »*a\ncore: »*b\n", *["yaml-alias"] * 3)
    assert [each for each in found(plain) if each[0] == "yaml-alias"] == expected


def test_alias_bombs_are_refused_quickly() -> None:
    """Nested aliases are never expanded: a file that would grow to 10^20 values is refused at once."""
    bomb = "title: &a [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"k{c}: &{c} [{', '.join([f'*{chr(ord(c) - 1)}'] * 10)}]\n" for c in "bcdefghijklmnopqrst")
    began = time.perf_counter()
    rules = {rule for rule, _, _ in found(bomb)}
    assert time.perf_counter() - began < 5
    assert "yaml-alias" in rules


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? "])
def test_deep_nesting_is_refused_quickly(opening: str) -> None:
    """What is nested deeper than any checklist is a syntax error; time does not grow with the depth."""
    began = time.perf_counter()
    rules = [rule for rule, _, _ in found("title: 甲\nrows:\n  " + opening * 200_000)]
    assert time.perf_counter() - began < 5
    assert rules == ["yaml"]


@pytest.mark.parametrize("filler", ["\n", " \n", "# 注\n", "a：\n", "- \n"])
def test_long_files_are_read_in_linear_time(filler: str) -> None:
    """Blank lines, comments and mistakes by the ten thousand are got through in a moment."""
    began = time.perf_counter()
    found(filler * 20_000 + "title: 甲\n")
    assert time.perf_counter() - began < 5


def test_check_adds_to_the_same_report() -> None:
    """What a caller's own check finds stands with the rest, in line order, though fields are missing."""

    def third_line(reader: Reader, root: Node) -> None:
        assert "title" not in root.value
        reader.add("bad-id", 2, 5, id="x")

    with pytest.raises(FzcheckErrors) as caught:
        Reader("count: x\nversion: 1\nknd: 2\n", "x.yaml").record(Outer, third_line)
    assert [(e.rule, e.line) for e in caught.value.errors] == [
        ("missing-key", 1),
        ("wrong-type", 1),
        ("bad-id", 2),
        ("unknown-key", 3),
    ]
    assert {e.path for e in caught.value.errors} == {"x.yaml"}


def test_five_mistakes_are_one_report_in_line_order() -> None:
    """Five different mistakes of one file are all reported at once, in the order in which they stand."""
    check(
        "title»：甲\nversion: »''\n»titel: 乙\ncore: »maybe\n»core: true\n",
        "checklist-colon",
        "empty-value",
        "unknown-key",
        "wrong-type",
        "duplicate-key",
    )
