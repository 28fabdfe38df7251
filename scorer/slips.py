"""
Finds words of a checklist that stand in a document but for a slip: a wrong character, or one too many or too few.

RapidFuzz decides how much a slip costs. It looks only where a piece of the word stands as it is, only at a stretch not
much longer than the word, and only where the stretch has the word's other characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from msgspec import Struct

from scorer.lookup import Lookup, Span

if TYPE_CHECKING:
    from rapidfuzz.distance import Editop

# From this length on a character may be wrong or missing; in a shorter term only a particle may be one too many.
_ONE_WRONG = 8
_PARTICLES = frozenset("了的等各类并及、和与好地,:")
# A character that changes what is meant is never a slip: 第一责任人 / 第三责任人, 建立 / 未建立.
_TELLING = frozenset("一二三四五六七八九十百两0123456789不未没无非否免拟将前后上下")


class Slipped(Struct, frozen=True, gc=False):
    """A word with a slip in it: in sentence number `i`, at `span` of bare text, and how like the word it is, 0-100."""

    i: int
    span: Span
    likeness: float


def slipped(
    lookup: Lookup, word: str, offsets: tuple[int, ...], pieces: tuple[int, ...], exact: AbstractSet[int]
) -> Iterator[Slipped]:
    """
    The sentences that hold `word` but for a slip, each once.

    Args:
        offsets, pieces: of pieces of the word, one more than slips are let pass, so that one stands as it is.
        exact: sentences not to look at, because they hold the word as it is.
    """
    edits = len(pieces) - 1
    seen: set[int] = set()
    for offset, piece in zip(offsets, pieces, strict=True):
        for i in lookup.sentences(piece):
            if i in exact or i in seen:
                continue
            for at, _ in lookup.spans(piece, i):
                span = _around(lookup, word, i, at, offset, edits)
                if span:
                    from rapidfuzz.fuzz import ratio

                    seen.add(i)
                    yield Slipped(i, span, ratio(word, lookup.text(*span)))
                    break


def _around(lookup: Lookup, word: str, i: int, at: int, offset: int, edits: int) -> Span | None:
    """The word with a slip whose piece at `offset` stands at `at` of sentence number `i`."""
    size = len(word)
    first, last = lookup.bounds(i)
    if size < _ONE_WRONG:
        # With one character too many, and nothing else, its other end is one further away. That is seldom so, and
        # spares most of what is below.
        end, letter = (at + size, word[-1]) if not offset else (at - offset - 1, word[0])
        if not first <= end < last or lookup.text(end, end + 1) != letter:
            return None
    low, high = max(first, at - offset - edits), min(last, at - offset + size + edits)
    stretch = lookup.text(low, high)
    if len(frozenset(word).difference(stretch)) > (edits if size >= _ONE_WRONG else 0):
        return None
    if not _near(word, stretch, edits):
        return None
    found = _aligned(lookup, word, stretch, edits)
    return (low + found[0], low + found[1]) if found else None


def _near(word: str, stretch: str, edits: int) -> bool:
    """
    Whether any part of `stretch` is `word` with at most `edits` characters changed, added or left out.

    It is what `_aligned` asks RapidFuzz as well; to ask it here first lets most processes do without importing it.
    """
    # Row by row of the word: how many changes make its beginning a part of the stretch that ends at each place.
    above = [0] * (len(stretch) + 1)
    for i, letter in enumerate(word, start=1):
        row = [i]
        for j, other in enumerate(stretch):
            row.append(min(above[j] + (letter != other), above[j + 1] + 1, row[j] + 1))
        above = row
    return min(above) <= edits


def _aligned(lookup: Lookup, word: str, stretch: str, edits: int) -> Span | None:
    """Range of `stretch` that is `word` but for tolerable slips; None where there is none."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    if len(stretch) < len(word) - edits:
        return None
    found = fuzz.partial_ratio_alignment(word, stretch, score_cutoff=100 * (1 - (edits + 0.5) / len(word)))
    if found is None:
        return None
    at, to = found.dest_start, found.dest_end
    # Of two places that are as good for partial_ratio, a character to the left or right one may be closer by edits.
    options = [
        (max(0, at + left), min(len(stretch), to + right))
        for left in range(-edits, edits + 1)
        for right in range(-edits, edits + 1)
    ]
    best = min(options, key=lambda o: (Levenshtein.distance(word, stretch[o[0] : o[1]]), o))
    said = stretch[best[0] : best[1]]
    slips = Levenshtein.editops(word, said)
    if not slips or len(slips) > edits or not all(_tolerable(lookup, word, said, slip) for slip in slips):
        return None
    return best


def _tolerable(lookup: Lookup, word: str, said: str, slip: Editop) -> bool:
    """Whether a wrong character is a slip and not another word: 公式 for 公示 is one, 主题 for 专题 is not."""
    new = said[slip.dest_pos] if slip.tag != "delete" else ""
    old = word[slip.src_pos] if slip.tag != "insert" else ""
    if _TELLING & {new, old}:
        return False
    if slip.tag == "insert":
        return new in _PARTICLES or len(word) >= _ONE_WRONG
    if len(word) < _ONE_WRONG:
        return False
    at = slip.dest_pos
    around = {said[at - 1 : at + 1], said[at : at + 2]} if slip.tag == "replace" else set()
    return not any(len(two) == 2 and lookup.is_part_of_word(two) for two in around)
