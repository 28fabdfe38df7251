"""
The records of a checklist made ready for matching: its patterns and their words. The cache keeps them.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from scorer.model import Checklist, LayerFacts, LeftOut, Rule, Section

if TYPE_CHECKING:
    from ahocorasick import Automaton


class Pattern(Struct, frozen=True, array_like=True, gc=False):
    """
    A term made ready for matching; a choice of words is its number in `Vocabulary.choices`.

    Attributes:
        rule: how it decides.
        parts: what must be found, each a choice of words.
        ordered: whether the parts must follow one another.
        near: choices, a word of each of which must be in the sentence or in a heading above it.
        without: the choice of words that rule it out in the clauses that matched; None for none.
        section: the kind of section it must stand in; None for any that counts as done.
        written: the term as the checklist has it.
        slips: words in which a slip is let pass.
    """

    rule: Rule
    parts: tuple[int, ...]
    ordered: bool
    near: tuple[int, ...]
    without: int | None
    written: str
    section: Section | None = None
    slips: tuple[str, ...] = ()


class Piece(Struct, frozen=True, gc=False):
    """
    A piece of a word in which `slips` characters may be wrong.

    Attributes:
        number: of the word.
        start, end: of the piece in it.
        rest: the characters beside it, of which each slip takes away no more than one.
    """

    word: str
    number: int
    slips: int
    start: int
    end: int
    rest: frozenset[str]


class Vocabulary(Struct, frozen=True, array_like=True, dict=True):
    """
    All words that the patterns of a checklist look for; words and choices go by number, which is quick to decode.

    Attributes:
        words: word → its number, in order.
        choices: each the numbers of words that will do for one another; patterns name them by their place here.
        owners: for each word, the choices it belongs to.
        counted: numbers of the words like #件, any number before 件.
        parted: words in which a particle may be one too many.
        slips: words in which so many characters may be wrong as make one piece less than they have → bounds of the pieces,
            which are words as well: one of them stands as it is.
    """

    words: dict[str, int]
    choices: list[tuple[int, ...]]
    owners: list[tuple[int, ...]]
    counted: list[int]
    parted: list[str]
    slips: dict[str, tuple[int, ...]]

    @cached_property
    def spelling(self) -> tuple[str, ...]:
        """The words, each at the place of its number."""
        return tuple(self.words)

    @cached_property
    def automaton(self) -> Automaton:
        """Finds all words that are not counted, in one pass over a text: where each ends, and its number."""
        from ahocorasick import STORE_INTS, Automaton

        made = Automaton(STORE_INTS)
        made.add_word("\0", -1)  # never in folded text; without any word there would be nothing to ask
        for word, number in self.words.items():
            made.add_word(word, number)
        for number in self.counted:
            made.remove_word(self.spelling[number])
        made.make_automaton()
        return made

    @cached_property
    def bridges(self) -> dict[str, list[tuple[str, int]]]:
        """Two characters → the `parted` words in which they stand side by side, each with where the second one is."""
        found: dict[str, list[tuple[str, int]]] = {}
        for word in self.parted:
            for at in range(1, len(word)):
                found.setdefault(word[at - 1 : at + 1], []).append((word, at))
        return found

    @cached_property
    def pieces(self) -> dict[int, list[Piece]]:
        """Number of a word → the pieces of `slips` that are this word."""
        found: dict[int, list[Piece]] = {}
        for word, bounds in self.slips.items():
            for start, end in pairwise(bounds):
                rest = frozenset(word[:start] + word[end:])
                piece = Piece(word, self.words[word], len(bounds) - 2, start, end, rest)
                found.setdefault(self.words[word[start:end]], []).append(piece)
        return found

    def spelled(self, choice: int) -> tuple[str, ...]:
        """The words of choice number `choice`."""
        return tuple([self.spelling[number] for number in self.choices[choice]])


class Compiled(Struct, frozen=True, array_like=True):
    """
    A checklist with its patterns.

    Attributes:
        sha256: of the checklist's source as resolved.
        vocabulary: the words of all patterns.
        patterns: "obligation.element" → any of these shows it, checklist order.
        exemptions: obligation → any of these says that it does not apply.
        layers: what it is made of, the innermost first.
        left_out: obligations of an inner layer that an outer one leaves out.
    """

    checklist: Checklist
    sha256: str
    vocabulary: Vocabulary
    patterns: dict[str, list[Pattern]]
    exemptions: dict[str, list[Pattern]]
    layers: list[LayerFacts]
    left_out: list[LeftOut]
