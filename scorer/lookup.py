"""
Looks the words of a checklist up in a document: one pass over the text finds all of them.

Everything here is in positions of the bare text, which has no quotation marks; `folded` leads back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import add

from scorer.fold import QUOTES, fold
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
_NUMBER = re.compile(r"(?:\d[\d.]*|[一二两三四五六七八九十百]+)[余多]?[百千万]*[余多]?个?")
_NOWHERE: Places = {}


class Lookup:
    """
    A document in which the words of `vocabulary` have been found.

    Attributes:
        issuer: who reports.
        about_law: whether the document is taken for a report on the rule of law; a few sentences do not tell.
    """

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document = document
        self.about_law = len(document.sentences) <= FEW or is_report(document)
        self._vocabulary = vocabulary
        folded = document.folded.text
        self.issuer = Issuer(fold(document.issuer).text, document.level, folded)
        self._to_folded = [at for at, char in enumerate(folded) if char not in QUOTES]
        self._text = "".join([folded[at] for at in self._to_folded])
        self._to_bare = _inverse(self._to_folded, len(folded))
        self._bounds = [(self._to_bare[s.at], self._to_bare[s.to]) for s in document.sentences]
        self._sentence = [-1] * len(self._text)
        for i, (start, end) in enumerate(self._bounds):
            self._sentence[start:end] = [i] * (end - start)
        self._clauses: dict[int, list[tuple[int, int, Why]]] = {}
        self._words: dict[str, Places] = {}
        self._choices: dict[int, Places] = {}
        self._present: dict[int, list[str]] = {}
        for word, at, to in self._found():
            self._add(word, at, to)
        for word in self._words:
            for number in vocabulary.owners[word]:
                self._present.setdefault(number, []).append(word)

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
            bare = self._to_bare
            known = self._clauses[i] = [(bare[c.at], bare[c.to], c.why) for c in self.document.sentences[i].clauses]
        return known

    def folded(self, span: Span) -> Span:
        """The range of folded text that a range of bare text stands for."""
        return self._to_folded[span[0]], self._to_folded[span[1] - 1] + 1

    def places(self, choice: int) -> Places:
        """Where any word of choice number `choice` stands, the longest first at one place."""
        words = self._present.get(choice)
        if words is None:
            return _NOWHERE
        if len(words) == 1:
            return self._words[words[0]]
        known = self._choices.get(choice)
        if known is None:
            known = self._choices[choice] = {}
            for word in words:
                for i, spans in self._words[word].items():
                    known.setdefault(i, []).extend(spans)
            for spans in known.values():
                if len(spans) > 1:
                    spans.sort(key=lambda span: (span[0], -span[1]))
        return known

    def words(self, choice: int) -> tuple[str, ...]:
        """The words of choice number `choice`."""
        return self._vocabulary.choices[choice]

    def stands_near(self, choice: int, i: int) -> bool:
        """Whether a word of `choice` stands in sentence number `i` or in a heading above it."""
        places = self.places(choice)
        return i in places or any(above in places for above in self.document.sentences[i].above)

    def is_part_of_word(self, two: str) -> bool:
        """Whether the two characters `two` stand in some word of the checklist."""
        return any(two in word for word in self._vocabulary.owners)

    def _found(self) -> Iterator[tuple[str, int, int]]:
        """Every word and where it stands, in order of place for each word."""
        text, starts = self._text, self._vocabulary.starts
        for at, two in enumerate(map(add, text, text[1:])):
            if two in starts:
                for word in starts[two]:
                    if text.startswith(word, at):
                        yield word, at, at + len(word)
        for word in self._vocabulary.singles:
            at = text.find(word)
            while at >= 0:
                yield word, at, at + 1
                at = text.find(word, at + 1)
        for match in _NUMBER.finditer(text):
            for word in self._vocabulary.numbers:
                if text.startswith(word[1:], match.end()):
                    yield word, match.start(), match.end() + len(word) - 1

    def _add(self, word: str, at: int, to: int) -> None:
        i = self._sentence[at]
        if i >= 0 and to <= self._bounds[i][1]:
            self._words.setdefault(word, {}).setdefault(i, []).append((at, to))


def _inverse(to_folded: list[int], length: int) -> list[int]:
    """For each position of the folded text, and its end, the bare position that it is or that comes next."""
    inverse = [0] * (length + 1)
    before = 0
    for bare, at in enumerate(to_folded):
        inverse[before : at + 1] = [bare] * (at + 1 - before)
        before = at + 1
    inverse[before:] = [len(to_folded)] * (length + 1 - before)
    return inverse
