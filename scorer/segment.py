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
from typing import Literal

from scorer import headings
from scorer.fold import HAN, Folded, fold
from scorer.headings import RUN_IN, UNNUMBERED, Heading, Kind
from scorer.identity import identify
from scorer.modality import Clause, Modality, clauses
from scorer.model import Level
from scorer.noise import is_noise
from scorer.source import Source

_LINE = re.compile("[^\r\n\u2028\u2029\x85\x0b\x0c]+")
LINE_END = re.compile("\r\n|\r|\n|\u2028|\u2029|\x85")
_EDGES = " \t\u3000\xa0|*#>"
# What a sentence does not end inside of. Bounded, so that one missing bracket spoils no more than its own stretch.
_INSIDE = re.compile(r"《[^《》]{0,80}》|\([^()]{0,120}\)|“[^“”]{0,80}”|‘[^‘’]{0,40}’")
_END = re.compile(rf"[。!?;]+[”’)》]*|(?<=[{HAN}])\.(?=[{HAN}]|$)")
_STOPPED = re.compile(r"[。!?;][”’)》]*$")

_HEADING_MAX = 50
_UNNUMBERED_MAX = 30
_RUN_IN_MAX = 46
_BOLD_MAX = 22

_NEXT = "下一?步|下一?阶段|下一?年度?|今后|接下来|明年|来年|新的?一年|未来[一几三五]年"
_PLAN_OPENS = re.compile(
    rf"^(?:(?:在|面对|展望|立足|同时|针对[^,]{{0,14}},)?(?:{_NEXT})|(?:针对|对照)(?:以上|上述|这些|存在的)[^,]{{0,12}},[^,]{{0,14}}将)"
)
_YEAR_OPENS = re.compile(r"^(?:在|展望|进入)?(20\d\d)年")
_PROBLEM_OPENS = re.compile(
    "存在的?(?:主要|突出|一些)?(?:的)?(?:问题|不足|困难|短板|差距)(?:主要)?(?:有|是|:|表现|体现|如下|包括)"
    "|(?:但|虽然|同时|仍|还|也|尚|当前|目前|清醒)[^。]{0,40}(?:存在|[还仍尚也]有|有一[些定]|有不少|(?=有差距|有不足))[^。,]{0,12}(?:问题|不足|差距|短板|困难|薄弱环节)[^。,]{0,4}(?:[,。:]|$)"
    "|^(?:主要)?(?:问题|不足|短板)(?:主要)?(?:有|是|:|表现|体现|在于)|(?:问题|不足)(?:主要)?(?:表现|体现)(?:在|为)"
)
_PROBLEM_SOLVED = re.compile("针对|解决|整改|破解|督促|下发|整治|纠正|化解|研判")


