"""Matching one sentence at a time: each case stands for a rule of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import doc
from hypothesis import given
from hypothesis import strategies as st

from scorer import checklist
from scorer.compiled import Compiled
from scorer.match import Hit, Matcher

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "matching.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def full() -> Compiled:
    """The default checklist."""
    return checklist.load(checklist.DEFAULT)


def hits(full: Compiled, element: str, text: str) -> list[Hit]:
    """What is found of `element` in a report about 2024 that says only `text`."""
    return Matcher(doc(text, 2024), full.vocabulary).hits(full.patterns[element])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any], full: Compiled) -> None:
    """A sentence counts, or does not for the reason that its rule gives."""
    found = hits(full, case["element"], case["text"])
    assert case["expect"] == ((found[0].why or "met") if found else "none")


def test_case_names_are_unique() -> None:
    """No case hides another of its name."""
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_a_slip_in_a_long_term_is_tolerated(compiled: Compiled) -> None:
    """One wrong character in a term of eight or more still matches, as a typo, and scores less."""
    found = Matcher(doc("健全法律顾问工作机治。"), compiled.vocabulary).hits(
        compiled.patterns["legal-advisers.engagement"]
    )
    assert [(hit.rule, hit.why) for hit in found] == [("typo", "")]
    assert 60 <= found[0].score < 100


def test_a_denial_is_no_slip(compiled: Compiled) -> None:
    """A character that denies is never taken for a wrong one."""
    found = Matcher(doc("无法律顾问工作机制。"), compiled.vocabulary).hits(
        compiled.patterns["legal-advisers.engagement"]
    )
    assert not any(hit.rule == "typo" for hit in found)


@given(st.lists(st.sampled_from(list("“”‘’ \u3000")), max_size=6), st.data())
def test_marks_between_characters_do_not_matter(marks: list[str], data: st.DataObject) -> None:
    """Quotation marks and stray spaces inside a sentence change neither the finding nor the exactness of its citation."""
    text = "镇政府续聘律师担任法律顾问。"
    for mark in marks:
        at = data.draw(st.integers(1, len(text) - 1))
        text = text[:at] + mark + text[at:]
    compiled = checklist.load("core")
    document = doc(text)
    found = Matcher(document, compiled.vocabulary).hits(compiled.patterns["legal-advisers.engagement"])
    assert found
    assert not found[0].why
    start, end = document.folded.span(found[0].spans[0][0], found[0].spans[-1][1])
    assert text[start:end].startswith("续")
    assert text[start:end].endswith(("问", "律", "师"))


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    """Matching never fails, whatever the text."""
    compiled = checklist.load("core")
    matcher = Matcher(doc(text), compiled.vocabulary)
    for patterns in compiled.patterns.values():
        for hit in matcher.hits(patterns):
            assert 0 <= hit.score <= 100
