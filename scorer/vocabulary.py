"""Collects the words of a checklist's patterns while it is compiled, so that a report is searched for each only once."""

from __future__ import annotations

from scorer.model import Vocabulary


class VocabularyBuilder:
    """Numbers the choices of words that patterns look for; equal choices get one number."""

    def __init__(self, start: Vocabulary | None = None) -> None:
        self._choices: dict[tuple[str, ...], int] = {}
        words = list(start.words) if start else []
        for choice in start.choices if start else ():
            self.number(tuple(words[number] for number in choice))

    def number(self, words: tuple[str, ...]) -> int:
        """The number of the choice `words`."""
        return self._choices.setdefault(words, len(self._choices))

    def choice(self, number: int) -> tuple[str, ...]:
        """The words of choice `number`."""
        return list(self._choices)[number]

    def build(self) -> Vocabulary:
        """The vocabulary of all choices so far."""
        numbers: dict[str, int] = {}
        choices = [tuple(numbers.setdefault(word, len(numbers)) for word in words) for words in self._choices]
        owners: list[list[int]] = [[] for _ in numbers]
        for choice, members in enumerate(choices):
            for number in members:
                owners[number].append(choice)
        lengths: dict[str, set[int]] = {}
        for word in numbers:
            if len(word) > 1 and word[0] != "#":
                lengths.setdefault(word[:2], set()).add(len(word))
        return Vocabulary(
            numbers,
            choices,
            [tuple(own) for own in owners],
            {two: tuple(sorted(own, reverse=True)) for two, own in lengths.items()},
            [word for word in numbers if len(word) == 1],
            [word for word in numbers if len(word) > 1 and word[0] == "#"],
        )
