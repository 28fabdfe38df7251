"""Collects the words of a checklist's patterns while it is compiled, so that a report is searched for each only once."""

from __future__ import annotations

from scorer.model import Vocabulary


class VocabularyBuilder:
    """Numbers the choices of words that patterns look for; equal choices get one number."""

    def __init__(self, start: Vocabulary | None = None) -> None:
        self._choices: dict[tuple[str, ...], int] = {}
        for choice in start.choices if start else ():
            self.number(choice)

    def number(self, words: tuple[str, ...]) -> int:
        """The number of the choice `words`."""
        return self._choices.setdefault(words, len(self._choices))

    def choice(self, number: int) -> tuple[str, ...]:
        """The words of choice `number`."""
        return list(self._choices)[number]

    def build(self) -> Vocabulary:
        """The vocabulary of all choices so far."""
        owners: dict[str, list[int]] = {}
        for words, number in self._choices.items():
            for word in words:
                owners.setdefault(word, []).append(number)
        starts: dict[str, list[str]] = {}
        for word in owners:
            if len(word) > 1 and word[0] != "#":
                starts.setdefault(word[:2], []).append(word)
        return Vocabulary(
            list(self._choices),
            owners,
            starts,
            [word for word in owners if len(word) == 1],
            [word for word in owners if len(word) > 1 and word[0] == "#"],
        )
