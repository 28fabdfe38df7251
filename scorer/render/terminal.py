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

from scorer.decisions import Decision, Reviewed, ReviewedObligation, ReviewedScorecard, ReviewedStatus, Standing
from scorer.errors import Lang
from scorer.model import ElementResult, Evidence, NotCounted, ObligationResult, Scorecard
from scorer.render.wording import word

STYLES: dict[ReviewedStatus, str] = {"covered": "green", "partial": "yellow", "missing": "red", "waived": "cyan"}
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
    reviewed = card.review if isinstance(card, ReviewedScorecard) else None
    if reviewed:
        yield as_reviewed(reviewed, lang)
    beside = {one.id: one for one in reviewed.obligations} if reviewed else {}
    for obligation in card.obligations:
        yield Text()
        yield from _obligation(obligation, lang)
        if obligation.id in beside:
            yield from decisions(obligation, beside[obligation.id], lang)
    if reviewed and reviewed.unknown:
        yield Text()
        for standing in reviewed.unknown:
            yield from decision(standing, lang)
    if card.notes or checklist.left_out:
        yield Text()
    for one in checklist.left_out:
        yield labelled(Text(word("left-out", lang), style="yellow"), Text(f"{one.obligation}  {one.reason}"), 0)
    if card.notes:
        for note in card.notes:
            yield labelled(Text(word("notes", lang), style="yellow"), Text(note.zh if lang == "zh" else note.en), 0)


def _bar(card: Scorecard, lang: Lang, width: int, encoding: str) -> Text:
    """The score, a bar of what room there is, and the counts."""
    counts: list[tuple[ReviewedStatus, int]] = [
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


def as_reviewed(reviewed: Reviewed, lang: Lang) -> Text:
    """The score and the counts with the decisions taken into account."""
    score = word("all-waived", lang) if reviewed.score is None else f"{reviewed.score:g}"
    line = Text(f"{word('reviewed', lang)} {score}", style="bold")
    counts = reviewed.summary
    for status, style in STYLES.items():
        line.append(f"  {word(status, lang)} {getattr(counts, status)}", style=style)
    return line


def decisions(found: ObligationResult, reviewed: ReviewedObligation, lang: Lang) -> Iterator[Padding]:
    """What was decided on an obligation, and how it then stands where that is not as found."""
    titles = {e.id: e.title for e in found.elements}
    for standing in reviewed.decisions:
        yield from decision(standing, lang, titles)
    if reviewed.status != found.status:
        shown = Text(word(reviewed.status, lang), style=STYLES[reviewed.status])
        yield labelled(Text(word("reviewed", lang), style="bold"), shown, 4)


def decision(
    standing: Standing, lang: Lang, titles: dict[str, str] | None = None, indent: int = 4
) -> Iterator[Padding]:
    """
    A decision: where it does not hold why, then what it says and where its quote stands.

    Args:
        titles: of the elements; None where the checklist does not have the obligation.
    """
    one = standing.decision
    said = Text()
    if standing.state != "holds":
        alone = one.decision == "override" and not one.quote and standing.state == "stale"
        said.append(word("line-only" if alone else standing.state, lang) + "  ", style="red")
    name = ".".join(filter(None, (one.obligation, one.element))) if titles is None else one.element
    about = (titles or {}).get(one.element, name)
    said.append(f"{one_line(about)}  " if about else "").append(_said(one, lang))
    yield labelled(Text(word("decision", lang), style="cyan"), said, indent)
    if standing.quoted:
        quote = Text(one_line(standing.quoted.text))
        yield labelled(Text(word("line", lang, standing.quoted.line), style="cyan"), quote, indent + 6)
    elif one.quote:
        yield Padding(Text(one_line(one.quote), style="dim"), (0, 2, 0, indent + 6))


def _said(one: Decision, lang: Lang) -> str:
    said = word(one.decision, lang)
    if one.reason:
        said += word("bracketed", lang, word(f"waive-{one.reason}", lang))
    if one.until:
        said += word("until", lang, one.until)
    if one.line is not None and not one.quote:
        said += word("bracketed", lang, word("line", lang, one.line))
    return said + (word("colon", lang) + one_line(one.note) if one.note else "")


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
