"""Lookup: a document in bare text, and the way back to folded."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from conftest import doc, scraped
from hypothesis import given

from scorer.fold import bare
from scorer.lookup import Lookup
from scorer.vocabulary import VocabularyBuilder


def lookup(text: str, *choices: tuple[str, ...]) -> Lookup:
    """The document whose text is `text`, in which the words of `choices`, numbered in order, have been found."""
    words = VocabularyBuilder()
    for choice in choices:
        words.number(choice)
    return Lookup(doc(text), words.build())


def test_near_is_in_the_sentence_or_above_it() -> None:
    """A heading lends its words to what stands under it, and to nothing else."""
    one = lookup("一、法律顾问\n全年审查合同。\n二、普法\n学习宪法。\n", ("法律顾问",), ("普法", "宪法"))
    assert [[one.stands_near(choice, i) for i in range(4)] for choice in (0, 1)] == [
        [True, True, False, False],
        [False, False, True, True],
    ]


@pytest.mark.parametrize(
    ("text", "report", "about_law"),
    [("全镇播种。" * 3, False, True), ("全镇播种。" * 9, False, False), ("推进依法行政。" * 9, True, True)],
)
def test_what_the_document_is_taken_for(text: str, report: bool, about_law: bool) -> None:  # noqa: FBT001
    """A few sentences are taken to be about law, more of them only if they say so."""
    one = lookup(text)
    assert (one.is_report, one.about_law) == (report, about_law)


@given(scraped)
def test_every_range_leads_back(text: str) -> None:
    """A range of bare text stands for the same characters in folded text, inside the same sentence."""
    one = lookup(text)
    folded = one.document.folded
    for i, sentence in enumerate(one.document.sentences):
        first, last = one.bounds(i)
        assert one.text(first, last) == bare(folded).text[first:last]
        for span in [(a, b) for a in range(first, last) for b in (a + 1, a + 2, last) if b <= last]:
            at, to = one.folded(span)
            assert sentence.at <= at < to <= sentence.to
            assert re.sub("[“”']", "", folded.text[at:to]) == one.text(*span)


@given(scraped)
def test_clauses_in_bare_text(text: str) -> None:
    """The clauses of a sentence tile its bare text and keep their reasons."""
    one = lookup(text)
    for i, sentence in enumerate(one.document.sentences):
        told = one.clauses(i)
        assert [why for _, _, why in told] == [clause.why for clause in sentence.clauses]
        assert (told[0][0], told[-1][1]) == one.bounds(i)
        assert all(a[1] == b[0] for a, b in pairwise(told))
