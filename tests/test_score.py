"""Scoring: what is cited stands in the source, and the same report always gives the same card."""

from __future__ import annotations

from collections.abc import Iterator

from conftest import doc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorer.compiled import Compiled
from scorer.model import MET, Evidence, Scorecard
from scorer.render.as_json import as_json
from scorer.score import MOST_CITED, mean, score
from scorer.segment import segment

PIECES = [
    "清河镇2024年法治政府建设情况报告\n", "一、主要举措\n", "二、存在的问题\n", "（三）下一步打算\r\n", "一是",
    "聘请法律顾问2名", "续聘“法律顾问”", "重大行政决策", "经合法性审查", "党委书记履行第一责任人职责", "开展行政执法培训12场次",
    "重大,,行政決策", "尚未", "将进一步", "《法律顾问管理办法》", "行政規範性文件(zhèn)", "\u3000\u3000", "，", "。", "；", "\n", "|", "２０２３年",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)
shared = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def cited(card: Scorecard) -> Iterator[Evidence]:
    """All that a card cites, whether it counts or not."""
    for obligation in card.obligations:
        yield from obligation.not_applicable
        for element in obligation.elements:
            yield from element.evidence
            yield from element.not_counted


@shared
@given(texts)
def test_what_is_cited_stands_in_the_source(compiled: Compiled, text: str) -> None:
    """Each citation is a slice of the source, on the line it names, and the words that matched are in it, in order."""
    lines = text.replace("\r\n", "\n").split("\n")
    for one in cited(score(compiled, doc(text))):
        assert one.text == text[one.start : one.end]
        assert one.text.split("\r")[0].split("\n")[0] in lines[one.line - 1]
        at = 0
        for words in one.matched:
            assert words in one.text
            found = one.text.find(words, at)
            at = max(at, found)


@shared
@given(texts)
def test_the_same_report_gives_the_same_bytes(compiled: Compiled, text: str) -> None:
    """Nothing but report and checklist goes into a card: not what was scored before, not the order of a set."""
    first = as_json(score(compiled, segment(doc(text).source)))
    score(compiled, doc("聘请法律顾问。" * 9))
    assert as_json(score(compiled, segment(doc(text).source))) == first


@shared
@given(texts)
def test_a_card_adds_up(compiled: Compiled, text: str) -> None:
    """An element is met where something counts, an obligation as its elements are, the card as its obligations are."""
    card = score(compiled, doc(text))
    for obligation in card.obligations:
        met = [element.met for element in obligation.elements]
        assert obligation.status == ("covered" if all(met) else "partial" if any(met) else "missing")
        assert obligation.score == round(100 * sum(met) / len(met), 1)
        for element in obligation.elements:
            assert element.met == bool(element.evidence) == (element.strength >= MET)
            assert len(element.evidence) <= MOST_CITED
            assert len(element.not_counted) <= MOST_CITED
            scores = [one.score for one in element.evidence]
            assert scores == sorted(scores, reverse=True)
    weights = [obligation.weight for obligation in compiled.checklist.obligations]
    assert card.score == (mean([(o.score, w) for o, w in zip(card.obligations, weights, strict=True)]) or 0.0)
    assert card.summary.covered + card.summary.partial + card.summary.missing == len(card.obligations)


def test_the_mean_of_nothing() -> None:
    """Nothing to score is not zero."""
    assert mean([]) is None
    assert mean([(50, 0)]) is None
    assert mean([(100, 1), (0, 2)]) == 33.3
