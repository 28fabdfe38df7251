"""
Makes a checklist's terms ready for matching.

What an editor may write: 聘请法律顾问 (as it stands), 聘请…法律顾问 (in this order, other words in between), 聘请/续聘 (either), and
<建立>法律顾问制度 (any word of the group 建立), #件 (any number before it). In a list of words that stand together also ^执法 (in
the sentence or in a heading above it) and -合同 (not in the clauses that matched). All is folded here, once, so that
matching compares like with like.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import re
from collections.abc import Iterable
from io import BytesIO
from typing import Self

import msgspec

from scorer.compiled import Pattern
from scorer.fold import plain
from scorer.model import Amendment, Element, Exemption, Obligation
from scorer.vocabulary import VocabularyBuilder

_GROUP = re.compile("<([^<>]+)>")
GAP = "…"
NEAR = "^"
WITHOUT = "-"
# A plain term from this length on also matches with other words between its own.
_APART_MIN = 5
WORD_MAX = 6
# From this length on a particle too many may stand in a term; from that on a character may be wrong; then two.
_PARTED = 6
_ONE_SLIP = 8
_TWO_SLIPS = 14


def choices(written: str, words: dict[str, list[str]]) -> tuple[str, ...]:
    """
    Every wording that a part of a term stands for, folded, in order, no duplicates.

    Args:
        written: a part without a gap: literals, alternatives parted by "/", groups in angle brackets.
        words: the checklist's groups.
    """
    found: list[str] = []
    for alternative in written.split("/"):
        pieces = _GROUP.split(alternative)
        options = [words[p] if i % 2 else [p] for i, p in enumerate(pieces)]
        found += ("".join(chosen) for chosen in itertools.product(*options))
    return tuple(dict.fromkeys(plain(f) for f in found))


class Compiler:
    """Makes terms ready for matching: words split by `split`, choices of words numbered by `vocabulary`."""

    def __init__(self, vocabulary: VocabularyBuilder, split: WordSplitter) -> None:
        self._vocabulary = vocabulary
        self._split = split

    def patterns(self, element: Element | Exemption | Amendment, words: dict[str, list[str]]) -> list[Pattern]:
        """What shows `element`, in the order in which the checklist has it; `words` are its file's groups."""
        needs, section = (element.needs, element.section) if isinstance(element, Element) else ([], None)
        near = self._numbers(needs, words)
        without = tuple(c for part in element.unless for c in choices(part, words))
        found: list[Pattern] = []
        for term in element.terms:
            parts = self._numbers(term.split(GAP), words)
            banned = self._without(without)
            if len(parts) > 1:
                found.append(Pattern("apart", parts, True, near, banned, term, section))
                continue
            literals = self._vocabulary.choice(parts[0])
            slips = tuple(word for word in literals if len(word) >= _PARTED)
            for word in slips:
                self._vocabulary.may_slip(word, _slips_allowed(word))
            found.append(Pattern("term", parts, True, near, banned, term, section, slips))
            for literal in literals:
                pieces = self._split(literal)
                if len(literal) >= _APART_MIN and len(pieces) > 1 and min(map(len, pieces)) > 1:
                    numbers = tuple(self._vocabulary.number((piece,)) for piece in pieces)
                    found.append(Pattern("words", numbers, True, near, banned, term, section))
        for listed in element.together:
            here = self._numbers([part for part in listed if part[0] not in NEAR + WITHOUT], words)
            around = self._numbers([part[1:] for part in listed if part[0] == NEAR], words)
            banned = self._without(without + tuple(c for p in listed if p[0] == WITHOUT for c in choices(p[1:], words)))
            found.append(Pattern("together", here, False, near + around, banned, " ".join(listed), section))
        if section and not found:
            # Without a term the section itself is the evidence.
            found = [Pattern("section", (), False, near, self._without(without), section, section)]
        return found

    def added(self, own: list[Pattern], amendment: Amendment, words: dict[str, list[str]]) -> list[Pattern]:
        """`own`, an element's patterns, with what an extension adds: more terms, and more that rules all of them out."""
        more = self.patterns(msgspec.structs.replace(amendment, unless=[]), words)
        banned = tuple(c for part in amendment.unless for c in choices(part, words))
        section = own[0].section if own else None
        return [
            msgspec.structs.replace(one, section=section, without=self._without(self._banned(one) + banned))
            for one in (*own, *more)
        ]

    def _numbers(self, written: list[str], words: dict[str, list[str]]) -> tuple[int, ...]:
        return tuple(self._vocabulary.number(choices(part, words)) for part in written)

    def _without(self, banned: tuple[str, ...]) -> int | None:
        return self._vocabulary.number(banned) if banned else None

    def _banned(self, pattern: Pattern) -> tuple[str, ...]:
        return () if pattern.without is None else self._vocabulary.choice(pattern.without)


def _slips_allowed(word: str) -> int:
    """How many characters of `word` may be wrong; with none, a particle may be one too many."""
    return 2 if len(word) >= _TWO_SLIPS else 1 if len(word) >= _ONE_SLIP else 0


class WordSplitter:
    """
    Splits terms into words by a small dictionary: the words that the checklist itself uses.

    jieba's own dictionary costs 0.6 s and 90 MB; a checklist's terms are made of the checklist's words, so these do.
    """

    def __init__(self, vocabulary: Iterable[str] | None) -> None:
        import jieba  # 120 ms, and only where a checklist is compiled

        jieba.setLogLevel(logging.ERROR)
        self._tokenizer = jieba.Tokenizer()
        if vocabulary is None:
            entries = self._tokenizer.get_dict_file()
        else:
            lines = "".join(f"{word} {10 ** min(len(word), WORD_MAX)}\n" for word in sorted(set(vocabulary)))
            entries = BytesIO((lines or "法治 1\n").encode())
            entries.name = "words"
        # Not by its initialize(): that caches a dictionary in the temporary folder, under a name that all its users share.
        with contextlib.closing(entries):
            self._tokenizer.FREQ, self._tokenizer.total = self._tokenizer.gen_pfdict(entries)
        self._tokenizer.initialized = True

    @classmethod
    def whole_language(cls) -> Self:
        """A splitter that knows the words of Chinese at large, for text that no checklist has."""
        return cls(None)

    def __call__(self, term: str) -> list[str]:
        """The words of `term`, in order; characters that are no word of the dictionary stay together."""
        pieces: list[str] = []
        loose = False
        for word in self._tokenizer.cut(term, HMM=False):
            if len(word) == 1 and loose:
                pieces[-1] += word
            else:
                pieces.append(word)
            loose = len(word) == 1
        return pieces


def vocabulary(obligations: list[Obligation], words: dict[str, list[str]]) -> set[str]:
    """The words that terms are made of: the groups, and the parts that terms let stand apart."""
    found = {plain(word) for group in words.values() for word in group}
    for obligation in obligations:
        for element in obligation.elements:
            written = [part for parts in element.together for part in parts] + element.needs
            written += [part for term in element.terms if GAP in term for part in term.split(GAP)]
            for part in written:
                found |= {c for c in choices(part.lstrip(NEAR + WITHOUT), words) if 1 < len(c) <= WORD_MAX}
    return found
