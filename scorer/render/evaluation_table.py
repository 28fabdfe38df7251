"""An evaluation in the terminal: figures, a row for each report and obligation, disagreements, what moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from scorer.errors import Lang
from scorer.render.terminal import encodable, labelled, one_line, screen
from scorer.render.wording import word

if TYPE_CHECKING:
    from rich.console import RenderableType

    from scorer.comparison import Comparison, Move, StatusMove
    from scorer.evaluation import ElementOutcome, Evaluation, Row

_QUOTED = 60
_CHANGES = {"better": "green", "worse": "red", "other": "yellow"}


def evaluation_table(
    found: Evaluation, moved: Comparison | None, lang: Lang, width: int, colour: str | None, encoding: str
) -> str:
    """The evaluation, and what moved since a baseline where there is one, as text for a terminal."""
    console, text = screen(width, colour)
    for part in _parts(found, moved, lang):
        console.print(part)
    return encodable(text.getvalue(), encoding)


def _parts(found: Evaluation, moved: Comparison | None, lang: Lang) -> Iterator[RenderableType]:
    yield Text(word("checklist", lang, found.checklist.id, found.checklist.version), style="bold")
    yield _figures(found, moved, lang)
    yield _rows(word("reports", lang), found.reports, lang)
    yield _rows(word("obligations", lang), found.obligations, lang)
    if moved:
        yield from _comparison(moved, lang)
    wrong = found.disagreements()
    yield Text(word("disagreements", lang, len(wrong)), style="bold")
    for one in wrong:
        yield _disagreement(one, lang)


def _comparison(moved: Comparison, lang: Lang) -> Iterator[RenderableType]:
    yield Text(word("moved", lang, len(moved.moves), len(moved.status_moves)), style="bold")
    for move in moved.moves:
        yield _moved(move, lang)
    for one in moved.status_moves:
        yield _status_moved(one, lang)
    for key, names in (("relabelled", moved.relabelled), ("added", moved.added), ("gone", moved.gone)):
        if names:
            yield Text(word(key, lang, len(names)))
    yield Text()


def _figures(found: Evaluation, moved: Comparison | None, lang: Lang) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name in found.figures.__struct_fields__[1:]:
        now = getattr(found.figures, name)
        change = f"{moved.figures[name]:+.3f}" if moved and moved.figures[name] else ""
        table.add_row(word(name, lang), f"{now:.3f}", change)
    return table


def _rows(title: str, rows: list[Row], lang: Lang) -> Table:
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column(title, overflow="fold")
    for key in ("f1", "tp", "fp", "fn", "status"):
        table.add_column(word(key, lang), justify="right", no_wrap=True)
    for row in rows:
        f1 = "-" if row.f1 is None else f"{row.f1:.3f}"
        table.add_row(row.id, f1, str(row.tp), str(row.fp), str(row.fn), f"{row.right}/{row.of}")
    return table


def _disagreement(one: ElementOutcome, lang: Lang) -> RenderableType:
    said = _quote(one.citation, one.line, lang) if one.met else []
    label = [f"{word('label', lang)} {line}" for line in _quote(one.expected, one.expected_line, lang)]
    kind = "said-unmet" if not one.met else "said-met" if one.label == "unmet" else "other-citation"
    return _entry(one.report, one.element, (word(kind, lang), "yellow"), said + label)


def _moved(move: Move, lang: Lang) -> RenderableType:
    words = [word("met" if met else "unmet", lang) for met in (move.was_met, move.met)]
    said = " → ".join(words) if move.was_met != move.met else word("other-citation", lang)
    quoted = [
        f"{sign} {_cut(citation)}" for sign, citation in (("-", move.was_citation), ("+", move.citation)) if citation
    ]
    return _entry(move.report, move.element, _judged(said, move.change, lang), quoted)


def _status_moved(move: StatusMove, lang: Lang) -> RenderableType:
    said = " → ".join(word(status, lang) for status in (move.was, move.status))
    return _entry(move.report, move.obligation, _judged(said, move.change, lang), [])


def _judged(said: str, change: str, lang: Lang) -> tuple[str, str]:
    return f"{said}  {word(change, lang)}", _CHANGES[change]


def _entry(report: str, name: str, said: tuple[str, str], quoted: list[str]) -> RenderableType:
    head = Text.assemble(f"{report}  {name}  ", said, *(f"\n{line}" for line in quoted))
    return labelled(Text("·"), head, 0)


def _quote(words: str, line: int, lang: Lang) -> list[str]:
    return [f"{word('line', lang, line)}  {_cut(words)}"] if words else []


def _cut(words: str) -> str:
    text = one_line(words)
    return text[:_QUOTED] + ("…" if len(text) > _QUOTED else "")
