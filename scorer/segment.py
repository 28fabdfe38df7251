"""
Segments a report: source text in, a Document of headings and sentences out, each with its place, section and modality.

Works on folded text; every sentence keeps both its folded range, for matching, and its source range, for citing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from msgspec import Struct

from scorer import headings
from scorer.fold import HAN, Folded, fold
from scorer.headings import RUN_IN, UNNUMBERED, Heading, Kind
from scorer.identity import identify
from scorer.modality import Clause, Modality, clauses
from scorer.model import Level
from scorer.noise import is_noise
from scorer.openings import Run
from scorer.source import Source

_LINE = re.compile("[^\r\n\u2028\u2029\x85\x0b\x0c]+")
LINE_END = re.compile("\r\n|\r|\n|\u2028|\u2029|\x85")
_EDGES = " \t\u3000\xa0|*#>"
# What a sentence does not end inside of. Bounded, so that one missing bracket spoils no more than its own stretch.
_INSIDE = re.compile(r"《[^《》]{0,80}》|\([^()]{0,120}\)|“[^“”]{0,80}”|‘[^‘’]{0,40}’")
# It begins with one set of characters, because that is what `re` looks for fast.
_END = re.compile(rf"[。!?;.](?:(?<!\.)[。!?;]*[”’)》]*|(?<=[{HAN}]\.)(?=[{HAN}]|$))")
_WORD = re.compile(r"\w")
_STOPPED = re.compile(r"[。!?;][”’)》]*$")

_HEADING_MAX = 50
_UNNUMBERED_MAX = 30
_RUN_IN_MAX = 46
_BOLD_MAX = 22


class Sentence(Struct, frozen=True, gc=False):
    """
    A sentence, or a heading, which may be evidence as well.

    Attributes:
        at, to: folded code points. start, end: source code points.
        line: 1-based line of the source on which it starts.
        section: the headings above it as they stand in the source, outermost first.
        kind: what the section is about.
        modality: of the section, or of all its clauses where they agree; else done.
        clauses: its stretches between commas, with why each does not count.
        heading: its level, or None for an ordinary sentence.
        followed: whether text follows under the heading (catalogue R3).
        above: numbers of the sentences that are the headings above it, outermost first.
        paragraph: 0-based number of the line it stands in, among the lines kept.
    """

    at: int
    to: int
    start: int
    end: int
    line: int
    section: tuple[str, ...]
    kind: Kind
    modality: Modality
    clauses: tuple[Clause, ...]
    heading: int | None
    followed: bool
    above: tuple[int, ...]
    paragraph: int


@dataclass(frozen=True)
class Document:
    """
    A segmented report.

    Attributes:
        source: as read. folded: for matching.
        title, issuer: as they stand in the source, "" where it does not say.
        year, published, level: see identity.Identity.
        sentences: in order, none overlapping another.
    """

    source: Source
    folded: Folded
    title: str
    issuer: str
    year: int | None
    published: str | None
    level: Level | None
    sentences: tuple[Sentence, ...]


class _Unit(Struct, frozen=True, gc=False):
    """A line, or the part of a line that a number inside it sets off; the level of that number."""

    at: int
    to: int
    paragraph: int
    level: int


@dataclass(frozen=True)
class _Above:
    """A heading that is open: as it stands in the source, and the number of its sentence."""

    heading: Heading
    raw: str
    number: int


@dataclass
class _State:
    """What the headings and openings read so far say of the next sentence; `own` heads what is left of its paragraph."""

    headings: list[_Above] = field(default_factory=list)
    own: list[_Above] = field(default_factory=list)
    run: Run = field(default_factory=Run)

    @property
    def level(self) -> int:
        """Level of the innermost heading; 0 where there is none."""
        return self.headings[-1].heading.level if self.headings else 0


def segment(source: Source, year: int | None = None) -> Document:
    """
    The document that `source` is: who reports on which year, and its sentences in order.

    Args:
        source: as read.
        year: the report's year where the caller knows better than the text.
    """
    folded = fold(source.text)
    spans = list(_lines(folded.text))
    noise = [span for span in spans if is_noise(folded.text[slice(*span)])]
    dropped = set(noise)
    kept = [span for span in spans if span not in dropped]
    texts = [folded.text[at:to] for at, to in kept]
    identity = identify(texts, [folded.text[at:to] for at, to in noise])
    year = year or identity.year
    skipped = {*identity.title_lines, *identity.signature}
    first = max(identity.title_lines, default=-1) + 1
    if first < len(texts) and re.fullmatch(r"[^,。;]{2,24}:", texts[first]) and not headings.number(texts[first])[0]:
        skipped.add(first)  # 县政府：
    skipped |= {i for i in range(first) if len(texts[i]) < _HEADING_MAX}
    units = [unit for i, span in enumerate(kept) if i not in skipped for unit in _units(folded, span, i)]
    return Document(
        source,
        folded,
        _source_text(source, folded, [kept[i] for i in identity.title_lines]) or identity.title,
        _issuer(source, folded, identity.issuer),
        year,
        identity.published,
        identity.level,
        tuple(_sentences(source, folded, units, year)),
    )


def _source_text(source: Source, folded: Folded, spans: list[tuple[int, int]]) -> str:
    return "".join(source.text[slice(*folded.span(at, to))].strip() for at, to in spans)


def _issuer(source: Source, folded: Folded, issuer: str) -> str:
    at = folded.text.rfind(issuer) if issuer else -1
    return source.text[slice(*folded.span(at, at + len(issuer)))] if at >= 0 else issuer


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of the lines of `text`, stripped, empty ones left out."""
    for match in _LINE.finditer(text):
        line = match[0]
        at = match.start() + len(line) - len(line.lstrip(_EDGES))
        to = match.start() + len(line.rstrip(_EDGES))
        if at < to:
            yield at, to


