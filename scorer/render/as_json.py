"""The scorecard as JSON. Source: CONTRACT.md."""

from __future__ import annotations

import msgspec

from scorer.model import Scorecard


def as_json(card: Scorecard) -> str:
    """One JSON object, keys in the order of the model, indented by two, ended by a line feed."""
    return msgspec.json.format(msgspec.json.encode(card), indent=2).decode() + "\n"
