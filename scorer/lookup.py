"""
A document made ready for matching: its words looked up, its clauses, and who reports.

Everything here is in positions of the bare text, which has no quotation marks; `folded` leads back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from scorer.compiled import Vocabulary
from scorer.fold import fold, quotes, unquoted
from scorer.index import Index, Span, within
from scorer.modality import Why
from scorer.organs import Issuer
from scorer.segment import Document
from scorer.structure import FEW, is_report

# A clause: range, and why it does not count.
Clause = tuple[int, int, Why]


class Lookup:
    """
    A document in which the words of `vocabulary` have been found.

    Attributes:
        issuer: who reports.
        is_report: whether the document looks like a report on the rule of law.
        about_law: whether it is taken for one; a few sentences do not tell.
        index: the words of the checklist in its bare text.
    """

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document = document
        self.is_report = is_report(document)
        self.about_law = self.is_report or len(document.sentences) <= FEW
        folded = document.folded.text
        self.issuer = Issuer(fold(document.issuer).text, document.level, folded)
        # Folded positions of the marks taken out, and for each the bare position from which on it has to be counted.
        self._quotes = quotes(folded)
        self._shifts = [at - count for count, at in enumerate(self._quotes)]
        bounds = [(self._bare(s.at), self._bare(s.to)) for s in document.sentences]
        self.index = Index(unquoted(folded), bounds, vocabulary)
        self._clauses: dict[int, list[Clause]] = {}
        self._mixed: dict[int, bool] = {}
        self._organs: dict[tuple[int, tuple[int, ...]], str] = {}

    def text(self, at: int, to: int) -> str:
        """Bare text `at:to`."""
        return self.index.text[at:to]

    def bounds(self, i: int) -> Span:
        """The range of sentence number `i`."""
        return self.index.bounds[i]

    def clauses(self, i: int) -> list[Clause]:
        """The clauses of sentence number `i`: range, and why it does not count."""
        known = self._clauses.get(i)
        if known is None:
            bare = self._bare
            known = self._clauses[i] = [(bare(c.at), bare(c.to), c.why) for c in self.document.sentences[i].clauses]
        return known

    def is_mixed(self, i: int) -> bool:
        """Whether some clauses of sentence number `i` count and some do not."""
        known = self._mixed.get(i)
        if known is None:
            whys = [why for _, _, why in self.clauses(i)]
            known = self._mixed[i] = any(whys) and not all(whys)
        return known

    def in_force(self, spans: list[Span], i: int) -> list[Span]:
        """Those of `spans` in sentence number `i` that stand in a clause that counts."""
        counting = [(at, to) for at, to, why in self.clauses(i) if not why]
        return [span for span in spans if within(span, counting)]

    def other_organ(self, i: int, clauses: tuple[int, ...]) -> str:
        """The organ of whose act clauses number `clauses` of sentence number `i` tell, where it is not the issuer; else ""."""
        known = self._organs.get((i, clauses))
        if known is None:
            texts = [self.text(at, to) for at, to, _ in self.clauses(i)]
            known = self._organs[i, clauses] = self.issuer.other(texts, clauses)
        return known

    def folded(self, span: Span) -> Span:
        """The range of folded text that a range of bare text stands for."""
        at, last = span[0], span[1] - 1
        return at + bisect_right(self._shifts, at), last + bisect_right(self._shifts, last) + 1

    def stands_near(self, choice: int, i: int) -> bool:
        """Whether a word of `choice` stands in what counts of sentence number `i`, or in a heading above it."""
        return (
            self.index.stands_in(choice, i)
            and (not self.is_mixed(i) or bool(self.in_force(self.index.spans(choice, i), i)))
        ) or any(self.index.stands_in(choice, n) for n in self.document.sentences[i].above)

    def _bare(self, at: int) -> int:
        """The bare position of the folded position `at`, or of what comes next where a mark was taken out there."""
        return at - bisect_left(self._quotes, at)
