"""
Matches a document against how an element is recognised: Patterns in, Hits out, best first.

RapidFuzz decides how much a wrong character costs; `judge` decides whether what was found counts. Nothing here adds up
or prints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Editop, Levenshtein

from scorer.judge import Verdict, judge
from scorer.lookup import Lookup, Span
from scorer.model import Pattern, Reason, Rule, Vocabulary
from scorer.segment import Document, Sentence
from scorer.structure import foreign_headings, parts
from scorer.terms import slips_allowed

# Longest stretch between two parts of a term with a gap, between two words of a plain term, and over all words
# of a `together` list: characters of bare text.
APART_MAX = 16
WORDS_MAX = 5
TOGETHER_MAX = 50
# Best score of each rule, and what is lost for each character that stands between the words.
_TOP: dict[Rule, int] = {"term": 100, "apart": 96, "together": 92, "typo": 90, "words": 88, "section": 100}
_LOSS: dict[Rule, float] = {"term": 0, "apart": 1.0, "together": 0.5, "typo": 0, "words": 2.0, "section": 0}

# From this length on a character may be wrong or missing; in a shorter term only a particle may be one too many.
_ONE_WRONG = 8
_PARTICLES = frozenset("了的等各类并及、和与好地,:")
# A character that changes what is meant is never a slip: 第一责任人 / 第三责任人, 建立 / 未建立.
_TELLING = frozenset("一二三四五六七八九十百两0123456789不未没无非否免拟将前后上下")


_score = attrgetter("score")


class Hit(NamedTuple):
    """
    A sentence in which a pattern was found; a tuple, because there are hundreds to make.

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


class _Found(NamedTuple):
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

    def hits(self, patterns: Iterable[Pattern]) -> list[Hit]:
        """The best hit of each sentence in which the element is spoken of: those that count first, best first."""
        found: defaultdict[int, list[_Found]] = defaultdict(list)
        present = self.lookup.present
        for pattern in patterns:
            # Most have a part that the report has nowhere, and are done with.
            if pattern.slips or present.issuperset(pattern.parts):
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
        hit = Hit(self.document.sentences[i], best.pattern, best.rule, spans, best.score, *verdict)
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

    def _several(self, pattern: Pattern) -> Iterator[_Found]:
        for i in self.lookup.sentences_with_all(pattern.parts):
            choices = [self.lookup.spans(part, i) for part in pattern.parts]
            row = _in_order(choices, pattern.rule) if pattern.ordered else _closest(choices)
            if row:
                yield _Found(i, tuple(row), pattern.rule, _spread(row, pattern.rule), pattern)

    def _single(self, pattern: Pattern) -> list[_Found]:
        part, top = pattern.parts[0], _TOP[pattern.rule]
        exact = self.lookup.sentences(part)
        found = [_Found(i, (span,), pattern.rule, top, pattern) for i in exact for span in self.lookup.spans(part, i)]
        for word, offsets, pieces in pattern.slips:
            if not self.lookup.present.isdisjoint(pieces):
                found += self._slips(pattern, word, offsets, pieces, exact)
        return found

    def _slips(
        self,
        pattern: Pattern,
        word: str,
        offsets: tuple[int, ...],
        pieces: tuple[int, ...],
        exact: AbstractSet[int],
    ) -> Iterator[_Found]:
        """
        Sentences that hold `word` but for a slip.

        Only around a piece of the word that stands as it is does RapidFuzz look, only in a stretch not much longer than
        the word, and only where the stretch has the word's other characters.
        """
        size, edits = len(word), slips_allowed(word)
        letters = frozenset(word)
        missing = edits if size >= _ONE_WRONG else 0
        seen: set[int] = set()
        for offset, piece in zip(offsets, pieces, strict=True):
            for i in self.lookup.sentences(piece):
                if i in exact or i in seen:
                    continue
                first, last = self.lookup.bounds(i)
                for at, _ in self.lookup.spans(piece, i):
                    if size < _ONE_WRONG and not self._other_end(word, at, offset, first, last):
                        continue
                    low, high = max(first, at - offset - edits), min(last, at - offset + size + edits)
                    stretch = self.lookup.text(low, high)
                    if len(letters.difference(stretch)) > missing:
                        continue
                    slip = self._aligned(word, stretch, edits)
                    if slip:
                        seen.add(i)
                        span = (low + slip[0], low + slip[1])
                        score = round(_TOP["typo"] * fuzz.ratio(word, self.lookup.text(*span)) / 100)
                        yield _Found(i, (span,), "typo", score, pattern)
                        break

    def _other_end(self, word: str, at: int, offset: int, first: int, last: int) -> bool:
        """
        Whether a short `word`, half of which stands at `at`, may go on with one character too many.

        Nothing else is let pass in it, so its other end is one further away. That spares RapidFuzz nearly all it would look at.
        """
        end = at + len(word) if not offset else at - offset - 1
        return first <= end < last and self.lookup.text(end, end + 1) == word[-1 if not offset else 0]

    def _aligned(self, word: str, stretch: str, edits: int) -> Span | None:
        """Range of `stretch` that is `word` but for tolerable slips; None where there is none."""
        if len(stretch) < len(word) - edits:
            return None
        found = fuzz.partial_ratio_alignment(word, stretch, score_cutoff=100 * (1 - (edits + 0.5) / len(word)))
        if found is None:
            return None
        at, to = found.dest_start, found.dest_end
        # Of two places that are as good for partial_ratio, a character to the left or right one may be closer by edits.
        options = [
            (max(0, at + left), min(len(stretch), to + right))
            for left in range(-edits, edits + 1)
            for right in range(-edits, edits + 1)
        ]
        best = min(options, key=lambda o: (Levenshtein.distance(word, stretch[o[0] : o[1]]), o))
        said = stretch[best[0] : best[1]]
        slips = Levenshtein.editops(word, said)
        if not slips or len(slips) > edits or not all(self._tolerable(word, said, slip) for slip in slips):
            return None
        return best

    def _tolerable(self, word: str, said: str, slip: Editop) -> bool:
        """Whether a wrong character is a slip and not another word: 公式 for 公示 is one, 主题 for 专题 is not."""
        new = said[slip.dest_pos] if slip.tag != "delete" else ""
        old = word[slip.src_pos] if slip.tag != "insert" else ""
        if _TELLING & {new, old}:
            return False
        if slip.tag == "insert":
            return new in _PARTICLES or len(word) >= _ONE_WRONG
        if len(word) < _ONE_WRONG:
            return False
        at = slip.dest_pos
        around = {said[at - 1 : at + 1], said[at : at + 2]} if slip.tag == "replace" else set()
        return not any(len(two) == 2 and self.lookup.is_part_of_word(two) for two in around)


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
    best: list[Span] = []
    width = TOGETHER_MAX + 1
    first, *others = choices
    for anchor in first:
        row = [anchor]
        for choice in others:
            nearest = _nearest(anchor[0], choice, row)
            if nearest is None:
                break
            row.append(nearest)
        else:
            row.sort()
            spread = max([to for _, to in row]) - row[0][0]
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
