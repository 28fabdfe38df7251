"""
The records that have a file format: what a checklist holds, and what a scorecard says.

Changing a field here changes a YAML key or a JSON key. Records that live in memory only are dataclasses beside the code
that makes them; or Structs as well, where a report has hundreds of them, because those are made in a ninth of the time.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

SCORECARD_SCHEMA = "fzcheck/scorecard/1"
CHECKLIST_SCHEMA = "fzcheck/checklist/1"

Status = Literal["covered", "partial", "missing"]
Reason = Literal["plan", "problem", "denied", "subject", "weak"]
Level = Literal["county", "township", "department"]
Section = Literal["measures", "problem", "plan", "leader"]
# How a match was decided; README and `fzcheck explain` say what each means.
Rule = Literal["term", "apart", "words", "typo", "together", "section"]

# An element is met from this strength on.
MET = 60


# --- checklist ------------------------------------------------------------------------------------------------------
class Examples(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The tests of an element.

    Attributes:
        met: sentences that meet it.
        unmet: one-entry mappings, why a sentence does not count → the sentence.
    """

    met: list[str]
    unmet: list[dict[Reason, str]]


class Element(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One thing that must be shown for an obligation.

    Attributes:
        id: kebab-case, unique in its obligation.
        counts: in one sentence, what counts.
        terms: any one in a sentence is enough.
        together: all words of one list in one sentence, in any order; "^word" may stand in a heading above instead,
            "-word" must not stand in the clauses that matched.
        section: where it must be looked for; there a problem or a plan is the evidence, and no term is needed.
        needs: each must be in the sentence or in a heading above it.
        unless: any one in the clause that matched rules it out.
    """

    id: str
    title: str
    counts: str
    examples: Examples
    terms: list[str] = field(default_factory=list)
    together: list[list[str]] = field(default_factory=list)
    section: Section | None = None
    needs: list[str] = field(default_factory=list)
    unless: list[str] = field(default_factory=list)


class Basis(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a duty comes from: document, article where it may be printed, and what it asks for in plain words."""

    document: str
    requires: str
    article: str = ""


class Exemption(Struct, frozen=True, forbid_unknown_fields=True):
    """How a report says that an obligation does not apply to it; fields as those of an element."""

    counts: str
    examples: Examples
    terms: list[str] = field(default_factory=list)
    together: list[list[str]] = field(default_factory=list)
    unless: list[str] = field(default_factory=list)


class Obligation(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One duty to report; covered when all its elements are met, missing when none is.

    Attributes:
        weight: in the score of a report.
        not_applicable: how a report may say that the duty does not apply; shown to the reviewer, never counted.
    """

    id: str
    title: str
    title_en: str
    theme: str
    basis: list[Basis]
    advice: str
    elements: list[Element]
    core: bool = False
    weight: float = 1.0
    not_applicable: Exemption | None = None


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of obligations that a checklist includes; its word groups are its own."""

    obligations: list[Obligation]
    words: dict[str, list[str]] = field(default_factory=dict)


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """What an edition of a checklist changed."""

    version: str
    what: str


class Checklist(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A checklist as its YAML gives it.

    Attributes:
        version: the edition, a string that nothing reads as a number.
        years: report years it holds for, "2021-2025" or "2026-".
        themes: id → title, in the order in which they are shown.
        words: name → words that mean the same here; <name> in a term stands for any of them.
        include: what else it holds: names of checklists, or files beside it, each a Part.
        obligations: its own, and once loaded all, in the order of `themes`.
    """

    schema: str
    id: str
    title: str
    title_en: str
    version: str
    years: str
    levels: list[Level]
    sources: list[str]
    changes: list[Change]
    themes: dict[str, str]
    obligations: list[Obligation] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)
    include: list[str] = field(default_factory=list)


class Amendment(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What an extension changes in one obligation of the checklist that it extends.

    Attributes:
        element: which element the terms are added to; "" for the obligation itself.
        weight: instead of its own.
        off: why the obligation is left out; "" where it stays.
        terms, together, unless: added to the element's own.
    """

    obligation: str
    element: str = ""
    weight: float | None = None
    off: str = ""
    terms: list[str] = field(default_factory=list)
    together: list[list[str]] = field(default_factory=list)
    unless: list[str] = field(default_factory=list)


class Extension(Struct, frozen=True, forbid_unknown_fields=True):
    """A layer on top of another checklist; what it leaves out is as it is there."""

    schema: str
    extends: str
    id: str
    title: str
    title_en: str
    version: str
    changes: list[Change]
    amend: list[Amendment] = field(default_factory=list)
    themes: dict[str, str] = field(default_factory=dict)
    obligations: list[Obligation] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)


class LayerFacts(Struct, frozen=True):
    """One layer of a checklist; `sha256` is of its files."""

    id: str
    version: str
    sha256: str


class LeftOut(Struct, frozen=True):
    """An obligation that an extension leaves out, and why."""

    obligation: str
    reason: str


# --- scorecard ------------------------------------------------------------------------------------------------------
class Evidence(Struct, frozen=True):
    """
    A sentence that shows an element.

    Attributes:
        text: exactly source[start:end].
        start, end: code points of the source text. line: 1-based.
        section: the headings above, outermost first.
        modality: of the clause that matched.
        score: 0-100.
        matched: the words that matched, as they stand in the source.
        rule, term: which rule of matching decided, by which term of the checklist.
    """

    text: str
    start: int
    end: int
    line: int
    section: list[str]
    modality: Literal["done", "plan", "problem"]
    score: int
    matched: list[str]
    rule: Rule
    term: str


class NotCounted(Evidence, frozen=True):
    """A sentence that speaks of the element and does not count, with the reason."""

    why: Reason


class ElementResult(Struct, frozen=True):
    """Whether an element is met, how strongly (0-100, met from 60), by what; best evidence first."""

    id: str
    title: str
    met: bool
    strength: int
    evidence: list[Evidence]
    not_counted: list[NotCounted]


class ObligationResult(Struct, frozen=True):
    """
    The finding on one obligation.

    Attributes:
        score: share of its elements that are met, 0-100.
        advice: what the writer should add; "" where it is covered.
        not_applicable: sentences that say it does not apply. The reviewer decides; the status is not touched.
    """

    id: str
    title: str
    title_en: str
    theme: str
    core: bool
    status: Status
    score: float
    elements: list[ElementResult]
    advice: str
    not_applicable: list[Evidence]


class ReportFacts(Struct, frozen=True):
    """Which report was scored; `sha256` is of the file's bytes, `chars` code points of its text."""

    path: str
    sha256: str
    title: str
    issuer: str
    year: int | None
    published: str | None
    level: Level | None
    chars: int


class ChecklistFacts(Struct, frozen=True):
    """Which checklist it was scored by; `sha256` is of the checklist as resolved, all its layers."""

    id: str
    title: str
    version: str
    sha256: str
    layers: list[LayerFacts]
    left_out: list[LeftOut]


class Summary(Struct, frozen=True):
    """Counts of obligations."""

    covered: int
    partial: int
    missing: int


class Note(Struct, frozen=True):
    """What a reader of the scorecard must know about the report as a whole, with a stable id."""

    id: Literal["not-a-report", "year-outside", "year-unknown", "level-outside"]
    zh: str
    en: str


class Scorecard(Struct, frozen=True):
    """The result of scoring one report by one checklist. Source: CONTRACT.md."""

    schema: str
    fzcheck: str
    report: ReportFacts
    checklist: ChecklistFacts
    score: float
    summary: Summary
    obligations: list[ObligationResult]
    notes: list[Note]
