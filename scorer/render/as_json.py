"""The scorecard as JSON. Source: CONTRACT.md."""

from __future__ import annotations

import msgspec

from scorer.model import Scorecard


def as_json(card: Scorecard) -> str:
    """One JSON object, keys in the order of the model, indented by two, ended by a line feed."""
    # Bytes of a file name that the locale cannot decode stand in it as lone surrogates, which JSON has no place for.
    path = card.report.path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    card = msgspec.structs.replace(card, report=msgspec.structs.replace(card.report, path=path))
    return msgspec.json.format(msgspec.json.encode(card), indent=2).decode() + "\n"
