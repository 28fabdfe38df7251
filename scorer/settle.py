"""
Settles a scorecard: findings and decisions in, how each element then stands out.

Only looks; nothing is asked, read or written here, and the same day gives the same answer. A decision that no longer
holds settles nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date

import msgspec

from scorer.decisions import (
    Decision,
    Outcome,
    Quoted,
    Reviewed,
    ReviewedObligation,
    ReviewedStatus,
    ReviewedSummary,
    ReviewFile,
    Standing,
    State,
)
from scorer.fold import fold
from scorer.model import Checklist, ElementResult, ObligationResult, Scorecard
from scorer.names import base_name
from scorer.score import mean
from scorer.segment import LINE_END, Document

# Fewer folded characters stand in any report, and so show nothing.
QUOTE_MIN = 6
_SEEN = 16


def settle(
    checklist: Checklist,
    card: Scorecard,
    document: Document,
    review: ReviewFile,
    today: date,
    path: str = "",
    sha256: str = "",
) -> Reviewed:
    """
    How `card` stands with the decisions of `review` beside it.

    Args:
        checklist, document: what `card` is made of.
        today: the day on which waivers must still hold.
        path, sha256: of the file that `review` is from; "" where there is none.
    """
    known = {o.id: o for o in card.obligations}
    standings = [_standing(d, known.get(d.obligation), document, today) for d in review.decisions]
    obligations = [_reviewed(o, [s for s in standings if s.decision.obligation == o.id]) for o in card.obligations]
    weights = {o.id: o.weight for o in checklist.obligations}
    counts = Counter(o.status for o in obligations)
    return Reviewed(
        path,
        sha256,
        mean([(o.score, weights[o.id]) for o in obligations if o.score is not None]),
        ReviewedSummary(counts["covered"], counts["partial"], counts["missing"], counts["waived"]),
        obligations,
        [s for s in standings if s.decision.obligation not in known],
        today.isoformat(),
    )


def seen(obligation: ObligationResult, element: str = "") -> str:
    """
    Digest of the finding that a decision to agree or to waive is about: when it changes, the reviewer must look again.

    What a met element rests on may change while the decision is about others.
    """
    elements = [
        (e.id, e.met, [one.text for one in e.evidence], [(one.text, one.why) for one in e.not_counted])
        for e in concerned(obligation, element)
    ]
    shown = (elements, [one.text for one in obligation.not_applicable])
    return hashlib.sha256(msgspec.json.encode(shown)).hexdigest()[:_SEEN]


def concerned(obligation: ObligationResult, element: str = "") -> list[ElementResult]:
    """What a decision on `element` is about; without one, each element that is not met, or all where all are met."""
    if element:
        return [e for e in obligation.elements if e.id == element]
    return [e for e in obligation.elements if not e.met] or obligation.elements


def quoted(document: Document, quote: str) -> Quoted | None:
    """
    Where `quote` stands in the report, None where it does not or is too short to show anything.

    It may differ in what folding takes away: half-width marks, traditional characters, white space between characters.
    Where it has white space, the report may have any, or none.
    """
    text, words = document.source.text, fold(quote).text.split()
    if len("".join(words)) < QUOTE_MIN:
        return None
    start, end = text.find(quote), 0
    if start >= 0:
        end = start + len(quote)
    elif found := re.search(r"\s*".join(map(re.escape, words)), document.folded.text):
        start, end = document.folded.span(found.start(), found.end())
    else:
        return None
    return Quoted(text[start:end], start, end, len(LINE_END.findall(text, 0, start)) + 1)


def at_line(document: Document, line: int) -> list[str]:
    """The sentences that begin on line `line` of the report, as they stand in it."""
    return [document.source.text[s.start : s.end] for s in document.sentences if s.line == line]


def line_text(document: Document, line: int) -> str:
    """Line `line` of the report from its first sentence to its last, as it stands there; "" where it has none."""
    own = [s for s in document.sentences if s.line == line]
    return document.source.text[own[0].start : own[-1].end] if own else ""


def scorecard_digest(card: Scorecard) -> str:
    """Digest of the scorecard, whatever folder the report was named by."""
    report = msgspec.structs.replace(card.report, path=base_name(card.report.path))
    plain = Scorecard(**{name: getattr(card, name) for name in Scorecard.__struct_fields__})
    plain = msgspec.structs.replace(plain, report=report)
    return hashlib.sha256(msgspec.json.encode(plain, order="sorted")).hexdigest()


def _standing(decision: Decision, obligation: ObligationResult | None, document: Document, today: date) -> Standing:
    where = quoted(document, decision.quote) if decision.quote else None
    return Standing(decision, _state(decision, obligation, today, gone=bool(decision.quote) and where is None), where)


def _state(decision: Decision, obligation: ObligationResult | None, today: date, *, gone: bool) -> State:
    if obligation is None:
        return "unknown"
    elements = concerned(obligation, decision.element)
    if not elements:
        return "unknown"
    # To agree to a gap where the machine finds none is to say that it is wrong, and stays possible.
    if decision.decision != "agree" and all(e.met for e in elements):
        return "unneeded"
    if decision.decision == "override":
        return "stale" if gone or not decision.quote else "holds"
    if decision.seen and decision.seen != seen(obligation, decision.element):
        return "stale"
    if decision.decision == "waive" and (not decision.until or date.fromisoformat(decision.until) < today):
        return "expired"
    return "holds"


def _reviewed(obligation: ObligationResult, standings: list[Standing]) -> ReviewedObligation:
    holding = [s.decision for s in standings if s.state == "holds"]
    whole, own = {e.id for e in concerned(obligation)}, {d.element for d in holding}
    # Where each has a decision of its own, one on the obligation is about all of them again: to agree is never void.
    left = whole - own or whole
    elements = {
        e.id: _outcome(e, [d for d in holding if d.element == e.id or (not d.element and e.id in left)])
        for e in obligation.elements
    }
    asked = [came for came in elements.values() if came != "waived"]
    shown = [came in ("met", "overridden") for came in asked]
    status: ReviewedStatus = "waived"
    if shown:
        status = "covered" if all(shown) else "partial" if any(shown) else "missing"
    score = round(100 * sum(shown) / len(shown), 1) if shown else None
    return ReviewedObligation(obligation.id, status, score, elements, standings)


def _outcome(element: ElementResult, decisions: list[Decision]) -> Outcome:
    """How `element` stands with what was decided on it: a gap goes before all, then what the machine found."""
    verbs = {d.decision for d in decisions}
    if "agree" in verbs:
        return "gap"
    if element.met:
        return "met"
    if "override" in verbs:
        return "overridden"
    return "waived" if "waive" in verbs else "open"
