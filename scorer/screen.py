"""
Quick tests that tell where regular expressions cannot match, made from the expressions themselves.

The rules of modality are long alternations, most of which have nothing to match in most sentences. From the tree that
`re` parses them into come strings one of which every match has; a sentence without any is passed over at a tenth of
the price. Nothing is listed by hand, so that a rule may change without a thought of this module: what cannot
be told from the tree is taken to match anywhere.
"""

from __future__ import annotations

import importlib
import math
import re
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

# Of two strings that a match must have, the rarer tells more. This is only a guess at which is, common characters first;
# a wrong one costs time and nothing else.
_COMMON = (
    ",法。、政2行治的1一人全工作执年建0律”“实镇件进制大设办责和开务不度决公重3员部事化会4合学是依任解查项案府等规有策民()要为理问组在对次展推习处动平中主提发审落6党业普村三调成力议用定导加信强领上范题性服众到"
    ";持程宣5时8各干群管个委二机县入出专意体同区所面水传关社职局监日安情7过9场权与分格《》访现经道报高新深心点下织严了以坚督乡思文队接集四况纷好企步书证矛纠立核方记长家盾条及能参评顾单自结罚效排近论清想农把后请负履师告期名五街室地"
)
_WIDEST = 64
# So many texts, the sentences of a few reports.
_READ_WITHOUT = 500


class Possible:
    """
    Whether any of `patterns` may be found in a text; false only where it is sure that none is.

    To read expressions takes as long as to read a few reports without this: only a longer run gets the quick test.
    """

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        self._patterns = patterns
        self._before = _READ_WITHOUT
        self._search: Callable[[str], object] | None = None

    def __call__(self, text: str) -> bool:
        """Whether any of the patterns may be found in `text`."""
        if self._search is None:
            self._before -= 1
            if self._before > 0:
                return True
            self._search = _test(self._patterns)
        return self._search(text) is not None

    def search(self, text: str) -> re.Match[str] | None:
        """A match in `text` of the first of the patterns that has one."""
        if self(text):
            for pattern in self._patterns:
                if match := pattern.search(text):
                    return match
        return None


def _test(patterns: Iterable[re.Pattern[str]]) -> Callable[[str], object]:
    """A function from a text to None where it has none of what every match of any of `patterns` has."""
    strings: set[str] = set()
    for pattern in patterns:
        needed = _of_pattern(pattern)
        if needed is None:
            return lambda _: True
        strings |= needed
    return re.compile(_any_of(strings)).search


def _any_of(strings: set[str]) -> str:
    """An expression for any of `strings`, by their first characters: for those `re` looks as fast as it can."""
    shortest = sorted(one for one in strings if not any(other in one for other in strings - {one}))
    groups = {first: [one[1:] for one in same] for first, same in groupby(shortest, key=itemgetter(0))}
    return "|".join(f"{re.escape(first)}(?:{'|'.join(map(re.escape, rest))})" for first, rest in groups.items())


def _of_pattern(pattern: re.Pattern[str]) -> set[str] | None:
    """Strings one of which every match of `pattern` has; None where that cannot be told."""
    if pattern.flags & (re.IGNORECASE | re.LOCALE | re.VERBOSE):
        return None
    try:
        # Not public: where a version of Python has no such module, or another tree, there is no quick test.
        return _of_sequence(importlib.import_module("re._parser").parse(pattern.pattern))
    except (ImportError, AttributeError, TypeError, ValueError):
        return None


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """Of what follows one another every part must match: the part that tells most, characters in a row being one part."""
    told: list[set[str]] = []
    row = ""
    for op, value in items:
        if str(op) == "LITERAL":
            row += chr(value)
            continue
        if row:
            told.append({row})
            row = ""
        if (strings := _of_part(str(op), value)) is not None:
            told.append(strings)
    if row:
        told.append({row})
    return min(told, key=_commonness, default=None)


def _of_part(op: str, value: Any) -> set[str] | None:
    match op:
        case "IN":
            return _of_class(value)
        case "BRANCH":
            branches = [_of_sequence(branch) for branch in value[1]]
            return None if None in branches else set().union(*filter(None, branches))
        case "SUBPATTERN":
            return None if value[1] or value[2] else _of_sequence(value[3])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _of_sequence(value[2]) if value[0] else None
    return None  # what takes no character, or any


def _of_class(items: list[tuple[Any, Any]]) -> set[str] | None:
    letters: set[str] = set()
    for op, value in items:
        if str(op) == "LITERAL":
            letters.add(chr(value))
        elif str(op) == "RANGE" and value[1] - value[0] < _WIDEST:
            letters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return letters


def _commonness(strings: set[str]) -> float:
    """How often, about, a text has one of `strings`."""
    return sum(math.prod(_share(letter) for letter in string) for string in strings)


def _share(letter: str) -> float:
    rank = _COMMON.find(letter)
    return 1 / (rank + 10) if rank >= 0 else 0.001
