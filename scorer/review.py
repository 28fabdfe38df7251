"""
A report on the reviewer's desk: its scorecard, the decisions beside it, and how decisions are added to them.

Asking is the command line's business; here is what review, sign, gate and sheet all start from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from scorer import checklist as checklists
from scorer import reviewfile
from scorer.decisions import Decision, Reviewed
from scorer.errors import FzcheckErrors
from scorer.model import Compiled, Scorecard
from scorer.reviewfile import Kept
from scorer.score import score
from scorer.segment import Document, segment
from scorer.settle import seen, settle
from scorer.source import read


@dataclass(frozen=True)
class Case:
    """
    A report under review.

    Attributes:
        kept: its review file as it stands on disk.
        mistakes: what is wrong with that file; then it decides nothing.
        reviewed: how the report stands with the decisions beside it, on the day that was asked for.
    """

    compiled: Compiled
    document: Document
    card: Scorecard
    kept: Kept
    mistakes: FzcheckErrors | None
    reviewed: Reviewed
    today: date


def open_case(report: str, checklist: str, encoding: str | None, today: date, *, strict: bool = True) -> Case:
    """
    The report at `report`, freshly scored, with the decisions of its review file.

    Args:
        checklist: name or path.
        strict: raise the mistakes of the review file rather than keep them in the case.

    Raises:
        FzcheckError, FzcheckErrors: as for reading a report, a checklist and, if strict, a review file.
    """
    compiled = checklists.load(checklist)
    document = segment(read(report, encoding))
    card = score(compiled, document)
    path = reviewfile.path_of(report)
    mistakes: FzcheckErrors | None = None
    try:
        kept = reviewfile.read(path)
    except FzcheckErrors as found:
        if strict:
            raise
        mistakes, kept = found, reviewfile.unreadable(path)
    return _case(compiled, document, card, kept, mistakes, today)


def decide(case: Case, decisions: Iterable[Decision]) -> Case:
    """
    `case` with `decisions` added and written to its review file; one on the same thing as an earlier one takes its place.

    Raises:
        OSError: the file could not be written, and is as it was.
    """
    found = {(d.obligation, d.element): d for d in case.kept.review.decisions}
    for decision in decisions:
        found[decision.obligation, decision.element] = _completed(case, decision)
    if list(found.values()) == case.kept.review.decisions:
        return case
    kept = reviewfile.write(case.kept, list(found.values()), case.document.source.sha256)
    return _case(case.compiled, case.document, case.card, kept, None, case.today)


def _case(
    compiled: Compiled, document: Document, card: Scorecard, kept: Kept, mistakes: FzcheckErrors | None, today: date
) -> Case:
    reviewed = settle(
        compiled.checklist, card, document, kept.review, today, kept.path if kept.text else "", kept.sha256
    )
    return Case(compiled, document, card, kept, mistakes, reviewed, today)


def _completed(case: Case, decision: Decision) -> Decision:
    """`decision` with the words of the line that it names, and what the reviewer was shown."""
    if decision.decision == "override":
        quote = decision.quote or " ".join(reviewfile.at_line(case.document, decision.line or 0)[:1])
        return replace(decision, quote=quote, line=None)
    obligation = next(o for o in case.card.obligations if o.id == decision.obligation)
    return replace(decision, seen=seen(obligation, decision.element))
