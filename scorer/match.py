"""
Matches a document against how elements are recognised: what counts as evidence, and what was not counted and why.

In come a Document and Patterns, out come Hits, best first. Nothing here adds up or prints.
Every word of every term is looked up once in the whole text; only sentences that hold all words of a term are looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from scorer.fold import bare
from scorer.model import MET, Pattern, Reason, Rule
from scorer.modality import Clause
from scorer.segment import Document, Sentence

# Longest stretch between two parts of a term with a gap, between two words of a plain term, and over all words
# of a `together` list: characters of folded text.
APART_MAX = 16
WORDS_MAX = 5
TOGETHER_MAX = 50
# Best score of each rule, and what a sentence loses for each character that stands between the words.
_TOP: dict[Rule, int] = {"term": 100, "apart": 96, "together": 92, "typo": 90, "words": 88}
_LOSS: dict[Rule, float] = {"term": 0, "apart": 1.0, "together": 0.5, "typo": 0, "words": 2.0}

# One wrong character is tolerated in a term this long, two in one that long; in a shorter term only a particle more.
_ONE_WRONG = 8
_TWO_WRONG = 14
_PARTICLE_MORE = 6
_PARTICLES = frozenset("了的等各类并及、和与好地,:")
# A character that changes what is meant is never a slip: 第一责任人 / 第三责任人, 建立 / 未建立.
_TELLING = frozenset("一二三四五六七八九十百两0123456789不未没无非否免拟将前后上下")

_OFFICE = re.compile(
    "^(?:.{0,4}(?:科(?![学技普研目])|股(?![份权东])|大队|中队|支队)|(?:处(?![罚理置分以])|局(?!面|部|限|势)|平台|系统(?![性地化])|领导小组|协调小组|联络群|微信群))"
)
_ISSUED = re.compile("制定|制订|印发|出台|修订|修改|完善|落实|执行|实施|施行|建立|起草|发布|下发|制发|公布|健全|通过|编制|汇编|贯彻|推行|遵守|遵循|审议|拟定|转发")
_STUDIED = re.compile("学习|研读|宣传|宣讲|解读|培训|领学|学好|读|讲解|讲授|熟悉|掌握|知晓|发放|依据|根据|按照|依照|对照")
_NEGATION = re.compile("[未没无不零]|尚缺")


@dataclass(frozen=True, slots=True)
class Hit:
    """
    A sentence in which a pattern was found.

    Attributes:
        sentence: where.
        pattern: by what term; `rule` may be "typo" where the pattern's own rule did not decide.
        spans: folded ranges of the words that matched, in order, in the report's own folded text.
        score: 0-100.
        why: "" where it counts.
        because: the word that settled `why`, for people; "" where there is none.
    """

    sentence: Sentence
    pattern: Pattern
    rule: Rule
    spans: tuple[tuple[int, int], ...]
    score: int
    why: Reason | str
    because: str = ""


class Matcher:
    """
    A document made ready for looking things up in.

    Positions inside are of the bare text (no quotation marks); what goes out is of the folded text.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._bare = bare(document.folded)
        self._text = self._bare.text
        starts = self._bare.starts
        self._at = [_index(starts, s.start) for s in document.sentences]
        self._to = [_index(starts, s.end) for s in document.sentences]
        self._found: dict[str, dict[int, list[tuple[int, int]]]] = {}
        to_folded = document.folded.starts
        self._same = len(self._text) == len(document.folded.text)
        self._folded_starts = to_folded

    def hits(self, patterns: Iterable[Pattern]) -> list[Hit]:
        """The best hit of each sentence in which the element is spoken of: those that count first, best first."""
        best: dict[int, Hit] = {}
        more: dict[int, int] = {}
        for pattern in patterns:
            for i, spans, rule, score in self._candidates(pattern):
                hit = self._judged(pattern, i, spans, rule, score)
                old = best.get(i)
                if old is None or _rank(hit) < _rank(old):
                    best[i] = hit
                if not hit.why:
                    more[i] = more.get(i, 0) + 1
        return sorted(best.values(), key=lambda h: (_rank(h)[0], -h.score, -more.get(self._number(h), 0), -_size(h), h.sentence.at))

    def _number(self, hit: Hit) -> int:
        return bisect_right(self.document.sentences, hit.sentence.at, key=lambda s: s.at) - 1

    # --- finding ----------------------------------------------------------------------------------------------------
    def where(self, word: str) -> dict[int, list[tuple[int, int]]]:
        """Sentences that hold `word`: number of the sentence → ranges, in order."""
        known = self._found.get(word)
        if known is None:
            known = self._found[word] = {}
            for at, to in _numbers(word, self._text) if word[0] == "#" else _places(word, self._text):
                i = bisect_right(self._at, at) - 1
                if i >= 0 and to <= self._to[i]:
                    known.setdefault(i, []).append((at, to))
        return known

    def _candidates(self, pattern: Pattern) -> Iterator[tuple[int, list[tuple[int, int]], Rule, int]]:
        """Sentences that hold all parts of `pattern`: number, ranges of the words, rule, score before judging."""
        if len(pattern.parts) == 1:
            for word in pattern.parts[0]:
                exact = self.where(word)
                for i, ranges in exact.items():
                    for span in ranges:
                        yield i, [span], pattern.rule, _TOP[pattern.rule]
                if pattern.rule == "term":
                    yield from self._typos(word, exact)
            return
        found = [self._any(part) for part in pattern.parts]
        rarest = min(found, key=len)
        for i in rarest:
            if all(i in part for part in found):
                choices = [part[i] for part in found]
                spans = _in_order(choices, pattern.rule) if pattern.ordered else _closest(choices)
                if spans:
                    yield i, spans, pattern.rule, _spread(spans, pattern.rule)

    def _any(self, words: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
        """Where any of `words` stands: number of the sentence → ranges, in order, the longest first at one place."""
        found: dict[int, list[tuple[int, int]]] = {}
        for word in words:
            for i, ranges in self.where(word).items():
                found.setdefault(i, []).extend(ranges)
        for ranges in found.values():
            if len(ranges) > 1:
                ranges.sort(key=lambda r: (r[0], -r[1]))
        return found

    def _typos(self, word: str, exact: dict[int, list[tuple[int, int]]]) -> Iterator[tuple[int, list[tuple[int, int]], Rule, int]]:
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
        seen: set[int] = set()
        for n in range(edits + 1):
            offset = n * step
            piece = word[offset : size if n == edits else offset + step]
            for i, positions in self.where(piece).items():
                if i in exact or i in seen:
                    continue
                for at, _ in positions:
                    low = max(self._at[i], at - offset - edits)
                    high = min(self._to[i], at - offset + size + edits)
                    if high - low < size - edits:
                        continue
                    span = _aligned(word, self._text[low:high], edits)
                    if span:
                        seen.add(i)
                        score = round(_TOP["typo"] * fuzz.ratio(word, self._text[low + span[0] : low + span[1]]) / 100)
                        yield i, [(low + span[0], low + span[1])], "typo", score
                        break

    # --- judging ----------------------------------------------------------------------------------------------------
    def _judged(
        self, pattern: Pattern, i: int, spans: list[tuple[int, int]], rule: Rule, score: int
    ) -> Hit:
        """The hit with what rules it out, where something does."""
        sentence = self.document.sentences[i]
        folded = tuple(self._folded(at, to) for at, to in spans)
        touched = [c for c in sentence.clauses if any(c.at < to and at < c.to for at, to in folded)]
        why: str = ""
        because = ""
        said = "".join(self._text[at:to] for at, to in spans)
        whys = [c.why for c in touched if c.why]
        if whys and not (set(whys) <= {"denied", "problem"} and sentence.modality == "done" and _NEGATION.search(said)):
            why = whys[0]
        elif word := self._ruled_out(pattern, sentence, touched):
            why, because = "subject", word
        elif name := self._named(spans):
            why, because = "subject", name
        elif title := self._only_titled(sentence, folded):
            why, because = "weak", title
        elif lacking := next((n for n in pattern.near if not self._near(n, i)), None):
            why, because = "weak", "/".join(lacking)
        elif sentence.heading is not None and not sentence.followed:
            why = "weak"
        elif score < MET:
            why = "weak"
        return Hit(sentence, pattern, rule, folded, score, why, because)

    def _folded(self, at: int, to: int) -> tuple[int, int]:
        """The range of folded text that a range of bare text stands for."""
        if self._same:
            return at, to
        start, end = self._bare.span(at, to)
        first = _index(self._folded_starts, start)
        return first, max(first + 1, _index(self._folded_starts, end))

    def _ruled_out(self, pattern: Pattern, sentence: Sentence, touched: list[Clause]) -> str:
        """
        The word that makes the match speak of something else: catalogue R6.

        It is looked for in the clauses that matched; in the whole sentence where those clauses lack what the pattern
        needs around it, and so do not say themselves what they are about.
        """
        if not pattern.without:
            return ""
        text = self.document.folded.text
        stretch = "|".join(text[c.at : c.to] for c in touched)
        if not all(any(word in stretch for word in words) for words in pattern.near):
            stretch = text[sentence.at : sentence.to]
        return next((word for word in pattern.without if word in stretch), "")

    def _named(self, spans: list[tuple[int, int]]) -> str:
        """The office or platform that the last word is only part of the name of: catalogue R5."""
        to = spans[-1][1]
        match = _OFFICE.match(self._text[to : to + 8])
        return match[0] if match and len(spans) == 1 else ""

    def _only_titled(self, sentence: Sentence, spans: tuple[tuple[int, int], ...]) -> str:
        """The title in 《》 that the words stand in, where the sentence does not say it was issued: catalogue R4."""
        text = self.document.folded.text
        opened = text.rfind("《", sentence.at, spans[0][0] + 1)
        if opened < 0:
            return ""
        closed = text.find("》", opened, sentence.to)
        if closed < spans[-1][1]:
            return ""
        before = re.split("[,;:。]", text[sentence.at : opened].replace("》、《", ""))[-1]
        before = re.sub("《[^》]*》?", "", before)
        issued = _ISSUED.search(before)
        studied = _STUDIED.search(before)
        after = text[closed + 1 : closed + 12]
        if issued and not (studied and studied.start() > issued.start()):
            return ""
        if not studied and _ISSUED.search(after):
            return ""
        return text[opened : closed + 1]

    def _near(self, words: Sequence[str], i: int) -> bool:
        """Whether one of `words` stands in sentence `i` or in a heading above it."""
        sentence = self.document.sentences[i]
        return any(i in self.where(word) or word in sentence.context for word in words)


def _places(word: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + 1)


def _numbers(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a number stands before what follows the # of `word`: #件 meets 37件, 37余件, 1.2万件, 两件."""
    pattern = r"(?:\d[\d.]*|[一二两三四五六七八九十百]+)[余多]?[百千万]*[余多]?个?" + re.escape(word[1:])
    return ((m.start(), m.end()) for m in re.finditer(pattern, text))


def _rank(hit: Hit) -> tuple[bool, int]:
    return bool(hit.why), -hit.score


def _size(hit: Hit) -> int:
    return sum(to - at for at, to in hit.spans)


def _index(starts: Sequence[int], at: int) -> int:
    """Number of the first character that stands at or after source position `at`."""
    return bisect_right(starts, at - 1)


def _spread(spans: list[tuple[int, int]], rule: Rule) -> int:
    covered = sum(to - at for at, to in spans)
    width = max(to for _, to in spans) - min(at for at, _ in spans)
    return round(_TOP[rule] - _LOSS[rule] * max(0, width - covered))


def _in_order(choices: list[list[tuple[int, int]]], rule: Rule) -> list[tuple[int, int]]:
    """One range from each choice, each after the one before and near it; the tightest such row, or nothing."""
    limit = WORDS_MAX if rule == "words" else APART_MAX
    best: list[tuple[int, int]] = []
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


def _closest(choices: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """One range from each choice, none overlapping, all within TOGETHER_MAX characters; nothing where there is none."""
    best: list[tuple[int, int]] = []
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


def _aligned(word: str, stretch: str, edits: int) -> tuple[int, int] | None:
    """Range of `stretch` that is `word` but for tolerable slips; None where there is none."""
    found = fuzz.partial_ratio_alignment(word, stretch, score_cutoff=100 * (1 - (edits + 0.5) / len(word)))
    if found is None:
        return None
    at, to = found.dest_start, found.dest_end
    # partial_ratio never looks at a stretch longer than the word; a character too many is found one further on
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
