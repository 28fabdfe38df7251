"""Folding: one spelling for what means the same, and an exact way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.fold import bare, fold, plain

ODD = (
    "法治政府建设为務黨鎮縣錄记紀录録,，、。；：！？（）()“”‘’《》 \t\u3000\u200b\ufeffzhènxiàn１２Ａｂ㎡…①⼀🙂é\r\n[]|"
)
texts = st.text(st.sampled_from(ODD), max_size=80) | st.text(max_size=40)


@given(texts, st.data())
def test_every_range_leads_back_to_one_that_holds_it(text: str, data: st.DataObject) -> None:
    """Any folded range stands for a source range, in order, within the text; ranges that follow do not go back."""
    for folded in (fold(text), bare(fold(text))):
        assert len(folded.starts) == len(folded.ends) == len(folded.text)
        assert list(folded.starts) == sorted(folded.starts)
        assert list(folded.ends) == sorted(folded.ends)
        if not folded.text:
            continue
        at = data.draw(st.integers(0, len(folded.text) - 1))
        to = data.draw(st.integers(at + 1, len(folded.text)))
        start, end = folded.span(at, to)
        assert 0 <= start < end <= len(text)
        assert start == folded.starts[at]
        assert end == folded.ends[to - 1]


@given(texts)
def test_each_character_comes_from_its_source(text: str) -> None:
    """A folded character that is not Chinese is in the NFKC form of the source characters that it stands for."""
    folded = fold(text)
    for i, char in enumerate(folded.text):
        if char.isascii():
            assert char in unicodedata.normalize("NFKC", text[folded.starts[i] : folded.ends[i]])


@given(texts)
def test_a_range_that_is_empty_or_outside_is_an_error(text: str) -> None:
    """No range is ever guessed."""
    folded = fold(text)
    for at, to in ((0, 0), (-1, 1), (0, len(folded.text) + 1)):
        with pytest.raises(ValueError, match="no range"):
            folded.span(at, to)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("鎮(zhèn)政府", "镇政府"),
        ("手机（app）和PPP（PPP）", "手机(app)和PPP(PPP)"),
        ("会议,,研究,、部署,。", "会议,研究、部署。"),
        ("全過程紀錄", "全过程记录"),
        ("全過程記錄", "全过程记录"),
        ("法 治 政 府", "法治政府"),
        ("use open source 软件", "use open source软件"),
        ("２０２４年，（一）", "2024年,(一)"),
        ("覆盖", "覆盖"),
        ("零\u200b宽", "零宽"),
    ],
)
def test_one_spelling(text: str, expected: str) -> None:
    """What means the same is written the same."""
    assert fold(text).text == expected


def test_quotation_marks_are_only_taken_out_of_bare_text() -> None:
    """They stay in folded text, for a sentence does not end inside them; bare and plain do not."""
    assert fold("“三项制度”").text == "“三项制度”"
    assert bare(fold("“三项制度”")).text == plain("“三项制度”") == "三项制度"


def test_line_ends_and_indentation_stay() -> None:
    """Lines stay lines."""
    assert fold("甲\r\n\u3000\u3000乙\n").text == "甲\r\n  乙\n"
