"""
Measures scorecards against labels: how often the program and people agree, and where they do not.

Precision, recall and F1 are of elements said to be met, those labelled `either` left out; a status is right where it is one
that the labels allow; macro F1 is the mean over the statuses of the F1 on obligations of which only one is allowed;
a citation is right where it shares a character with words that a label cites.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from scorer import __version__
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
        citation, line: the first evidence, "" and 0 where there is none.
        cited_right: for each evidence whether the label cites it too; empty where they do not both find it met.
        expected, expected_line: the first words that the label cites, "" and 0 where it cites none.
    """

    report: str
    element: str
    label: Value
    met: bool
    citation: str
    line: int
    cited_right: list[bool]
    expected: str
    expected_line: int


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
                cited = element.evidence if element.met else []
                faithful += [e.text == source.text[e.start : e.end] for e in cited]
    facts = cases[0][1].checklist
    return Evaluation(
        EVALUATION_SCHEMA,
        __version__,
        EvaluatedBy(facts.id, facts.version, facts.sha256),
        _figures(len(cases), elements, statuses, faithful),
        _rows([(e.report, e) for e in elements], [(s.report, s) for s in statuses]),
        _rows([(e.element.partition(".")[0], e) for e in elements], [(s.obligation, s) for s in statuses]),
        statuses,
        elements,
        sum(gold.left_out for _, _, gold, _ in cases),
    )


def agrees(one: ElementOutcome) -> bool:
    """Whether program and label agree on an element, and on its first citation."""
    if one.label == "either":
        return True
    return one.met == (one.label == "met") and (not one.met or first_right(one))


def first_right(one: ElementOutcome) -> bool:
    """Whether the label cites the first evidence too."""
    return one.cited_right[:1] == [True]


def _outcome(report: str, name: str, element: ElementResult, label: Label, text: str) -> ElementOutcome:
    cited: list[bool] = []
    if element.met and label.value == "met":
        good = [span for words in label.cite for span in _spans(text, words)]
        cited = [_shares(one, good) for one in element.evidence]
    first = element.evidence[0] if element.evidence else None
    expected = label.cite[0] if label.cite else ""
    return ElementOutcome(
        report,
        name,
        label.value,
        element.met,
        first.text if first else "",
        first.line if first else 0,
        cited,
        expected,
        text.count("\n", 0, text.find(expected)) + 1 if expected else 0,
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
    values = [one.value for one in labels]
    covered, missing = "unmet" not in values, "met" not in values
    partial = len(values) > 1 and set(values) not in ({"met"}, {"unmet"})
    possible = zip(_STATUSES, (covered, partial, missing), strict=True)
    return [status for status, may_be in possible if may_be]


def _figures(
    reports: int, elements: list[ElementOutcome], statuses: list[StatusOutcome], faithful: list[bool]
) -> Figures:
    tp, fp, fn = _counts(elements)
    every = [right for e in elements for right in e.cited_right]
    return Figures(
        reports,
        _ratio(tp, tp + fp),
        _ratio(tp, tp + fn),
        _ratio(2 * tp, 2 * tp + fp + fn),
        _ratio(sum(s.status in s.allowed for s in statuses), len(statuses)),
        _macro_f1(statuses),
        _ratio(sum(first_right(e) for e in elements), tp),
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


def _rows(elements: list[tuple[str, ElementOutcome]], statuses: list[tuple[str, StatusOutcome]]) -> list[Row]:
    """A row for each name that outcomes are given under, in the order of their statuses."""
    of: dict[str, tuple[list[ElementOutcome], list[StatusOutcome]]] = defaultdict(lambda: ([], []))
    for name, status in statuses:
        of[name][1].append(status)
    for name, element in elements:
        of[name][0].append(element)
    return [_row(name, *both) for name, both in of.items()]


def _row(name: str, elements: list[ElementOutcome], statuses: list[StatusOutcome]) -> Row:
    tp, fp, fn = _counts(elements)
    f1 = _ratio(2 * tp, 2 * tp + fp + fn) if tp + fp + fn else None
    return Row(name, tp, fp, fn, f1, sum(s.status in s.allowed for s in statuses), len(statuses))


def _counts(elements: list[ElementOutcome]) -> tuple[int, int, int]:
    found = Counter((e.met, e.label) for e in elements)
    return found[True, "met"], found[True, "unmet"], found[False, "met"]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
