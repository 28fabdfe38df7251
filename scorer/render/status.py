"""How far a review has come: what is decided, what is open, and which decisions do not hold."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.padding import Padding
from rich.text import Text

from scorer import __version__
from scorer.decisions import Decision, State
from scorer.errors import Lang
from scorer.render.as_json import shown
from scorer.render.terminal import as_reviewed, decision, encodable, labelled, one_line, screen
from scorer.render.wording import word
from scorer.review import Case

STATUS_SCHEMA = "fzcheck/review-status/1"
LAPSED: tuple[State, ...] = ("stale", "expired", "unneeded", "unknown")


def status(case: Case, lang: Lang, width: int, colour: str | None, encoding: str) -> str:
    """The state of the review of `case` as text for a terminal."""
    console, text = screen(width, colour)
    for part in _status(case, lang):
        console.print(part)
    return encodable(text.getvalue(), encoding)


def status_json(case: Case) -> str:
    """The state of the review of `case` as one JSON object, with the names of obligations and elements, checklist order."""
    card, reviewed = case.card, case.reviewed
    said = {
        "schema": STATUS_SCHEMA,
        "fzcheck": __version__,
        "report": {"path": shown(card.report.path), "sha256": card.report.sha256},
        "checklist": {"id": card.checklist.id, "version": card.checklist.version, "sha256": card.checklist.sha256},
        "review": {"path": shown(reviewed.path), "sha256": reviewed.sha256},
        "on": reviewed.on,
        "settled": reviewed.settled,
        "score": {"found": card.score, "reviewed": reviewed.score},
        "open": reviewed.having("open"),
        "gaps": reviewed.having("gap"),
        "overridden": reviewed.having("overridden"),
        "waived": reviewed.having("waived"),
    }
    for state in LAPSED:
        said[state] = [_name(one.decision) for one in reviewed.standings() if one.state == state]
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _status(case: Case, lang: Lang) -> Iterator[Text | Padding]:
    card, reviewed = case.card, case.reviewed
    yield Text(one_line(card.report.title) or word("untitled", lang), style="bold")
    facts = [one_line(card.report.path), word("checklist", lang, card.checklist.id, card.checklist.version)]
    yield Text("  ".join([*facts, word("on", lang, reviewed.on)]), style="dim")
    if case.kept.review.report not in ("", card.report.sha256):
        yield Text(word("changed", lang), style="yellow")
    yield Text(f"{word('score', lang)} {card.score:g}", style="bold")
    yield as_reviewed(reviewed, lang)
    pending = [one for one in reviewed.obligations if one.pending]
    if reviewed.settled:
        yield Text(word("nothing-pending", lang), style="green")
    else:
        yield Text(f"{word('pending', lang)} {len(pending) + len(reviewed.unknown)}", style="bold red")
    of = {one.id: one for one in card.obligations}
    for one in pending:
        found = of[one.id]
        title = found.title if lang == "zh" else found.title_en
        yield labelled(Text(one.id, style="dim"), Text(title, style="bold"), 4)
        titles = {e.id: e.title for e in found.elements}
        for element in (e for e, came in one.elements.items() if came == "open"):
            yield labelled(Text(word("unmet", lang), style="red"), Text(titles[element]), 8)
        for standing in one.decisions:
            if standing.state != "holds":
                yield from decision(standing, lang, titles, 8)
    for standing in reviewed.unknown:
        yield from decision(standing, lang)
    if gaps := reviewed.having("gap"):
        yield Text(f"{word('gap', lang)} {len(gaps)}", style="bold yellow")
        for name in gaps:
            obligation, _, element = name.partition(".")
            titles = {e.id: e.title for e in of[obligation].elements}
            yield labelled(Text(name, style="dim"), Text(titles[element]), 4)


def _name(one: Decision) -> str:
    return ".".join(filter(None, (one.obligation, one.element)))
