"""
Folds a text for matching: one spelling for what means the same, and a way back to the source for each character.

In comes the report's text, out goes a shorter, plainer one with, for every folded character, the source range that it
stands for. Nothing here knows what a report is. Positions are never guessed or searched for again: each step
rewrites text and map together.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

HAN = "\u3400-\u9fff\uf900-\ufaff"

# Any report in traditional characters has one of these within a line or two; a simplified text has none of them.
_TRADITIONAL = re.compile(
    "[為務黨與關於對導設區縣鎮鄉執責會議們個這國開業現將進發機門來時動體應實規劃證審監職權紀錄記爲後]"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\x00-\x08\x0e-\x1f]+")
_TONE = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# 鎮(zhèn): a reading in brackets after its character. It bears a tone mark, or is a particle in the neutral tone,
# so that (app) and (PPP) stay.
_PINYIN = re.compile(
    rf"(?<=[{HAN}])[ \t]*\((?=[a-zü]*[{_TONE}]|le\)|de\)|zhe\)|zi\)|men\)|ne\)|ma\))[a-zü{_TONE}]{{1,7}}\)[ \t]*"
)
_CJK = rf"{HAN}，、。；：！？（）“”‘’《》〈〉【】,;:!?()"
# Spaces beside a Chinese character or mark, but neither indentation nor the space between two words or numbers.
# This and the next begin with one set of characters and look back after it, because that is what `re` looks for fast.
_SPACE = re.compile(rf"[ \t](?:(?<=[{_CJK}].)[ \t]*(?=[^\s])|(?<=[^\s].)[ \t]*(?=[{_CJK}]))")
# ",," and ",、" and ",。": of several marks in a row the last is the writer's, the others are the scraper's.
_DOUBLED = re.compile(r"[,、;:。!?](?:(?<=[,、;:])[,、;:]*(?=[,、;:。!?])|(?<=([。!?]))(?=\1))")
# One word in two spellings: conversion from traditional keeps them apart, writers do not.
_VARIANTS = {"纪录": "记录", "帐": "账", "做为": "作为", "既将": "即将", "份内": "分内"}
_VARIANT = re.compile("|".join(_VARIANTS))
QUOTES = frozenset("“”‘’\"'「」『』〝〞＂`")
_QUOTES = re.compile(f"[{re.escape(''.join(sorted(QUOTES)))}]+")


@dataclass(frozen=True)
class Folded:
    """
    A folded text and its way back.

    Attributes:
        text: the folded text.
        starts, ends: one each per code point of `text`: the source range it stands for, ends exclusive. Both never
            decrease.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, at: int, to: int) -> tuple[int, int]:
        """
        Source offsets of folded text `at:to`, rounded outwards.

        Args:
            at, to: code points of `self.text`, 0 <= at < to <= len(self.text).

        Returns:
            (start, end), code points of the source text; every character that took part lies inside.

        Raises:
            ValueError: the range is empty or outside the text.

        Source: CONTRACT.md, "text is exactly source[start:end]".
        """
        if not 0 <= at < to <= len(self.text):
            raise ValueError(f"{at}:{to} is no range of a text of {len(self.text)}")
        return self.starts[at], self.ends[to - 1]

    def dropped(self, at: int) -> tuple[int, int]:
        """Source range of what was folded away right before character `at`; empty where nothing was."""
        return (self.ends[at - 1] if at else 0), self.starts[at]


def fold(text: str) -> Folded:
    """
    `text` in its plain form: NFKC, simplified characters, scraping noise out.

    Quotation marks stay, because a sentence does not end inside them; `bare` takes them out.
    """
    plain, several = text, ""
    for char in sorted(set(text)):
        normal = _normal(char)
        if len(normal) != 1:
            several += char
        elif normal != char:
            plain = plain.replace(char, normal)
    if _TRADITIONAL.search(plain):
        plain = _simplified(plain)
    folded = Folded(plain, range(len(text)), range(1, len(text) + 1))
    if several:
        folded = _rewrite(folded, re.compile(f"[{re.escape(several)}]"), lambda m: _normal(m[0]))
    for noise in (_INVISIBLE, _PINYIN, _SPACE, _DOUBLED):
        folded = _rewrite(folded, noise, lambda _: "")
    return _rewrite(folded, _VARIANT, lambda m: _VARIANTS[m[0]])


def bare(folded: Folded) -> Folded:
    """`folded` without quotation marks, in which a term meets 法治建设“第一责任人”职责 as well."""
    return _rewrite(folded, _QUOTES, lambda _: "")


def quotes(text: str) -> list[int]:
    """Where the quotation marks of `text` stand, in order."""
    return [match.start() + i for match in _QUOTES.finditer(text) for i in range(len(match[0]))]


def unquoted(text: str) -> str:
    """`text` without its quotation marks."""
    return _QUOTES.sub("", text)


def plain(text: str) -> str:
    """A checklist's own words in the form that they have in a folded and bare report."""
    return bare(fold(text)).text


@cache
def _normal(char: str) -> str:
    """The NFKC form of a character."""
    # ① would become a bare 1 and no longer look like a heading's number; … would become three full stops.
    return char if "①" <= char <= "⑳" or char == "…" else unicodedata.normalize("NFKC", char)


def _simplified(text: str) -> str:
    """`text` in simplified characters, one for one: a map back must stay exact, whatever the dictionary does."""
    convert = _converter()
    whole = convert(text)
    if len(whole) == len(text):
        return whole
    lines = (_same_length(line, convert) for line in text.splitlines(keepends=True))
    return "".join(lines)


@cache
def _converter() -> Callable[[str], str]:
    import opencc  # 20 ms and 4 MB of dictionaries that most reports do not need

    converter: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return converter


def _same_length(line: str, convert: Callable[[str], str]) -> str:
    done = convert(line)
    if len(done) == len(line):
        return done
    return "".join(one if len(one := convert(char)) == 1 else char for char in line)


def _rewrite(folded: Folded, pattern: re.Pattern[str], to: Callable[[re.Match[str]], str]) -> Folded:
    """`folded` with each match of `pattern` replaced; a replacement stands for the whole range it replaces."""
    found = list(pattern.finditer(folded.text))
    if not found:
        return folded
    text: list[str] = []
    starts, ends = array("I"), array("I")
    at = 0
    for match in found:
        new = to(match)
        text += (folded.text[at : match.start()], new)
        starts.extend(folded.starts[at : match.start()])
        ends.extend(folded.ends[at : match.start()])
        if len(new) == match.end() - match.start():
            starts.extend(folded.starts[match.start() : match.end()])
            ends.extend(folded.ends[match.start() : match.end()])
        else:
            _fill(starts, folded.starts[match.start()], len(new))
            _fill(ends, folded.ends[match.end() - 1], len(new))
        at = match.end()
    text.append(folded.text[at:])
    starts.extend(folded.starts[at:])
    ends.extend(folded.ends[at:])
    return Folded("".join(text), starts, ends)


def _fill(into: array[int], value: int, times: int) -> None:
    into.extend(value for _ in range(times))
