"""Index: where the words of a checklist stand in the sentences of a text."""

from __future__ import annotations

import re

import pytest
from conftest import doc, scraped
from hypothesis import given
from hypothesis import strategies as st

from scorer import index as module
from scorer.index import Index
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


def index(text: str, *choices: tuple[str, ...]) -> Index:
    """The text in which the words of `choices`, numbered in order, have been found; its sentences are those of a report."""
    words = VocabularyBuilder()
    for choice in choices or CHOICES:
        words.number(choice)
    return Lookup(doc(text), words.build()).index


def found(text: str, *choice: str) -> list[list[str]]:
    """What words of one choice stand in each sentence, as they stand there."""
    one = index(text, choice)
    return [[one.text[slice(*span)] for span in one.spans(0, i)] for i in range(len(one.bounds))]


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
    one = index("聘请律师。聘请顾问和律师。顾问到会。没有。", ("律师", "法官"), ("顾问",), ("检察官",))
    assert [[one.stands_in(choice, i) for i in range(4)] for choice in range(3)] == [
        [True, True, False, False],
        [False, True, True, False],
        [False, False, False, False],
    ]
    assert one.sentences_with_all((0, 1)) == [1]
    assert one.sentences_with_all((0, 2)) == []
    assert one.sentences_with_all((1,)) == [1, 2]
    assert one.present == {0, 1}


def test_places_of_a_word() -> None:
    """A word is found in each sentence, as often as it stands there; which words stand anywhere is told by number."""
    one = index("法律顾问和法律。没有。法律到村。", ("法律顾问",), ("法律", "顾问"), ("法官",))
    # Their numbers: 法律顾问, 法律, 顾问, 法官: in the order in which the choices have them
    assert one.places(1) == [(0, 0), (0, 5), (2, 11)]
    assert [one.word_stands_in(0, i) for i in range(3)] == [True, False, False]
    assert one.numbers == {0, 1, 2}


@pytest.mark.parametrize(("two", "expected"), [("律顾", True), ("法法", False), ("问法", False)])
def test_two_characters_of_a_word(two: str, expected: bool) -> None:  # noqa: FBT001  a row of a table
    """Characters are part of a word where one word has them side by side, not two."""
    assert index("没有。").is_part_of_word(two) == expected


@given(scraped)
def test_every_place_is_found(text: str) -> None:
    """Spans are those that a search of each sentence gives, in order."""
    one = index(text)
    for i, (first, last) in enumerate(one.bounds):
        here = one.text[first:last]
        for number, words in enumerate(CHOICES):
            spans = one.spans(number, i)
            assert one.stands_in(number, i) == bool(spans)
            assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
            plain = [word for word in words if word[0] != "#"]
            looked_up = {
                (first + m.start(), first + m.start() + len(w)) for w in plain for m in re.finditer(f"(?={w})", here)
            }
            assert looked_up <= set(spans)
            assert all(span in looked_up or one.text[span[0]] in "12三一" for span in spans)


def told(one: Index) -> list[object]:
    """All that can be asked of the words in a text."""
    choices, sentences = range(len(CHOICES)), range(len(one.bounds))
    return [
        one.numbers,
        one.present,
        [one.sentences_with_all((a, b)) for a in choices for b in choices],
        [(one.stands_in(choice, i), one.spans(choice, i)) for choice in choices for i in sentences],
        [(one.places(word), [one.word_stands_in(word, i) for i in sentences]) for word in sorted(one.numbers)],
    ]


some_words = st.lists(st.sampled_from(["法律", "顾问", "法律顾问", "3件", "案", "到村"]), min_size=1, max_size=3)


@given(st.lists(some_words.map("".join), min_size=6, max_size=12).map("。".join), st.integers(1, 5))
def test_blocks_make_no_difference(text: str, size: int) -> None:
    """However many sentences a block has, the same is found."""
    whole = told(index(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK", size)
        assert told(index(text)) == whole


def test_nothing_to_look_for() -> None:
    """A checklist without words finds nothing."""
    one = Lookup(doc("聘请法律顾问。"), VocabularyBuilder().build()).index
    assert (one.numbers, one.present) == (frozenset(), frozenset())
