"""
Looks the words of a checklist up in a document: one pass over the text finds all of them.

Everything here is in positions of the bare text, which has no quotation marks; `folded` leads back. A report has a few
hundred of a checklist's thousands of words, so all is arranged for asking first what is there at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property
from operator import add

from msgspec import Struct

from scorer.fold import fold, quotes, unquoted
from scorer.modality import Why
from scorer.model import Vocabulary
from scorer.organs import Issuer
from scorer.segment import Document
from scorer.structure import FEW, is_report

# A range of bare text.
Span = tuple[int, int]

# 37, 37余, 1.2万, 两, 三百余个
_NUMBER = re.compile(
    # In one set first, because that is what `re` looks for fast: then more digits, or more of 一二三.
    r"[\d一二两三四五六七八九十百](?:(?<=\d)[\d.]*|(?<!\d)[一二两三四五六七八九十百]*)[余多]?[百千万]*[余多]?个?"
)


class _Word(Struct, frozen=True):
    """A word and the sentences it stands in. Where in them is looked up again, for the few of which that is asked."""

    word: str
    sentences: set[int]


_NO_WORDS: list[_Word] = []


class Lookup:
    """
    A document in which the words of `vocabulary` have been found.

    Attributes:
        issuer: who reports.
        is_report: whether the document looks like a report on the rule of law.
        about_law: whether it is taken for one; a few sentences do not tell.
        present: the choices of which a word stands in it anywhere.
    """

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document = document
        self.is_report = is_report(document)
        self.about_law = self.is_report or len(document.sentences) <= FEW
        self._vocabulary = vocabulary
        folded = document.folded.text
        self.issuer = Issuer(fold(document.issuer).text, document.level, folded)
        self._spelling = list(vocabulary.words)
        # Folded positions of the marks taken out, and for each the bare position from which on it has to be counted.
        self._quotes = quotes(folded)
        self._shifts = [at - count for count, at in enumerate(self._quotes)]
        self._text = unquoted(folded)
        self._bounds = [(self._bare(s.at), self._bare(s.to)) for s in document.sentences]
        self._clauses: dict[int, list[tuple[int, int, Why]]] = {}
        self._words: dict[int, _Word] = {}
        self._numbers: defaultdict[tuple[str, int], list[Span]] = defaultdict(list)
        self._find_words()
        self._find_numbers()
        # Choice → its words that stand in the document.
        self._choices: defaultdict[int, list[_Word]] = defaultdict(list)
        for number, word in self._words.items():
            for choice in vocabulary.owners[number]:
                self._choices[choice].append(word)
        self._sentences: dict[int, set[int]] = {}
        self.present = set(self._choices)

    def text(self, at: int, to: int) -> str:
        """Bare text `at:to`."""
        return self._text[at:to]

    def bounds(self, i: int) -> Span:
        """The range of sentence number `i`."""
        return self._bounds[i]

    def clauses(self, i: int) -> list[tuple[int, int, Why]]:
        """The clauses of sentence number `i`: range, and why it does not count."""
        known = self._clauses.get(i)
        if known is None:
            bare = self._bare
            known = self._clauses[i] = [(bare(c.at), bare(c.to), c.why) for c in self.document.sentences[i].clauses]
        return known

    def folded(self, span: Span) -> Span:
        """The range of folded text that a range of bare text stands for."""
        at, last = span[0], span[1] - 1
        return at + bisect_right(self._shifts, at), last + bisect_right(self._shifts, last) + 1

    def sentences(self, choice: int) -> AbstractSet[int]:
        """The numbers of the sentences in which a word of choice number `choice` stands."""
        known = self._sentences.get(choice)
        if known is None:
            words = self._choices.get(choice, _NO_WORDS)
            known = words[0].sentences if len(words) == 1 else set().union(*[word.sentences for word in words])
            self._sentences[choice] = known
        return known

    def sentences_with_all(self, choices: Iterable[int]) -> Iterable[int]:
        """The numbers of the sentences in which a word of each of `choices` stands."""
        # The rarest first: the sentences that have the common ones need not all be gathered.
        rarest, *others = sorted(choices, key=self._frequency)
        found: Iterable[int] = self.sentences(rarest)
        for choice in others:
            words = self._choices.get(choice, _NO_WORDS)
            found = [i for i in found if _any_in(words, i)]
        return found

    def spans(self, choice: int, i: int) -> list[Span]:
        """Where any word of `choice` stands in sentence number `i`, the longest first at one place."""
        found: list[Span] = []
        text, (first, last) = self._text, self._bounds[i]
        for one in self._choices.get(choice, _NO_WORDS):
            if i not in one.sentences:
                continue
            word, size = one.word, len(one.word)
            if word[0] == "#" != word:
                found += self._numbers[word, i]
                continue
            at = text.find(word, first, last)
            while at >= 0:
                found.append((at, at + size))
                at = text.find(word, at + 1, last)
        if len(found) > 1:
            found.sort(key=_longest_first)
        return found

    def words(self, choice: int) -> tuple[str, ...]:
        """The words of choice number `choice`."""
        return tuple(self._spelling[number] for number in self._vocabulary.choices[choice])

    def stands_near(self, choice: int, i: int) -> bool:
        """Whether a word of `choice` stands in sentence number `i` or in a heading above it."""
        sentences = self.sentences(choice)
        return i in sentences or not sentences.isdisjoint(self.document.sentences[i].above)

    def is_part_of_word(self, two: str) -> bool:
        """Whether the two characters `two` stand in some word of the checklist."""
        return two in self._all_words

    @cached_property
    def _all_words(self) -> str:
        return "\0".join(self._spelling)

    def _bare(self, at: int) -> int:
        """The bare position of the folded position `at`, or of what comes next where a mark was taken out there."""
        return at - bisect_left(self._quotes, at)

    def _frequency(self, choice: int) -> int:
        return sum([len(word.sentences) for word in self._choices.get(choice, _NO_WORDS)])

    def _find_words(self) -> None:
        """
        Finds the words that are not counted.

        Only where two characters begin a word are there stretches to look up, one for each length such a word has.
        """
        words, lengths_of = self._vocabulary.words, self._vocabulary.lengths.get
        singles = frozenset(self._vocabulary.singles)
        found: defaultdict[str, set[int]] = defaultdict(set)
        for i, (first, last) in enumerate(self._bounds):
            text = self._text[first:last]
            for at, lengths in enumerate(map(lengths_of, map(add, text, text[1:]))):
                if lengths:
                    for length in lengths:
                        word = text[at : at + length]
                        if word in words:
                            found[word].add(i)
            for char in singles.intersection(text):
                found[char].add(i)
        self._words |= {words[word]: _Word(word, sentences) for word, sentences in found.items()}

    def _find_numbers(self) -> None:
        """Finds the words with a number before them; no part of a number that began in another sentence."""
        words, text = self._vocabulary.words, self._text
        lengths = {len(word) - 1 for word in self._vocabulary.numbers}
        starts = [first for first, _ in self._bounds]
        for match in _NUMBER.finditer(text):
            at, end = match.span()
            for length in lengths:
                word = "#" + text[end : end + length]
                if word in words:
                    i = bisect_right(starts, at) - 1
                    if i >= 0 and end + length <= self._bounds[i][1]:
                        self._words.setdefault(words[word], _Word(word, set())).sentences.add(i)
                        self._numbers[word, i].append((at, end + length))


def _any_in(words: list[_Word], i: int) -> bool:
    """Whether any of `words` stands in sentence number `i`."""
    for word in words:  # noqa: SIM110  a generator would cost more than what it asks
        if i in word.sentences:
            return True
    return False


def _longest_first(span: Span) -> Span:
    return span[0], -span[1]