def _units(folded: Folded, span: tuple[int, int], paragraph: int) -> Iterator[_Unit]:
    """The line `span`, cut where a new number starts inside it."""
    at, to = span
    text = folded.text[at:to]
    masked = _INSIDE.sub(lambda m: "□" * len(m[0]) if not headings.number(m[0])[0] else m[0], text)
    cuts = {m.end() for m in headings.INNER_NUMBER.finditer(masked)}
    cuts.add(headings.glued(text))
    cuts.discard(0)
    bounds = [0, *sorted(cuts), len(text)]
    for a, b in pairwise(bounds):
        if text[a:b].strip():
            yield _Unit(at + a, at + b, paragraph, headings.number(text[a:b])[0])


def _split(folded: Folded, unit: _Unit) -> list[tuple[int, int]]:
    """Ranges of the sentences of a unit, tiling it but for white space at their edges."""
    text = folded.text[unit.at : unit.to]
    masked = _INSIDE.sub(lambda m: m[0][0] + "□" * (len(m[0]) - 2) + m[0][-1], text)
    bounds = [0, *[m.end() for m in _END.finditer(masked)]]
    if bounds[-1] != len(text):
        bounds.append(len(text))
    found = []
    for a, b in pairwise(bounds):
        stripped = text[a:b].strip(_EDGES)
        if _WORD.search(stripped):
            at = unit.at + text.index(stripped, a)
            found.append((at, at + len(stripped)))
    return found


def _sentences(source: Source, folded: Folded, units: list[_Unit], year: int | None) -> list[Sentence]:
    breaks = [m.end() for m in LINE_END.finditer(source.text)]
    numbered = any(unit.level == 1 for unit in units)
    state = _State()
    found: list[Sentence] = []
    for i, unit in enumerate(units):
        ranges = _split(folded, unit)
        if not ranges:
            continue
        after = units[i + 1].level if i + 1 < len(units) else None
        heading, head_to = _heading(folded, ranges, numbered=numbered, after=after)
        heading = _enter(state, heading, unit, year)
        if heading and head_to < ranges[0][1]:
            ranges[:1] = _unglued(folded.text, ranges[0], head_to)
        for j, (at, to) in enumerate(ranges):
            text = folded.text[at:to]
            level, length = headings.number(text)
            own = heading if j == 0 else None
            last = j + 1 == len(ranges)
            if level == RUN_IN:
                state.own = []
            if own is None:
                state.run.read(text[length:], year, state.level, last=last)
            start, end = folded.span(at, to)
            kind = _kind(state, own)
            modality, parts = _modality(kind, text, at, year)
            above = state.headings if own else state.headings + state.own
            depth = own.level if own else None
            found.append(
                Sentence(
                    at, to, start, end, bisect_right(breaks, start) + 1,
                    tuple([one.raw for one in above]), kind, modality, parts, depth,
                    not last or (after is not None and (after == UNNUMBERED or after > (depth or 0))),
                    tuple([one.number for one in above]), unit.paragraph,
                )
            )  # fmt: skip
            if own:
                state.headings.append(_Above(own, source.text[start:end], len(found) - 1))
            elif level == RUN_IN and not last and len(text) <= _RUN_IN_MAX and text.endswith("。"):
                # 一是加强领导。 heads what follows it in its paragraph, up to 二是.
                state.own = [_Above(Heading(RUN_IN, text, "other"), source.text[start:end], len(found) - 1)]
    return found


