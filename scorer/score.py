"""
Scores a document by a checklist: only arithmetic on what was matched.

Strength of an element, 0-100: 0 nothing speaks of it; 1-59 something does, but none of it counts; 60 the weakest
match that counts; 100 a term of the checklist as it stands, in a sentence that says it is done. An element is met
from 60. An obligation's score is the share of its elements that are met; a card's is the mean of its obligations' by weight.
"""

from __future__ import annotations

from typing import cast

from scorer import __version__
from scorer.compiled import Compiled
from scorer.match import Hit, Matcher
from scorer.model import (
    MET,
    SCORECARD_SCHEMA,
    ChecklistFacts,
    Element,
    ElementResult,
    Evidence,
    NotCounted,
    Obligation,
    ObligationResult,
    Reason,
    ReportFacts,
    Scorecard,
    Status,
    Summary,
)
from scorer.notes import notes
from scorer.segment import Document

MOST_CITED = 5
# Evidence this much weaker than the best adds nothing for a reader and is more often wrong.
_CLOSE = 22


def score(compiled: Compiled, document: Document) -> Scorecard:
    """The scorecard of `document`: obligations in checklist order."""
    matcher = Matcher(document, compiled.vocabulary)
    checklist = compiled.checklist
    obligations = [_obligation(o, compiled, matcher) for o in checklist.obligations]
    statuses = [o.status for o in obligations]
    source = document.source
    return Scorecard(
        schema=SCORECARD_SCHEMA,
        fzcheck=__version__,
        report=ReportFacts(
            source.path,
            source.sha256,
            document.title,
            document.issuer,
            document.year,
            document.published,
            document.level,
            len(source.text),
        ),
        checklist=ChecklistFacts(
            checklist.id, checklist.title, checklist.version, compiled.sha256, compiled.layers, compiled.left_out
        ),
        score=mean([(o.score, of.weight) for o, of in zip(obligations, checklist.obligations, strict=True)]) or 0.0,
        summary=Summary(*(statuses.count(s) for s in ("covered", "partial", "missing"))),
        obligations=obligations,
        notes=notes(checklist, document),
    )


def mean(values: list[tuple[float, float]]) -> float | None:
    """The mean of values and their weights, to one decimal; None of nothing."""
    total = sum(weight for _, weight in values)
    return round(sum(value * weight for value, weight in values) / total, 1) if total else None


def _obligation(obligation: Obligation, compiled: Compiled, matcher: Matcher) -> ObligationResult:
    elements = [
        element_result(e, matcher.hits(compiled.patterns[f"{obligation.id}.{e.id}"]), matcher)
        for e in obligation.elements
    ]
    exempt = [h for h in matcher.hits(compiled.exemptions.get(obligation.id, [])) if not h.why]
    met = [e.met for e in elements]
    status: Status = "covered" if all(met) else "partial" if any(met) else "missing"
    return ObligationResult(
        obligation.id,
        obligation.title,
        obligation.title_en,
        obligation.theme,
        obligation.core,
        status,
        round(100 * sum(met) / len(met), 1),
        elements,
        "" if status == "covered" else obligation.advice,
        [_evidence(h, matcher.document) for h in exempt[:MOST_CITED]],
    )


def element_result(element: Element, hits: list[Hit], matcher: Matcher) -> ElementResult:
    """What `hits`, best first, say of `element`."""
    counted = [h for h in hits if not h.why]
    others = sorted((h for h in hits if h.why), key=lambda h: (-h.score, h.sentence.at))
    if counted:
        counted = [h for h in counted if h.score >= counted[0].score - _CLOSE][:MOST_CITED]
        strength = counted[0].score
    else:
        # Half of what it would have been: the reader sees that the report speaks of it, and that it is not met.
        strength = min(MET - 1, max((h.score // 2 for h in others), default=0))
    return ElementResult(
        element.id,
        element.title,
        bool(counted),
        strength,
        [_evidence(h, matcher.document) for h in counted],
        [_not_counted(h, matcher.document) for h in others[:MOST_CITED]],
    )


def _evidence(hit: Hit, document: Document) -> Evidence:
    sentence, source, folded = hit.sentence, document.source.text, document.folded
    return Evidence(
        text=source[sentence.start : sentence.end],
        start=sentence.start,
        end=sentence.end,
        line=sentence.line,
        section=list(sentence.section),
        modality="done"
        if not hit.why
        else {"plan": "plan", "problem": "problem", "denied": "problem"}.get(hit.why, sentence.modality),  # type: ignore[arg-type]
        score=hit.score,
        matched=[source[slice(*folded.span(at, to))] for at, to in hit.spans],
        rule=hit.rule,
        term=hit.pattern.written,
    )


def _not_counted(hit: Hit, document: Document) -> NotCounted:
    shown = _evidence(hit, document)
    return NotCounted(**{name: getattr(shown, name) for name in shown.__struct_fields__}, why=cast("Reason", hit.why))
