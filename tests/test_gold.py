"""Tests of scorer.gold: labels read, and every mistake of a label file with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SMALL, changed, marked, write_checklist

from scorer import checklist
from scorer.errors import FzcheckErrors
from scorer.gold import Gold, read_gold
from scorer.model import Checklist
from scorer.source import from_text

REPORT = from_text("镇政府续聘了法律顾问。下一步，建立台账。")


@pytest.fixture
def small(tmp_path: Path) -> Checklist:
    """A checklist of one element, legal-advisers.engagement."""
    return checklist.load(write_checklist(tmp_path)).checklist


def read(folder: Path, text: str, by: Checklist) -> Gold:
    """The labels that `text` gives for REPORT."""
    path = folder / "gold.yaml"
    path.write_text(text, encoding="utf-8")
    return read_gold(str(path), by, REPORT)


def test_what_is_not_listed_is_the_default(tmp_path: Path, small: Checklist) -> None:
    """A default stands for every element that has no label of its own."""
    gold = read(tmp_path, "labels: {}\ndefault: either\n", small)
    assert {name: label.value for name, label in gold.labels.items()} == {"legal-advisers.engagement": "either"}


def test_labels_of_other_obligations_are_left_out(tmp_path: Path, small: Checklist) -> None:
    """Labels made for a larger checklist serve a smaller one, and are counted."""
    text = (
        "labels:\n  legal-advisers.engagement: {is: met, cite: [续聘了法律顾问]}\n  openness.disclosure: {is: unmet}\n"
    )
    gold = read(tmp_path, text, small)
    assert list(gold.labels) == ["legal-advisers.engagement"]
    assert gold.left_out == 1


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("labels:\n  »legal-advisers.engagment: {is: unmet}\ndefault: unmet\n", ["unknown-obligation"]),
        ("labels:\n  legal-advisers.engagement: {is: »maybe}\n", ["wrong-type"]),
        ("labels:\n  legal-advisers.engagement: »{is: met}\n", ["missing-key"]),
        ("labels:\n  legal-advisers.engagement: {is: met, cite: [»没有这句]}\n", ["not-in-report"]),
        ("labels:\n  legal-advisers.engagement: {is: unmet, »sight: x}\n", ["unknown-key"]),
        ("labels:\n  legal-advisers.engagement: {is: unmet}\n  »legal-advisers.engagement: {is: unmet}\n", ["duplicate-key"]),
        ("»labels: {}\n", ["no-label"]),
        ("labels: {}\ndefault: »met\n", ["wrong-type"]),
        ("»default: unmet\n", ["missing-key"]),
        ("labels: »none\n", ["wrong-type"]),
        ("»labels:\n  »legal-advisers.engagment: {is: »maybe}\n", ["no-label", "unknown-obligation", "wrong-type"]),
        ("labels:\n  legal-advisers.engagement: {is: »yes, cite: [»这句没有, 续聘]}\n  »legal-advisers.x: {is: unmet}\n", ["wrong-type", "not-in-report", "unknown-obligation"]),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place(tmp_path: Path, small: Checklist, text: str, rules: list[str]) -> None:
    """All mistakes at once, with line and column."""
    plain, expected = marked(text, *rules)
    with pytest.raises(FzcheckErrors) as found:
        read(tmp_path, plain, small)
    assert [(e.rule, e.line, e.column) for e in found.value.errors] == expected


def test_ids_are_those_of_the_checklist(tmp_path: Path) -> None:
    """A checklist of one's own has ids of its own."""
    own = write_checklist(tmp_path, changed(("- id: legal-advisers", "- id: lawyers"), text=SMALL))
    gold = read(tmp_path, "labels:\n  lawyers.engagement: {is: unmet}\n", checklist.load(own).checklist)
    assert list(gold.labels) == ["lawyers.engagement"]
