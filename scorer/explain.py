"""
Explains a finding: what matched an element and how, what was not counted and why, and what came nearest.

In come a Document and one element's Patterns; out comes an Explanation, as data for the renderer.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from scorer.compiled import Compiled, Pattern
from scorer.match import Hit, Matcher
from scorer.model import MET, Element
from scorer.segment import Document, Sentence

NEAREST = 3
# A sentence that shares less than this with a term says nothing about it.
_FAR = 30


@dataclass(frozen=True)
class Near:
    """
    A sentence that did not match.

    Attributes:
        score: 0-59, how much of the term it has.
        lacking: the words of the term that it does not have, as the checklist writes them.
    """

    sentence: Sentence
    pattern: Pattern
    score: int
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Why one element came out as it did; hits as `Matcher.hits` orders them, near ones nearest first."""

    name: str
    element: Element
    hits: tuple[Hit, ...]
    nearest: tuple[Near, ...]


def explain(compiled: Compiled, name: str, element: Element, document: Document) -> Explanation:
    """The explanation of `element` (whose full id is `name`) in `document`."""
    matcher = Matcher(document, compiled.vocabulary)
    patterns = compiled.patterns[name]
    hits = tuple(matcher.hits(patterns))
    matched = {hit.sentence.at for hit in hits}
    best: dict[int, Near] = {}
    for i, sentence in enumerate(document.sentences):
        if sentence.at in matched:
            continue
        for pattern in patterns:
            near = _near(pattern, i, sentence, matcher)
            if near and (sentence.at not in best or near.score > best[sentence.at].score):
                best[sentence.at] = near
    nearest = sorted(best.values(), key=lambda n: (-n.score, n.sentence.at))[:NEAREST]
    return Explanation(name, element, hits, tuple(nearest))


def _near(pattern: Pattern, i: int, sentence: Sentence, matcher: Matcher) -> Near | None:
    if not pattern.parts:
        return None  # a whole section: no sentence lacks a word of it
    if pattern.rule == "term":
        text = matcher.lookup.text(*matcher.lookup.bounds(i))
        word, score = max(
            (
                (word, fuzz.partial_ratio(word, text))
                for word in matcher.lookup.index.words(pattern.parts[0])
                if len(word) <= len(text)
            ),
            key=lambda each: each[1],
            default=("", 0.0),
        )
        lacking: tuple[str, ...] = (word,)
    else:
        missing = [part for part in pattern.parts if not matcher.lookup.index.stands_in(part, i)]
        score = 100 * (1 - len(missing) / len(pattern.parts))
        lacking = tuple("/".join(matcher.lookup.index.words(part)[:4]) for part in missing)
    score = score * (MET - 1) / 100
    return Near(sentence, pattern, round(score), lacking) if score >= _FAR else None
