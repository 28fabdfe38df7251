"""
The records of a review: what a reviewer decided on what the scorecard leaves open, and how the report then stands.

`ReviewFile` and `Decision` are REPORT.review.yaml; `Reviewed` and what it holds are what a scorecard shows of it. The
reviewer's word stands beside the machine's finding, never over it.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from scorer.model import Scorecard, Status

REVIEW_SCHEMA = "fzcheck/review/1"

# agree: the gap stands and blocks publication. override: the report does cover it. waive: it need not.
Verb = Literal["agree", "override", "waive"]
WaiverReason = Literal["not-applicable", "reported-elsewhere", "confidential", "not-required-at-this-level"]
# What has become of a decision: it holds; what it rested on is gone; its day is past; the report covers the thing
# anyhow; the checklist has no such obligation or element.
State = Literal["holds", "stale", "expired", "unneeded", "unknown"]
# How an element stands once decisions are taken into account; `gap` is one that a reviewer agreed to.
Outcome = Literal["met", "overridden", "waived", "gap", "open"]
ReviewedStatus = Literal[Status, "waived"]


class Decision(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    What is decided on one obligation, or on one element of it.

    Attributes:
        element: "" where it is about every element that is not met.
        reason: of a waiver.
        quote: of an override: words of the report that cover the element.
        line: 1-based, instead of a quote; made a quote when fzcheck takes the decision in, and until then it settles
            nothing, because nobody could tell when the report changes.
        until: ISO date, the last day on which a waiver holds.
        seen: digest of the finding that the reviewer looked at; "" where the file was written by hand.
    """

    obligation: str
    decision: Verb
    element: str = ""
    reason: WaiverReason | None = None
    quote: str = ""
    line: int | None = None
    note: str = ""
    until: str = ""
    seen: str = ""


class ReviewFile(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """REPORT.review.yaml; `report` is the digest of the report's bytes when fzcheck last wrote the file."""

    schema: str
    decisions: list[Decision] = field(default_factory=list)
    report: str = ""


class Quoted(Struct, frozen=True):
    """Where the words that an override quotes stand: text == source[start:end], code points; line 1-based."""

    text: str
    start: int
    end: int
    line: int


class Standing(Struct, frozen=True):
    """A decision, what has become of it, and where its quote stands; None where it has none or it is gone."""

    decision: Decision
    state: State
    quoted: Quoted | None = None


class ReviewedObligation(Struct, frozen=True):
    """
    How an obligation stands as reviewed.

    Attributes:
        status: `waived` where nothing but waived elements is unmet and none is met; else as for a finding, waived
            elements left out.
        score: 0-100, share of its elements that are met or overridden, waived ones left out; None where all are waived.
        elements: id → outcome, checklist order.
        decisions: those on this obligation, in the order of the file.
    """

    id: str
    status: ReviewedStatus
    score: float | None
    elements: dict[str, Outcome]
    decisions: list[Standing]

    @property
    def pending(self) -> bool:
        """Whether a reviewer must look at it: nothing is decided on an element, or what was decided does not hold."""
        return "open" in self.elements.values() or any(one.state != "holds" for one in self.decisions)


class ReviewedSummary(Struct, frozen=True):
    """Counts of obligations."""

    covered: int
    partial: int
    missing: int
    waived: int


class Reviewed(Struct, frozen=True):
    """
    A scorecard's findings with the decisions beside them.

    Attributes:
        path, sha256: of the review file; "" where there is none.
        score: 0-100 as reviewed, waived obligations left out; None where all are waived.
        obligations: in the order of the scorecard.
        unknown: decisions on what the checklist does not have.
        on: ISO date, the day it is judged for.
    """

    path: str
    sha256: str
    score: float | None
    summary: ReviewedSummary
    obligations: list[ReviewedObligation]
    unknown: list[Standing]
    on: str = ""

    @property
    def settled(self) -> bool:
        """Whether there is nothing that a reviewer must look at."""
        return not self.unknown and not any(one.pending for one in self.obligations)

    def having(self, *outcomes: Outcome) -> list[str]:
        """The elements that came out as one of `outcomes`, as obligation.element, checklist order."""
        return [f"{o.id}.{e}" for o in self.obligations for e, came in o.elements.items() if came in outcomes]

    def standings(self) -> list[Standing]:
        """Every decision of the file, by obligation, the unknown ones last."""
        return [one for o in self.obligations for one in o.decisions] + self.unknown


class ReviewedScorecard(Scorecard, frozen=True):
    """A scorecard as `fzcheck score --review` shows it: the machine's, and `review` beside it."""

    review: Reviewed
