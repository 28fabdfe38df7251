"""
Matches a document against how an element is recognised: Patterns in, Hits out, best first.

RapidFuzz decides how much a wrong character costs; `judge` decides whether what was found counts. Nothing here adds up
or prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from scorer.judge import judge
from scorer.lookup import Lookup, Places, Span
from scorer.model import Pattern, Reason, Rule
from scorer.segment import Document, Sentence
from scorer.structure import parts

# Longest stretch between two parts of a term with a gap, between two words of a plain term, and over all words
# of a `together` list: characters of bare text.
APART_MAX = 16
WORDS_MAX = 5
TOGETHER_MAX = 50
# Best score of each rule, and what is lost for each character that stands between the words.
_TOP: dict[Rule, int] = {"term": 100, "apart": 96, "together": 92, "typo": 90, "words": 88, "section": 100}
_LOSS: dict[Rule, float] = {"term": 0, "apart": 1.0, "together": 0.5, "typo": 0, "words": 2.0, "section": 0}

# One wrong character is tolerated in a term this long, two in one that long; in a shorter term only a particle more.
_ONE_WRONG = 8
_TWO_WRONG = 14
_PARTICLE_MORE = 6
_PARTICLES = frozenset("了的等各类并及、和与好地,:")
# A character that changes what is meant is never a slip: 第一责任人 / 第三责任人, 建立 / 未建立.
_TELLING = frozenset("一二三四五六七八九十百两0123456789不未没无非否免拟将前后上下")


@dataclass(frozen=True, slots=True)
class Hit:
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


@dataclass(frozen=True, slots=True)
class _Found:
    """The words of a pattern in sentence number `i`, ranges of bare text in order, and how well they fit."""

    i: int
    spans: tuple[Span, ...]
    rule: Rule
    score: int


class Matcher:
    """A document made ready for matching one element after the other."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lookup = Lookup(document)

    def hits(self, patterns: Iterable[Pattern]) -> list[Hit]:
        """The best hit of each sentence in which the element is spoken of: those that count first, best first."""
        best: dict[int, Hit] = {}
        agreeing: dict[int, int] = {}
        for pattern in patterns:
            for found in self._find(pattern):
                i, score = found.i, found.score
                why, because = judge(self.lookup, pattern, i, found.spans, score)
                spans = tuple(self.lookup.folded(span) for span in found.spans)
                hit = Hit(self.document.sentences[i], pattern, found.rule, spans, score, why, because)
                if i not in best or _rank(hit) < _rank(best[i]):
                    best[i] = hit
                agreeing[i] = agreeing.get(i, 0) + (not why)
        # Of two alike, the sentence that more terms agree on, then the one with more of it, then the earlier.
        ordered = sorted(best, key=lambda i: (*_rank(best[i]), -agreeing[i], -_size(best[i]), i))
        return [best[i] for i in ordered]

    def _find(self, pattern: Pattern) -> Iterator[_Found]:
        """Everywhere that all parts of `pattern` stand near enough to each other."""
        if pattern.section and not pattern.parts:
            for i, score in parts(self.document, pattern.section):
                yield _Found(i, (self.lookup.bounds(i),), "section", score)
            return
        if len(pattern.parts) == 1:
            yield from self._single(pattern)
            return
        places: list[Places] = []
        for part in pattern.parts:
            places.append(self.lookup.any(part))
            if not places[-1]:
                return
        for i in min(places, key=len):
            if all(i in part for part in places):
                choices = [part[i] for part in places]
                spans = _in_order(choices, pattern.rule) if pattern.ordered else _closest(choices)
                if spans:
                    yield _Found(i, tuple(spans), pattern.rule, _spread(spans, pattern.rule))

    def _single(self, pattern: Pattern) -> Iterator[_Found]:
        for word in pattern.parts[0]:
            exact = self.lookup.word(word)
            for i, spans in exact.items():
                for span in spans:
                    yield _Found(i, (span,), pattern.rule, _TOP[pattern.rule])
            if pattern.rule == "term":
                yield from self._slips(word, exact)

    def _slips(self, word: str, exact: Places) -> Iterator[_Found]:
        """
        Sentences that hold `word` but for a slip.

        With n edits at most, one of n + 1 pieces of the word stands as it is: only around such a piece does RapidFuzz
        look, and only in a stretch not much longer than the word.
        """
        size = len(word)
        if size < _PARTICLE_MORE:
            return
        edits = 2 if size >= _TWO_WRONG else 1
        step = size // (edits + 1)
        seen = set(exact)
        for offset in range(0, step * (edits + 1), step):
            piece = word[offset : size if offset == step * edits else offset + step]
            for i, spans in self.lookup.word(piece).items():
                first, last = self.lookup.bounds(i)
                for at, _ in spans if i not in seen else ():
                    low, high = max(first, at - offset - edits), min(last, at - offset + size + edits)
                    slip = _aligned(word, self.lookup.text(low, high), edits)
                    if slip:
                        seen.add(i)
                        span = (low + slip[0], low + slip[1])
                        score = round(_TOP["typo"] * fuzz.ratio(word, self.lookup.text(*span)) / 100)
                        yield _Found(i, (span,), "typo", score)
                        break


def _rank(hit: Hit) -> tuple[bool, int]:
    return bool(hit.why), -hit.score


def _size(hit: Hit) -> int:
    return sum(to - at for at, to in hit.spans)


def _spread(spans: list[Span], rule: Rule) -> int:
    covered = sum(to - at for at, to in spans)
    width = max(to for _, to in spans) - min(at for at, _ in spans)
    return round(_TOP[rule] - _LOSS[rule] * max(0, width - covered))


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
    for anchor in choices[0]:
        row = [anchor]
        for choice in choices[1:]:
            free = [r for r in choice if all(r[1] <= s[0] or r[0] >= s[1] for s in row)]
            if not free:
                break
            row.append(min(free, key=lambda r: (abs(r[0] - anchor[0]), r)))
        else:
            spread = max(r[1] for r in row) - min(r[0] for r in row)
            if spread < width:
                best, width = row, spread
    return sorted(best)


def _aligned(word: str, stretch: str, edits: int) -> Span | None:
    """Range of `stretch` that is `word` but for tolerable slips; None where there is none."""
    if len(stretch) < len(word) - edits:
        return None
    found = fuzz.partial_ratio_alignment(word, stretch, score_cutoff=100 * (1 - (edits + 0.5) / len(word)))
    if found is None:
        return None
    at, to = found.dest_start, found.dest_end
    # partial_ratio never looks at a stretch longer than the word; a character too many is found one further on.
    options = [(at, to), (at, min(to + 1, len(stretch))), (max(0, at - 1), to)]
    best = min(options, key=lambda o: (Levenshtein.distance(word, stretch[o[0] : o[1]]), o))
    said = stretch[best[0] : best[1]]
    slips = Levenshtein.editops(word, said)
    if not slips or len(slips) > edits:
        return None
    for slip in slips:
        new = said[slip.dest_pos] if slip.tag != "delete" else ""
        old = word[slip.src_pos] if slip.tag != "insert" else ""
        if _TELLING & {new, old}:
            return None
        if len(word) < _ONE_WRONG and not (slip.tag == "insert" and new in _PARTICLES):
            return None
    return best
