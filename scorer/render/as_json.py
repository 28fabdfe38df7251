"""The scorecard as JSON. Source: CONTRACT.md."""

from __future__ import annotations

import msgspec

from scorer.decisions import ReviewedScorecard
from scorer.model import Scorecard


def as_json(card: Scorecard) -> str:
    """One JSON object, keys in the order of the model, indented by two, ended by a line feed."""
    card = msgspec.structs.replace(card, report=msgspec.structs.replace(card.report, path=shown(card.report.path)))
    if isinstance(card, ReviewedScorecard):
        review = msgspec.structs.replace(card.review, path=shown(card.review.path))
        card = msgspec.structs.replace(card, review=review)
    return msgspec.json.format(msgspec.json.encode(card), indent=2).decode() + "\n"


def shown(path: str) -> str:
    """`path` for JSON: bytes of a file name that the locale cannot decode stand in it as lone surrogates."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
