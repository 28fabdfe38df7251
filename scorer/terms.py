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

from scorer.fold import plain
from scorer.model import Amendment, Element, Exemption, Obligation, Pattern

_GROUP = re.compile("<([^<>]+)>")
GAP = "…"
NEAR = "^"
WITHOUT = "-"
# A plain term from this length on also matches with other words between its own.
_APART_MIN = 5
WORD_MAX = 6


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


def patterns(element: Element | Exemption, words: dict[str, list[str]], split: WordSplitter) -> list[Pattern]:
    """What shows `element`, in the order in which the checklist has it."""
    needs, section = (element.needs, element.section) if isinstance(element, Element) else ([], None)
    near = tuple(choices(part, words) for part in needs)
    without = tuple(c for part in element.unless for c in choices(part, words))
    found: list[Pattern] = []
    for term in element.terms:
        parts = tuple(choices(part, words) for part in term.split(GAP))
        if len(parts) > 1:
            found.append(Pattern("apart", parts, True, near, without, term))
            continue
        found.append(Pattern("term", parts, True, near, without, term))
        for literal in parts[0]:
            pieces = split(literal)
            if len(literal) >= _APART_MIN and len(pieces) > 1 and min(map(len, pieces)) > 1:
                found.append(Pattern("words", tuple((p,) for p in pieces), True, near, without, term))
    for listed in element.together:
        here = tuple(choices(part, words) for part in listed if part[0] not in NEAR + WITHOUT)
        around = tuple(choices(part[1:], words) for part in listed if part[0] == NEAR)
        banned = tuple(c for part in listed if part[0] == WITHOUT for c in choices(part[1:], words))
        found.append(Pattern("together", here, False, near + around, without + banned, " ".join(listed)))
    if section:
        found = [msgspec.structs.replace(pattern, section=section) for pattern in found]
        # Without a term the section itself is the evidence.
        found = found or [Pattern("section", (), False, near, without, section, section)]
    return found


def added(own: list[Pattern], amendment: Amendment, words: dict[str, list[str]], split: WordSplitter) -> list[Pattern]:
    """`own`, the patterns of an element, with what an extension adds: more terms, and more that rules all of them out."""
    without = tuple(c for part in amendment.unless for c in choices(part, words))
    more = patterns(Exemption(amendment.terms, amendment.together), words, split)
    section = own[0].section if own else None
    return [msgspec.structs.replace(one, without=one.without + without, section=section) for one in (*own, *more)]


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