def _unglued(text: str, span: tuple[int, int], head_to: int) -> list[tuple[int, int]]:
    """The heading that ends at `head_to`, and the text that a colon or a space glues to it: 加强领导:成立…."""
    at, to = span
    rest = to - len(text[head_to:to].lstrip(" :,"))
    return [(at, head_to), *([(rest, to)] if rest < to else [])]


def _heading(
    folded: Folded, ranges: list[tuple[int, int]], *, numbered: bool, after: int | None
) -> tuple[Heading | None, int]:
    """
    The heading that a unit is or begins with, and where its text ends.

    Args:
        after: level of the number that the next unit begins with; None where there is no next unit.
    """
    at, to = ranges[0]
    text = folded.text[at:to]
    level, length = headings.number(text)
    stopped = bool(_STOPPED.search(text))
    single = len(ranges) == 1
    if level == UNNUMBERED:
        kind = headings.kind(text, top=True)
        if (
            single
            and not stopped
            and len(text) <= _UNNUMBERED_MAX
            and after is not None
            and (text[-1] != ":" or kind != "other")
        ):
            return Heading(1 if kind != "other" or not numbered else RUN_IN - 1, text, kind), to
        if not single and stopped and len(text) <= _BOLD_MAX and kind in ("problem", "plan"):
            return Heading(RUN_IN - 1, text, kind), to
        return None, to
    if level == RUN_IN:
        return None, to
    if single and not stopped and len(text) <= _HEADING_MAX and text.find(":", length, -1) <= 0:
        return Heading(level, text, headings.kind(text, top=False)), to
    opens = single and after is not None and (after == UNNUMBERED or after > level)
    if stopped and len(text) <= _RUN_IN_MAX and (opens or not single):
        return Heading(level, text, headings.kind(text, top=False)), to
    glue = _glue(folded, at, text, length)
    if glue:
        return Heading(level, text[:glue], headings.kind(text[:glue], top=False)), at + glue
    return None, to


def _glue(folded: Folded, at: int, text: str, length: int) -> int:
    """Length of the heading at the start of `text` that a colon or a lone space parts from the sentence; else 0."""
    colon = text.find(":", length + 2, _RUN_IN_MAX)
    if colon > 0 and not re.search("[。;]", text[:colon]):
        return colon
    spaces = [
        i for i in range(length + 4, min(len(text), _HEADING_MAX))
        if any(c.isspace() for c in _dropped(folded, at + i))
    ]  # fmt: skip
    return spaces[0] if len(spaces) == 1 else 0


def _dropped(folded: Folded, at: int) -> str:
    start, end = folded.dropped(at)
    return " " if end > start and folded.text[at - 1] not in ",。:;、" else ""


def _enter(state: _State, heading: Heading | None, unit: _Unit, year: int | None) -> Heading | None:
    """
    Closes what a new unit closes: headings of the paragraph before, and a run of problems or plans.

    Returns `heading` with the kind that its place gives it.
    """
    state.own = []
    if heading is not None:
        _close(state.headings, heading)
        heading = replace(heading, kind=headings.kind(heading.text, top=not state.headings, year=year))
    state.run.enter(unit.level, heading)
    return heading


def _close(stack: list[_Above], heading: Heading) -> None:
    """Takes off `stack` the headings that are not above `heading`."""
    levels = [one.heading.level for one in stack]
    if heading.level in levels:
        del stack[levels.index(heading.level) :]
    elif not (levels and min(levels) > heading.level and _is_first(heading.text)):
        while stack and stack[-1].heading.level > heading.level:
            stack.pop()


def _is_first(text: str) -> bool:
    """Whether the heading is the first of its kind: then it stands below what is above it, whatever its style."""
    return bool(re.match(r"\(?[一1①]", text))


def _modality(kind: Kind, text: str, at: int, year: int | None) -> tuple[Modality, tuple[Clause, ...]]:
    """Modality of a sentence and its clauses; what the section settles, no word of the sentence can undo."""
    if kind in ("problem", "plan"):
        return kind, (Clause(at, at + len(text), kind),)
    parts = clauses(text, at, year)
    whys = {part.why for part in parts}
    if whys == {"plan"}:
        return "plan", parts
    return ("problem" if whys <= {"problem", "denied"} else "done"), parts


def _kind(state: _State, own: Heading | None) -> Kind:
    """What is being written about: the heading's own kind, an open run of plans or problems, or the section's."""
    if own and own.kind != "other":
        return own.kind
    if state.run.kind:
        return state.run.kind
    return next((one.heading.kind for one in reversed(state.headings) if one.heading.kind != "other"), "other")
