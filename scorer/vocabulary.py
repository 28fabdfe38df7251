"""Collects the words of a checklist's patterns while it is compiled, so that a report is searched for each only once."""

from __future__ import annotations

from itertools import pairwise

from scorer.compiled import Vocabulary


class VocabularyBuilder:
    """Numbers the choices of words that patterns look for; equal choices get one number."""

    def __init__(self, start: Vocabulary | None = None) -> None:
        self._choices: dict[tuple[str, ...], int] = {}
        self._parted = dict.fromkeys(start.parted if start else ())
        self._slips = dict(start.slips) if start else {}
        words = list(start.words) if start else []
        for choice in start.choices if start else ():
            self.number(tuple(words[number] for number in choice))

    def number(self, words: tuple[str, ...]) -> int:
        """The number of the choice `words`."""
        return self._choices.setdefault(words, len(self._choices))

    def choice(self, number: int) -> tuple[str, ...]:
        """The words of choice `number`."""
        return list(self._choices)[number]

    def may_slip(self, word: str, slips: int) -> None:
        """Notes that so many characters of `word` may be wrong; with none, that a particle may be one too many."""
        if not slips:
            self._parted[word] = None
            return
        size = len(word) // (slips + 1)
        self._slips[word] = (*range(0, size * (slips + 1), size), len(word))
        for start, end in pairwise(self._slips[word]):
            self.number((word[start:end],))

    def build(self) -> Vocabulary:
        """The vocabulary of all choices so far."""
        numbers: dict[str, int] = {}
        choices = [tuple(numbers.setdefault(word, len(numbers)) for word in words) for words in self._choices]
        owners: list[list[int]] = [[] for _ in numbers]
        for choice, members in enumerate(choices):
            for number in members:
                owners[number].append(choice)
        counted = [number for word, number in numbers.items() if len(word) > 1 and word[0] == "#"]
        return Vocabulary(numbers, choices, [tuple(own) for own in owners], counted, list(self._parted), self._slips)
