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
from scorer.compiled import Compiled
from scorer.decisions import Decision, Reviewed, ReviewedScorecard
from scorer.errors import FzcheckErrors
from scorer.model import Scorecard
from scorer.reviewfile import Kept, about
from scorer.score import score
from scorer.segment import Document, segment
from scorer.settle import line_text, quoted, seen, settle
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


def decide(case: Case, decisions: Iterable[Decision], withdrawn: Iterable[Decision] = ()) -> Case:
    """
    `case` with `decisions` added and written to its review file; one on the same thing as an earlier one takes its place.

    What has been written into the file since it was read stays.

    Args:
        withdrawn: decisions to take out.

    Raises:
        OSError: the file could not be written, and is as it was.
        FzcheckError, FzcheckErrors: the file has been made one that cannot be read.
    """
    kept = reviewfile.read(case.kept.path)
    found = {about(d): d for d in kept.review.decisions}
    for decision in withdrawn:
        found.pop(about(decision), None)
    for decision in decisions:
        found[about(decision)] = _completed(case, decision)
    if list(found.values()) != kept.review.decisions:
        kept = reviewfile.write(kept, list(found.values()), case.document.source.sha256)
    return _case(case.compiled, case.document, case.card, kept, None, case.today)


def with_decisions(case: Case) -> ReviewedScorecard:
    """The scorecard of `case`, and beside it how it stands as reviewed."""
    return ReviewedScorecard(
        **{name: getattr(case.card, name) for name in case.card.__struct_fields__}, review=case.reviewed
    )


def _case(
    compiled: Compiled, document: Document, card: Scorecard, kept: Kept, mistakes: FzcheckErrors | None, today: date
) -> Case:
    reviewed = settle(
        compiled.checklist, card, document, kept.review, today, kept.path if kept.text else "", kept.sha256
    )
    return Case(compiled, document, card, kept, mistakes, reviewed, today)


def _completed(case: Case, decision: Decision) -> Decision:
    """`decision` with its quote as it stands in the report, or the words of its line, and what the reviewer was shown."""
    if decision.decision == "override":
        found = quoted(case.document, decision.quote or line_text(case.document, decision.line or 0))
        return replace(decision, quote=found.text if found else decision.quote, line=None, seen="")
    obligation = next(o for o in case.card.obligations if o.id == decision.obligation)
    return replace(decision, seen=seen(obligation, decision.element))
