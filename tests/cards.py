"""Scorecards and labels made by hand: what is said of a few elements, and what people say."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from scorer.evaluation import Evaluation, evaluate
from scorer.gold import Gold, Label
from scorer.model import Scorecard
from scorer.source import Source, from_text

# Said or labelled of an element: "met", "unmet" or "either", then the words of the report that it cites, if any.
Says = tuple[str, ...]
TEXT = "标题\n一句甲。一句乙。\n又一句丙。\n"


def evaluated(*reports: Mapping[str, tuple[Says, Says]], text: str = TEXT) -> Evaluation:
    """
    The evaluation of reports r1, r2 … that all have the words `text`.

    Args:
        reports: obligation.element → what the scorecard says and what the label says.
    """
    source = from_text(text)
    return evaluate(
        [
            (
                f"r{n}",
                _card({name: said for name, (said, _) in each.items()}, source),
                Gold({name: msgspec.convert(_label(label), Label) for name, (_, label) in each.items()}, 0),
                source,
            )
            for n, each in enumerate(reports, start=1)
        ]
    )


def _label(says: Says) -> dict[str, object]:
    return {"is": says[0], "cite": list(says[1:])}


def _card(says: Mapping[str, Says], source: Source) -> Scorecard:
    obligations: dict[str, list[dict[str, object]]] = {}
    for name, said in says.items():
        obligation, _, element = name.partition(".")
        obligations.setdefault(obligation, []).append(_element(element, said, source.text))
    facts = {"path": source.path, "sha256": source.sha256, "title": "", "issuer": "", "year": None, "published": None}
    by = {"id": "hand-made", "title": "", "version": "1", "sha256": "0", "layers": [], "left_out": []}
    return msgspec.convert(
        {
            "schema": "fzcheck/scorecard/1",
            "fzcheck": "0",
            "report": facts | {"level": None, "chars": len(source.text)},
            "checklist": by,
            "score": 0,
            "summary": {"covered": 0, "partial": 0, "missing": 0},
            "obligations": [_obligation(name, elements) for name, elements in obligations.items()],
            "notes": [],
        },
        Scorecard,
    )


def _obligation(name: str, elements: list[dict[str, object]]) -> dict[str, object]:
    met = [bool(element["met"]) for element in elements]
    status = "covered" if all(met) else "partial" if any(met) else "missing"
    words = {"title": "", "title_en": "", "theme": "", "core": False, "advice": ""}
    return {"id": name, "status": status, "score": 0, "elements": elements, "not_applicable": []} | words


def _element(name: str, said: Says, text: str) -> dict[str, object]:
    evidence = [_evidence(words, text) for words in said[1:]]
    return {
        "id": name,
        "title": "",
        "met": said[0] == "met",
        "strength": 100 if said[0] == "met" else 0,
        "evidence": evidence,
        "not_counted": [],
    }


def _evidence(words: str, text: str) -> dict[str, object]:
    """Evidence of these words; words that begin with ! are put where others stand."""
    at = 0 if words.startswith("!") else text.index(words)
    plain = words.removeprefix("!")
    place = {"start": at, "end": at + len(plain), "line": text.count("\n", 0, at) + 1}
    how = {"section": [], "modality": "done", "score": 100, "matched": [], "rule": "term", "term": ""}
    return {"text": plain} | place | how
