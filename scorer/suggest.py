"""
Proposes terms for an element from a sentence that a reviewer says shows it.

A good term is telling, its words being those in which the element is described, and rare: no other sentence of the
report and no example of another element has it. What is proposed is for a person to judge; nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scorer.compiled import Compiled
from scorer.fold import plain
from scorer.lookup import Lookup
from scorer.match import APART_MAX
from scorer.model import Checklist, Element
from scorer.segment import Document
from scorer.terms import GAP, WordSplitter

MOST = 8
_SHORTEST, _LONGEST = 3, 12
_HAN = re.compile("[\u4e00-\u9fff]+")
# Words that every report is full of; a term of nothing else says nothing.
_COMMON = frozenset(
    [
        "工作",
        "开展",
        "加强",
        "进一步",
        "全年",
        "全面",
        "落实",
        "推进",
        "做好",
        "建设",
        "情况",
        "组织",
        "积极",
        "认真",
        "严格",
        "坚持",
        "不断",
        "有效",
        "各项",
        "相关",
        "方式",
        "以及",
    ]
)


@dataclass(frozen=True)
class Suggestion:
    """
    A proposed term.

    Attributes:
        term: as it would stand under `terms`.
        score: 0-100, how telling and rare it is.
        sentences: how many other sentences of the report have it.
        examples: how many examples of other elements have it.
    """

    term: str
    score: int
    sentences: int
    examples: int


def suggest(compiled: Compiled, name: str, element: Element, document: Document, number: int) -> list[Suggestion]:
    """
    Terms for `element` from sentence `number` (0-based) of `document`, best first.

    Args:
        name: the element's full id.
    """
    lookup = Lookup(document, compiled.vocabulary)
    sentence = lookup.text(*lookup.bounds(number))
    others = [lookup.text(*lookup.bounds(i)) for i in range(len(document.sentences)) if i != number]
    foreign = [plain(text) for text in _examples(compiled.checklist, name)]
    described = _pairs("".join([element.title, element.counts, *element.examples.met, *element.terms]))
    known = {word for pattern in compiled.patterns[name] for part in pattern.parts for word in lookup.index.words(part)}
    found = []
    for term in dict.fromkeys(_candidates(sentence)):
        if term in known:
            continue
        words = term.split(GAP)
        pairs = set().union(*(_pairs(word) for word in words))
        here = sum(_holds(text, words) for text in others)
        there = sum(_holds(text, words) for text in foreign)
        telling = len(pairs & described) / len(pairs)
        score = round(100 * telling / (1 + here + there))
        if score:
            found.append(Suggestion(term, score, here, there))
    found.sort(key=lambda s: (-s.score, len(s.term), s.term))
    return found[:MOST]


def _candidates(sentence: str) -> Iterator[str]:
    """Runs of two to four words without a mark between them, and pairs of words that stand apart."""
    split = WordSplitter.whole_language()
    spread: list[tuple[int, str]] = []
    for stretch in _HAN.finditer(sentence):
        words, at = split(stretch[0]), stretch.start()
        for i in range(len(words)):
            for j in range(i + 1, min(i + 4, len(words)) + 1):
                run = words[i:j]
                if _SHORTEST <= len("".join(run)) <= _LONGEST and not _COMMON.issuperset(run):
                    yield "".join(run)
        for word in words:
            if len(word) > 1 and word not in _COMMON:
                spread.append((at, word))
            at += len(word)
    for i, (at, word) in enumerate(spread):
        for later, other in spread[i + 1 :]:
            gap = later - at - len(word)
            if 0 < gap <= APART_MAX:
                yield word + GAP + other


def _examples(checklist: Checklist, name: str) -> Iterator[str]:
    """Sentences that do not show the element: examples of all others, and its own that are ruled out."""
    for obligation in checklist.obligations:
        for element in obligation.elements:
            own = f"{obligation.id}.{element.id}" == name
            yield from () if own else element.examples.met
            yield from (
                text for entry in element.examples.unmet for why, text in entry.items() if not own or why == "subject"
            )


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _holds(text: str, words: list[str]) -> bool:
    at = 0
    for word in words:
        at = text.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True
