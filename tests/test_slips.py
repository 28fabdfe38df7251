"""Slips: words that stand in a report but for a wrong character, and those that only look alike."""

from __future__ import annotations

import pytest
from conftest import doc, recognised
from hypothesis import given
from hypothesis import strategies as st

from scorer.lookup import Lookup
from scorer.slips import Slips

LETTERS = "法治政府建设年度报告重大行政决策程序合法性审查"


def found(term: str, text: str) -> list[tuple[str, int]]:
    """What stands in the report for the term, and how like it is."""
    vocabulary = recognised(terms=[term]).vocabulary
    index = Lookup(doc(text), vocabulary).index
    slips = Slips(index, vocabulary)
    told = [(index.text[slice(*slip.span)], round(slip.likeness)) for slip in slips.of(term)]
    assert slips.words == ({term} if told else set())
    return told


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("法律顾问制度建设", "法律顾问制渡建设"),
        ("法律顾问制度建设", "法律顾问度建设"),
        ("法律顾问制度建设", "法律顾问的制度建设"),
        ("法律顾问制度建设", "法律顾间制度建设"),
        ("法律顾问制度", "法律顾问的制度"),
        ("法律顾问制度", "法律的顾问制度"),
    ],
)
def test_slips(term: str, said: str) -> None:
    """A long word may have one character wrong, missing or added, a short one a particle more."""
    [(stretch, likeness)] = found(term, f"镇里推进{said}工作。")
    assert stretch == said
    assert 80 < likeness < 100


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("法律顾问制度", "法律顾问制渡"),
        ("法律顾问制度", "法律顾问度"),
        ("法律顾问制度", "法律顾问新制度"),
        ("法律顾问制度", "法律制度顾问"),
        ("履行第一责任人职责", "履行第三责任人职责"),
        ("法律顾问制度建设", "法律援助制渡建设"),
        ("法律顾问制度建设", "法律顾问和人民调解制度建设"),
    ],
)
def test_other_words(term: str, said: str) -> None:
    """Another word, two slips, or a character that changes what is meant is no slip."""
    assert found(term, f"镇里推进{said}。") == []


def test_a_word_as_it_stands_is_no_slip() -> None:
    """Sentences that hold the word are not looked at, others once."""
    text = "推进法律顾问制度建设和法律顾问制渡建设。法律顾问制渡建设和法律顾问度建设。"
    assert [stretch for stretch, _ in found("法律顾问制度建设", text)] == ["法律顾问制渡建设"]


@given(st.text(st.sampled_from(LETTERS), min_size=8, max_size=13), st.data())
def test_one_wrong_character_anywhere(word: str, data: st.DataObject) -> None:
    """A character that no other word has is a slip wherever it is, and is found where it is."""
    at = data.draw(st.integers(0, len(word) - 1))
    said = f"{word[:at]}囗{word[at + 1 :]}"
    [(stretch, _)] = found(word, f"。{said}。")
    assert stretch in (said, said[1:], said[:-1])
