"""
What a change of a checklist moved: an evaluation beside an earlier one of the same reports.

Better and worse are by the labels of today. A report or obligation that only one of the two has is counted, not judged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from scorer.errors import FzcheckError
from scorer.evaluation import (
    EVALUATION_SCHEMA,
    ElementOutcome,
    EvaluatedBy,
    Evaluation,
    Figures,
    StatusOutcome,
    first_right,
)
from scorer.gold import Value
from scorer.model import Status

Change = Literal["better", "worse", "other"]


class Move(Struct, frozen=True):
    """
    What is said differently of one element than in the baseline.

    Attributes:
        change: `better` from wrong to right and `worse` from right to wrong, by the label, then by the first citation;
            `other` where the label is `either`, or only the citation changed and is as right or wrong as before.
        was_citation, citation: the first evidence, "" where there is none.
    """

    report: str
    element: str
    label: Value
    change: Change
    was_met: bool
    met: bool
    was_citation: str
    citation: str


class StatusMove(Struct, frozen=True):
    """What is said differently of one obligation; `change` by whether the labels allow it, `other` where both or neither."""

    report: str
    obligation: str
    allowed: list[Status]
    change: Change
    was: Status
    status: Status


class Comparison(Struct, frozen=True):
    """
    What moved since a baseline.

    Attributes:
        figures: name → now less then.
        moves, status_moves: checklist order within a report, reports in the order of the evaluation.
        relabelled: report: obligation.element, what has another label than in the baseline.
        added, gone: the same, what only the evaluation or only the baseline has.
    """

    baseline: EvaluatedBy
    figures: dict[str, float]
    moves: list[Move]
    status_moves: list[StatusMove]
    relabelled: list[str]
    added: list[str]
    gone: list[str]


def read_baseline(path: str) -> Evaluation:
    """
    An evaluation as `fzcheck evaluate --format json` wrote it.

    Raises:
        FzcheckError: it cannot be read; bad-baseline: it is something else.
    """
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise FzcheckError("not-found", path) from None
    except OSError as error:
        raise FzcheckError("unreadable", path, reason=error.strerror or str(error)) from None
    try:
        found = msgspec.json.decode(data, type=Evaluation)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FzcheckError("bad-baseline", path, reason=str(error)) from None
    if found.schema != EVALUATION_SCHEMA:
        raise FzcheckError("bad-baseline", path, reason=found.schema)
    return found


def compare(now: Evaluation, then: Evaluation) -> Comparison:
    """What moved from `then` to `now`."""
    before = {(e.report, e.element): e for e in then.elements}
    after = {(e.report, e.element): e for e in now.elements}
    stated = {(s.report, s.obligation): s for s in then.statuses}
    both = [(before[key], one) for key, one in after.items() if key in before]
    names = [name for name in Figures.__struct_fields__ if name != "reports"]
    return Comparison(
        then.checklist,
        {name: getattr(now.figures, name) - getattr(then.figures, name) for name in names},
        [_move(was, one) for was, one in both if (was.met, was.citation) != (one.met, one.citation)],
        [
            _status_move(was, one)
            for one in now.statuses
            if (was := stated.get((one.report, one.obligation))) and was.status != one.status
        ],
        [f"{one.report}: {one.element}" for was, one in both if was.label != one.label],
        [f"{report}: {element}" for report, element in after if (report, element) not in before],
        [f"{report}: {element}" for report, element in before if (report, element) not in after],
    )


def _move(was: ElementOutcome, one: ElementOutcome) -> Move:
    return Move(one.report, one.element, one.label, _change(was, one), was.met, one.met, was.citation, one.citation)


def _change(was: ElementOutcome, one: ElementOutcome) -> Change:
    if one.label == "either":
        return "other"
    right = [each.met == (one.label == "met") for each in (was, one)]
    if right[0] != right[1]:
        return "better" if right[1] else "worse"
    # How the baseline's citation was judged by another label says nothing about this one.
    cited = [first_right(each) for each in (was, one)]
    if cited[0] == cited[1] or was.label != one.label:
        return "other"
    return "better" if cited[1] else "worse"


def _status_move(was: StatusOutcome, one: StatusOutcome) -> StatusMove:
    right = [each.status in one.allowed for each in (was, one)]
    change: Change = "other" if right[0] == right[1] else "better" if right[1] else "worse"
    return StatusMove(one.report, one.obligation, one.allowed, change, was.status, one.status)
