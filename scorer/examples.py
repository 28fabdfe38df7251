"""
Runs the examples of a checklist, which are its tests: each sentence alone, as a report of one line.

An example that is not met must say why, and that very reason must be what the matcher found: a sentence in which
nothing was found proves nothing.
"""

from __future__ import annotations

from scorer.errors import FzcheckError
from scorer.match import Hit, Matcher
from scorer.model import Compiled, Element
from scorer.segment import segment
from scorer.source import from_text


def failing(compiled: Compiled) -> list[FzcheckError]:
    """The examples of `compiled` that do not come out as the checklist says, checklist order."""
    year = int(compiled.checklist.years[-4:] if compiled.checklist.years[-1] != "-" else compiled.checklist.years[:4])
    found: list[FzcheckError] = []
    for obligation in compiled.checklist.obligations:
        for element in obligation.elements:
            name = f"{obligation.id}.{element.id}"
            for text in element.examples.met:
                found += _unmet(name, text, _hits(compiled, name, text, year))
            for entry in element.examples.unmet:
                for why, text in entry.items():
                    found += _met(name, element, text, why, _hits(compiled, name, text, year))
    return found


def _hits(compiled: Compiled, name: str, text: str, year: int) -> list[Hit]:
    matcher = Matcher(segment(from_text(text), year=year), compiled.vocabulary)
    return matcher.hits(compiled.patterns[name])


def _unmet(name: str, text: str, hits: list[Hit]) -> list[FzcheckError]:
    if any(not h.why for h in hits):
        return []
    because = f"（{hits[0].why} {hits[0].because}）" if hits else ""
    return [FzcheckError("example-unmet", element=name, text=text, because=because)]


def _met(name: str, element: Element, text: str, why: str, hits: list[Hit]) -> list[FzcheckError]:
    if hits and not hits[0].why:
        return [FzcheckError("example-met", element=name, text=text, matched=hits[0].pattern.written)]
    reasons = sorted({str(h.why) for h in hits})
    # A part of the report that is not there leaves no sentence to give the reason.
    if why in reasons or (why == "weak" and not hits and element.section):
        return []
    return [FzcheckError("example-reason", element=name, text=text, expected=why, found="/".join(reasons) or "-")]
