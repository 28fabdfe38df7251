"""
Runs the examples of a checklist, which are its tests: each sentence alone, as a report of one line.

An example that is not met must say why, and that very reason must be what the matcher found: a sentence in which
nothing was found proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorer.compiled import Compiled, Pattern
from scorer.errors import FzcheckError
from scorer.match import Hit, Matcher
from scorer.model import Element, Exemption
from scorer.segment import segment
from scorer.source import from_text


def failing(compiled: Compiled) -> list[FzcheckError]:
    """The examples of `compiled` that do not come out as the checklist says, checklist order."""
    year = int(compiled.checklist.years[-4:] if compiled.checklist.years[-1] != "-" else compiled.checklist.years[:4])
    found: list[FzcheckError] = []
    for obligation in compiled.checklist.obligations:
        for element in obligation.elements:
            name = f"{obligation.id}.{element.id}"
            found += _failing(compiled, name, element, compiled.patterns[name], year)
        if obligation.not_applicable:
            name = f"{obligation.id}.not_applicable"
            found += _failing(compiled, name, obligation.not_applicable, compiled.exemptions[obligation.id], year)
    return found


def count(compiled: Compiled) -> int:
    """How many examples `compiled` has."""
    owners = [e for o in compiled.checklist.obligations for e in (*o.elements, o.not_applicable) if e]
    return sum(len(owner.examples.met) + len(owner.examples.unmet) for owner in owners)


def _failing(
    compiled: Compiled, name: str, owner: Element | Exemption, patterns: list[Pattern], year: int
) -> Iterator[FzcheckError]:
    def hits(text: str) -> list[Hit]:
        return Matcher(segment(from_text(text), year=year), compiled.vocabulary).hits(patterns)

    for text in owner.examples.met:
        yield from _unmet(name, text, hits(text))
    for entry in owner.examples.unmet:
        for why, text in entry.items():
            yield from _met(
                name, text, why, hits(text), absent=isinstance(owner, Element) and owner.section is not None
            )


def _unmet(name: str, text: str, hits: list[Hit]) -> list[FzcheckError]:
    if any(not h.why for h in hits):
        return []
    because = f"（{hits[0].why} {hits[0].because}）" if hits else ""
    return [FzcheckError("example-unmet", element=name, text=text, because=because)]


def _met(name: str, text: str, why: str, hits: list[Hit], *, absent: bool) -> list[FzcheckError]:
    if hits and not hits[0].why:
        return [FzcheckError("example-met", element=name, text=text, matched=hits[0].pattern.written)]
    reasons = sorted({str(h.why) for h in hits})
    # A part of the report that is not there leaves no sentence to give the reason.
    if why in reasons or (why == "weak" and not hits and absent):
        return []
    return [FzcheckError("example-reason", element=name, text=text, expected=why, found="/".join(reasons) or "-")]
