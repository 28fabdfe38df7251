"""
Finds the words of a checklist in the sentences of a text: one pass over it finds all of them.

A report has a few hundred of a checklist's thousands of words, so all is arranged for asking first what is there at all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import itemgetter

from msgspec import Struct, field

from scorer.compiled import Vocabulary

# A range of text.
Span = tuple[int, int]

# 37, 37余, 1.2万, 两, 三百余个
_NUMBER = re.compile(
    # In one set first, because that is what `re` looks for fast: then more digits, or more of 一二三.
    r"[\d一二两三四五六七八九十百](?:(?<=\d)[\d.]*|(?<!\d)[一二两三四五六七八九十百]*)[余多]?[百千万]*[余多]?个?"
)

# Sentences in a block: more than most reports have, and few enough for long texts to take no longer for their length.
_BLOCK = 1024


class _Block(Struct, frozen=True):
    """
    So many sentences in a row that a set of them is a small number, a bit for each.

    Attributes:
        found: number of a word that stands in the block → bits of its sentences.
        numbers: of those words.
        choices: choice, once it was asked for → bits of the sentences in which any of its words stands, and each of its
            words that stand in the block, with its own.
    """

    found: dict[int, int]
    numbers: frozenset[int]
    choices: dict[int, tuple[int, list[tuple[str, int]]]] = field(default_factory=dict)


class Index:
    """
    The words of `vocabulary` in a text, by sentence.

    Args:
        text: without quotation marks; all positions are in it.
        bounds: the ranges of its sentences, in order.

    Attributes:
        numbers: of the words that stand in it.
        present: the choices of which a word stands in it anywhere.
    """

    def __init__(self, text: str, bounds: Sequence[Span], vocabulary: Vocabulary) -> None:
        self.text = text
        self.bounds = bounds
        self._vocabulary = vocabulary
        # Sentence → number of a word with a number before it → where.
        self._counted: dict[int, dict[int, list[Span]]] = {}
        self._find_counted()
        self._blocks = [self._block(first) for first in range(0, len(bounds), _BLOCK)]
        owners = vocabulary.owners
        self.numbers = frozenset().union(*[block.numbers for block in self._blocks])
        self.present = frozenset().union(*[owners[number] for number in self.numbers])

    def sentences_with_all(self, choices: Iterable[int]) -> list[int]:
        """The numbers of the sentences in which a word of each of `choices` stands, in order."""
        found = []
        for number, block in enumerate(self._blocks):
            bits = -1
            for choice in choices:
                bits &= (block.choices.get(choice) or self._words(choice, block))[0]
                if not bits:
                    break
            found += _numbers(bits, number * _BLOCK)
        return found

    def stands_in(self, choice: int, i: int) -> bool:
        """Whether a word of `choice` stands in sentence number `i`."""
        return bool(self._words(choice, self._blocks[i // _BLOCK])[0] >> i % _BLOCK & 1)

    def spans(self, choice: int, i: int) -> list[Span]:
        """Where any word of `choice` stands in sentence number `i`, the longest first at one place."""
        found: list[Span] = []
        (first, last), bit = self.bounds[i], 1 << i % _BLOCK
        block = self._blocks[i // _BLOCK]
        _, words = block.choices.get(choice) or self._words(choice, block)
        for word, bits in words:
            if not bits & bit:
                continue
            if word[0] == "#" != word:
                found += self._counted[i][self._vocabulary.words[word]]
            else:
                _add_places(found, self.text, word, first, last)
        if len(found) > 1 and len(words) > 1:
            found.sort(key=_longest_first)
        return found

    def sentence_of(self, span: Span) -> int | None:
        """The number of the sentence that `span` lies in; None where it lies in none."""
        i = bisect_right(self.bounds, span[0], key=itemgetter(0)) - 1
        return i if i >= 0 and span[1] <= self.bounds[i][1] else None

    def places(self, number: int) -> list[tuple[int, int]]:
        """Where word `number`, not one that is counted, stands: numbers of sentences and positions."""
        found, word = [], self._vocabulary.spelling[number]
        for start, block in enumerate(self._blocks):
            for i in _numbers(block.found.get(number, 0), start * _BLOCK):
                spans: list[Span] = []
                _add_places(spans, self.text, word, *self.bounds[i])
                found += [(i, at) for at, _ in spans]
        return found

    def word_stands_in(self, number: int, i: int) -> bool:
        """Whether word `number` stands in sentence number `i`."""
        return bool(self._blocks[i // _BLOCK].found.get(number, 0) >> i % _BLOCK & 1)

    def words(self, choice: int) -> tuple[str, ...]:
        """The words of choice number `choice`."""
        return self._vocabulary.spelled(choice)

    def is_part_of_word(self, two: str) -> bool:
        """Whether the two characters `two` stand in some word of the checklist."""
        return two in self._all_words

    @cached_property
    def _all_words(self) -> str:
        return "\0".join(self._vocabulary.spelling)

    def _block(self, start: int) -> _Block:
        """Finds the words of the sentences from number `start` on; none reaches over the end of a sentence."""
        text, find = self.text, self._vocabulary.automaton.iter
        found: defaultdict[int, int] = defaultdict(int)
        bit = 1
        for i, (first, last) in enumerate(self.bounds[start : start + _BLOCK], start):
            for _, number in find(text[first:last]):
                found[number] |= bit
            for number in self._counted.get(i, ()):
                found[number] |= bit
            bit <<= 1
        return _Block(found, frozenset(found))

    def _words(self, choice: int, block: _Block) -> tuple[int, list[tuple[str, int]]]:
        """Which words of choice number `choice` stand in `block`, and in which sentences; see `_Block.choices`."""
        known = block.choices.get(choice)
        if known is None:
            words, together = [], 0
            for number in block.numbers.intersection(self._vocabulary.choices[choice]):
                bits = block.found[number]
                words.append((self._vocabulary.spelling[number], bits))
                together |= bits
            known = block.choices[choice] = together, words
        return known

    def _find_counted(self) -> None:
        """Finds the words with a number before them; no part of a number that began in another sentence."""
        words, text = self._vocabulary.words, self.text
        lengths = {len(self._vocabulary.spelling[number]) - 1 for number in self._vocabulary.counted}
        for match in _NUMBER.finditer(text):
            at, end = match.span()
            for length in lengths:
                word = "#" + text[end : end + length]
                if word in words and (i := self.sentence_of((at, end + length))) is not None:
                    self._counted.setdefault(i, {}).setdefault(words[word], []).append((at, end + length))


def within(span: Span, stretches: Iterable[Span]) -> bool:
    """Whether `span` lies in one of `stretches`."""
    return any(at <= span[0] and span[1] <= to for at, to in stretches)


def _add_places(found: list[Span], text: str, word: str, first: int, last: int) -> None:
    """Adds to `found` where `word` stands in `text[first:last]`, overlapping places too."""
    size = len(word)
    at = text.find(word, first, last)
    while at >= 0:
        found.append((at, at + size))
        at = text.find(word, at + 1, last)


def _numbers(bits: int, first: int) -> list[int]:
    """The places of the bits that are set, lowest first, counted from `first` on."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(first + lowest.bit_length() - 1)
        bits ^= lowest
    return found


def _longest_first(span: Span) -> Span:
    return span[0], -span[1]