@dataclass(frozen=True, slots=True)
class Sentence:
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


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line, or the part of a line that a number inside it sets off."""

    at: int
    to: int
    paragraph: int


@dataclass(frozen=True)
class _Above:
    """A heading that is open: as it stands in the source, and the number of its sentence."""

    heading: Heading
    raw: str
    number: int


@dataclass
class _State:
    """What the headings and openings read so far say of the next sentence."""

    headings: list[_Above] = field(default_factory=list)
    own: list[_Above] = field(default_factory=list)
    sentences: int = 0
    inline: Literal["", "plan", "problem"] = ""
    inline_level: int = 0
    inline_open: bool = False


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
            yield _Unit(at + a, at + b, paragraph)


def _split(folded: Folded, unit: _Unit) -> list[tuple[int, int]]:
    """Ranges of the sentences of a unit, tiling it but for white space at their edges."""
    text = folded.text[unit.at : unit.to]
    masked = _INSIDE.sub(lambda m: m[0][0] + "□" * (len(m[0]) - 2) + m[0][-1], text)
    bounds = [0, *(m.end() for m in _END.finditer(masked))]
    if bounds[-1] != len(text):
        bounds.append(len(text))
    found = []
    for a, b in pairwise(bounds):
        stripped = text[a:b].strip(_EDGES)
        if re.search(r"\w", stripped):
            at = unit.at + text.index(stripped, a)
            found.append((at, at + len(stripped)))
    return found


def _sentences(source: Source, folded: Folded, units: list[_Unit], year: int | None) -> Iterator[Sentence]:
    breaks = [m.end() for m in LINE_END.finditer(source.text)]
    numbered = any(headings.number(folded.text[u.at : u.to])[0] == 1 for u in units)
    state = _State()
    for i, unit in enumerate(units):
        ranges = _split(folded, unit)
        if not ranges:
            continue
        following = units[i + 1] if i + 1 < len(units) else None
        after = headings.number(folded.text[following.at : following.to])[0] if following else None
        heading, head_to = _heading(folded, ranges, numbered=numbered, after=after)
        heading = _enter(state, heading, folded, unit, year)
        if heading and head_to < ranges[0][1]:
            # 加强领导：成立…: the heading is glued to its text by a colon or a space
            rest = (
                head_to
                + len(folded.text[head_to : ranges[0][1]])
                - len(folded.text[head_to : ranges[0][1]].lstrip(" :,"))
            )
            ranges[:1] = [(ranges[0][0], head_to), *([(rest, ranges[0][1])] if rest < ranges[0][1] else [])]
        for j, (at, to) in enumerate(ranges):
            text = folded.text[at:to]
            level = heading.level if heading and j == 0 else None
            if headings.number(text)[0] == RUN_IN:
                state.own = []
            if level is None:
                _open_inline(state, text, year, last=j + 1 == len(ranges))
            start, end = folded.span(at, to)
            own = heading if level is not None else None
            modality, parts = _modality(state, own, text, at, year)
            above = state.headings if own else [*state.headings, *state.own]
            yield Sentence(
                at, to, start, end, bisect_right(breaks, start) + 1,
                tuple(one.raw for one in above), _kind(state, own), modality, parts, level,
                followed=j + 1 < len(ranges) or (after is not None and (after == UNNUMBERED or after > (level or 0))),
                above=tuple(one.number for one in above), paragraph=unit.paragraph,
            )  # fmt: skip
            if own:
                state.headings.append(_Above(own, source.text[start:end], state.sentences))
            elif j + 1 < len(ranges) and _is_run_in(text):
                # 一是加强领导。 heads what follows it in its paragraph, up to 二是.
                state.own = [_Above(Heading(RUN_IN, text, "other"), source.text[start:end], state.sentences)]
            state.sentences += 1


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


def _enter(state: _State, heading: Heading | None, folded: Folded, unit: _Unit, year: int | None) -> Heading | None:
    """
    Closes what a new unit closes: headings of the paragraph before, and a run of problems or plans.

    Returns `heading` with the kind that its place gives it.
    """
    state.own = []
    if heading is not None:
        _close(state.headings, heading)
        top = not state.headings
        heading = replace(heading, kind=headings.kind(heading.text, top=top, year=year))
    level, _ = headings.number(folded.text[unit.at : unit.to])
    deeper = level != UNNUMBERED and (level > state.inline_level)
    told = heading is not None and heading.kind != "other"
    if not (state.inline_open and deeper and not told):
        state.inline = ""
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


def _is_run_in(text: str) -> bool:
    return headings.number(text)[0] == RUN_IN and len(text) <= _RUN_IN_MAX and text.endswith("。")


def _open_inline(state: _State, text: str, year: int | None, *, last: bool) -> None:
    """Starts a run of problems or plans that lasts to the end of the paragraph, or of the list that it announces."""
    words = text[headings.number(text)[1] :]
    ahead = _YEAR_OPENS.match(words)
    if _PLAN_OPENS.match(words) or (ahead and year and int(ahead[1]) > year):
        state.inline = "plan"
    elif _PROBLEM_OPENS.search(words) and not _PROBLEM_SOLVED.search(words):
        state.inline = "problem"
    elif not last:
        return
    else:
        state.inline_open = state.inline_open and bool(state.inline)
        return
    state.inline_open = last
    state.inline_level = state.headings[-1].heading.level if state.headings else 0


def _modality(
    state: _State, own: Heading | None, text: str, at: int, year: int | None
) -> tuple[Modality, tuple[Clause, ...]]:
    """Modality of a sentence and its clauses; what the section settles, no word of the sentence can undo."""
    above = _kind(state, own)
    if above in ("problem", "plan"):
        return above, (Clause(at, at + len(text), above),)
    parts = clauses(text, at, year)
    whys = {"problem" if part.why == "denied" else part.why for part in parts}
    if whys == {"plan"}:
        return "plan", parts
    return ("problem" if whys == {"problem"} else "done"), parts


def _kind(state: _State, own: Heading | None) -> Kind:
    """What is being written about: the heading's own kind, an open run of plans or problems, or the section's."""
    if own and own.kind != "other":
        return own.kind
    if state.inline:
        return state.inline
    return next((one.heading.kind for one in reversed(state.headings) if one.heading.kind != "other"), "other")
