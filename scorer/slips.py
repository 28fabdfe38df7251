"""
Finds words of a checklist that stand in a document but for a slip: a wrong character, or one too many or too few.

RapidFuzz decides how much a slip costs. It looks only where a piece of the word stands as it is, only at a stretch not
much longer than the word, and only where the stretch has the word's other characters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from scorer.compiled import Piece, Vocabulary
from scorer.index import Index, Span

if TYPE_CHECKING:
    from rapidfuzz.distance import Editop

_PARTICLE = re.compile("[了的等各类并及、和与好地,:]")
# A character that changes what is meant is never a slip: 第一责任人 / 第三责任人, 建立 / 未建立.
_TELLING = frozenset("一二三四五六七八九十百两0123456789不未没无非否免拟将前后上下")


class Slipped(Struct, frozen=True, gc=False):
    """A word with a slip in it: in sentence number `i`, at `span` of bare text, and how like the word it is, 0-100."""

    i: int
    span: Span
    likeness: float


class Slips:
    """
    The words of a checklist that stand in a document only but for a slip.

    Attributes:
        words: those of which there is such a place.
    """

    def __init__(self, index: Index, vocabulary: Vocabulary) -> None:
        self._index = index
        # By word and sentence: one place is enough.
        self._found: defaultdict[str, dict[int, Slipped]] = defaultdict(dict)
        self._find_parted(vocabulary.bridges)
        self._find_wrong(vocabulary.pieces)
        self.words = frozenset(self._found)

    def of(self, word: str) -> Iterable[Slipped]:
        """Where `word` stands but for a slip, once in a sentence."""
        return self._found[word].values() if word in self.words else ()

    def _find_parted(self, words_with: dict[str, list[tuple[str, int]]]) -> None:
        """Finds the words with a particle too many: the characters beside one are those of a word side by side."""
        text = self._index.text
        for match in _PARTICLE.finditer(text):
            at = match.start()
            for word, before in words_with.get(text[at - 1 : at] + text[at + 1 : at + 2], ()):
                start, end = at - before, at - before + len(word) + 1
                if text[start:at] + text[at + 1 : end] == word:
                    i = self._index.sentence_of((start, end))
                    if i is not None:
                        likeness = 200 * len(word) / (2 * len(word) + 1)
                        self._found[word].setdefault(i, Slipped(i, (start, end), likeness))

    def _find_wrong(self, pieces: dict[int, list[Piece]]) -> None:
        """Finds the words with a character that is wrong, or one too many or too few, where a piece of them stands."""
        index, text = self._index, self._index.text
        for number in sorted(index.numbers.intersection(pieces)):
            for i, at in index.places(number):
                for piece in pieces[number]:
                    start, edits = at - piece.start, piece.slips
                    near = text[max(start - edits, 0) : start + len(piece.word) + edits]
                    if len(piece.rest.difference(near)) <= edits and not index.word_stands_in(piece.number, i):
                        self._add_wrong(piece, i, start)

    def _add_wrong(self, piece: Piece, i: int, start: int) -> None:
        """Adds the word of `piece` that but for a slip starts at `start` of sentence number `i`, if it is one."""
        word, edits = piece.word, piece.slips
        text, (first, last) = self._index.text, self._index.bounds[i]
        low, high = max(first, start - edits), min(last, start + len(word) + edits)
        left, before = text[low : start + piece.start][::-1], word[: piece.start][::-1]
        right, after = text[start + piece.end : high], word[piece.end :]
        if not any(_begins(left, before, n) and _begins(right, after, edits - n) for n in range(edits + 1)):
            return
        from rapidfuzz.fuzz import ratio  # brought in only where there is something for it to do

        found = _aligned(self._index, word, text[low:high], edits)
        if found:
            span = low + found[0], low + found[1]
            self._found[word].setdefault(i, Slipped(i, span, ratio(word, text[slice(*span)])))


def _begins(text: str, word: str, edits: int) -> bool:
    """
    Whether `text` begins with `word`, but for at most `edits` characters changed, added or left out.

    RapidFuzz is asked the same in the end; to ask it here first lets most processes do without importing it.
    """
    if text.startswith(word):
        return True
    if not edits:
        return False
    same = 0
    while same < len(text) and text[same] == word[same]:
        same += 1
    return (
        _begins(text[same + 1 :], word[same + 1 :], edits - 1)
        or _begins(text[same + 1 :], word[same:], edits - 1)
        or _begins(text[same:], word[same + 1 :], edits - 1)
    )


def _aligned(index: Index, word: str, stretch: str, edits: int) -> Span | None:
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
    if not slips or len(slips) > edits or not all(_tolerable(index, word, said, slip) for slip in slips):
        return None
    return best


def _tolerable(index: Index, word: str, said: str, slip: Editop) -> bool:
    """Whether a wrong character is a slip and not another word: 公式 for 公示 is one, 主题 for 专题 is not."""
    new = said[slip.dest_pos] if slip.tag != "delete" else ""
    old = word[slip.src_pos] if slip.tag != "insert" else ""
    if _TELLING & {new, old}:
        return False
    if slip.tag == "insert":
        return True
    at = slip.dest_pos
    around = {said[at - 1 : at + 1], said[at : at + 2]} if slip.tag == "replace" else set()
    return not any(len(two) == 2 and index.is_part_of_word(two) for two in around)
