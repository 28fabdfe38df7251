"""Quick tests made from regular expressions: never a no where there is something to find."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorer import modality, openings, screen
from scorer.modality import clauses
from scorer.screen import Possible

RULES = {
    f"{module.__name__}.{name}": rule
    for module in (modality, openings)
    for name, rule in vars(module).items()
    if isinstance(rule, re.Pattern)
}
SCREENS = [value for module in (modality, openings) for value in vars(module).values() if isinstance(value, Possible)]
# Hypothesis makes a match of an expression by trying; those that look around take a few tries.
patient = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quick tests are made for the first text."""
    monkeypatch.setattr(screen, "_READ_WITHOUT", 0)
    for one in SCREENS:
        monkeypatch.setattr(one, "_before", 0)


def told(pattern: str, *texts: str, flags: int = 0) -> list[bool]:
    """For each text, whether the pattern may be found in it."""
    possible = Possible(re.compile(pattern, flags))
    return [possible(text) for text in texts]


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("尚未", "尚未", "已经"),
        ("尚未|没有", "没有", "尚且"),
        ("(?:需|需要)进一步", "需进一步", "需要"),
        ("不(?!足)", "不足", "足够"),
        ("(?<!部署)下一?步", "部署下步", "下一个"),
        ("[一二]次", "二次", "三回"),
        ("重.{1,6}轻", "轻重", "重视"),
        (r"\d+件", "件", "12人"),
        ("(?:将)?要", "要", "将"),
        ("(?P<a>拟)|(待)", "待", "定"),
        ("好{2,}", "好", "坏"),
    ],
)
def test_what_a_match_must_have(pattern: str, yes: str, no: str) -> None:
    """A text that lacks what every match has is told at once; one that has it may match or not."""
    assert told(pattern, yes, no) == [True, False]


@pytest.mark.parametrize(
    ("pattern", "flags"), [("", 0), (r"\d+", 0), ("甲|.", 0), ("甲?", 0), ("[^甲]", 0), ("a", re.IGNORECASE)]
)
def test_what_cannot_be_told_may_match(pattern: str, flags: int) -> None:
    """Where the expression does not say what a match must have, any text may match."""
    assert told(pattern, "", "乙", flags=flags) == [True, True]


def test_another_tree_than_is_known_may_match(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a version of Python parses otherwise, nothing is passed over."""

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(screen.importlib, "import_module", missing)
    assert told("尚未", "已经") == [True]


def test_it_is_made_for_long_runs_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first texts are all let pass; then those that have nothing are told."""
    monkeypatch.setattr(screen, "_READ_WITHOUT", 3)
    assert told("尚未", *["已经"] * 4) == [True, True, False, False]


def test_the_rules_are_screened() -> None:
    """The quick tests of the rules tell something: a plain sentence passes none of them."""
    assert SCREENS
    assert [one("全镇开展普法宣传") for one in SCREENS] == [False] * len(SCREENS)


@pytest.mark.parametrize("name", sorted(RULES))
@patient
@given(data=st.data())
def test_a_match_is_never_passed_over(name: str, data: st.DataObject) -> None:
    """Whatever a rule matches may match, whichever way the rule is written."""
    text = data.draw(st.from_regex(RULES[name]))
    if RULES[name].search(text):
        assert Possible(RULES[name])(text)


@pytest.mark.parametrize("name", sorted(RULES))
@patient
@given(data=st.data())
def test_no_rule_is_forgotten(name: str, data: st.DataObject) -> None:
    """Clauses come out as if every rule were asked of every sentence, whichever rule sets something off in them."""
    match = data.draw(st.from_regex(RULES[name]))
    before, after = (data.draw(st.sampled_from(["", "会议强调,", "开展普法,"])) for _ in range(2))
    text = f"{before}{match},{after}"
    quick = clauses(text, 0, 2023)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Possible, "__call__", lambda *_: True)
        assert quick == clauses(text, 0, 2023)
