"""What in the decisions on a report stands against publishing it, and so against signing it too."""

from __future__ import annotations

from collections.abc import Iterator

from scorer.decisions import Decision, ReviewedObligation, Standing
from scorer.findings import Finding
from scorer.review import Case


def blockers(case: Case) -> list[Finding]:
    """Everything of `case` that is open, agreed to be a gap, or decided in a way that does not hold; checklist order."""
    if case.mistakes:
        first, count = case.mistakes.errors[0], len(case.mistakes.errors)
        return [
            Finding("review-invalid", case.kept.path, {"first": (first.text("zh"), first.text("en")), "count": count})
        ]
    of = {o.id: (o.title, o.core) for o in case.card.obligations}
    found = [one for o in case.reviewed.obligations for one in _obligation(o, *of[o.id])]
    return found + [Finding("decision-unknown", _name(one.decision)) for one in case.reviewed.unknown]


def _obligation(obligation: ReviewedObligation, title: str, core: bool) -> Iterator[Finding]:  # noqa: FBT001
    lapsed = [one for one in obligation.decisions if one.state != "holds"]
    yield from map(_lapsed, lapsed)
    came = obligation.elements
    if gaps := [e for e, outcome in came.items() if outcome == "gap"]:
        yield Finding("gap-agreed", obligation.id, {"title": title, "elements": ", ".join(gaps)})
    # What a decision was about that no longer holds has been found fault with already.
    told = {e for e in came for one in lapsed if one.decision.element in ("", e)}
    if left := [e for e, outcome in came.items() if outcome == "open" and e not in told]:
        rule = "core-open" if core else "decision-open"
        yield Finding(rule, obligation.id, {"title": title, "elements": ", ".join(left)})


def _lapsed(standing: Standing) -> Finding:
    decision = standing.decision
    if standing.state == "expired":
        return Finding("waiver-expired", _name(decision), {"until": decision.until})
    if standing.state == "unneeded":
        return Finding("waiver-unneeded" if decision.decision == "waive" else "override-unneeded", _name(decision))
    return Finding(f"decision-{standing.state}", _name(decision))


def _name(decision: Decision) -> str:
    return ".".join(filter(None, (decision.obligation, decision.element)))
