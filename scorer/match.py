"""
Matches a document against how an element is recognised: Patterns in, Hits out, best first.

`slips` tells what is a slip; `judge` decides whether what was found counts. Nothing here adds up or prints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import attrgetter

from msgspec import Struct

from scorer.compiled import Pattern, Vocabulary
from scorer.index import Span
from scorer.judge import Verdict, judge
from scorer.lookup import Lookup
from scorer.model import Reason, Rule
from scorer.segment import Document, Sentence
from scorer.slips import Slips
from scorer.structure import foreign_headings, parts

# Longest stretch between two parts of a term with a gap, between two words of a plain term, and over all words
# of a `together` list: characters of bare text.
APART_MAX = 16
WORDS_MAX = 5
TOGETHER_MAX = 50
# Best score of each rule, and what is lost for each character that stands between the words.
_TOP: dict[Rule, int] = {"term": 100, "apart": 96, "together": 92, "typo": 90, "words": 88, "section": 100}
_LOSS: dict[Rule, float] = {"term": 0, "apart": 1.0, "together": 0.5, "typo": 0, "words": 2.0, "section": 0}

_score = attrgetter("score")


class Hit(Struct, frozen=True, gc=False):
    """
    A sentence in which a pattern was found.

    Attributes:
        sentence: where.
        pattern: by which term.
        rule: the pattern's own, or "typo" where only that decided.
        spans: ranges of the words that matched, in order, of folded text.
        score: 0-100.
        why: "" where it counts.
        because: the word that settled `why`, for people; "" where there is none.
    """

    sentence: Sentence
    pattern: Pattern
    rule: Rule
    spans: tuple[Span, ...]
    score: int
    why: Reason | str
    because: str = ""


class _Found(Struct, frozen=True, gc=False):
    """The words of `pattern` in sentence number `i`, ranges of bare text in order, and how well they fit."""

    i: int
    spans: tuple[Span, ...]
    rule: Rule
    score: int
    pattern: Pattern


class Matcher:
    """A document made ready for matching one element after the other."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document = document
        self.lookup = Lookup(document, vocabulary)
        self._index = self.lookup.index
        self._slips = Slips(self._index, vocabulary)

    def hits(self, patterns: Iterable[Pattern]) -> list[Hit]:
        """The best hit of each sentence in which the element is spoken of: those that count first, best first."""
        found: defaultdict[int, list[_Found]] = defaultdict(list)
        has_all, unslipped = self._index.present.issuperset, self._slips.words.isdisjoint
        for pattern in patterns:
            # Most have a part that the report has nowhere, and are done with.
            if has_all(pattern.parts) or (pattern.slips and not unslipped(pattern.slips)):
                for one in self._find(pattern):
                    found[one.i].append(one)
        hits = [self._best(i, candidates) for i, candidates in found.items()]
        if len(hits) > 1:
            # Of two alike, the sentence that more terms agree on, then the one with more of it, then the earlier.
            hits.sort(key=lambda one: (bool(one[0].why), -one[0].score, -one[1], -_size(one[0]), one[0].sentence.at))
        return [hit for hit, _ in hits]

    def _best(self, i: int, candidates: list[_Found]) -> tuple[Hit, int]:
        """The best hit in sentence number `i` that counts, or if none does the best that does not; how many terms agree."""
        if len(candidates) > 1:
            candidates.sort(key=_score, reverse=True)
        best, verdict = candidates[0], self._judge(candidates[0])
        if verdict.why:
            for one in candidates[1:]:
                other = self._judge(one)
                if not other.why:
                    best, verdict = one, other
                    break
        spans = tuple([self.lookup.folded(span) for span in best.spans])
        hit = Hit(self.document.sentences[i], best.pattern, best.rule, spans, best.score, verdict.why, verdict.because)
        return hit, len({id(one.pattern) for one in candidates})

    def _judge(self, found: _Found) -> Verdict:
        return judge(self.lookup, found.pattern, found.i, found.spans, found.score)

    def _find(self, pattern: Pattern) -> Iterable[_Found]:
        """Everywhere that all parts of `pattern` stand near enough to each other."""
        if not pattern.parts:
            return self._section(pattern)
        return self._single(pattern) if len(pattern.parts) == 1 else self._several(pattern)

    def _section(self, pattern: Pattern) -> Iterator[_Found]:
        if pattern.section and self.lookup.is_report:
            for i, score in parts(self.document, pattern.section, self._foreign):
                yield _Found(i, (self.lookup.bounds(i),), "section", score, pattern)

    @cached_property
    def _foreign(self) -> set[int]:
        return foreign_headings(self.document)

    def _several(self, pattern: Pattern) -> list[_Found]:
        found = []
        for i in self._index.sentences_with_all(pattern.parts):
            choices = [self._index.spans(part, i) for part in pattern.parts]
            row = _arranged(choices, pattern)
            # Catalogue R10: where the same words also stand in what is in force, those are meant.
            if row and self.lookup.is_mixed(i):
                row = _arranged([self.lookup.in_force(spans, i) for spans in choices], pattern) or row
            if row:
                found.append(_Found(i, tuple(row), pattern.rule, _spread(row, pattern.rule), pattern))
        return found

    def _single(self, pattern: Pattern) -> list[_Found]:
        part, top = pattern.parts[0], _TOP[pattern.rule]
        exact = self._index.sentences_with_all((part,))
        found = [_Found(i, (span,), pattern.rule, top, pattern) for i in exact for span in self._index.spans(part, i)]
        for word in pattern.slips:
            for one in self._slips.of(word):
                if one.i not in exact:
                    score = round(_TOP["typo"] * one.likeness / 100)
                    found.append(_Found(one.i, (one.span,), "typo", score, pattern))
        return found


