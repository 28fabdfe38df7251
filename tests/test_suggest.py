"""Suggesting: telling and rare terms first, nothing that the element already has."""

from __future__ import annotations

from conftest import doc, run

from scorer import checklist
from scorer.compiled import Compiled
from scorer.suggest import suggest


def test_telling_words_are_proposed(compiled: Compiled) -> None:
    """Terms come from the sentence itself, best first, and none is one that the element has."""
    document = doc("某镇法治情况\n镇政府约请执业律师坐班答疑并出具法律意见。\n全镇开展普法。\n")
    name, element = checklist.elements(compiled.checklist, "legal-advisers.role")[0]
    number = next(i for i, s in enumerate(document.sentences) if "坐班" in document.source.text[s.start : s.end])
    found = suggest(compiled, name, element, document, number)
    assert found
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    text = document.source.text
    assert all(part in text for one in found for part in one.term.split("…"))


def test_a_sentence_that_is_not_there_is_an_error() -> None:
    """The number of the sentence must be one of the report's."""
    result = run(
        "checklist", "suggest", "-", "legal-advisers.role", "--sentence", "99", stdin="镇里聘请律师。".encode()
    )
    assert result.returncode == 2
    assert b"[no-sentence]" in result.stderr
