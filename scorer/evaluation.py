"""
Measures scorecards against labels: how often the program and people agree, and where they do not.

Precision, recall and F1 are of elements said to be met, those labelled `either` left out; a status is right where it is one
that the labels allow; macro F1 is the mean over the statuses of the F1 on obligations of which only one is allowed;
a citation is right where it shares a character with words that a label cites.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Literal

import msgspec
from msgspec import Struct

from scorer import __version__
from scorer.errors import FzcheckError
from scorer.gold import Gold, Label, Value
from scorer.model import ElementResult, Evidence, Scorecard, Status
from scorer.source import Source

EVALUATION_SCHEMA = "fzcheck/evaluation/1"

_STATUSES: tuple[Status, ...] = ("covered", "partial", "missing")


class Figures(Struct, frozen=True):
    """Shares of 1 over all reports; 0 where there is nothing to divide by."""

    reports: int
    element_precision: float
    element_recall: float
    element_f1: float
    status_accuracy: float
    status_macro_f1: float
    top_citation: float
    all_citations: float
    fidelity: float


class Row(Struct, frozen=True):
    """
    The figures of one report, or of one obligation over all reports.

    Attributes:
        tp, fp, fn: elements met by both, by the program only, by the labels only.
        f1: None where neither finds anything met.
        right, of: statuses that the labels allow, of how many.
    """

    id: str
    tp: int
    fp: int
    fn: int
    f1: float | None
    right: int
    of: int


class ElementOutcome(Struct, frozen=True):
    """
    What was said of one element of one report, and what its label says.

    Attributes:
        citation, line: the first evidence, "" and 0 where it is not met.
        cited_right: for each evidence whether the label cites it too; empty where they do not both find it met.
        expected: the first words that the label cites, "" where it cites none.
    """

    report: str
    element: str
    label: Value
    met: bool
    citation: str
    line: int
    cited_right: list[bool]
    expected: str


class StatusOutcome(Struct, frozen=True):
    """The status said of one obligation of one report, and those that its labels allow."""

    report: str
    obligation: str
    status: Status
    allowed: list[Status]


class EvaluatedBy(Struct, frozen=True):
    """The checklist that the reports were scored by; `sha256` as resolved."""

    id: str
    version: str
    sha256: str


class Evaluation(Struct, frozen=True):
    """Scorecards measured against labels; `left_out` labels are of obligations that the checklist does not have."""

    schema: str
    fzcheck: str
    checklist: EvaluatedBy
    figures: Figures
    reports: list[Row]
    obligations: list[Row]
    statuses: list[StatusOutcome]
    elements: list[ElementOutcome]
    left_out: int

    def disagreements(self) -> list[ElementOutcome]:
        """Elements that one side finds met and the other does not, and those whose first citation no label has."""
        return [e for e in self.elements if not agrees(e)]


class Move(Struct, frozen=True):
    """
    What is said differently of one element than in the baseline.

    Attributes:
        change: `better` and `worse` by the label; `other` where it is `either`, or only the citation changed and is as
            right or wrong as before.
    """

    report: str
    element: str
    label: Value
    change: Literal["better", "worse", "other"]
    was_met: bool
    met: bool
    was_citation: str
    citation: str


class Comparison(Struct, frozen=True):
    """
    What moved since a baseline.

    Attributes:
        figures: name → now less then.
        moves: checklist order within a report, reports in the order of the evaluation.
        added, gone: report: obligation.element, what only the evaluation or only the baseline has.
    """

    baseline: EvaluatedBy
    figures: dict[str, float]
    moves: list[Move]
    added: list[str]
    gone: list[str]


def evaluate(cases: Sequence[tuple[str, Scorecard, Gold, Source]]) -> Evaluation:
    """
    The evaluation of labelled reports, one at least, all scored by one checklist.

    Args:
        cases: name of the report, its scorecard, its labels, its text.
    """
    elements: list[ElementOutcome] = []
    statuses: list[StatusOutcome] = []
    faithful: list[bool] = []
    for name, card, gold, source in cases:
        for obligation in card.obligations:
            labels = [gold.labels[f"{obligation.id}.{e.id}"] for e in obligation.elements]
            statuses.append(StatusOutcome(name, obligation.id, obligation.status, _allowed(labels)))
            for element, label in zip(obligation.elements, labels, strict=True):
                elements.append(_outcome(name, f"{obligation.id}.{element.id}", element, label, source.text))
                faithful += [e.text == source.text[e.start : e.end] for e in element.evidence]
    facts = cases[0][1].checklist
    return Evaluation(
        EVALUATION_SCHEMA,
        __version__,
        EvaluatedBy(facts.id, facts.version, facts.sha256),
        _figures(len(cases), elements, statuses, faithful),
        [_row(n, [e for e in elements if e.report == n], [s for s in statuses if s.report == n]) for n, *_ in cases],
        [
            _row(
                o.id,
                [e for e in elements if _obligation(e) == o.id],
                [s for s in statuses if s.obligation == o.id],
            )
            for o in cases[0][1].obligations
        ],
        statuses,
        elements,
        sum(gold.left_out for _, _, gold, _ in cases),
    )


def agrees(one: ElementOutcome) -> bool:
    """Whether program and label agree on an element, and on its first citation."""
    if one.label == "either":
        return True
    return one.met == (one.label == "met") and (not one.met or one.cited_right[0])


def read_evaluation(data: bytes, path: str) -> Evaluation:
    """
    An evaluation as `fzcheck evaluate --format json` wrote it.

    Raises:
        FzcheckError: bad-baseline: it is something else.
    """
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
    moves = [_move(before[key], one) for key, one in after.items() if key in before and _moved(before[key], one)]
    names = [name for name in Figures.__struct_fields__ if name != "reports"]
    return Comparison(
        then.checklist,
        {name: getattr(now.figures, name) - getattr(then.figures, name) for name in names},
        moves,
        [f"{report}: {element}" for report, element in after if (report, element) not in before],
        [f"{report}: {element}" for report, element in before if (report, element) not in after],
    )


def _moved(before: ElementOutcome, after: ElementOutcome) -> bool:
    return (before.met, before.citation) != (after.met, after.citation)


def _move(before: ElementOutcome, after: ElementOutcome) -> Move:
    # Both by the label of today, which may be another than that of the baseline.
    was_right, right = (one.met == (after.label == "met") for one in (before, after))
    was_cited, cited = (bool(one.cited_right and one.cited_right[0]) for one in (before, after))
    change: Literal["better", "worse", "other"] = "other"
    if after.label != "either" and (was_right, was_cited) != (right, cited):
        change = "better" if (right, cited) > (was_right, was_cited) else "worse"
    return Move(
        after.report, after.element, after.label, change, before.met, after.met, before.citation, after.citation
    )


def _outcome(report: str, name: str, element: ElementResult, label: Label, text: str) -> ElementOutcome:
    cited: list[bool] = []
    if element.met and label.value == "met":
        good = [span for words in label.cite for span in _spans(text, words)]
        cited = [_shares(one, good) for one in element.evidence]
    first = element.evidence[0] if element.evidence else None
    return ElementOutcome(
        report,
        name,
        label.value,
        element.met,
        first.text if first else "",
        first.line if first else 0,
        cited,
        label.cite[0] if label.cite else "",
    )


def _shares(one: Evidence, spans: list[tuple[int, int]]) -> bool:
    return any(one.start < end and start < one.end for start, end in spans)


def _spans(text: str, words: str) -> Iterable[tuple[int, int]]:
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)


def _allowed(labels: list[Label]) -> list[Status]:
    """The statuses that an obligation may have, its `either` elements taken both ways."""
    worlds = product(*[(True, False) if one.value == "either" else (one.value == "met",) for one in labels])
    found = {"covered" if all(world) else "partial" if any(world) else "missing" for world in worlds}
    return [status for status in _STATUSES if status in found]


def _figures(
    reports: int, elements: list[ElementOutcome], statuses: list[StatusOutcome], faithful: list[bool]
) -> Figures:
    tp, fp, fn = _counts(elements)
    cited = [e.cited_right for e in elements if e.cited_right]
    every = [right for each in cited for right in each]
    return Figures(
        reports,
        _ratio(tp, tp + fp),
        _ratio(tp, tp + fn),
        _ratio(2 * tp, 2 * tp + fp + fn),
        _ratio(sum(s.status in s.allowed for s in statuses), len(statuses)),
        _macro_f1(statuses),
        _ratio(sum(each[0] for each in cited), len(cited)),
        _ratio(sum(every), len(every)),
        _ratio(sum(faithful), len(faithful)),
    )


def _macro_f1(statuses: list[StatusOutcome]) -> float:
    settled = Counter((s.allowed[0], s.status) for s in statuses if len(s.allowed) == 1)
    f1s = []
    for status in _STATUSES:
        said = sum(n for (_, b), n in settled.items() if b == status)
        true = sum(n for (a, _), n in settled.items() if a == status)
        if true:
            f1s.append(_ratio(2 * settled[status, status], said + true))
    return _ratio(sum(f1s), len(f1s))


def _row(name: str, elements: list[ElementOutcome], statuses: list[StatusOutcome]) -> Row:
    tp, fp, fn = _counts(elements)
    f1 = _ratio(2 * tp, 2 * tp + fp + fn) if tp + fp + fn else None
    return Row(name, tp, fp, fn, f1, sum(s.status in s.allowed for s in statuses), len(statuses))


def _counts(elements: list[ElementOutcome]) -> tuple[int, int, int]:
    found = Counter((e.met, e.label) for e in elements)
    return found[True, "met"], found[True, "unmet"], found[False, "met"]


def _obligation(one: ElementOutcome) -> str:
    return one.element.partition(".")[0]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
