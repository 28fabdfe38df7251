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
from functools import cached_property, partial
from itertools import chain
from operator import add

from scorer.fold import fold, quotes, unquoted
from scorer.modality import Why
from scorer.model import Vocabulary
from scorer.organs import Issuer
from scorer.segment import Document
from scorer.structure import FEW, is_report

# A range of bare text.
Span = tuple[int, int]
# Number of a sentence → ranges in it, in order.
Places = dict[int, list[Span]]

# 37, 37余, 1.2万, 两, 三百余个
_NUMBER = re.compile(
    # In one set first, because that is what `re` looks for fast: then more digits, or more of 一二三.
    r"[\d一二两三四五六七八九十百](?:(?<=\d)[\d.]*|(?<!\d)[一二两三四五六七八九十百]*)[余多]?[百千万]*[余多]?个?"
)
_NONE: frozenset[int] = frozenset()


class Lookup:
    """
    A document in which the words of `vocabulary` have been found.

    Attributes:
        issuer: who reports.
        is_report: whether the document looks like a report on the rule of law.
        about_law: whether it is taken for one; a few sentences do not tell.
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
        self._standing: dict[int, list[Places]] = {}
        self._words: defaultdict[int, Places] = defaultdict(partial(defaultdict, list))
        self._find_words()
        self._find_singles()
        self._find_numbers()
        self._present = set(chain.from_iterable(map(vocabulary.owners.__getitem__, self._words)))

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

    def any_stands(self, choices: Iterable[int]) -> bool:
        """Whether a word of any of `choices` stands in the document at all."""
        return not self._present.isdisjoint(choices)

    def all_stand(self, choices: Iterable[int]) -> bool:
        """Whether a word of each of `choices` stands in the document."""
        return self._present.issuperset(choices)

    def frequency(self, choice: int) -> int:
        """How often, in numbers of sentences, the words of `choice` stand in the document."""
        return sum(map(len, self._places(choice)))

    def sentences(self, choice: int) -> AbstractSet[int]:
        """The numbers of the sentences in which a word of choice number `choice` stands."""
        if choice not in self._present:
            return _NONE
        places = self._places(choice)
        return places[0].keys() if len(places) == 1 else set(chain.from_iterable(places))

    def spans(self, choice: int, i: int) -> list[Span]:
        """Where any word of `choice` stands in sentence number `i`, the longest first at one place."""
        if choice not in self._present:
            return []
        found = [places[i] for places in self._places(choice) if i in places]
        if len(found) == 1:
            return found[0]
        return sorted(chain.from_iterable(found), key=lambda span: (span[0], -span[1]))

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

    def _places(self, choice: int) -> list[Places]:
        """The places of each word of `choice` that stands in the document."""
        known = self._standing.get(choice)
        if known is None:
            words = self._words
            known = self._standing[choice] = [words[n] for n in self._vocabulary.choices[choice] if n in words]
        return known

    def _find_words(self) -> None:
        """
        Finds the words of two characters and more.

        Only where two characters begin a word are there stretches to look up, one for each length such a word has.
        """
        found, words, lengths_of = self._words, self._vocabulary.words, self._vocabulary.lengths.get
        # So that a stretch at the end of a sentence is never shorter than asked for, and taken for a shorter word.
        padding = "\0" * max(chain.from_iterable(self._vocabulary.lengths.values()), default=0)
        for i, (first, last) in enumerate(self._bounds):
            text = self._text[first:last]
            padded = text + padding
            for at, lengths in enumerate(map(lengths_of, map(add, text, text[1:]))):
                if lengths:
                    for length in lengths:
                        word = words.get(padded[at : at + length])
                        if word is not None:
                            found[word][i].append((first + at, first + at + length))

    def _find_singles(self) -> None:
        """Finds the words of one character."""
        singles, words = frozenset(self._vocabulary.singles), self._vocabulary.words
        for i, (first, last) in enumerate(self._bounds):
            for char in singles.intersection(self._text[first:last]):
                at = self._text.find(char, first, last)
                while at >= 0:
                    self._words[words[char]][i].append((at, at + 1))
                    at = self._text.find(char, at + 1, last)

    def _find_numbers(self) -> None:
        """Finds the words with a number before them; no part of a number that began in another sentence."""
        words, text = self._vocabulary.words, self._text
        lengths = {len(word) - 1 for word in self._vocabulary.numbers}
        starts = [first for first, _ in self._bounds]
        for match in _NUMBER.finditer(text):
            at, end = match.span()
            for length in lengths:
                word = words.get("#" + text[end : end + length])
                i = bisect_right(starts, at) - 1
                if word is not None and i >= 0 and end + length <= self._bounds[i][1]:
                    self._words[word][i].append((at, end + length))
