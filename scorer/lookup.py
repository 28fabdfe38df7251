"""
Looks words up in a document: every word of a checklist once in the whole text, however many terms it is part of.

Positions are of the bare text, which has no quotation marks; `folded` turns them into positions of the folded text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import add

from scorer.fold import bare
from scorer.segment import Document

# A range of bare text.
Span = tuple[int, int]
# Number of a sentence → ranges in it, in order.
Places = dict[int, list[Span]]

# 37, 37余, 1.2万, 两, 三百余个
_NUMBER = re.compile(r"(?:\d[\d.]*|[一二两三四五六七八九十百]+)[余多]?[百千万]*[余多]?个?")


class Lookup:
    """A document made ready for looking words up in."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._bare = bare(document.folded)
        text = self._text = self._bare.text
        self._at = [first_at(self._bare.starts, s.start) for s in document.sentences]
        self._to = [first_at(self._bare.starts, s.end) for s in document.sentences]
        self._words: dict[str, Places] = {}
        self._choices: dict[tuple[str, ...], Places] = {}
        # A word can only be here if its first and its last two characters are: most words of a checklist are not.
        self._pairs = set(map(add, text, text[1:]))
        self._numbers = [match.span() for match in _NUMBER.finditer(text)]

    def text(self, at: int, to: int) -> str:
        """Bare text `at:to`."""
        return self._text[at:to]

    def bounds(self, i: int) -> Span:
        """The range of sentence number `i`."""
        return self._at[i], self._to[i]

    def folded(self, span: Span) -> Span:
        """The range of folded text that the range `span` of bare text stands for."""
        if len(self._text) == len(self.document.folded.text):
            return span
        start, end = self._bare.span(*span)
        first = first_at(self.document.folded.starts, start)
        return first, max(first + 1, first_at(self.document.folded.starts, end))

    def word(self, word: str) -> Places:
        """Where `word` stands; #件 is any number right before 件."""
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = {}
            for at, to in self._anywhere(word):
                i = bisect_right(self._at, at) - 1
                if i >= 0 and to <= self._to[i]:
                    known.setdefault(i, []).append((at, to))
        return known

    def any(self, words: tuple[str, ...]) -> Places:
        """Where any of `words` stands, the longest first at one place."""
        if len(words) == 1:
            return self.word(words[0])
        known = self._choices.get(words)
        if known is None:
            known = self._choices[words] = {}
            for word in words:
                for i, spans in self.word(word).items():
                    known.setdefault(i, []).extend(spans)
            for spans in known.values():
                if len(spans) > 1:
                    spans.sort(key=lambda span: (span[0], -span[1]))
        return known

    def _anywhere(self, word: str) -> Iterator[Span]:
        text = self._text
        if word[0] == "#":
            rest = word[1:]
            yield from ((at, to + len(rest)) for at, to in self._numbers if text.startswith(rest, to))
        elif len(word) == 1 or (word[:2] in self._pairs and word[-2:] in self._pairs):
            at = text.find(word)
            while at >= 0:
                yield at, at + len(word)
                at = text.find(word, at + 1)


def first_at(starts: Sequence[int], at: int) -> int:
    """Number of the first character that begins at or after source position `at`."""
    return bisect_right(starts, at - 1)
