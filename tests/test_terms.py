"""Tests of scorer.terms: what an editor writes, made ready for matching."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from conftest import recognised
from hypothesis import given
from hypothesis import strategies as st

from scorer import checklist
from scorer.compiled import Compiled, Pattern
from scorer.terms import WordSplitter, choices

WORDS = {"聘用": ["聘请", "续聘"], "顾问": ["法律顾问", "公职律师"]}
NAME = "legal-advisers.engagement"


def parts(compiled: Compiled, pattern: Pattern) -> list[tuple[str, ...]]:
    """The choices of words that `pattern` is made of."""
    return [compiled.vocabulary.spelled(number) for number in pattern.parts]


def shown(**fields: object) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Rule and parts of each pattern of an element that is recognised by `fields`."""
    compiled = recognised(WORDS, **fields)
    return [(one.rule, parts(compiled, one)) for one in compiled.patterns[NAME]]


# --- choices ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("法律顾问", ("法律顾问",)),
        ("聘请/选聘", ("聘请", "选聘")),
        ("<聘用>", ("聘请", "续聘")),
        ("<聘用>律师", ("聘请律师", "续聘律师")),
        ("已<聘用><顾问>", ("已聘请法律顾问", "已聘请公职律师", "已续聘法律顾问", "已续聘公职律师")),
        ("<聘用>律师/驻镇律师", ("聘请律师", "续聘律师", "驻镇律师")),
        ("聘请/<聘用>/聘请", ("聘请", "续聘")),
        ("#件/#份", ("#件", "#份")),
    ],
)
def test_choices(written: str, expected: tuple[str, ...]) -> None:
    """Alternatives and groups become all the wordings that they stand for, in order, none twice."""
    assert choices(written, WORDS) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("“八五”普法", "八五普法"),
        ("法治建設", "法治建设"),
        ("村（居）", "村(居)"),
        ("１００％", "100%"),
        ("法 律", "法律"),
        ("＃件", "#件"),
    ],
)
def test_choices_are_folded(written: str, expected: str) -> None:
    """A term is compared in the form that a report has once it is folded: no quotation marks, half width, simplified."""
    assert choices(written, WORDS) == (expected,)


# --- patterns ---------------------------------------------------------------------------------------------------------
def test_a_plain_term() -> None:
    """A plain term is looked for as it stands."""
    assert shown(terms=["法律顾问"]) == [("term", [("法律顾问",)])]


def test_a_term_with_gaps() -> None:
    """A gap parts a term into words that follow one another, each a choice."""
    assert shown(terms=["<聘用>…律师/顾问…#名"]) == [("apart", [("聘请", "续聘"), ("律师", "顾问"), ("#名",)])]
    [pattern] = recognised(WORDS, terms=["聘请…律师"]).patterns[NAME]
    assert (pattern.ordered, pattern.written) == (True, "聘请…律师")


def test_words_that_stand_together() -> None:
    """In a list of words, ^ makes one that may stand above, - one that rules out; the others have no order."""
    compiled = recognised(WORDS, together=[["律师", "^合同", "-村/社区", "签订/<聘用>"]])
    [pattern] = compiled.patterns[NAME]
    choice = compiled.vocabulary.spelled
    assert (pattern.rule, pattern.ordered) == ("together", False)
    assert parts(compiled, pattern) == [("律师",), ("签订", "聘请", "续聘")]
    assert [choice(number) for number in pattern.near] == [("合同",)]
    assert pattern.without is not None
    assert choice(pattern.without) == ("村", "社区")


def test_needs_and_unless_hold_for_every_pattern() -> None:
    """What an element needs around it, and what rules it out, stands in each of its patterns."""
    compiled = recognised(
        WORDS, terms=["律师", "<聘用>…顾问"], together=[["顾问", "-合同"]], needs=["法治"], unless=["村级"]
    )
    choice = compiled.vocabulary.spelled
    found = compiled.patterns[NAME]
    assert [[choice(n) for n in one.near] for one in found] == [[("法治",)]] * 3
    assert [choice(one.without or 0) for one in found] == [("村级",), ("村级",), ("村级", "合同")]


def test_a_long_plain_term_may_stand_apart() -> None:
    """A term of five characters or more is also looked for as its words, split by the words of the checklist itself."""
    found = shown(terms=["聘请法律顾问", "续聘…律师"], together=[["聘请", "律师"]])
    assert ("words", [("聘请",), ("法律顾问",)]) in found
    assert [rule for rule, _ in found] == ["term", "words", "apart", "together"]


def test_a_term_of_unknown_words_stays_whole() -> None:
    """A term is not split at words that the checklist does not use, nor into single characters, nor if it is short."""
    assert shown(terms=["政府合同审查"]) == [("term", [("政府合同审查",)])]
    assert [rule for rule, _ in shown(terms=["续聘律师"])] == ["term"]
    assert [rule for rule, _ in shown(terms=["请法律顾问"])] == ["term"]


def test_a_section_is_in_every_pattern() -> None:
    """An element that is looked for in one part of the report says so in each pattern; without terms the part will do."""
    with_terms = recognised(terms=["原因在于", "由于"], section="problem").patterns[NAME]
    assert [(one.rule, one.section) for one in with_terms] == [("term", "problem")] * 2
    [alone] = recognised(section="plan").patterns[NAME]
    assert (alone.rule, alone.section, alone.parts) == ("section", "plan", ())


# --- splitting --------------------------------------------------------------------------------------------------------
def test_splitting_knows_the_words_given_and_no_others() -> None:
    """Only the words given are words; what lies between them stays together, whatever Chinese at large would say."""
    split = WordSplitter(["法律顾问", "合同"])
    assert split("聘请法律顾问审查合同") == ["聘请", "法律顾问", "审查", "合同"]
    assert split("行政执法监督平台") == ["行政执法监督平台"]


def test_splitters_do_not_share_words() -> None:
    """The words of one splitter are unknown to the next."""
    one, other = WordSplitter(["法律"]), WordSplitter(["顾问"])
    assert (one("法律顾问"), other("法律顾问")) == (["法律", "顾问"], ["法律", "顾问"])
    assert (one("顾问合同"), other("顾问合同")) == (["顾问合同"], ["顾问", "合同"])


def test_longer_words_come_first() -> None:
    """A word is preferred to the shorter words that it is made of."""
    assert WordSplitter(["法律", "顾问", "法律顾问"])("聘请法律顾问") == ["聘请", "法律顾问"]


def test_no_words_at_all() -> None:
    """A splitter without words leaves every term whole."""
    assert WordSplitter([])("聘请法律顾问") == ["聘请法律顾问"]


@given(st.lists(st.text("法律顾问聘请合同", min_size=1, max_size=6)), st.text("法律顾问聘请合同审查ab1", max_size=20))
def test_splitting_loses_nothing(words: list[str], term: str) -> None:
    """The pieces of a term, one after the other, are the term."""
    assert "".join(WordSplitter(words)(term)) == term


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling a checklist leaves no dictionary behind, and takes none from there."""
    monkeypatch.setenv("FZCHECK_CACHE", "")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert checklist.load("core").patterns
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_said(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Compiling a checklist prints nothing, and logs nothing to the console."""
    monkeypatch.setenv("FZCHECK_CACHE", "")
    checklist.load("core")
    assert capfd.readouterr() == ("", "")
