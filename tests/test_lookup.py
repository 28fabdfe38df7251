"""Lookup: where the words of a checklist stand in a document, in bare text and back in folded."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from conftest import doc
from hypothesis import given
from hypothesis import strategies as st

from scorer.fold import bare
from scorer.lookup import Lookup
from scorer.vocabulary import VocabularyBuilder

CHOICES = [
    ("法律顾问",),
    ("法律", "法律顾问", "顾问"),
    ("法",),
    ("#件", "#件次"),
    ("案件", "案"),
    ("一一",),
    ("年度", "一"),
]


def lookup(text: str, *choices: tuple[str, ...]) -> Lookup:
    """The document whose text is `text`, in which the words of `choices`, numbered in order, have been found."""
    words = VocabularyBuilder()
    for choice in choices or CHOICES:
        words.number(choice)
    return Lookup(doc(text), words.build())


def found(text: str, *choice: str) -> list[list[str]]:
    """What words of one choice stand in each sentence, as they stand there."""
    one = lookup(text, choice)
    return [[one.text(*span) for span in one.spans(0, i)] for i in range(len(one.document.sentences))]


@pytest.mark.parametrize(
    ("text", "choice", "expected"),
    [
        ("聘请法律顾问。", ["法律顾问"], [["法律顾问"]]),
        ("聘请法律顾问。", ["法律", "顾问", "法律顾问"], [["法律顾问", "法律", "顾问"]]),
        ("学法用法。", ["法"], [["法", "法"]]),
        ("一一一对应。", ["一一"], [["一一", "一一"]]),
        ("聘请法律。顾问到会。", ["法律顾问"], [[], []]),
        ("聘请“法律”顾问。", ["法律顾问"], [["法律顾问"]]),
        ("聘请法律。", ["法律", "法律顾问"], [["法律"]]),
        ("没有。", ["法律"], [[]]),
    ],
)
def test_words_as_they_stand(text: str, choice: list[str], expected: list[list[str]]) -> None:
    """All words are found, overlapping ones too, the longest first at one place; none reaches over a sentence's end."""
    assert found(text, *choice) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办理案件12件。", ["12件"]),
        ("办理案件一百二十余件。", ["一百二十余件"]),
        ("办理1.2万件。", ["1.2万件"]),
        ("办理多件。", []),
        ("办理件件有回音。", []),
        ("办理12件，又办3件。", ["12件", "3件"]),
        ("3件。", ["3件"]),
    ],
)
def test_words_with_a_number_before_them(text: str, expected: list[str]) -> None:
    """#件 is any number of either kind and 件, number included."""
    assert found(text, "#件") == [expected]


def test_a_number_is_not_cut_by_a_sentence() -> None:
    """Of a number that began in another sentence the rest is no number."""
    assert found("共办理案件100。2件未结。", "#件") == [[], ["2件"]]
    assert found("二、完成率达百\n（一）十件。", "#件")[-1] == ["十件"]


def test_sentences_by_choice() -> None:
    """A choice stands in a sentence if any of its words does; of several choices, only where all stand."""
    one = lookup("聘请律师。聘请顾问和律师。顾问到会。没有。", ("律师", "法官"), ("顾问",), ("检察官",))
    assert [sorted(one.sentences(choice)) for choice in range(3)] == [[0, 1], [1, 2], []]
    assert sorted(one.sentences_with_all((0, 1))) == [1]
    assert sorted(one.sentences_with_all((0, 2))) == []
    assert sorted(one.sentences_with_all((1,))) == [1, 2]
    assert one.present == {0, 1}


def test_near_is_in_the_sentence_or_above_it() -> None:
    """A heading lends its words to what stands under it, and to nothing else."""
    one = lookup("一、法律顾问\n全年审查合同。\n二、普法\n学习宪法。\n", ("法律顾问",), ("普法", "宪法"))
    assert [[one.stands_near(choice, i) for i in range(4)] for choice in (0, 1)] == [
        [True, True, False, False],
        [False, False, True, True],
    ]


@pytest.mark.parametrize(("two", "expected"), [("律顾", True), ("法法", False), ("问法", False)])
def test_two_characters_of_a_word(two: str, expected: bool) -> None:  # noqa: FBT001  a row of a table
    """Characters are part of a word where one word has them side by side, not two."""
    assert lookup("没有。").is_part_of_word(two) == expected


@pytest.mark.parametrize(
    ("text", "report", "about_law"),
    [("全镇播种。" * 3, False, True), ("全镇播种。" * 9, False, False), ("推进依法行政。" * 9, True, True)],
)
def test_what_the_document_is_taken_for(text: str, report: bool, about_law: bool) -> None:  # noqa: FBT001
    """A few sentences are taken to be about law, more of them only if they say so."""
    one = lookup(text)
    assert (one.is_report, one.about_law) == (report, about_law)


PIECES = [
    "法律",
    "顾问",
    "法律顾问",
    "法",
    "12",
    "三",
    "件",
    "件次",
    "案",
    "一",
    "年度",
    "“",
    "”",
    "。",
    "，",
    "\n",
    "（一）",
    "1.",
    " ",
    "'",
]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(texts)
def test_every_place_is_found_and_leads_back(text: str) -> None:
    """Spans are those that a search of each sentence gives, in order, and stand for the same words in folded text."""
    one = lookup(text)
    folded = one.document.folded
    for i, sentence in enumerate(one.document.sentences):
        first, last = one.bounds(i)
        here = one.text(first, last)
        assert here == bare(folded).text[first:last]
        assert one.folded((first, last))[0] >= sentence.at
        for number, words in enumerate(CHOICES):
            spans = one.spans(number, i)
            assert (i in one.sentences(number)) == bool(spans)
            assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
            plain = [word for word in words if word[0] != "#"]
            looked_up = {
                (first + m.start(), first + m.start() + len(w)) for w in plain for m in re.finditer(f"(?={w})", here)
            }
            assert looked_up <= set(spans)
            assert all(span in looked_up or one.text(*span)[0] in "12三一" for span in spans)
            for span in spans:
                at, to = one.folded(span)
                assert sentence.at <= at < to <= sentence.to
                assert re.sub("[“”']", "", folded.text[at:to]) == one.text(*span)


@given(texts)
def test_clauses_in_bare_text(text: str) -> None:
    """The clauses of a sentence tile its bare text and keep their reasons."""
    one = lookup(text)
    for i, sentence in enumerate(one.document.sentences):
        told = one.clauses(i)
        assert [why for _, _, why in told] == [clause.why for clause in sentence.clauses]
        assert (told[0][0], told[-1][1]) == one.bounds(i)
        assert all(a[1] == b[0] for a, b in pairwise(told))
