"""
The scorecard in the terminal.

Nothing stands to the right of quoted text, because “ ” … count one column here and two in many Chinese terminals. Words
carry the meaning and colours only decorate, so that a pipe, a GBK console and a screen reader lose nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from scorer.errors import Lang
from scorer.model import ElementResult, Evidence, NotCounted, ObligationResult, Scorecard, Status
from scorer.render.wording import word

STYLES: dict[Status, str] = {"covered": "green", "partial": "yellow", "missing": "red"}
_BAR_WIDTH = 40
_QUOTED = 96
_BREAKS = "\r\n\t\u2028\u2029\x85"
# A terminal obeys these: C0 and C1 controls, and marks that turn the direction of what follows.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def scorecard(card: Scorecard, lang: Lang, width: int, colour: str | None, encoding: str) -> str:
    """
    The scorecard as text for a terminal.

    Args:
        width: columns, at least 40.
        colour: rich's name of a colour system; None for no escape codes at all.
        encoding: of the terminal.
    """
    console, text = screen(width, colour)
    for part in _card(card, lang, console.width, encoding):
        console.print(part)
    return encodable(text.getvalue(), encoding)


def screen(width: int, colour: str | None) -> tuple[Console, io.StringIO]:
    """A console that writes into a string, and the string."""
    text = io.StringIO()
    console = Console(
        file=text,
        width=max(40, width),
        force_terminal=colour is not None,
        color_system=colour,  # type: ignore[arg-type]
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=False,
        _environ={},
    )
    return console, text


def labelled(label: Text, text: Text, indent: int) -> Padding:
    """`text` beside `label`, wrapped under itself; two columns stay free at the right for marks that show wide."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(label, text)
    return Padding(grid, (0, 2, 0, indent))


def encodable(text: str, encoding: str) -> str:
    """`text` with what `encoding` lacks replaced, line by line without trailing blanks."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return lines.encode(encoding, "replace").decode(encoding)


def _card(card: Scorecard, lang: Lang, width: int, encoding: str) -> Iterator[Text | Padding]:
    report, checklist = card.report, card.checklist
    yield Text(one_line(report.title) or word("untitled", lang), style="bold")
    facts = [one_line(report.issuer) or word("no-issuer", lang)]
    facts += [word("year", lang, report.year)] if report.year else []
    facts += [word("published", lang, report.published)] if report.published else []
    facts.append(" ← ".join(word("checklist", lang, one.id, one.version) for one in reversed(checklist.layers)))
    yield Text("  ".join(facts), style="dim")
    yield Text()
    yield _bar(card, lang, width, encoding)
    for obligation in card.obligations:
        yield Text()
        yield from _obligation(obligation, lang)
    if card.notes or checklist.left_out:
        yield Text()
    for one in checklist.left_out:
        yield labelled(Text(word("left-out", lang), style="yellow"), Text(f"{one.obligation}  {one.reason}"), 0)
    if card.notes:
        for note in card.notes:
            yield labelled(Text(word("notes", lang), style="yellow"), Text(note.zh if lang == "zh" else note.en), 0)


def _bar(card: Scorecard, lang: Lang, width: int, encoding: str) -> Text:
    """The score, a bar of what room there is, and the counts."""
    counts: list[tuple[Status, int]] = [
        ("covered", card.summary.covered),
        ("partial", card.summary.partial),
        ("missing", card.summary.missing),
    ]
    total = sum(n for _, n in counts) or 1
    glyphs = "█▓░" if _can("█▓░", encoding) else "#=."
    bar = Text(f"{word('score', lang)} {card.score:g}  ", style="bold")
    tail = Text().join(Text(f"  {word(status, lang)} {n}", style=STYLES[status]) for status, n in counts)
    columns = min(_BAR_WIDTH, max(0, width - bar.cell_len - tail.cell_len))
    done = 0
    for (status, n), glyph in zip(counts, glyphs, strict=True):
        to = round(columns * (done + n) / total)
        bar.append(glyph * (to - round(columns * done / total)), style=STYLES[status])
        done += n
    return bar.append_text(tail)


def _obligation(obligation: ObligationResult, lang: Lang) -> Iterator[Text | Padding]:
    title = obligation.title if lang == "zh" else obligation.title_en
    head = Text.assemble((word(obligation.status, lang), f"bold {STYLES[obligation.status]}"), "  ", (title, "bold"))
    head.append(f"  {obligation.id}", style="dim")
    yield head
    for evidence in obligation.not_applicable:
        yield Padding(Text(word("not-applicable", lang), style="magenta"), (0, 0, 0, 4))
        yield citation(evidence, lang)
    for element in obligation.elements:
        yield from _element(element, lang)
    if obligation.advice:
        yield labelled(Text(word("advice", lang), style="yellow"), Text(obligation.advice), 4)


def _element(element: ElementResult, lang: Lang) -> Iterator[Padding]:
    mark = ("met", "green") if element.met else ("unmet", "red")
    yield Padding(Text.assemble((word(mark[0], lang), mark[1]), "  ", element.title), (0, 0, 0, 4))
    if element.evidence:
        yield citation(element.evidence[0], lang)
    elif element.not_counted:
        yield citation(element.not_counted[0], lang)


def citation(evidence: Evidence | NotCounted, lang: Lang) -> Padding:
    """Where a sentence stands and what it says, its matched words set off; why it does not count, if it does not."""
    quoted = Text(shortened(evidence, _QUOTED))
    quoted.highlight_words([one_line(matched) for matched in evidence.matched], style="underline")
    if isinstance(evidence, NotCounted):
        reason = f"{word('not-counted', lang)}{word('colon', lang)}{word(evidence.why, lang)}\n"
        quoted = Text(reason, style="yellow").append_text(Text(quoted.plain, style="default"))
    return labelled(Text(word("line", lang, evidence.line), style="cyan"), quoted, 10)


def shortened(evidence: Evidence, most: int) -> str:
    """The sentence on one line, cut around what matched where it is longer than `most` characters."""
    text = one_line(evidence.text)
    if len(text) <= most:
        return text
    at = text.find(one_line(evidence.matched[0])) if evidence.matched else 0
    start = max(0, min(at - most // 3, len(text) - most))
    cut = text[start : start + most]
    return ("…" if start else "") + cut + ("…" if start + most < len(text) else "")


def one_line(text: str) -> str:
    """`text` without line ends, control characters and turns of direction, which would break the screen."""
    return "".join(" " if c in _BREAKS else c for c in text if c in _BREAKS or not _UNSHOWN.match(c))


def _can(glyphs: str, encoding: str) -> bool:
    try:
        glyphs.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