def _size(hit: Hit) -> int:
    return sum(to - at for at, to in hit.spans)


def _spread(spans: list[Span], rule: Rule) -> int:
    """The score of a match whose words stand at `spans`, in order."""
    end, between = spans[0][1], 0
    for at, to in spans[1:]:
        if at > end:
            between += at - end
        end = max(end, to)
    return round(_TOP[rule] - _LOSS[rule] * between)


def _arranged(choices: list[list[Span]], pattern: Pattern) -> list[Span]:
    """One range from each choice as `pattern` wants them; nothing where there is no such row."""
    if not all(choices):
        return []
    return _in_order(choices, pattern.rule) if pattern.ordered else _closest(choices)


def _in_order(choices: list[list[Span]], rule: Rule) -> list[Span]:
    """One range from each choice, each after the one before and near it; the tightest such row, or nothing."""
    limit = WORDS_MAX if rule == "words" else APART_MAX
    best: list[Span] = []
    for first in choices[0]:
        row = [first]
        for choice in choices[1:]:
            nearest = next((r for r in choice if r[0] >= row[-1][1]), None)
            if nearest is None or nearest[0] - row[-1][1] > limit:
                break
            row.append(nearest)
        else:
            if not best or row[-1][1] - row[0][0] < best[-1][1] - best[0][0]:
                best = row
    return best


def _closest(choices: list[list[Span]]) -> list[Span]:
    """One range from each choice, none overlapping, all within TOGETHER_MAX characters; nothing where there is none."""
    for n, anchors in enumerate(choices):
        # What is nearest to a word of one choice may be too far from the rest, where another's neighbours are not.
        if row := _around(anchors, choices[:n] + choices[n + 1 :]):
            return row
    return []


def _around(anchors: list[Span], others: list[list[Span]]) -> list[Span]:
    """The tightest row of one of `anchors` and what of each of `others` is nearest to it, within TOGETHER_MAX; or nothing."""
    best: list[Span] = []
    width = TOGETHER_MAX + 1
    for anchor in anchors:
        row = [anchor]
        for choice in others:
            nearest = _nearest(anchor[0], choice, row)
            if nearest is None:
                break
            row.append(nearest)
        else:
            row.sort()
            spread = row[-1][1] - row[0][0]
            if spread < width:
                best, width = row, spread
    return best


def _nearest(to: int, choice: list[Span], taken: list[Span]) -> Span | None:
    """The range of `choice` that starts nearest to position `to` and overlaps none of `taken`; of two such the first."""
    best: Span | None = None
    gap = 0
    for one in choice:
        away = abs(one[0] - to)
        if best is not None and (away, one) >= (gap, best):
            continue
        for other in taken:
            if one[0] < other[1] and other[0] < one[1]:
                break
        else:
            best, gap = one, away
    return best
