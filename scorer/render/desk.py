"""
An obligation on the reviewer's desk: all that a decision on it rests on.

Sentences stand among the lines of the report around them, because whether one counts often shows only there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from rich.padding import Padding
from rich.text import Text

from scorer.decisions import ReviewedObligation
from scorer.errors import Lang
from scorer.model import Basis, ElementResult, Evidence, NotCounted, Obligation, ObligationResult
from scorer.render.terminal import STYLES, decisions, encodable, labelled, one_line, screen
from scorer.render.wording import word
from scorer.review import Case
from scorer.segment import LINE_END

# Lines before and after, blank ones not counted.
_AROUND = 2
# Characters of a line that is only context, and of a paragraph beside the sentence that is cited.
_CONTEXT, _BESIDE = 72, 40
# Fewer are not worth an ellipsis.
_SPARED = 10


@dataclass(frozen=True)
class _Lines:
    """The lines of a report: `starts` and `ends` are code points, without the line ends."""

    text: str
    starts: list[int]
    ends: list[int]

    def number(self, at: int) -> int:
        """The 0-based line that the code point `at` stands in."""
        return bisect_right(self.starts, at) - 1

    def around(self, first: int, last: int) -> list[int]:
        """The lines `first` to `last`, and the lines next to them that are not blank."""
        before = [n for n in range(first - 1, -1, -1) if self.line(n).strip()][:_AROUND]
        after = [n for n in range(last + 1, len(self.starts)) if self.line(n).strip()][:_AROUND]
        return [*reversed(before), *range(first, last + 1), *after]

    def line(self, number: int) -> str:
        """Line `number`, 0-based."""
        return self.text[self.starts[number] : self.ends[number]]


def desk(case: Case, name: str, progress: str, lang: Lang, width: int, colour: str | None, encoding: str) -> str:
    """The obligation `name` of `case` as text for a terminal, `progress` in front of it; other arguments as for a scorecard."""
    console, text = screen(width, colour)
    for part in _obligation(case, name, progress, lang):
        console.print(part)
    return encodable(text.getvalue(), encoding)


def decided(case: Case, name: str, lang: Lang, width: int, colour: str | None, encoding: str) -> str:
    """What is decided on the obligation `name`, as text for a terminal."""
    console, text = screen(width, colour)
    for part in decisions(*_found(case, name)[1:], lang):
        console.print(part)
    return encodable(text.getvalue(), encoding)


def _found(case: Case, name: str) -> tuple[Obligation, ObligationResult, ReviewedObligation]:
    """What is asked for, what was found, and what was decided."""
    return (
        next(one for one in case.compiled.checklist.obligations if one.id == name),
        next(one for one in case.card.obligations if one.id == name),
        next(one for one in case.reviewed.obligations if one.id == name),
    )


def _obligation(case: Case, name: str, progress: str, lang: Lang) -> Iterator[Text | Padding]:
    asked, found, reviewed = _found(case, name)
    head = Text.assemble((progress, "bold reverse"), "  ", (word(found.status, lang), f"bold {STYLES[found.status]}"))
    head.append(f"  {found.title if lang == 'zh' else found.title_en}", style="bold").append(f"  {name}", style="dim")
    if found.core:
        head.append(f"  {word('core', lang)}", style="magenta")
    yield head
    for basis in asked.basis:
        yield labelled(Text(word("basis", lang), style="dim"), Text(_basis(basis)), 4)
    shown: set[int] = set()
    for sentence in found.not_applicable:
        yield Padding(Text(word("not-applicable", lang), style="magenta"), (0, 0, 0, 4))
        yield from _excerpt(case, sentence, shown, lang)
    counts = {e.id: e.counts for e in asked.elements}
    for element in found.elements:
        yield from _element(case, element, counts[element.id], shown, lang)
    if found.advice:
        yield labelled(Text(word("advice", lang), style="yellow"), Text(found.advice), 4)
    yield from decisions(found, reviewed, lang)


def _basis(basis: Basis) -> str:
    return f"{basis.document}{basis.article}：{basis.requires}"


def _element(case: Case, element: ElementResult, counts: str, shown: set[int], lang: Lang) -> Iterator[Padding]:
    mark = ("met", "green") if element.met else ("unmet", "red")
    yield Padding(Text.assemble((word(mark[0], lang), mark[1]), "  ", (element.title, "bold")), (0, 0, 0, 4))
    yield labelled(Text(word("counts", lang), style="dim"), Text(counts, style="dim"), 6)
    for sentence in (*element.evidence, *element.not_counted):
        yield from _excerpt(case, sentence, shown, lang)
    if not element.evidence and not element.not_counted:
        yield Padding(Text(word("nothing", lang), style="dim"), (0, 0, 0, 6))


def _excerpt(case: Case, cited: Evidence, shown: set[int], lang: Lang) -> Iterator[Padding]:
    """A sentence, why it counts or not, and the lines around it, unless those around its first line are `shown` already."""
    place = Text(word("line", lang, cited.line), style="cyan")
    if isinstance(cited, NotCounted):
        why = word("not-counted", lang) + word("colon", lang) + word(cited.why, lang)
        yield labelled(place, Text(why, style="yellow"), 6)
    else:
        yield labelled(place, Text(word("counted", lang), style="green"), 6)
    lines = _lines(case.document.source.text)
    first, last = lines.number(cited.start), lines.number(cited.end - 1)
    wanted = range(first, last + 1) if first in shown else lines.around(first, last)
    shown.add(first)
    digits = len(str(wanted[-1] + 1))
    for number in wanted:
        own = first <= number <= last
        label = Text(f"{'>' if own else ' '} {number + 1:>{digits}}", style="cyan" if own else "dim")
        line = _own(lines, number, cited) if own else Text(_cut(one_line(lines.line(number))), style="dim")
        yield labelled(label, line, 8)


def _own(lines: _Lines, number: int, cited: Evidence) -> Text:
    """A line that the sentence stands in: all of the sentence, and what stands right beside it."""
    start, end = max(lines.starts[number], cited.start), min(lines.ends[number], cited.end)
    before, after = lines.text[lines.starts[number] : start], lines.text[end : lines.ends[number]]
    sentence = Text(one_line(lines.text[start:end]), style="bold")
    sentence.highlight_words([one_line(matched) for matched in cited.matched], style="underline")
    left = one_line(before) if len(before) <= _BESIDE + _SPARED else "…" + one_line(before[-_BESIDE:])
    right = one_line(after) if len(after) <= _BESIDE + _SPARED else one_line(after[:_BESIDE]) + "…"
    return Text.assemble((left, "dim"), sentence, (right, "dim"))


def _cut(text: str) -> str:
    return text[:_CONTEXT] + "…" if len(text) > _CONTEXT + _SPARED else text


def _lines(text: str) -> _Lines:
    ends = [(one.start(), one.end()) for one in LINE_END.finditer(text)]
    return _Lines(text, [0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)])
